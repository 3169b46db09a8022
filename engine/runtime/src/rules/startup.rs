//! Documents that a server is given at its start, from folders. A document is applied when it is given for the first time
//! or when its text has changed since it was applied last. Otherwise changes made on the server since then stay.

use serde::{Deserialize, Serialize};
use towpath_identity::Principal;
use towpath_journal::{Digest, Put};

use super::documents::{INTEGRATIONS, POLICIES};
use super::{Activate, Activation, Beyond, Rules, Texts};
use crate::found::{decode, encode};
use crate::rules::RulesError;
use crate::types::Text;

/// Collection of what was applied last, key `policies/NAME` or `integrations/NAME`.
const APPLIED: &str = "applied";

/// The kind of a document that is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GivenKind {
    /// An integration.
    Integration,
    /// A policy.
    Policy,
}

/// A document that a server is given at its start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Which kind.
    pub kind: GivenKind,
    /// Its name.
    pub name: String,
    /// Its text.
    pub source: String,
    /// The file, for people to read.
    pub file: String,
}

/// What happens to a document that is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is in force as it is given.
    Same,
    /// It is applied. `over` is the principal who changed the document since it was applied last, and loses that change.
    Apply {
        /// Whose change is lost.
        over: Option<String>,
    },
    /// The server's document stays.
    Keep(Kept),
}

/// What the server has instead of a document that is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// Nothing: it was deleted.
    Deleted,
    /// Another text, by this principal.
    Changed(String),
    /// The same text, which is not in force.
    NotInForce,
}

/// The document that was applied last under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Applied {
    /// Digest of the text.
    digest: String,
    /// The file it came from.
    file: String,
    /// Milliseconds since the Unix epoch.
    at: i64,
}

/// What the server has under the name of a document that is given.
#[derive(Debug, Clone, Copy, Default)]
struct Present<'a> {
    applied: Option<&'a str>,
    saved: Option<&'a Text>,
    /// The text in force.
    in_force: Option<&'a str>,
    /// It was in force at some time.
    was_in_force: bool,
}

impl GivenKind {
    /// The collection of such documents, which is also the name of their routes.
    pub const fn collection(self) -> &'static str {
        match self {
            Self::Integration => INTEGRATIONS,
            Self::Policy => POLICIES,
        }
    }

    /// The kind in a word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Integration => "integration",
            Self::Policy => "policy",
        }
    }
}

impl Given {
    fn key(&self) -> String {
        format!("{}/{}", self.kind.collection(), self.name)
    }

    fn digest(&self) -> String {
        Digest::of(self.source.as_bytes()).0
    }

    /// Decides what happens to the document. Pure. `who` is the principal that starts apply documents as.
    fn fate(&self, who: &str, present: Present<'_>) -> Fate {
        let Present { applied, saved, in_force, was_in_force } = present;
        let is_saved = saved.is_some_and(|text| text.source == self.source);
        if is_saved && in_force == Some(self.source.as_str()) {
            return Fate::Same;
        }
        let other = saved.filter(|text| text.by != who).map(|text| text.by.clone());
        let kept = || match saved {
            None => Kept::Deleted,
            Some(_) if is_saved => Kept::NotInForce,
            Some(text) => Kept::Changed(text.by.clone()),
        };
        match applied {
            Some(digest) if digest == self.digest() => Fate::Keep(kept()),
            Some(_) => Fate::Apply { over: other },
            // Given for the first time since starts are remembered. Earlier engines applied it at every start, so a
            // document changed by somebody else was decided later, and one changed by a start was not.
            None if saved.is_none() && was_in_force => Fate::Keep(Kept::Deleted),
            None if other.is_some() => Fate::Keep(kept()),
            None => Fate::Apply { over: None },
        }
    }
}

