//! Own work: which person may not approve a version or sign a call, because a part of it is theirs. One pure function for
//! versions and for calls.

use towpath_identity::Principal;

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

/// The first of `deeds` (each with the principal who did it) that is `who`'s; nothing where all of it is the work of
/// others.
pub(crate) fn own_work<'a>(
    who: &Principal,
    deeds: impl IntoIterator<Item = (Deed, &'a str)>,
) -> Option<Deed> {
    deeds.into_iter().find(|(_, by)| same_person(who, by)).map(|(deed, _)| deed)
}

/// Whether a recorded principal is this person. Every comparison for own work asks here, so that what counts as the same
/// person has one place.
pub(crate) fn same_person(who: &Principal, other: &str) -> bool {
    who.is_or_speaks_for(other)
}

#[cfg(test)]
mod tests {
    use towpath_identity::Role;

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
