//! The one permission table: which role may do what, and where.
//!
//! Everything that is asked of the server over its API is one [`Action`]; a new one does not compile
//! without its row.

use crate::{Grant, Principal, Role};

/// Something that can be asked of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Start a published workflow.
    StartRun,
    /// Send events to the runs that listen.
    SendEvents,
    /// See a run: status, output, error.
    ReadRun,
    /// See a run's journal, every input and effect in it.
    ReadJournal,
    /// Cancel a run.
    CancelRun,
    /// Stand behind a run whose token was revoked.
    AdoptRun,
    /// See which workflows are published.
    ListWorkflows,
    /// Read a draft or a published definition.
    ReadDefinition,
    /// Check a definition without saving it.
    CheckDefinition,
    /// Save a draft.
    WriteDraft,
    /// Try a draft: run it without any consequence.
    RunDraft,
    /// Make a draft callable.
    Publish,
    /// Deprecate, suspend, retire a version, or go back to an earlier one.
    ChangeVersions,
    /// Change the settings of a workflow.
    ChangeSettings,
    /// Hand a workflow over to another owner; only its own, unless IT does.
    HandOver,
    /// Read the notices of workflows that one answers for.
    ReadNotices,
    /// Read everybody's notices.
    ReadAllNotices,
    /// Switch a workflow off, or on again.
    SwitchWorkflow,
    /// See which versions wait for an approval, and what they would do.
    ReadReviews,
    /// Approve or reject a version; the policy that asks for it says who exactly.
    DecideReviews,
    /// Ask for access, or for a system.
    OpenRequest,
    /// See what was asked for, and what became of it.
    ReadRequests,
    /// Grant or reject what was asked for.
    DecideRequests,
    /// See what was granted, until when, and whether it still is what was granted.
    ReadGrants,
    /// Put a grant in force again whose referents have changed.
    ConfirmGrants,
    /// See which calls wait for a signature, with their arguments.
    ReadHolds,
    /// Sign a call or decline; the policy that asks for it says who exactly.
    DecideHolds,
    /// Read policies.
    ReadPolicy,
    /// Write a policy's draft revision, or delete it.
    WritePolicy,
    /// Write a policy of a namespace's own, which only narrows, and put it in force.
    WriteOwnPolicy,
    /// Put the policies in force.
    ActivatePolicies,
    /// Read integration documents: hosts, statements, schemas.
    ReadIntegration,
    /// Write an integration.
    WriteIntegration,
    /// Switch an integration off, or on again.
    SwitchIntegration,
    /// See the functions of the default catalog.
    ReadFunctions,
    /// See the names of secrets; nobody sees values.
    ReadSecretNames,
    /// Set a secret's value.
    WriteSecrets,
    /// See tokens, never their secret.
    ReadTokens,
    /// Create and revoke tokens.
    ManageTokens,
    /// Confirm a token that takes two.
    ConfirmTokens,
    /// See principals: who created them, and whether they are disabled.
    ReadPrincipals,
    /// Create, disable and enable principals.
    ManagePrincipals,
    /// Search the audit log, and take it away.
    ReadAudit,
    /// See whether the audit log's heads are handed over.
    ReadAuditAnchor,
    /// See what namespaces have and may have.
    ReadQuotas,
    /// Read the JSON Schemas of documents.
    ReadSchemas,
}

/// What a namespace means to an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// It happens in a namespace: a grant there, or everywhere, is needed.
    Namespace,
    /// It concerns the whole server: a grant without a namespace is needed.
    Server,
    /// It is the same for everybody: a grant anywhere is enough.
    Anywhere,
}

/// How much of something a principal may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Only of what the principal itself started.
    Own,
    /// Of everything.
    All,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Permission {
    /// The action.
    pub action: Action,
    /// What it is called in messages.
    pub words: &'static str,
    /// What a namespace means to it.
    pub scope: Scope,
    /// Roles that may, whoever started it.
    pub all: &'static [Role],
    /// Roles that may only where they started it themselves.
    pub own: &'static [Role],
}

