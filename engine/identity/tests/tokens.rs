//! Tokens over a store: shown once, stored as hashes, gone at once when revoked.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};

use towpath_identity::{COLLECTION, Fill, Grant, NewToken, Now, Role, TokenError, Tokens};
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

/// Bytes that differ from call to call and can be foretold.
fn counting() -> Fill {
    let calls = AtomicU8::new(0);
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
