//! Policies made stricter while workflows are live, from outside: what it takes has to be confirmed, those who answer for
//! the workflows are told, versions may be given time, and it may take two to sign.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::process::{Command, Output};

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use towpath_tests::{Answer, Http, Seen, Serve, Stub, demo_binary};

const PAY: &str = "pay.acme.example";
const PERMIT: &str = "policy: all\ntitle: Everything here\neffect: permit\naccess: {}\nreason: Tests.\n";
const PAYMENTS: &str = "integration: payments
title: Payments
owner: finance@acme.example
kind: http
connection: { baseUrl: 'https://pay.acme.example', resolve: { pay.acme.example: 'RESOLVE' }, ca: CA }
operations:
  refund:
    version: 1.0.0
    title: Refund
    effect: write
    idempotent: key
    request: { method: POST, path: /refunds, body: arguments }
    input:
      type: object
      additionalProperties: false
      required: [amount]
      properties: { amount: { type: number } }
    output: { type: object }
";
const WORKFLOW: &str =
    "document: { dsl: 1.0.3, namespace: support, name: refund, version: 1.0.0, title: Refund }
do:
  - wait: { if: '${ .wait == true }', wait: { milliseconds: 2500 } }
  - pay:
      try:
        - once: { call: 'payments.refund:1.0.0@default', with: { amount: '${ .amount }' } }
      catch:
        errors: { with: { status: 403 } }
        as: error
        do:
          - asked: { set: { refused: '${ $error.detail }' } }
";

fn ceiling(amount: u32) -> String {
    format!(
        "policy: ceiling\ntitle: At most {amount}\neffect: forbid
access: {{ properties: {{ integration: {{ const: payments }}, arguments: {{ type: object, required: [amount], properties: {{ amount: {{ type: number, exclusiveMinimum: {amount} }} }} }} }} }}
reason: At most {amount}.
tests: [{{ name: more, access: {{ integration: payments, arguments: {{ amount: {} }} }}, expect: deny }}]\n",
        amount + 1
    )
}

struct World {
    server: Serve,
    _stub: Stub,
    champion: String,
    it: String,
}

impl World {
    async fn start(flags: &[&str]) -> Self {
        Self::under(PERMIT, flags).await
    }

    async fn under(policy: &str, flags: &[&str]) -> Self {
        let outside = |seen: &Seen| -> Option<Response> {
            Some(Json(json!({ "refunded": seen.body["amount"] })).into_response())
        };
        let stub = Stub::start(&[PAY], outside).await;
        let payments = PAYMENTS
            .replace("RESOLVE", &stub.tls.to_string())
            .replace("CA", &stub.ca.path().display().to_string());
        let policies = [("all.yaml", policy.to_owned())];
        let server = Serve::start_with(&[("payments.yaml", payments)], &policies, flags).await;
        let champion =
            token(&server, "mia@acme.example", json!({ "role": "champion", "namespace": "support" })).await;
        let it = server.root_token("ivo@acme.example", &["it"]).await;
        Self { server, _stub: stub, champion, it }
    }

    fn http(&self, token: &str) -> Http {
        Http::new(&self.server.url, token)
    }

    fn cli(&self, token: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(demo_binary());
        command.args(arguments).env("TOWPATH_URL", &self.server.url).env("TOWPATH_TOKEN", token);
        command.env("NO_COLOR", "1").output().unwrap()
    }

    async fn publish(&self, version: &str) {
        let http = self.http(&self.champion);
        let draft = "/v1/workflows/support/refund/draft";
        let source = WORKFLOW.replace("version: 1.0.0, title", &format!("version: {version}, title"));
        assert!(http.put(draft, source).await.status < 300);
        let published = http.post("/v1/workflows/support/refund/publish", "").await;
        assert_eq!(published.status, 201, "{}", published.text);
    }

    async fn call(&self, input: Value) -> Answer {
        let path = "/v1/workflows/support/refund/runs";
        self.http(&self.champion)
            .send("POST", path, Some(input.to_string().into()), &[("Prefer", "wait=10")])
            .await
    }

    /// Saves a ceiling.
    async fn save(&self, amount: u32) {
        let saved = self.http(&self.it).put("/v1/policies/ceiling", ceiling(amount)).await;
        assert_eq!(saved.status, 200, "{}", saved.text);
    }

