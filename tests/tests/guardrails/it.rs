//! IT: switches integrations and workflows off, and approves nothing where the policy names an approver.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn it_approves_nothing_where_the_policy_names_an_approver() {
    let refunds = Refunds::start().await;
    refunds.publish(WORKFLOW).ends(0);
    refunds.it.cli(&["reviews", "approve", "support/refund", "1.0.0"]).ends(4);
    assert_eq!(refunds.call(7).await.status, 404, "it is not live");
}

#[tokio::test(flavor = "multi_thread")]
async fn it_switches_an_integration_off_and_on() {
    let refunds = Refunds::approved().await;
    assert_eq!(refunds.call(7).await.body, json!({ "refunded": 7 }));
    refunds.it.cli(&["integrations", "off", "payments", "-m", "the bank moves"]).ends(0);
    let failed = refunds.call(8).await;
    assert_eq!(failed.status, 500, "{}", failed.text);
    assert!(failed.text.contains("switched off: the bank moves"), "{}", failed.text);
    assert_eq!(refunds.sent(), 1);
    refunds.champion.cli(&["integrations", "on", "payments"]).ends(4);
    refunds.it.cli(&["integrations", "on", "payments"]).ends(0);
    assert_eq!(refunds.call(8).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_switches_a_workflow_off_and_on() {
    let refunds = Refunds::approved().await;
    let off = ["workflows", "off", "support/refund", "-m", "an incident"];
    refunds.champion.cli(&off).ends(4);
    refunds.it.cli(&off).ends(0);
    // A named version is off too.
    let path = "/v1/workflows/support/refund/runs?version=1.0.0";
    let refused = refunds.champion.post(path, "{\"amount\": 1}").await;
    assert_eq!((refused.status, &refused.body["reason"]), (503, &json!("an incident")), "{}", refused.text);
    refunds.it.cli(&["workflows", "on", "support/refund"]).ends(0);
    assert_eq!(refunds.champion.post(path, "{\"amount\": 1}").await.status, 200);
}
