//! Calls that wait to be released.

use std::sync::Arc;
use std::time::Duration;

use towpath_identity::{Grant, Principal, Role};
use towpath_journal::{MemoryStore, RunId, Status, Store};
use towpath_runtime::{Activate, Clock, Engine, EngineError, Fault, HoldAsked, SystemClock};

use crate::clock::SimulatedClock;
use crate::world::*;

const TELLS: &str = "  - tell:
      try: [{ now: { emit: { event: { with: { type: refunded, data: { amount: '${ .amount }' } } } } } }]
      catch: { as: problem, do: [{ no: { set: { why: '${ $problem.detail }' } } }] }
";

fn hold(settings: &str) -> String {
    format!(
        "policy: large\ntitle: Large refunds are held\neffect: hold\napprovers: {{ role: approver }}\n{settings}\
         access:\n  properties:\n    kind: {{ const: emit }}\n    arguments:\n      type: object\n      required: [data]\n\
         \x20     properties: {{ data: {{ type: object, required: [amount], properties: {{ amount: {{ type: number, \
         minimum: 100 }} }} }} }}\nreason: Money leaves the house.\n"
    )
}

pub(crate) fn person(id: &str, grants: &[Grant]) -> Principal {
    Principal {
        id: id.to_owned(),
        name: id.to_owned(),
        kind: grants[0].role,
        roles: grants.to_vec(),
        may_view: vec![],
        minted: towpath_identity::Minted::default(),
    }
}

fn approver() -> Principal {
    person("ada", &[Grant::within(Role::Approver, "test")])
}

async fn with_hold(store: Arc<dyn Store>, settings: &str) -> Engine {
    with_hold_at(store, settings, Arc::new(SystemClock)).await
}

/// [`with_hold`] with this clock.
async fn with_hold_at(store: Arc<dyn Store>, settings: &str, clock: Arc<dyn Clock>) -> Engine {
    let engine = permitted_at(store, clock).await;
    engine.put_policy(&somebody(), "large", hold(settings), None).await.unwrap();
    engine.activate_policies(&somebody(), Activate::at_the_start()).await.unwrap();
    publish(&engine, "tells", workflow("tells", "1.0.0", TELLS)).await.unwrap();
    engine
}

/// What somebody says of a call that was shown to them just now.
pub(crate) async fn seen(engine: &Engine, run: RunId, comment: Option<&str>) -> HoldAsked {
    let call = engine.held(run, 1).await.unwrap();
    HoldAsked { comment: comment.map(str::to_owned), shown: engine.hold_digest(&call) }
}

