//! Stricter policies while workflows are live, from outside: the impact has to be confirmed, the owners are notified, versions
//! may get a grace period, and a second person may have to agree.

#![expect(clippy::unwrap_used, reason = "tests")]

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use towpath_tests::{Answer, Http, PERMIT_ALL, Seen, Stub, World, eventually};

const PAY: &str = "pay.acme.example";
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

/// A server that pays refunds, with a champion and somebody of IT.
struct Refunds {
    world: World,
    champion: Http,
    it: Http,
}

impl Refunds {
    async fn start(flags: &[&str]) -> Self {
        Self::under(PERMIT_ALL, flags).await
    }

    async fn under(policy: &str, flags: &[&str]) -> Self {
        let outside = |seen: &Seen| -> Option<Response> {
            Some(Json(json!({ "refunded": seen.body["amount"] })).into_response())
        };
        let stub = Stub::start(&[PAY], outside).await;
        let payments = PAYMENTS
            .replace("RESOLVE", &stub.tls.to_string())
            .replace("CA", &stub.ca.path().display().to_string());
        let world = World::beside(stub, &[&payments], &[policy], flags).await;
        let champion = world.person("mia@acme.example", &["champion:support"]).await;
        let it = world.root_person("ivo@acme.example", &["it"]).await;
        Self { world, champion, it }
    }

    async fn publish(&self, version: &str) {
        let source = WORKFLOW.replace("version: 1.0.0, title", &format!("version: {version}, title"));
        let published = self.champion.publish("support/refund", source).await;
        assert_eq!(published.status, 201, "{}", published.text);
    }

    async fn call(&self, amount: u32) -> Answer {
        self.champion.call("support/refund", &json!({ "amount": amount })).await
    }

    /// Saves a ceiling.
    async fn save(&self, amount: u32) {
        self.it.save_policy("ceiling", ceiling(amount)).await;
    }

    async fn activate(&self, body: Value) -> Answer {
        self.it.post("/v1/policies/activate", body.to_string()).await
    }
}

