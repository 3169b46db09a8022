//! Grants from outside. A grant pauses when an operation that it names has changed, until IT confirms it; a harmless change
//! pauses nothing. Also: who sees that a grant ends, and grants after a crash.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::process::Command;

use serde_json::{Value, json};
use towpath_tests::{Answer, Demo, Http, Said, World};

const NAME: &str = "support/finds-leads";
const WORKFLOW: &str = "document: { dsl: 1.0.3, namespace: support, name: finds-leads, version: 1.0.0 }
do:
  - tell: { call: 'crm.create-lead:1.0.0@default', with: { company: Quay, team: south, score: 7 } }
";

/// The demo, with a grant.
struct Granted {
    world: World<Demo>,
    policy: String,
}

impl Granted {
    /// The champion requests to create leads. IT grants `permit`, made of the draft.
    async fn start(permit: impl Fn(&str) -> String) -> Self {
        let granted = Self { world: World::demo(), policy: String::new() };
        let champion = granted.champion();
        assert_eq!(champion.publish(NAME, WORKFLOW).await.status, 403);
        let asked =
            json!({ "namespace": "support", "workflow": "finds-leads", "purpose": "callers who buy" });
        let asked = champion.post("/v1/requests", asked.to_string()).await;
        assert_eq!(asked.status, 201, "{}", asked.text);
        let permit = permit(asked.body["permit"].as_str().unwrap());
        let request = format!("/v1/requests/{}", asked.body["id"].as_str().unwrap());
        let permit = json!({ "permit": permit }).to_string();
        let answer = granted.it().decide(&request, "grant", permit).await;
        assert_eq!((answer.status, &answer.body["stillRefused"]), (200, &json!([])), "{}", answer.text);
        let policy = answer.body["decision"]["policy"].as_str().unwrap().to_owned();
        champion.put_live(NAME, WORKFLOW).await;
        Self { policy, ..granted }
    }

    fn champion(&self) -> Http {
        self.world.server.as_role("champion")
    }

    fn it(&self) -> Http {
        self.world.server.as_role("it")
    }

    async fn call(&self) -> Answer {
        self.champion().call(NAME, &json!({})).await
    }

    async fn crm(&self) -> String {
        let found = self.it().get("/v1/integrations/crm").await;
        found.body["source"].as_str().unwrap_or_else(|| panic!("{}", found.text)).to_owned()
    }

    /// Changes the CRM's document and confirms the impact; the diagnostics.
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

    /// Puts a document on the command line and confirms the impact.
    fn put_file(&self, text: &str) -> Said {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        let arguments = ["integrations", "put", file.path().to_str().unwrap()];
        let put = self.it().cli(&arguments);
        let all = put.all();
        let confirm = all.split("`--confirm ").nth(1).and_then(|rest| rest.split('`').next());
        match confirm {
            Some(digest) => self.it().cli(&[&arguments[..], &["--confirm", digest][..]].concat()),
            None => put,
        }
    }

    /// The only grant, as the champion sees it.
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
}