    async fn activate(&self, body: Value) -> Answer {
        self.http(&self.it).post("/v1/policies/activate", body.to_string()).await
    }

    /// Notices to a principal, as `kind: text`.
    async fn notices(&self, token: &str) -> Vec<Value> {
        self.http(token).get("/v1/notices").await.body["notices"].as_array().unwrap().clone()
    }
}

async fn token(server: &Serve, name: &str, grant: Value) -> String {
    let made = server.http().post("/v1/tokens", json!({ "name": name, "grants": [grant] }).to_string()).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.body["token"].as_str().unwrap().to_owned()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[tokio::test(flavor = "multi_thread")]
async fn live_versions_are_given_time_and_new_ones_are_not() {
    let world = World::start(&[]).await;
    world.publish("1.0.0").await;
    assert_eq!(world.call(json!({ "amount": 80 })).await.body, json!({ "refunded": 80 }));
    world.save(50).await;
    let unconfirmed = world.activate(json!({ "graceSeconds": 3600 })).await;
    assert_eq!(
        (unconfirmed.status, &unconfirmed.body["code"]),
        (409, &json!("TP4042")),
        "{}",
        unconfirmed.text
    );
    assert_eq!(unconfirmed.body["affected"][0]["workflow"], "support/refund");
    assert_eq!(unconfirmed.body["affected"][0]["owner"], "mia@acme.example");
    let impact = unconfirmed.body["impact"].clone();
    let long = world.activate(json!({ "impact": impact, "graceSeconds": 91 * 86_400 })).await;
    assert_eq!(long.status, 422, "{}", long.text);
    let stale = world.activate(json!({ "impact": "sha256:00" })).await;
    assert_eq!(stale.status, 409, "another report was read: {}", stale.text);
    assert!(world.notices(&world.champion).await.is_empty(), "saving and asking change nothing");

    let given = json!({ "impact": impact, "graceSeconds": 3600, "reason": "new rules" });
    let given = world.activate(given).await;
    assert_eq!(given.status, 200, "{}", given.text);
    assert_eq!(given.body["graces"][0]["version"], "support/refund@1.0.0", "{}", given.text);
    assert_eq!((&given.body["revision"], &given.body["reason"]), (&json!(2), &json!("new rules")));
    assert_eq!(given.body["changed"], json!(["ceiling"]));
    assert_eq!(world.call(json!({ "amount": 80 })).await.body, json!({ "refunded": 80 }), "it has time");
    let notice = &world.notices(&world.champion).await[0];
    assert_eq!((&notice["kind"], &notice["workflow"]), (&json!("policies"), &json!("support/refund")));
    assert!(notice["from"].is_string() && notice["text"].as_str().unwrap().contains("new rules"), "{notice}");

    world.publish("1.0.1").await;
    let refused = json!({ "refused": "At most 50." });
    assert_eq!(world.call(json!({ "amount": 80 })).await.body, refused, "what comes later has none");
    let old = "/v1/workflows/support/refund/rollback";
    let back = world.http(&world.champion).post(old, json!({ "version": "1.0.0" }).to_string()).await;
    assert_eq!(back.status, 200, "{}", back.text);
    assert_eq!(world.call(json!({ "amount": 80 })).await.body, json!({ "refunded": 80 }));

    // A run under way meets the policies when they are enforced, as an error it may catch.
    let champion = world.http(&world.champion);
    let run = champion.send(
        "POST",
        "/v1/workflows/support/refund/runs",
        Some(json!({ "amount": 70, "wait": true }).to_string().into()),
        &[("Prefer", "respond-async")],
    );
    let run = run.await.body["id"].as_str().unwrap().to_owned();
    assert_eq!(world.http(&world.champion).post("/v1/policy-sets/enforce", "{}").await.status, 403);
    let other =
        world.http(&world.it).post("/v1/policy-sets/enforce", r#"{"workflows":["support/other"]}"#).await;
    assert_eq!((other.status, &other.body["ended"]), (200, &json!([])), "{}", other.text);
    let enforced = out(&world.cli(&world.it, &["policies", "enforce", "support/refund"]));
    assert!(enforced.starts_with("support/refund@1.0.0"), "{enforced}");
    assert_eq!(world.call(json!({ "amount": 80 })).await.body, refused);
    let ended = world.http(&world.champion).get(&format!("/v1/runs/{run}?wait=10")).await;
    let ended = match ended.body["status"].as_str() {
        Some("completed") => ended,
        _ => loop {
            let again = world.http(&world.champion).get(&format!("/v1/runs/{run}")).await;
            if !matches!(again.body["status"].as_str(), Some("running" | "waiting")) {
                break again;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        },
    };
    assert_eq!(
        (&ended.body["status"], &ended.body["output"]),
        (&json!("completed"), &json!({ "refused": "At most 50." }))
    );

    let revisions = out(&world.cli(&world.it, &["policies", "revisions"]));
    assert!(
        revisions.starts_with("2  by ivo@acme.example") && revisions.contains("+ ceiling"),
        "{revisions}"
    );
    let sets = world.http(&world.it).get("/v1/policy-sets").await;
    let digest = sets.body["revisions"][1]["digest"].as_str().unwrap().to_owned();
    let before = world.http(&world.it).get(&format!("/v1/policy-sets/{digest}")).await;
    assert_eq!(before.body["texts"], json!({ "all": PERMIT }), "{}", before.text);
    assert_eq!(world.http(&world.it).get("/v1/policy-sets/active").await.status, 404);
}

/// The calls that the ceiling took stay in the journal for days. Only what is taken from the policies in force counts.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_confirmed_once_is_not_asked_again() {
    let world = World::start(&[]).await;
    world.publish("1.0.0").await;
    world.call(json!({ "amount": 80 })).await;
    world.save(50).await;
    let impact = world.activate(json!({})).await.body["impact"].clone();
    assert_eq!(world.activate(json!({ "impact": impact })).await.status, 200);
    world.save(60).await;
    let looser = world.activate(json!({ "reason": "a little more" })).await;
    assert_eq!(looser.status, 200, "nothing more is taken: {}", looser.text);
    world.save(40).await;
    let report = world.http(&world.it).get("/v1/policies/impact").await;
    assert_eq!(report.body["calls"], json!([]), "the call of 80 is refused already: {}", report.text);
    // A call that went through is taken.
    world.call(json!({ "amount": 55 })).await;
    let stricter = world.activate(json!({})).await;
    assert_eq!((stricter.status, &stricter.body["code"]), (409, &json!("TP4042")), "{}", stricter.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_lasts_over_a_restart() {
    let world = World::start(&[]).await;
    world.publish("1.0.0").await;
    world.call(json!({ "amount": 80 })).await;
    world.save(50).await;
    let impact = world.activate(json!({})).await.body["impact"].clone();
    assert_eq!(world.activate(json!({ "impact": impact, "graceSeconds": 600 })).await.status, 200);
    world.server.restart().await;
    assert_eq!(world.call(json!({ "amount": 80 })).await.body, json!({ "refunded": 80 }));
    assert_eq!(
        world.http(&world.it).get("/v1/policy-sets").await.body["graces"].as_array().unwrap().len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whole_runs_are_executed_again_under_other_policies() {
    let world = World::start(&[]).await;
    world.publish("1.0.0").await;
    for amount in [10, 60, 70] {
        assert_eq!(world.call(json!({ "amount": amount })).await.status, 200);
    }
    world.save(65).await;
    let found = world.http(&world.it).get("/v1/policies/impact?rerun=10").await;
    assert_eq!((found.status, &found.body["rerun"]), (200, &json!(3)), "{}", found.text);
    let reruns = found.body["reruns"].as_array().unwrap();
    assert_eq!(reruns.len(), 1, "{}", found.text);
    assert_eq!(
        (&reruns[0]["before"]["end"], &reruns[0]["after"]["end"]),
        (&json!("completed"), &json!("otherwise"))
    );
    let said = out(&world.cli(&world.it, &["policies", "impact", "--rerun", "10"]));
    assert!(said.contains("completed -> completed with another output"), "{said}");

    // The same of a file that is on no server.
    let other = tempfile::Builder::new().suffix(".yaml").tempfile().unwrap();
    std::fs::write(other.path(), ceiling(5)).unwrap();
    let said =
        out(&world.cli(&world.it, &["policies", "impact", other.path().to_str().unwrap(), "--rerun", "10"]));
    assert_eq!(said.matches("completed -> completed with another output").count(), 3, "{said}");
    assert_eq!(
        world.http(&world.it).get("/v1/policies/ceiling").await.body["source"],
        ceiling(65),
        "nothing is saved"
    );
    let none = world.http(&world.champion).post("/v1/policies/impact", r#"{"policies":{}}"#).await;
    assert_eq!(none.status, 403, "{}", none.text);

    // One that allows what was refused leads where nothing was recorded.
    let impact = found.body["digest"].clone();
    assert_eq!(world.activate(json!({ "impact": impact })).await.status, 200);
    assert_eq!(world.call(json!({ "amount": 75 })).await.body, json!({ "refused": "At most 65." }));
    world.save(90).await;
    let found = world.http(&world.it).get("/v1/policies/impact?rerun=1").await;
    assert_eq!(found.body["reruns"][0]["after"]["end"], "unknown", "{}", found.text);
    assert_eq!(found.body["affected"], json!([]), "nothing is taken: {}", found.text);
    assert_eq!(world.activate(json!({})).await.status, 200, "so nothing has to be confirmed");
    assert_eq!(world.http(&world.it).get("/v1/policies/impact?rerun=1001").await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_may_take_two_to_put_policies_in_force() {
    let world = World::start(&["--second-signer"]).await;
    world.publish("1.0.0").await;
    assert_eq!(world.http(&world.it).get("/v1/policy-sets/proposed").await.status, 404);
    world.save(50).await;
    let read = world.activate(json!({})).await.body["impact"].clone();
    let proposed = world.activate(json!({ "reason": "new rules", "impact": read })).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text);
    // One by one is no way around it.
    let one = json!({ "impact": read, "reason": "new rules" }).to_string();
    // The same once more is the same.
    let alone = world.http(&world.it).post("/v1/policies/ceiling/activate", one).await;
    assert_eq!((alone.status, &alone.body["digest"]), (202, &proposed.body["digest"]), "{}", alone.text);
    assert_eq!(world.call(json!({ "amount": 80 })).await.body, json!({ "refunded": 80 }), "not in force yet");
    let digest = proposed.body["digest"].as_str().unwrap().to_owned();
    // What is saved meanwhile is not what was proposed.
    world.save(10).await;
    let place = "/v1/policy-sets/proposed";
    let own = world.http(&world.it).decide(place, "sign", "").await;
    assert_eq!((own.status, &own.body["code"]), (403, &json!("TP4033")), "{}", own.text);
    let second = world.server.root_token("uma@acme.example", &["it"]).await;
    let shown = out(&world.cli(&second, &["policies", "sign"]));
    assert!(shown.contains("proposed by ivo@acme.example") && shown.contains("At most 50"), "{shown}");
    assert_eq!(world.http(&world.champion).decide_shown(place, "sign", &digest, "").await.status, 403);
    assert_eq!(world.http(&second).post("/v1/policy-sets/proposed/sign", "").await.status, 428);
    let wrong = world.http(&second).decide_shown(place, "sign", &digest.replace(['0', '1'], "2"), "").await;
    assert_eq!((wrong.status, &wrong.body["code"]), (409, &json!("TP4091")), "{}", wrong.text);
    // A call was made since, that they would refuse: whoever signs has to know.
    let unread = world.cli(&second, &["policies", "sign", &digest]);
    assert_eq!(unread.status.code(), Some(1), "{}", out(&unread));
    let impact = world.http(&second).decide_shown(place, "sign", &digest, "").await.body["impact"].clone();
    let signed = world.cli(&second, &["policies", "sign", &digest, "--confirm", impact.as_str().unwrap()]);
    assert_eq!(signed.status.code(), Some(0), "{}", out(&signed));
    assert_eq!(world.call(json!({ "amount": 80 })).await.body, json!({ "refused": "At most 50." }));
    let first = &world.http(&world.it).get("/v1/policy-sets").await.body["revisions"][0];
    assert_eq!((&first["by"], &first["signedBy"]), (&json!("ivo@acme.example"), &json!("uma@acme.example")));
    world.save(90).await;
    assert_eq!(world.activate(json!({})).await.status, 202);
    assert_eq!(world.cli(&second, &["policies", "withdraw"]).status.code(), Some(0));
    assert_eq!(world.cli(&second, &["policies", "withdraw"]).status.code(), Some(1));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_it_takes_two_one_grants_no_more_than_was_asked_for() {
    let start = PERMIT.replace("access: {}", "access: { properties: { kind: { enum: [start, respond] } } }");
    let world = World::under(&start, &["--second-signer"]).await;
    let champion = world.http(&world.champion);
    assert!(champion.put("/v1/workflows/support/refund/draft", WORKFLOW).await.status < 300);
    let asked = json!({ "namespace": "support", "workflow": "refund", "purpose": "pay back" }).to_string();
    let asked = champion.post("/v1/requests", asked).await;
    assert_eq!(asked.status, 201, "{}", asked.text);
    let request = format!("/v1/requests/{}", asked.body["id"].as_str().unwrap());
    let it = world.http(&world.it);
    let wide = PERMIT.replace("policy: all", "policy: wide") + "expires: 2026-12-31\n";
    let wider = it.decide(&request, "grant", json!({ "permit": wide }).to_string()).await;
    assert_eq!(wider.status, 422, "{}", wider.text);
    assert!(wider.text.contains("grants no more than was asked for"), "{}", wider.text);
    assert_eq!(it.get("/v1/policies/wide").await.status, 404, "nothing was saved");
    let as_asked = it.decide(&request, "grant", "{}").await;
    assert_eq!(as_asked.status, 200, "{}", as_asked.text);
    world.publish("1.0.0").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workflow_has_an_owner_who_hears_of_failures() {
    let world = World::start(&[]).await;
    let failing = "document: { dsl: 1.0.3, namespace: support, name: broken, version: 1.0.0, title: Broken }
do: [{ divide: { set: { x: '${ 1 / .by }' } } }]\n";
    let champion = world.http(&world.champion);
    assert!(champion.put("/v1/workflows/support/broken/draft", failing).await.status < 300);
    assert_eq!(champion.post("/v1/workflows/support/broken/publish", "").await.status, 201);
    let owner = |token: &str, more: &[&str]| {
        out(&world.cli(token, &[&["workflows", "owner", "support/broken"], more].concat()))
    };
    assert_eq!(owner(&world.champion, &[]), "mia@acme.example\n");
    for _ in 0..3 {
        let failed = champion.post("/v1/workflows/support/broken/runs", r#"{"by":0}"#).await;
        assert_eq!(failed.status, 500, "{}", failed.text);
    }
    let notices = loop {
        let notices = world.notices(&world.champion).await;
        if notices.first().is_some_and(|notice| notice["count"] == 3) {
            break notices;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    };
    assert_eq!(notices.len(), 1, "one for each way it fails: {notices:?}");
    assert!(
        notices[0]["text"].as_str().unwrap().contains("version 1.0.0 fails at `/do/0/divide`"),
        "{notices:?}"
    );

    let other =
        token(&world.server, "max@acme.example", json!({ "role": "champion", "namespace": "support" })).await;
    assert!(world.notices(&other).await.is_empty());
    assert!(owner(&other, &["--to", "max@acme.example"]).contains("this needs its owner"), "not theirs");
    assert!(owner(&world.champion, &["--to", "nobody@acme.example"]).contains("TP4044"));
    let handed = owner(&world.champion, &["--to", "max@acme.example", "--deputy", "mia@acme.example"]);
    assert!(handed.starts_with("max@acme.example, deputy mia@acme.example\n"), "{handed}");
    let kinds = |notices: Vec<Value>| {
        notices.iter().map(|one| one["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let theirs = world.notices(&other).await;
    assert_eq!(kinds(theirs.clone()), ["handedOver", "failed"], "what is open goes with it");
    let id = theirs[1]["id"].as_str().unwrap();
    let stranger =
        token(&world.server, "eve@acme.example", json!({ "role": "champion", "namespace": "support" })).await;
    assert_eq!(world.http(&stranger).post(&format!("/v1/notices/{id}/seen"), "").await.status, 404);
    assert_eq!(world.cli(&other, &["notices", "seen", id]).status.code(), Some(0));
    assert_eq!(kinds(world.notices(&world.champion).await), ["handedOver"]);
    assert_eq!(world.http(&world.champion).get("/v1/notices?everybody=true").await.status, 403);
    let everybodys = world.http(&world.it).get("/v1/notices?everybody=true&all=true").await;
    assert_eq!(everybodys.body["notices"].as_array().unwrap().len(), 2);
}
