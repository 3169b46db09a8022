//! Integrations that change under live versions and unfinished runs: the impact is reported, has to be confirmed, and the
//! owners are notified.

#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::json;
use towpath_tests::office::PAYMENTS;
use towpath_tests::{Answer, Office, PERMIT_ALL};

const PLACE: &str = "/v1/integrations/payments";
const LOOKS: &str = "{ call: 'payments.lookup:1.0.0@default', with: {} }";
const PAYS: &str = "{ call: 'payments.refund:1.0.0@default', with: { amount: 7 } }";

async fn confirmed(office: &Office, asked: &Answer, text: String) -> Answer {
    let impact = asked.body["impact"].as_str().unwrap_or_else(|| panic!("{}", asked.text));
    office.it.put(&format!("{PLACE}?confirm={impact}"), text).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_change_takes_from_live_versions_is_confirmed_and_told() {
    let office = Office::start(PERMIT_ALL, &[]).await;
    assert_eq!(office.publish("looks", "1.0.0", LOOKS).await.status, 201);
    assert_eq!(office.publish("pays", "1.0.0", PAYS).await.status, 201);
    for (from, to, says) in [
        ("  lookup:", "  find:", Some("`payments.lookup 1.0.0` is not there any more")),
        ("amount: { type: number }", "amount: { type: number, maximum: 5 }", Some("takes less than it did")),
        ("amount: { type: number }", "amount: { type: [number, string] }", None),
        ("title: Look an order up", "title: Look up", None),
    ] {
        let before = office.it.get(PLACE).await.body;
        let text = PAYMENTS.replace(from, to);
        assert_ne!(text, PAYMENTS);
        let answer = office.it.put(PLACE, text.clone()).await;
        let Some(says) = says else {
            assert_eq!(answer.status, 200, "{to}: {}", answer.text);
            assert_eq!(office.it.put(PLACE, PAYMENTS).await.status, 200, "and back: {to}");
            continue;
        };
        assert_eq!((answer.status, &answer.body["code"]), (409, &json!("TP4133")), "{to}: {}", answer.text);
        let affected = &answer.body["affected"];
        assert_eq!(
            (affected.as_array().unwrap().len(), &affected[0]["owner"]),
            (1, &json!("mia@acme.example"))
        );
        assert!(affected[0]["what"][0].as_str().unwrap().contains(says), "{}", answer.text);
        assert_eq!(office.it.get(PLACE).await.body, before, "nothing changed");
        let stale = office.it.put(&format!("{PLACE}?confirm=sha256:00"), text.clone()).await;
        assert_eq!(stale.status, 409, "{}", stale.text);
        assert_eq!(confirmed(&office, &answer, text).await.status, 200);
        let notices = office.champion.get("/v1/notices").await;
        let notice = &notices.body["notices"][0];
        assert_eq!(notice["kind"], "integration", "{}", notices.text);
        assert!(
            notice["text"].as_str().unwrap().contains("ivo@acme.example changed the integration `payments`")
        );
        assert!(notice["details"][0].as_str().unwrap().contains(says), "{notice}");
        assert_eq!(office.it.put(PLACE, PAYMENTS).await.status, 200, "giving back takes nothing");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_policies_would_refuse_with_it_is_taken_too() {
    let policy = "policy: all\ntitle: Reads\neffect: permit\naccess: { anyOf: [{ properties: { kind: { enum: [start, respond] } } }, { properties: { effect: { const: read } } }] }\n";
    let office = Office::start(policy, &[]).await;
    assert_eq!(office.publish("looks", "1.0.0", LOOKS).await.status, 201);
    let writes = PAYMENTS.replace("effect: read", "effect: write\n    idempotent: no");
    let answer = office.it.put(PLACE, writes.clone()).await;
    assert_eq!((answer.status, &answer.body["code"]), (409, &json!("TP4133")), "{}", answer.text);
    assert!(answer.text.contains("which is denied now"), "{}", answer.text);
    assert_eq!(confirmed(&office, &answer, writes).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn labels_are_confirmed_where_a_policy_looks_at_them() {
    let office = Office::start(PERMIT_ALL, &[]).await;
    assert_eq!(office.publish("looks", "1.0.0", LOOKS).await.status, 201);
    let labelled = PAYMENTS.replace("effect: read", "effect: read\n    labels: [customer-data]");
    assert_eq!(office.it.put(PLACE, labelled.clone()).await.status, 200, "nobody looks at labels");
    assert_eq!(office.it.put(PLACE, PAYMENTS).await.status, 200);
    let forbid = "policy: inside\ntitle: Inside\neffect: forbid\naccess: { properties: { kind: { const: emit }, runLabels: { contains: { const: customer-data } } } }\n";
    assert_eq!(office.it.put("/v1/policies/inside", forbid).await.status, 200);
    assert_eq!(office.it.activate().await.status, 200);
    let answer = office.it.put(PLACE, labelled.clone()).await;
    assert_eq!(answer.status, 409, "{}", answer.text);
    assert!(answer.text.contains("bears `customer-data` from now on"), "{}", answer.text);
    assert_eq!(confirmed(&office, &answer, labelled).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unfinished_run_counts_when_its_version_is_retired() {
    let office = Office::start(PERMIT_ALL, &[]).await;
    let waits = "{ do: [{ first: { wait: { hours: 1 } } }, { then: { call: 'payments.lookup:1.0.0@default', with: {} } }] }";
    assert_eq!(office.publish("waits", "1.0.0", waits).await.status, 201);
    let started = office
        .champion
        .send("POST", "/v1/workflows/support/waits/runs", Some("{}".into()), &[("Prefer", "respond-async")])
        .await;
    assert_eq!(started.status, 202, "{}", started.text);
    let in_use = office.it.send("DELETE", PLACE, None, &[]).await;
    assert_eq!((in_use.status, &in_use.body["code"]), (409, &json!("TP4070")), "{}", in_use.text);
    let state = json!({ "state": "retired", "reason": "tests" }).to_string();
    let retired = office.it.put("/v1/workflows/support/waits/versions/1.0.0/state", state).await;
    assert!(retired.status < 300, "{}", retired.text);
    let taken = office.it.send("DELETE", PLACE, None, &[]).await;
    assert_eq!((taken.status, &taken.body["code"]), (409, &json!("TP4133")), "{}", taken.text);
    assert!(taken.text.contains("1 unfinished run(s)"), "{}", taken.text);
    let confirm = format!("{PLACE}?confirm={}", taken.body["impact"].as_str().unwrap());
    assert_eq!(office.it.send("DELETE", &confirm, None, &[]).await.status, 204);
}
