//! Sign-in links: single use, for a short time, and as good as the token that they are for. Only a digest of the secret is
//! kept.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use towpath_journal::{Document, Put, StoreError};

use crate::token::Hashed;
use crate::token_store::new_secret;
use crate::{Principal, Session, SessionError, Sessions, SignInMethod};

/// The collection of sign-in links. The key of a document is the hash of the link's secret.
pub const LINKS: &str = "sign-in-links";

/// The prefix of every link's secret, so that secret scanners find leaked ones.
const PREFIX: &str = "tl_";

/// Most links of one token; the oldest makes room for a new one.
const PER_TOKEN: usize = 10;

/// A sign-in link that was not used yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInLink {
    /// The public id of the token that it signs in with.
    pub token: String,
    /// The principal of the token.
    pub principal: String,
    /// Milliseconds since the Unix epoch.
    pub created_at: i64,
    /// The principal who made it, or how it was made.
    pub created_by: String,
    /// When it can be used no more, in milliseconds since the Unix epoch.
    pub expires_at: i64,
}

impl Sessions {
    /// Makes a link for the token with this public id, on behalf of `by`. Returns its secret, which is not stored anywhere.
    ///
    /// A link is as good as the token, so it takes the right to mint for the principal; with separate duties, only who knows
    /// the token anyway, its minter and its holder, may make one. The caller checks the roles and labels of the token.
    ///
    /// # Errors
    /// [`SessionError::NoToken`], [`SessionError::OutOfReach`], [`SessionError::NotYours`], and those of
    /// [`Sessions::link_outside`].
    pub async fn link(&self, token: &str, by: &Principal) -> Result<(String, SignInLink), SessionError> {
        let holder = self.holder(token)?;
        let is_holder = by.minted.token.as_deref() == Some(token);
        let is_minter = holder.minted.by.as_deref() == Some(by.id.as_str());
        if self.tokens.duties_are_separate() && !is_holder && !is_minter {
            return Err(SessionError::NotYours);
        }
        let is_in_reach = self.tokens.principal(&holder.id).is_ok_and(|one| one.is_within_reach_of(by));
        if !is_holder && !is_in_reach {
            return Err(SessionError::OutOfReach(holder.id.clone()));
        }
        self.link_outside(token, &by.id).await
    }

    /// Makes a link outside of a request. `by` says how.
    ///
    /// # Errors
    /// [`SessionError::NoToken`], [`SessionError::Random`], and those of the store.
    pub async fn link_outside(&self, token: &str, by: &str) -> Result<(String, SignInLink), SessionError> {
        let holder = self.holder(token)?;
        let secret = new_secret(PREFIX, &self.fill).map_err(SessionError::Random)?;
        // INVARIANT: `new_secret` returns what `of_secret` accepts. The error only avoids a panic.
        let hashed = Hashed::of_secret(PREFIX, &secret)
            .ok_or_else(|| SessionError::Random("it produced no secret".to_owned()))?;
        let now = self.now();
        let link = SignInLink {
            token: token.to_owned(),
            principal: holder.id.clone(),
            created_at: now,
            created_by: by.to_owned(),
            expires_at: now.saturating_add(self.limits.link),
        };
        let mut puts = vec![Put { content: Some(encode(&link).into()), ..used(hashed.key(), Some(0)) }];
        puts.extend(self.over(token, now).await?);
        self.documents.put(puts).await?;
        Ok((secret, link))
    }

    /// The principal that a link would sign in, without using it.
    ///
    /// # Errors
    /// As [`Sessions::with_link`].
    pub async fn behind_link(&self, link: &str) -> Result<Arc<Principal>, SessionError> {
        let (_, link) = self.unused(link).await?;
        let standing = self.tokens.standing(&link.token).map_err(SessionError::Refused)?;
        Ok(standing.0)
    }

    /// Signs in with a link, as [`Sessions::with_token`]. Using it up and beginning the session are one transaction, so of two
    /// requests with one link only one signs in.
    ///
    /// # Errors
    /// [`SessionError::NoLink`], [`SessionError::Refused`], [`SessionError::Random`], and those of the store.
    pub async fn with_link(&self, link: &str) -> Result<(String, Session), SessionError> {
        let (document, link) = self.unused(link).await?;
        let consumed = used(document.key, Some(document.revision));
        match self.begin(&link.token, SignInMethod::Link, vec![consumed]).await {
            Err(SessionError::Store(StoreError::Conflict { .. })) => Err(SessionError::NoLink),
            begun => begun,
        }
    }

    /// The link with this secret, if it can be used.
    async fn unused(&self, secret: &str) -> Result<(Document, SignInLink), SessionError> {
        let hashed = Hashed::of_secret(PREFIX, secret).ok_or(SessionError::NoLink)?;
        let document = self.documents.get(LINKS, &hashed.key()).await?.ok_or(SessionError::NoLink)?;
        let link = decode(&document)?;
        if self.now() >= link.expires_at { Err(SessionError::NoLink) } else { Ok((document, link)) }
    }

    /// What a new link of this token removes: all that have expired, and the oldest of the token where there are too many.
    async fn over(&self, token: &str, now: i64) -> Result<Vec<Put>, SessionError> {
        let (mut own, mut gone) = (Vec::new(), Vec::new());
        for document in self.documents.list(LINKS, "").await? {
            let link = decode(&document)?;
            if now >= link.expires_at {
                gone.push(used(document.key, None));
            } else if link.token == token {
                own.push((link.created_at, document.key));
            }
        }
        own.sort();
        let over = (own.len() + 1).saturating_sub(PER_TOKEN);
        gone.extend(own.into_iter().take(over).map(|(_, key)| used(key, None)));
        Ok(gone)
    }

    /// The principal behind a token that works: its roles and labels are what a link for it gives away.
    ///
    /// # Errors
    /// [`SessionError::NoToken`].
    pub fn holder(&self, token: &str) -> Result<Arc<Principal>, SessionError> {
        let standing = self.tokens.standing(token);
        standing.map(|(principal, _)| principal).map_err(|_| SessionError::NoToken(token.to_owned()))
    }
}

/// The change that removes a link.
fn used(key: String, expected: Option<u64>) -> Put {
    Put { collection: LINKS.to_owned(), key, expected, content: None }
}

fn encode(link: &SignInLink) -> Vec<u8> {
    // INVARIANT: a link holds only strings and numbers, so encoding cannot fail.
    #[expect(clippy::expect_used, reason = "see the invariant above")]
    let content = serde_json::to_vec(link).expect("a link is always encodable");
    content
}

fn decode(document: &Document) -> Result<SignInLink, StoreError> {
    let damaged = |_| StoreError::Corrupt("a sign-in link cannot be read".to_owned());
    serde_json::from_slice(&document.content).map_err(damaged)
}
