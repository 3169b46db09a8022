//! What a champion, an app and IT see first: operations, errors before publishing, states in lists, unusable secrets, and values
//! of another server.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use towpath_tests::{Demo, Said, Serve, demo_binary, eventually, free_port, hold_path, root};

const CRM: &str =
    "integration: crm\ntitle: Customers\nowner: it@acme.example\nkind: http\nlabels: [customer-data]
connection: { baseUrl: 'http://127.0.0.1:9', headers: { X-Key: { secret: crm-key }, X-Team: $TEAM } }
operations:
  look:
    version: 1.0.0
    title: Look a customer up
    description: By their number, as it stands on the invoice.
    effect: read
    input: { type: object, additionalProperties: false, required: [id], properties: { id: { type: string } } }
    output: { type: object, required: [name], properties: { name: { type: string } } }
    request: { method: GET, path: '/customers/{id}' }
  erase:
    version: 1.0.0
    effect: write
    input: { type: object, additionalProperties: false, required: [id], properties: { id: { type: string } } }
    request: { method: DELETE, path: '/customers/{id}' }
";
const PERMIT: &str = "policy: reads\ntitle: Reads\neffect: permit
access: { properties: { kind: { const: call }, effect: { const: read } } }
reason: Reading is fine.\ncontact: it@acme.example\n";
const START: &str = "policy: start\ntitle: Runs start and answer\neffect: permit
access: { properties: { kind: { enum: [start, respond] } } }\nreason: Everybody may.\n";
const LOOK: &str = "document: { dsl: 1.0.3, namespace: support, name: look, version: 1.0.0 }
input: { schema: { document: { type: object, required: [id], properties: { id: { type: string } } } } }
output: { schema: { document: { type: object } } }
do:
  - find: { call: 'crm.look:1.0.0@default', with: { id: '${ .id }' } }
";

/// Runs a command against this server.
fn asks(server: &Serve, arguments: &[&str]) -> Said {
    Said::of(Command::new(demo_binary()).args(arguments).args([
        "--url",
        &server.url,
        "--token",
        &server.token,
    ]))
}

/// Runs a command that needs no server. The one in the environment does not exist.
fn alone(arguments: &[&str]) -> Said {
    Said::of(Command::new(demo_binary()).args(arguments).env("TOWPATH_URL", "http://127.0.0.1:9"))
}

