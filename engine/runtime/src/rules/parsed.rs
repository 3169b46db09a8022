//! The texts of policies on their way into force. Each is parsed at most once: the same parsed policy is checked, compared
//! with IT's and compiled. Pure.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use towpath_diagnostics::Diagnostic;
use towpath_policies::{CompiledSet, ParsedPolicy, SetError};

use super::Texts;
use super::activate::with_policy_name;

/// A text, and what was read from it.
#[derive(Debug)]
pub(super) struct Source {
    text: String,
    read: OnceLock<Read>,
}

#[derive(Debug)]
struct Read {
    /// `None` where there are errors.
    policy: Option<Arc<ParsedPolicy>>,
    errors: Vec<Diagnostic>,
}

/// Texts by the names of their policies.
#[derive(Debug, Clone, Default)]
pub(super) struct Sources(BTreeMap<String, Arc<Source>>);

impl Source {
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), read: OnceLock::new() }
    }

    /// A text that `policy` was read from before.
    fn known(text: &str, policy: &Arc<ParsedPolicy>) -> Self {
        let read = Read { policy: Some(Arc::clone(policy)), errors: Vec::new() };
        Self { text: text.to_owned(), read: OnceLock::from(read) }
    }

    fn read(&self) -> &Read {
        self.read.get_or_init(|| {
            let (policy, mut errors) = ParsedPolicy::read(&self.text);
            errors.retain(Diagnostic::is_error);
            Read { policy: policy.map(Arc::new), errors }
        })
    }

    /// The policy; `None` where the text has errors.
    pub(super) fn policy(&self) -> Option<&Arc<ParsedPolicy>> {
        self.read().policy.as_ref()
    }

    /// The namespace whose approver wrote it; `None` for what IT wrote, and for a text with errors.
    pub(super) fn owner(&self) -> Option<&str> {
        self.policy()?.owner()
    }

    /// What prevents an activation of the policy: errors, rules that can never match, tests that fail.
    pub(super) fn lint(&self, name: &str, now: i64) -> Vec<Diagnostic> {
        let found = match self.policy() {
            None => self.read().errors.clone(),
            Some(policy) => policy.document().lint_in(&self.text, None, Some(now)),
        };
        found.into_iter().filter(Diagnostic::is_error).map(|found| with_policy_name(name, found)).collect()
    }
}

impl Sources {
    /// These texts. A text that `known` has too is not read again.
    pub(super) fn new(texts: &Texts, known: &Self) -> Self {
        let source = |(name, text): (&String, &String)| {
            let same = known.0.get(name).filter(|known| known.text == *text);
            (name.clone(), same.map_or_else(|| Arc::new(Source::new(text)), Arc::clone))
        };
        Self(texts.iter().map(source).collect())
    }

    /// The texts that `set` was compiled of, as far as its policies have their names. INVARIANT: `set` is the set of these
    /// very texts; the caller compares digests.
    pub(super) fn of_set(texts: &Texts, set: &CompiledSet) -> Self {
        let policies: BTreeMap<&str, &Arc<ParsedPolicy>> =
            set.policies().iter().map(|policy| (policy.name(), policy)).collect();
        let source = |(name, text): (&String, &String)| {
            let source = match policies.get(name.as_str()) {
                Some(policy) => Source::known(text, policy),
                None => Source::new(text),
            };
            (name.clone(), Arc::new(source))
        };
        Self(texts.iter().map(source).collect())
    }

    pub(super) fn get(&self, name: &str) -> Option<&Arc<Source>> {
        self.0.get(name)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &Arc<Source>)> {
        self.0.iter()
    }

    pub(super) fn insert(&mut self, name: String, source: Arc<Source>) {
        self.0.insert(name, source);
    }

    /// Takes one out; whether it was there.
    pub(super) fn remove(&mut self, name: &str) -> bool {
        self.0.remove(name).is_some()
    }

    /// Whether `name` has the same text in both.
    pub(super) fn has_same(&self, name: &str, source: &Source) -> bool {
        self.0.get(name).is_some_and(|own| own.text == source.text)
    }

    pub(super) fn texts(&self) -> Texts {
        self.0.iter().map(|(name, source)| (name.clone(), source.text.clone())).collect()
    }

    /// Compiles the policies of which `is_wanted` is true.
    ///
    /// # Errors
    /// What is wrong with them.
    pub(super) fn compile(
        &self,
        is_wanted: impl Fn(&Source) -> bool,
    ) -> Result<CompiledSet, Vec<Diagnostic>> {
        let (mut policies, mut errors) = (Vec::new(), Vec::new());
        for source in self.0.values().filter(|source| is_wanted(source)) {
            match source.policy() {
                Some(policy) => policies.push(Arc::clone(policy)),
                None => errors.extend(source.read().errors.iter().cloned()),
            }
        }
        match errors.is_empty() {
            true => CompiledSet::of(policies).map_err(SetError::diagnostics),
            false => Err(errors),
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    const PERMIT: &str = "policy: all\ntitle: All\neffect: permit\naccess: true\n";

    fn texts(all: &[(&str, &str)]) -> Texts {
        all.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn a_text_is_read_once() {
        let active = Sources::new(&texts(&[("all", PERMIT)]), &Sources::default());
        let set = active.compile(|_| true).unwrap();
        let policy = Arc::clone(active.get("all").unwrap().policy().unwrap());
        assert!(Arc::ptr_eq(&set.policies()[0], &policy), "what is compiled is what was read");
        let saved = texts(&[("all", PERMIT), ("new", "policy: new\n")]);
        let saved = Sources::new(&saved, &active);
        assert!(Arc::ptr_eq(saved.get("all").unwrap(), active.get("all").unwrap()));
        let in_force = Sources::of_set(&texts(&[("all", PERMIT)]), &set);
        assert!(Arc::ptr_eq(in_force.get("all").unwrap().policy().unwrap(), &policy));
        assert!(saved.compile(|_| true).is_err(), "an error in one is an error of the set");
        assert!(!saved.get("new").unwrap().lint("new", 0).is_empty());
        assert_eq!(saved.get("new").unwrap().owner(), None);
    }
}
