//! One action on many runs over HTTP.

use axum::http::Method;
use serde_json::{Value, json};

use crate::world::{BREAK, SLEEP, World};

async fn bulk(world: &World, token: &str, body: Value) -> Value {
    world.post(token, "/v1/runs/bulk", &body.to_string()).await.is(200).json()
}

async fn start(world: &World, token: &str, name: &str) -> String {
    let path = format!("/v1/workflows/support/{name}/runs?wait=0");
    world.post(token, &path, r#"{"a":1}"#).await.is(202).json()["id"].as_str().unwrap().to_owned()
}

async fn status(world: &World, id: &str) -> Value {
    world.get(&world.it, &format!("/v1/runs/{id}?wait=20")).await.is(200).json()["status"].clone()
}

#[tokio::test]
async fn what_was_shown_is_what_is_done_once() {
    let world = World::new().await;
    world.govern().await;
    world.publish("sleep", SLEEP).await;
    let (one, two) =
        (start(&world, &world.app, "sleep").await, start(&world, &world.other_app, "sleep").await);
    let query = json!({ "workflow": "support/sleep" });
    let suspend = json!({ "action": "suspend", "reason": "look", "query": query });
    let with = |field: &str, value: Value| {
        let mut body = suspend.clone();
        body[field] = value;
        body
    };
    let dry = with("dryRun", json!(true));
    world.post(&world.auditor, "/v1/runs/bulk", &dry.to_string()).await.problem(403, "TP4003");
    world.post(&world.operator, "/v1/runs/bulk", &suspend.to_string()).await.problem(400, "TP4007");
    world
        .post(&world.operator, "/v1/runs/bulk", r#"{"action":"suspend","dryRun":true}"#)
        .await
        .problem(422, "TP4035");
    let of_app = bulk(&world, &world.app, dry.clone()).await;
    assert_eq!((&of_app["count"], &of_app["examples"][0]["id"]), (&json!(1), &json!(one)), "{of_app}");
    let shown = bulk(&world, &world.operator, dry).await;
    assert_eq!((&shown["count"], &shown["more"]), (&json!(2), &json!(false)), "{shown}");

    let confirm = with("confirm", shown["digest"].clone());
    // Neither somebody else nor another action may use the digest.
    assert_eq!(world.post(&world.it, "/v1/runs/bulk", &confirm.to_string()).await.status, 409);
    let other = json!({ "action": "resume", "query": query, "confirm": shown["digest"] });
    assert_eq!(world.post(&world.operator, "/v1/runs/bulk", &other.to_string()).await.status, 409);
    // One ends, and another begins, after the showing.
    world.post(&world.other_app, &format!("/v1/runs/{two}/cancel"), "").await.is(200);
    let late = start(&world, &world.app, "sleep").await;
    let done = bulk(&world, &world.operator, confirm.clone()).await;
    assert_eq!((&done["count"], &done["failed"][0]["run"]), (&json!(1), &json!(two)), "{done}");
    assert_eq!(done["failed"][0]["problem"]["code"], "TP4096");
    let read = async |id: &str| {
        world.get(&world.it, &format!("/v1/runs/{id}")).await.is(200).json()["status"].clone()
    };
    assert_eq!((read(&one).await, read(&two).await), (json!("suspended"), json!("cancelled")));
    assert_ne!(read(&late).await, "suspended", "it was not shown");
    assert_eq!(world.post(&world.operator, "/v1/runs/bulk", &confirm.to_string()).await.status, 409, "once");

    for action in ["resume", "cancel"] {
        let shown =
            bulk(&world, &world.it, json!({ "action": action, "query": query, "dryRun": true })).await;
        let expected = if action == "resume" { 1 } else { 2 };
        assert_eq!(shown["count"], expected, "{action}");
        let confirm = json!({ "action": action, "query": query, "confirm": shown["digest"] });
        assert_eq!(bulk(&world, &world.it, confirm).await["count"], expected, "{action}");
    }
    assert_eq!(status(&world, &one).await, "cancelled");
}

#[tokio::test]
async fn equal_failures_are_found_and_run_again_together() {
    let world = World::new().await;
    world.govern().await;
    world.publish("break", BREAK).await;
    let (one, two) = (start(&world, &world.app, "break").await, start(&world, &world.app, "break").await);
    assert_eq!(
        (status(&world, &one).await, status(&world, &two).await),
        (json!("faulted"), json!("faulted"))
    );
    let listed = world.get(&world.champion, "/v1/runs?status=faulted").await.is(200).json();
    let failure = listed["runs"][0]["failure"].clone();
    assert_eq!(failure["task"], "/do/0/sum", "{listed}");
    let of_app = world.get(&world.app, "/v1/runs?status=faulted").await.is(200).json();
    assert_eq!(
        (of_app["runs"].as_array().map(Vec::len), &of_app["runs"][0]["failure"]),
        (Some(2), &json!(null))
    );
    let query = json!({ "workflow": "support/break", "task": "/do/0/sum", "errorCode": failure["code"] });
    let shown =
        bulk(&world, &world.champion, json!({ "action": "rerun", "query": query, "dryRun": true })).await;
    assert_eq!((&shown["count"], &shown["repeats"]), (&json!(2), &json!(0)), "{shown}");
    let confirm = json!({ "action": "rerun", "query": query, "confirm": shown["digest"] });
    let done = bulk(&world, &world.champion, confirm).await;
    assert_eq!(done["started"].as_array().map(Vec::len), Some(2), "{done}");
    for new in done["started"].as_array().unwrap() {
        assert_eq!(status(&world, new.as_str().unwrap()).await, "faulted");
    }
    let case = world.get(&world.champion, "/v1/failure-cases").await.is(200).json()["items"][0]["id"].clone();
    let query_of_case = json!({ "workflow": "support/break", "failureCase": case });
    let rest =
        bulk(&world, &world.champion, json!({ "action": "rerun", "query": query_of_case, "dryRun": true }))
            .await;
    assert_eq!((&rest["count"], &rest["leftOut"]), (&json!(2), &json!(2)), "those were run again: {rest}");
    let other = json!({ "workflow": "support/break", "failureCase": "0123456789abcdef" });
    let none = bulk(&world, &world.champion, json!({ "action": "rerun", "query": other, "dryRun": true }));
    assert_eq!(none.await["count"], 0);
    let none = json!({ "action": "rerun", "query": { "task": "/do/7/none" }, "dryRun": true });
    assert_eq!(bulk(&world, &world.champion, none).await["count"], 0);
    // Who may start nothing runs nothing again.
    let denied = json!({ "action": "rerun", "query": query, "dryRun": true }).to_string();
    world.post(&world.operator, "/v1/runs/bulk", &denied).await.problem(403, "TP4003");
}

#[tokio::test]
async fn equal_failures_are_one_case_until_somebody_resolves_it() {
    let world = World::new().await;
    world.govern().await;
    world.publish("break", BREAK).await;
    let run = start(&world, &world.app, "break").await;
    assert_eq!(status(&world, &run).await, "faulted");
    let second = start(&world, &world.other_app, "break").await;
    assert_eq!(status(&world, &second).await, "faulted");
    let list = async |token: &str, query: &str| world.get(token, &format!("/v1/failure-cases{query}")).await;
    list(&world.app, "").await.problem(403, "TP4003");
    let cases = list(&world.auditor, "?workflow=support/break").await.is(200).json();
    let case = &cases["items"][0];
    assert_eq!(
        (cases["items"].as_array().map(Vec::len), &case["count"], &case["state"]),
        (Some(1), &json!(2), &json!("open"))
    );
    assert_eq!((&case["failure"]["task"], &case["examples"]), (&json!("/do/0/sum"), &json!([second, run])));
    assert_eq!(list(&world.auditor, "?namespace=billing").await.is(200).json()["items"], json!([]));

    let patch = async |token: &str, id: &str, body: &str| {
        let path = format!("/v1/failure-cases/support/break/{id}");
        world
            .ask(token, Method::PATCH, &path)
            .header("content-type", "application/json")
            .send(body.to_owned())
            .await
    };
    let id = case["id"].as_str().unwrap();
    patch(&world.auditor, id, "{}").await.problem(403, "TP4003");
    patch(&world.operator, "0123456789abcdef", "{}").await.problem(404, "TP4004");
    patch(&world.operator, id, r#"{"owner":"mia@acme.example","note":"the sum lacks a number"}"#)
        .await
        .is(200);
    let resolved = patch(&world.champion, id, r#"{"state":"resolved"}"#).await.is(200).json();
    assert_eq!((&resolved["owner"], &resolved["state"]), (&json!("mia@acme.example"), &json!("resolved")));
    assert_eq!(resolved["resolvedBy"], "champion");
    assert_eq!(list(&world.it, "?state=open").await.is(200).json()["items"], json!([]));
    let third = start(&world, &world.app, "break").await;
    assert_eq!(status(&world, &third).await, "faulted");
    let again = list(&world.it, "?state=open").await.is(200).json();
    assert_eq!(
        (&again["items"][0]["count"], &again["items"][0]["owner"]),
        (&json!(3), &json!("mia@acme.example"))
    );
}

#[tokio::test]
async fn it_forgets_ended_runs_that_name_a_subject() {
    let world = World::new().await;
    world.govern().await;
    world.publish("sleep", SLEEP).await;
    let begin = async |input: &str| {
        let answer = world.post(&world.app, "/v1/workflows/support/sleep/runs?wait=0", input).await.is(202);
        answer.json()["id"].as_str().unwrap().to_owned()
    };
    let ended = begin(r#"{"customer":"c-17"}"#).await;
    let other = begin(r#"{"customer":"c-170"}"#).await;
    for run in [&ended, &other] {
        world.post(&world.app, &format!("/v1/runs/{run}/cancel"), "").await.is(200);
    }
    let awake = begin(r#"{"of":["for c-17."]}"#).await;

    let purge = json!({ "action": "purge", "subject": "c-17", "dryRun": true });
    for token in [&world.app, &world.champion, &world.operator] {
        world.post(token, "/v1/runs/bulk", &purge.to_string()).await.problem(403, "TP4003");
    }
    let everything = json!({ "action": "purge", "subject": " ", "dryRun": true }).to_string();
    world.post(&world.it, "/v1/runs/bulk", &everything).await.problem(400, "TP4007");

    let shown = bulk(&world, &world.it, purge).await;
    assert_eq!((&shown["count"], &shown["leftOut"]), (&json!(1), &json!(1)), "{shown}");
    assert_eq!(shown["examples"][0]["id"], json!(ended), "{shown}");
    let another = json!({ "action": "purge", "subject": "c-170", "confirm": shown["digest"] }).to_string();
    assert_eq!(world.post(&world.it, "/v1/runs/bulk", &another).await.status, 409);
    let confirm = json!({ "action": "purge", "subject": "c-17", "confirm": shown["digest"] });
    let done = bulk(&world, &world.it, confirm).await;
    assert_eq!((&done["count"], &done["failed"]), (&json!(1), &Value::Null), "{done}");
    world.get(&world.it, &format!("/v1/runs/{ended}")).await.problem(404, "TP4004");
    for run in [&other, &awake] {
        world.get(&world.it, &format!("/v1/runs/{run}")).await.is(200);
    }
    let listed = world.get(&world.it, "/v1/runs?workflow=support/sleep").await.is(200).json();
    assert_eq!(listed["runs"].as_array().map(Vec::len), Some(2), "{listed}");
}

#[tokio::test]
async fn retention_is_refused_where_it_means_nothing() {
    let world = World::new().await;
    let put = async |token: &str, body: &str| {
        let ask = world.ask(token, Method::PUT, "/v1/retention").header("content-type", "application/json");
        ask.send(body.to_owned()).await
    };
    let rules = |times: &str| format!(r#"{{"rules":[{{"namespace":"support","times":{times}}}]}}"#);
    for wrong in [r#"{"completed":"30"}"#, r#"{"completed":"PT5M"}"#, r#"{"faulted":"P1M"}"#] {
        put(&world.it, &rules(wrong)).await.problem(422, "TP4174");
    }
    let twice = r#"{"rules":[{"namespace":"support","times":{}},{"namespace":"support","times":{}}]}"#;
    put(&world.it, twice).await.problem(422, "TP4174");
    let right = rules(r#"{"completed":"P30D"}"#);
    put(&world.champion, &right).await.problem(403, "TP4003");
    let kept = put(&world.it, &right).await.is(200).json();
    assert_eq!(
        (&kept["revision"], &kept["rules"][0]["times"]["completed"]),
        (&json!(1), &json!("P30D")),
        "{kept}"
    );
    let stale = r#"{"rules":[],"revision":0}"#;
    assert_eq!(put(&world.it, stale).await.status, 409);
}
