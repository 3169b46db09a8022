//! What becomes of policies: delegated, asked for, and what they would change before they do.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn approvers_write_policies_that_only_narrow() {
    let world = World::start().await;
    let it = world.http(&world.it);
    let delegated = PERMIT.replace("effect: permit", "effect: permit\ndelegate: [support]");
    assert_eq!(it.put("/v1/policies/all", delegated).await.status, 200);
    assert_eq!(it.post("/v1/policies/activate", "").await.status, 200);
    assert_eq!(world.publish(&WORKFLOW.replace("- pay", "- ask")).0, Some(0));
    assert_eq!(
        world.cli(&world.approver, &["reviews", "approve", "support/refund", "1.0.0"]).status.code(),
        Some(0)
    );

    let approver = world.http(&world.approver);
    let narrow = "policy: small-only\nowner: support\ntitle: Small refunds only\neffect: forbid
workflow: { properties: { namespace: { const: support } } }
access: { properties: { integration: { const: payments }, arguments: { type: object, required: [amount], properties: { amount: { type: number, minimum: 50 } } } } }
reason: Support pays back less than 50.
tests: [{ name: fifty, workflow: { namespace: support }, access: { integration: payments, arguments: { amount: 50 } }, expect: deny }]\n";
    assert_eq!(world.call(60, "wait=5").await.status, 200);
    let saved = approver.put("/v1/policies/small-only", narrow).await;
    assert_eq!(saved.status, 200, "{}", saved.text);
    assert_eq!(world.call(60, "wait=5").await.status, 200, "saving changes nothing");
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
    assert_eq!(world.call(60, "wait=5").await.status, 403);
    assert_eq!(world.call(40, "wait=5").await.status, 200);

    // More than narrowing is refused, and so is what is not theirs.
    let wider = narrow
        .replace("workflow: { properties: { namespace: { const: support } } }\n", "")
        .replace("workflow: { namespace: support }, ", "");
    assert_eq!(approver.put("/v1/policies/small-only", wider).await.status, 200);
    let refused = approver.post("/v1/policies/small-only/activate", "").await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(refused.text.contains("outside `support`"), "{}", refused.text);
    // It does not stop IT, and IT does not put it in force unseen: the text in force stays.
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
            .put("/v1/policies/small-only", PERMIT.replace("policy: all", "policy: small-only"))
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
    assert_eq!(world.http(&world.champion).put("/v1/policies/small-only", narrow).await.status, 403);

    let gone = approver.send("DELETE", "/v1/policies/small-only", None, &[]).await;
    assert_eq!(gone.status, 204, "{}", gone.text);
    assert_eq!(world.call(60, "wait=5").await.status, 403, "in force until it is taken out");
    assert_eq!(approver.post("/v1/policies/small-only/activate", "").await.status, 200);
    assert_eq!(world.call(60, "wait=5").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_is_asked_for_granted_narrowed_or_rejected() {
    let world = World::start().await;
    let it = world.http(&world.it);
    let start = PERMIT.replace("access: {}", "access: { properties: { kind: { enum: [start, respond] } } }");
    assert_eq!(it.put("/v1/policies/all", start).await.status, 200);
    for name in ["refunds-are-looked-at", "large-refunds"] {
        assert_eq!(it.send("DELETE", &format!("/v1/policies/{name}"), None, &[]).await.status, 204);
    }
    assert_eq!(it.post("/v1/policies/activate", "").await.status, 200);

    let (code, said) = world.publish(WORKFLOW);
    assert_eq!(code, Some(4), "{said}");
    assert!(said.contains("towpath requests open support/refund"), "{said}");
    let opened =
        world.cli(&world.champion, &["requests", "open", "support/refund", "-p", "pay back at once"]);
    assert_eq!(opened.status.code(), Some(0), "{}", String::from_utf8_lossy(&opened.stderr));
    let id = out(&opened).trim().to_owned();
    assert_eq!(world.cli(&world.approver, &["requests", "grant", &id]).status.code(), Some(4));
    let listed = out(&world.cli(&world.it, &["requests", "list"]));
    assert!(
        listed.contains("support/refund  by mia@acme.example") && listed.contains("pay back at once"),
        "{listed}"
    );
    let permit = out(&world.cli(&world.it, &["requests", "show", &id, "--permit"]));
    assert!(permit.contains(r#""operation":{"const":"refund"}"#) && permit.contains("expires: "), "{permit}");

    // IT narrows it: at most 50 at a time.
    let narrow = permit.replace(r#""amount":true"#, r#""amount":{"type":"number","maximum":50}"#);
    assert_ne!(narrow, permit);
    let endless: String =
        narrow.lines().filter(|line| !line.starts_with("expires")).map(|l| format!("{l}\n")).collect();
    let refused =
        it.decide(&format!("/v1/requests/{id}"), "grant", json!({ "permit": endless }).to_string()).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &narrow).unwrap();
    let granted =
        world.cli(&world.it, &["requests", "grant", &id, "--permit", file.path().to_str().unwrap()]);
    let said = String::from_utf8_lossy(&granted.stderr).into_owned();
    assert!(
        granted.status.code() == Some(0) && said.contains("granted by `grant-") && !said.contains("still"),
        "{said}"
    );
    assert_eq!(world.publish(WORKFLOW).0, Some(0));
    assert_eq!(world.call(50, "wait=5").await.status, 200);
    assert_eq!(world.call(51, "wait=5").await.status, 403);
    assert_eq!(
        world.cli(&world.it, &["requests", "reject", &id, "-m", "late"]).status.code(),
        Some(1),
        "decided"
    );
    let again = world.cli(&world.champion, &["requests", "open", "support/refund", "-p", "again"]);
    assert_eq!(again.status.code(), Some(1), "nothing is refused any more");

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
    let id = out(&world.cli(&world.champion, &system)).trim().to_owned();
    assert_eq!(
        world.cli(&world.it, &["requests", "reject", &id, "-m", "we use another"]).status.code(),
        Some(0)
    );
    let shown = out(&world.cli(&world.champion, &["requests", "show", &id]));
    assert!(
        shown.contains("`parcels` of Canal") && shown.contains("rejected by ivo@acme.example"),
        "{shown}"
    );
    assert_eq!(world.http(&world.champion).get("/v1/requests/none").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_policies_would_change_is_known_before_they_do() {
    let world = World::start().await;
    let it = world.http(&world.it);
    assert_eq!(it.send("DELETE", "/v1/policies/large-refunds", None, &[]).await.status, 204);
    assert_eq!(it.post("/v1/policies/activate", "").await.status, 200);
    assert_eq!(world.publish(WORKFLOW).0, Some(0));
    assert_eq!(
        world.cli(&world.approver, &["reviews", "approve", "support/refund", "1.0.0"]).status.code(),
        Some(0)
    );
    for amount in [10, 60, 70] {
        assert_eq!(world.call(amount, "wait=5").await.status, 200);
    }
    assert_eq!(world.cli(&world.it, &["policies", "impact"]).status.code(), Some(0), "nothing was saved");

    let folder = tempfile::tempdir().unwrap();
    let ceiling = "policy: ceiling\ntitle: At most 50\neffect: forbid
access: { properties: { integration: { const: payments }, arguments: { type: object, required: [amount], properties: { amount: { type: number, exclusiveMinimum: 50 } } } } }
reason: At most 50.
tests: [{ name: more, access: { integration: payments, arguments: { amount: 51 } }, expect: deny }]\n";
    std::fs::write(folder.path().join("ceiling.yaml"), ceiling).unwrap();
    let review = REVIEW.replace("Money leaves the house.", "Money leaves the house at once.");
    std::fs::write(folder.path().join("review.yaml"), review).unwrap();
    let path = folder.path().to_str().unwrap();
    let saved = world.cli(&world.it, &["policies", "activate", path, "--save-only"]);
    assert_eq!(saved.status.code(), Some(0), "{}", String::from_utf8_lossy(&saved.stderr));
    let output = world.cli(&world.it, &["policies", "impact"]);
    let said = out(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("support/refund /do/0/pay: 2 calls, allow -> deny by `ceiling`"), "{said}");
    assert!(said.contains("support/refund 1.0.0, by mia@acme.example"), "{said}");
    assert!(said.contains("its approval for `refunds-are-looked-at` would be void"), "{said}");
    assert_eq!(world.call(60, "wait=5").await.status, 200, "asking changes nothing");
    assert_eq!(world.cli(&world.champion, &["policies", "impact"]).status.code(), Some(4));

    let question = json!({ "access": { "integration": "payments", "operation": "refund", "arguments": { "amount": 60 } } });
    let explained = it.post("/v1/policies/explain", question.to_string()).await;
    assert_eq!(
        explained.body["decision"]["outcome"], "review",
        "what is in force decides: {}",
        explained.text
    );
    let wrong = it.post("/v1/policies/explain", json!({ "access": { "kin": "call" } }).to_string()).await;
    assert_eq!((wrong.status, &wrong.body["code"]), (422, &json!("TP4040")), "{}", wrong.text);

    let unconfirmed = world.cli(&world.it, &["policies", "activate"]);
    let said = String::from_utf8_lossy(&unconfirmed.stderr).into_owned();
    assert_eq!(unconfirmed.status.code(), Some(1), "{said}");
    assert!(said.contains("support/refund of mia@acme.example"), "{said}");
    assert!(said.contains("/do/0/pay: calls that were made are now `deny` by `ceiling`"), "{said}");
    assert_eq!(world.call(60, "wait=5").await.status, 200, "nothing was changed");
    let digest = said.split("--confirm ").nth(1).and_then(|rest| rest.split('`').next()).unwrap();
    let active = world.cli(&world.it, &["policies", "activate", "--confirm", digest]);
    assert_eq!(active.status.code(), Some(0), "{}", String::from_utf8_lossy(&active.stderr));
    let refused = world.call(60, "wait=5").await;
    assert_eq!((refused.status, &refused.body["reason"]), (403, &json!("At most 50.")), "{}", refused.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_may_name_approvers_of_another_namespace() {
    let world = World::start().await;
    let it = world.http(&world.it);
    for (name, text) in [("refunds-are-looked-at", REVIEW), ("large-refunds", HOLD)] {
        let text = text.replace("role: approver }", "role: approver, namespace: finance }");
        assert_eq!(it.put(&format!("/v1/policies/{name}"), text).await.status, 200);
    }
    assert_eq!(it.post("/v1/policies/activate", "").await.status, 200);
    let body =
        json!({ "name": "fay@acme.example", "grants": [{ "role": "approver", "namespace": "finance" }] });
    let made = world.server.http().post("/v1/tokens", body.to_string()).await;
    let finance = made.body["token"].as_str().unwrap().to_owned();

    assert_eq!(world.publish(WORKFLOW).0, Some(0));
    assert_eq!(
        world.cli(&world.approver, &["reviews", "approve", "support/refund", "1.0.0"]).status.code(),
        Some(4)
    );
    assert!(out(&world.cli(&finance, &["reviews", "list"])).starts_with("support/refund 1.0.0"));
    assert_eq!(
        world.cli(&finance, &["reviews", "approve", "support/refund", "1.0.0"]).status.code(),
        Some(0)
    );
    assert_eq!(out(&world.cli(&finance, &["reviews", "list", "--all"])), "", "it waits for them no longer");
    let run = world.call(700, "respond-async").await.body["id"].as_str().unwrap().to_owned();
    let place = loop {
        let listed = out(&world.cli(&finance, &["holds", "list"]));
        if let Some(place) = listed.split_whitespace().next() {
            break place.to_owned();
        }
    };
    assert_eq!(world.cli(&world.approver, &["holds", "sign", &place]).status.code(), Some(4));
    assert_eq!(world.cli(&finance, &["holds", "sign", &place]).status.code(), Some(0));
    assert_eq!(world.ended(&run).await["status"], "completed");
    let missing = world.http(&finance).get("/v1/reviews/support/none/1.0.0").await.status;
    let hidden = world.http(&finance).get("/v1/reviews/support/refund/1.0.0").await.status;
    assert_eq!((missing, hidden), (403, 403), "what is there looks like what is not");
}
