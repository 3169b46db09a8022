//! Untrusted folders and files, from outside: links that lead out or in circles, pipes, devices, endless files, for every
//! command that reads a folder; writing through a link; and a server whose answers do not end.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use towpath_tests::{Said, Serve, demo_binary, root};

/// How long a refusal may take.
const PATIENCE: Duration = Duration::from_secs(25);

const POLICY: &str = "policy: all\ntitle: Everything here\neffect: permit\naccess: {}\nreason: Tests.\n\
                      tests: [{ name: all, access: { kind: start }, expect: allow }]\n";
const WORKFLOW: &str = "document: { dsl: 1.0.3, namespace: acme, name: hello, version: 1.0.0 }\n\
                        do: [ { say: { set: { text: hello } } } ]\n";
const INTEGRATION: &str = "integration: crm\ntitle: CRM\nowner: it@acme.example\nkind: http\n\
                           connection: { baseUrl: 'https://crm.acme.example' }\noperations:\n  look:\n    version: 1.0.0\n    \
                           title: Look\n    effect: read\n    request: { method: GET, path: /look }\n    \
                           input: { type: object, additionalProperties: false, properties: {} }\n    output: { type: object }\n";

/// Runs a command that must end by itself.
fn towpath(arguments: &[&str]) -> Said {
    Said::within(PATIENCE, Command::new(demo_binary()).args(arguments).env_remove("TOWPATH_URL"))
}

/// A folder with a policy, an integration and a workflow, and a secret beside it.
struct Prepared {
    top: tempfile::TempDir,
}

impl Prepared {
    fn new() -> Self {
        let top = tempfile::tempdir().unwrap();
        let write = |place: &str, text: &str| {
            let path = top.path().join(place);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("acme/policies/all.yaml", POLICY);
        write("acme/integrations/crm.yaml", INTEGRATION);
        write("acme/workflows/hello.yaml", WORKFLOW);
        write("outside/secret.yaml", "hunter2: never-shown\n");
        Self { top }
    }

    fn path(&self, place: &str) -> PathBuf {
        self.top.path().join(place)
    }

    fn text(&self, place: &str) -> String {
        self.path(place).to_str().unwrap().to_owned()
    }
}

fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// What may be in place of a document, and the message for it.
type Planted = (&'static str, fn(&Prepared, &Path), &'static str);

const PLANTED: &[Planted] = &[
    (
        "a link to a file outside",
        |at, path| symlink(at.path("outside/secret.yaml"), path).unwrap(),
        "is a link",
    ),
    ("a link to a file inside", |_, path| symlink("all.yaml", path).unwrap(), "is a link"),
    ("a link to nothing", |_, path| symlink("nowhere", path).unwrap(), "is a link"),
    ("a link to a device", |_, path| symlink("/dev/zero", path).unwrap(), "is a link"),
    ("a link to the folder itself", |_, path| symlink(".", path).unwrap(), "is a link"),
    ("a pipe", |_, path| fifo(path), "is a pipe"),
    (
        "a file without end",
        |_, path| std::fs::File::create(path).unwrap().set_len(1 << 40).unwrap(),
        "more than 16 MiB",
    ),
];

/// Fault 47: every command that takes a folder.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_read_that_does_not_lie_in_the_folder() {
    let server = Serve::start(&[], &[]).await;
    let at = ["--url", &server.url, "--token", &server.token];
    for (kind, commands) in [
        (
            "policies",
            &["plan", "apply", "pull", "policies check", "policies test", "policies activate", "fmt"][..],
        ),
        ("integrations", &["plan", "integrations check", "check --integrations"][..]),
        ("workflows", &["plan", "fmt"][..]),
    ] {
        for (what, plant, says) in PLANTED {
            let prepared = Prepared::new();
            plant(&prepared, &prepared.path(&format!("acme/{kind}/x.yaml")));
            for command in commands {
                let (root, folder) = (prepared.text("acme"), prepared.text(&format!("acme/{kind}")));
                let file = prepared.text("acme/workflows/hello.yaml");
                let mut arguments: Vec<&str> = command.split(' ').collect();
                match *command {
                    "plan" | "pull" => arguments.extend([root.as_str()].iter().chain(&at)),
                    "apply" => arguments.extend([root.as_str(), "--yes"].iter().chain(&at)),
                    "policies activate" => arguments.extend([folder.as_str()].iter().chain(&at)),
                    "check --integrations" => arguments.extend([folder.as_str(), file.as_str()]),
                    _ => arguments.push(&folder),
                }
                let said = towpath(&arguments);
                let named = said.all().contains(says) && said.all().contains("x.yaml");
                assert!(said.code == Some(3) && named, "{command}, {what}: {:?} {}", said.code, said.all());
                assert!(!said.all().contains("never-shown"), "{command}, {what}: {}", said.all());
            }
        }
    }
    assert_eq!(server.http().get("/v1/policies").await.body["policies"].as_array().map_or(0, Vec::len), 0);
}

