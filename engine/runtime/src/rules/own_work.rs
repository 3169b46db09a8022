//! Who may decide about a version or a held call: the people that its policies name, but nobody whose own work a part of it
//! is. Pure; the same functions serve reviews and holds.

use towpath_identity::{Principal, Role};
use towpath_policies::{ApproverRole, Approvers, Awaiting};

use crate::fault::NotYours;

/// What a person did towards a version or a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    /// Submitted the version.
    Submitted,
    /// Saved text of its draft since the last version that went live.
    Wrote,
    /// Started the run, or the run that started it.
    Started,
    /// Sent an event that the run received, or is behind the run that emitted it.
    Sent,
}

impl Deed {
    /// In words, after "you".
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Submitted => "submitted a version",
            Self::Wrote => "wrote text of the version",
            Self::Started => "started the run",
            Self::Sent => "sent an event that the run received",
        }
    }
}

/// The first of `deeds` (each with the principal who did it) that is `who`'s; `None` where others did all of it.
pub(crate) fn own_work<'a>(
    who: &Principal,
    deeds: impl IntoIterator<Item = (Deed, &'a str)>,
) -> Option<Deed> {
    deeds.into_iter().find(|(_, by)| same_person(who, by)).map(|(deed, _)| deed)
}

/// Whether a recorded principal is this person. The one place that defines it for own work.
pub(crate) fn same_person(who: &Principal, other: &str) -> bool {
    who.is_or_speaks_for(other)
}

/// The people who are needed instead.
pub(crate) fn others_needed(awaiting: &[Awaiting]) -> NotYours {
    let mut needed: Vec<String> = awaiting.iter().map(|awaiting| awaiting.approvers.to_string()).collect();
    needed.dedup();
    NotYours::Others(needed.join(" or "))
}

/// Whether one of these policies names this person as an approver, in any namespace.
pub fn is_named_approver(who: &Principal, awaiting: &[Awaiting]) -> bool {
    awaiting.iter().any(|rule| may_decide(who, &rule.approvers))
}

/// Whether a person is one of these approvers.
pub(crate) fn may_decide(who: &Principal, approvers: &Approvers) -> bool {
    let role = match approvers.role {
        ApproverRole::Approver => Role::Approver,
        ApproverRole::It => Role::It,
    };
    match &approvers.namespace {
        Some(namespace) => who.is_any(&[role], namespace),
        None => who.roles.iter().any(|grant| grant.role == role && grant.namespace.is_none()),
    }
}

/// The policies that a version or a call waits for now, in words.
pub(crate) fn awaited_in_words(awaiting: &[Awaiting]) -> String {
    let mut policies: Vec<String> = awaiting.iter().map(|rule| format!("`{}`", rule.policy)).collect();
    policies.sort();
    match policies.is_empty() {
        true => "it waits for nobody now".to_owned(),
        false => {
            format!("the policies that it waits for are now {}, as they are in force", policies.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_did_themselves_is_found_whoever_else_took_part() {
        let who = |id: &str| Principal {
            id: id.to_owned(),
            name: "any".to_owned(),
            kind: Role::Approver,
            roles: vec![],
            may_view: vec![],
            minted: towpath_identity::Minted::default(),
        };
        let deeds = [
            (Deed::Submitted, "bob"),
            (Deed::Wrote, "mia"),
            (Deed::Wrote, "bob"),
            (Deed::Started, "shop"),
            (Deed::Sent, "eve"),
        ];
        let own = |id: &str| own_work(&who(id), deeds);
        assert_eq!(own("bob"), Some(Deed::Submitted), "the first of two");
        assert_eq!(own("mia"), Some(Deed::Wrote));
        assert_eq!(own("shop"), Some(Deed::Started));
        assert_eq!(own("eve"), Some(Deed::Sent));
        assert_eq!(own("ada"), None);
        assert_eq!(own("any"), None, "names are not compared");
        assert_eq!(own_work(&who("ada"), []), None);
    }
}
