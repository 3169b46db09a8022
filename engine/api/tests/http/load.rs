//! What is shown of systems that are away, and of runs that wait until others have ended.

use serde_json::{Value, json};

use crate::world::{PAY, PAYMENTS, SLEEP, World};

async fn traffic(world: &World) -> Value {
    let found = world.get(&world.operator, "/v1/integrations").await.is(200).json();
    let all = found["integrations"].as_array().unwrap().clone();
    all.iter().find(|one| one["name"] == "payments").unwrap()["traffic"][0].clone()
}

async fn circuit(world: &World) -> Value {
    world.get(&world.champion, "/v1/estate").await.is(200).json()["integrations"][0]["circuit"].clone()
}

#[tokio::test]
async fn a_system_that_is_away_is_shown_with_why_and_until_when() {
    let world = World::new().await;
    world.govern().await;
    let settings = "kind: http\nlimits: { concurrency: 3, perMinute: 60 }\ncircuitBreaker: { failures: 2 }\n";
    let document = PAYMENTS.replace("kind: http\n", settings);
    world.put(&world.it, "/v1/integrations/payments", &document).await.is(200);
    world.publish("pay", PAY).await;
    let closed = json!({ "circuit": "closed", "failures": 0, "underWay": 0, "waiting": 0, "concurrency": 3, "perMinute": 60,
        "onOpen": "fail" });
    assert_eq!((traffic(&world).await, circuit(&world).await), (closed, json!("closed")));
    // Nothing listens there.
    for code in ["TP3023", "TP3023", "TP3033"] {
        let failed = world.post(&world.app, "/v1/workflows/support/pay/runs", r#"{"amount":5}"#).await;
        failed.problem(500, code);
    }
    let open = traffic(&world).await;
    assert_eq!(
        (&open["circuit"], &open["failures"], &open["why"]),
        (&json!("open"), &json!(2), &json!("it could not be reached")),
        "{open}"
    );
    assert!(open["since"].as_str() < open["nextProbeAt"].as_str(), "{open}");
    assert_eq!(circuit(&world).await, "open");
}

const TWO: &str = "
policy: two
title: Two at once
workflow: { properties: { name: { const: sleep } } }
limits: { concurrentRuns: 2 }
reason: The night is short.
";

#[tokio::test]
async fn runs_that_wait_until_others_have_ended_are_counted_and_can_be_cancelled() {
    let world = World::new().await;
    world.govern().await;
    world.put(&world.it, "/v1/policies/two", TWO).await.is(200);
    world.post(&world.it, "/v1/policies/activate", "").await.is(200);
    world.publish("sleep", SLEEP).await;
    let mut runs = Vec::new();
    for _ in 0..5 {
        let started =
            world.post(&world.app, "/v1/workflows/support/sleep/runs?wait=0", "{}").await.is(202).json();
        runs.push(started["id"].as_str().unwrap().to_owned());
    }
    let queue = async |waiting: u64| {
        let queue = json!({ "namespace": "support", "name": "sleep", "concurrentRuns": 2, "underWay": 2, "waiting": waiting });
        let found = world.get(&world.app, "/v1/queues").await.is(200).json();
        assert_eq!(found, json!({ "queues": [queue] }));
    };
    queue(3).await;
    assert_eq!(world.get(&world.app, &format!("/v1/runs/{}", runs[4])).await.json()["status"], "running");
    for run in [&runs[4], &runs[0]] {
        world.post(&world.app, &format!("/v1/runs/{run}/cancel"), "").await.is(200);
    }
    queue(1).await;
    world.get(&world.app, "/v1/queues?namespace=billing").await.problem(403, "TP4003");
}