/// The notices to somebody.
async fn notices(who: &Http) -> Vec<Value> {
    who.get("/v1/notices").await.body["notices"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn live_versions_are_given_time_and_new_ones_are_not() {
    let refunds = Refunds::start(&[]).await;
    refunds.publish("1.0.0").await;
    assert_eq!(refunds.call(80).await.body, json!({ "refunded": 80 }));
    refunds.save(50).await;
    let unconfirmed = refunds.activate(json!({ "graceSeconds": 3600 })).await;
    assert_eq!(
        (unconfirmed.status, &unconfirmed.body["code"]),
        (409, &json!("TP4042")),
        "{}",
        unconfirmed.text
    );
    assert_eq!(unconfirmed.body["affected"][0]["workflow"], "support/refund");
    assert_eq!(unconfirmed.body["affected"][0]["owner"], "mia@acme.example");
    let impact = unconfirmed.body["impact"].clone();
    let long = refunds.activate(json!({ "impact": impact, "graceSeconds": 91 * 86_400 })).await;
    assert_eq!(long.status, 422, "{}", long.text);
    let stale = refunds.activate(json!({ "impact": "sha256:00" })).await;
    assert_eq!(stale.status, 409, "another report was read: {}", stale.text);
    assert!(notices(&refunds.champion).await.is_empty(), "saving and asking change nothing");

    let given = json!({ "impact": impact, "graceSeconds": 3600, "reason": "new rules" });
    let given = refunds.activate(given).await;
    assert_eq!(given.status, 200, "{}", given.text);
    assert_eq!(given.body["graces"][0]["version"], "support/refund@1.0.0", "{}", given.text);
    assert_eq!((&given.body["revision"], &given.body["reason"]), (&json!(2), &json!("new rules")));
    assert_eq!(given.body["changed"], json!(["ceiling"]));
    assert_eq!(refunds.call(80).await.body, json!({ "refunded": 80 }), "it has time");
    let notice = &notices(&refunds.champion).await[0];
    assert_eq!((&notice["kind"], &notice["workflow"]), (&json!("policies"), &json!("support/refund")));
    assert!(notice["from"].is_string() && notice["text"].as_str().unwrap().contains("new rules"), "{notice}");

    refunds.publish("1.0.1").await;
    let refused = json!({ "refused": "At most 50." });
    assert_eq!(refunds.call(80).await.body, refused, "what comes later has none");
    let old = "/v1/workflows/support/refund/rollback";
    let back = refunds.champion.post(old, json!({ "version": "1.0.0" }).to_string()).await;
    assert_eq!(back.status, 200, "{}", back.text);
    assert_eq!(refunds.call(80).await.body, json!({ "refunded": 80 }));

    // A run under way is refused once the policies are enforced, with an error that it may catch.
    let run = refunds.champion.start("support/refund", &json!({ "amount": 70, "wait": true })).await;
    assert_eq!(refunds.champion.post("/v1/policy-sets/enforce", "{}").await.status, 403);
    let other = refunds.it.post("/v1/policy-sets/enforce", r#"{"workflows":["support/other"]}"#).await;
    assert_eq!((other.status, &other.body["ended"]), (200, &json!([])), "{}", other.text);
    let enforced = refunds.it.cli(&["policies", "enforce", "support/refund"]).all();
    assert!(enforced.starts_with("support/refund@1.0.0"), "{enforced}");
    assert_eq!(refunds.call(80).await.body, refused);
    let ended = refunds.champion.ended(&run).await;
    assert_eq!(
        (&ended["status"], &ended["output"]),
        (&json!("completed"), &json!({ "refused": "At most 50." }))
    );

    let revisions = refunds.it.cli(&["policies", "revisions"]).all();
    assert!(
        revisions.starts_with("2  by ivo@acme.example") && revisions.contains("+ ceiling"),
        "{revisions}"
    );
    let sets = refunds.it.get("/v1/policy-sets").await;
    let digest = sets.body["revisions"][1]["digest"].as_str().unwrap().to_owned();
    let before = refunds.it.get(&format!("/v1/policy-sets/{digest}")).await;
    assert_eq!(before.body["texts"], json!({ "all": PERMIT_ALL }), "{}", before.text);
    assert_eq!(refunds.it.get("/v1/policy-sets/active").await.status, 404);
}

/// Calls that an earlier ceiling took stay in the journals. The impact counts only what the policies in force allow.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_confirmed_once_is_not_asked_again() {
    let refunds = Refunds::start(&[]).await;
    refunds.publish("1.0.0").await;
    refunds.call(80).await;
    refunds.save(50).await;
    let impact = refunds.activate(json!({})).await.body["impact"].clone();
    assert_eq!(refunds.activate(json!({ "impact": impact })).await.status, 200);
    refunds.save(60).await;
    let looser = refunds.activate(json!({ "reason": "a little more" })).await;
    assert_eq!(looser.status, 200, "nothing more is taken: {}", looser.text);
    refunds.save(40).await;
    let report = refunds.it.get("/v1/policies/impact").await;
    assert_eq!(report.body["calls"], json!([]), "the call of 80 is refused already: {}", report.text);
    // The call that was allowed is part of the impact.
    refunds.call(55).await;
    let stricter = refunds.activate(json!({})).await;
    assert_eq!((stricter.status, &stricter.body["code"]), (409, &json!("TP4042")), "{}", stricter.text);
}

/// What the policies in force take from a version that still has time was confirmed when they came.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_after_some_time_is_not_taken_again() {
    let refunds = Refunds::start(&[]).await;
    refunds.publish("1.0.0").await;
    refunds.call(80).await;
    refunds.save(50).await;
    let impact = refunds.activate(json!({})).await.body["impact"].clone();
    assert_eq!(refunds.activate(json!({ "impact": impact, "graceSeconds": 600 })).await.status, 200);
    assert_eq!(refunds.call(80).await.body, json!({ "refunded": 80 }), "it has time");
    let report = refunds.it.get("/v1/policies/impact").await;
    assert_eq!(report.body["affected"], json!([]), "{}", report.text);
    assert_eq!(report.body["calls"], json!([]), "{}", report.text);
    refunds.save(60).await;
    let looser = refunds.activate(json!({})).await;
    assert_eq!(looser.status, 200, "nothing more is taken: {}", looser.text);
    assert_eq!(refunds.call(80).await.body, json!({ "refunded": 80 }), "it still has its time");
    refunds.call(55).await;
    refunds.save(40).await;
    let stricter = refunds.activate(json!({})).await;
    assert_eq!((stricter.status, &stricter.body["code"]), (409, &json!("TP4042")), "{}", stricter.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_lasts_over_a_restart() {
    let refunds = Refunds::start(&[]).await;
    refunds.publish("1.0.0").await;
    refunds.call(80).await;
    refunds.save(50).await;
    let impact = refunds.activate(json!({})).await.body["impact"].clone();
    assert_eq!(refunds.activate(json!({ "impact": impact, "graceSeconds": 600 })).await.status, 200);
    refunds.world.server.restart().await;
    assert_eq!(refunds.call(80).await.body, json!({ "refunded": 80 }));
    assert_eq!(refunds.it.get("/v1/policy-sets").await.body["graces"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whole_runs_are_executed_again_under_other_policies() {
    let refunds = Refunds::start(&[]).await;
    refunds.publish("1.0.0").await;
    for amount in [10, 60, 70] {
        assert_eq!(refunds.call(amount).await.status, 200);
    }
    refunds.save(65).await;
    let found = refunds.it.get("/v1/policies/impact?rerun=10").await;
    assert_eq!((found.status, &found.body["rerun"]), (200, &json!(3)), "{}", found.text);
    let reruns = found.body["reruns"].as_array().unwrap();
    assert_eq!(reruns.len(), 1, "{}", found.text);
    assert_eq!(
        (&reruns[0]["before"]["end"], &reruns[0]["after"]["end"]),
        (&json!("completed"), &json!("otherwise"))
    );
    let said = refunds.it.cli(&["policies", "impact", "--rerun", "10"]).all();
    assert!(said.contains("completed -> completed with another output"), "{said}");

    // The same for a file that is on no server.
    let other = tempfile::Builder::new().suffix(".yaml").tempfile().unwrap();
    std::fs::write(other.path(), ceiling(5)).unwrap();
    let said = refunds.it.cli(&["policies", "impact", other.path().to_str().unwrap(), "--rerun", "10"]).all();
    assert_eq!(said.matches("completed -> completed with another output").count(), 3, "{said}");
    assert_eq!(refunds.it.get("/v1/policies/ceiling").await.body["source"], ceiling(65), "nothing is saved");
    let none = refunds.champion.post("/v1/policies/impact", r#"{"policies":{}}"#).await;
    assert_eq!(none.status, 403, "{}", none.text);

    // A looser policy leads the run to a call that was never recorded.
    let impact = found.body["digest"].clone();
    assert_eq!(refunds.activate(json!({ "impact": impact })).await.status, 200);
    assert_eq!(refunds.call(75).await.body, json!({ "refused": "At most 65." }));
    refunds.save(90).await;
    let found = refunds.it.get("/v1/policies/impact?rerun=1").await;
    assert_eq!(found.body["reruns"][0]["after"]["end"], "unknown", "{}", found.text);
    assert_eq!(found.body["affected"], json!([]), "nothing is taken: {}", found.text);
    assert_eq!(refunds.activate(json!({})).await.status, 200, "so nothing has to be confirmed");
    assert_eq!(refunds.it.get("/v1/policies/impact?rerun=1001").await.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_may_take_two_to_put_policies_in_force() {
    let refunds = Refunds::start(&["--second-approver"]).await;
    refunds.publish("1.0.0").await;
    assert_eq!(refunds.it.get("/v1/policy-sets/proposed").await.status, 404);
    refunds.save(50).await;
    let read = refunds.activate(json!({})).await.body["impact"].clone();
    let proposed = refunds.activate(json!({ "reason": "new rules", "impact": read })).await;
    assert_eq!(proposed.status, 202, "{}", proposed.text);
    // Activating a single policy needs the second person too.
    let one = json!({ "impact": read, "reason": "new rules" }).to_string();
    // The same proposal again is the same one.
    let alone = refunds.it.post("/v1/policies/ceiling/activate", one).await;
    assert_eq!((alone.status, &alone.body["digest"]), (202, &proposed.body["digest"]), "{}", alone.text);
    assert_eq!(refunds.call(80).await.body, json!({ "refunded": 80 }), "not in force yet");
    let digest = proposed.body["digest"].as_str().unwrap().to_owned();
    // Drafts saved after the proposal are not part of it.
    refunds.save(10).await;
    let place = "/v1/policy-sets/proposed";
    let own = refunds.it.decide(place, "approve", "").await;
    assert_eq!((own.status, &own.body["code"]), (403, &json!("TP4033")), "{}", own.text);
    let second = refunds.world.root_person("uma@acme.example", &["it"]).await;
    second.cli(&["policies", "approve"]).says(&["proposed by ivo@acme.example", "At most 50"]);
    assert_eq!(refunds.champion.decide_shown(place, "approve", &digest, "").await.status, 403);
    assert_eq!(second.post("/v1/policy-sets/proposed/approve", "").await.status, 428);
    let wrong = second.decide_shown(place, "approve", &digest.replace(['0', '1'], "2"), "").await;
    assert_eq!((wrong.status, &wrong.body["code"]), (409, &json!("TP4091")), "{}", wrong.text);
    // Since then a call was made that they would refuse: the second person must confirm the new impact.
    second.cli(&["policies", "approve", &digest]).ends(1);
    let impact = second.decide_shown(place, "approve", &digest, "").await.body["impact"].clone();
    second.cli(&["policies", "approve", &digest, "--confirm", impact.as_str().unwrap()]).ends(0);
    assert_eq!(refunds.call(80).await.body, json!({ "refused": "At most 50." }));
    let first = &refunds.it.get("/v1/policy-sets").await.body["revisions"][0];
    assert_eq!(
        (&first["by"], &first["approvedBy"]),
        (&json!("ivo@acme.example"), &json!("uma@acme.example"))
    );
    refunds.save(90).await;
    assert_eq!(refunds.activate(json!({})).await.status, 202);
    second.cli(&["policies", "withdraw"]).ends(0);
    second.cli(&["policies", "withdraw"]).ends(1);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_it_takes_two_one_grants_no_more_than_was_asked_for() {
    let start =
        PERMIT_ALL.replace("access: {}", "access: { properties: { kind: { enum: [start, respond] } } }");
    let refunds = Refunds::under(&start, &["--second-approver"]).await;
    let champion = &refunds.champion;
    assert!(champion.put("/v1/workflows/support/refund/draft", WORKFLOW).await.status < 300);
    let asked = json!({ "namespace": "support", "workflow": "refund", "purpose": "pay back" }).to_string();
    let asked = champion.post("/v1/requests", asked).await;
    assert_eq!(asked.status, 201, "{}", asked.text);
    let request = format!("/v1/requests/{}", asked.body["id"].as_str().unwrap());
    let it = &refunds.it;
    let wide = PERMIT_ALL.replace("policy: all", "policy: wide") + "expires: 2026-12-31\n";
    let wider = it.decide(&request, "grant", json!({ "permit": wide }).to_string()).await;
    assert_eq!(wider.status, 422, "{}", wider.text);
    assert!(wider.text.contains("grants no more than was asked for"), "{}", wider.text);
    assert_eq!(it.get("/v1/policies/wide").await.status, 404, "nothing was saved");
    let as_asked = it.decide(&request, "grant", "{}").await;
    assert_eq!(as_asked.status, 200, "{}", as_asked.text);
    refunds.publish("1.0.0").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workflow_has_an_owner_who_hears_of_failures() {
    let refunds = Refunds::start(&[]).await;
    let failing = "document: { dsl: 1.0.3, namespace: support, name: broken, version: 1.0.0, title: Broken }
do: [{ divide: { set: { x: '${ 1 / .by }' } } }]\n";
    let champion = &refunds.champion;
    champion.put_live("support/broken", failing).await;
    let owner = |who: &Http, more: &[&str]| {
        who.cli(&[&["workflows", "owner", "support/broken"], more].concat()).all()
    };
    assert_eq!(owner(champion, &[]), "mia@acme.example\n");
    for _ in 0..3 {
        let failed = champion.post("/v1/workflows/support/broken/runs", r#"{"by":0}"#).await;
        assert_eq!(failed.status, 500, "{}", failed.text);
    }
    let found = eventually("the owner is notified of three failures", async || {
        let found = notices(champion).await;
        let is_there = found.first().is_some_and(|notice| notice["count"] == 3);
        if is_there { Ok(found) } else { Err(json!(found)) }
    })
    .await;
    assert_eq!(found.len(), 1, "one for each way it fails: {found:?}");
    assert!(
        found[0]["text"].as_str().unwrap().contains("version 1.0.0 fails at `/do/0/divide`"),
        "{found:?}"
    );

    let other = refunds.world.person("max@acme.example", &["champion:support"]).await;
    assert!(notices(&other).await.is_empty());
    assert!(owner(&other, &["--to", "max@acme.example"]).contains("this needs its owner"), "not theirs");
    assert!(owner(champion, &["--to", "nobody@acme.example"]).contains("TP4044"));
    let handed = owner(champion, &["--to", "max@acme.example", "--deputy", "mia@acme.example"]);
    assert!(handed.starts_with("max@acme.example, deputy mia@acme.example\n"), "{handed}");
    let kinds = |notices: Vec<Value>| {
        notices.iter().map(|one| one["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let theirs = notices(&other).await;
    assert_eq!(kinds(theirs.clone()), ["handedOver", "failed"], "what is open goes with it");
    let id = theirs[1]["id"].as_str().unwrap();
    let stranger = refunds.world.person("eve@acme.example", &["champion:support"]).await;
    assert_eq!(stranger.post(&format!("/v1/notices/{id}/seen"), "").await.status, 404);
    other.cli(&["notices", "seen", id]).ends(0);
    assert_eq!(kinds(notices(&refunds.champion).await), ["handedOver"]);
    assert_eq!(refunds.champion.get("/v1/notices?everybody=true").await.status, 403);
    let everybodys = refunds.it.get("/v1/notices?everybody=true&all=true").await;
    assert_eq!(everybodys.body["notices"].as_array().unwrap().len(), 2);
}