async fn server() -> Serve {
    let policies = [("reads.yaml", PERMIT.to_owned()), ("start.yaml", START.to_owned())];
    Serve::start(&[("crm.yaml", CRM.to_owned())], &policies).await
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_champion_sees_what_operations_return_and_errors_before_publishing() {
    let server = server().await;
    let folder = tempfile::tempdir().unwrap();
    let minted = json!({ "name": "dora", "grants": [{ "role": "champion", "namespace": "support" }] });
    let dora = server.http().post("/v1/tokens", minted.to_string()).await.body["token"].clone();
    let dora = dora.as_str().unwrap();
    let as_dora = |arguments: &[&str]| {
        Said::of(Command::new(demo_binary()).args(arguments).args(["--url", &server.url, "--token", dora]))
    };
    // Champions do not see hosts and secrets.
    assert_eq!(as_dora(&["integrations", "list"]).code, Some(4));
    let listed = as_dora(&["functions", "list"]);
    assert!(
        listed.out.contains("crm.look:1.0.0@default  read  Look a customer up  by it@acme.example"),
        "{}",
        listed.all()
    );
    let shown = as_dora(&["functions", "show", "crm.look"]);
    for part in ["as it stands on the invoice", "id  string", "name  string", "customer-data"] {
        assert!(shown.out.contains(part), "{}", shown.all());
    }
    for hidden in ["127.0.0.1:9", "crm-key", "/customers"] {
        assert!(!as_dora(&["functions", "show", "crm.look", "--json"]).out.contains(hidden));
    }
    assert!(as_dora(&["functions", "show", "crm.loop"]).all().contains("TP4004"));
    let file = folder.path().join("functions.json");
    let catalogue = file.to_str().unwrap();
    assert_eq!(as_dora(&["functions", "pull", "-o", catalogue]).code, Some(0));

    let wrong = write(folder.path(), "wrong.yaml", &LOOK.replace("{ id: '${ .id }' }", "{ idd: 1 }"));
    let denied = LOOK.replace("crm.look", "crm.erase");
    let denied = write(folder.path(), "denied.yaml", &denied);
    // A definition alone is accepted; a catalogue or the server knows the operation.
    assert_eq!(alone(&["check", &wrong]).code, Some(0));
    let known = alone(&["check", &wrong, "--functions", catalogue]);
    assert!(known.code == Some(1) && known.all().contains("idd"), "{}", known.all());
    for (file, says) in [(&wrong, "idd"), (&denied, "crm.erase 1.0.0 is not permitted")] {
        let checked = as_dora(&["check", file]);
        assert!(checked.code == Some(1) && checked.all().contains(says), "{}", checked.all());
        let places = as_dora(&["check", "--json", file]);
        let found: Value = serde_json::from_str(&places.out).unwrap();
        assert!(found[0]["range"]["start"]["line"].is_u64(), "{}", places.out);
        let published = as_dora(&["publish", file]);
        assert!(published.code != Some(0) && published.all().contains(says), "{}", published.all());
    }
    assert_eq!(server.http().get("/v1/workflows/support/look").await.status, 404, "checking saves nothing");

    // Cases with the catalogue instead of integrations.
    write(
        folder.path(),
        "tests.yaml",
        "- { name: found, input: { id: c-1 }, results: { crm.look: { name: Ada } }, expect: { output: { name: Ada } } }\n",
    );
    let good = write(folder.path(), "good.yaml", LOOK);
    let tested = alone(&["test", &good, "--functions", catalogue]);
    assert!(tested.code == Some(0) && tested.all().contains("1 passed"), "{}", tested.all());
    let misfit = write(
        folder.path(),
        "misfit.yaml",
        "- { name: found, input: { id: c-1 }, results: { crm.look: { nam: Ada } }, expect: { output: {} } }\n",
    );
    let tested = as_dora(&["test", &good, "--cases", &misfit]);
    assert!(tested.code == Some(1) && tested.all().contains("output schema"), "{}", tested.all());
    let schema = alone(&["schema", "--functions", catalogue]);
    assert!(schema.out.contains("crm.look:1.0.0@default"), "{}", schema.all());
}

#[tokio::test(flavor = "multi_thread")]
async fn publishing_tells_warnings_as_checking_does() {
    let server = server().await;
    let folder = tempfile::tempdir().unwrap();
    // Only the server knows that runs may not take so long here.
    let limit = "policy: short\ntitle: Short runs\nlimits: { durationS: 100000 }\nreason: Tests.\n";
    assert_eq!(server.http().put("/v1/policies/short", limit).await.status, 200);
    assert_eq!(server.http().activate().await.status, 200);
    let text = LOOK.replace("do:\n", "do:\n  - later: { wait: { days: 2 } }\n");
    let file = write(folder.path(), "later.yaml", &text);
    assert!(!alone(&["check", &file]).all().contains("TP4163"), "two days are fine by default");
    let long = write(folder.path(), "long.yaml", &text.replace("days: 2", "days: 60"));
    assert!(alone(&["check", &long]).all().contains("it waits 60 days, and a run may take 30 days in all"));
    for command in ["check", "publish"] {
        let said = asks(&server, &[command, &file]);
        assert_eq!(said.code, Some(0), "{}", said.all());
        assert_eq!(said.all().matches("TP4163").count(), 1, "{command}: {}", said.all());
        assert!(said.all().contains("later.yaml:5:20"), "with its place: {}", said.all());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_learns_what_a_workflow_takes_and_a_wrong_input_starts_nothing() {
    let server = server().await;
    let http = server.http();
    assert_eq!(http.put("/v1/workflows/support/look/draft", LOOK).await.status, 200);
    assert_eq!(http.post("/v1/workflows/support/look/publish", "").await.status, 201);
    let interface = http.get("/v1/workflows/support/look/interface").await;
    assert_eq!(interface.body["input"]["required"], json!(["id"]), "{}", interface.text);
    assert_eq!(interface.body["output"], json!({ "type": "object" }), "{}", interface.text);
    let shown = asks(&server, &["workflows", "interface", "support/look"]);
    assert!(shown.out.contains("id  string"), "{}", shown.all());
    let refused = http.post("/v1/workflows/support/look/runs?wait=20", r#"{"id":1}"#).await;
    assert_eq!((refused.status, refused.run.as_deref()), (400, None), "{}", refused.text);
    assert!(refused.body["run"].is_null() && refused.text.contains("id"), "{}", refused.text);
    let runs = http.get("/v1/runs").await;
    assert_eq!(runs.body["runs"], json!([]), "{}", runs.text);
    // The same key may be used again once the input is right.
    let key = [("Idempotency-Key", "k-1")];
    for (input, status) in [(r#"{"id":1}"#, 400), (r#"{"id":1}"#, 400), (r#"{"id":"c-1"}"#, 500)] {
        let place = "/v1/workflows/support/look/runs?wait=20";
        let answer = http.send("POST", place, Some(input.into()), &key).await;
        assert_eq!(answer.status, status, "{}", answer.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_show_states_and_as_many_as_are_wanted() {
    let server = server().await;
    let http = server.http();
    let pause = "document: { dsl: 1.0.3, namespace: support, name: pause, version: VERSION }
do: [ { rest: { wait: { hours: 1 } } } ]\n";
    for version in ["1.0.0", "1.1.0"] {
        let text = pause.replace("VERSION", version);
        assert_eq!(http.put("/v1/workflows/support/pause/draft", text).await.status, 200);
        assert_eq!(http.post("/v1/workflows/support/pause/publish", "").await.status, 201);
    }
    for _ in 0..203 {
        let started =
            http.send("POST", "/v1/workflows/support/pause/runs", None, &[("Prefer", "respond-async")]).await;
        assert_eq!(started.status, 202, "{}", started.text);
    }
    let listed = asks(&server, &["runs", "list", "--limit", "202"]);
    assert_eq!(listed.out.lines().count(), 202, "{}", listed.all());
    assert!(listed.all().contains("--before"), "{}", listed.all());
    let ids: std::collections::BTreeSet<&str> =
        listed.out.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(ids.len(), 202, "none twice");
    let waiting = http.get("/v1/runs?limit=1&status=waiting").await;
    assert_eq!(waiting.body["runs"][0]["waitsFor"], "time", "{}", waiting.text);

    assert_eq!(asks(&server, &["workflows", "rollback", "support/pause", "1.0.0"]).code, Some(0));
    assert_eq!(asks(&server, &["workflows", "off", "support/pause", "--message", "too slow"]).code, Some(0));
    let versions = asks(&server, &["workflows", "list", "support/pause"]);
    let newer = versions.out.lines().find(|line| line.contains(" 1.1.0 ")).unwrap();
    assert!(
        newer.contains("callers get 1.0.0") && newer.contains("switched off: too slow"),
        "{}",
        versions.all()
    );
    assert!(asks(&server, &["workflows", "list"]).out.contains("switched off: too slow"));

    let audit = asks(&server, &["audit", "list", "--limit", "5"]);
    assert_eq!(audit.out.lines().count(), 5, "{}", audit.all());
    let query = http.get("/v1/runs?limit=abc").await;
    assert!(query.status == 400 && query.text.contains("the query cannot be read"), "{}", query.text);
    assert!(!query.text.contains("Failed to deserialize"), "{}", query.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_else_was_first_is_told_and_a_held_run_says_what_it_waits_for() {
    let hold = "policy: held\ntitle: Events are held\neffect: hold\napprovers: { role: it }
access: { properties: { kind: { const: emit } } }\nreason: Tests.\n";
    let permit = "policy: all\ntitle: All\neffect: permit\naccess: {}\nreason: Tests.\n";
    let policies = [("all.yaml", permit.to_owned()), ("hold.yaml", hold.to_owned())];
    let server = Serve::start(&[], &policies).await;
    let http = server.http();
    let tell = "document: { dsl: 1.0.3, namespace: support, name: tell, version: 1.0.0 }
do: [ { tell: { emit: { event: { with: { type: told, source: /a, data: { a: 1 } } } } } } ]\n";
    assert_eq!(http.put("/v1/workflows/support/tell/draft", tell).await.status, 200);
    assert_eq!(http.post("/v1/workflows/support/tell/publish", "").await.status, 201);
    let minted = |name: &str, role: &str| json!({ "name": name, "grants": [{ "role": role }] }).to_string();
    let app = http.post("/v1/tokens", minted("shop", "app")).await.body["token"].as_str().unwrap().to_owned();
    let app = towpath_tests::Http::new(&server.url, &app);
    let started = app.post("/v1/workflows/support/tell/runs?wait=0", "").await;
    let run = started.body["id"].as_str().unwrap().to_owned();
    let hold = hold_path(&http.held(&run).await);
    let seen = app.get(&format!("/v1/runs/{run}")).await;
    assert_eq!(seen.body["waitsFor"], "release", "{}", seen.text);
    let shown = asks(&server, &["runs", "show", &run]);
    assert!(shown.out.contains("input {}") && shown.out.contains("to be released"), "{}", shown.all());
    let declined = http.decide(&hold, "decline", r#"{"comment":"no"}"#).await;
    assert_eq!(declined.status, 204, "{}", declined.text);
    let ended = app.get(&format!("/v1/runs/{run}?wait=20")).await;
    assert_eq!(
        (&ended.body["status"], &ended.body["error"]["status"]),
        (&json!("faulted"), &json!(403)),
        "{}",
        ended.text
    );
    assert_eq!(ended.body["error"]["code"], "TP1121", "a declined call is no 500: {}", ended.text);
    let late = http.get(&hold).await;
    assert_eq!((late.status, &late.body["code"]), (409, &json!("TP4095")), "{}", late.text);
    assert!(late.text.contains("declined it"), "{}", late.text);
    let late = asks(&server, &["holds", "release", &format!("{run}/1")]);
    assert!(late.all().contains("TP4095") && late.all().contains("declined it"), "{}", late.all());
    let shown = asks(&server, &["runs", "show", &run]);
    assert!(shown.out.contains(" at /do/0/tell"), "{}", shown.all());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_cannot_be_used_is_told_before_a_call_fails() {
    use std::os::unix::fs::PermissionsExt as _;
    let server = server().await;
    let secret = server.folder().join("data/secrets/crm-key");
    let put = || {
        let file = write(server.folder(), "crm.yaml", CRM);
        asks(&server, &["integrations", "put", &file])
    };
    let missing = put();
    assert!(
        missing.all().contains("TP3015") && missing.all().contains("no secret `crm-key`"),
        "{}",
        missing.all()
    );
    assert!(
        missing.all().contains("`$TEAM` is sent unchanged") && missing.all().contains("{ secret: team }"),
        "{}",
        missing.all()
    );
    std::fs::create_dir_all(secret.parent().unwrap()).unwrap();
    for (text, mode, says) in
        [("k", 0o644, "the mode 0644"), ("k\nk\n", 0o600, "a line break"), ("k\n", 0o600, "")]
    {
        std::fs::write(&secret, text).unwrap();
        std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(mode)).unwrap();
        let told = put();
        assert!(told.code == Some(0) && told.all().contains(says), "{}", told.all());
        assert_eq!(told.all().contains("TP4161"), !says.is_empty(), "{}", told.all());
    }
    let listed = asks(&server, &["secrets", "list"]);
    assert!(listed.out.contains("crm-key  used by integration crm"), "{}", listed.all());
    assert_eq!(asks(&server, &["secrets", "check"]).code, Some(0));
    std::fs::remove_file(&secret).unwrap();
    let checked = asks(&server, &["secrets", "check"]);
    assert!(checked.code == Some(1) && checked.all().contains("no secret `crm-key`"), "{}", checked.all());
}

#[tokio::test(flavor = "multi_thread")]
async fn policies_are_deleted_and_compared_in_plain_words() {
    let server = server().await;
    let deleted = asks(&server, &["policies", "delete", "reads"]);
    assert!(deleted.code == Some(0) && deleted.all().contains("stays in force"), "{}", deleted.all());
    assert_eq!(asks(&server, &["policies", "delete", "reads"]).code, Some(1));
    let impact = asks(&server, &["policies", "impact"]);
    assert!(impact.all().contains("there was nothing to look at"), "{}", impact.all());
    let folder = tempfile::tempdir().unwrap();
    let slip = PERMIT.replace("access:", "workflow: { namespace: support }\naccess:");
    let slip = write(folder.path(), "slip.yaml", &slip);
    let checked = alone(&["policies", "check", &slip]);
    let form = "workflow: { properties: { namespace: { const: support } } }";
    assert!(checked.code == Some(1) && checked.all().contains(form), "{}", checked.all());
    // An activation lists everything that comes into force.
    let other = json!({ "name": "ivo", "grants": [{ "role": "it" }] }).to_string();
    let ivo = server.http().post("/v1/tokens", other).await.body["token"].as_str().unwrap().to_owned();
    let ivo = towpath_tests::Http::new(&server.url, &ivo);
    assert_eq!(ivo.put("/v1/policies/reads", PERMIT.replace("Reads", "Reading")).await.status, 200);
    let activated = asks(&server, &["policies", "activate"]);
    assert!(activated.all().contains("`reads`, which ivo saved at"), "{}", activated.all());
}

#[test]
fn the_command_line_means_what_was_given_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let data = data.to_str().unwrap();
    let created = alone(&["tokens", "create", "first", "--role", "it", "--data", data]);
    assert!(created.code == Some(0) && created.out.starts_with("tp_"), "{}", created.all());
    // A folder that cannot be opened is named once.
    let file = write(folder.path(), "file", "x");
    let refused = alone(&["tokens", "create", "first", "--role", "it", "--data", &file]);
    assert_eq!(refused.all().matches("cannot open the data folder").count(), 1, "{}", refused.all());
    // Forced colours are for terminals.
    let workflow = write(folder.path(), "broken.yaml", "document: 1\n");
    let mut command = Command::new(demo_binary());
    let coloured = Said::of(command.args(["check", &workflow]).env("CLICOLOR_FORCE", "1"));
    assert!(!coloured.all().contains('\u{1b}'), "{:?}", coloured.all());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_demo_that_cannot_start_leaves_no_company_and_a_server_without_tokens_says_how() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    let company = format!("127.0.0.1:{}", free_port());
    let data = folder.path().to_str().unwrap();
    let mut command = Command::new(demo_binary());
    let said =
        Said::of(command.args(["demo", "--listen", &listen, "--company-listen", &company, "--data", data]));
    assert!(said.code == Some(3) && said.all().contains("cannot listen on"), "{}", said.all());
    assert!(std::net::TcpStream::connect(&company).is_err(), "the company runs");

    let log = folder.path().join("server.log");
    let listen = format!("127.0.0.1:{}", free_port());
    let mut child = Command::new(demo_binary())
        .args(["serve", "--listen", &listen, "--data", &format!("{data}/fresh")])
        .stdin(Stdio::null())
        .stderr(std::fs::File::create(&log).unwrap())
        .spawn()
        .unwrap();
    let told = eventually("the server says that there is no token", async || {
        let log = std::fs::read_to_string(&log).unwrap();
        if log.contains("nobody has a token yet") { Ok(log) } else { Err(log) }
    })
    .await;
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(told.contains("towpath tokens create") && told.contains("/fresh"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_champion_tries_every_write_and_sees_it() {
    let demo = Demo::start();
    let champion = |arguments: &[&str]| {
        Said::of(Command::new(demo_binary()).args(arguments).args([
            "--url",
            demo.url(),
            "--token",
            demo.token("champion"),
        ]))
    };
    for (name, input) in [
        (
            "refund-triage",
            r#"{"order":{"id":"o-1002","items":[{"sku":"anchor","price":40,"qty":1}]},"customer":{"tier":"gold"}}"#,
        ),
        ("complaint-intake", r#"{"customerId":"c-1","text":"The rope is frayed."}"#),
        ("lead-routing", r#"{"company":"Acme Boats","employees":900,"country":"DE"}"#),
    ] {
        let file = root().join("examples").join(name).join("workflow.yaml");
        let tried = champion(&["try", file.to_str().unwrap(), "--input", input]);
        assert!(
            !tried.all().contains("TP1123") && !tried.all().contains("masked"),
            "{name}: {}",
            tried.all()
        );
    }
    let owners = demo.as_role("it").get("/v1/workflows/support/refund-triage/owners").await;
    assert_eq!(owners.body["owner"], "champion@acme.example", "{}", owners.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_promotion_carries_no_address_of_the_test_server() {
    let (server, folder) = (Serve::start(&[], &[]).await, tempfile::tempdir().unwrap());
    write(
        folder.path(),
        "acme/integrations/crm.yaml",
        &CRM.replace("'http://127.0.0.1:9'", "'${env.crm-url}'"),
    );
    write(folder.path(), "acme/environments/test.yaml", "crm-url: http://127.0.0.1:9\n");
    write(folder.path(), "acme/environments/live.yaml", "crm-url: http://127.0.0.1:10\n");
    let acme = folder.path().join("acme");
    let acme = acme.to_str().unwrap();
    let unsaid = asks(&server, &["plan", acme]);
    assert!(
        unsaid.code == Some(1) && unsaid.all().contains("TP4164") && unsaid.all().contains("`live`, `test`"),
        "{}",
        unsaid.all()
    );
    let plan = folder.path().join("plan.json");
    let plan = plan.to_str().unwrap();
    assert_eq!(asks(&server, &["plan", acme, "--environment", "live", "-o", plan]).code, Some(5));
    let applied = asks(&server, &["apply", plan]);
    assert_eq!(applied.code, Some(0), "{}", applied.all());
    let text = server.http().get("/v1/integrations/crm").await.body["source"].as_str().unwrap().to_owned();
    assert!(text.contains("'http://127.0.0.1:10'") && !text.contains("${env"), "{text}");
    assert_eq!(asks(&server, &["plan", acme, "--environment", "live"]).code, Some(0));
    assert_eq!(asks(&server, &["plan", acme, "--environment", "test"]).code, Some(5));
    assert_eq!(asks(&server, &["pull", acme, "--environment", "live"]).code, Some(0));
    assert!(
        std::fs::read_to_string(format!("{acme}/integrations/crm.yaml")).unwrap().contains("${env.crm-url}")
    );
}
