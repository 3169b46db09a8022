//! Stores sessions as documents, and keeps all of them in memory. Authenticating a request takes one hash and lookups in
//! memory; that it was made is written down every few minutes.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

use parking_lot::RwLock;
use towpath_journal::{Document, Documents, Put, StoreError};

use crate::session::PREFIX;
use crate::token::{Hashed, id_of};
use crate::token_store::new_secret;
use crate::{Ended, Fill, Now, Principal, Session, SessionError, SessionLimits, SignInMethod, Tokens};

/// The collection of sessions. The key of a document is the hash of the cookie's secret.
pub const SESSIONS: &str = "sessions";

/// How late the store may be about the newest request of a session, in milliseconds.
const LATE: i64 = 5 * 60_000;

/// A request that came with a session.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The principal of the token behind the session.
    pub principal: Arc<Principal>,
    /// The session.
    pub session: Session,
    /// Whether the store should learn of the request: call [`Sessions::keep`].
    pub is_due: bool,
}

/// A session in memory.
struct Live {
    /// As it is stored.
    stored: Session,
    /// The revision of the document.
    revision: u64,
    used: AtomicI64,
}

impl Live {
    fn new(stored: Session, revision: u64) -> Self {
        let used = AtomicI64::new(stored.last_used_at);
        Self { stored, revision, used }
    }

    fn session(&self) -> Session {
        Session { last_used_at: self.used.load(Relaxed), ..self.stored.clone() }
    }
}

/// All sessions of a server. One process at a time writes them.
pub struct Sessions {
    pub(crate) documents: Arc<dyn Documents>,
    pub(crate) tokens: Arc<Tokens>,
    now: Now,
    pub(crate) fill: Fill,
    pub(crate) limits: SessionLimits,
    live: RwLock<HashMap<Hashed, Live>>,
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sessions").field("live", &self.live.read().len()).finish_non_exhaustive()
    }
}

impl Sessions {
    /// Reads all sessions of the store.
    ///
    /// # Errors
    /// Those of the store, and [`StoreError::Corrupt`] for an unreadable document.
    pub async fn open(
        documents: Arc<dyn Documents>,
        tokens: Arc<Tokens>,
        now: Now,
        fill: Fill,
        limits: SessionLimits,
    ) -> Result<Self, StoreError> {
        let mut live = HashMap::new();
        for document in documents.list(SESSIONS, "").await? {
            let hashed = Hashed::from_key(&document.key).ok_or_else(|| damaged(&document))?;
            live.insert(hashed, Live::new(decode(&document)?, document.revision));
        }
        Ok(Self { documents, tokens, now, fill, limits, live: RwLock::new(live) })
    }

    /// How long they last.
    pub fn limits(&self) -> &SessionLimits {
        &self.limits
    }

    /// The principal and the session of this secret, for a request: the session is used.
    ///
    /// # Errors
    /// [`Ended`].
    pub fn check(&self, secret: &str) -> Result<SignedIn, Ended> {
        self.find(secret, true)
    }

    /// The same, for something that is no request of its own: the session is not used.
    ///
    /// # Errors
    /// [`Ended`].
    pub fn look(&self, secret: &str) -> Result<SignedIn, Ended> {
        self.find(secret, false)
    }

    fn find(&self, secret: &str, is_used: bool) -> Result<SignedIn, Ended> {
        let hashed = Hashed::of_secret(PREFIX, secret).ok_or(Ended::Session)?;
        let now = self.now();
        let live = self.live.read();
        let found = live.get(&hashed).ok_or(Ended::Session)?;
        if !found.session().lasts(&self.limits, now) {
            return Err(Ended::Session);
        }
        let (principal, _) = self.tokens.standing(&found.stored.token).map_err(Ended::Token)?;
        if is_used {
            found.used.fetch_max(now, Relaxed);
        }
        let session = found.session();
        let is_due = session.last_used_at.saturating_sub(found.stored.last_used_at) >= LATE;
        Ok(SignedIn { principal, session, is_due })
    }

