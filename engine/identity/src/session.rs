//! Sessions: a browser that is signed in, as stored and shown. None of this contains the secret of the cookie.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use towpath_journal::StoreError;

use crate::Refused;

/// The prefix of the secret of every session, so that secret scanners find leaked cookies.
pub(crate) const PREFIX: &str = "ts_";

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// How long sessions and sign-in links last, and how many there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// Longest that a session lasts without a request, in milliseconds.
    pub idle: i64,
    /// Longest that a session lasts at all, in milliseconds.
    pub absolute: i64,
    /// Most sessions of one principal; the one that was unused for longest makes room for a new one.
    pub per_principal: usize,
    /// How long a sign-in link may be used, in milliseconds.
    pub link: i64,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self { idle: 12 * HOUR, absolute: 7 * 24 * HOUR, per_principal: 20, link: 15 * MINUTE }
    }
}

/// How somebody signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SignInMethod {
    /// With a bearer token.
    Token,
    /// With a sign-in link.
    Link,
}

/// A session. It has the rights of the token behind it, and ends with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// The public id: the first 16 hexadecimal digits of the secret's hash.
    #[serde(default)]
    pub id: String,
    /// The principal who is signed in.
    pub principal: String,
    /// The public id of the token behind it.
    pub token: String,
    /// How they signed in.
    pub method: SignInMethod,
    /// Milliseconds since the Unix epoch.
    pub created_at: i64,
    /// When it ends at the latest, in milliseconds since the Unix epoch.
    pub expires_at: i64,
    /// The newest request, in milliseconds since the Unix epoch. The store has it a few minutes late.
    pub last_used_at: i64,
}

impl Session {
    /// When it ends unless it is used before, in milliseconds since the Unix epoch.
    pub fn idle_at(&self, limits: &SessionLimits) -> i64 {
        self.last_used_at.saturating_add(limits.idle).min(self.expires_at)
    }

    /// Whether it lasts at `now`, as far as its own times say.
    pub(crate) fn lasts(&self, limits: &SessionLimits, now: i64) -> bool {
        now < self.idle_at(limits)
    }
}

/// Why a cookie is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The session is unknown, has expired or was ended.
    Session,
    /// The token behind it does not work.
    Token(Refused),
}

/// Why an operation on a session or a sign-in link failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// The token does not work.
    #[error("the token does not work")]
    Refused(Refused),
    /// The link is unknown, was used or has expired, or belongs to another server.
    #[error("the sign-in link is unknown, was used already, or has expired")]
    NoLink,
    /// No session has this id.
    #[error("session `{0}` does not exist")]
    NotFound(String),
    /// No token that works has this id.
    #[error("token `{0}` does not exist, or does not work")]
    NoToken(String),
    /// The principal has roles that the caller cannot give.
    #[error("principal `{0}` has roles that you cannot give, so you cannot make links for it")]
    OutOfReach(String),
    /// With separate duties, only the minter and the holder of a token may make a link for it.
    #[error(
        "duties are separate on this server: only the minter of this token, and its holder, can make a link for it"
    )]
    NotYours,
    /// The random source failed.
    #[error("the random source failed: {0}")]
    Random(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The text that a page sends with every change, derived from the cookie's secret. Other sites cannot read it.
pub fn csrf_of(secret: &str) -> String {
    let digest = Sha256::new_with_prefix("towpath session csrf\n").chain_update(secret.as_bytes()).finalize();
    URL_SAFE_NO_PAD.encode(digest)
}

/// Whether `given` is [`csrf_of`] this secret. Takes the same time for every wrong text of the right length.
pub fn is_csrf_of(secret: &str, given: &str) -> bool {
    let expected = csrf_of(secret);
    let differs = |(a, b): (u8, u8)| a ^ b;
    expected.len() == given.len()
        && expected.bytes().zip(given.bytes()).map(differs).fold(0, |all, one| all | one) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_by_the_first_of_its_times() {
        let limits = SessionLimits { idle: 100, absolute: 1_000, ..SessionLimits::default() };
        let session = |last_used_at| Session {
            id: String::new(),
            principal: "ada".into(),
            token: "0".into(),
            method: SignInMethod::Token,
            created_at: 0,
            expires_at: 1_000,
            last_used_at,
        };
        assert!(session(0).lasts(&limits, 99) && !session(0).lasts(&limits, 100));
        assert!(session(950).lasts(&limits, 999) && !session(950).lasts(&limits, 1_000));
        assert_eq!((session(0).idle_at(&limits), session(950).idle_at(&limits)), (100, 1_000));
    }

    #[test]
    fn the_csrf_text_is_of_one_secret_and_is_not_it() {
        let csrf = csrf_of("ts_a");
        assert!(is_csrf_of("ts_a", &csrf) && !is_csrf_of("ts_b", &csrf));
        assert!(!is_csrf_of("ts_a", "") && !is_csrf_of("ts_a", &csrf[1..]));
        assert!(!csrf.contains("ts_a"));
    }
}
