//! Tests of sessions and sign-in links over a store: always new, ended by time, by hand and with their token; links once.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};

use towpath_identity::{
    Ended, Fill, Grant, LINKS, NewToken, Now, Principal, Refused, Role, SESSIONS, SessionError,
    SessionLimits, Sessions, SignInMethod, Tokens,
};
use towpath_journal::{Documents as _, MemoryStore};

const LIMITS: SessionLimits = SessionLimits { idle: 1_000, absolute: 10_000, per_principal: 2, link: 500 };

struct World {
    store: Arc<MemoryStore>,
    clock: Arc<AtomicI64>,
    tokens: Arc<Tokens>,
    sessions: Sessions,
}

/// Predictable bytes that differ from call to call, over all worlds.
fn counting() -> Fill {
    static CALLS: AtomicU8 = AtomicU8::new(0);
    Arc::new(|buffer| {
        buffer.fill(CALLS.fetch_add(1, Ordering::Relaxed));
        Ok(())
    })
}

impl World {
    async fn new(strict: bool) -> Self {
        let (store, clock) = (Arc::new(MemoryStore::default()), Arc::new(AtomicI64::new(1_000)));
        Self::over(store, clock, strict).await
    }

    async fn over(store: Arc<MemoryStore>, clock: Arc<AtomicI64>, strict: bool) -> Self {
        let time = Arc::clone(&clock);
        let now: Now = Arc::new(move || time.load(Ordering::Relaxed));
        let tokens = Tokens::open(store.clone(), Arc::clone(&now), counting()).await.unwrap();
        let tokens = Arc::new(tokens.separate_duties(strict));
        let sessions = Sessions::open(store.clone(), Arc::clone(&tokens), now, counting(), LIMITS).await;
        Self { store, clock, tokens, sessions: sessions.unwrap() }
    }

    /// The secret and the public id of a new token.
    async fn token(&self, principal: &str, role: Role, expires_at: Option<i64>) -> (String, String) {
        let new = NewToken {
            name: principal.into(),
            principal: principal.into(),
            kind: None,
            grants: vec![Grant::everywhere(role)],
            may_view: vec![],
            expires_at,
        };
        let (secret, token) = self.tokens.create(new, "command-line").await.unwrap();
        (secret, token.id)
    }

    async fn again(self) -> Self {
        Self::over(self.store, self.clock, false).await
    }

    fn at(&self, now: i64) {
        self.clock.store(now, Ordering::Relaxed);
    }

    fn who(&self, secret: &str) -> Arc<Principal> {
        self.tokens.authenticate(secret).unwrap()
    }
}

#[tokio::test]
async fn a_session_has_the_rights_of_its_token_and_only_a_digest_is_kept() {
    let world = World::new(false).await;
    let (token, id) = world.token("ada", Role::It, None).await;
    let (secret, session) = world.sessions.with_token(&token).await.unwrap();
    assert!(secret.starts_with("ts_") && secret.len() == 46);
    let signed_in = world.sessions.check(&secret).unwrap();
    assert_eq!(*signed_in.principal, *world.who(&token));
    assert_eq!((signed_in.session.token, signed_in.session.method), (id, SignInMethod::Token));
    for document in world.store.list(SESSIONS, "").await.unwrap() {
        let text = String::from_utf8(document.content.to_vec()).unwrap();
        assert!(!text.contains(&secret[3..]) && !document.key.contains(&secret[3..]));
        assert!(document.key.starts_with(&session.id));
    }
    let other = format!("ts_{}", "A".repeat(43));
    for wrong in ["", "ts_", token.as_str(), other.as_str()] {
        assert_eq!(world.sessions.check(wrong).unwrap_err(), Ended::Session, "{wrong}");
    }
    assert_eq!(
        world.sessions.with_token(&secret).await.unwrap_err(),
        SessionError::Refused(Refused::Unknown)
    );
    let world = world.again().await;
    assert_eq!(world.sessions.check(&secret).unwrap().session.id, session.id);
}

#[tokio::test]
async fn signing_in_again_gives_another_session() {
    let world = World::new(false).await;
    let (token, _) = world.token("ada", Role::It, None).await;
    let (first, one) = world.sessions.with_token(&token).await.unwrap();
    let (second, other) = world.sessions.with_token(&token).await.unwrap();
    assert!(first != second && one.id != other.id);
}