#[test]
fn one_file_is_checked_where_it_is_one() {
    for (what, plant, says) in PLANTED {
        let prepared = Prepared::new();
        let path = prepared.path("acme/workflows/x.yaml");
        plant(&prepared, &path);
        for command in
            [&["check"][..], &["policies", "check"], &["integrations", "check"], &["fmt"], &["draw"]]
        {
            let file = prepared.text("acme/workflows/x.yaml");
            // A link to a folder may be named on the command line: it is the root then.
            if *what == "a link to the folder itself" && command[0] != "check" {
                continue;
            }
            let said = towpath(&[command, &[file.as_str()]].concat());
            assert!(said.code == Some(3) && said.all().contains(says), "{command:?}, {what}: {}", said.all());
        }
    }
    let said = towpath(&["check", "/dev/zero"]);
    assert!(said.code == Some(3) && said.all().contains("is a device"), "{}", said.all());
}

/// Eight links to the folder itself used to be followed in every order.
#[test]
fn links_that_lead_round_are_named_at_once() {
    let prepared = Prepared::new();
    for number in 0..8 {
        symlink(".", prepared.path(&format!("acme/policies/round-{number}"))).unwrap();
    }
    let said = towpath(&["policies", "check", &prepared.text("acme/policies")]);
    assert!(said.code == Some(3) && said.all().contains("round-0` is a link"), "{}", said.all());
}

