//! Reviews and holds from outside: a decision names what was shown, nobody decides about their own work, a version without its
//! approval is in the queue, and a decision takes effect completely or not at all, also under `kill -9`.

#![expect(clippy::unwrap_used, reason = "tests")]

mod holds;
mod states;
mod together;

use serde_json::{Value, json};
use towpath_tests::{Answer, Http, PERMIT_ALL, World};

pub(crate) const REVIEW: &str = "policy: events-are-looked-at\ntitle: Workflows that tell are looked at
effect: review\napprovers: { role: approver }\naccess: { properties: { kind: { const: emit } } }
reason: Others hear it.\n";

/// A workflow that emits an amount.
pub(crate) fn tells(version: &str, amount: u32) -> String {
    format!(
        "document: {{ dsl: 1.0.3, namespace: support, name: tells, version: {version} }}
do:
  - tell: {{ emit: {{ event: {{ with: {{ type: paid, data: {{ amount: {amount} }} }} }} }} }}
"
    )
}

/// A version that emits nothing.
pub(crate) fn quiet(version: &str) -> String {
    format!(
        "document: {{ dsl: 1.0.3, namespace: support, name: tells, version: {version} }}
do:
  - done: {{ set: {{ done: true }} }}
"
    )
}

pub(crate) const PLACE: &str = "/v1/workflows/support/tells";

pub(crate) fn review(version: &str) -> String {
    format!("/v1/reviews/support/tells/{version}")
}

pub(crate) const WORKFLOW: &str = "support/tells";

pub(crate) async fn submit(who: &Http, source: String) -> Answer {
    who.publish(WORKFLOW, source).await
}

