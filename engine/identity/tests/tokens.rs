//! Tests of tokens over a store: secrets are shown once, stored as hashes, and revoked at once.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};

use towpath_identity::{
    Action, COLLECTION, Fill, Grant, Invalid, NewPrincipal, NewToken, Now, Principal, Refused, Role,
    TOKEN_USES, TokenError, Tokens,
};
use towpath_journal::{Documents, MemoryStore, Put, StoreError};

struct World {
    store: Arc<MemoryStore>,
    clock: Arc<AtomicI64>,
    tokens: Tokens,
}

fn now(clock: &Arc<AtomicI64>) -> Now {
    let clock = Arc::clone(clock);
    Arc::new(move || clock.load(Ordering::Relaxed))
}

/// Predictable bytes that differ from call to call.
fn counting() -> Fill {
    counting_from(0)
}

fn counting_from(first: u8) -> Fill {
    let calls = AtomicU8::new(first);
    Arc::new(move |buffer| {
        buffer.fill(calls.fetch_add(1, Ordering::Relaxed));
        Ok(())
    })
}

async fn world() -> World {
    let (store, clock) = (Arc::new(MemoryStore::default()), Arc::new(AtomicI64::new(1_000)));
    let tokens = Tokens::open(store.clone(), now(&clock), counting()).await.unwrap();
    World { store, clock, tokens }
}

fn wanted(expires_at: Option<i64>) -> NewToken {
    NewToken {
        name: "shop front".into(),
        principal: "shop".into(),
        kind: None,
        grants: vec![Grant::within(Role::App, "support")],
        may_view: vec![],
        expires_at,
    }
}

#[tokio::test]
async fn a_token_opens_until_it_is_revoked() {
    let World { store, clock, tokens } = world().await;
    let (secret, token) = tokens.create(wanted(None), "boot").await.unwrap();
    assert!(secret.starts_with("tp_") && secret.len() == 46);
    let principal = tokens.authenticate(&secret).unwrap();
    assert_eq!((principal.id.as_str(), principal.kind), ("shop", Role::App));
    assert_eq!(tokens.authenticate(&secret.replace('A', "B")), None);

    clock.store(2_000, Ordering::Relaxed);
    let revoked = tokens.revoke(&token.id).await.unwrap();
    assert_eq!(revoked.revoked_at, Some(2_000));
    assert_eq!(tokens.authenticate(&secret), None);
    clock.store(3_000, Ordering::Relaxed);
    assert_eq!(tokens.revoke(&token.id).await.unwrap().revoked_at, Some(2_000));

    let again = Tokens::open(store, now(&clock), counting()).await.unwrap();
    assert_eq!(again.authenticate(&secret), None);
    assert_eq!(again.list().await.unwrap(), [revoked]);
}

#[tokio::test]
async fn the_last_use_is_known_at_once_and_written_down_now_and_then() {
    let World { store, clock, tokens } = world().await;
    let (_, token) = tokens.create(wanted(None), "boot").await.unwrap();
    let shown = async |tokens: &Tokens| tokens.list().await.unwrap()[0].last_used_at;
    let written = async || store.get(TOKEN_USES, &token.id).await.unwrap().map_or(0, |kept| kept.revision);
    assert_eq!((shown(&tokens).await, written().await), (None, 0));
    const MINUTES: i64 = 60_000;
    for (at, times) in
        [(MINUTES, 1), (2 * MINUTES, 1), (6 * MINUTES - 1, 1), (6 * MINUTES, 2), (7 * MINUTES, 2)]
    {
        clock.store(at, Ordering::Relaxed);
        tokens.used(&token.id).await.unwrap();
        tokens.used(&token.id).await.unwrap();
        assert_eq!((shown(&tokens).await, written().await), (Some(at), times));
    }
    assert_eq!(tokens.get(&token.id).await.unwrap().last_used_at, Some(7 * MINUTES));
    tokens.used("ffffffffffffffff").await.unwrap();
    assert_eq!(store.list(TOKEN_USES, "").await.unwrap().len(), 1, "nothing is kept of what is no token");

    // After a crash the time is that of the store, and it goes on from there.
    let again = Tokens::open(store.clone(), now(&clock), counting()).await.unwrap();
    assert_eq!(shown(&again).await, Some(6 * MINUTES));
    clock.store(8 * MINUTES, Ordering::Relaxed);
    again.used(&token.id).await.unwrap();
    assert_eq!((shown(&again).await, written().await), (Some(8 * MINUTES), 2));
    // Revoking writes down the newest.
    assert_eq!(again.revoke(&token.id).await.unwrap().last_used_at, Some(8 * MINUTES));
    assert_eq!((shown(&again).await, written().await), (Some(8 * MINUTES), 3));
    again.used(&token.id).await.unwrap();
    assert_eq!(written().await, 3, "a revoked token is not used");
    let kept = store.list(COLLECTION, "").await.unwrap();
    assert_eq!(kept.len(), 1);
    assert!(
        !String::from_utf8_lossy(&kept[0].content).contains("lastUsed"),
        "the token itself never changes"
    );
}

