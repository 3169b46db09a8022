//! One commit for an approval and its publication, also under `kill -9`; and for a publication and the integrations that it
//! was evaluated with.

use std::time::Duration;

use serde_json::json;
use towpath_tests::{PERMIT_ALL, World, pause};

use super::{PLACE, REVIEW, quiet, review, run, submit, tells};

#[tokio::test(flavor = "multi_thread")]
async fn an_approval_under_kill_9_is_whole_or_can_be_given_again() {
    let world = World::start(&[PERMIT_ALL, REVIEW]).await;
    let mia = world.person("mia", &["champion:support"]).await;
    let ada = world.person("ada", &["approver:support"]).await;
    let (mut acknowledged, mut again) = (0, 0);
    for attempt in 0..16_u32 {
        let version = format!("1.{attempt}.0");
        assert_eq!(submit(&mia, tells(&version, attempt)).await.status, 202);
        let path = review(&version);
        let shown = ada.get(&path).await.body["digest"].as_str().unwrap().to_owned();
        let approving = {
            let (ada, path, shown) = (ada.clone(), path.clone(), shown);
            tokio::spawn(async move {
                let tag = format!("\"{shown}\"");
                ada.try_send("POST", &format!("{path}/approve"), None, &[("If-Match", &tag)]).await
            })
        };
        pause(Duration::from_micros(700 * u64::from(attempt)), "each attempt kills at another moment").await;
        world.server.restart().await;
        let answered = approving.await.unwrap().is_ok_and(|answer| answer.status == 200);
        acknowledged += usize::from(answered);
        let found = ada.get(&path).await;
        match found.body["state"].as_str() {
            Some("published") => {}
            Some("inReview") => {
                assert!(!answered, "{version} was acknowledged, and is lost: {}", found.text);
                assert_eq!(found.body["approvals"], json!([]), "half of it was kept: {}", found.text);
                let approved = ada.decide(&path, "approve", "").await;
                assert_eq!(
                    (approved.status, &approved.body["live"]),
                    (200, &json!(true)),
                    "{}",
                    approved.text
                );
                again += 1;
            }
            _ => panic!("{}", found.text),
        }
        let live = mia.get(&format!("{PLACE}?version={version}")).await;
        assert_eq!(live.status, 200, "{version} is approved and not published: {}", live.text);
        assert_eq!(run(&mia).await.status, 200);
    }
    towpath_tests::tell(&format!(
        "approvals under kill -9: {acknowledged} acknowledged, {again} given again"
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_version_that_is_approved_late_is_published_beside_the_newer_one() {
    let world = World::start(&[PERMIT_ALL, REVIEW]).await;
    let mia = world.person("mia", &["champion:support"]).await;
    let ada = world.person("ada", &["approver:support"]).await;
    assert_eq!(submit(&mia, tells("1.0.0", 1)).await.status, 202);
    let before = ada.get(&review("1.0.0")).await.body["digest"].as_str().unwrap().to_owned();
    assert_eq!(submit(&mia, quiet("2.0.0")).await.status, 201);
    let refused = ada.decide_shown(&review("1.0.0"), "approve", &before, "").await;
    assert_eq!(refused.status, 409, "the live version is another one: {}", refused.text);
    assert!(refused.text.contains("the live version is now 2.0.0"), "{}", refused.text);
    let approved = ada.decide(&review("1.0.0"), "approve", "").await;
    assert_eq!((approved.status, &approved.body["live"]), (200, &json!(true)), "{}", approved.text);
    assert_eq!(approved.body["current"], "2.0.0", "{}", approved.text);
    assert_eq!(mia.get(PLACE).await.body["version"], "2.0.0");
    assert_eq!(run(&mia).await.body, json!({ "done": true }));
    let older = mia.send("POST", &format!("{PLACE}/runs?version=1.0.0"), Some("{}".into()), &[]).await;
    assert!(older.status < 300, "{}", older.text);
}

const PARCELS: &str = "integration: parcels
title: Parcels
owner: it@acme.example
kind: http
connection: { baseUrl: 'https://parcels.acme.example' }
operations:
  track:
    version: 1.0.0
    title: Track
    effect: read
    idempotent: natural
    request: { method: GET, path: /parcels }
    input: { type: object, additionalProperties: false, properties: {} }
    output: { type: object }
";

fn tracks(attempt: u32) -> String {
    format!(
        "document: {{ dsl: 1.0.3, namespace: support, name: tells, version: 1.{attempt}.0 }}
do:
  - track: {{ call: 'parcels.track:1.0.0@default', with: {{}} }}
"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn an_integration_is_deleted_or_a_version_that_uses_it_published_and_never_both() {
    let world = World::start(&[PERMIT_ALL]).await;
    let mia = world.person("mia", &["champion:support"]).await;
    let it = world.person("ivo", &["it"]).await;
    let (mut published, mut deleted) = (0, 0);
    for attempt in 0..24_u32 {
        let put = it.put("/v1/integrations/parcels", PARCELS).await;
        assert!(put.status < 300, "{}", put.text);
        let saved = mia.put(&format!("{PLACE}/draft"), tracks(attempt)).await;
        assert!(saved.status < 300, "{}", saved.text);
        let late = async |by: u64| pause(Duration::from_micros(by), "each attempt in another order").await;
        let publish = async {
            late(u64::from(attempt % 6) * 200).await;
            mia.post(&format!("{PLACE}/publish"), "").await
        };
        let delete = async {
            late(u64::from(attempt / 6) * 1_500).await;
            it.send("DELETE", "/v1/integrations/parcels", None, &[]).await
        };
        let (publish, delete) = tokio::join!(publish, delete);
        match (publish.status, delete.status) {
            (201, 409) => {
                assert_eq!(delete.body["code"], "TP4070", "{}", delete.text);
                published += 1;
                let body = json!({ "state": "retired" }).to_string();
                let path = format!("{PLACE}/versions/1.{attempt}.0/state");
                assert_eq!(mia.put(&path, body).await.status, 200);
            }
            // Published too late: the operation is gone.
            (409 | 422, 204) => deleted += 1,
            other => panic!("{other:?}: {}\n{}", publish.text, delete.text),
        }
    }
    towpath_tests::tell(&format!("publish against delete: {published} published, {deleted} deleted"));
}
