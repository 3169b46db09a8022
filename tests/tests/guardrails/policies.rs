//! Policies: delegated to approvers, requested by champions, and their impact before they are in force.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn approvers_write_policies_that_only_narrow() {
    let refunds = Refunds::start().await;
    let it = &refunds.it;
    let delegated = PERMIT_ALL.replace("effect: permit", "effect: permit\ndelegate: [support]");
    assert_eq!(it.put("/v1/policies/all", delegated).await.status, 200);
    assert_eq!(it.post("/v1/policies/activate", "").await.status, 200);
    refunds.publish(&WORKFLOW.replace("- pay", "- ask")).ends(0);
    refunds.approve("1.0.0").ends(0);

    let approver = &refunds.approver;
    let narrow = "policy: small-only\nowner: support\ntitle: Small refunds only\neffect: forbid
workflow: { properties: { namespace: { const: support } } }
access: { properties: { integration: { const: payments }, arguments: { type: object, required: [amount], properties: { amount: { type: number, minimum: 50 } } } } }
reason: Support pays back less than 50.
tests: [{ name: fifty, workflow: { namespace: support }, access: { integration: payments, arguments: { amount: 50 } }, expect: deny }]\n";
    assert_eq!(refunds.call(60).await.status, 200);
    let saved = approver.put("/v1/policies/small-only", narrow).await;
    assert_eq!(saved.status, 200, "{}", saved.text);
    assert_eq!(refunds.call(60).await.status, 200, "saving changes nothing");
    let unconfirmed = approver.post("/v1/policies/small-only/activate", "").await;
    assert_eq!(
        (unconfirmed.status, &unconfirmed.body["code"]),
        (409, &json!("TP4042")),
        "{}",
        unconfirmed.text
    );
    let confirmed = json!({ "impact": unconfirmed.body["impact"], "reason": "small ones only" }).to_string();
    let active = approver.post("/v1/policies/small-only/activate", confirmed).await;
    assert_eq!(active.status, 200, "{}", active.text);
    assert_eq!(refunds.call(60).await.status, 403);
    assert_eq!(refunds.call(40).await.status, 200);

    // Widening is refused, and so are policies of others.
    let wider = narrow
        .replace("workflow: { properties: { namespace: { const: support } } }\n", "")
        .replace("workflow: { namespace: support }, ", "");
    assert_eq!(approver.put("/v1/policies/small-only", wider).await.status, 200);
    let refused = approver.post("/v1/policies/small-only/activate", "").await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(refused.text.contains("outside `support`"), "{}", refused.text);
    // It stops no activation of IT, and is not put in force by one: the text in force stays.
    let without = it.activate().await;
    assert_eq!(
        (without.status, &without.body["warnings"][0]["code"]),
        (200, &json!("TP4134")),
        "{}",
        without.text
    );
    let active = it.get("/v1/policies/active").await;
    assert!(active.text.contains("namespace: { const: support }"), "{}", active.text);
    assert_eq!(
        approver
            .put("/v1/policies/small-only", PERMIT_ALL.replace("policy: all", "policy: small-only"))
            .await
            .status,
        403
    );
    assert_eq!(
        approver.put("/v1/policies/all", narrow.replace("small-only", "all")).await.status,
        403,
        "IT's"
    );
    let other = narrow.replace("owner: support", "owner: sales");
    assert_eq!(approver.put("/v1/policies/other", other.replace("small-only", "other")).await.status, 403);
    assert_eq!(approver.post("/v1/policies/all/activate", "").await.status, 403);
    assert_eq!(refunds.champion.put("/v1/policies/small-only", narrow).await.status, 403);

    let gone = approver.send("DELETE", "/v1/policies/small-only", None, &[]).await;
    assert_eq!(gone.status, 204, "{}", gone.text);
    assert_eq!(refunds.call(60).await.status, 403, "in force until it is taken out");
    assert_eq!(approver.post("/v1/policies/small-only/activate", "").await.status, 200);
    assert_eq!(refunds.call(60).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_is_asked_for_granted_narrowed_or_rejected() {
    let refunds = Refunds::start().await;
    let it = &refunds.it;
    let start =
        PERMIT_ALL.replace("access: {}", "access: { properties: { kind: { enum: [start, respond] } } }");
    assert_eq!(it.put("/v1/policies/all", start).await.status, 200);
    for name in ["refunds-are-looked-at", "large-refunds"] {
        assert_eq!(it.send("DELETE", &format!("/v1/policies/{name}"), None, &[]).await.status, 204);
    }
    assert_eq!(it.post("/v1/policies/activate", "").await.status, 200);

    refunds.publish(WORKFLOW).ends(4).says(&["towpath requests open support/refund"]);
    let opened =
        refunds.champion.cli(&["requests", "open", "support/refund", "-p", "pay back at once"]).ends(0);
    let id = opened.out.trim().to_owned();
    refunds.approver.cli(&["requests", "grant", &id]).ends(4);
    it.cli(&["requests", "list"]).says(&["support/refund  by mia@acme.example", "pay back at once"]);
    let permit = it.cli(&["requests", "show", &id, "--permit"]).out;
    assert!(permit.contains(r#""operation":{"const":"refund"}"#) && permit.contains("expires: "), "{permit}");

    // IT narrows it: at most 50 at a time.
    let narrow = permit.replace(r#""amount":true"#, r#""amount":{"type":"number","maximum":50}"#);
    assert_ne!(narrow, permit);
    let endless: String =
        narrow.lines().filter(|line| !line.starts_with("expires")).map(|l| format!("{l}\n")).collect();
    let refused =
        it.decide(&format!("/v1/requests/{id}"), "grant", json!({ "permit": endless }).to_string()).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    let file = file_of(&narrow);
    it.cli(&["requests", "grant", &id, "--permit", file.path().to_str().unwrap()])
        .ends(0)
        .says(&["granted by `grant-"])
        .never(&["still"]);
    refunds.publish(WORKFLOW).ends(0);
    assert_eq!(refunds.call(50).await.status, 200);
    assert_eq!(refunds.call(51).await.status, 403);
    it.cli(&["requests", "reject", &id, "-m", "late"]).ends(1);
    // Nothing is refused any more.
    refunds.champion.cli(&["requests", "open", "support/refund", "-p", "again"]).ends(1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_for_a_new_system_is_rejected_with_a_reason() {
    let refunds = Refunds::start().await;

    let system = [
        "requests",
        "system",
        "support",
        "parcels",
        "--data",
        "addresses",
        "--vendor",
        "Canal",
        "-p",
        "tracking",
    ];
    let id = refunds.champion.cli(&system).ends(0).out.trim().to_owned();
    refunds.it.cli(&["requests", "reject", &id, "-m", "we use another"]).ends(0);
    refunds
        .champion
        .cli(&["requests", "show", &id])
        .says(&["`parcels` of Canal", "rejected by ivo@acme.example"]);
    assert_eq!(refunds.champion.get("/v1/requests/none").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_policies_would_change_is_known_before_they_do() {
    let refunds = Refunds::start().await;
    let it = &refunds.it;
    assert_eq!(it.send("DELETE", "/v1/policies/large-refunds", None, &[]).await.status, 204);
    assert_eq!(it.post("/v1/policies/activate", "").await.status, 200);
    refunds.publish(WORKFLOW).ends(0);
    refunds.approve("1.0.0").ends(0);
    for amount in [10, 60, 70] {
        assert_eq!(refunds.call(amount).await.status, 200);
    }
    // Nothing is saved yet.
    it.cli(&["policies", "impact"]).ends(0);

    let folder = tempfile::tempdir().unwrap();
    let ceiling = "policy: ceiling\ntitle: At most 50\neffect: forbid
access: { properties: { integration: { const: payments }, arguments: { type: object, required: [amount], properties: { amount: { type: number, exclusiveMinimum: 50 } } } } }
reason: At most 50.
tests: [{ name: more, access: { integration: payments, arguments: { amount: 51 } }, expect: deny }]\n";
    std::fs::write(folder.path().join("ceiling.yaml"), ceiling).unwrap();
    let review = REVIEW.replace("Money leaves the house.", "Money leaves the house at once.");
    std::fs::write(folder.path().join("review.yaml"), review).unwrap();
    let path = folder.path().to_str().unwrap();
    it.cli(&["policies", "activate", path, "--save-only"]).ends(0);
    it.cli(&["policies", "impact"]).ends(1).says(&[
        "support/refund /do/0/pay: 2 calls, allow -> deny by `ceiling`",
        "support/refund 1.0.0, by mia@acme.example",
        "its approval for `refunds-are-looked-at` would be void",
    ]);
    assert_eq!(refunds.call(60).await.status, 200, "asking changes nothing");
    refunds.champion.cli(&["policies", "impact"]).ends(4);

    let question = json!({ "access": { "integration": "payments", "operation": "refund", "arguments": { "amount": 60 } } });
    let explained = it.post("/v1/policies/explain", question.to_string()).await;
    assert_eq!(
        explained.body["decision"]["outcome"], "review",
        "what is in force decides: {}",
        explained.text
    );
    let wrong = it.post("/v1/policies/explain", json!({ "access": { "kin": "call" } }).to_string()).await;
    assert_eq!((wrong.status, &wrong.body["code"]), (422, &json!("TP4040")), "{}", wrong.text);

    let unconfirmed = it.cli(&["policies", "activate"]).ends(1).says(&[
        "support/refund of mia@acme.example",
        "/do/0/pay: calls that were made are now `deny` by `ceiling`",
    ]);
    assert_eq!(refunds.call(60).await.status, 200, "nothing was changed");
    let digest = unconfirmed.err.split("--confirm ").nth(1).and_then(|rest| rest.split('`').next());
    it.cli(&["policies", "activate", "--confirm", digest.unwrap()]).ends(0);
    let refused = refunds.call(60).await;
    assert_eq!((refused.status, &refused.body["reason"]), (403, &json!("At most 50.")), "{}", refused.text);
}