    /// Writes down when a session was used last. If that fails, only idle expiry comes early, after a restart.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn keep(&self, id: &str) -> Result<(), StoreError> {
        let Some((hashed, session, revision)) = self.by_id(id) else { return Ok(()) };
        match self.documents.put(vec![change(hashed, Some(revision), Some(&session))]).await {
            Ok(revisions) => {
                if let Some(live) = self.live.write().get_mut(&hashed) {
                    live.stored = session;
                    live.revision = revisions.first().copied().unwrap_or(revision);
                }
                Ok(())
            }
            // Another request has written it down, or has ended the session.
            Err(StoreError::Conflict { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Signs in with a bearer token. Returns the secret for the cookie, which is not stored anywhere, and the session, once it
    /// is on disk. Both are always new.
    ///
    /// # Errors
    /// [`SessionError::Refused`], [`SessionError::Random`], and those of the store.
    pub async fn with_token(&self, bearer: &str) -> Result<(String, Session), SessionError> {
        let principal = self.tokens.check(bearer).map_err(SessionError::Refused)?;
        let token = principal.minted.token.clone().unwrap_or_default();
        self.begin(&token, SignInMethod::Token, Vec::new()).await
    }

    /// Begins a session of a token, in one transaction with `also`.
    pub(crate) async fn begin(
        &self,
        token: &str,
        method: SignInMethod,
        also: Vec<Put>,
    ) -> Result<(String, Session), SessionError> {
        let (principal, token_ends) = self.tokens.standing(token).map_err(SessionError::Refused)?;
        let secret = new_secret(PREFIX, &self.fill).map_err(SessionError::Random)?;
        // INVARIANT: `new_secret` returns what `of_secret` accepts. The error only avoids a panic.
        let hashed = Hashed::of_secret(PREFIX, &secret)
            .ok_or_else(|| SessionError::Random("it produced no secret".to_owned()))?;
        let now = self.now();
        let latest = now.saturating_add(self.limits.absolute);
        let session = Session {
            id: id_of(&hashed.key()).to_owned(),
            principal: principal.id.clone(),
            token: token.to_owned(),
            method,
            created_at: now,
            expires_at: token_ends.map_or(latest, |ends| ends.min(latest)),
            last_used_at: now,
        };
        let gone = self.gone(&principal.id, now);
        let mut puts = vec![change(hashed, Some(0), Some(&session))];
        puts.extend(also);
        puts.extend(gone.iter().map(|hashed| change(*hashed, None, None)));
        let revisions = self.documents.put(puts).await?;
        let mut live = self.live.write();
        gone.iter().for_each(|hashed| drop(live.remove(hashed)));
        live.insert(hashed, Live::new(session.clone(), revisions.first().copied().unwrap_or(1)));
        Ok((secret, session))
    }

    /// Sessions that a new one of this principal removes: all that have ended, and those of the principal that were unused for
    /// longest, where there are too many.
    fn gone(&self, principal: &str, now: i64) -> Vec<Hashed> {
        let live = self.live.read();
        let lasts = |one: &Live| {
            one.session().lasts(&self.limits, now) && self.tokens.standing(&one.stored.token).is_ok()
        };
        let (mut own, mut gone) = (Vec::new(), Vec::new());
        for (hashed, one) in live.iter() {
            match lasts(one) {
                true if one.stored.principal == principal => own.push((one.used.load(Relaxed), *hashed)),
                true => {}
                false => gone.push(*hashed),
            }
        }
        own.sort_by_key(|(used, _)| *used);
        let over = (own.len() + 1).saturating_sub(self.limits.per_principal.max(1));
        gone.extend(own.into_iter().take(over).map(|(_, hashed)| hashed));
        gone
    }

    /// All sessions that last, newest first, each with the principal of its token.
    pub fn list(&self) -> Vec<(Session, Arc<Principal>)> {
        let now = self.now();
        let live = self.live.read();
        let lasting = live.values().map(Live::session).filter(|session| session.lasts(&self.limits, now));
        let mut found: Vec<_> = lasting
            .filter_map(|session| {
                let (principal, _) = self.tokens.standing(&session.token).ok()?;
                Some((session, principal))
            })
            .collect();
        found.sort_by(|(a, _), (b, _)| (b.created_at, &b.id).cmp(&(a.created_at, &a.id)));
        found
    }

    /// Ends the session with the public id `id`. It is refused as soon as this is called, even if the store then fails.
    ///
    /// # Errors
    /// [`SessionError::NotFound`], and those of the store. After a store error it must be ended again, or it works after a
    /// restart.
    pub async fn end(&self, id: &str) -> Result<(), SessionError> {
        let Some((hashed, _, _)) = self.by_id(id) else { return Err(SessionError::NotFound(id.to_owned())) };
        self.live.write().remove(&hashed);
        self.documents.put(vec![change(hashed, None, None)]).await?;
        Ok(())
    }

    fn by_id(&self, id: &str) -> Option<(Hashed, Session, u64)> {
        let live = self.live.read();
        let (hashed, found) = live.iter().find(|(_, one)| one.stored.id == id)?;
        Some((*hashed, found.session(), found.revision))
    }

    pub(crate) fn now(&self) -> i64 {
        (self.now)()
    }
}

fn change(hashed: Hashed, expected: Option<u64>, session: Option<&Session>) -> Put {
    // INVARIANT: a session holds only strings and numbers, so encoding cannot fail.
    #[expect(clippy::expect_used, reason = "see the invariant above")]
    let content =
        session.map(|session| serde_json::to_vec(session).expect("a session is always encodable").into());
    Put { collection: SESSIONS.to_owned(), key: hashed.key(), expected, content }
}

fn decode(document: &Document) -> Result<Session, StoreError> {
    let mut session: Session = serde_json::from_slice(&document.content).map_err(|_| damaged(document))?;
    id_of(&document.key).clone_into(&mut session.id);
    Ok(session)
}

fn damaged(document: &Document) -> StoreError {
    StoreError::Corrupt(format!("the session `{}` cannot be read", id_of(&document.key)))
}
