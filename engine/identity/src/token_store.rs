//! Stores tokens as documents, and keeps all valid ones in memory. Authenticating a request takes one hash and two lookups
//! in memory; it does not read the store.

use std::collections::HashMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parking_lot::{RwLock, RwLockReadGuard, RwLockWriteGuard};
use towpath_journal::{Document, Documents, Put, StoreError};

use crate::kinship::{self, Minters};
use crate::people::{self, PRINCIPALS, People};
use crate::permission::{Action, may};
use crate::token::{Hashed, PREFIX, RANDOM_BYTES, id_of, is_id};
use crate::token_uses::{self, LastUse};
use crate::{Confirmed, Invalid, Kinship, NewToken, Principal, Token};

/// The collection of tokens. The key of a document is the hash of its token.
pub const COLLECTION: &str = "tokens";

/// Returns the time, in milliseconds since the Unix epoch.
pub type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Fills a buffer with random bytes, or returns an error.
pub type Fill = Arc<dyn Fn(&mut [u8]) -> Result<(), String> + Send + Sync>;

/// The operating system's random source.
pub fn system_random() -> Fill {
    Arc::new(|buffer| getrandom::fill(buffer).map_err(|error| error.to_string()))
}

/// Why an operation on a token or principal failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// The requested properties are invalid.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// No token has this id.
    #[error("token `{0}` does not exist")]
    NotFound(String),
    /// No principal has this id.
    #[error("principal `{0}` does not exist")]
    NoPrincipal(String),
    /// The principal is disabled.
    #[error("principal `{0}` is disabled")]
    Disabled(String),
    /// The principal has roles that the caller cannot give.
    #[error("principal `{0}` has roles that you cannot give, so its tokens are not yours to mint")]
    OutOfReach(String),
    /// A principal cannot disable itself.
    #[error("you cannot disable yourself")]
    Yourself,
    /// The token does not wait for confirmation.
    #[error("token `{0}` does not wait for a second person")]
    NotWaiting(String),
    /// The proposer of a token cannot confirm it.
    #[error("you or the minter of your token proposed this token; another person of IT must confirm it")]
    OwnProposal,
    /// The random source failed.
    #[error("the random source failed: {0}")]
    Random(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a bearer token is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It is unknown, revoked or expired.
    Unknown,
    /// Its principal is disabled.
    Disabled,
    /// It waits for the confirmation of a second person.
    Unconfirmed,
}

struct Entry {
    principal: Arc<Principal>,
    expires_at: Option<i64>,
    waits: bool,
    used: LastUse,
}

/// The tokens and principals in memory.
pub(crate) struct Memory {
    valid: HashMap<Hashed, Entry>,
    /// The hashes of these tokens, by their public ids.
    ids: HashMap<String, Hashed>,
    pub(crate) people: People,
}

/// All tokens and principals of a server. One process at a time writes them: the server, or the CLI while it is stopped.
pub struct Tokens {
    documents: Arc<dyn Documents>,
    now: Now,
    fill: Fill,
    /// Whether a token counts as its minter's, and tokens of `it` and `approver` need a second person.
    separate_duties: bool,
    memory: RwLock<Memory>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").field("valid", &self.memory().valid.len()).finish_non_exhaustive()
    }
}

impl Tokens {
    /// Reads all tokens and principals of the store.
    ///
    /// # Errors
    /// Those of the store, and [`StoreError::Corrupt`] for an unreadable document: it could be a revoked token.
    pub async fn open(documents: Arc<dyn Documents>, now: Now, fill: Fill) -> Result<Self, StoreError> {
        let mut people = people::read_people(&documents.list(PRINCIPALS, "").await?)?;
        let (mut valid, mut ids) = (HashMap::new(), HashMap::new());
        let mut tokens = Vec::new();
        let uses = token_uses::read_uses(documents.as_ref()).await?;
        for document in documents.list(COLLECTION, "").await? {
            let mut token = decode(&document)?;
            token.last_used_at = uses.get(&token.id).copied();
            let hashed = Hashed::from_key(&document.key).ok_or_else(|| damaged(&document))?;
            if token.revoked_at.is_none() {
                ids.insert(token.id.clone(), hashed);
                valid.insert(hashed, entry(&token));
            }
            tokens.push(token);
        }
        // Earlier engines kept no records of principals. Then the oldest token shows who created one.
        tokens.sort_by_key(|token| token.created_at);
        tokens.iter().for_each(|token| people::learn_from_token(&mut people, token));
        let memory = RwLock::new(Memory { valid, ids, people });
        Ok(Self { documents, now, fill, separate_duties: false, memory })
    }

