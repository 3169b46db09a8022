//! Approvals held together: what was shown, whose work it is, which policies are in force, and one commit of it all.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use towpath_identity::{Grant, Principal, Role};
use towpath_journal::{Documents as _, MemoryStore, Put};
use towpath_runtime::{
    Activate, Activation, Engine, EngineError, Fault, HoldAsked, NotYours, Publication, ReviewState,
    ReviewVerdict, SentEvent, VersionState,
};

use crate::holds::person;
use crate::world::*;

const REVIEW: &str = "policy: told\ntitle: Events are looked at\neffect: review\napprovers: { role: approver }\n\
                      access: { properties: { kind: { const: emit } } }\nreason: Others hear it.\n";
const TELLS: &str = "  - tell: { emit: { event: { with: { type: paid } } } }\n";
const QUIET: &str = "  - quiet: { set: { a: 1 } }\n";

fn champion(id: &str) -> Principal {
    person(id, &[Grant::within(Role::Champion, "test"), Grant::within(Role::Approver, "test")])
}

fn approver() -> Principal {
    person("ada", &[Grant::within(Role::Approver, "test")])
}

async fn put(engine: &Engine, name: &str, policy: &str) {
    engine.put_policy(&somebody(), name, policy.to_owned(), None).await.unwrap();
    engine.activate_policies(&somebody(), Activate::at_the_start()).await.unwrap();
}

async fn save(engine: &Engine, who: &str, version: &str, tasks: &str) {
    let source = workflow("tells", version, tasks);
    engine.save_draft(&champion(who), "test", "tells", source, None).await.unwrap();
}

async fn submit(engine: &Engine, who: &str, version: &str, tasks: &str) -> Result<Publication, EngineError> {
    save(engine, who, version, tasks).await;
    engine.publish(&champion(who), "test", "tells", None).await
}

async fn approve(
    engine: &Engine,
    who: &Principal,
    version: &str,
) -> Result<towpath_runtime::Decided, EngineError> {
    let shown = engine.review("test", "tells", version).await?.digest;
    let place = ("test", "tells", version);
    engine.decide_review(who, place, ReviewVerdict::Approve, None, &shown).await
}

async fn starts(engine: &Engine) -> bool {
    let view = call(engine, "tells", "{}").await;
    view.error.is_none()
}

