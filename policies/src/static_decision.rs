//! Static decisions, made at publishing, and their diagnostics for authors. `evaluate` computes them.

use serde::{Deserialize, Serialize};
use towpath_access::Profile;
use towpath_diagnostics::{Code, Diagnostic, Severity, codes};

use crate::{Awaiting, MatchedRule, Mode};

/// The outcome of a static decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StaticOutcome {
    /// Allowed for all arguments, callers and times, once the listed reviews are approved.
    Allowed,
    /// Denied for all arguments, callers and times.
    Denied,
    /// Each call is evaluated when it is made.
    AtRunTime,
}

/// The static decision about one access of a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StaticDecision {
    /// The access: an index into [`Profile::accesses`].
    pub access: usize,
    /// The outcome.
    pub verdict: StaticOutcome,
    /// The rules that cause it: those that certainly match; for `AtRunTime`, those that may match.
    pub rules: Vec<MatchedRule>,
    /// Reviews that match or may match, without an approval of this version. It must not run before they are approved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<Awaiting>,
    /// Holds that match or may match.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<StaticHold>,
    /// The parts that are decided at run time: JSON pointers into policies, such as
    /// `refunds-up-to-200#/access/properties/arguments`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<String>,
    /// If no permit matches: the parts of permits for the same operation that do not fit, in the same form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<String>,
    /// The reason, for a refused person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The contact, for a refused person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// A hold that matches or may match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StaticHold {
    /// The rule with its approvers.
    #[serde(flatten)]
    pub rule: Awaiting,
    /// Whether it holds every such call. Otherwise it depends on values at run time.
    pub surely: bool,
}

impl StaticDecision {
    /// The diagnostic for the author, at the place of the access in the definition; `None` if the access is allowed.
    pub fn diagnostic(&self, profile: &Profile) -> Option<Diagnostic> {
        let reason = || self.reason.clone().unwrap_or_else(|| "a policy forbids it".to_owned());
        let diagnostic = match self.verdict {
            StaticOutcome::Allowed | StaticOutcome::AtRunTime if !self.reviews.is_empty() => {
                Diagnostic::error(codes::TP2023, reason())
            }
            StaticOutcome::Allowed => return None,
            StaticOutcome::Denied if self.rules.iter().any(|rule| rule.mode == Mode::Enforce) => {
                Diagnostic::error(
                    codes::TP2020,
                    format!("refused by policy {}: {}", self.policies(), reason()),
                )
            }
            StaticOutcome::Denied => Diagnostic::error(codes::TP2021, reason()),
            StaticOutcome::AtRunTime if self.holds.iter().any(|hold| hold.surely) => {
                let needs: Vec<String> = self.holds.iter().map(|hold| hold.rule.needs()).collect();
                hint(codes::TP2024, needs.join(", "))
            }
            StaticOutcome::AtRunTime => {
                let message = format!("decided at run time by policy {}", self.policies());
                hint(codes::TP2022, message)
            }
        };
        let diagnostic = match &self.contact {
            Some(contact) => diagnostic.help(format!("ask {contact}")),
            None if self.verdict == StaticOutcome::Denied => diagnostic.help("ask IT for a permit"),
            None => diagnostic,
        };
        let place = profile.accesses.get(self.access)?;
        let diagnostic = diagnostic.pointer(place.task.clone());
        Some(match place.span {
            Some(span) => diagnostic.at(span),
            None => diagnostic,
        })
    }

    fn policies(&self) -> String {
        let enforced = self.rules.iter().filter(|rule| rule.mode == Mode::Enforce);
        enforced.map(|rule| format!("`{}`", rule.policy)).collect::<Vec<_>>().join(", ")
    }
}

fn hint(code: Code, message: String) -> Diagnostic {
    Diagnostic { severity: Severity::Hint, ..Diagnostic::warning(code, message) }
}
