//! Tokens: the requested, stored and shown properties. None of them contains the secret.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{Grant, Minted, Principal, Role};

/// Maximum characters of the name of a token or the id of a principal.
const NAME_LENGTH: usize = 100;
/// Maximum number of grants of a token.
const GRANTS: usize = 50;
/// Number of hexadecimal digits of the hash in the public id.
const ID_DIGITS: usize = 16;
/// Ids that the server uses itself, for example for actions of the command line.
const RESERVED: [&str; 3] = ["command-line", "demo", "trial"];
/// The prefix of every token, so that secret scanners find leaked tokens.
pub(crate) const PREFIX: &str = "tp_";
/// Number of random bytes of a token.
pub(crate) const RANDOM_BYTES: usize = 32;
/// Characters of 32 bytes in base64url without padding: what follows the prefix of a secret.
const SECRET_LENGTH: usize = 43;

/// The requested properties of a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewToken {
    /// Its name in lists, 1 to 100 characters.
    pub name: String,
    /// The principal it authenticates: letters, digits and `._@-`, 1 to 100 characters.
    pub principal: String,
    /// The `caller.kind` that policies see; absent: the role of the first grant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Role>,
    /// Its roles and where it has them; 1 to 50.
    pub grants: Vec<Grant>,
    /// Labels of values it may view, at most 50; `*`: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub may_view: Vec<String>,
    /// When it stops working, in milliseconds since the Unix epoch; absent: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
}

/// A token as it is stored and shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Token {
    /// The public id: the first 16 hexadecimal digits of its hash. It identifies the token and cannot be used as one.
    #[serde(default)]
    pub id: String,
    /// Its name in lists.
    pub name: String,
    /// The principal it authenticates.
    pub principal: String,
    /// The `caller.kind` that policies see.
    pub kind: Role,
    /// Its roles and where it has them.
    pub grants: Vec<Grant>,
    /// Labels of values it may view; `*`: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub may_view: Vec<String>,
    /// Milliseconds since the Unix epoch.
    pub created_at: i64,
    /// The id of the principal who created it, or how it was created.
    pub created_by: String,
    /// The public id of the token that it was created with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_with: Option<String>,
    /// When it stops working, in milliseconds since the Unix epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
    /// When it was revoked, in milliseconds since the Unix epoch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<i64>,
    /// Whether it needs the confirmation of a second person to work.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub proposed: bool,
    /// Who confirmed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<Confirmed>,
    /// When a request came with it last, in milliseconds since the Unix epoch. Stored apart from the rest, which never changes.
    #[serde(skip)]
    pub last_used_at: Option<i64>,
}

/// The confirmation of a token by a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Confirmed {
    /// The principal.
    pub by: String,
    /// The public id of the token that it was confirmed with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

impl Token {
    /// Whether it works at `now`, if its principal is not disabled.
    pub fn is_valid(&self, now: i64) -> bool {
        self.revoked_at.is_none() && !self.waits() && self.expires_at.is_none_or(|expires| now < expires)
    }

    /// Whether it waits for the confirmation of a second person.
    pub fn waits(&self) -> bool {
        self.proposed && self.confirmed.is_none()
    }

    /// Whether it needs a second person, with separate duties.
    pub(crate) fn takes_two(&self) -> bool {
        self.grants.iter().any(|grant| matches!(grant.role, Role::It | Role::Approver))
    }

    pub(crate) fn speaks_for(&self) -> Principal {
        Principal {
            id: self.principal.clone(),
            name: self.name.clone(),
            kind: self.kind,
            roles: self.grants.clone(),
            may_view: self.may_view.clone(),
            minted: Minted { token: Some(self.id.clone()), by: Some(self.created_by.clone()), kinship: None },
        }
    }
}

/// Why the requested properties of a token or principal are invalid.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// The name.
    #[error("`name` must have 1 to 100 characters, without control characters and direction marks")]
    Name,
    /// The principal's id.
    #[error(
        "`principal` must have 1 to 100 characters of a-z, A-Z, 0-9 and `._@-`, the first a letter or digit"
    )]
    Principal,
    /// An id that the server itself uses.
    #[error("`{0}` is reserved by the server and cannot be a principal")]
    Reserved(String),
    /// A title.
    #[error("`title` must have at most 200 characters, without control characters and direction marks")]
    Title,
    /// No grants, or too many.
    #[error("`grants` must have 1 to 50 entries")]
    Grants,
    /// A grant's namespace.
    #[error("`{0}` is not a namespace: lower-case letters, digits and dashes inside, at most 63 characters")]
    Namespace(String),
    /// The labels.
    #[error("`mayView` must have at most 50 labels, such as `customer-data`, or `*`")]
    Labels,
    /// The expiry is in the past.
    #[error("`expiresAt` is in the past")]
    Expired,
}

