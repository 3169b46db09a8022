//! Keeps tokens: documents on disk, every valid one in memory. The path of a request is one hash and one
//! look-up; it never reads the store.

use std::collections::HashMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use parking_lot::RwLock;
use towpath_journal::{Document, Documents, Put, StoreError};

use crate::permission::{Action, may};
use crate::token::{Hashed, PREFIX, RANDOM_BYTES, id_of, is_id};
use crate::{Invalid, NewToken, Principal, Token};

/// The collection that holds tokens; a document's key is the hash of its token.
pub const COLLECTION: &str = "tokens";

/// Tells the time, in milliseconds since the Unix epoch.
pub type Now = Arc<dyn Fn() -> i64 + Send + Sync>;

/// Fills a buffer with unpredictable bytes, or says that it cannot.
pub type Fill = Arc<dyn Fn(&mut [u8]) -> Result<(), String> + Send + Sync>;

/// The operating system's random source.
pub fn system_random() -> Fill {
    Arc::new(|buffer| getrandom::fill(buffer).map_err(|error| error.to_string()))
}

/// Why something was not done with a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// What was asked for is wrong.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// No token has this id.
    #[error("token `{0}` does not exist")]
    NotFound(String),
    /// The random source failed.
    #[error("the random source failed: {0}")]
    Random(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

struct Entry {
    principal: Arc<Principal>,
    expires_at: Option<i64>,
}

/// Every token of a server. One process writes them at a time: the server, or the CLI on a stopped store.
pub struct Tokens {
    documents: Arc<dyn Documents>,
    now: Now,
    fill: Fill,
    valid: RwLock<HashMap<Hashed, Entry>>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").field("valid", &self.valid.read().len()).finish_non_exhaustive()
    }
}

impl Tokens {
    /// Reads every token of the store.
    ///
    /// # Errors
    /// Those of the store; [`StoreError::Corrupt`] for a document that is no token: one that cannot be read
    /// could be one that was revoked.
    pub async fn open(documents: Arc<dyn Documents>, now: Now, fill: Fill) -> Result<Self, StoreError> {
        let mut valid = HashMap::new();
        for document in documents.list(COLLECTION, "").await? {
            let token = decode(&document)?;
            let hashed = Hashed::from_key(&document.key).ok_or_else(|| damaged(&document))?;
            if token.revoked_at.is_none() {
                valid.insert(hashed, entry(&token));
            }
        }
        Ok(Self { documents, now, fill, valid: RwLock::new(valid) })
    }

    /// Who sent this bearer token; `None` when it is unknown, revoked or expired.
    pub fn authenticate(&self, bearer: &str) -> Option<Arc<Principal>> {
        let hashed = Hashed::of(bearer)?;
        let valid = self.valid.read();
        let entry = valid.get(&hashed)?;
        if entry.expires_at.is_some_and(|expires| (self.now)() >= expires) {
            return None;
        }
        Some(Arc::clone(&entry.principal))
    }

    /// Creates a token for whoever `by` names. Returns its secret, which is shown this once and stored
    /// nowhere, and the token; both only when the token is on disk.
    ///
    /// # Errors
    /// [`TokenError::Invalid`], [`TokenError::Random`], and those of the store.
    pub async fn create(&self, new: NewToken, by: &str) -> Result<(String, Token), TokenError> {
        let mut token = new.into_token((self.now)(), by)?;
        let secret = self.secret()?;
        // INVARIANT: `secret` makes what `Hashed::of` takes; the error only keeps this free of panics.
        let hashed =
            Hashed::of(&secret).ok_or_else(|| TokenError::Random("no token came of it".to_owned()))?;
        let key = hashed.key();
        token.id = id_of(&key).to_owned();
        self.documents.put(vec![change(key, Some(0), &token)]).await?;
        self.valid.write().insert(hashed, entry(&token));
        Ok((secret, token))
    }

    /// Revokes the token with the public id `id`. From the first moment of this call on it opens nothing, even
    /// if the store then fails; revoking it again changes nothing.
    ///
    /// # Errors
    /// [`TokenError::NotFound`], and those of the store, after which it must be revoked again to last.
    pub async fn revoke(&self, id: &str) -> Result<Token, TokenError> {
        let document = self.document(id).await?;
        let mut token = decode(&document)?;
        if let Some(hashed) = Hashed::from_key(&document.key) {
            self.valid.write().remove(&hashed);
        }
        if token.revoked_at.is_none() {
            token.revoked_at = Some((self.now)());
            self.documents.put(vec![change(document.key, None, &token)]).await?;
        }
        Ok(token)
    }

    /// Whether a principal has a token with which they may do `action` in `namespace`.
    pub fn may(&self, principal: &str, action: Action, namespace: &str) -> bool {
        let now = (self.now)();
        self.valid.read().values().any(|entry| {
            entry.principal.id == principal
                && entry.expires_at.is_none_or(|end| now < end)
                && may(&entry.principal, action, Some(namespace)).is_ok()
        })
    }

    /// The token with the public id `id`.
    ///
    /// # Errors
    /// [`TokenError::NotFound`], and those of the store.
    pub async fn get(&self, id: &str) -> Result<Token, TokenError> {
        Ok(decode(&self.document(id).await?)?)
    }

    /// Every token, revoked and expired ones too, oldest first.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn list(&self) -> Result<Vec<Token>, TokenError> {
        let documents = self.documents.list(COLLECTION, "").await?;
        let mut tokens = documents.iter().map(decode).collect::<Result<Vec<_>, _>>()?;
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

    fn secret(&self) -> Result<String, TokenError> {
        let mut bytes = [0; RANDOM_BYTES];
        (self.fill)(&mut bytes).map_err(TokenError::Random)?;
        let mut secret = PREFIX.to_owned();
        URL_SAFE_NO_PAD.encode_string(bytes, &mut secret);
        Ok(secret)
    }
}

fn entry(token: &Token) -> Entry {
    Entry { principal: Arc::new(token.speaks_for()), expires_at: token.expires_at }
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
