//! Grants from outside: what IT permitted on request stops when what it refers to means something else, until IT has
//! looked again; what is harmless stops nothing; who sees that a grant ends, and what a crash changes.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::process::{Command, Output};

use serde_json::{Value, json};
use towpath_tests::{Answer, Demo, Http, demo_binary};

const PLACE: &str = "/v1/workflows/support/finds-leads";
const WORKFLOW: &str = "document: { dsl: 1.0.3, namespace: support, name: finds-leads, version: 1.0.0 }
do:
  - tell: { call: 'crm.create-lead:1.0.0@default', with: { company: Quay, team: south, score: 7 } }
";

struct World {
    demo: Demo,
}

impl World {
    /// A server whose champion asks for a lead to be created, and whose IT grants it with `permit` made of the draft.
    async fn start(permit: impl Fn(&str) -> String) -> (Self, String) {
        let world = Self { demo: Demo::start() };
        let champion = world.champion();
        assert!(champion.put(&format!("{PLACE}/draft"), WORKFLOW).await.status < 300);
        assert_eq!(champion.post(&format!("{PLACE}/publish"), "").await.status, 403);
        let asked =
            json!({ "namespace": "support", "workflow": "finds-leads", "purpose": "callers who buy" });
        let asked = champion.post("/v1/requests", asked.to_string()).await;
        assert_eq!(asked.status, 201, "{}", asked.text);
        let permit = permit(asked.body["permit"].as_str().unwrap());
        let request = format!("/v1/requests/{}", asked.body["id"].as_str().unwrap());
        let permit = json!({ "permit": permit }).to_string();
        let granted = world.it().decide(&request, "grant", permit).await;
        assert_eq!((granted.status, &granted.body["stillRefused"]), (200, &json!([])), "{}", granted.text);
        let policy = granted.body["decision"]["policy"].as_str().unwrap().to_owned();
        let live = champion.post(&format!("{PLACE}/publish"), "").await;
        assert!(live.status < 300, "{}", live.text);
        (world, policy)
    }

    fn champion(&self) -> Http {
        self.demo.as_role("champion")
    }

    fn it(&self) -> Http {
        self.demo.as_role("it")
    }

    async fn call(&self) -> Answer {
        self.champion()
            .send("POST", &format!("{PLACE}/runs"), Some("{}".into()), &[("Prefer", "wait=20")])
            .await
    }

    async fn crm(&self) -> String {
        let found = self.it().get("/v1/integrations/crm").await;
        found.body["source"].as_str().unwrap_or_else(|| panic!("{}", found.text)).to_owned()
    }

    /// Puts the CRM's document with this changed in it, and confirms what that takes; what is said of it.
    async fn change(&self, from: &str, to: &str) -> Value {
        let text = self.crm().await;
        assert!(text.contains(from), "{from}");
        let text = text.replacen(from, to, 1);
        let put = self.it().put("/v1/integrations/crm", text.clone()).await;
        let put = match put.body["impact"].as_str() {
            Some(impact) if put.status == 409 => {
                self.it().put(&format!("/v1/integrations/crm?confirm={impact}"), text).await
            }
            _ => put,
        };
        assert_eq!(put.status, 200, "{}", put.text);
        put.body["diagnostics"].clone()
    }

    /// Puts a document on the command line, and confirms what that takes.
    fn put_file(&self, file: &std::path::Path) -> Output {
        let arguments = ["integrations", "put", file.to_str().unwrap()];
        let put = self.cli("it", &arguments);
        let said = told(&put);
        let confirm = said.split("`--confirm ").nth(1).and_then(|rest| rest.split('`').next());
        match confirm {
            Some(digest) => self.cli("it", &[&arguments[..], &["--confirm", digest][..]].concat()),
            None => put,
        }
    }

    async fn grant(&self) -> Value {
        let listed = self.champion().get("/v1/grants").await;
        assert_eq!(
            (listed.status, listed.body["grants"].as_array().map(Vec::len)),
            (200, Some(1)),
            "{}",
            listed.text
        );
        listed.body["grants"][0].clone()
    }

