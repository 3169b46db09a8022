//! What is known of a decision at publishing, and how its author is told. How it is found out lives in `judge`.

use serde::{Deserialize, Serialize};
use towpath_access::Profile;
use towpath_diagnostics::{Code, Diagnostic, Severity, codes};

use crate::{Awaiting, MatchedRule, Mode};

/// What is known of a decision at publishing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// It is allowed, whatever the arguments, the caller and the time, once the reviews listed are approved.
    Allowed,
    /// It is denied, whatever the arguments, the caller and the time.
    Denied,
    /// Each call is judged when it is made.
    AtRunTime,
}

/// The verdict on one access of a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StaticDecision {
    /// Which access: an index into [`Profile::accesses`].
    pub access: usize,
    /// What is known.
    pub verdict: Verdict,
    /// The rules it rests on: those that surely match; for `AtRunTime`, those that may.
    pub rules: Vec<MatchedRule>,
    /// Reviews that match or may, and that this version has no approval for: it must not run before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reviews: Vec<Awaiting>,
    /// Holds that match or may: calls that wait for a signature.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<StaticHold>,
    /// Where run time decides: JSON pointers into the policies, such as `refunds-up-to-200#/access/properties/arguments`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<String>,
    /// When nothing permits it: the parts of permits for the same operation that are not met, in the same form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<String>,
    /// Why not, for whoever is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whom the refused may ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
}

/// A hold that calls meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StaticHold {
    /// The rule, and who signs.
    #[serde(flatten)]
    pub rule: Awaiting,
    /// It holds every such call; else it depends on what is only known at run time.
    pub surely: bool,
}

impl StaticDecision {
    /// What to tell the author, at the place of the access in the definition. Nothing for what is allowed.
    pub fn diagnostic(&self, profile: &Profile) -> Option<Diagnostic> {
        let reason = || self.reason.clone().unwrap_or_else(|| "a policy forbids it".to_owned());
        let diagnostic = match self.verdict {
            Verdict::Allowed | Verdict::AtRunTime if !self.reviews.is_empty() => {
                Diagnostic::error(codes::TP2023, reason())
            }
            Verdict::Allowed => return None,
            Verdict::Denied if self.rules.iter().any(|rule| rule.mode == Mode::Enforce) => Diagnostic::error(
                codes::TP2020,
                format!("refused by policy {}: {}", self.policies(), reason()),
            ),
            Verdict::Denied => Diagnostic::error(codes::TP2021, reason()),
            Verdict::AtRunTime if self.holds.iter().any(|hold| hold.surely) => {
                let needs: Vec<String> = self.holds.iter().map(|hold| hold.rule.needs()).collect();
                hint(codes::TP2024, needs.join(", "))
            }
            Verdict::AtRunTime => {
                let message = format!("decided at run time by policy {}", self.policies());
                hint(codes::TP2022, message)
            }
        };
        let diagnostic = match &self.contact {
            Some(contact) => diagnostic.help(format!("ask {contact}")),
            None if self.verdict == Verdict::Denied => diagnostic.help("ask IT for a permit"),
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
