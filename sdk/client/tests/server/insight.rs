//! The inbox, statistics, the estate, search, and the history of drafts.

use towpath_client::{FoundKind, InboxQuery, NewRequest, StatisticsInterval, StatisticsQuery};

use crate::world::{ECHO, World, definition, problem};

#[tokio::test]
async fn drafts_have_a_history() {
    let world = World::governed().await;
    let save = async |version: &str| {
        world.champion.put_draft("support", "echo", definition("echo", version, ECHO), None).await.unwrap()
    };
    let first = save("1.0.0").await;
    let second = save("1.1.0").await;
    let revisions = world.champion.draft_revisions("support", "echo").await.unwrap();
    let numbers: Vec<u64> = revisions.iter().map(|one| one.revision).collect();
    assert_eq!(numbers, [second.revision, first.revision]);
    let old = world.champion.draft_revision("support", "echo", first.revision).await.unwrap();
    assert_eq!((old.source, old.about.is_current), (definition("echo", "1.0.0", ECHO), false));
    let stale = world.champion.restore_draft("support", "echo", first.revision, Some(first.revision)).await;
    assert_eq!(problem(stale).status, 412);
    let restored = world.champion.restore_draft("support", "echo", first.revision, Some(second.revision));
    assert_eq!(restored.await.unwrap().revision, second.revision + 1);
    let drafts = world.champion.drafts(Some("support")).await.unwrap();
    assert_eq!((drafts.len(), drafts[0].is_ahead), (1, true));
}

#[tokio::test]
async fn overviews_are_read() {
    let world = World::governed().await;
    world.publish("echo", ECHO).await;
    let asked = NewRequest {
        namespace: "support".to_owned(),
        purpose: "p".to_owned(),
        system: Some("labels".to_owned()),
        data: Some("addresses".to_owned()),
        ..NewRequest::default()
    };
    world.champion.open_request(&asked).await.unwrap();
    let waiting = world.it.inbox(&InboxQuery { can_decide: Some(true), limit: None }).await.unwrap();
    assert_eq!((waiting.total, waiting.items[0].can_decide), (1, true));
    let query = StatisticsQuery { interval: StatisticsInterval::Day, ..StatisticsQuery::default() };
    let statistics = world.champion.statistics(&query).await.unwrap();
    assert_eq!((statistics.totals.started, statistics.waiting.draft_to_live.count), (0, 1));
    let estate = world.auditor.estate(None).await.unwrap();
    assert_eq!(estate.workflows[0].name, "echo");
    let found = world.champion.search("echo").await.unwrap();
    assert_eq!(found[0].kind, FoundKind::Workflow);
}