const fn row(
    action: Action,
    words: &'static str,
    scope: Scope,
    all: &'static [Role],
    own: &'static [Role],
) -> Permission {
    Permission { action, words, scope, all, own }
}

/// The table.
pub const TABLE: &[Permission] = {
    use Action as A;
    use Role::{App, Approver, Auditor, Champion, It, Operator};
    use Scope::{Anywhere, Namespace, Server};
    &[
        row(A::StartRun, "starting a run", Namespace, &[App, Champion, It], &[]),
        row(A::SendEvents, "sending events", Namespace, &[App, Champion, It], &[]),
        row(A::ReadRun, "reading a run", Namespace, &[Champion, Approver, It, Auditor, Operator], &[App]),
        row(A::ReadJournal, "reading a journal", Namespace, &[Champion, It, Auditor], &[]),
        row(A::CancelRun, "cancelling a run", Namespace, &[Champion, It, Operator], &[App]),
        row(A::AdoptRun, "adopting a run", Namespace, &[Champion, It], &[]),
        row(A::ListWorkflows, "listing workflows", Namespace, &Role::ALL, &[]),
        row(
            A::ReadDefinition,
            "reading a definition",
            Namespace,
            &[Champion, Approver, It, Auditor, Operator],
            &[],
        ),
        row(A::CheckDefinition, "checking a definition", Namespace, &[Champion, Approver, It], &[]),
        row(A::WriteDraft, "writing a draft", Namespace, &[Champion], &[]),
        row(A::RunDraft, "trying a draft", Namespace, &[Champion], &[]),
        row(A::Publish, "publishing", Namespace, &[Champion], &[]),
        row(A::ChangeVersions, "changing a version's state", Namespace, &[Champion, It], &[]),
        row(A::ChangeSettings, "changing settings", Namespace, &[Champion, It], &[]),
        row(A::HandOver, "handing a workflow over", Namespace, &[Champion, It], &[]),
        row(A::ReadNotices, "reading notices", Namespace, &[Champion, Approver, It, Auditor, Operator], &[]),
        row(A::ReadAllNotices, "reading everybody's notices", Server, &[It, Auditor, Operator], &[]),
        row(A::SwitchWorkflow, "switching a workflow", Namespace, &[It, Operator], &[]),
        row(A::ReadReviews, "reading reviews", Namespace, &[Champion, Approver, It, Auditor], &[]),
        row(A::DecideReviews, "deciding a review", Anywhere, &[Approver, It], &[]),
        row(A::OpenRequest, "asking for access", Namespace, &[Champion], &[]),
        row(A::ReadRequests, "reading requests", Namespace, &[Champion, Approver, It, Auditor], &[]),
        row(A::DecideRequests, "deciding a request", Server, &[It], &[]),
        row(A::ReadGrants, "reading grants", Namespace, &[Champion, It, Auditor], &[]),
        row(A::ConfirmGrants, "confirming a grant", Server, &[It], &[]),
        row(A::ReadHolds, "reading holds", Namespace, &[Approver, It, Auditor], &[]),
        row(A::DecideHolds, "signing a call", Anywhere, &[Approver, It], &[]),
        row(A::ReadPolicy, "reading policies", Anywhere, &[Champion, Approver, It, Auditor, Operator], &[]),
        row(A::WritePolicy, "writing a policy", Server, &[It], &[]),
        row(A::WriteOwnPolicy, "writing a policy of its own", Namespace, &[Approver, It], &[]),
        row(A::ActivatePolicies, "activating policies", Server, &[It], &[]),
        row(A::ReadIntegration, "reading integrations", Server, &[Approver, It, Auditor, Operator], &[]),
        row(A::WriteIntegration, "writing an integration", Server, &[It], &[]),
        row(A::SwitchIntegration, "switching an integration", Server, &[It, Operator], &[]),
        row(
            A::ReadFunctions,
            "listing functions",
            Anywhere,
            &[Champion, Approver, It, Auditor, Operator],
            &[],
        ),
        row(
            A::ReadSecretNames,
            "listing the names of secrets",
            Anywhere,
            &[Champion, It, Auditor, Operator],
            &[],
        ),
        row(A::WriteSecrets, "writing a secret", Server, &[It], &[]),
        row(A::ReadTokens, "listing tokens", Namespace, &[It, Auditor], &[]),
        row(A::ManageTokens, "managing tokens", Namespace, &[It], &[]),
        row(A::ConfirmTokens, "confirming a token", Server, &[It], &[]),
        row(A::ReadPrincipals, "listing principals", Namespace, &[It, Auditor], &[]),
        row(A::ManagePrincipals, "managing principals", Namespace, &[It], &[]),
        row(A::ReadAudit, "reading the audit log", Server, &[It, Auditor], &[]),
        row(A::ReadAuditAnchor, "reading the audit log's anchor", Server, &[It, Auditor, Operator], &[]),
        row(A::ReadQuotas, "seeing quotas", Namespace, &Role::ALL, &[]),
        row(A::ReadSchemas, "reading schemas", Anywhere, &Role::ALL, &[]),
    ]
};