    /// Sets whether duties are separate (`separateDuties: strict`).
    #[must_use]
    pub fn separate_duties(mut self, strict: bool) -> Self {
        self.separate_duties = strict;
        self.memory.get_mut().relate(strict);
        self
    }

    /// The principal of this bearer token; `None` if it is refused.
    pub fn authenticate(&self, bearer: &str) -> Option<Arc<Principal>> {
        self.check(bearer).ok()
    }

    /// The principal of this bearer token.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn check(&self, bearer: &str) -> Result<Arc<Principal>, Refused> {
        let hashed = Hashed::of(bearer).ok_or(Refused::Unknown)?;
        self.memory().check(&hashed, self.now()).map(|entry| Arc::clone(&entry.principal))
    }

    /// The principal of the token with the public id `id`, and when the token expires. For sessions, which are as good as the
    /// token behind them.
    pub(crate) fn standing(&self, id: &str) -> Result<(Arc<Principal>, Option<i64>), Refused> {
        let memory = self.memory();
        let hashed = memory.ids.get(id).ok_or(Refused::Unknown)?;
        memory.check(hashed, self.now()).map(|entry| (Arc::clone(&entry.principal), entry.expires_at))
    }

    /// Whether a token counts as its minter's.
    pub(crate) fn duties_are_separate(&self) -> bool {
        self.separate_duties
    }

    /// Creates a token outside of a request. `by` says how; it does not count as a minter. Returns the secret, which is not
    /// stored anywhere, and the token, once the token is on disk.
    ///
    /// # Errors
    /// [`TokenError::Invalid`], [`TokenError::Disabled`], [`TokenError::Random`], and those of the store.
    pub async fn create(&self, new: NewToken, by: &str) -> Result<(String, Token), TokenError> {
        self.keep_new(new.into_token(self.now(), by)?).await
    }

    /// Creates a token on behalf of `by`. With separate duties, a token with the role `it` or `approver` does not work until a
    /// second person has confirmed it.
    ///
    /// # Errors
    /// As [`Tokens::create`], and [`TokenError::OutOfReach`].
    pub async fn mint(&self, new: NewToken, by: &Principal) -> Result<(String, Token), TokenError> {
        let mut token = new.into_token(self.now(), &by.id)?;
        token.created_with.clone_from(&by.minted.token);
        token.proposed = self.separate_duties && token.takes_two();
        if self.principal(&token.principal).is_ok_and(|person| !person.is_within_reach_of(by)) {
            return Err(TokenError::OutOfReach(token.principal));
        }
        self.keep_new(token).await
    }

    async fn keep_new(&self, mut token: Token) -> Result<(String, Token), TokenError> {
        let secret = self.secret()?;
        // INVARIANT: `secret` returns what `Hashed::of` accepts. The error only avoids a panic.
        let hashed =
            Hashed::of(&secret).ok_or_else(|| TokenError::Random("it produced no token".to_owned()))?;
        let key = hashed.key();
        id_of(&key).clone_into(&mut token.id);
        // If two requests create the same principal at once, the second finds the record of the first.
        let mut tries = 2;
        let revision = loop {
            let person = self.principal(&token.principal).ok();
            if person.as_ref().is_some_and(|person| person.record.disabled.is_some()) {
                return Err(TokenError::Disabled(token.principal));
            }
            let mut puts = vec![change(key.clone(), Some(0), &token)];
            match &person {
                Some(person) if person.revision > 0 => {}
                Some(person) => puts.push(people::put(&person.record, 0)),
                None => puts.push(people::put(&people::record_of_token(&token), 0)),
            }
            match self.documents.put(puts).await {
                Ok(revisions) => break revisions.get(1).copied(),
                Err(StoreError::Conflict { .. }) if tries > 1 => tries -= 1,
                Err(error) => return Err(error.into()),
            }
            self.reload_principal(&token.principal).await?;
        };
        let mut memory = self.memory_mut();
        people::learn_from_token(&mut memory.people, &token);
        if let (Some(revision), Some(person)) = (revision, memory.people.get_mut(&token.principal)) {
            person.revision = revision;
        }
        memory.ids.insert(token.id.clone(), hashed);
        memory.valid.insert(hashed, entry(&token));
        memory.relate(self.separate_duties);
        drop(memory);
        Ok((secret, token))
    }

    /// Reads a record from the store that another request has written.
    async fn reload_principal(&self, id: &str) -> Result<(), TokenError> {
        let document = self.documents.get(PRINCIPALS, id).await?;
        let read = people::read_people(document.as_slice())?;
        let mut memory = self.memory_mut();
        for (id, person) in read {
            memory
                .people
                .entry(id)
                .and_modify(|known| {
                    (known.record, known.revision) = (person.record.clone(), person.revision);
                })
                .or_insert(person);
        }
        Ok(())
    }

    /// Confirms a token that waits for a second person. It works from now on.
    ///
    /// # Errors
    /// [`TokenError::NotFound`], [`TokenError::NotWaiting`], [`TokenError::OwnProposal`], and those of the store.
    pub async fn confirm(&self, id: &str, by: &Principal) -> Result<Token, TokenError> {
        let document = self.document(id).await?;
        let mut token = decode(&document)?;
        token.may_be_confirmed_by(by)?;
        token.confirmed =
            Some(Confirmed { by: by.id.clone(), with: by.minted.token.clone(), at: self.now() });
        let hashed = Hashed::from_key(&document.key).ok_or_else(|| damaged(&document))?;
        let put = change(document.key, Some(document.revision), &token);
        match self.documents.put(vec![put]).await {
            Ok(_) => {}
            // Another request confirmed or revoked it first.
            Err(StoreError::Conflict { .. }) => return Err(TokenError::NotWaiting(id.to_owned())),
            Err(error) => return Err(error.into()),
        }
        if let Some(entry) = self.memory_mut().valid.get_mut(&hashed) {
            entry.waits = false;
        }
        Ok(token)
    }

    /// The token with this secret, even if it no longer works.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn find(&self, bearer: &str) -> Result<Option<Token>, TokenError> {
        let Some(hashed) = Hashed::of(bearer) else { return Ok(None) };
        let document = self.documents.get(COLLECTION, &hashed.key()).await?;
        Ok(document.as_ref().map(decode).transpose()?)
    }

    /// Revokes the token with the public id `id`. It stops working as soon as this is called, even if the store then fails.
    /// Revoking it again changes nothing.
    ///
    /// # Errors
    /// [`TokenError::NotFound`], and those of the store. After a store error it must be revoked again, or it works after a
    /// restart.
    pub async fn revoke(&self, id: &str) -> Result<Token, TokenError> {
        let document = self.document(id).await?;
        let mut token = decode(&document)?;
        if let Some(hashed) = Hashed::from_key(&document.key) {
            let mut memory = self.memory_mut();
            let entry = memory.valid.remove(&hashed);
            token.last_used_at = entry.and_then(|entry| entry.used.at());
            memory.ids.remove(&token.id);
        }
        if token.last_used_at.is_none() {
            token.last_used_at = token_uses::read_use(self.documents(), id).await?;
        }
        if token.revoked_at.is_none() {
            token.revoked_at = Some(self.now());
            let used = token.last_used_at.map(|at| token_uses::change(&token.id, at));
            let puts = std::iter::once(change(document.key, None, &token)).chain(used);
            self.documents.put(puts.collect()).await?;
        }
        Ok(token)
    }

    /// Whether runs of this token may go on: it is not revoked and its principal is not disabled. An expired token does not
    /// stop the runs that it started.
    pub fn stands_behind(&self, token: &str, principal: &str) -> bool {
        let memory = self.memory();
        memory.ids.contains_key(token) && !memory.is_disabled(principal)
    }

    /// Whether a principal was disabled.
    pub fn is_disabled(&self, principal: &str) -> bool {
        self.memory().is_disabled(principal)
    }

    /// Whether a principal has a token that allows `action` in `namespace`.
    pub fn may(&self, principal: &str, action: Action, namespace: &str) -> bool {
        let now = self.now();
        let memory = self.memory();
        !memory.is_disabled(principal)
            && memory.valid.values().any(|entry| {
                entry.principal.id == principal
                    && !entry.waits
                    && entry.expires_at.is_none_or(|end| now < end)
                    && may(&entry.principal, action, Some(namespace)).is_ok()
            })
    }

    /// The token with the public id `id`.
    ///
    /// # Errors
    /// [`TokenError::NotFound`], and those of the store.
    pub async fn get(&self, id: &str) -> Result<Token, TokenError> {
        let mut token = decode(&self.document(id).await?)?;
        let kept = token_uses::read_use(self.documents(), id).await?;
        token.last_used_at = self.memory().use_of(id).and_then(LastUse::at).or(kept);
        Ok(token)
    }

    /// All tokens, including revoked and expired ones, oldest first.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn list(&self) -> Result<Vec<Token>, TokenError> {
        let documents = self.documents.list(COLLECTION, "").await?;
        let uses = token_uses::read_uses(self.documents()).await?;
        let mut tokens = documents.iter().map(decode).collect::<Result<Vec<_>, _>>()?;
        let memory = self.memory();
        for token in &mut tokens {
            let newest = memory.use_of(&token.id).and_then(LastUse::at);
            token.last_used_at = newest.or_else(|| uses.get(&token.id).copied());
        }
        drop(memory);
        tokens.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        Ok(tokens)
    }

    async fn document(&self, id: &str) -> Result<Document, TokenError> {
        let not_found = || TokenError::NotFound(id.to_owned());
        if !is_id(id) {
            return Err(not_found());
        }
        self.documents.list(COLLECTION, id).await?.into_iter().next().ok_or_else(not_found)
    }

    pub(crate) fn now(&self) -> i64 {
        (self.now)()
    }

    pub(crate) fn documents(&self) -> &dyn Documents {
        self.documents.as_ref()
    }

    pub(crate) fn memory(&self) -> RwLockReadGuard<'_, Memory> {
        self.memory.read()
    }

    pub(crate) fn memory_mut(&self) -> RwLockWriteGuard<'_, Memory> {
        self.memory.write()
    }

    fn secret(&self) -> Result<String, TokenError> {
        new_secret(PREFIX, &self.fill).map_err(TokenError::Random)
    }
}