/// Starts a run and waits until a call of it is held.
async fn held(engine: &Engine, amount: u32) -> RunId {
    let input = format!(r#"{{"amount":{amount}}}"#);
    let run = engine.start(&somebody(), request("tells", &input)).await.unwrap().run;
    run_that(engine, "a call is held", run, |view| view.head.held == 1).await;
    run
}

async fn ended(engine: &Engine, run: RunId) -> String {
    output(&engine.wait(run, Duration::from_secs(20)).await.unwrap().unwrap()).to_owned()
}

#[tokio::test]
async fn a_call_goes_out_when_it_is_released_and_not_before() {
    let engine = with_hold(Arc::new(MemoryStore::default()), "").await;
    assert!(
        output(&call(&engine, "tells", r#"{"amount":7}"#).await).contains("refunded"),
        "small ones go out"
    );
    let run = held(&engine, 700).await;
    let calls = engine.holds(Some("test")).await.unwrap();
    assert_eq!(calls.len(), 1);
    assert_eq!((calls[0].head.run, calls[0].awaiting[0].policy.as_str()), (run, "large"));
    assert_eq!(engine.run(run).await.unwrap().head.status, Status::Waiting);
    assert!(engine.holds(Some("other")).await.unwrap().is_empty());

    let starter = person("champion", &[Grant::everywhere(Role::Approver)]);
    let stranger = person("eve", &[Grant::within(Role::Approver, "other"), Grant::everywhere(Role::It)]);
    for (who, says) in [(starter, "started the run"), (stranger, "an approver of `test`")] {
        let refused = engine.release(&who, run, 1, seen(&engine, run, None).await).await.unwrap_err();
        assert!(matches!(refused, EngineError::Fault(Fault::NotYours(_))), "{refused:?}");
        assert!(refused.to_string().contains(says), "{refused}");
    }
    let asked = seen(&engine, run, Some("fine")).await;
    let none = engine.release(&approver(), run, 2, asked.clone()).await;
    assert!(matches!(none, Err(EngineError::Fault(Fault::NotFound { .. }))));
    let other = HoldAsked { shown: "sha256:00".to_owned(), ..HoldAsked::default() };
    let refused = engine.release(&approver(), run, 1, other).await;
    assert!(matches!(refused, Err(EngineError::Fault(Fault::Changed { .. }))), "{refused:?}");
    engine.release(&approver(), run, 1, asked.clone()).await.unwrap();
    assert!(ended(&engine, run).await.contains("refunded"));
    let late = engine.decline(&approver(), run, 1, asked).await.unwrap_err();
    assert_eq!(late.to_string(), "the call does not wait any more: ada released it");
    let journal = engine.journal(run).await.unwrap();
    let text = serde_json::to_string(&journal.iter().map(|(_, record)| record).collect::<Vec<_>>()).unwrap();
    assert!(text.contains(r#""by":"ada","comment":"fine""#), "{text}");
}

#[tokio::test]
async fn a_declined_call_is_an_error_that_can_be_caught() {
    let engine = with_hold(Arc::new(MemoryStore::default()), "").await;
    let run = held(&engine, 700).await;
    let asked = seen(&engine, run, Some("not twice")).await;
    engine.decline(&approver(), run, 1, asked).await.unwrap();
    assert_eq!(ended(&engine, run).await, r#"{"why":"the call was declined: not twice"}"#);
}

#[tokio::test]
async fn a_call_waits_on_after_a_restart() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let first = with_hold(Arc::clone(&store), "").await;
    let (one, two) = (held(&first, 700).await, held(&first, 800).await);
    first.shutdown();
    drop(first);
    let second = engine(store).await;
    assert_eq!(second.holds(None).await.unwrap().len(), 2);
    second.release(&approver(), one, 1, seen(&second, one, None).await).await.unwrap();
    second.decline(&approver(), two, 1, seen(&second, two, None).await).await.unwrap();
    assert!(ended(&second, one).await.contains("refunded"));
    assert_eq!(ended(&second, two).await, r#"{"why":"the call was declined"}"#);
}

#[tokio::test]
async fn a_call_that_nobody_releases_is_refused_or_goes_out() {
    let week = Duration::from_hours(7 * 24);
    for (default, ends) in [("deny", "nobody released it in time"), ("allow", "refunded")] {
        let (clock, settings) =
            (SimulatedClock::new(), format!("hold: {{ timeoutS: 604800, default: {default} }}\n"));
        let engine = with_hold_at(Arc::new(MemoryStore::default()), &settings, clock.clone()).await;
        let run = held(&engine, 700).await;
        clock.advance(week - Duration::from_secs(1));
        let early = engine.wait(run, Duration::from_millis(50)).await.unwrap();
        assert!(early.is_none(), "a second is missing");
        clock.advance(Duration::from_secs(1));
        assert!(ended(&engine, run).await.contains(ends), "{default}");
    }
}

#[tokio::test]
async fn what_was_released_is_evaluated_again() {
    let engine = with_hold(Arc::new(MemoryStore::default()), "").await;
    let run = held(&engine, 700).await;
    let forbid = "policy: stop\ntitle: t\neffect: forbid\naccess: { properties: { kind: { const: emit } } }\nreason: Not today.\n";
    engine.put_policy(&somebody(), "stop", forbid.to_owned(), None).await.unwrap();
    engine.activate_policies(&somebody(), Activate::at_the_start()).await.unwrap();
    engine.release(&approver(), run, 1, seen(&engine, run, None).await).await.unwrap();
    assert_eq!(ended(&engine, run).await, r#"{"why":"Not today."}"#);
}
