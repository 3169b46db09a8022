//! One person is one principal, from outside: separate duties, tokens that need a second person of IT, disabled principals, and
//! who created whose token.

#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};
use towpath_tests::{Answer, Http, PERMIT_ALL, World};

const REVIEW: &str =
    "policy: looked-at\ntitle: Workflows are looked at\neffect: review\napprovers: { role: approver }
access: { properties: { kind: { const: emit } } }\nreason: Tests.\n";
const WORKFLOW: &str = "document: { dsl: 1.0.3, namespace: support, name: note, version: 1.0.0 }
do: [ { tell: { emit: { event: { with: { type: told, data: { a: 1 } } } } } } ]\n";

const NOTE: &str = "support/note";
const REVIEW_PATH: &str = "/v1/reviews/support/note/1.0.0";

async fn world(flags: &[&str]) -> World {
    World::with(&[], &[PERMIT_ALL, REVIEW], flags).await
}

/// A token of `support`, created by somebody of IT; what the API answers.
async fn mint(world: &World, it: &Http, id: &str, role: &str) -> Value {
    world.mint(it, id, &[&format!("{role}:support")], &[]).await
}

/// A client with the token that was created.
fn holder(world: &World, created: &Value) -> Http {
    world.with_token(created["token"].as_str().unwrap())
}

/// Publishes the workflow, which then needs an approval.
async fn submit(who: &Http) {
    let published = who.publish(NOTE, WORKFLOW).await;
    assert_eq!(published.status, 202, "{}", published.text);
}

