//! One person is one principal, from outside: separate duties, tokens that take two, principals that are disabled, and what
//! the pages show of who minted whom.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use towpath_tests::{Answer, Http, Serve, demo_binary};

const PERMIT: &str = "policy: all\ntitle: Everything here\neffect: permit\naccess: {}\nreason: Tests.\n";
const REVIEW: &str =
    "policy: looked-at\ntitle: Workflows are looked at\neffect: review\napprovers: { role: approver }
access: { properties: { kind: { const: emit } } }\nreason: Tests.\n";
const WORKFLOW: &str = "document: { dsl: 1.0.3, namespace: support, name: note, version: 1.0.0 }
do: [ { tell: { emit: { event: { with: { type: told, data: { a: 1 } } } } } } ]\n";

struct World {
    server: Serve,
}

impl World {
    async fn start(flags: &[&str]) -> Self {
        let policies =
            [("all.yaml", PERMIT), ("review.yaml", REVIEW)].map(|(name, text)| (name, text.to_owned()));
        Self { server: Serve::start_with(&[], &policies, flags).await }
    }

    fn http(&self, token: &str) -> Http {
        Http::new(&self.server.url, token)
    }

    fn cli(&self, token: &str, arguments: &[&str]) -> Output {
        Command::new(demo_binary())
            .args(arguments)
            .env("TOWPATH_URL", &self.server.url)
            .env("TOWPATH_TOKEN", token)
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    async fn mint(&self, token: &str, principal: &str, role: &str) -> Value {
        let body = json!({ "name": principal, "principal": principal, "grants": [{ "role": role, "namespace": "support" }] });
        let made = self.http(token).post("/v1/tokens", body.to_string()).await;
        assert_eq!(made.status, 201, "{}", made.text);
        made.body
    }

    /// Publishes the workflow, which waits for an approval then.
    async fn submit(&self, token: &str) {
        let http = self.http(token);
        assert_eq!(http.put("/v1/workflows/support/note/draft", WORKFLOW).await.status, 200);
        let published = http.post("/v1/workflows/support/note/publish", "").await;
        assert_eq!(published.status, 202, "{}", published.text);
    }

    /// Approves what is shown.
    async fn approve(&self, token: &str) -> Answer {
        let http = self.http(token);
        let path = "/v1/reviews/support/note/1.0.0";
        let digest = http.get(path).await.body["digest"].as_str().unwrap_or_default().to_owned();
        let tag = format!("\"{digest}\"");
        http.send("POST", &format!("{path}/approve"), Some("{}".into()), &[("If-Match", &tag)]).await
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn secret(created: &Value) -> String {
    created["token"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_it_is_not_as_many_people_as_they_like() {
    let world = World::start(&["--separate-duties", "strict"]).await;
    let ivo = world.server.root_token("ivo@acme.example", &["it"]).await;
    let ina = world.server.root_token("ina@acme.example", &["it"]).await;

    // A champion's token works at once; that of an approver takes two.
    let mia = secret(&world.mint(&ivo, "mia@acme.example", "champion").await);
    let ghost = world.mint(&ivo, "ghost@acme.example", "approver").await;
    assert_eq!(ghost["waiting"], true);
    let refused = world.http(&secret(&ghost)).get("/v1/me").await;
    assert_eq!((refused.status, &refused.body["code"]), (401, &json!("TP4111")), "{}", refused.text);
    let id = ghost["id"].as_str().unwrap();
    let own = world.cli(&ivo, &["tokens", "confirm", id]);
    assert_eq!(own.status.code(), Some(4), "{}", text(&own.stderr));
    // Nor with a token that they mint for somebody else of IT: that one waits too.
    let helper = world.mint(&ivo, "helper@acme.example", "it").await;
    assert_eq!(world.http(&secret(&helper)).get("/v1/me").await.body["code"], "TP4111");
    let listed = text(&world.cli(&ina, &["tokens", "list"]).stdout);
    assert!(listed.contains("waits for another of IT"), "{listed}");
    let confirmed = world.cli(&ina, &["tokens", "confirm", id]);
    assert_eq!(confirmed.status.code(), Some(0), "{}", text(&confirmed.stderr));
    assert_eq!(world.http(&secret(&ghost)).get("/v1/me").await.body["mintedBy"], "ivo@acme.example");
    assert_eq!(world.cli(&ina, &["tokens", "confirm", id]).status.code(), Some(1), "once");

    // Even then the minter stands behind both: the ghost decides nothing about the champion's work.
    world.submit(&mia).await;
    let refused = world.approve(&secret(&ghost)).await;
    assert_eq!((refused.status, &refused.body["code"]), (403, &json!("TP4033")), "{}", refused.text);
    let shown = text(&world.cli(&secret(&ghost), &["reviews", "show", "support/note", "1.0.0"]).stdout);
    assert!(shown.contains("tokens of mia@acme.example were minted by ivo@acme.example"), "{shown}");
    // An approver of another minter does.
    let abe = world.mint(&ina, "abe@acme.example", "approver").await;
    let id = abe["id"].as_str().unwrap();
    assert_eq!(world.cli(&ivo, &["tokens", "confirm", id]).status.code(), Some(0));
    let approved = world.approve(&secret(&abe)).await;
    assert_eq!((approved.status, &approved.body["live"]), (200, &json!(true)), "{}", approved.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_signer_is_a_second_person() {
    let world = World::start(&["--second-signer"]).await;
    let ivo = world.server.root_token("ivo@acme.example", &["it"]).await;
    let ina = world.server.root_token("ina@acme.example", &["it"]).await;
    let other = world.mint(&ivo, "other@acme.example", "app").await;
    assert_eq!(other["waiting"], false, "apps decide nothing");
    let body =
        json!({ "name": "x", "principal": "second@acme.example", "grants": [{ "role": "it" }] }).to_string();
    let second = world.http(&ivo).post("/v1/tokens", body).await.body;
    assert_eq!(second["waiting"], true, "separate duties are implied: {second}");
    let confirmed =
        world.http(&ina).post(&format!("/v1/tokens/{}/confirm", second["id"].as_str().unwrap()), "").await;
    assert_eq!(confirmed.body["confirmedBy"], "ina@acme.example", "{}", confirmed.text);

    let it = world.http(&ivo);
    let policy =
        "policy: night\ntitle: Night\neffect: permit\naccess: { properties: { kind: { const: listen } } }\n";
    assert_eq!(it.put("/v1/policies/night", policy).await.status, 200);
    let proposed = it.post("/v1/policies/activate", "").await;
    assert_eq!(proposed.status, 202, "{}", proposed.text);
    let shown = it.get("/v1/policy-sets/proposed").await;
    let digest = shown.body["digest"].as_str().unwrap();
    let sign = async |token: &str| {
        world.http(token).decide_shown("/v1/policy-sets/proposed", "sign", digest, "").await
    };
    let refused = sign(&secret(&second)).await;
    assert_eq!((refused.status, &refused.body["code"]), (403, &json!("TP4033")), "{}", refused.text);
    let signed = sign(&ina).await;
    assert_eq!(signed.status, 200, "{}", signed.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn principals_are_records_and_the_audit_log_names_tokens() {
    let world = World::start(&[]).await;
    let it = &world.server.token;
    let created = world.mint(it, "mia@acme.example", "champion").await;
    let mia = secret(&created);
    let made = world.cli(it, &["principals", "create", "ron@acme.example", "--title", "Ron of support"]);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    world.submit(&mia).await;
    let listed = text(&world.cli(it, &["principals", "list"]).stdout);
    assert!(
        listed.contains("mia@acme.example  champion:support  created by tests, tokens minted by tests"),
        "{listed}"
    );
    assert!(listed.contains("ron@acme.example    created by tests, no token  Ron of support"), "{listed}");

    let entries = world.http(it).get("/v1/audit?who=mia@acme.example").await.body["entries"].clone();
    assert!(entries.as_array().unwrap().iter().all(|entry| entry["token"] == created["id"]), "{entries}");
    let listed = text(&world.cli(it, &["audit", "list", "--who", "mia@acme.example"]).stdout);
    assert!(listed.contains(&format!("token {}", created["id"].as_str().unwrap())), "{listed}");

    let disabled = world.cli(it, &["principals", "disable", "mia@acme.example", "-m", "left the company"]);
    assert_eq!(disabled.status.code(), Some(0), "{}", text(&disabled.stderr));
    let refused = world.http(&mia).get("/v1/me").await;
    assert_eq!((refused.status, &refused.body["code"]), (401, &json!("TP4110")), "{}", refused.text);
    let shown = world.http(it).get("/v1/reviews/support/note/1.0.0").await.body;
    assert_eq!(
        (&shown["people"][0]["id"], &shown["people"][0]["disabled"]),
        (&json!("mia@acme.example"), &json!(true))
    );
    world.server.restart().await;
    assert_eq!(world.http(&mia).get("/v1/me").await.status, 401, "after a restart too");
    assert_eq!(world.cli(it, &["principals", "enable", "mia@acme.example"]).status.code(), Some(0));
    assert_eq!(world.http(&mia).get("/v1/me").await.status, 200);
    assert_eq!(world.cli(it, &["principals", "disable", "tests", "-m", "oops"]).status.code(), Some(1));
}

const ONCE: &str = "document: { dsl: 1.0.3, namespace: support, name: later, version: 1.0.0 }
do:
  - hear: { listen: { to: { one: { with: { type: acme.go } } } } }
  - say: { emit: { event: { with: { type: acme.said, data: { ok: true } } } } }
";

/// Fault 25: what a revoked token started goes on to its next effect and no further, unless somebody adopts it.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_revoked_token_started_ends_at_its_next_effect_unless_it_is_adopted() {
    let permit = "policy: all\ntitle: Everything\neffect: permit\naccess: true\nreason: Tests.\n";
    let server = Serve::start(&[], &[("all.yaml", permit.to_owned())]).await;
    let root = server.http();
    let mint = async |name: &str, role: &str| {
        let wanted =
            json!({ "name": name, "principal": name, "grants": [{ "role": role, "namespace": "support" }] });
        let made = root.post("/v1/tokens", wanted.to_string()).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let token = made.body["token"].as_str().unwrap().to_owned();
        (Http::new(&server.url, &token), made.body["id"].as_str().unwrap().to_owned())
    };
    let (mia, _) = mint("mia@acme.example", "champion").await;
    let (other, _) = mint("pat@acme.example", "champion").await;
    let (shop, leaked) = mint("shop", "app").await;
    let flow = "/v1/workflows/support/later";
    assert!(mia.put(&format!("{flow}/draft"), ONCE).await.status < 300);
    let published = mia.post(&format!("{flow}/publish"), "").await;
    assert_eq!(published.status, 201, "{}", published.text);
    let start = async || {
        let path = format!("{flow}/runs");
        let begun = shop.send("POST", &path, Some("{}".into()), &[("Prefer", "respond-async")]).await;
        assert_eq!(begun.status, 202, "{}", begun.text);
        begun.body["id"].as_str().unwrap().to_owned()
    };
    let status = async |run: &str, wanted: &[&str]| {
        let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
        loop {
            let seen = mia.get(&format!("/v1/runs/{run}")).await.body;
            if wanted.contains(&seen["status"].as_str().unwrap_or_default()) {
                return seen;
            }
            assert!(std::time::Instant::now() < until, "{seen}");
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    let (ends, goes_on) = (start().await, start().await);
    for run in [&ends, &goes_on] {
        status(run, &["waiting"]).await;
    }
    assert_eq!(root.send("DELETE", &format!("/v1/tokens/{leaked}"), None, &[]).await.status, 204);
    let notices = mia.get("/v1/notices").await.body;
    assert_eq!(notices["notices"][0]["kind"], "withdrawn", "{notices}");

    let adopt = format!("/v1/runs/{goes_on}/adopt");
    let why = json!({ "reason": "the customer was promised an answer" }).to_string();
    assert_eq!(other.post(&adopt, why.clone()).await.status, 403, "not the owner");
    assert_eq!(mia.post(&adopt, r#"{"reason":" "}"#).await.status, 422);
    let adopted = mia.post(&adopt, why.clone()).await;
    assert_eq!((adopted.status, &adopted.body["by"]), (200, &json!("mia@acme.example")), "{}", adopted.text);
    // What was adopted is known after a restart too.
    server.restart().await;
    let event = json!({ "specversion": "1.0", "id": "1", "source": "/tests", "type": "acme.go" });
    let sent = mia
        .send(
            "POST",
            "/v1/events",
            Some(event.to_string().into()),
            &[("Content-Type", "application/cloudevents+json")],
        )
        .await;
    assert!(sent.status < 300, "{}", sent.text);
    let seen = status(&ends, &["completed", "faulted"]).await;
    assert_eq!((&seen["status"], &seen["error"]["code"]), (&json!("faulted"), &json!("TP1136")), "{seen}");
    let seen = status(&goes_on, &["completed", "faulted"]).await;
    assert_eq!(seen["status"], "completed", "{seen}");
    let late = mia.post(&format!("/v1/runs/{ends}/adopt"), why).await;
    assert_eq!((late.status, &late.body["code"]), (409, &json!("TP4096")), "{}", late.text);
}