pub(crate) async fn run(who: &Http) -> Answer {
    who.call(WORKFLOW, &json!({})).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approval_names_what_was_shown() {
    let world = World::start(&[PERMIT_ALL, REVIEW]).await;
    let mia = world.person("mia@acme.example", &["champion:support"]).await;
    let ada = world.person("ada@acme.example", &["approver:support"]).await;
    assert_eq!(submit(&mia, tells("1.0.0", 1)).await.status, 202);
    let shown = ada.get(&review("1.0.0")).await;
    let digest = shown.body["digest"].as_str().unwrap().to_owned();
    assert!(digest.starts_with("sha256:"), "{}", shown.text);

    for verb in ["approve", "request-changes", "reject"] {
        let path = format!("{}/{verb}", review("1.0.0"));
        let without = ada.post(&path, "").await;
        assert_eq!((without.status, &without.body["code"]), (428, &json!("TP4090")), "{}", without.text);
        for tag in ["*", "W/\"sha256:00\"", "\"3\""] {
            let wrong = ada.send("POST", &path, None, &[("If-Match", tag)]).await;
            assert_eq!(wrong.status, 400, "{tag}: {}", wrong.text);
        }
    }
    // The version is submitted again with another amount, between the look and the approval.
    assert_eq!(submit(&mia, tells("1.0.0", 999_999)).await.status, 202);
    for verb in ["approve", "request-changes", "reject"] {
        let refused = ada.decide_shown(&review("1.0.0"), verb, &digest, "").await;
        assert_eq!((refused.status, &refused.body["code"]), (409, &json!("TP4091")), "{}", refused.text);
        assert!(refused.body["detail"].as_str().unwrap().contains("the text changed"), "{}", refused.text);
        let now = refused.body["digest"].as_str().unwrap();
        assert_eq!(ada.get(&review("1.0.0")).await.body["digest"], now);
    }
    assert_eq!(run(&mia).await.status, 404, "nothing is live");
    let old = ["reviews", "approve", "support/tells", "1.0.0", "--digest", &digest];
    ada.cli(&old).ends(1).says(&["look again: towpath reviews show support/tells 1.0.0"]);
    // The command line shows it before it approves it.
    ada.cli(&["reviews", "approve", "support/tells", "1.0.0"]).ends(0).says(&["digest sha256:"]);
    assert_eq!(run(&mia).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_approves_a_version_that_they_wrote_a_part_of() {
    let world = World::start(&[PERMIT_ALL, REVIEW]).await;
    let both = ["champion:support", "approver:support"];
    let (mia, eve) = (world.person("mia", &both).await, world.person("eve", &both).await);
    let ada = world.person("ada", &["approver:support"]).await;
    assert!(eve.put(&format!("{PLACE}/draft"), tells("1.0.0", 999_999)).await.status < 300);
    assert_eq!(submit(&mia, tells("1.0.0", 1)).await.status, 202);
    for own in [&mia, &eve] {
        let refused = own.decide(&review("1.0.0"), "approve", "").await;
        assert_eq!((refused.status, &refused.body["code"]), (403, &json!("TP4033")), "{}", refused.text);
    }
    let shown = ada.get(&review("1.0.0")).await;
    assert_eq!(shown.body["writers"], json!(["eve", "mia"]), "{}", shown.text);
    assert_eq!(ada.decide(&review("1.0.0"), "approve", "").await.body["live"], true);
    // Writers of a version that went live are not writers of the next.
    assert_eq!(submit(&mia, tells("1.1.0", 2)).await.status, 202);
    assert_eq!(eve.decide(&review("1.1.0"), "approve", "").await.body["live"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn live_versions_without_their_approval_are_in_the_queue_and_run_again() {
    let world = World::start(&[PERMIT_ALL]).await;
    let mia = world.person("mia@acme.example", &["champion:support"]).await;
    let ada = world.person("ada", &["approver:support"]).await;
    let it = world.person("ivo", &["it"]).await;
    assert_eq!(submit(&mia, tells("1.0.0", 1)).await.status, 201);
    assert!(it.put("/v1/policies/events-are-looked-at", REVIEW).await.status < 300);
    assert_eq!(it.activate().await.status, 200);
    assert_eq!(run(&mia).await.status, 403);

    let queue = ada.get("/v1/reviews?state=inReview").await;
    assert_eq!(
        (&queue.body["reviews"][0]["version"], &queue.body["reviews"][0]["published"]),
        (&json!("1.0.0"), &json!(true))
    );
    let shown = mia.get(PLACE).await;
    assert_eq!(
        (&shown.body["review"], &shown.body["awaiting"][0]["policy"]),
        (&json!("inReview"), &json!("events-are-looked-at"))
    );
    let notices = mia.get("/v1/notices").await;
    assert!(
        notices.text.contains("version 1.0.0 waits for an approval by an approver of `support`"),
        "{}",
        notices.text
    );
    mia.cli(&["workflows", "list"]).says(&["published  waits for an approval by an approver of `support`"]);
    let again = submit(&mia, tells("1.0.0", 1)).await;
    assert_eq!(again.status, 202, "it is not simply live: {}", again.text);

    // It is still in the queue after a kill.
    world.server.restart().await;
    let approved = ada.decide(&review("1.0.0"), "approve", "").await;
    assert_eq!((approved.status, &approved.body["live"]), (200, &json!(true)), "{}", approved.text);
    assert_eq!(run(&mia).await.status, 200);
    assert_eq!(mia.get(PLACE).await.body["review"], Value::Null);

    // A changed rule voids the approval. Without the rule no approval is missing, and no impact has to be confirmed.
    let other = REVIEW.replace("Others hear it.", "Everybody hears it.");
    assert!(it.put("/v1/policies/events-are-looked-at", other).await.status < 300);
    assert_eq!(it.activate().await.status, 200);
    assert_eq!(run(&mia).await.status, 403);
    assert_eq!(submit(&mia, tells("1.1.0", 2)).await.status, 202);
    assert_eq!(it.send("DELETE", "/v1/policies/events-are-looked-at", None, &[]).await.status, 204);
    let active = it.post("/v1/policies/activate", "").await;
    assert_eq!(active.status, 200, "nothing is taken: {}", active.text);
    assert_eq!(run(&mia).await.status, 200);
    assert_eq!(ada.get("/v1/reviews?state=inReview").await.body["reviews"], json!([]));
    let gone = ada.get("/v1/reviews?state=notNeeded").await;
    assert_eq!(gone.body["reviews"].as_array().map(Vec::len), Some(2), "{}", gone.text);
    assert_eq!(submit(&mia, tells("1.1.0", 2)).await.status, 201, "it goes live without anybody");
}