#[tokio::test]
async fn a_session_ends_when_it_is_idle_and_at_its_latest() {
    let world = World::new(false).await;
    let (token, _) = world.token("ada", Role::It, None).await;
    let (idle, _) = world.sessions.with_token(&token).await.unwrap();
    let (busy, _) = world.sessions.with_token(&token).await.unwrap();
    for now in (1_500..11_000).step_by(500) {
        world.at(now);
        assert!(world.sessions.check(&busy).is_ok(), "{now}");
        // Looking does not use it.
        assert_eq!(world.sessions.look(&idle).is_ok(), now < 2_000, "{now}");
    }
    world.at(11_000);
    assert_eq!(world.sessions.check(&busy).unwrap_err(), Ended::Session);
    assert_eq!(world.sessions.list(), []);
}

#[tokio::test]
async fn idle_expiry_outlasts_a_restart() {
    let limits = SessionLimits { idle: 3_600_000, ..SessionLimits::default() };
    let World { store, clock, tokens, .. } = World::new(false).await;
    let time = Arc::clone(&clock);
    let now: Now = Arc::new(move || time.load(Ordering::Relaxed));
    let open = async || {
        let tokens = Arc::clone(&tokens);
        Sessions::open(store.clone(), tokens, Arc::clone(&now), counting(), limits).await.unwrap()
    };
    let sessions = open().await;
    let new = NewToken {
        name: "ada".into(),
        principal: "ada".into(),
        kind: None,
        grants: vec![Grant::everywhere(Role::It)],
        may_view: vec![],
        expires_at: None,
    };
    let (token, _) = tokens.create(new, "test").await.unwrap();
    let (secret, session) = sessions.with_token(&token).await.unwrap();
    assert!(!sessions.check(&secret).unwrap().is_due);
    clock.store(3_000_000, Ordering::Relaxed);
    assert!(sessions.check(&secret).unwrap().is_due);
    sessions.keep(&session.id).await.unwrap();
    assert!(!sessions.check(&secret).unwrap().is_due);
    clock.store(5_000_000, Ordering::Relaxed);
    assert!(open().await.check(&secret).is_ok());
    sessions.end(&session.id).await.unwrap();
    sessions.keep(&session.id).await.unwrap();
    assert_eq!(open().await.check(&secret).unwrap_err(), Ended::Session);
}

#[tokio::test]
async fn a_session_ends_with_its_token_and_its_principal() {
    let world = World::new(false).await;
    let (it, _) = world.token("ivo", Role::It, None).await;
    let (token, id) = world.token("ada", Role::Champion, None).await;
    let (secret, _) = world.sessions.with_token(&token).await.unwrap();
    world.tokens.disable("ada", &world.who(&it), "gone".into()).await.unwrap();
    assert_eq!(world.sessions.check(&secret).unwrap_err(), Ended::Token(Refused::Disabled));
    assert_eq!(
        world.sessions.with_token(&token).await.unwrap_err(),
        SessionError::Refused(Refused::Disabled)
    );
    world.tokens.enable("ada", &world.who(&it)).await.unwrap();
    assert!(world.sessions.check(&secret).is_ok());
    world.tokens.revoke(&id).await.unwrap();
    assert_eq!(world.sessions.check(&secret).unwrap_err(), Ended::Token(Refused::Unknown));

    let (token, _) = world.token("bob", Role::Champion, Some(1_300)).await;
    let (secret, session) = world.sessions.with_token(&token).await.unwrap();
    assert_eq!(session.expires_at, 1_300);
    world.at(1_300);
    assert!(world.sessions.check(&secret).is_err());
}

#[tokio::test]
async fn sessions_are_bounded_listed_and_ended() {
    let world = World::new(false).await;
    let (token, _) = world.token("ada", Role::Champion, None).await;
    let (other, _) = world.token("bob", Role::Champion, None).await;
    let (bob, _) = world.sessions.with_token(&other).await.unwrap();
    let (first, _) = world.sessions.with_token(&token).await.unwrap();
    world.at(1_100);
    let (second, _) = world.sessions.with_token(&token).await.unwrap();
    world.at(1_200);
    assert!(world.sessions.check(&first).is_ok());
    // The second was unused for longest.
    let (third, session) = world.sessions.with_token(&token).await.unwrap();
    assert_eq!(world.sessions.check(&second).unwrap_err(), Ended::Session);
    assert!(world.sessions.check(&first).is_ok() && world.sessions.check(&bob).is_ok());
    assert_eq!(world.sessions.list().len(), 3);
    assert_eq!(world.store.list(SESSIONS, "").await.unwrap().len(), 3);

    world.sessions.end(&session.id).await.unwrap();
    assert_eq!(world.sessions.check(&third).unwrap_err(), Ended::Session);
    let again = world.sessions.end(&session.id).await;
    assert_eq!(again.unwrap_err(), SessionError::NotFound(session.id));
    assert_eq!(world.again().await.sessions.check(&third).unwrap_err(), Ended::Session);
}