    fn cli(&self, role: &str, arguments: &[&str]) -> Output {
        Command::new(demo_binary())
            .args(arguments)
            .env("TOWPATH_URL", self.demo.url())
            .env("TOWPATH_TOKEN", self.demo.token(role))
            .env("NO_COLOR", "1")
            .output()
            .unwrap()
    }
}

fn as_drafted(permit: &str) -> String {
    permit.to_owned()
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_waits_when_what_it_permits_means_something_else() {
    let (mut world, policy) = World::start(as_drafted).await;
    assert_eq!(world.call().await.status, 200);
    let grant = world.grant().await;
    assert_eq!(
        (&grant["state"], &grant["permits"]),
        (&json!("active"), &json!(["crm.create-lead 1.0.0"])),
        "{grant}"
    );
    assert!((88..=90).contains(&grant["daysLeft"].as_i64().unwrap()), "{grant}");

    // How it is reached, what it is called, and less than before is none of its meaning.
    for (from, to) in [
        ("timeout: 5s", "timeout: 6s"),
        ("Create a sales lead", "Create a lead"),
        ("maximum: 100 }", "maximum: 99 }"),
    ] {
        assert_eq!(world.change(from, to).await, json!([]), "{to}");
    }
    assert_eq!(world.call().await.status, 200);

    let said = world.change("title: Create a lead", "title: Create a lead\n    labels: [lead]").await;
    assert_eq!(said[0]["code"], "TP4081", "{said}");
    let waits = format!("the grant `{policy}` waits for IT: `crm.create-lead 1.0.0` now bears `lead`");
    assert_eq!(said[0]["message"], json!(waits), "{said}");
    // A crash in between forgets nothing.
    world.demo.kill_engine();
    world.demo.start_engine();
    let refused = world.call().await;
    assert_eq!((refused.status, &refused.body["reason"]), (403, &json!(waits)), "{}", refused.text);
    let next = WORKFLOW.replace("version: 1.0.0", "version: 1.1.0");
    assert!(world.champion().put(&format!("{PLACE}/draft"), next).await.status < 300);
    let unpublished = world.champion().post(&format!("{PLACE}/publish"), "").await;
    assert!(unpublished.status == 403 && unpublished.text.contains(&waits), "{}", unpublished.text);
    let grant = world.grant().await;
    assert_eq!(
        (&grant["state"], &grant["changes"]),
        (&json!("referentChanged"), &json!(["`crm.create-lead 1.0.0` now bears `lead`"]))
    );
    assert_eq!(world.it().get(&format!("/v1/policies/{policy}")).await.body["active"], false);

    // Who may look again, and that it is enough.
    let place = format!("/v1/grants/{policy}");
    assert_eq!(world.champion().decide(&place, "confirm", "").await.status, 403);
    let digest = grant["digest"].as_str().unwrap();
    assert_eq!(world.it().decide_shown("/v1/grants/grant-none", "confirm", digest, "").await.status, 404);
    let unseen = world.it().post(&format!("{place}/confirm"), "").await;
    assert_eq!((unseen.status, &unseen.body["code"]), (428, &json!("TP4090")), "{}", unseen.text);
    // What was seen is what is confirmed.
    world.change("labels: [lead]", "labels: [lead, sales]").await;
    let other = world.it().decide_shown(&place, "confirm", digest, "").await;
    assert_eq!((other.status, &other.body["code"]), (409, &json!("TP4091")), "{}", other.text);
    assert!(other.text.contains("now bears `lead`, `sales`"), "{}", other.text);
    assert_eq!(world.call().await.status, 403, "nothing was confirmed");
    let confirmed = world.cli("it", &["grants", "confirm", &policy, "-m", "leads are fine"]);
    assert!(
        confirmed.status.success() && told(&confirmed).contains("is in force again"),
        "{}",
        told(&confirmed)
    );
    assert_eq!(world.call().await.status, 200);
    let grant = world.grant().await;
    assert_eq!(
        (&grant["state"], &grant["confirmed"]["reason"]),
        (&json!("active"), &json!("leads are fine"))
    );
    let again = world.it().decide(&place, "confirm", "").await;
    assert_eq!((again.status, &again.body["code"]), (409, &json!("TP4080")), "{}", again.text);
    let audit = world.it().get("/v1/audit?limit=200").await;
    assert!(audit.text.contains("POST /v1/grants/{name}/confirm"), "{}", audit.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_change_of_meaning_stops_it_and_changing_back_does_not() {
    let (world, policy) = World::start(as_drafted).await;
    let text = world.crm().await;
    for (from, to, says) in [
        (
            "request: { method: POST, path: /leads",
            "request: { method: POST, path: /complaints",
            "sends something else",
        ),
        ("maximum: 100 }", "maximum: 1000 }", "takes more than it did"),
        ("  create-lead:", "  make-lead:", "is not there any more"),
        ("/crm\n", "/crm2\n", "goes elsewhere: its connection was changed"),
    ] {
        let said = world.change(from, to).await;
        assert!(said[0]["message"].as_str().is_some_and(|text| text.contains(says)), "{to}: {said}");
        let refused = world.call().await;
        assert!(refused.status >= 400, "{to}: {}", refused.text);
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), &text).unwrap();
        let back = world.put_file(file.path());
        assert!(back.status.success() && told(&back).contains("crm is in force"), "{}", told(&back));
        assert_eq!(world.call().await.status, 200, "as it was granted");
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text.replace("maximum: 100 }", "maximum: 1000 }")).unwrap();
    let unconfirmed = told(&world.cli("it", &["integrations", "put", file.path().to_str().unwrap()]));
    assert!(unconfirmed.contains("TP4133") && unconfirmed.contains("support/finds-leads"), "{unconfirmed}");
    let put = world.put_file(file.path());
    assert!(told(&put).contains(&format!("the grant `{policy}` waits for IT")), "{}", told(&put));
    // Whoever writes the policy anew has looked at it: it is a policy like any other from then on.
    let permit = world.it().get(&format!("/v1/policies/{policy}")).await;
    let permit = permit.body["source"].as_str().unwrap().replace("callers who buy", "looked at again");
    assert!(world.it().put(&format!("/v1/policies/{policy}"), permit).await.status < 300);
    assert_eq!(world.it().post("/v1/policies/activate", "").await.status, 200);
    assert_eq!(world.call().await.status, 200);
    assert_eq!(world.grant().await["state"], "superseded");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_that_ends_soon_says_so_to_those_who_may_know() {
    let day = Command::new("date").args(["-u", "-d", "+5 days", "+%F"]).output().unwrap();
    let day = String::from_utf8(day.stdout).unwrap().trim().to_owned();
    let ends = |permit: &str| {
        let lines = permit.lines().map(|line| match line.starts_with("expires:") {
            true => format!("expires: {day}\n"),
            false => format!("{line}\n"),
        });
        lines.collect()
    };
    let (world, policy) = World::start(ends).await;
    let grant = world.grant().await;
    assert_eq!((&grant["state"], &grant["daysLeft"]), (&json!("endsSoon"), &json!(5)), "{grant}");
    let listed = world.cli("champion", &["grants", "list"]);
    let line = format!("{policy}  endsSoon  support/finds-leads  until {day}, 5 days left  callers who buy");
    assert!(told(&listed).contains(&line), "{}", told(&listed));
    let listed: Value =
        serde_json::from_slice(&world.cli("it", &["grants", "list", "--json"]).stdout).unwrap();
    assert_eq!(listed[0]["policy"], json!(policy));
    assert_eq!(world.demo.as_role("app").get("/v1/grants").await.status, 403);
    assert_eq!(world.champion().get("/v1/grants?namespace=hr").await.status, 403);
    // What the workflow has become is said, and stops nothing: the permit names what it permits.
    let more = WORKFLOW.replace("version: 1.0.0", "version: 1.1.0")
        + "  - look: { call: 'crm.get-customer:1.0.0@default', with: { id: c-1 } }\n";
    assert!(world.champion().put(&format!("{PLACE}/draft"), more).await.status < 300);
    let live = world.champion().post(&format!("{PLACE}/publish"), "").await;
    assert!(live.status < 300, "{}", live.text);
    let remarks = world.grant().await["remarks"].clone();
    assert_eq!(remarks, json!(["the workflow is at 1.1.0 now and reaches more; it was granted for 1.0.0"]));
    assert_eq!(world.call().await.status, 200);
}