#[test]
fn a_server_does_not_start_on_such_a_folder() {
    for (what, plant, says) in PLANTED {
        let prepared = Prepared::new();
        plant(&prepared, &prepared.path("acme/policies/x.yaml"));
        let (data, policies) = (prepared.text("data"), prepared.text("acme/policies"));
        let said = towpath(&["serve", "--listen", "127.0.0.1:0", "--data", &data, "--policies", &policies]);
        assert!(said.code == Some(3) && said.all().contains(says), "{what}: {:?} {}", said.code, said.all());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_pulled_through_a_link() {
    let server =
        Serve::start(&[("crm.yaml", INTEGRATION.to_owned())], &[("all.yaml", POLICY.to_owned())]).await;
    let at = ["--url", &server.url, "--token", &server.token];
    let pull = |folder: &str| towpath(&[&["pull", folder, "--force"][..], &at].concat());
    for planted in ["policies/all.yaml", "policies", "integrations"] {
        let prepared = Prepared::new();
        let (folder, outside) = (prepared.path("pulled"), prepared.path("outside"));
        let place = folder.join(planted);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        let target = if planted.ends_with(".yaml") { outside.join("secret.yaml") } else { outside.clone() };
        symlink(target, &place).unwrap();
        let said = pull(folder.to_str().unwrap());
        assert!(said.code == Some(3) && said.all().contains("is a link"), "{planted}: {}", said.all());
        let untouched = std::fs::read_to_string(outside.join("secret.yaml")).unwrap();
        assert_eq!(
            (untouched.as_str(), std::fs::read_dir(&outside).unwrap().count()),
            ("hunter2: never-shown\n", 1)
        );
    }
    let prepared = Prepared::new();
    let said = pull(&prepared.text("new/deep"));
    assert_eq!(said.code, Some(0), "{}", said.all());
    assert_eq!(std::fs::read_to_string(prepared.path("new/deep/policies/all.yaml")).unwrap(), POLICY);
    let said = pull(&prepared.text("new/deep"));
    assert!(said.code == Some(0) && said.all().contains("0 written, 2 as they were"), "{}", said.all());
    // A plan is saved over a file, and not through a link.
    let (link, root) = (prepared.text("plan.json"), prepared.text("acme"));
    symlink(prepared.path("outside/secret.yaml"), &link).unwrap();
    let said = towpath(&[&["plan", &root, "-o", &link][..], &at].concat());
    assert!(said.code == Some(3) && said.all().contains("is a link"), "{}", said.all());
}

/// No link is followed, so this repository has copies of what several folders share.
#[test]
fn what_is_there_twice_is_the_same() {
    let names = |folder: &Path| -> Vec<PathBuf> {
        let mut names: Vec<PathBuf> =
            std::fs::read_dir(folder).unwrap().map(|one| one.unwrap().path()).collect();
        names.sort();
        names
    };
    let same = |copy: &Path, original: &Path| {
        let texts = [copy, original].map(|path| std::fs::read_to_string(path).unwrap());
        assert_eq!(texts[0], texts[1], "{} is not {}", copy.display(), original.display());
    };
    let library = root().join("policies/library");
    for set in names(&library.join("sets")) {
        for copy in names(&set) {
            same(&copy, &library.join(copy.file_name().unwrap()));
        }
    }
    let (company, examples) = (root().join("examples/company"), root().join("examples"));
    for (folder, originals) in [("integrations", "acme/integrations"), ("policies/acme", "acme/policies")] {
        let (copies, originals) = (company.join(folder), examples.join(originals));
        assert_eq!(names(&copies).len(), names(&originals).len(), "{folder}");
        names(&copies).iter().for_each(|copy| same(copy, &originals.join(copy.file_name().unwrap())));
    }
    for (folder, file) in [("policies", "policy.yaml"), ("workflows", "workflow.yaml")] {
        for copy in names(&company.join(folder)).iter().filter(|path| path.is_file()) {
            same(copy, &examples.join(copy.file_stem().unwrap()).join(file));
        }
    }
}

/// A server whose answers never end. `head` is how they begin.
fn endless(head: &'static str) -> (String, std::thread::JoinHandle<usize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let serving = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 4096];
        let _ = stream.read(&mut request);
        let mut sent = 0;
        if stream.write_all(head.as_bytes()).is_err() {
            return sent;
        }
        let piece = format!("100000\r\n{}\r\n", " ".repeat(1 << 20));
        while stream.write_all(piece.as_bytes()).is_ok() {
            sent += 1;
        }
        sent
    });
    (url, serving)
}

#[test]
fn an_answer_without_end_is_not_read_to_its_end() {
    for (head, most) in [
        ("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n", 200),
        ("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99999999999\r\n\r\n", 20),
        (
            "HTTP/1.1 500 Oh\r\ncontent-type: application/problem+json\r\ntransfer-encoding: chunked\r\n\r\n",
            20,
        ),
    ] {
        let (url, serving) = endless(head);
        let said = towpath(&["workflows", "list", "--url", &url, "--token", "t"]);
        assert!(
            said.code == Some(3) && said.all().contains("MiB, so it was not read"),
            "{head}: {}",
            said.all()
        );
        let sent = serving.join().unwrap();
        assert!(sent < most, "{sent} MiB were taken");
    }
}