fn as_drafted(permit: &str) -> String {
    permit.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_waits_when_what_it_permits_means_something_else() {
    let mut granted = Granted::start(as_drafted).await;
    let policy = granted.policy.clone();
    assert_eq!(granted.call().await.status, 200);
    let grant = granted.grant().await;
    assert_eq!(
        (&grant["state"], &grant["permits"]),
        (&json!("active"), &json!(["crm.create-lead 1.0.0"])),
        "{grant}"
    );
    assert!((88..=90).contains(&grant["daysLeft"].as_i64().unwrap()), "{grant}");

    // A changed timeout or title, or a smaller maximum, does not pause a grant.
    for (from, to) in [
        ("timeout: 5s", "timeout: 6s"),
        ("Create a sales lead", "Create a lead"),
        ("maximum: 100 }", "maximum: 99 }"),
    ] {
        assert_eq!(granted.change(from, to).await, json!([]), "{to}");
    }
    assert_eq!(granted.call().await.status, 200);

    let said = granted.change("title: Create a lead", "title: Create a lead\n    labels: [lead]").await;
    assert_eq!(said[0]["code"], "TP4081", "{said}");
    let waits = format!("the grant `{policy}` waits for IT: `crm.create-lead 1.0.0` now bears `lead`");
    assert_eq!(said[0]["message"], json!(waits), "{said}");
    // The grant is paused after a crash too.
    granted.world.server.kill_engine();
    granted.world.server.start_engine();
    let refused = granted.call().await;
    assert_eq!((refused.status, &refused.body["reason"]), (403, &json!(waits)), "{}", refused.text);
    let next = WORKFLOW.replace("version: 1.0.0", "version: 1.1.0");
    let unpublished = granted.champion().publish(NAME, next).await;
    assert!(unpublished.status == 403 && unpublished.text.contains(&waits), "{}", unpublished.text);
    let grant = granted.grant().await;
    assert_eq!(
        (&grant["state"], &grant["changes"]),
        (&json!("referentChanged"), &json!(["`crm.create-lead 1.0.0` now bears `lead`"]))
    );
    assert_eq!(granted.it().get(&format!("/v1/policies/{policy}")).await.body["active"], false);

    // Only IT may confirm, and only what was shown.
    let place = format!("/v1/grants/{policy}");
    assert_eq!(granted.champion().decide(&place, "confirm", "").await.status, 403);
    let digest = grant["digest"].as_str().unwrap();
    assert_eq!(granted.it().decide_shown("/v1/grants/grant-none", "confirm", digest, "").await.status, 404);
    let unseen = granted.it().post(&format!("{place}/confirm"), "").await;
    assert_eq!((unseen.status, &unseen.body["code"]), (428, &json!("TP4090")), "{}", unseen.text);
    // The digest of an older state is refused.
    granted.change("labels: [lead]", "labels: [lead, sales]").await;
    let other = granted.it().decide_shown(&place, "confirm", digest, "").await;
    assert_eq!((other.status, &other.body["code"]), (409, &json!("TP4091")), "{}", other.text);
    assert!(other.text.contains("now bears `lead`, `sales`"), "{}", other.text);
    assert_eq!(granted.call().await.status, 403, "nothing was confirmed");
    let confirm = ["grants", "confirm", &policy, "-m", "leads are fine"];
    granted.it().cli(&confirm).ends(0).says(&["is in force again"]);
    assert_eq!(granted.call().await.status, 200);
    let grant = granted.grant().await;
    assert_eq!(
        (&grant["state"], &grant["confirmed"]["reason"]),
        (&json!("active"), &json!("leads are fine"))
    );
    let again = granted.it().decide(&place, "confirm", "").await;
    assert_eq!((again.status, &again.body["code"]), (409, &json!("TP4080")), "{}", again.text);
    let audit = granted.it().get("/v1/audit?limit=200").await;
    assert!(audit.text.contains("POST /v1/grants/{name}/confirm"), "{}", audit.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_change_of_meaning_stops_it_and_changing_back_does_not() {
    let granted = Granted::start(as_drafted).await;
    let policy = &granted.policy;
    let text = granted.crm().await;
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
        let said = granted.change(from, to).await;
        assert!(said[0]["message"].as_str().is_some_and(|text| text.contains(says)), "{to}: {said}");
        let refused = granted.call().await;
        assert!(refused.status >= 400, "{to}: {}", refused.text);
        granted.put_file(&text).ends(0).says(&["crm is in force"]);
        assert_eq!(granted.call().await.status, 200, "as it was granted");
    }
    let larger = text.replace("maximum: 100 }", "maximum: 1000 }");
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &larger).unwrap();
    granted.it().cli(&["integrations", "put", file.path().to_str().unwrap()]).says(&["TP4133", NAME]);
    granted.put_file(&larger).says(&[&format!("the grant `{policy}` waits for IT")]);
    // IT writes the policy anew: from then on it is a policy like any other.
    let permit = granted.it().get(&format!("/v1/policies/{policy}")).await;
    let permit = permit.body["source"].as_str().unwrap().replace("callers who buy", "looked at again");
    assert!(granted.it().put(&format!("/v1/policies/{policy}"), permit).await.status < 300);
    assert_eq!(granted.it().post("/v1/policies/activate", "").await.status, 200);
    assert_eq!(granted.call().await.status, 200);
    assert_eq!(granted.grant().await["state"], "superseded");
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
    let granted = Granted::start(ends).await;
    let policy = &granted.policy;
    let grant = granted.grant().await;
    assert_eq!((&grant["state"], &grant["daysLeft"]), (&json!("endsSoon"), &json!(5)), "{grant}");
    let line = format!("{policy}  endsSoon  support/finds-leads  until {day}, 5 days left  callers who buy");
    granted.champion().cli(&["grants", "list"]).says(&[&line]);
    let listed = granted.it().cli(&["grants", "list", "--json"]).json();
    assert_eq!(listed[0]["policy"], json!(policy));
    assert_eq!(granted.world.server.as_role("app").get("/v1/grants").await.status, 403);
    assert_eq!(granted.champion().get("/v1/grants?namespace=hr").await.status, 403);
    // A newer version that reaches more is remarked on and stops nothing: the permit names what it permits.
    let more = WORKFLOW.replace("version: 1.0.0", "version: 1.1.0")
        + "  - look: { call: 'crm.get-customer:1.0.0@default', with: { id: c-1 } }\n";
    granted.champion().put_live(NAME, more).await;
    let remarks = granted.grant().await["remarks"].clone();
    assert_eq!(remarks, json!(["the workflow is at 1.1.0 now and reaches more; it was granted for 1.0.0"]));
    assert_eq!(granted.call().await.status, 200);
}