async fn approve(who: &Http) -> Answer {
    who.decide(REVIEW_PATH, "approve", "{}").await
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_it_is_not_as_many_people_as_they_like() {
    let world = world(&["--separate-duties", "strict"]).await;
    let ivo = world.root_person("ivo@acme.example", &["it"]).await;
    let ina = world.root_person("ina@acme.example", &["it"]).await;

    // A champion's token works at once; an approver's needs a second person of IT.
    let mia = holder(&world, &mint(&world, &ivo, "mia@acme.example", "champion").await);
    let created = mint(&world, &ivo, "ghost@acme.example", "approver").await;
    assert_eq!(created["waiting"], true);
    let (ghost, id) = (holder(&world, &created), created["id"].as_str().unwrap());
    let refused = ghost.get("/v1/me").await;
    assert_eq!((refused.status, &refused.body["code"]), (401, &json!("TP4111")), "{}", refused.text);
    ivo.cli(&["tokens", "confirm", id]).ends(4);
    // A token that they create for another person of IT waits too.
    let helper = holder(&world, &mint(&world, &ivo, "helper@acme.example", "it").await);
    assert_eq!(helper.get("/v1/me").await.body["code"], "TP4111");
    ina.cli(&["tokens", "list"]).says(&["waits for another of IT"]);
    ina.cli(&["tokens", "confirm", id]).ends(0);
    assert_eq!(ghost.get("/v1/me").await.body["mintedBy"], "ivo@acme.example");
    ina.cli(&["tokens", "confirm", id]).ends(1);

    // Both tokens count as their creator's: the ghost decides nothing about the champion's work.
    submit(&mia).await;
    let refused = approve(&ghost).await;
    assert_eq!((refused.status, &refused.body["code"]), (403, &json!("TP4033")), "{}", refused.text);
    ghost
        .cli(&["reviews", "show", NOTE, "1.0.0"])
        .says(&["tokens of mia@acme.example were minted by ivo@acme.example"]);
    // An approver whose token another person created may.
    let created = mint(&world, &ina, "abe@acme.example", "approver").await;
    ivo.cli(&["tokens", "confirm", created["id"].as_str().unwrap()]).ends(0);
    let approved = approve(&holder(&world, &created)).await;
    assert_eq!((approved.status, &approved.body["live"]), (200, &json!(true)), "{}", approved.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_approver_is_a_second_person() {
    let world = world(&["--second-approver"]).await;
    let ivo = world.root_person("ivo@acme.example", &["it"]).await;
    let ina = world.root_person("ina@acme.example", &["it"]).await;
    let other = mint(&world, &ivo, "other@acme.example", "app").await;
    assert_eq!(other["waiting"], false, "apps decide nothing");
    let second = world.mint(&ivo, "second@acme.example", &["it"], &[]).await;
    assert_eq!(second["waiting"], true, "separate duties are implied: {second}");
    let confirmed = ina.post(&format!("/v1/tokens/{}/confirm", second["id"].as_str().unwrap()), "").await;
    assert_eq!(confirmed.body["confirmedBy"], "ina@acme.example", "{}", confirmed.text);

    let policy =
        "policy: night\ntitle: Night\neffect: permit\naccess: { properties: { kind: { const: listen } } }\n";
    ivo.save_policy("night", policy).await;
    let proposed = ivo.post("/v1/policies/activate", "").await;
    assert_eq!(proposed.status, 202, "{}", proposed.text);
    let shown = ivo.get("/v1/policy-sets/proposed").await;
    let digest = shown.body["digest"].as_str().unwrap();
    let approve =
        async |who: &Http| who.decide_shown("/v1/policy-sets/proposed", "approve", digest, "").await;
    let refused = approve(&holder(&world, &second)).await;
    assert_eq!((refused.status, &refused.body["code"]), (403, &json!("TP4033")), "{}", refused.text);
    let approved = approve(&ina).await;
    assert_eq!(approved.status, 200, "{}", approved.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn principals_are_records_and_the_audit_log_names_tokens() {
    let world = world(&[]).await;
    let it = world.server.http();
    let created = mint(&world, &it, "mia@acme.example", "champion").await;
    let mia = holder(&world, &created);
    it.cli(&["principals", "create", "ron@acme.example", "--title", "Ron of support"]).ends(0);
    submit(&mia).await;
    it.cli(&["principals", "list"]).says(&[
        "mia@acme.example  champion:support  created by tests, tokens minted by tests",
        "ron@acme.example    created by tests, no token  Ron of support",
    ]);

    let entries = it.get("/v1/audit?who=mia@acme.example").await.body["entries"].clone();
    assert!(entries.as_array().unwrap().iter().all(|entry| entry["token"] == created["id"]), "{entries}");
    let token = format!("token {}", created["id"].as_str().unwrap());
    it.cli(&["audit", "list", "--who", "mia@acme.example"]).says(&[&token]);

    it.cli(&["principals", "disable", "mia@acme.example", "-m", "left the company"]).ends(0);
    let refused = mia.get("/v1/me").await;
    assert_eq!((refused.status, &refused.body["code"]), (401, &json!("TP4110")), "{}", refused.text);
    let shown = it.get(REVIEW_PATH).await.body;
    assert_eq!(
        (&shown["people"][0]["id"], &shown["people"][0]["disabled"]),
        (&json!("mia@acme.example"), &json!(true))
    );
    world.server.restart().await;
    assert_eq!(mia.get("/v1/me").await.status, 401, "after a restart too");
    it.cli(&["principals", "enable", "mia@acme.example"]).ends(0);
    assert_eq!(mia.get("/v1/me").await.status, 200);
    it.cli(&["principals", "disable", "tests", "-m", "oops"]).ends(1);
}

const ONCE: &str = "document: { dsl: 1.0.3, namespace: support, name: later, version: 1.0.0 }
do:
  - hear: { listen: { to: { one: { with: { type: acme.go } } } } }
  - say: { emit: { event: { with: { type: acme.said, data: { ok: true } } } } }
";

/// Fault 25: a run that a revoked token started ends before its next effect, unless somebody adopts it.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_revoked_token_started_ends_at_its_next_effect_unless_it_is_adopted() {
    let world = World::start(&[PERMIT_ALL]).await;
    let root = world.server.http();
    let mia = world.person("mia@acme.example", &["champion:support"]).await;
    let other = world.person("pat@acme.example", &["champion:support"]).await;
    let created = mint(&world, &root, "shop", "app").await;
    let (shop, leaked) = (holder(&world, &created), created["id"].as_str().unwrap());
    mia.put_live("support/later", ONCE).await;
    let start = async || shop.start("support/later", &json!({})).await;
    let (ends, goes_on) = (start().await, start().await);
    for run in [&ends, &goes_on] {
        mia.waiting(run).await;
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
    // The adoption is known after a restart too.
    world.server.restart().await;
    let event = json!({ "specversion": "1.0", "id": "1", "source": "/tests", "type": "acme.go" });
    mia.send_event(&event).await;
    let seen = mia.ended(&ends).await;
    assert_eq!((&seen["status"], &seen["error"]["code"]), (&json!("faulted"), &json!("TP1136")), "{seen}");
    let seen = mia.ended(&goes_on).await;
    assert_eq!(seen["status"], "completed", "{seen}");
    let late = mia.post(&format!("/v1/runs/{ends}/adopt"), why).await;
    assert_eq!((late.status, &late.body["code"]), (409, &json!("TP4096")), "{}", late.text);
}
