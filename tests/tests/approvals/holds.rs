//! Releasing held calls: the approver names what was shown, may view it, and has no part in the run.

use serde_json::json;
use towpath_tests::{Http, PERMIT_ALL, World, hold_path, hold_place};

use super::{WORKFLOW, submit};

const HOLD: &str = "policy: told-is-held\ntitle: What is told is held\neffect: hold
approvers: { role: approver, namespace: finance }\naccess: { properties: { kind: { const: emit }, arguments: { type: object, required: [type], properties: { type: { const: paid } } } } }
reason: Others hear it.\n";
const LABELS: &str = "policy: input-is-private\ntitle: Input is private\nlabels: { input: [customer-data] }
reason: Customers.\n";

/// Waits for an event first, if `heard`; then emits its input.
fn telling(version: &str, heard: bool) -> String {
    let hear = "  - hear: { listen: { to: { one: { with: { type: go } } } } }\n";
    format!(
        "document: {{ dsl: 1.0.3, namespace: support, name: tells, version: {version} }}
do:
{}  - tell: {{ emit: {{ event: {{ with: {{ type: paid, data: {{ amount: '${{ $workflow.input.amount }}' }} }} }} }} }}
",
        if heard { hear } else { "" }
    )
}

/// Starts a run; its id.
async fn start(who: &Http, amount: u32) -> String {
    who.start(WORKFLOW, &json!({ "amount": amount })).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_approver_of_another_namespace_sees_what_they_release_or_is_told_what_not() {
    let world = World::start(&[PERMIT_ALL, HOLD, LABELS]).await;
    let mia = world.person("mia", &["champion:support"]).await;
    let it = world.person("ivo", &["it"]).await;
    let finance = ["approver:finance"];
    let fay = world.with_token(&world.server.root_token_viewing("fay", &finance, &["customer-data"]).await);
    let bob = world.person("bob", &finance).await;
    assert_eq!(submit(&mia, telling("1.0.0", false)).await.status, 201);
    let hold = bob.held(&start(&mia, 700).await).await;
    let path = hold_path(&hold);

    // Fay may view the value, and the audit log has that she did.
    let shown = fay.get(&path).await;
    assert_eq!(
        (shown.status, &shown.body["arguments"]["data"]["amount"]),
        (200, &json!(700)),
        "{}",
        shown.text
    );
    assert_eq!(shown.body["unseen"], json!([]));
    let looked = it.get("/v1/audit?who=fay").await;
    let action = "GET /v1/holds/{run}/{effect} unmasked: customer-data";
    assert!(
        looked.body["entries"].as_array().unwrap().iter().any(|entry| entry["action"] == action),
        "{}",
        looked.text
    );
    // Bob may not: he sees which labels are hidden, and cannot release the call.
    let masked = bob.get(&path).await;
    assert_eq!((masked.status, &masked.body["unseen"]), (200, &json!(["customer-data"])), "{}", masked.text);
    assert!(!masked.text.contains("amount"), "{}", masked.text);
    let looked = it.get("/v1/audit?who=bob").await;
    assert!(looked.text.contains("\"GET /v1/holds/{run}/{effect}\""), "{}", looked.text);
    let blind = bob.decide(&path, "release", "").await;
    assert_eq!((blind.status, &blind.body["code"]), (403, &json!("TP4094")), "{}", blind.text);
    assert!(blind.body["detail"].as_str().unwrap().contains("`customer-data`"), "{}", blind.text);
    // The command line shows the call before it releases it.
    fay.cli(&["holds", "release", &hold_place(&hold)]).ends(0).says(&["\"amount\": 700"]);

    // With `releaseUnseen`, people release what they cannot read.
    let unseen = HOLD.replace("reason:", "hold: { releaseUnseen: true }\nreason:");
    assert!(it.put("/v1/policies/told-is-held", unseen).await.status < 300);
    assert_eq!(it.activate().await.status, 200);
    let hold = bob.held(&start(&mia, 800).await).await;
    let released = bob.decide(&hold_path(&hold), "release", "").await;
    assert_eq!(released.status, 204, "{}", released.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_names_the_call_and_is_nobodys_who_has_a_part_in_it() {
    let world = World::start(&[PERMIT_ALL, HOLD]).await;
    let mia = world.person("mia", &["champion:support"]).await;
    let roles = ["approver:finance", "app:support"];
    let (eve, shop) = (world.person("eve", &roles).await, world.person("shop", &roles).await);
    let fay = world.person("fay", &["approver:finance"]).await;
    assert_eq!(submit(&mia, telling("1.0.0", true)).await.status, 201);
    let run = start(&shop, 7).await;
    mia.waiting(&run).await;
    // The event comes in a batch with others.
    let event =
        |id: &str, kind: &str| json!({ "specversion": "1.0", "id": id, "source": "tests", "type": kind });
    let batch = json!([event("1", "other"), event("2", "go")]).to_string();
    let media = [("Content-Type", "application/cloudevents-batch+json")];
    let sent = eve.send("POST", "/v1/events", Some(batch.into()), &media).await;
    assert_eq!(sent.status, 202, "{}", sent.text);
    let hold = fay.held(&run).await;
    world.server.restart().await;
    let (path, digest) = (hold_path(&hold), hold["digest"].as_str().unwrap());
    assert_eq!(hold["heardFrom"], json!(["eve"]), "{hold}");
    for (who, did) in [(&eve, "sent an event"), (&shop, "started the run")] {
        let refused = who.decide(&path, "release", "").await;
        assert_eq!((refused.status, &refused.body["code"]), (403, &json!("TP4033")), "{}", refused.text);
        assert!(refused.body["detail"].as_str().unwrap().contains(did), "{}", refused.text);
    }
    for verb in ["release", "decline"] {
        let without = fay.post(&format!("{path}/{verb}"), "").await;
        assert_eq!((without.status, &without.body["code"]), (428, &json!("TP4090")), "{}", without.text);
        let other = format!("sha256:{}", "00".repeat(32));
        let refused = fay.decide_shown(&path, verb, &other, "").await;
        assert_eq!((refused.status, &refused.body["code"]), (409, &json!("TP4091")), "{}", refused.text);
        assert_eq!(refused.body["digest"], digest, "{}", refused.text);
    }
    assert_eq!(fay.decide_shown(&path, "release", digest, "").await.status, 204);
    let late = fay.decide_shown(&path, "decline", digest, "").await;
    assert_eq!((late.status, &late.body["code"]), (409, &json!("TP4095")), "{}", late.text);
    assert!(late.body["detail"].as_str().unwrap().contains("fay released it"), "{}", late.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_answers_a_hold_after_its_run_was_cancelled_is_told() {
    let world = World::start(&[PERMIT_ALL, HOLD]).await;
    let mia = world.person("mia", &["champion:support"]).await;
    let fay = world.person("fay", &["approver:finance"]).await;
    assert_eq!(submit(&mia, telling("1.0.0", false)).await.status, 201);
    for attempt in 0..12 {
        let run = start(&mia, attempt).await;
        let hold = fay.held(&run).await;
        let (path, digest) = (hold_path(&hold), hold["digest"].as_str().unwrap().to_owned());
        let cancel = format!("/v1/runs/{run}/cancel");
        let (declined, _) =
            tokio::join!(fay.decide_shown(&path, "decline", &digest, ""), mia.post(&cancel, ""));
        let ended = mia.ended(&run).await;
        let journal = mia.get(&format!("/v1/runs/{run}/journal")).await.text;
        let was_declined = journal.contains("\"declined\"");
        let expected = if was_declined { 204 } else { 409 };
        assert_eq!(declined.status, expected, "{}\n{ended}", declined.text);
        if !was_declined {
            assert_eq!(declined.body["code"], "TP4095", "{}", declined.text);
            assert_eq!(ended["status"], "cancelled");
        }
    }
}
