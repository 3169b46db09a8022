//! The champion: publishes, tries drafts, calls, and decides nothing about their own work.

use towpath_tests::hold_path;

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn publishing_says_whose_approval_the_version_needs() {
    let refunds = Refunds::start().await;
    refunds.publish(WORKFLOW).ends(0).says(&[
        "support/refund 1.0.0 waits for an approval",
        "an approver of `support`",
        "ask finance@acme.example",
    ]);
    assert_eq!(refunds.call(7).await.status, 404, "it is not live");
    refunds.approve("1.0.0").ends(0);
    let small = refunds.call(7).await;
    assert_eq!((small.status, &small.body), (200, &json!({ "refunded": 7 })), "{}", small.text);
    // Published again, it says which calls will be held.
    refunds
        .publish(WORKFLOW)
        .says(&["payments.refund 1.0.0 waits for an approver of `support`, where `large-refunds` says so"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn authors_decide_nothing_about_their_own_work() {
    let refunds = Refunds::start().await;
    refunds.publish(WORKFLOW).ends(0);
    // A second token of the author, with the role of an approver, changes nothing.
    let grants = json!([{ "role": "approver", "namespace": "support" }]);
    let body = json!({ "name": "second", "principal": "mia@acme.example", "grants": grants });
    let second = refunds.it.post("/v1/tokens", body.to_string()).await;
    let second = refunds.world.with_token(second.body["token"].as_str().unwrap());
    let refused = second.decide(REVIEW_PATH, "approve", "").await;
    assert_eq!((refused.status, &refused.body["code"]), (403, &json!("TP4033")), "{}", refused.text);
    assert_eq!(refunds.champion.decide(REVIEW_PATH, "approve", "").await.status, 403);

    refunds.approve("1.0.0").ends(0);
    let (_, hold) = refunds.held(700).await;
    assert_eq!(refunds.champion.get("/v1/holds").await.status, 403);
    let path = hold_path(&hold);
    assert_eq!(refunds.champion.get(&path).await.status, 404, "champions do not see holds");
    assert_eq!(second.decide(&path, "release", "").await.status, 403, "the same person started the run");
    assert_eq!(refunds.sent(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_champion_goes_back_to_an_older_version_and_suspends_one() {
    let refunds = Refunds::start().await;
    refunds.publish(&quiet()).ends(0);
    refunds.publish(&WORKFLOW.replace("1.0.0, title", "1.1.0, title")).ends(0);
    refunds.approve("1.1.0").ends(0);
    assert_eq!(refunds.call(7).await.body, json!({ "refunded": 7 }));

    refunds.champion.cli(&["workflows", "rollback", "support/refund", "1.0.0"]).ends(0);
    assert_eq!(refunds.call(9).await.body, json!({ "a": 1 }));
    let suspend = ["workflows", "suspend", "support/refund", "1.0.0", "-m", "wrong text"];
    refunds.champion.cli(&suspend).ends(0);
    let refused = refunds.call(9).await;
    assert_eq!((refused.status, &refused.body["code"]), (409, &json!("TP4031")), "{}", refused.text);
    refunds.champion.cli(&["workflows", "list", "support/refund"]).ends(0).says(&["suspended: wrong text"]);
}
