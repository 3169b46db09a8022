//! States of versions, switches and owners, as the API reports them.

use serde_json::json;
use towpath_tests::{PERMIT_ALL, World};

use super::{PLACE, quiet, run, submit};

#[tokio::test(flavor = "multi_thread")]
async fn publishing_a_stopped_version_says_so_and_fails() {
    let world = World::start(&[PERMIT_ALL]).await;
    let mia = world.person("mia", &["champion:support"]).await;
    let it = world.person("ivo", &["it"]).await;
    assert_eq!(submit(&mia, quiet("1.0.0")).await.status, 201);
    let file = tempfile::Builder::new().suffix(".yaml").tempfile().unwrap();
    std::fs::write(file.path(), quiet("1.0.0")).unwrap();
    let state = format!("{PLACE}/versions/1.0.0/state");
    for (wanted, reason) in [("suspended", "wrong text"), ("suspended", "wrong amount"), ("retired", "old")] {
        let body = json!({ "state": wanted, "reason": reason }).to_string();
        let stands = mia.put(&state, body).await;
        assert_eq!((stands.status, &stands.body["reason"]), (200, &json!(reason)), "{}", stands.text);
        let refused = submit(&mia, quiet("1.0.0")).await;
        assert_eq!((refused.status, &refused.body["code"]), (409, &json!("TP4092")), "{}", refused.text);
        let words = format!("version 1.0.0 is {wanted}: {reason}; nothing was published");
        assert_eq!(refused.body["detail"], words);
        mia.cli(&["publish", file.path().to_str().unwrap()]).ends(1).says(&[&words]);
    }
    let changes = it.get("/v1/audit?who=mia&limit=1000").await;
    let entries = changes.body["entries"].as_array().unwrap();
    let states = entries.iter().filter(|entry| entry["target"] == state.as_str() && entry["phase"] == "done");
    assert_eq!(states.count(), 3, "each reason is in the log: {}", changes.text);

    // A policy has no impact on a retired version.
    let forbid = "policy: stop\ntitle: Stop\neffect: forbid\naccess: { properties: { kind: { const: start } } }\nreason: No.\n";
    assert!(it.put("/v1/policies/stop", forbid).await.status < 300);
    let impact = it.get("/v1/policies/impact").await;
    assert_eq!(it.post("/v1/policies/activate", "").await.status, 200, "{}", impact.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_exist_is_not_switched() {
    let world = World::start(&[PERMIT_ALL]).await;
    let mia = world.person("mia", &["champion:support"]).await;
    let it = world.person("ivo", &["it"]).await;
    for place in [PLACE, "/v1/integrations/none"] {
        for body in [json!({ "on": false, "reason": "no" }), json!({ "on": true })] {
            let switched = it.put(&format!("{place}/switch"), body.to_string()).await;
            assert_eq!(
                (switched.status, &switched.body["code"]),
                (404, &json!("TP4004")),
                "{}",
                switched.text
            );
        }
        assert_eq!(it.get(&format!("{place}/switch")).await.status, 404, "{place}");
    }
    assert_eq!(submit(&mia, quiet("1.0.0")).await.status, 201);
    let off = json!({ "on": false, "reason": "an incident" }).to_string();
    assert_eq!(it.put(&format!("{PLACE}/switch"), off).await.status, 200);
    assert_eq!(run(&mia).await.status, 503);
    assert_eq!(it.put(&format!("{PLACE}/switch"), json!({ "on": true }).to_string()).await.status, 200);
    assert_eq!(run(&mia).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_of_another_namespace_takes_no_workflow_over() {
    let world = World::start(&[PERMIT_ALL]).await;
    let mia = world.person("mia", &["champion:support"]).await;
    let eve = world.person("eve", &["champion:support", "it:marketing"]).await;
    let ivo = world.person("ivo", &["it:support"]).await;
    assert_eq!(submit(&mia, quiet("1.0.0")).await.status, 201);
    let hers = json!({ "owner": "eve" }).to_string();
    let taken = eve.put(&format!("{PLACE}/owners"), hers.clone()).await;
    assert_eq!((taken.status, &taken.body["code"]), (403, &json!("TP4033")), "{}", taken.text);
    assert_eq!(mia.get(&format!("{PLACE}/owners")).await.body["owner"], "mia");
    assert_eq!(ivo.put(&format!("{PLACE}/owners"), hers).await.status, 200);
}