// Every action has its row, at its own index.
const _: () = {
    let mut index = 0;
    while index < TABLE.len() {
        assert!(TABLE[index].action as usize == index, "a row is out of order");
        index += 1;
    }
    assert!(TABLE.len() == Action::ReadSchemas as usize + 1, "the last action has no row");
};

impl Action {
    /// The action's row.
    pub fn permission(self) -> &'static Permission {
        // INVARIANT: the constant assertion above holds every action to its index.
        &TABLE[self as usize]
    }
}

/// Nobody with these roles may do that there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denied {
    /// What was asked.
    pub action: Action,
    /// Where.
    pub namespace: Option<String>,
    /// Any one of these roles would do.
    pub needed: &'static [Role],
}

impl std::fmt::Display for Denied {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let permission = self.action.permission();
        f.write_str(permission.words)?;
        if let Some(namespace) = &self.namespace {
            write!(f, " in namespace `{namespace}`")?;
        }
        f.write_str(" needs the role ")?;
        for (index, role) in self.needed.iter().enumerate() {
            match index {
                0 => {}
                _ if index + 1 == self.needed.len() => f.write_str(" or ")?,
                _ => f.write_str(", ")?,
            }
            write!(f, "`{role}`")?;
        }
        match permission.scope {
            Scope::Server => f.write_str(", granted for all namespaces"),
            Scope::Namespace if self.namespace.is_none() => f.write_str(", granted for all namespaces"),
            Scope::Namespace | Scope::Anywhere => Ok(()),
        }
    }
}

impl std::error::Error for Denied {}

/// Why somebody may not do something to a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunDenied {
    /// They may not even know of it: to them it does not exist.
    Hidden,
    /// They may see it, and not do that.
    Denied(Denied),
}

/// A part of all runs or workflows that a principal may list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// Of this namespace; `None`: of all.
    pub namespace: Option<String>,
    /// All of them, or the principal's own.
    pub extent: Extent,
}

/// Whether `principal` may do `action` in `namespace`, whoever's it is. For an action in namespaces, `None`
/// asks for all of them at once.
///
/// # Errors
/// [`Denied`], naming the roles that would do.
pub fn may(principal: &Principal, action: Action, namespace: Option<&str>) -> Result<(), Denied> {
    match extent(principal, action, namespace) {
        Some(Extent::All) => Ok(()),
        Some(Extent::Own) | None => Err(denied(action, namespace)),
    }
}

/// How much of `action` the principal may in `namespace`; `None`: nothing.
pub fn extent(principal: &Principal, action: Action, namespace: Option<&str>) -> Option<Extent> {
    let permission = action.permission();
    let holds = |grant: &Grant| match (permission.scope, namespace) {
        (Scope::Anywhere, _) => true,
        (Scope::Namespace, Some(namespace)) => grant.covers(namespace),
        (Scope::Namespace, None) | (Scope::Server, _) => grant.namespace.is_none(),
    };
    principal
        .roles
        .iter()
        .filter(|grant| holds(grant))
        .filter_map(|grant| row_extent(permission, grant.role))
        .max()
}