impl NewToken {
    pub(crate) fn into_token(mut self, now: i64, by: &str) -> Result<Token, Invalid> {
        let name_length = self.name.chars().count();
        if !(1..=NAME_LENGTH).contains(&name_length) || self.name.chars().any(is_hidden) {
            return Err(Invalid::Name);
        }
        check_principal_id(&self.principal)?;
        self.grants.sort();
        let kind =
            self.kind.or_else(|| self.grants.first().map(|grant| grant.role)).ok_or(Invalid::Grants)?;
        self.grants.dedup();
        if self.grants.len() > GRANTS {
            return Err(Invalid::Grants);
        }
        if let Some(wrong) =
            self.grants.iter().filter_map(|grant| grant.namespace.as_deref()).find(|name| !is_namespace(name))
        {
            return Err(Invalid::Namespace(wrong.to_owned()));
        }
        let is_label = |label: &String| label == crate::EVERYTHING || is_namespace(label);
        if self.may_view.len() > GRANTS || !self.may_view.iter().all(is_label) {
            return Err(Invalid::Labels);
        }
        if self.expires_at.is_some_and(|expires| expires <= now) {
            return Err(Invalid::Expired);
        }
        Ok(Token {
            id: String::new(),
            name: self.name,
            principal: self.principal,
            kind,
            grants: self.grants,
            may_view: self.may_view,
            created_at: now,
            created_by: by.to_owned(),
            created_with: None,
            expires_at: self.expires_at,
            revoked_at: None,
            proposed: false,
            last_used_at: None,
            confirmed: None,
        })
    }
}

/// SHA-256 of a bearer token, or of another secret. Only the hash is stored and compared.
///
/// Looking up a hash needs no constant-time comparison. To choose the first bytes of a hash, an attacker has to find a
/// token with this hash, and learns nothing about other tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Hashed([u8; 32]);

impl Hashed {
    /// The hash of `bearer`; `None` if it cannot be a token.
    pub(crate) fn of(bearer: &str) -> Option<Self> {
        Self::of_secret(PREFIX, bearer)
    }

    /// The hash of a secret that begins with `prefix`; `None` if `secret` cannot be one.
    pub(crate) fn of_secret(prefix: &str, secret: &str) -> Option<Self> {
        let shaped = secret.strip_prefix(prefix).is_some_and(|rest| rest.len() == SECRET_LENGTH);
        shaped.then(|| Self(Sha256::digest(secret.as_bytes()).into()))
    }

    /// The hash as the key of a document.
    pub(crate) fn key(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Parses the key of a document.
    pub(crate) fn from_key(key: &str) -> Option<Self> {
        let bytes = key.as_bytes();
        if bytes.len() != 64 {
            return None;
        }
        let mut hash = [0; 32];
        for (byte, pair) in hash.iter_mut().zip(bytes.chunks_exact(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(hash))
    }
}

/// The public id of the token stored under `key`.
pub(crate) fn id_of(key: &str) -> &str {
    key.get(..ID_DIGITS).unwrap_or(key)
}

/// Whether `text` is a complete public id. A prefix could match several tokens.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() == ID_DIGITS && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether a terminal would interpret the character instead of showing it: control characters and direction marks.
pub(crate) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Checks that `text` can be the id of a principal.
pub(crate) fn check_principal_id(text: &str) -> Result<(), Invalid> {
    if !is_principal_id(text) {
        return Err(Invalid::Principal);
    }
    if RESERVED.contains(&text) {
        return Err(Invalid::Reserved(text.to_owned()));
    }
    Ok(())
}

fn is_principal_id(text: &str) -> bool {
    let inside = |byte: u8| byte.is_ascii_alphanumeric() || b"._@-".contains(&byte);
    text.len() <= NAME_LENGTH
        && text.bytes().all(inside)
        && text.bytes().next().is_some_and(|first| first.is_ascii_alphanumeric())
}

fn is_namespace(text: &str) -> bool {
    let edge = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    text.len() <= 63
        && edge(text.bytes().next())
        && edge(text.bytes().next_back())
        && text.bytes().all(|byte| byte == b'-' || edge(Some(byte)))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn wanted() -> NewToken {
        NewToken {
            name: "shop front".into(),
            principal: "shop@acme.example".into(),
            kind: None,
            grants: vec![Grant::within(Role::App, "support")],
            may_view: vec![],
            expires_at: None,
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        let cases = [
            (NewToken { name: String::new(), ..wanted() }, Invalid::Name),
            (NewToken { name: "a\nb".into(), ..wanted() }, Invalid::Name),
            (NewToken { name: "x".repeat(101), ..wanted() }, Invalid::Name),
            (NewToken { principal: "a b".into(), ..wanted() }, Invalid::Principal),
            (NewToken { principal: "-a".into(), ..wanted() }, Invalid::Principal),
            (NewToken { name: "a\u{202e}b".into(), ..wanted() }, Invalid::Name),
            (
                NewToken { principal: "command-line".into(), ..wanted() },
                Invalid::Reserved("command-line".into()),
            ),
            (NewToken { grants: vec![], ..wanted() }, Invalid::Grants),
            (
                NewToken { grants: vec![Grant::within(Role::App, "Support")], ..wanted() },
                Invalid::Namespace("Support".into()),
            ),
            (NewToken { expires_at: Some(1_000), ..wanted() }, Invalid::Expired),
        ];
        for (new, expected) in cases {
            assert_eq!(new.into_token(1_000, "it"), Err(expected));
        }
    }

    #[test]
    fn a_token_ends_at_its_time() {
        let token = NewToken { expires_at: Some(2_000), ..wanted() }.into_token(1_000, "it").unwrap();
        assert!(token.is_valid(1_999));
        assert!(!token.is_valid(2_000));
        assert_eq!(token.kind, Role::App);
    }

    #[test]
    fn keys_are_read_back() {
        let hashed = Hashed::of(&format!("tp_{}", "A".repeat(43))).unwrap();
        assert_eq!(Hashed::from_key(&hashed.key()), Some(hashed));
        assert_eq!(Hashed::of("tp_short"), None);
        assert_eq!(Hashed::from_key("zz"), None);
        assert!(is_id(id_of(&hashed.key())));
        assert!(!is_id(""));
    }
}
