//! Versions that somebody has to approve, and what becomes of versions afterwards.

use std::sync::Arc;

use towpath_identity::{Grant, Principal, Role};
use towpath_journal::{MemoryStore, Store};
use towpath_runtime::{
    Activate, CatalogError, Decided, DeskError, Engine, EngineError, Fault, Publication, ReviewState,
    ReviewVerdict, Switched, VersionState,
};

use crate::holds::person;
use crate::world::*;

const REVIEW: &str = "policy: told\ntitle: Events are looked at\neffect: review\napprovers: { role: approver }\n\
                      access: { properties: { kind: { const: emit } } }\nreason: Others hear it.\n";
const TELLS: &str = "  - tell: { emit: { event: { with: { type: paid } } } }\n";
const QUIET: &str = "  - quiet: { set: { a: 1 } }\n";

fn approver() -> Principal {
    person("ada", &[Grant::within(Role::Approver, "test")])
}

async fn put(engine: &Engine, name: &str, policy: &str) {
    engine.put_policy(&somebody(), name, policy.to_owned(), None).await.unwrap();
    engine.activate_policies(&somebody(), Activate::at_the_start()).await.unwrap();
}

async fn with_review(store: Arc<dyn Store>) -> Engine {
    let engine = permitted(store).await;
    put(&engine, "told", REVIEW).await;
    engine
}

async fn submit(engine: &Engine, version: &str, tasks: &str) -> Result<Publication, EngineError> {
    engine.save_draft(&somebody(), "test", "tells", workflow("tells", version, tasks), None).await.unwrap();
    engine.publish(&somebody(), "test", "tells", None).await
}

async fn decide(
    engine: &Engine,
    who: &Principal,
    version: &str,
    verdict: ReviewVerdict,
) -> Result<Decided, EngineError> {
    let shown = engine.review("test", "tells", version).await?.digest;
    engine.decide_review(who, ("test", "tells", version), verdict, Some("said".to_owned()), &shown).await
}

fn is_in_review(published: &Result<Publication, EngineError>) -> bool {
    matches!(published, Ok(Publication::InReview(_)))
}

fn is_live(published: &Result<Publication, EngineError>) -> bool {
    matches!(published, Ok(Publication::Live(_)))
}

#[tokio::test]
async fn a_version_goes_live_when_it_is_approved_and_not_before() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let engine = with_review(Arc::clone(&store)).await;
    assert!(is_live(&submit(&engine, "1.0.0", QUIET).await), "nothing to look at");
    assert!(is_in_review(&submit(&engine, "1.1.0", TELLS).await));
    assert!(is_in_review(&submit(&engine, "1.1.0", TELLS).await), "submitting it again changes nothing");
    assert_eq!(output(&call(&engine, "tells", "{}").await), r#"{"a":1}"#, "callers get what is live");
    let waiting = engine.reviews(Some("test"), Some(ReviewState::InReview)).await.unwrap();
    assert_eq!((waiting.len(), waiting[0].awaiting[0].policy.as_str()), (1, "told"));
    let shown = engine.review("test", "tells", "1.1.0").await.unwrap();
    assert!(shown.live.is_some_and(|(_, live)| live.contains("quiet")));
    let reach = shown.reach;
    let gained: Vec<&str> = reach.gained.iter().map(|gained| gained.what.as_str()).collect();
    assert_eq!((gained, reach.lost.len()), (vec!["sends the event paid"], 0));

    // The author holds every role, and still decides nothing about their own.
    let author = person("champion", &[Grant::everywhere(Role::Approver), Grant::everywhere(Role::It)]);
    let stranger = person("eve", &[Grant::within(Role::Approver, "other"), Grant::everywhere(Role::It)]);
    for who in [author, stranger] {
        let refused = decide(&engine, &who, "1.1.0", ReviewVerdict::Approve).await.unwrap_err();
        assert!(matches!(refused, EngineError::Fault(Fault::NotYours(_))), "{refused:?}");
    }
    // Another revision of the policies, about something else, does not matter.
    put(
        &engine,
        "other",
        &REVIEW.replace("policy: told", "policy: other").replace("const: emit", "const: fetch"),
    )
    .await;
    let Decided { review, live, current } =
        decide(&engine, &approver(), "1.1.0", ReviewVerdict::Approve).await.unwrap();
    assert!(live && current.as_deref() == Some("1.1.0"));
    assert_eq!((review.state, review.approvals[0].by.as_str()), (ReviewState::Published, "ada"));
    assert!(output(&call(&engine, "tells", "{}").await).contains("paid"), "the approval counts at run time");
    let settled = decide(&engine, &approver(), "1.1.0", ReviewVerdict::Reject).await;
    assert!(matches!(settled, Err(EngineError::Desk(DeskError::Settled(ReviewState::Published)))));
    engine.shutdown();
    drop(engine);
    let engine = crate::world::engine(store).await;
    assert!(output(&call(&engine, "tells", "{}").await).contains("paid"), "also after a restart");
    // The rule is another one now: what was approved was not this.
    put(&engine, "told", &REVIEW.replace("Others hear it.", "Everybody hears it.")).await;
    let refused = call(&engine, "tells", "{}").await;
    assert!(refused.error.unwrap().detail.unwrap().contains("review of this version"));
}

