//! Who signs what a `review` or a `hold` stops, and what becomes of a hold that nobody signs.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::PolicyEffect;

/// Seconds that a call waits for its signature unless its policy says otherwise: a day.
const A_DAY: u64 = 24 * 60 * 60;

/// The role that signs. Which people have it in a namespace is decided where people are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ApproverRole {
    /// An approver that IT has named.
    #[default]
    Approver,
    /// IT itself.
    It,
}

/// Who may sign.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Approvers {
    /// The role they have.
    #[serde(default)]
    pub role: ApproverRole,
    /// The namespace they have it in; absent in a document: the namespace of the workflow that asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

/// What becomes of a hold that nobody signs in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HoldDefault {
    /// The call is refused.
    #[default]
    Deny,
    /// The call goes out unsigned.
    Allow,
}

/// How long a call waits for its signature, and what then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HoldSettings {
    /// Seconds it waits; a day unless said.
    #[serde(default = "a_day")]
    pub timeout_s: u64,
    /// What becomes of it then.
    #[serde(default)]
    pub default: HoldDefault,
    /// It may be signed by somebody who may not view every label of what the call holds.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sign_unseen: bool,
}

/// A rule that waits for somebody: a review for an approval of this version, a hold for a signature of this call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Awaiting {
    /// The policy's name.
    pub policy: String,
    /// The document's digest: what an approval or a signature has to name.
    pub digest: String,
    /// `review` or `hold`.
    pub effect: PolicyEffect,
    /// The policy's title.
    pub title: String,
    /// Who may sign, with the namespace filled in.
    pub approvers: Approvers,
    /// What the policy's author says about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whom to ask about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// For a hold: how long it waits, and what then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<HoldSettings>,
}

fn a_day() -> u64 {
    A_DAY
}

impl Default for HoldSettings {
    fn default() -> Self {
        Self { timeout_s: A_DAY, default: HoldDefault::Deny, sign_unseen: false }
    }
}

impl HoldSettings {
    /// What holds for a call that waits for all of `awaiting`, each as if it were alone: it is refused when the first
    /// time of those that refuse is over, and goes out unsigned when none refuses and the last time is over. `None` when
    /// no hold is among them.
    pub fn together(awaiting: &[Awaiting]) -> Option<Self> {
        awaiting.iter().filter_map(|waiting| waiting.hold).reduce(|one, other| {
            match (one.default, other.default) {
                (HoldDefault::Deny, HoldDefault::Allow) => one,
                (HoldDefault::Allow, HoldDefault::Deny) => other,
                (HoldDefault::Deny, HoldDefault::Deny) => {
                    Self { timeout_s: one.timeout_s.min(other.timeout_s), ..one }
                }
                (HoldDefault::Allow, HoldDefault::Allow) => {
                    Self { timeout_s: one.timeout_s.max(other.timeout_s), ..one }
                }
            }
        })
    }
}

impl fmt::Display for Approvers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.role {
            ApproverRole::Approver => "an approver",
            ApproverRole::It => "IT",
        })?;
        match &self.namespace {
            Some(namespace) => write!(f, " of `{namespace}`"),
            None => Ok(()),
        }
    }
}

impl Awaiting {
    /// What is missing: `needs a review of this version by an approver of `support``.
    pub fn needs(&self) -> String {
        let what = match self.effect {
            PolicyEffect::Hold => "a signature for this call",
            _ => "a review of this version",
        };
        format!("needs {what} by {}", self.approvers)
    }

    /// What is missing, and why, for whoever has to wait.
    pub fn reason(&self) -> String {
        format!("{}: {}", self.needs(), self.reason.as_ref().unwrap_or(&self.title))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_holds_none_is_weakened_by_another() {
        let waiting = |timeout_s: u64, default: HoldDefault| Awaiting {
            policy: "p".to_owned(),
            digest: "d".to_owned(),
            effect: PolicyEffect::Hold,
            title: "P".to_owned(),
            approvers: Approvers::default(),
            reason: None,
            contact: None,
            hold: Some(HoldSettings { timeout_s, default, sign_unseen: false }),
        };
        use HoldDefault::{Allow, Deny};
        type Hold = (u64, HoldDefault);
        let cases: &[(&[Hold], Option<Hold>)] = &[
            (&[], None),
            (&[(60, Deny)], Some((60, Deny))),
            (&[(60, Deny), (30, Deny)], Some((30, Deny))),
            (&[(60, Deny), (30, Allow)], Some((60, Deny))),
            (&[(30, Allow), (60, Allow)], Some((60, Allow))),
        ];
        for (holds, expected) in cases {
            let awaiting: Vec<Awaiting> = holds.iter().map(|(s, default)| waiting(*s, *default)).collect();
            let together = HoldSettings::together(&awaiting);
            assert_eq!(together.map(|one| (one.timeout_s, one.default)), *expected, "{holds:?}");
        }
    }

    #[test]
    fn who_may_sign_unseen_is_said_and_what_does_not_say_it_keeps_its_digest() {
        let read = |text: &str| serde_json::from_str::<HoldSettings>(text);
        let silent = read(r#"{"timeoutS":60}"#).unwrap_or_default();
        assert!(!silent.sign_unseen && silent.timeout_s == 60);
        let text = serde_json::to_string(&silent).unwrap_or_default();
        assert_eq!(text, r#"{"timeoutS":60,"default":"deny"}"#, "as before there was the field");
        assert!(read(r#"{"signUnseen":true}"#).is_ok_and(|hold| hold.sign_unseen));
        assert!(read(r#"{"signUnseen":"yes"}"#).is_err() && read(r#"{"signBlind":true}"#).is_err());
    }
}