#[tokio::test]
async fn what_was_submitted_again_is_not_approved_by_whoever_saw_it_before() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    put(&engine, "told", REVIEW).await;
    submit(&engine, "mia", "1.0.0", TELLS).await.unwrap();
    let shown = engine.review("test", "tells", "1.0.0").await.unwrap().digest;
    submit(&engine, "mia", "1.0.0", &TELLS.replace("paid", "stolen")).await.unwrap();
    let place = ("test", "tells", "1.0.0");
    for verdict in [ReviewVerdict::Approve, ReviewVerdict::RequestChanges, ReviewVerdict::Reject] {
        match engine.decide_review(&approver(), place, verdict, None, &shown).await {
            Err(EngineError::Fault(Fault::Changed { what, .. })) => {
                assert_eq!(what, ["the text changed", "what it reaches changed"])
            }
            other => panic!("{verdict:?}: {other:?}"),
        }
    }
    // Another version goes live meanwhile, without anybody's approval.
    let shown = engine.review("test", "tells", "1.0.0").await.unwrap().digest;
    submit(&engine, "bob", "0.9.0", QUIET).await.unwrap();
    match engine.decide_review(&approver(), place, ReviewVerdict::Approve, None, &shown).await {
        Err(EngineError::Fault(Fault::Changed { what, digest })) => {
            assert_eq!(what, ["the live version is now 0.9.0"]);
            let decided =
                engine.decide_review(&approver(), place, ReviewVerdict::Approve, None, &digest).await;
            assert!(decided.unwrap().live, "the digest of what is there now came along");
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn everybody_who_wrote_the_draft_is_its_author() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    put(&engine, "told", REVIEW).await;
    save(&engine, "eve", "1.0.0", &TELLS.replace("paid", "stolen")).await;
    submit(&engine, "mia", "1.0.0", TELLS).await.unwrap();
    submit(&engine, "bob", "1.0.0", TELLS).await.unwrap();
    for (who, did) in [("mia", "submitted"), ("eve", "wrote text"), ("bob", "wrote text")] {
        let refused = approve(&engine, &champion(who), "1.0.0").await.unwrap_err();
        assert!(
            matches!(&refused, EngineError::Fault(Fault::NotYours(NotYours::Own(own))) if own.starts_with(did)),
            "{who}: {refused}"
        );
    }
    assert!(approve(&engine, &approver(), "1.0.0").await.unwrap().live);
    // What went live is nobody's draft any more.
    submit(&engine, "mia", "1.1.0", &TELLS.replace("paid", "owed")).await.unwrap();
    let review = engine.review("test", "tells", "1.1.0").await.unwrap().review;
    assert_eq!((review.author.as_str(), review.writers), ("mia", vec!["mia".to_owned()]));
    assert!(approve(&engine, &champion("eve"), "1.1.0").await.unwrap().live);
}

const HOLD: &str = "policy: large\ntitle: Answers are held\neffect: hold\napprovers: { role: approver }\n\
                    access: { properties: { kind: { const: emit } } }\nreason: Others hear it.\n";
const HEARS: &str = "  - hear: { listen: { to: { one: { with: { type: go } } } } }\n  - tell: { emit: { event: { with: { type: paid } } } }\n";

async fn send(engine: &Engine, who: &str, id: &str) {
    let text = json!({ "specversion": "1.0", "id": id, "source": "s", "type": "go" }).to_string();
    let event = towpath_wire::Json::parse(text).unwrap();
    engine.send_events(&champion(who), vec![SentEvent { event, namespaces: None }]).await.unwrap();
}

#[tokio::test]
async fn whoever_sent_an_event_that_a_run_received_releases_no_call_of_it() {
    let store = Arc::new(MemoryStore::default());
    let engine = permitted(store.clone()).await;
    put(&engine, "large", HOLD).await;
    submit(&engine, "mia", "1.0.0", HEARS).await.unwrap();
    let run = engine.start(&champion("shop"), request("tells", "{}")).await.unwrap().run;
    run_that(&engine, "the run is there", run, |view| view.head.listens).await;
    send(&engine, "bob", "1").await;
    run_that(&engine, "the run is there", run, |view| view.head.held == 1).await;
    engine.shutdown();
    drop(engine);
    let engine = crate::world::engine(store).await;
    let held = engine.held(run, 2).await.unwrap();
    assert_eq!(held.head.heard_from, ["bob"]);
    let shown = engine.hold_digest(&held);
    let asked = || HoldAsked { comment: None, shown: shown.clone() };
    for (who, did) in [("bob", "sent an event"), ("shop", "started the run")] {
        let refused = engine.release(&champion(who), run, 2, asked()).await.unwrap_err();
        assert!(
            matches!(&refused, EngineError::Fault(Fault::NotYours(NotYours::Own(own))) if own.starts_with(did)),
            "{who}: {refused}"
        );
    }
    engine.release(&approver(), run, 2, asked()).await.unwrap();
    assert!(engine.wait(run, Duration::from_secs(20)).await.unwrap().is_some());
}

#[tokio::test]
async fn a_live_version_without_its_approval_enters_the_queue_and_runs_again_after_it() {
    let store = Arc::new(MemoryStore::default());
    let engine = permitted(store.clone()).await;
    submit(&engine, "mia", "1.0.0", TELLS).await.unwrap();
    assert!(starts(&engine).await);
    put(&engine, "told", REVIEW).await;
    assert!(!starts(&engine).await, "it needs an approval now");
    let queue = engine.reviews(Some("test"), Some(ReviewState::InReview)).await.unwrap();
    assert!(queue.len() == 1 && queue[0].published, "{queue:?}");
    let told = engine.workflows(None).await.unwrap().remove(0);
    assert_eq!((told.review, told.awaiting.len()), (Some(ReviewState::InReview), 1));
    let notices = engine.notices(Some("mia"), false).await.unwrap();
    assert!(notices.iter().any(|notice| notice.text.contains("1.0.0 waits for an approval")), "{notices:?}");
    let again = submit(&engine, "mia", "1.0.0", TELLS).await.unwrap();
    assert!(matches!(again, Publication::InReview(_)), "{again:?}");
    let refused = approve(&engine, &champion("mia"), "1.0.0").await.unwrap_err();
    assert!(matches!(refused, EngineError::Fault(Fault::NotYours(NotYours::Own(_)))), "{refused}");

    engine.shutdown();
    drop(engine);
    let engine = crate::world::engine(store).await;
    assert!(approve(&engine, &approver(), "1.0.0").await.unwrap().live);
    assert!(starts(&engine).await, "it runs again");
    assert_eq!(engine.workflows(None).await.unwrap()[0].review, None);

    // Another rule: the approval is void, and the version in the queue again.
    put(&engine, "told", &REVIEW.replace("Others hear it.", "Everybody hears it.")).await;
    assert!(!starts(&engine).await);
    submit(&engine, "mia", "1.1.0", &TELLS.replace("paid", "owed")).await.unwrap();
    assert_eq!(engine.reviews(None, Some(ReviewState::InReview)).await.unwrap().len(), 2);
    // Nobody needs the policy: nothing is taken, and nothing has to be confirmed.
    engine.delete_policy(&somebody(), towpath_runtime::Author::It, "told", None).await.unwrap();
    let active = engine.activate_policies(&somebody(), Activate::default()).await.unwrap();
    assert!(matches!(active, Activation::InForce { .. }));
    assert!(starts(&engine).await);
    assert!(engine.reviews(None, Some(ReviewState::InReview)).await.unwrap().is_empty());
    let gone = engine.reviews(None, Some(ReviewState::NotNeeded)).await.unwrap();
    assert_eq!(gone.len(), 2, "{gone:?}");
    let live = submit(&engine, "mia", "1.1.0", &TELLS.replace("paid", "owed")).await.unwrap();
    assert!(matches!(live, Publication::Live(published) if published.current == "1.1.0"));
}

#[tokio::test]
async fn an_older_version_that_is_approved_late_does_not_replace_a_newer_one() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    put(&engine, "told", REVIEW).await;
    submit(&engine, "mia", "1.0.0", TELLS).await.unwrap();
    submit(&engine, "mia", "2.0.0", QUIET).await.unwrap();
    let decided = approve(&engine, &approver(), "1.0.0").await.unwrap();
    assert!(decided.live && decided.current.as_deref() == Some("2.0.0"), "{decided:?}");
    assert_eq!(output(&call(&engine, "tells", "{}").await), r#"{"a":1}"#, "callers get the newer one still");
    assert_eq!(engine.versions("test", "tells").await.unwrap().len(), 2);
    engine.roll_back("test", "tells", "1.0.0").await.unwrap();
    assert!(output(&call(&engine, "tells", "{}").await).contains("paid"), "going back is said");
}

/// Changes a stored document as JSON.
async fn rewrite(store: &MemoryStore, collection: &str, key: &str, change: impl Fn(&mut Value)) {
    let document = store.get(collection, key).await.unwrap().unwrap();
    let mut value: Value = serde_json::from_slice(&document.content).unwrap();
    change(&mut value);
    let content = Some(serde_json::to_vec(&value).unwrap().into());
    let (collection, key) = (collection.to_owned(), key.to_owned());
    store.put(vec![Put { collection, key, expected: None, content }]).await.unwrap();
}

#[tokio::test]
async fn what_an_older_engine_left_between_approval_and_publication_is_brought_to_its_end() {
    let store = Arc::new(MemoryStore::default());
    let engine = permitted(store.clone()).await;
    put(&engine, "told", REVIEW).await;
    for (name, version) in [("1.0.0", TELLS), ("1.1.0", TELLS)] {
        submit(&engine, "mia", name, version).await.unwrap();
    }
    engine.shutdown();
    drop(engine);
    let approved = |review: &mut Value, rule: &str| {
        let awaiting = review["awaiting"][0].clone();
        let rule = if rule.is_empty() { awaiting["digest"].clone() } else { json!(rule) };
        let profile = review["profile"].clone();
        let profile: towpath_access::Profile = serde_json::from_value(profile).unwrap();
        review["approvals"] =
            json!([{ "policy": "told", "rule": rule, "profile": profile.digest(), "by": "ada", "at": 1 }]);
        review["awaiting"] = json!([]);
    };
    rewrite(&store, "reviews", "test/tells@1.0.0", |review| approved(review, "")).await;
    // Approved under a rule that is another one now.
    rewrite(&store, "reviews", "test/tells@1.1.0", |review| approved(review, "sha256:old")).await;
    let engine = crate::world::engine(store).await;
    let state = |version: &'static str| {
        let engine = engine.clone();
        async move { engine.review("test", "tells", version).await.unwrap().review }
    };
    assert_eq!(state("1.0.0").await.state, ReviewState::Published);
    assert!(starts(&engine).await);
    let other = state("1.1.0").await;
    assert_eq!((other.state, other.awaiting.len()), (ReviewState::InReview, 1));
    assert!(approve(&engine, &approver(), "1.1.0").await.unwrap().live, "it can be decided again");
}

