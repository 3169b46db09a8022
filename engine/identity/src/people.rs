//! Records of principals: who created them, and whether they are disabled.
//!
//! A principal exists when a record or a token names it. All records are in memory, so requests do not read the store.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use towpath_journal::{Document, Put, StoreError};

use crate::token::{check_principal_id, is_hidden};
use crate::{Action, Grant, Invalid, Principal, Role, Token, TokenError, Tokens, may, may_mint};

/// The collection of principals. The key of a document is the id of the principal.
pub const PRINCIPALS: &str = "principals";

/// Maximum characters of a title.
const TITLE_LENGTH: usize = 200;

/// A principal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PrincipalRecord {
    /// The id in journals, drafts and approvals.
    pub id: String,
    /// A title for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its main role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Role>,
    /// Milliseconds since the Unix epoch.
    pub created_at: i64,
    /// The principal who created it, or minted its first token.
    pub created_by: String,
    /// The public id of the token that it was created with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_with: Option<String>,
    /// Set if it is disabled. Then none of its tokens works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled: Option<Disabled>,
}

/// Who disabled a principal, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disabled {
    /// Milliseconds since the Unix epoch.
    pub at: i64,
    /// The principal who did it.
    pub by: String,
    /// The reason.
    pub reason: String,
}

/// The requested properties of a principal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewPrincipal {
    /// A title for people, at most 200 characters.
    pub title: Option<String>,
    /// Its main role.
    pub kind: Option<Role>,
}

/// A principal with what is derived from its tokens.
#[derive(Debug, Clone)]
pub struct Person {
    /// The record.
    pub record: PrincipalRecord,
    /// The revision of the record; 0 if only a token of an earlier engine names the principal.
    pub revision: u64,
    /// The minters of its tokens.
    pub minters: BTreeSet<String>,
    /// All grants that its tokens ever had.
    pub grants: BTreeSet<Grant>,
}

/// All principals, by id.
pub(crate) type People = BTreeMap<String, Person>;

impl Person {
    fn new(record: PrincipalRecord, revision: u64) -> Self {
        Self { record, revision, minters: BTreeSet::new(), grants: BTreeSet::new() }
    }

    /// Whether `who` may mint tokens for it, change it or disable it: only if `who` can give all roles that it ever had.
    pub fn is_within_reach_of(&self, who: &Principal) -> bool {
        let grants: Vec<Grant> = self.grants.iter().cloned().collect();
        let is_known = !grants.is_empty()
            || self.record.created_by == who.id
            || may(who, Action::ManagePrincipals, None).is_ok();
        self.record.id == who.id || (is_known && may_mint(who, &grants).is_ok())
    }

    /// Whether `who` may see it: only if `who` may see all its tokens.
    pub fn is_shown_to(&self, who: &Principal) -> bool {
        let reads = |namespace: Option<&str>| may(who, Action::ReadPrincipals, namespace).is_ok();
        match self.grants.is_empty() {
            true => reads(None) || self.record.created_by == who.id,
            false => self.grants.iter().all(|grant| reads(grant.namespace.as_deref())),
        }
    }
}

/// Adds what a token shows about its principal.
pub(crate) fn learn_from_token(people: &mut People, token: &Token) {
    let person =
        people.entry(token.principal.clone()).or_insert_with(|| Person::new(record_of_token(token), 0));
    person.minters.insert(token.created_by.clone());
    person.grants.extend(token.grants.iter().cloned());
}

/// The record of a principal that only this token names.
pub(crate) fn record_of_token(token: &Token) -> PrincipalRecord {
    PrincipalRecord {
        id: token.principal.clone(),
        title: None,
        kind: Some(token.kind),
        created_at: token.created_at,
        created_by: token.created_by.clone(),
        created_with: token.created_with.clone(),
        disabled: None,
    }
}

/// Reads the records of a store.
pub(crate) fn read_people(documents: &[Document]) -> Result<People, StoreError> {
    documents
        .iter()
        .map(|document| {
            let record: PrincipalRecord = serde_json::from_slice(&document.content).map_err(|_| {
                StoreError::Corrupt(format!("the principal `{}` cannot be read", document.key))
            })?;
            Ok((document.key.clone(), Person::new(record, document.revision)))
        })
        .collect()
}

