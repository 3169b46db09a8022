//! Who approves a version that a `review` stops, who releases a call that a `hold` stops, and what happens when nobody does.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::PolicyEffect;

/// Seconds that a call waits for its release unless its policy says otherwise: a day.
const A_DAY: u64 = 24 * 60 * 60;

/// The role of the people who may approve or release. The runtime knows who has it in a namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ApproverRole {
    /// An approver that IT has named.
    #[default]
    Approver,
    /// IT itself.
    It,
}

/// Who may approve or release.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Approvers {
    /// The role they have.
    #[serde(default)]
    pub role: ApproverRole,
    /// The namespace of the role. If a document does not give one, it is the namespace of the workflow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

/// What happens to a held call that nobody releases in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HoldDefault {
    /// The call is refused.
    #[default]
    Deny,
    /// The call goes out without a release.
    Allow,
}

/// How long a held call waits, and what happens after that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HoldSettings {
    /// Seconds it waits; one day by default.
    #[serde(default = "a_day")]
    pub timeout_s: u64,
    /// What happens to the call after that.
    #[serde(default)]
    pub default: HoldDefault,
    /// Whether people may release the call without the right to view all labels of its values.
    ///
    /// It is written as `signUnseen`, its name in earlier versions: digests of policies cover the written form.
    #[serde(
        default,
        skip_serializing_if = "std::ops::Not::not",
        rename(serialize = "signUnseen", deserialize = "releaseUnseen"),
        alias = "signUnseen"
    )]
    pub release_unseen: bool,
}

/// A rule that waits for a person: a review for an approval of this version, a hold for a release of this call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Awaiting {
    /// The policy's name.
    pub policy: String,
    /// The document's digest. An approval or a release names it.
    pub digest: String,
    /// `review` or `hold`.
    pub effect: PolicyEffect,
    /// The policy's title.
    pub title: String,
    /// Who may approve or release, with the namespace filled in.
    pub approvers: Approvers,
    /// The reason in the policy document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The contact in the policy document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// For a hold: how long it waits, and what happens after that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<HoldSettings>,
}

fn a_day() -> u64 {
    A_DAY
}

impl Default for HoldSettings {
    fn default() -> Self {
        Self { timeout_s: A_DAY, default: HoldDefault::Deny, release_unseen: false }
    }
}

impl HoldSettings {
    /// The settings of a call that waits for all of `awaiting`. Each hold keeps its effect: the call is refused when the
    /// first hold with `default: deny` times out. It goes out without a release if no hold denies and the last one has timed
    /// out. `None` if `awaiting` has no hold.
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
    /// What is missing: `must be released by an approver of `support``.
    pub fn needs(&self) -> String {
        match self.effect {
            PolicyEffect::Hold => format!("must be released by {}", self.approvers),
            _ => format!("needs a review of this version by {}", self.approvers),
        }
    }

    /// What is missing and why, for the person who has to wait.
    pub fn reason(&self) -> String {
        format!("{}: {}", self.needs(), self.reason.as_ref().unwrap_or(&self.title))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_hold_weakens_another() {
        let waiting = |timeout_s: u64, default: HoldDefault| Awaiting {
            policy: "p".to_owned(),
            digest: "d".to_owned(),
            effect: PolicyEffect::Hold,
            title: "P".to_owned(),
            approvers: Approvers::default(),
            reason: None,
            contact: None,
            hold: Some(HoldSettings { timeout_s, default, release_unseen: false }),
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
    fn release_unseen_is_written_under_its_old_name_so_that_digests_stay() {
        let read = |text: &str| serde_json::from_str::<HoldSettings>(text);
        let silent = read(r#"{"timeoutS":60}"#).unwrap_or_default();
        assert!(!silent.release_unseen && silent.timeout_s == 60);
        let text = serde_json::to_string(&silent).unwrap_or_default();
        assert_eq!(text, r#"{"timeoutS":60,"default":"deny"}"#, "as before the field was added");
        let old = read(r#"{"timeoutS":60,"default":"deny","signUnseen":true}"#).unwrap_or_default();
        let new = read(r#"{"timeoutS":60,"releaseUnseen":true}"#).unwrap_or_default();
        assert!(old == new && new.release_unseen);
        let text = serde_json::to_string(&new).unwrap_or_default();
        assert_eq!(text, r#"{"timeoutS":60,"default":"deny","signUnseen":true}"#);
        assert!(read(r#"{"releaseUnseen":"yes"}"#).is_err() && read(r#"{"releaseBlind":true}"#).is_err());
    }
}
