//! What helps to write a definition: expressions, cases, templates, traces.

use serde_json::json;
use towpath_client::{CaseState, Evaluate, StartOptions, TaskState};

use crate::world::{ECHO, World, definition, problem};

#[tokio::test]
async fn an_expression_a_case_and_a_trace_come_back_as_they_are() {
    let world = World::governed().await;
    let asked = Evaluate { expression: "1 + 1".into(), ..Evaluate::default() };
    let found = world.champion.evaluate("support", &asked).await.unwrap();
    assert_eq!(found.value.as_ref().map(|value| value.get()), Some("2"));
    assert_eq!(world.champion.templates().await.unwrap().len(), 1);

    world.champion.put_draft("support", "echo", definition("echo", "1.0.0", ECHO), None).await.unwrap();
    let case = json!({ "name": "one", "input": { "id": 1 }, "expect": {} });
    let saved = world.champion.put_cases("support", "echo", vec![case.clone()], Some(0)).await.unwrap();
    assert_eq!(world.champion.cases("support", "echo").await.unwrap().revision, saved.revision);
    let stale = problem(world.champion.put_cases("support", "echo", vec![case], Some(0)).await);
    assert_eq!(stale.status, 412);
    let result = world.champion.run_cases("support", "echo", None).await.unwrap();
    assert_eq!(result.items.first().map(|item| item.state), Some(CaseState::Passed), "{result:?}");

    world.publish("echo", ECHO).await;
    let started = world.app.start("support", "echo", r#"{"id":1}"#, &StartOptions::default()).await.unwrap();
    let trace = world.champion.trace(started.run()).await.unwrap();
    assert!(trace.complete && trace.tasks.iter().all(|task| task.state == TaskState::Completed), "{trace:?}");
}