#[tokio::test]
async fn publishing_says_what_a_stopped_version_is() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    submit(&engine, "mia", "1.0.0", QUIET).await.unwrap();
    let place = ("test", "tells", "1.0.0");
    for (state, reason) in [(VersionState::Suspended, "wrong text"), (VersionState::Retired, "old")] {
        engine.set_state(&somebody(), place, state, Some(reason.to_owned())).await.unwrap();
        let refused = submit(&engine, "mia", "1.0.0", QUIET).await.unwrap_err();
        let said = format!("version 1.0.0 is {}: {reason}; nothing was published", state.as_str());
        assert_eq!(refused.to_string(), said);
    }
    // What cannot be called any more loses nothing.
    let forbid = "policy: stop\ntitle: t\neffect: forbid\naccess: { properties: { kind: { const: start } } }\nreason: No.\n";
    engine.put_policy(&somebody(), "stop", forbid.to_owned(), None).await.unwrap();
    let active = engine.activate_policies(&somebody(), Activate::default()).await;
    assert!(matches!(active, Ok(Activation::InForce { .. })), "{active:?}");
}

#[tokio::test]
async fn it_of_another_namespace_hands_nothing_over() {
    let engine = permitted(Arc::new(MemoryStore::default())).await;
    submit(&engine, "mia", "1.0.0", QUIET).await.unwrap();
    let stranger = person("eve", &[Grant::within(Role::Champion, "test"), Grant::within(Role::It, "other")]);
    let taken = engine.hand_over(&stranger, ("test", "tells"), "eve".to_owned(), None, None).await;
    assert!(matches!(taken, Err(EngineError::Fault(Fault::NotYours(_)))), "{taken:?}");
    let it = person("ivo", &[Grant::within(Role::It, "test")]);
    assert!(engine.hand_over(&it, ("test", "tells"), "bob".to_owned(), None, None).await.is_ok());
}
