//! Tokens, principals, roles, quotas, health.

use towpath_client::{
    ChangeTopic, ChangesQuery, Client, Heard, NewPresence, NewToken, PrincipalDetails, QuotaKind, RateKind,
    Reset, ResetReason, Role, RoleGrant,
};

use crate::world::{World, problem};

fn app_token() -> NewToken {
    NewToken {
        name: "shop front".to_owned(),
        principal: Some("shop@acme.example".to_owned()),
        grants: vec![RoleGrant { role: Role::App, namespace: Some("support".to_owned()) }],
        ..NewToken::default()
    }
}

#[tokio::test]
async fn a_token_works_until_it_is_revoked() {
    let world = World::new().await;
    let created = world.it.create_token(&app_token()).await.unwrap();
    assert!(!format!("{created:?}").contains(&created.token), "the secret is not in the debug text");
    assert_eq!((created.about.kind, created.about.waiting), (Role::App, false));
    let shop = world.it.with_token(&created.token);
    let me = shop.me().await.unwrap();
    assert_eq!((me.id.as_str(), me.grants), ("shop@acme.example", app_token().grants));
    let listed = world.it.tokens().await.unwrap();
    assert!(listed.iter().any(|token| token.id == created.about.id));
    world.it.revoke_token(&created.about.id).await.unwrap();
    let refused = problem(shop.me().await);
    assert_eq!((refused.status, refused.code.as_str()), (401, "TP4002"));
    assert_eq!(problem(world.it.confirm_token(&created.about.id).await).status, 409);
}

#[tokio::test]
async fn a_disabled_principal_has_no_working_token() {
    let world = World::new().await;
    let details = PrincipalDetails { title: Some("Mia".to_owned()), kind: Some(Role::Champion) };
    let created = world.it.create_principal("mia@acme.example", &details).await.unwrap();
    assert_eq!((created.kind, created.title.as_deref()), (Some(Role::Champion), Some("Mia")));
    assert_eq!(problem(world.it.create_principal("mia@acme.example", &details).await).status, 412);
    let disabled = world.it.disable_principal("champion@acme.example", "left the team").await.unwrap();
    assert_eq!(disabled.disabled.map(|disabled| disabled.reason).as_deref(), Some("left the team"));
    assert_eq!(problem(world.champion.me().await).status, 401);
    assert!(world.it.enable_principal("champion@acme.example").await.unwrap().disabled.is_none());
    assert!(world.champion.me().await.is_ok());
    assert!(world.it.principals().await.unwrap().len() >= 6);
    assert_eq!(world.it.principal("mia@acme.example").await.unwrap().id, "mia@acme.example");
}

#[tokio::test]
async fn quotas_and_rates_are_read() {
    let world = World::new().await;
    let quotas = world.champion.quotas(Some("support")).await.unwrap();
    let kinds: Vec<RateKind> = quotas.token.iter().map(|rate| rate.what).collect();
    assert_eq!(kinds, RateKind::ALL);
    let kinds: Vec<QuotaKind> = quotas.namespaces[0].quotas.iter().map(|quota| quota.what).collect();
    assert_eq!(kinds, QuotaKind::ALL);
}

#[tokio::test]
async fn health_needs_no_token() {
    let world = World::new().await;
    let nobody = Client::new(&world.url, None).unwrap();
    nobody.health().await.unwrap();
    nobody.ready().await.unwrap();
    assert_eq!(problem(nobody.me().await).code, "TP4001");
    assert_eq!(problem(world.auditor.audit_anchor().await).status, 404);
}

#[tokio::test]
async fn sessions_links_and_changes() {
    let world = World::new().await;
    let mut changes = world.it.changes(&ChangesQuery::default(), None).await.unwrap();
    let created = world.it.create_token(&app_token()).await.unwrap();
    let link = world.it.create_sign_in_link(&created.about.id).await.unwrap();
    assert_eq!(link.principal, "shop@acme.example");
    assert!(
        link.url.ends_with(&format!("/#link={}", link.link)) && !format!("{link:?}").contains(&link.link)
    );
    assert_eq!(problem(world.champion.create_sign_in_link(&created.about.id).await).status, 403);
    let Some(Heard::Change(change)) = changes.next().await.unwrap() else { panic!("nothing was missed") };
    assert_eq!(change.topic, ChangeTopic::Tokens);
    let after = changes.last_id().map(str::to_owned);
    drop(changes);

    let presence = NewPresence { tab: "a".to_owned(), task: None };
    let here = world.champion.look_at_draft("support", "echo", &presence).await.unwrap();
    assert_eq!((here.items.len(), here.items[0].is_me), (1, true));
    let query = ChangesQuery { topics: Some("presence".to_owned()), ..ChangesQuery::default() };
    let mut changes = world.it.changes(&query, after.as_deref()).await.unwrap();
    let Some(Heard::Change(change)) = changes.next().await.unwrap() else { panic!("nothing was missed") };
    assert_eq!((change.topic, change.workflow.as_deref()), (ChangeTopic::Presence, Some("echo")));
    world.champion.leave_draft("support", "echo", "a").await.unwrap();
    let mut other = world.it.changes(&query, Some("another-1")).await.unwrap();
    let reset = Reset { reason: ResetReason::Restarted };
    assert_eq!(other.next().await.unwrap(), Some(Heard::Reset(reset)));

    assert_eq!(world.it.sessions(true).await.unwrap(), []);
    assert_eq!(problem(world.champion.sessions(true).await).status, 403);
    assert_eq!(problem(world.it.end_session("ffffffffffffffff").await).status, 404);
    assert_eq!(world.it.violations().await.unwrap().count, 0);
}
