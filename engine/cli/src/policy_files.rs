//! Policies in a folder: reading them, with what was found in each, and how they affect each other.

use std::collections::BTreeSet;
use std::path::Path;

use towpath_diagnostics::{Diagnostic, codes};
use towpath_policies::{CompiledSet, Names, PolicyDocument};

use crate::exit::Exit;
use crate::folder::{Failed, File};
use crate::output;

/// A policy and everything found in its text.
pub(crate) struct Read {
    pub(crate) file: File,
    pub(crate) document: Option<PolicyDocument>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Read {
    /// Reads a policy and lints it: its tests have to pass.
    pub(crate) fn linted(file: File, names: Option<&Names>, now: Option<i64>) -> Self {
        let (node, _) = towpath_dsl::yaml::parse(&file.source, towpath_dsl::yaml::Limits::default());
        let is_other = node.is_some_and(|node| node.get("policy").is_none());
        let (document, diagnostics) = match is_other {
            true => (None, vec![towpath_policies::place(&file.source, no_policy())]),
            false => PolicyDocument::read_and_lint(&file.source, names, now),
        };
        Self { file, document, diagnostics }
    }

    /// The policy's name, where it could be read.
    pub(crate) fn name(&self) -> Option<&str> {
        self.document.as_ref().map(|document| document.policy.as_str())
    }
}

/// Kinds of documents that may lie beside policies, by the key at their top.
const OTHERS: [(&str, &str); 2] = [("document", "a definition"), ("integration", "an integration")];

/// Reads every policy of a folder, or the one file. A text that lies there twice, in sets of policies for instance, is read
/// once. Definitions and integrations beside policies are left alone, and said so.
pub(crate) fn read_policies(root: &Path) -> Result<Vec<Read>, Failed> {
    let mut seen = BTreeSet::new();
    let mut read = Vec::new();
    for file in crate::folder::document_files(root)? {
        if !seen.insert(file.source.clone()) {
            continue;
        }
        let (node, _) = towpath_dsl::yaml::parse(&file.source, towpath_dsl::yaml::Limits::default());
        let has = |key: &str| node.as_ref().is_some_and(|node| node.get(key).is_some());
        let other = OTHERS.iter().find(|(key, _)| has(key)).filter(|_| !has("policy") && root.is_dir());
        if let Some((_, what)) = other {
            output::say(&output::dim(&format!("`{}` is {what}, so it is left alone", file.name())));
            continue;
        }
        let (document, diagnostics) = match node.is_some() && !has("policy") {
            true => (None, vec![towpath_policies::place(&file.source, no_policy())]),
            false => PolicyDocument::read(&file.source),
        };
        read.push(Read { file, document, diagnostics });
    }
    Ok(read)
}

/// Reads every policy of a folder, or the one file, where none has an error.
///
/// # Errors
/// The exit of the command: the reason is shown.
pub(crate) fn read_without_errors(root: &Path) -> Result<Vec<Read>, Exit> {
    let read = read_policies(root).map_err(Failed::show)?;
    if has_errors(&read) {
        show_policy_findings(&read);
        return Err(Exit::Found);
    }
    Ok(read)
}

fn no_policy() -> Diagnostic {
    Diagnostic::error(codes::TP2001, "this is not a policy: there is no `policy` at its top")
        .pointer("")
        .help("a policy begins with `policy:` and its name; keep other documents in another folder")
}

/// Whether one of them cannot be used.
pub(crate) fn has_errors(read: &[Read]) -> bool {
    read.iter().flat_map(|policy| &policy.diagnostics).any(Diagnostic::is_error)
}

/// Now, in milliseconds since the Unix epoch.
pub(crate) fn now_in_milliseconds() -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_millis()).unwrap_or(i64::MAX)
}

/// Shows what was found; how many errors.
pub(crate) fn show_policy_findings(read: &[Read]) -> usize {
    for policy in read {
        output::diagnostics(&policy.file.name(), &policy.file.source, &policy.diagnostics);
    }
    read.iter().flat_map(|policy| &policy.diagnostics).filter(|found| found.is_error()).count()
}

/// Adds what was found in the set as a whole, once each policy is valid by itself.
pub(crate) fn check_as_set(read: &mut [Read]) {
    if has_errors(read) {
        return;
    }
    let documents: Vec<PolicyDocument> = read.iter().filter_map(|policy| policy.document.clone()).collect();
    let found = match CompiledSet::compile(documents) {
        Ok(set) => towpath_policies::lint_set(&set),
        Err(errors) => errors.into_iter().map(|error| (error.policy, error.diagnostic)).collect(),
    };
    for (name, diagnostic) in found {
        // Of two with this name, the last is the one too many.
        if let Some(policy) = read.iter_mut().rev().find(|policy| policy.name() == Some(name.as_str())) {
            policy.diagnostics.push(towpath_policies::place(&policy.file.source, diagnostic));
            towpath_diagnostics::sort_and_deduplicate(&mut policy.diagnostics);
        }
    }
}
