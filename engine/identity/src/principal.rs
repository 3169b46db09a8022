//! An authenticated principal.

use serde::{Deserialize, Serialize};
use towpath_access::CallerKind;

use crate::{Grant, Kinship, Role};

/// The wildcard for all labels.
pub const EVERYTHING: &str = "*";

/// The principal behind a request. Two tokens with the same principal id are the same principal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// The stable, unique id in journals, drafts and approvals.
    pub id: String,
    /// A name for people.
    pub name: String,
    /// Its main role, from which `caller.kind` of policies is derived.
    pub kind: Role,
    /// Its roles and where it has them.
    pub roles: Vec<Grant>,
    /// Labels of values that it may view, where its roles give access; `*`: all. Values without labels need none.
    #[serde(default)]
    pub may_view: Vec<String>,
    /// Its token and the minter of the token.
    #[serde(skip)]
    pub minted: Minted,
}

/// The origin of a principal's token. The default is the command line: no token and no minter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Minted {
    /// The public id of the token.
    pub token: Option<String>,
    /// The minter.
    pub by: Option<String>,
    /// The principals it counts as; set only with separate duties.
    pub kinship: Option<Kinship>,
}

impl Principal {
    /// Whether work of the principal `other` counts as its own: they are the same principal or, with separate duties
    /// (`separateDuties: strict`), one minted the other's token over any number of steps, or both have a common minter.
    pub fn is_or_speaks_for(&self, other: &str) -> bool {
        self.id == other || self.minted.kinship.as_ref().is_some_and(|kinship| kinship.reaches(other))
    }

    /// Whether it has one of `roles` in `namespace`.
    pub fn is_any(&self, roles: &[Role], namespace: &str) -> bool {
        self.roles.iter().any(|grant| roles.contains(&grant.role) && grant.covers(namespace))
    }

    /// Whether it may view a value with these labels.
    pub fn may_view(&self, labels: &[String]) -> bool {
        let sees = |label: &String| self.may_view.iter().any(|seen| seen == label || seen == EVERYTHING);
        labels.iter().all(sees)
    }

    /// The `caller.kind` that policies see. Approvers and auditors start nothing in these roles, so for them it is the role
    /// that allows the start, or `app`, which has the fewest rights.
    pub fn caller_kind(&self) -> CallerKind {
        let holds = |role| self.roles.iter().any(|grant| grant.role == role);
        match self.kind {
            Role::App => CallerKind::App,
            Role::Champion => CallerKind::Champion,
            Role::It => CallerKind::It,
            Role::Operator => CallerKind::Operator,
            Role::Approver | Role::Auditor if holds(Role::Champion) => CallerKind::Champion,
            Role::Approver | Role::Auditor if holds(Role::It) => CallerKind::It,
            Role::Approver | Role::Auditor => CallerKind::App,
        }
    }

    /// The namespace of all its roles, if there is only one. Policies see it as `caller.namespace`.
    pub fn only_namespace(&self) -> Option<&str> {
        let (first, rest) = self.roles.split_first()?;
        let namespace = first.namespace.as_deref()?;
        rest.iter().all(|grant| grant.namespace.as_deref() == Some(namespace)).then_some(namespace)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn principal(kind: Role, roles: &[Grant]) -> Principal {
        Principal {
            id: "p".into(),
            name: "p".into(),
            kind,
            roles: roles.to_vec(),
            may_view: vec![],
            minted: Minted::default(),
        }
    }

    #[test]
    fn policies_see_the_role_that_lets_it_start() {
        let both = [Grant::everywhere(Role::Approver), Grant::within(Role::Champion, "support")];
        assert_eq!(principal(Role::Approver, &both).caller_kind(), CallerKind::Champion);
        assert_eq!(principal(Role::Auditor, &both[..1]).caller_kind(), CallerKind::App);
        assert_eq!(principal(Role::It, &both).caller_kind(), CallerKind::It);
    }

    #[test]
    fn values_are_seen_by_whoever_may_see_all_their_labels() {
        let labels = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let mut who = principal(Role::It, &[Grant::everywhere(Role::It)]);
        assert!(who.may_view(&[]) && !who.may_view(&labels(&["a"])));
        who.may_view = labels(&["a"]);
        assert!(who.may_view(&labels(&["a"])) && !who.may_view(&labels(&["a", "b"])));
        who.may_view = labels(&["*"]);
        assert!(who.may_view(&labels(&["a", "b"])));
    }

    #[test]
    fn a_principal_belongs_to_a_namespace_when_all_its_roles_do() {
        let here = Grant::within(Role::App, "support");
        let there = Grant::within(Role::App, "billing");
        let everywhere = Grant::everywhere(Role::App);
        assert_eq!(principal(Role::App, &[here.clone(), here.clone()]).only_namespace(), Some("support"));
        assert_eq!(principal(Role::App, &[here.clone(), there]).only_namespace(), None);
        assert_eq!(principal(Role::App, &[here, everywhere]).only_namespace(), None);
        assert_eq!(principal(Role::App, &[]).only_namespace(), None);
    }
}