#[tokio::test]
async fn a_link_signs_in_once_for_a_short_time_on_one_server() {
    let world = World::new(false).await;
    let (_, id) = world.token("ada", Role::Champion, None).await;
    let (link, made) = world.sessions.link_outside(&id, "demo").await.unwrap();
    assert!(link.starts_with("tl_"));
    assert_eq!((made.principal.as_str(), made.expires_at), ("ada", 1_500));
    for document in world.store.list(LINKS, "").await.unwrap() {
        let text = String::from_utf8(document.content.to_vec()).unwrap();
        assert!(!text.contains(&link[3..]) && !document.key.contains(&link[3..]));
    }
    let elsewhere = World::new(false).await;
    assert_eq!(elsewhere.sessions.with_link(&link).await.unwrap_err(), SessionError::NoLink);
    assert_eq!(world.sessions.behind_link(&link).await.unwrap().id, "ada");
    // Two at once: one signs in.
    let (one, other) = tokio::join!(world.sessions.with_link(&link), world.sessions.with_link(&link));
    assert_eq!([&one, &other].iter().filter(|signed_in| signed_in.is_ok()).count(), 1);
    assert_eq!(world.sessions.with_link(&link).await.unwrap_err(), SessionError::NoLink);
    assert_eq!(one.or(other).unwrap().1.method, SignInMethod::Link);

    let (late, _) = world.sessions.link_outside(&id, "demo").await.unwrap();
    let (revoked, _) = world.sessions.link_outside(&id, "demo").await.unwrap();
    world.at(1_500);
    assert_eq!(world.sessions.with_link(&late).await.unwrap_err(), SessionError::NoLink);
    world.at(1_400);
    world.tokens.revoke(&id).await.unwrap();
    assert_eq!(
        world.sessions.with_link(&revoked).await.unwrap_err(),
        SessionError::Refused(Refused::Unknown)
    );
    let none = world.sessions.link_outside(&id, "demo").await.unwrap_err();
    assert_eq!(none, SessionError::NoToken(id));
}

#[tokio::test]
async fn links_are_bounded() {
    let world = World::new(false).await;
    let (_, id) = world.token("ada", Role::Champion, None).await;
    for _ in 0..15 {
        world.sessions.link_outside(&id, "demo").await.unwrap();
    }
    assert_eq!(world.store.list(LINKS, "").await.unwrap().len(), 10);
    world.at(9_000);
    world.sessions.link_outside(&id, "demo").await.unwrap();
    assert_eq!(world.store.list(LINKS, "").await.unwrap().len(), 1);
}

#[tokio::test]
async fn with_separate_duties_nobody_signs_in_as_somebody_else() {
    let world = World::new(true).await;
    let (ivo, own) = world.token("ivo", Role::It, None).await;
    let (_, ina) = world.token("ina", Role::It, None).await;
    let ivo = world.who(&ivo);
    assert_eq!(world.sessions.link(&ina, &ivo).await.unwrap_err(), SessionError::NotYours);
    assert!(world.sessions.link(&own, &ivo).await.is_ok());
    let new = NewToken {
        name: "shop".into(),
        principal: "shop".into(),
        kind: None,
        grants: vec![Grant::within(Role::App, "support")],
        may_view: vec![],
        expires_at: None,
    };
    let (_, minted) = world.tokens.mint(new, &ivo).await.unwrap();
    assert!(world.sessions.link(&minted.id, &ivo).await.is_ok());

    let lax = World::new(false).await;
    let (it, _) = lax.token("ivo", Role::It, None).await;
    let (_, other) = lax.token("ina", Role::It, None).await;
    assert!(lax.sessions.link(&other, &lax.who(&it)).await.is_ok());
    let (app, _) = lax.token("shop", Role::App, None).await;
    let out = lax.sessions.link(&other, &lax.who(&app)).await.unwrap_err();
    assert_eq!(out, SessionError::OutOfReach("ina".into()));
}