#[tokio::test]
async fn the_secret_is_nowhere_in_the_store() {
    let World { store, clock, tokens } = world().await;
    let (secret, token) = tokens.create(wanted(None), "boot").await.unwrap();
    for document in store.list(COLLECTION, "").await.unwrap() {
        assert!(document.key.starts_with(&token.id));
        let text = String::from_utf8(document.content.to_vec()).unwrap();
        assert!(!text.contains(&secret[3..]) && !document.key.contains(&secret[3..]));
    }
    let again = Tokens::open(store, now(&clock), counting()).await.unwrap();
    assert_eq!(again.authenticate(&secret).unwrap().name, "shop front");
}

#[tokio::test]
async fn a_token_expires() {
    let World { clock, tokens, .. } = world().await;
    let (secret, _) = tokens.create(wanted(Some(5_000)), "boot").await.unwrap();
    clock.store(4_999, Ordering::Relaxed);
    assert!(tokens.authenticate(&secret).is_some());
    clock.store(5_000, Ordering::Relaxed);
    assert!(tokens.authenticate(&secret).is_none());
}

#[tokio::test]
async fn an_id_that_is_none_finds_nothing() {
    let World { tokens, .. } = world().await;
    let (_, token) = tokens.create(wanted(None), "boot").await.unwrap();
    for id in ["", &token.id[..8], "ffffffffffffffff", "../../../../etc/"] {
        assert_eq!(tokens.revoke(id).await, Err(TokenError::NotFound(id.to_owned())));
    }
}

#[tokio::test]
async fn a_random_source_that_fails_makes_no_token() {
    let (store, clock) = (Arc::new(MemoryStore::default()), Arc::new(AtomicI64::new(0)));
    let fill: Fill = Arc::new(|_| Err("empty".to_owned()));
    let tokens = Tokens::open(store, now(&clock), fill).await.unwrap();
    assert_eq!(tokens.create(wanted(None), "boot").await, Err(TokenError::Random("empty".into())));
    assert_eq!(tokens.list().await.unwrap(), []);
}

#[tokio::test]
async fn a_damaged_token_stops_the_opening() {
    let World { store, clock, .. } = world().await;
    let put = Put {
        collection: COLLECTION.into(),
        key: "00".repeat(32),
        expected: None,
        content: Some("{}".into()),
    };
    store.put(vec![put]).await.unwrap();
    let opened = Tokens::open(store, now(&clock), counting()).await;
    assert!(matches!(opened, Err(StoreError::Corrupt(_))));
}

/// A store with separate duties, with a token from the command line for each of these.
async fn strict(people: &[(&str, Role)]) -> (World, Vec<Arc<Principal>>) {
    let World { store, clock, .. } = world().await;
    let tokens = Tokens::open(store.clone(), now(&clock), counting()).await.unwrap().separate_duties(true);
    let mut secrets = Vec::new();
    for (id, role) in people {
        let new = NewToken {
            name: (*id).into(),
            principal: (*id).into(),
            kind: None,
            grants: vec![Grant::everywhere(*role)],
            may_view: vec![],
            expires_at: None,
        };
        secrets.push(tokens.create(new, "command-line").await.unwrap().0);
    }
    let found = secrets.iter().map(|secret| tokens.authenticate(secret).unwrap()).collect();
    (World { store, clock, tokens }, found)
}

fn approver(principal: &str) -> NewToken {
    NewToken {
        principal: principal.into(),
        grants: vec![Grant::within(Role::Approver, "support")],
        ..wanted(None)
    }
}

#[tokio::test]
async fn a_disabled_principal_is_refused_at_once_and_after_a_restart() {
    let (World { store, clock, tokens }, people) = strict(&[("ivo", Role::It), ("ina", Role::It)]).await;
    let (secret, _) = tokens.mint(wanted(None), &people[0]).await.unwrap();
    let record = tokens.principal("shop").unwrap().record;
    assert_eq!((record.created_by.as_str(), record.created_with), ("ivo", people[0].minted.token.clone()));
    assert_eq!(tokens.check(&secret).unwrap().minted.by.as_deref(), Some("ivo"));
    assert_eq!(tokens.disable("ivo", &people[0], "no".into()).await.unwrap_err(), TokenError::Yourself);
    tokens.disable("shop", &people[1], "leaked".into()).await.unwrap();
    assert_eq!(tokens.check(&secret).unwrap_err(), Refused::Disabled);
    assert_eq!(tokens.mint(wanted(None), &people[0]).await, Err(TokenError::Disabled("shop".into())));

    let again = Tokens::open(store, now(&clock), counting()).await.unwrap();
    assert_eq!(again.check(&secret).unwrap_err(), Refused::Disabled);
    let disabled = again.principal("shop").unwrap().record.disabled.unwrap();
    assert_eq!((disabled.by.as_str(), disabled.reason.as_str()), ("ina", "leaked"));
    again.enable("shop", &people[1]).await.unwrap();
    assert!(again.check(&secret).is_ok());
}

