//! Activations and proposals that race with other changes, and under `kill -9`.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use serde_json::{Value, json};
use towpath_tests::{Office, PERMIT_ALL, pause};

const NOTHING: &str = "{ set: { a: 1 } }";
const LOOKS: &str = "{ call: 'payments.lookup:1.0.0@default', with: {} }";
const PROPOSED: &str = "/v1/policy-sets/proposed";

fn forbid(name: &str, access: &str, expect: &str) -> String {
    format!(
        "policy: {name}\ntitle: {name}\neffect: forbid\naccess: {{ properties: {{ {access} }} }}\nreason: Not any more.
tests: [{{ name: it, access: {{ integration: payments, operation: lookup }}, expect: {expect} }}]\n"
    )
}

const LOOKUP: &str = "operation: { const: lookup }";

async fn save(office: &Office, name: &str, text: String) {
    let saved = office.it.put(&format!("/v1/policies/{name}"), text).await;
    assert_eq!(saved.status, 200, "{}", saved.text);
}

async fn revisions(office: &Office) -> Vec<Value> {
    office.it.get("/v1/policy-sets").await.body["revisions"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_is_published_meanwhile_loses_nothing_unconfirmed() {
    let office = Office::start(PERMIT_ALL, &[]).await;
    assert_eq!(office.publish("busy", "1.0.0", NOTHING).await.status, 201);
    for _ in 0..15 {
        let calls = (0..20).map(|_| {
            let champion = office.champion.clone();
            tokio::spawn(async move { champion.post("/v1/workflows/support/busy/runs", "{}").await.status })
        });
        for call in calls.collect::<Vec<_>>() {
            assert_eq!(call.await.unwrap(), 200);
        }
    }
    let (mut published, mut activated) = (0, 0);
    for round in 0..8 {
        save(&office, "stop", forbid("stop", LOOKUP, "deny")).await;
        let name = format!("looks{round}");
        let (active, live) =
            tokio::join!(office.it.post("/v1/policies/activate", ""), office.publish(&name, "1.0.0", LOOKS));
        match (active.status, live.status) {
            (200, 403) => activated += 1,
            (409, 201) => {
                published += 1;
                assert!(active.text.contains(&name), "it says what is live now: {}", active.text);
            }
            other => panic!("{other:?}: {}\n{}", active.text, live.text),
        }
        // Back to the start: nothing is forbidden, and no such version is live.
        if live.status == 201 {
            let retired = format!("/v1/workflows/support/{name}/versions/1.0.0/state");
            let state = json!({ "state": "retired", "reason": "tests" }).to_string();
            assert!(office.it.put(&retired, state).await.status < 300);
        }
        assert_eq!(office.it.send("DELETE", "/v1/policies/stop", None, &[]).await.status, 204);
        assert_eq!(office.it.activate().await.status, 200);
    }
    assert_eq!(published + activated, 8);
    let report = office.it.get("/v1/policies/impact").await.body;
    let looked_at: Vec<&str> =
        report["lookedAt"].as_array().unwrap().iter().map(|one| one["version"].as_str().unwrap()).collect();
    assert_eq!(looked_at, ["support/busy@1.0.0"], "retired ones cannot be called: {report}");
    assert_eq!(report["revision"], json!(revisions(&office).await[0]["revision"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proposal_goes_only_when_its_proposer_says_so() {
    let office = Office::start(PERMIT_ALL, &["--second-approver"]).await;
    save(&office, "one", forbid("one", LOOKUP, "deny")).await;
    let first = office.it.post("/v1/policies/activate", r#"{"reason":"first"}"#).await;
    assert_eq!(first.status, 202, "{}", first.text);
    let same = office.it.post("/v1/policies/activate", r#"{"reason":"first"}"#).await;
    assert_eq!((same.status, &same.body["digest"]), (202, &first.body["digest"]), "{}", same.text);
    // Another grace period, reason or person is another proposal.
    let long = json!({ "reason": "first", "graceSeconds": 7_776_000 }).to_string();
    for (who, body) in [(&office.it, long.clone()), (&office.second, r#"{"reason":"first"}"#.to_owned())] {
        let other = who.post("/v1/policies/activate", body).await;
        assert_eq!((other.status, &other.body["code"]), (409, &json!("TP4132")), "{}", other.text);
        assert_eq!(other.body["digest"], first.body["digest"], "{}", other.text);
    }
    let theirs = json!({ "reason": "mine", "replaces": first.body["digest"] }).to_string();
    assert_eq!(office.second.post("/v1/policies/activate", theirs).await.status, 409, "not theirs");
    let mut replacing: Value = serde_json::from_str(&long).unwrap();
    replacing["replaces"] = first.body["digest"].clone();
    let replaced = office.it.post("/v1/policies/activate", replacing.to_string()).await;
    assert_eq!(replaced.status, 202, "{}", replaced.text);
    // The digest of the first one is no longer valid.
    let digest = first.body["digest"].as_str().unwrap();
    let stale = office.second.decide_shown(PROPOSED, "approve", digest, "").await;
    assert_eq!((stale.status, &stale.body["code"]), (409, &json!("TP4091")), "{}", stale.text);
    assert_eq!(revisions(&office).await.len(), 1);
    // An approval does not undo what came into force since the proposal.
    let own = "policy: own\ntitle: Own\neffect: forbid\nowner: support\nworkflow: { properties: { namespace: { const: support } } }\naccess: { properties: { kind: { const: emit } } }\n";
    assert_eq!(office.approver.put("/v1/policies/own", own).await.status, 200);
    assert_eq!(office.approver.post("/v1/policies/own/activate", "").await.status, 200);
    let overtaken = office.second.decide(PROPOSED, "approve", "").await;
    assert_eq!((overtaken.status, &overtaken.body["code"]), (409, &json!("TP4013")), "{}", overtaken.text);
    assert!(office.in_force().await.contains_key("own"));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_approvals_and_a_withdrawal_one_wins() {
    let office = Office::start(PERMIT_ALL, &["--second-approver"]).await;
    let third = office.world.root_person("kai@acme.example", &["it"]).await;
    for round in 0..8 {
        save(
            &office,
            "one",
            forbid("one", LOOKUP, "deny").replace("title: one", &format!("title: v{round}")),
        )
        .await;
        let proposed = office.it.post("/v1/policies/activate", "").await;
        assert_eq!(proposed.status, 202, "{}", proposed.text);
        let (digest, before) = (proposed.body["digest"].as_str().unwrap(), revisions(&office).await.len());
        let tag = format!("\"{digest}\"");
        let match_it = [("If-Match", tag.as_str())];
        let (one, other, gone) = tokio::join!(
            office.second.decide_shown(PROPOSED, "approve", digest, ""),
            third.decide_shown(PROPOSED, "approve", digest, ""),
            office.it.send("DELETE", PROPOSED, None, &match_it)
        );
        let won = [one.status == 200, other.status == 200, gone.status == 204];
        assert_eq!(won.iter().filter(|won| **won).count(), 1, "{}\n{}\n{}", one.text, other.text, gone.text);
        for lost in [&one, &other, &gone].iter().filter(|answer| answer.status >= 300) {
            assert_eq!(lost.status, 409, "{}", lost.text);
        }
        let after = revisions(&office).await.len();
        assert_eq!(after - before, usize::from(!won[2]), "one approval, one revision");
        assert_eq!(office.it.get(PROPOSED).await.status, 404, "nothing is proposed any more");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_approval_is_in_force_or_still_proposed() {
    let office = Office::start(PERMIT_ALL, &["--second-approver"]).await;
    for round in 0..8_u64 {
        save(
            &office,
            "one",
            forbid("one", LOOKUP, "deny").replace("title: one", &format!("title: v{round}")),
        )
        .await;
        let proposed = office.it.post("/v1/policies/activate", "").await;
        assert_eq!(proposed.status, 202, "{}", proposed.text);
        let before = revisions(&office).await.len();
        let (second, tag) =
            (office.second.clone(), format!("\"{}\"", proposed.body["digest"].as_str().unwrap()));
        let sent = tokio::spawn(async move {
            let approve = format!("{PROPOSED}/approve");
            second.try_send("POST", &approve, None, &[("If-Match", &tag)]).await.map(|answer| answer.status)
        });
        pause(Duration::from_millis(round * 5), "each round kills at another moment").await;
        office.world.server.restart().await;
        let answered = sent.await.unwrap().ok();
        let is_in_force = revisions(&office).await.len() > before;
        let is_proposed = office.it.get(PROPOSED).await.status == 200;
        assert_ne!(is_in_force, is_proposed, "either, and never both");
        assert!(is_in_force || answered != Some(200), "it was acknowledged");
        if is_proposed {
            assert_eq!(office.second.decide(PROPOSED, "approve", "").await.status, 200);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forbid_goes_through_whatever_else_is_saved() {
    let office = Office::start(PERMIT_ALL, &[]).await;
    let theirs = "policy: theirs\ntitle: Theirs\neffect: forbid\nowner: support\nworkflow: { properties: { namespace: { const: support } } }\naccess: { properties: { kind: { const: emit } } }\n";
    let failing = format!("{theirs}tests: [{{ name: wrong, access: {{ kind: emit }}, expect: allow }}]\n");
    assert_eq!(office.approver.put("/v1/policies/theirs", failing).await.status, 200);
    save(&office, "stop", forbid("stop", LOOKUP, "deny")).await;
    let active = office.it.post("/v1/policies/activate", "").await;
    assert_eq!(active.status, 200, "an approver's failing test stops nothing: {}", active.text);
    let warning = &active.body["warnings"][0];
    assert_eq!(warning["code"], "TP4134", "{}", active.text);
    assert!(warning["message"].as_str().unwrap().contains("`theirs` of `support`"), "{warning}");
    assert_eq!(office.in_force().await.keys().collect::<Vec<_>>(), ["all", "stop"]);
    let own = office.approver.post("/v1/policies/theirs/activate", "").await;
    assert_eq!(own.status, 422, "its author is told: {}", own.text);
    // A failing test of IT stops an activation of everything, but not one of named policies.
    save(&office, "broken", forbid("broken", LOOKUP, "allow")).await;
    assert_eq!(office.it.post("/v1/policies/activate", "").await.status, 422);
    save(&office, "now", forbid("now", "operation: { const: refund }", "allow")).await;
    let named = office.it.post("/v1/policies/activate", r#"{"policies":["now"],"reason":"emergency"}"#).await;
    assert_eq!(named.status, 200, "{}", named.text);
    assert_eq!(named.body["changed"], json!(["now"]));
    assert_eq!(office.in_force().await.keys().collect::<Vec<_>>(), ["all", "now", "stop"]);
    let none = office.it.post("/v1/policies/activate", r#"{"policies":["none"]}"#).await;
    assert_eq!(none.status, 404, "{}", none.text);
}