/// The change that stores a record.
pub(crate) fn put(record: &PrincipalRecord, expected: u64) -> Put {
    // INVARIANT: a record holds only strings and numbers, so encoding cannot fail.
    #[expect(clippy::expect_used, reason = "see the invariant above")]
    let content = serde_json::to_vec(record).expect("a record is always encodable");
    Put {
        collection: PRINCIPALS.to_owned(),
        key: record.id.clone(),
        expected: Some(expected),
        content: Some(content.into()),
    }
}

impl Tokens {
    /// All principals, by id.
    pub fn principals(&self) -> Vec<Person> {
        self.memory().people.values().cloned().collect()
    }

    /// One principal.
    ///
    /// # Errors
    /// [`TokenError::NoPrincipal`].
    pub fn principal(&self, id: &str) -> Result<Person, TokenError> {
        self.memory().people.get(id).cloned().ok_or_else(|| TokenError::NoPrincipal(id.to_owned()))
    }

    /// Creates or changes a principal. `expected` is the required revision (0: it must not exist).
    ///
    /// # Errors
    /// [`TokenError::Invalid`], [`TokenError::OutOfReach`], and those of the store.
    pub async fn put_principal(
        &self,
        id: &str,
        new: NewPrincipal,
        by: &Principal,
        expected: Option<u64>,
    ) -> Result<Person, TokenError> {
        check_principal_id(id)?;
        let fits = |title: &String| title.chars().count() <= TITLE_LENGTH && !title.chars().any(is_hidden);
        if !new.title.as_ref().is_none_or(fits) {
            return Err(Invalid::Title.into());
        }
        let known = self.principal(id).ok();
        let revision = known.as_ref().map_or(0, |person| person.revision);
        if expected.is_some_and(|expected| expected != revision) {
            return Err(StoreError::Conflict { current: revision }.into());
        }
        let record = match known {
            Some(person) if !person.is_within_reach_of(by) => {
                return Err(TokenError::OutOfReach(id.to_owned()));
            }
            Some(Person { record, .. }) => {
                PrincipalRecord { title: new.title, kind: new.kind.or(record.kind), ..record }
            }
            None => PrincipalRecord {
                id: id.to_owned(),
                title: new.title,
                kind: new.kind,
                created_at: self.now(),
                created_by: by.id.clone(),
                created_with: by.minted.token.clone(),
                disabled: None,
            },
        };
        self.keep_principal(record, revision).await
    }

    /// Disables a principal. Its tokens stop working as soon as this is called, even if the store then fails. Disabling it
    /// again changes nothing.
    ///
    /// # Errors
    /// [`TokenError::NoPrincipal`], [`TokenError::OutOfReach`], [`TokenError::Yourself`], and those of the store. After a store
    /// error it must be disabled again, or it is enabled after a restart.
    pub async fn disable(&self, id: &str, by: &Principal, reason: String) -> Result<Person, TokenError> {
        let person = self.principal(id)?;
        if by.id == id {
            return Err(TokenError::Yourself);
        }
        if !person.is_within_reach_of(by) {
            return Err(TokenError::OutOfReach(id.to_owned()));
        }
        let disabled = Disabled { at: self.now(), by: by.id.clone(), reason };
        let record = {
            let mut memory = self.memory_mut();
            let Some(person) = memory.people.get_mut(id) else {
                return Err(TokenError::NoPrincipal(id.to_owned()));
            };
            person.record.disabled.get_or_insert(disabled);
            person.record.clone()
        };
        self.keep_principal(record, person.revision).await
    }

    /// Enables a principal: its tokens work again.
    ///
    /// # Errors
    /// As [`Tokens::disable`].
    pub async fn enable(&self, id: &str, by: &Principal) -> Result<Person, TokenError> {
        let person = self.principal(id)?;
        if !person.is_within_reach_of(by) {
            return Err(TokenError::OutOfReach(id.to_owned()));
        }
        let record = PrincipalRecord { disabled: None, ..person.record };
        self.keep_principal(record, person.revision).await
    }

    async fn keep_principal(&self, record: PrincipalRecord, revision: u64) -> Result<Person, TokenError> {
        let revisions = self.documents().put(vec![put(&record, revision)]).await?;
        let revision = revisions.first().copied().unwrap_or_default();
        let mut memory = self.memory_mut();
        let person = memory
            .people
            .entry(record.id.clone())
            .and_modify(|person| (person.record, person.revision) = (record.clone(), revision))
            .or_insert_with(|| Person::new(record, revision));
        Ok(person.clone())
    }
}