impl Rules {
    /// What happens to each document that is given, in order.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn fates(&self, who: &Principal, given: &[Given]) -> Result<Vec<Fate>, RulesError> {
        let active = self.active_set().await?.value.map(|active| active.texts).unwrap_or_default();
        let (policies, integrations) = (self.texts(POLICIES).await?, self.texts(INTEGRATIONS).await?);
        let revisions = self.policy_revisions().await?;
        let mut fates = Vec::with_capacity(given.len());
        for document in given {
            let stored = self.store.get(APPLIED, &document.key()).await?;
            let applied: Option<Applied> = stored.map(|stored| decode(&stored.content)).transpose()?;
            let named = |texts: &'_ [Text]| texts.iter().position(|text| text.name == document.name);
            let present = match document.kind {
                GivenKind::Policy => Present {
                    saved: named(&policies).and_then(|at| policies.get(at)),
                    in_force: active.get(&document.name).map(String::as_str),
                    was_in_force: revisions.iter().any(|revision| revision.policies.contains(&document.name)),
                    ..Present::default()
                },
                GivenKind::Integration => {
                    let saved = named(&integrations).and_then(|at| integrations.get(at));
                    let in_force = saved.map(|text| text.source.as_str());
                    Present { saved, in_force, ..Present::default() }
                }
            };
            let applied = applied.as_ref().map(|applied| applied.digest.as_str());
            fates.push(document.fate(&who.id, Present { applied, ..present }));
        }
        Ok(fates)
    }

    /// Puts policies that are given in force, all at once, without anything else that was saved and not activated.
    ///
    /// # Errors
    /// As [`Rules::activate`].
    pub(crate) async fn activate_given(
        &self,
        who: &Principal,
        given: &[Given],
        beyond: &dyn Beyond,
    ) -> Result<Activation, RulesError> {
        let active = self.active_set().await?;
        let mut texts: Texts = active.value.as_ref().map(|active| active.texts.clone()).unwrap_or_default();
        let policies = given.iter().filter(|document| document.kind == GivenKind::Policy);
        texts.extend(policies.map(|document| (document.name.clone(), document.source.clone())));
        self.activate_texts(who, &texts, active, Activate::at_the_start(), beyond).await
    }

    /// Remembers what was applied, so that it is not applied again over what somebody decides later.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn remember_given(&self, given: &[Given]) -> Result<(), RulesError> {
        let at = self.clock.now();
        let put = |document: &Given| -> Result<Put, RulesError> {
            let applied = Applied { digest: document.digest(), file: document.file.clone(), at };
            Ok(Put {
                collection: APPLIED.to_owned(),
                key: document.key(),
                expected: None,
                content: Some(encode(&applied)?),
            })
        };
        let puts: Vec<Put> = given.iter().map(put).collect::<Result<_, _>>()?;
        if !puts.is_empty() {
            self.store.put(puts).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(source: &str) -> Given {
        let (name, file) = ("night".to_owned(), "policies/night.yaml".to_owned());
        Given { kind: GivenKind::Policy, name, source: source.to_owned(), file }
    }

    fn saved(source: &str, by: &str) -> Text {
        let (name, source, by) = ("night".to_owned(), source.to_owned(), by.to_owned());
        Text { name, source, by, at: 0, revision: 1, active: false }
    }

    #[test]
    fn a_document_is_applied_first_and_where_its_text_changed() {
        let first = given("a");
        let apply = |over: Option<&str>| Fate::Apply { over: over.map(str::to_owned) };
        assert_eq!(first.fate("start", Present::default()), apply(None));
        let (own, ivos) = (saved("a", "start"), saved("b", "ivo"));
        let digest = first.digest();
        let here =
            Present { applied: Some(&digest), saved: Some(&own), in_force: Some("a"), was_in_force: true };
        assert_eq!(first.fate("start", here), Fate::Same);
        assert_eq!(given("c").fate("start", here), apply(None));
        // Somebody changed it, and the file changed too: the file wins, and says whose change is lost.
        let changed = Present { saved: Some(&ivos), in_force: Some("b"), ..here };
        assert_eq!(given("c").fate("start", changed), apply(Some("ivo")));
    }

    #[test]
    fn what_somebody_decided_later_stays() {
        let (first, own, ivos) = (given("a"), saved("a", "start"), saved("b", "ivo"));
        let digest = first.digest();
        let here = Present { applied: Some(&digest), saved: None, in_force: None, was_in_force: true };
        let keep = |kept| Fate::Keep(kept);
        assert_eq!(first.fate("start", here), keep(Kept::Deleted));
        let deleted_draft = Present { in_force: Some("a"), ..here };
        assert_eq!(first.fate("start", deleted_draft), keep(Kept::Deleted));
        let changed = Present { saved: Some(&ivos), in_force: Some("b"), ..here };
        assert_eq!(first.fate("start", changed), keep(Kept::Changed("ivo".into())));
        let not_in_force = Present { saved: Some(&own), in_force: Some("b"), ..here };
        assert_eq!(first.fate("start", not_in_force), keep(Kept::NotInForce));
    }

    #[test]
    fn what_an_earlier_engine_applied_is_told_from_what_was_decided() {
        let (first, own, ivos) = (given("a"), saved("old", "start"), saved("b", "ivo"));
        let present = |saved, was_in_force| Present { saved, was_in_force, ..Present::default() };
        assert_eq!(first.fate("start", present(Some(&own), true)), Fate::Apply { over: None });
        assert_eq!(first.fate("start", present(None, true)), Fate::Keep(Kept::Deleted));
        assert_eq!(first.fate("start", present(Some(&ivos), true)), Fate::Keep(Kept::Changed("ivo".into())));
    }
}