impl Token {
    /// Whether this person may confirm it, if their role may.
    ///
    /// # Errors
    /// [`TokenError::NotWaiting`], [`TokenError::OwnProposal`].
    pub fn may_be_confirmed_by(&self, by: &Principal) -> Result<(), TokenError> {
        if !self.waits() || self.revoked_at.is_some() {
            return Err(TokenError::NotWaiting(self.id.clone()));
        }
        match by.is_or_speaks_for(&self.created_by) {
            true => Err(TokenError::OwnProposal),
            false => Ok(()),
        }
    }
}

/// A new secret: a prefix, and 32 random bytes.
pub(crate) fn new_secret(prefix: &str, fill: &Fill) -> Result<String, String> {
    let mut bytes = [0; RANDOM_BYTES];
    fill(&mut bytes)?;
    let mut secret = prefix.to_owned();
    URL_SAFE_NO_PAD.encode_string(bytes, &mut secret);
    Ok(secret)
}

impl Memory {
    /// The entry of a token that works at `now`.
    fn check(&self, hashed: &Hashed, now: i64) -> Result<&Entry, Refused> {
        let entry = self.valid.get(hashed).ok_or(Refused::Unknown)?;
        if entry.expires_at.is_some_and(|expires| now >= expires) {
            return Err(Refused::Unknown);
        }
        if self.is_disabled(&entry.principal.id) {
            return Err(Refused::Disabled);
        }
        if entry.waits { Err(Refused::Unconfirmed) } else { Ok(entry) }
    }

