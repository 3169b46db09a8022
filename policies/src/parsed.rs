//! A policy that was read and checked. Sets are compiled of these, so that each text is parsed once, however many sets it is
//! part of.

use towpath_diagnostics::Diagnostic;

use crate::{PolicyDocument, check};

/// A policy document without errors, with its digest.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedPolicy {
    document: PolicyDocument,
    digest: String,
}

impl ParsedPolicy {
    /// Reads a text, YAML or JSON. The policy is there when nothing in it is an error; warnings may come beside it.
    pub fn read(text: &str) -> (Option<Self>, Vec<Diagnostic>) {
        let (document, found) = PolicyDocument::read(text);
        (document.map(Self::without_errors), found)
    }

    /// Checks a document.
    ///
    /// # Errors
    ///
    /// What [`check`] calls an error, with JSON pointers.
    pub fn of(document: PolicyDocument) -> Result<Self, Vec<Diagnostic>> {
        let errors: Vec<Diagnostic> = check(&document).into_iter().filter(Diagnostic::is_error).collect();
        if errors.is_empty() { Ok(Self::without_errors(document)) } else { Err(errors) }
    }

    fn without_errors(document: PolicyDocument) -> Self {
        Self { digest: document.digest(), document }
    }

    /// The document.
    pub fn document(&self) -> &PolicyDocument {
        &self.document
    }

    /// The policy's name.
    pub fn name(&self) -> &str {
        &self.document.policy
    }

    /// The namespace whose approver wrote it; `None` for what IT wrote.
    pub fn owner(&self) -> Option<&str> {
        self.document.owner.as_deref()
    }

    /// `sha256:<hex>` of the document.
    pub fn digest(&self) -> &str {
        &self.digest
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::CompiledSet;

    #[test]
    fn a_set_of_parsed_policies_is_the_set_of_their_documents() {
        let read = |text: &str| Arc::new(ParsedPolicy::read(text).0.unwrap());
        let permit = read("policy: b\ntitle: B\neffect: permit\naccess: true\n");
        let forbid = read(
            "policy: a\ntitle: A\neffect: forbid\nowner: s\naccess: { properties: { kind: { const: emit } } }\n",
        );
        assert_eq!((permit.name(), permit.owner(), forbid.owner()), ("b", None, Some("s")));
        assert_eq!(permit.digest(), permit.document().digest());
        let set = CompiledSet::of(vec![permit.clone(), forbid.clone()]).unwrap();
        let documents = vec![permit.document().clone(), forbid.document().clone()];
        assert_eq!(set.digest(), CompiledSet::compile(documents).unwrap().digest());
        assert_eq!(set.policies().iter().map(|policy| policy.name()).collect::<Vec<_>>(), ["a", "b"]);
        assert!(Arc::ptr_eq(&set.policies()[1], &permit), "nothing is copied");
        assert!(CompiledSet::of(vec![permit.clone(), permit]).is_err(), "two of one name");
    }

    #[test]
    fn a_text_with_an_error_is_no_policy() {
        let (policy, found) = ParsedPolicy::read("policy: a\ntitle: A\neffect: permit\n");
        assert!(policy.is_none() && found.iter().any(Diagnostic::is_error));
        let document = PolicyDocument { policy: "a".to_owned(), ..PolicyDocument::default() };
        assert!(ParsedPolicy::of(document).is_err());
    }
}
