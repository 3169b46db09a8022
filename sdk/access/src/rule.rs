//! What a decision repeats of the policies behind it: effect, mode, and which part of one did not fit.

use serde::{Deserialize, Serialize};

use crate::Subject;

/// What a matching policy does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PolicyEffect {
    /// Allows, unless a forbid matches too.
    Permit,
    /// Refuses, whatever permits say.
    Forbid,
    /// Somebody approves the version before it goes live.
    Review,
    /// Somebody releases each call before it goes out.
    Hold,
}

impl PolicyEffect {
    /// The word documents use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Permit => "permit",
            Self::Forbid => "forbid",
            Self::Review => "review",
            Self::Hold => "hold",
        }
    }

    /// Whether somebody has to release what it matches.
    pub fn needs_approvers(self) -> bool {
        matches!(self, Self::Review | Self::Hold)
    }
}

/// Whether a policy decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// It decides.
    #[default]
    Enforce,
    /// It is evaluated and reported, and never decides.
    Audit,
    /// It is kept and not evaluated.
    Off,
}

/// One part of a policy that did not fit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mismatch {
    /// Which subject.
    pub subject: Subject,
    /// JSON pointer into the subject, `/arguments/amount`.
    pub pointer: String,
    /// JSON pointer into the policy, `/access/properties/arguments/properties/amount/maximum`.
    pub rule: String,
    /// The requirement, `must be at most 200`.
    pub message: String,
}

impl Mismatch {
    /// A mismatch of a field as a whole, or of the subject as a whole.
    pub fn new(subject: Subject, field: Option<&str>, message: &str) -> Self {
        let place = |between: &str| field.map(|name| format!("{between}{name}")).unwrap_or_default();
        Self {
            subject,
            pointer: place("/"),
            rule: format!("/{}{}", subject.as_str(), place("/properties/")),
            message: message.to_owned(),
        }
    }
}

impl std::fmt::Display for Mismatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}{}` {}", self.subject.as_str(), self.pointer, self.message)
    }
}