    /// The last use of a token that works, by its public id.
    pub(crate) fn use_of(&self, id: &str) -> Option<&LastUse> {
        self.valid.get(self.ids.get(id)?).map(|entry| &entry.used)
    }

    fn is_disabled(&self, principal: &str) -> bool {
        self.people.get(principal).is_some_and(|person| person.record.disabled.is_some())
    }

    /// Sets the kinship of all principals. Without separate duties a principal counts only as itself.
    fn relate(&mut self, strict: bool) {
        if !strict {
            return;
        }
        let minters: Minters = self
            .people
            .iter()
            .filter(|(_, person)| !person.minters.is_empty())
            .map(|(id, person)| (id.clone(), person.minters.clone()))
            .collect();
        let lines = kinship::lines_of_minters(&minters);
        for entry in self.valid.values_mut() {
            let mut principal = Principal::clone(&entry.principal);
            let by = principal.minted.by.clone().unwrap_or_default();
            principal.minted.kinship = Some(Kinship::of(&principal.id, &by, &lines));
            entry.principal = Arc::new(principal);
        }
    }
}

fn entry(token: &Token) -> Entry {
    Entry {
        principal: Arc::new(token.speaks_for()),
        expires_at: token.expires_at,
        waits: token.waits(),
        used: LastUse::new(token.last_used_at),
    }
}

fn change(key: String, expected: Option<u64>, token: &Token) -> Put {
    // INVARIANT: a token holds only strings and numbers, so encoding cannot fail.
    #[expect(clippy::expect_used, reason = "see the invariant above")]
    let content = serde_json::to_vec(token).expect("a token is always encodable");
    Put { collection: COLLECTION.to_owned(), key, expected, content: Some(content.into()) }
}

fn decode(document: &Document) -> Result<Token, StoreError> {
    let mut token: Token = serde_json::from_slice(&document.content).map_err(|_| damaged(document))?;
    id_of(&document.key).clone_into(&mut token.id);
    Ok(token)
}

fn damaged(document: &Document) -> StoreError {
    StoreError::Corrupt(format!("the token `{}` cannot be read", id_of(&document.key)))
}
