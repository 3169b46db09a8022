//! Grants that race with other changes, and under `kill -9`: policy, grant, set in force and request change together or not at
//! all.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use serde_json::{Value, json};
use towpath_tests::office::START_ONLY;
use towpath_tests::{Office, pause};

const PAYS: &str = "{ call: 'payments.refund:1.0.0@default', with: { amount: 7 } }";
const ROUNDS: usize = 12;

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("no {name}: {value}"))
}

fn place(request: &Value) -> String {
    format!("/v1/requests/{}", text(request, "id"))
}

/// The name of the drafted permit.
fn policy(request: &Value) -> String {
    let permit = text(request, "permit");
    let line = permit.lines().find(|line| line.starts_with("policy: ")).unwrap();
    line.trim_start_matches("policy: ").trim_matches('"').to_owned()
}

/// Checks that a grant is complete or absent; whether it is complete.
async fn is_whole(office: &Office, request: &Value) -> bool {
    let (now, name) = (office.it.get(&place(request)).await, policy(request));
    let granted = now.body["state"] == "granted";
    let saved = office.it.get(&format!("/v1/policies/{name}")).await;
    let kept = office.it.get(&format!("/v1/grants/{name}")).await;
    let found = (saved.status == 200, kept.status == 200, office.in_force().await.contains_key(&name));
    assert_eq!(found, (granted, granted, granted), "{}\n{}\n{}", now.text, saved.text, kept.text);
    if granted {
        assert_eq!(saved.body["active"], true, "{}", saved.text);
    }
    granted
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_grant_and_a_rejection_one_wins_and_the_other_changes_nothing() {
    let office = Office::start(START_ONLY, &[]).await;
    let mut granted = 0;
    for round in 0..ROUNDS {
        let request = office.ask(&format!("w{round}"), PAYS).await;
        let (place, digest) = (place(&request), text(&request, "digest").to_owned());
        let reject = json!({ "reason": "no" }).to_string();
        let (grant, reject) = tokio::join!(
            office.it.decide_shown(&place, "grant", &digest, "{}"),
            office.second.decide_shown(&place, "reject", &digest, reject)
        );
        let mut statuses = [grant.status, reject.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{}\n{}", grant.text, reject.text);
        assert_eq!(is_whole(&office, &request).await, grant.status == 200);
        granted += usize::from(grant.status == 200);
    }
    assert_eq!(office.in_force().await.len(), 1 + granted);
}

#[tokio::test(flavor = "multi_thread")]
async fn different_grants_and_an_activation_at_once_lose_nothing() {
    let office = Office::start(START_ONLY, &[]).await;
    for round in 0..ROUNDS {
        let first = office.ask(&format!("a{round}"), PAYS).await;
        let second = office.ask(&format!("b{round}"), PAYS).await;
        let (one, other) = (place(&first), place(&second));
        let (one, other, active) = tokio::join!(
            office.it.decide_shown(&one, "grant", text(&first, "digest"), "{}"),
            office.second.decide_shown(&other, "grant", text(&second, "digest"), "{}"),
            office.it.post("/v1/policies/activate", "")
        );
        for (answer, request) in [(&one, &first), (&other, &second)] {
            assert_eq!(answer.status, 200, "a grant is decided on what is in force then: {}", answer.text);
            assert!(is_whole(&office, request).await);
        }
        assert!(matches!(active.status, 200 | 409), "{}", active.text);
    }
    assert_eq!(office.in_force().await.len(), 1 + 2 * ROUNDS, "no permit got lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_whose_test_fails_leaves_nothing_and_can_be_given_again() {
    let office = Office::start(START_ONLY, &[]).await;
    let request = office.ask("pays", PAYS).await;
    let before = office.it.get("/v1/policy-sets").await.body;
    let failing: String = text(&request, "permit")
        .lines()
        .map(|line| match line.starts_with("tests:") {
            true => "tests: [{ name: wrong, workflow: { name: pays }, access: { integration: payments }, expect: hold }]\n"
                .to_owned(),
            false => format!("{line}\n"),
        })
        .collect();
    let refused = office.it.decide(&place(&request), "grant", json!({ "permit": failing }).to_string()).await;
    assert_eq!((refused.status, &refused.body["code"]), (422, &json!("TP4028")), "{}", refused.text);
    assert!(!is_whole(&office, &request).await);
    assert_eq!(office.it.get("/v1/policy-sets").await.body, before);
    let granted = office.it.decide(&place(&request), "grant", "{}").await;
    assert_eq!((granted.status, &granted.body["stillRefused"]), (200, &json!([])), "{}", granted.text);
    assert!(is_whole(&office, &request).await);
    // A name that is taken is refused, and the request stays open.
    let next = office.ask("next", PAYS).await;
    let taken = text(&next, "permit").replace(&policy(&next), "all");
    let refused = office.it.decide(&place(&next), "grant", json!({ "permit": taken }).to_string()).await;
    assert_eq!((refused.status, &refused.body["code"]), (409, &json!("TP4137")), "{}", refused.text);
    assert_eq!(office.it.decide(&place(&next), "grant", "{}").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_grant_is_whole_or_open() {
    let office = Office::start(START_ONLY, &[]).await;
    let (mut whole, mut open) = (0, 0);
    for round in 0..10_u64 {
        let request = office.ask(&format!("w{round}"), PAYS).await;
        let (it, place, digest) = (office.it.clone(), place(&request), text(&request, "digest").to_owned());
        let path = format!("{place}/grant");
        let sent = tokio::spawn(async move {
            let tag = format!("\"{digest}\"");
            it.try_send("POST", &path, Some("{}".into()), &[("If-Match", &tag)])
                .await
                .map(|answer| answer.status)
        });
        pause(Duration::from_millis(round * 5), "each round kills at another moment").await;
        office.world.server.restart().await;
        let answered = sent.await.unwrap();
        let is_whole_now = is_whole(&office, &request).await;
        assert!(is_whole_now || answered.ok() != Some(200), "it was acknowledged");
        if is_whole_now {
            whole += 1;
        } else {
            open += 1;
            let again = office.it.decide(&place, "grant", "{}").await;
            assert_eq!(again.status, 200, "it can be granted again: {}", again.text);
            assert!(is_whole(&office, &request).await);
        }
    }
    assert_eq!(whole + open, 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_shown_is_what_is_granted() {
    let office = Office::start(START_ONLY, &[]).await;
    let request = office.ask("pays", PAYS).await;
    assert_eq!(request["permits"], json!(["payments.refund 1.0.0"]), "{request}");
    let (place, digest) = (place(&request), text(&request, "digest"));
    for verb in ["grant", "reject"] {
        let body = if verb == "grant" { "{}" } else { r#"{"reason":"no"}"# };
        let unseen = office.it.post(&format!("{place}/{verb}"), body).await;
        assert_eq!((unseen.status, &unseen.body["code"]), (428, &json!("TP4090")), "{}", unseen.text);
        for wrong in ["*", "W/\"sha256:00\"", "\"3\""] {
            let malformed = office
                .it
                .send("POST", &format!("{place}/{verb}"), Some(body.into()), &[("If-Match", wrong)])
                .await;
            assert_eq!(malformed.status, 400, "{verb} {wrong}: {}", malformed.text);
        }
    }
    // The operation that the permit names has changed.
    let changed = towpath_tests::office::PAYMENTS.replace("path: /refunds", "path: /payouts");
    assert_eq!(office.it.put("/v1/integrations/payments", changed).await.status, 200);
    let other = office.it.decide_shown(&place, "grant", digest, "{}").await;
    assert_eq!((other.status, &other.body["code"]), (409, &json!("TP4091")), "{}", other.text);
    assert!(other.text.contains("payments.refund 1.0.0"), "{}", other.text);
    assert!(!is_whole(&office, &request).await);
    let now = other.body["digest"].as_str().unwrap();
    assert_eq!(office.it.decide_shown(&place, "grant", now, "{}").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_grant_that_waits_takes_the_delegated_permit_with_it() {
    let office = Office::start(START_ONLY, &[]).await;
    let request = office.ask("pays", PAYS).await;
    let delegated = text(&request, "permit").to_owned() + "delegate: [support]\n";
    let granted =
        office.it.decide(&place(&request), "grant", json!({ "permit": delegated }).to_string()).await;
    assert_eq!(granted.status, 200, "{}", granted.text);
    let child: String = text(&request, "permit")
        .lines()
        .filter(|line| !line.starts_with("policy:"))
        .map(|line| format!("{line}\n"))
        .collect();
    let child = format!("policy: child\nowner: support\n{child}");
    let put = office.approver.put("/v1/policies/child", child.clone()).await;
    assert_eq!(put.status, 200, "{}", put.text);
    let active = office.approver.post("/v1/policies/child/activate", "").await;
    assert_eq!(active.status, 200, "{}", active.text);
    assert_eq!(office.publish("pays", "1.0.0", PAYS).await.status, 201);

    let changed = towpath_tests::office::PAYMENTS.replace("path: /refunds", "path: /payouts");
    let asked = office.it.put("/v1/integrations/payments", changed.clone()).await;
    assert_eq!((asked.status, &asked.body["code"]), (409, &json!("TP4133")), "{}", asked.text);
    let confirm = format!("/v1/integrations/payments?confirm={}", text(&asked.body, "impact"));
    let put = office.it.put(&confirm, changed).await;
    assert_eq!(put.status, 200, "{}", put.text);
    let said = put.body["diagnostics"].as_array().unwrap();
    assert_eq!(said.len(), 2, "the grant and its child: {}", put.text);
    let refused = office
        .champion
        .send("POST", "/v1/workflows/support/pays/runs", Some("{}".into()), &[("Prefer", "wait=10")])
        .await;
    assert_eq!(refused.status, 403, "{}", refused.text);
    let reason = text(&refused.body, "reason");
    assert!(reason.contains("waits") && reason.contains(&policy(&request)), "{reason}");
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_grants_are_not_for_delegated_policies() {
    let office = Office::start(START_ONLY, &[]).await;
    let request = office.ask("pays", PAYS).await;
    let squat = format!(
        "policy: {}\ntitle: Squat\neffect: forbid\nowner: support\nworkflow: {{ properties: {{ namespace: {{ const: support }} }} }}\naccess: true\n",
        policy(&request)
    );
    let refused = office.approver.put(&format!("/v1/policies/{}", policy(&request)), squat).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert_eq!(refused.body["diagnostics"][0]["code"], "TP4135", "{}", refused.text);
    assert_eq!(office.it.decide(&place(&request), "grant", "{}").await.status, 200);
}
