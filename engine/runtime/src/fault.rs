//! What can go wrong in every room. Each room has an error of its own besides, which holds a [`Fault`].

use towpath_diagnostics::Diagnostic;
use towpath_journal::StoreError;
use towpath_policies::Decision;

/// Why something was not done, whatever it was.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Fault {
    /// No such workflow, version, draft, run, policy or integration.
    #[error("{what} `{name}` does not exist")]
    NotFound {
        /// `workflow`, `run`, …
        what: &'static str,
        /// As it was requested.
        name: String,
    },
    /// The text has errors.
    #[error("the definition has {} problem(s)", .0.len())]
    Invalid(Vec<Diagnostic>),
    /// The document names something else than its path does.
    #[error("the document says `{document}`, the path says `{path}`")]
    Mismatch {
        /// What the document says.
        document: String,
        /// What the path says.
        path: String,
    },
    /// Somebody changed it in between.
    #[error("it was changed in between and is at revision {current}")]
    Conflict {
        /// The revision in force.
        current: u64,
    },
    /// A policy, or the lack of one, refuses the start, or the settings.
    #[error("the start is refused")]
    StartRefused(Box<Decision>),
    /// Other people decide about it.
    #[error(transparent)]
    NotYours(#[from] NotYours),
    /// It is not what was shown to the person who decides.
    #[error("it is not what was shown: {}", .what.join(", "))]
    Changed {
        /// What changed, in words.
        what: Vec<String>,
        /// The digest of what is there now; empty where nothing is.
        digest: String,
    },
    /// A namespace has as much of something as it may have.
    #[error("the namespace `{namespace}` has {most} {what}, which is as many as it may have")]
    Quota {
        /// `drafts`, `versions` or `runs`.
        what: &'static str,
        /// The namespace.
        namespace: String,
        /// The most.
        most: u64,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something that should not happen, for the log.
    #[error("internal fault: {0}")]
    Internal(String),
}

/// Why a person may not release a call or approve a version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotYours {
    /// Their role is not the one that is needed.
    #[error("this needs {0}")]
    Others(String),
    /// A part of it is their own work.
    #[error("you {0}, so somebody else has to decide")]
    Own(&'static str),
    /// The call contains values that they may not view, and no policy lets them release it unseen.
    #[error("you may not view {}, which the call holds; somebody who may has to release, or the policy has to say `releaseUnseen: true`", named(.0))]
    Unseen(Vec<String>),
}

fn named(labels: &[String]) -> String {
    labels.iter().map(|label| format!("`{label}`")).collect::<Vec<_>>().join(", ")
}