#[tokio::test]
async fn a_token_that_decides_takes_two_where_duties_are_separate() {
    let (World { store, clock, tokens }, people) = strict(&[("ivo", Role::It), ("ina", Role::It)]).await;
    let (secret, token) = tokens.mint(approver("ada"), &people[0]).await.unwrap();
    assert_eq!(tokens.check(&secret).unwrap_err(), Refused::Unconfirmed);
    assert!(!tokens.may("ada", Action::ReadReviews, "support"));
    assert_eq!(tokens.confirm(&token.id, &people[0]).await, Err(TokenError::OwnProposal));
    // Tokens that the proposer mints count as the proposer's.
    let (helper, _) = tokens.mint(wanted(None), &people[0]).await.unwrap();
    let helper = tokens.authenticate(&helper).unwrap();
    assert_eq!(tokens.confirm(&token.id, &helper).await, Err(TokenError::OwnProposal));
    let confirmed = tokens.confirm(&token.id, &people[1]).await.unwrap().confirmed.unwrap();
    assert_eq!((confirmed.by.as_str(), &confirmed.with), ("ina", &people[1].minted.token));
    let ada = tokens.check(&secret).unwrap();
    assert!(ada.is_or_speaks_for("ivo") && ada.is_or_speaks_for("shop") && !ada.is_or_speaks_for("ina"));
    assert_eq!(tokens.confirm(&token.id, &people[1]).await, Err(TokenError::NotWaiting(token.id.clone())));

    let again = Tokens::open(store, now(&clock), counting_from(100)).await.unwrap();
    assert!(again.check(&secret).is_ok());
    // Without separate duties, principals only count as themselves, and one person of IT is enough.
    assert!(!again.check(&secret).unwrap().is_or_speaks_for("ivo"));
    let (secret, _) = again.mint(approver("abe"), &people[0]).await.unwrap();
    assert!(again.check(&secret).is_ok());
}

#[tokio::test]
async fn nobody_mints_for_a_principal_with_more_than_they_can_give() {
    let (World { tokens, .. }, people) = strict(&[("ivo", Role::It)]).await;
    let new = NewToken { grants: vec![Grant::within(Role::It, "support")], ..approver("sub") };
    let (sub, _) = tokens.create(new, "command-line").await.unwrap();
    let sub = tokens.authenticate(&sub).unwrap();
    let champion = |principal: &str| NewToken {
        principal: principal.into(),
        grants: vec![Grant::within(Role::Champion, "support")],
        ..wanted(None)
    };
    tokens.create(approver("ada"), "command-line").await.unwrap();
    for other in ["ada", "ivo"] {
        assert_eq!(tokens.mint(champion(other), &sub).await, Err(TokenError::OutOfReach(other.into())));
        assert_eq!(
            tokens.disable(other, &sub, "x".into()).await.unwrap_err(),
            TokenError::OutOfReach(other.into())
        );
    }
    let title = NewPrincipal { title: Some("Ron".into()), kind: None };
    tokens.put_principal("ron", title.clone(), &people[0], Some(0)).await.unwrap();
    assert_eq!(tokens.mint(champion("ron"), &sub).await, Err(TokenError::OutOfReach("ron".into())));
    tokens.mint(champion("sub"), &sub).await.unwrap();
    tokens.mint(champion("mia"), &sub).await.unwrap();
    tokens.mint(champion("mia"), &people[0]).await.unwrap();
    let hidden = NewPrincipal { title: Some("Ron\u{1b}[8m".into()), kind: None };
    assert!(matches!(
        tokens.put_principal("ron", hidden, &people[0], None).await,
        Err(TokenError::Invalid(Invalid::Title))
    ));
    assert!(matches!(
        tokens.put_principal("ron", title, &people[0], Some(0)).await,
        Err(TokenError::Store(StoreError::Conflict { current: 1 }))
    ));
}

#[tokio::test]
async fn principals_of_an_earlier_engine_are_known_by_their_tokens() {
    let World { store, clock, .. } = world().await;
    let token = r#"{"name":"old","principal":"mia","kind":"champion","grants":[{"role":"champion"}],"createdAt":7,"createdBy":"ivo"}"#;
    let put = Put {
        collection: COLLECTION.into(),
        key: "01".repeat(32),
        expected: None,
        content: Some(token.into()),
    };
    store.put(vec![put]).await.unwrap();
    let tokens = Tokens::open(store, now(&clock), counting()).await.unwrap();
    let person = tokens.principal("mia").unwrap();
    assert_eq!((person.revision, person.record.created_by.as_str(), person.record.created_at), (0, "ivo", 7));
    tokens.create(NewToken { principal: "mia".into(), ..wanted(None) }, "command-line").await.unwrap();
    assert_eq!(tokens.principal("mia").unwrap().record.created_by, "ivo");
    assert_eq!(tokens.principal("mia").unwrap().revision, 1);
}