/// Whether `principal` may do `action` to a run of `namespace` that the principal with id `started_by` began.
///
/// # Errors
/// [`RunDenied::Hidden`] for whoever may not see the run, else [`RunDenied::Denied`].
pub fn may_on_run(
    principal: &Principal,
    action: Action,
    namespace: &str,
    started_by: &str,
) -> Result<(), RunDenied> {
    let reaches = |action| match extent(principal, action, Some(namespace)) {
        Some(Extent::All) => true,
        Some(Extent::Own) => principal.id == started_by,
        None => false,
    };
    if !reaches(Action::ReadRun) {
        return Err(RunDenied::Hidden);
    }
    if reaches(action) { Ok(()) } else { Err(RunDenied::Denied(denied(action, Some(namespace)))) }
}

/// Whether `principal` may hand out (or take back) all of `grants`: nobody gives what reaches further than
/// their own.
///
/// # Errors
/// [`Denied`] for the first grant that reaches too far.
pub fn may_grant(principal: &Principal, grants: &[Grant]) -> Result<(), Denied> {
    grants.iter().try_for_each(|grant| may(principal, Action::ManageTokens, grant.namespace.as_deref()))
}

/// Whether `principal` may mint a token with `grants`. Beside [`may_grant`]: a person who is `it` of single namespaces mints
/// tokens of apps and champions there; those of `it`, `approver`, `auditor` and `operator` are for the `it` of the whole
/// server. So nobody makes the people who would decide about what they, or champions of theirs, have written.
///
/// # Errors
/// [`Denied`] for the first grant that reaches too far.
pub fn may_mint(principal: &Principal, grants: &[Grant]) -> Result<(), Denied> {
    may_grant(principal, grants)?;
    let is_small = |grant: &Grant| matches!(grant.role, Role::App | Role::Champion);
    if grants.iter().all(is_small) { Ok(()) } else { may(principal, Action::ManageTokens, None) }
}

/// Whether `principal` may hand out a sight of these labels: nobody shows others more than they see.
///
/// # Errors
/// The first label that it may not see itself.
pub fn may_show(principal: &Principal, labels: &[String]) -> Result<(), String> {
    let sees_all = principal.may_view.iter().any(|seen| seen == crate::EVERYTHING);
    let hidden = labels.iter().find(|label| !sees_all && !principal.may_view.contains(label));
    hidden.map_or(Ok(()), |label| Err(label.clone()))
}

/// The parts of everything that the principal may list with `action`, none inside another; empty: nothing.
pub fn reach(principal: &Principal, action: Action) -> Vec<Reach> {
    let permission = action.permission();
    let everywhere = extent(principal, action, None);
    let mut reach: Vec<Reach> =
        everywhere.map(|extent| Reach { namespace: None, extent }).into_iter().collect();
    for namespace in principal.roles.iter().filter_map(|grant| grant.namespace.as_deref()) {
        let known = reach.iter().any(|part| part.namespace.as_deref() == Some(namespace));
        if known || permission.scope != Scope::Namespace {
            continue;
        }
        if let Some(extent) = extent(principal, action, Some(namespace))
            && Some(extent) > everywhere
        {
            reach.push(Reach { namespace: Some(namespace.to_owned()), extent });
        }
    }
    reach
}

fn denied(action: Action, namespace: Option<&str>) -> Denied {
    let permission = action.permission();
    let namespace = (permission.scope == Scope::Namespace).then(|| namespace.map(str::to_owned)).flatten();
    Denied { action, namespace, needed: permission.all }
}

fn row_extent(permission: &Permission, role: Role) -> Option<Extent> {
    if permission.all.contains(&role) {
        Some(Extent::All)
    } else {
        permission.own.contains(&role).then_some(Extent::Own)
    }
}
