//! The approver: sees what a version does and whether it was tried, and approves it; sees a held call, and releases or declines
//! it.

use towpath_tests::{hold_path, hold_place};

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn an_approver_sees_what_a_version_does_and_approves_it() {
    let refunds = Refunds::start().await;
    refunds.publish(WORKFLOW).ends(0);
    let listed = refunds.approver.cli(&["reviews", "list"]).ends(0).says(&["by mia@acme.example"]);
    assert!(listed.out.starts_with("support/refund 1.0.0"), "{}", listed.out);
    let show = ["reviews", "show", "support/refund", "1.0.0"];
    refunds
        .approver
        .cli(&show)
        .ends(0)
        .says(&["now also: calls payments.refund 1.0.0 at /do/0/pay", "nobody has tried it on this server"]);

    let (definition, answers) =
        (file_of(WORKFLOW), file_of("results: { payments.refund: { refunded: 7 } }\n"));
    let (definition, answers) = (definition.path().to_str().unwrap(), answers.path().to_str().unwrap());
    let tried = ["try", definition, "--input", r#"{"amount":7}"#, "--answers", answers];
    refunds.champion.cli(&tried).ends(0);
    let tried = ["tried by mia@acme.example at ", ": completed, run "];
    refunds.approver.cli(&show).ends(0).says(&tried);

    refunds.approver.cli(&["reviews", "approve", "support/refund", "1.0.0", "-m", "fine"]).ends(0);
    assert_eq!(refunds.call(7).await.body, json!({ "refunded": 7 }));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_call_goes_out_once_it_is_released() {
    let refunds = Refunds::approved().await;
    assert_eq!(refunds.call(7).await.status, 200);
    let (run, hold) = refunds.held(700).await;
    assert_eq!((&hold["run"], &hold["arguments"]), (&json!(run), &json!({ "amount": 700 })));
    assert_eq!(hold["awaiting"][0]["policy"], "large-refunds");
    assert_eq!(refunds.sent(), 1, "only the small one went out");

    let place = hold_place(&hold);
    let words = ["\"amount\": 700", "released by an approver of `support`"];
    refunds.approver.cli(&["holds", "show", &place]).ends(0).says(&words);
    refunds.approver.cli(&["holds", "release", &place, "-m", "called the customer"]).ends(0);
    let ended = refunds.champion.ended(&run).await;
    assert_eq!((&ended["status"], &ended["output"]), (&json!("completed"), &json!({ "refunded": 700 })));
    let digest = hold["digest"].as_str().unwrap();
    let late = refunds.approver.decide_shown(&hold_path(&hold), "release", digest, "").await;
    assert_eq!((late.status, &late.body["code"]), (409, &json!("TP4095")), "not twice: {}", late.text);
    assert_eq!(refunds.sent(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_call_never_goes_out() {
    let refunds = Refunds::approved().await;
    let (run, hold) = refunds.held(800).await;
    let listed = refunds.approver.cli(&["holds", "list"]).ends(0);
    assert_eq!(listed.out.split_whitespace().next(), Some(hold_place(&hold).as_str()), "{}", listed.out);
    refunds.approver.cli(&["holds", "decline", &hold_place(&hold), "-m", "not this one"]).ends(0);
    let ended = refunds.champion.ended(&run).await;
    assert_eq!(ended["status"], "faulted");
    let detail = ended["error"]["cause"]["detail"].as_str().unwrap();
    assert!(detail.contains("declined: not this one"), "{ended}");
    assert_eq!(refunds.sent(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_may_name_approvers_of_another_namespace() {
    let refunds = Refunds::start().await;
    for (name, text) in [("refunds-are-looked-at", REVIEW), ("large-refunds", HOLD)] {
        let text = text.replace("role: approver }", "role: approver, namespace: finance }");
        refunds.it.save_policy(name, text).await;
    }
    assert_eq!(refunds.it.activate().await.status, 200);
    let finance = refunds.world.person("fay@acme.example", &["approver:finance"]).await;

    refunds.publish(WORKFLOW).ends(0);
    let approve = ["reviews", "approve", "support/refund", "1.0.0"];
    refunds.approver.cli(&approve).ends(4);
    assert!(finance.cli(&["reviews", "list"]).out.starts_with("support/refund 1.0.0"));
    finance.cli(&approve).ends(0);
    assert_eq!(finance.cli(&["reviews", "list", "--all"]).out, "", "it no longer waits for them");
    let run = refunds.champion.start("support/refund", &json!({ "amount": 700 })).await;
    let place = hold_place(&finance.held(&run).await);
    refunds.approver.cli(&["holds", "release", &place]).ends(4);
    finance.cli(&["holds", "release", &place]).ends(0);
    assert_eq!(refunds.champion.ended(&run).await["status"], "completed");
    let missing = finance.get("/v1/reviews/support/none/1.0.0").await.status;
    let hidden = finance.get(REVIEW_PATH).await.status;
    assert_eq!((missing, hidden), (403, 403), "an existing review looks like a missing one");
}
