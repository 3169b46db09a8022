//! Drafts, versions, states, switches, owners: what champions do.

use towpath_client::{
    NewToken, Publication, Role, RoleGrant, Severity, StartOptions, Switched, Verdict, VersionState,
};

use crate::world::{ECHO, World, definition, problem};

#[tokio::test]
async fn a_draft_is_saved_checked_and_published() {
    let world = World::governed().await;
    let broken = world.champion.check("support", "document: {}\n").await.unwrap();
    assert!(!broken.publishable);
    assert!(
        broken.diagnostics.iter().any(|found| found.severity == Severity::Error && found.range.is_some())
    );

    let source = definition("echo", "1.0.0", ECHO);
    let saved = world.champion.put_draft("support", "echo", source.clone(), Some(0)).await.unwrap();
    assert!(saved.report.accesses.iter().all(|access| access.verdict == Verdict::Allowed), "{saved:?}");
    let stale = problem(world.champion.put_draft("support", "echo", source.clone(), Some(0)).await);
    assert_eq!((stale.status, stale.revision), (412, Some(saved.revision)));
    assert_eq!(world.champion.draft("support", "echo").await.unwrap().source, source);

    let first = world.champion.publish("support", "echo", Some(saved.revision)).await.unwrap();
    let Publication::Live(first) = first else { panic!("{first:?}") };
    assert!(!first.unchanged && first.version.state == VersionState::Published);
    let again = world.champion.publish("support", "echo", None).await.unwrap();
    assert!(matches!(again, Publication::Live(again) if again.unchanged));
    assert_eq!(problem(world.app.read_definition("support", "echo", None).await).status, 403);
    assert_eq!(world.champion.read_definition("support", "echo", Some("1.0.0")).await.unwrap(), source);
    let interface = world.app.interface("support", "echo", None).await.unwrap();
    assert!(interface.input.is_some() && interface.output.is_none());
    assert_eq!(world.app.workflows(Some("support")).await.unwrap().len(), 1);
    assert!(world.champion.workflow_schema("support").await.unwrap().is_object());
}

#[tokio::test]
async fn a_version_is_suspended_and_a_workflow_switched_off() {
    let world = World::governed().await;
    world.publish("echo", ECHO).await;
    let place = ("support", "echo", "1.0.0");
    let suspended =
        world.champion.put_state(place, VersionState::Suspended, Some("wrong prices")).await.unwrap();
    assert_eq!(
        (suspended.state, suspended.reason.as_deref()),
        (VersionState::Suspended, Some("wrong prices"))
    );
    let refused = problem(world.app.start("support", "echo", r#"{"id":1}"#, &StartOptions::default()).await);
    assert_eq!((refused.status, refused.code.as_str()), (409, "TP4031"));
    world.champion.put_state(place, VersionState::Published, None).await.unwrap();

    let workflow = Switched::Workflow("support", "echo");
    let off = world.operator.switch(workflow, Some("maintenance")).await.unwrap();
    assert!(!off.on && off.by.as_deref() == Some("operator@acme.example"), "{off:?}");
    let refused = problem(world.app.start("support", "echo", r#"{"id":1}"#, &StartOptions::default()).await);
    assert_eq!((refused.status, refused.reason.as_deref()), (503, Some("maintenance")));
    assert!(world.operator.switch(workflow, None).await.unwrap().on);
    let versions = world.champion.versions("support", "echo").await.unwrap();
    assert_eq!(versions.iter().map(|one| one.state).collect::<Vec<_>>(), [VersionState::Published]);
    let current = world.champion.roll_back("support", "echo", "1.0.0").await.unwrap();
    assert_eq!(current.version, "1.0.0");
}

#[tokio::test]
async fn a_workflow_has_an_owner() {
    let world = World::governed().await;
    world.publish("echo", ECHO).await;
    let place = ("support", "echo");
    assert_eq!(world.champion.owners(place).await.unwrap().owner, "champion@acme.example");
    let mia = NewToken {
        name: "mia@acme.example".to_owned(),
        grants: vec![RoleGrant { role: Role::Champion, namespace: Some("support".to_owned()) }],
        ..NewToken::default()
    };
    world.it.create_token(&mia).await.unwrap();
    let handed = world.it.hand_over(place, "mia@acme.example", Some("champion@acme.example")).await.unwrap();
    assert_eq!(handed.deputy.as_deref(), Some("champion@acme.example"));
    let notices = world.champion.notices(false, false).await.unwrap();
    let notice = notices.first().unwrap_or_else(|| panic!("no notice of the hand-over"));
    let seen = world.champion.seen_notice(&notice.id).await.unwrap();
    assert_eq!(seen.seen_by.as_deref(), Some("champion@acme.example"));
    assert_eq!(problem(world.champion.settings("support", "echo").await).status, 404);
}