#[tokio::test]
async fn what_is_rejected_stays_so_and_what_is_changed_is_looked_at_again() {
    let engine = with_review(Arc::new(MemoryStore::default())).await;
    assert!(is_in_review(&submit(&engine, "1.0.0", TELLS).await));
    decide(&engine, &approver(), "1.0.0", ReviewVerdict::RequestChanges).await.unwrap();
    assert!(
        is_in_review(&submit(&engine, "1.0.0", TELLS).await),
        "the author answers by submitting it again"
    );
    decide(&engine, &approver(), "1.0.0", ReviewVerdict::Reject).await.unwrap();
    let again = submit(&engine, "1.0.0", TELLS).await;
    assert!(matches!(again, Err(EngineError::Desk(DeskError::Settled(ReviewState::Rejected)))), "{again:?}");
    assert!(matches!(
        engine.start(&somebody(), request("tells", "{}")).await,
        Err(EngineError::Fault(Fault::NotFound { .. }))
    ));
    let other = TELLS.replace("paid", "sent");
    assert!(is_in_review(&submit(&engine, "1.0.0", &other).await));
    let review = decide(&engine, &approver(), "1.0.0", ReviewVerdict::Approve).await.unwrap().review;
    let states: Vec<ReviewState> = review.history.iter().map(|note| note.state).collect();
    use ReviewState::{ChangesRequested, InReview, Published, Rejected};
    assert_eq!(states, [InReview, ChangesRequested, InReview, Rejected, InReview, InReview, Published]);
    assert!(review.source.contains("sent"));
}

#[tokio::test]
async fn what_is_approved_and_then_forbidden_does_not_go_live() {
    let engine = with_review(Arc::new(MemoryStore::default())).await;
    assert!(is_in_review(&submit(&engine, "1.0.0", TELLS).await));
    put(
        &engine,
        "stop",
        &REVIEW
            .replace("policy: told", "policy: stop")
            .replace("effect: review\napprovers: { role: approver }", "effect: forbid"),
    )
    .await;
    let refused = decide(&engine, &approver(), "1.0.0", ReviewVerdict::Approve).await;
    assert!(matches!(refused, Err(EngineError::Catalog(CatalogError::Denied(_)))), "{refused:?}");
}

#[tokio::test]
async fn versions_are_suspended_rolled_back_to_and_retired() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let engine = permitted(Arc::clone(&store)).await;
    assert!(is_live(&submit(&engine, "1.0.0", QUIET).await));
    assert!(is_live(&submit(&engine, "1.1.0", TELLS).await));
    let (who, place) = (somebody(), ("test", "tells", "1.1.0"));
    engine
        .set_state(&who, place, VersionState::Suspended, Some("it tells too much".to_owned()))
        .await
        .unwrap();
    let refused = engine.start(&who, request("tells", "{}")).await.unwrap_err();
    assert_eq!(refused.to_string(), "version 1.1.0 is suspended: it tells too much");
    assert!(engine.roll_back("test", "tells", "1.1.0").await.is_err(), "nobody goes back to that");
    engine.roll_back("test", "tells", "1.0.0").await.unwrap();
    assert_eq!(output(&call(&engine, "tells", "{}").await), r#"{"a":1}"#);
    engine.shutdown();
    drop(engine);
    let engine = crate::world::engine(store).await;
    assert_eq!(output(&call(&engine, "tells", "{}").await), r#"{"a":1}"#, "also after a restart");
    engine.set_state(&who, place, VersionState::Published, None).await.unwrap();
    engine.roll_back("test", "tells", "1.1.0").await.unwrap();
    assert!(output(&call(&engine, "tells", "{}").await).contains("paid"));
    engine.set_state(&who, place, VersionState::Deprecated, None).await.unwrap();
    assert!(output(&call(&engine, "tells", "{}").await).contains("paid"), "it can be called still");
    engine.set_state(&who, place, VersionState::Retired, None).await.unwrap();
    let back = engine.set_state(&who, place, VersionState::Published, None).await;
    assert!(matches!(back, Err(EngineError::Catalog(CatalogError::Standing(_)))));
}

#[tokio::test]
async fn a_workflow_is_switched_off_and_on() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let engine = permitted(Arc::clone(&store)).await;
    assert!(is_live(&submit(&engine, "1.0.0", QUIET).await));
    let what = Switched::Workflow { namespace: "test".to_owned(), name: "tells".to_owned() };
    engine.switch(&somebody(), &what, Some("the CRM moves".to_owned())).await.unwrap();
    engine.shutdown();
    drop(engine);
    let engine = crate::world::engine(store).await;
    let refused = engine.start(&somebody(), request("tells", "{}")).await.unwrap_err();
    assert_eq!(refused.to_string(), "the workflow is switched off: the CRM moves");
    engine.switch(&somebody(), &what, None).await.unwrap();
    assert_eq!(output(&call(&engine, "tells", "{}").await), r#"{"a":1}"#);
}
