//! The one permission table: which role may do which action, and where.
//!
//! Every request to the API is one [`Action`]. A new action does not compile without a row in the table.

use crate::{Grant, Principal, Role};

/// An action that the API offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Start a published workflow.
    StartRun,
    /// Send events to the runs that listen.
    SendEvents,
    /// See a run: status, output, error.
    ReadRun,
    /// See the journal of a run, with all inputs and effects.
    ReadJournal,
    /// Cancel a run.
    CancelRun,
    /// Adopt a run whose token was revoked.
    AdoptRun,
    /// See which workflows are published.
    ListWorkflows,
    /// Read a draft or a published definition.
    ReadDefinition,
    /// Check a definition without saving it.
    CheckDefinition,
    /// Save a draft.
    WriteDraft,
    /// Start a draft run, which has no consequences.
    RunDraft,
    /// Make a draft callable.
    Publish,
    /// Deprecate, suspend, retire a version, or go back to an earlier one.
    ChangeVersions,
    /// Change the settings of a workflow.
    ChangeSettings,
    /// See which workflows start without a caller, and when.
    ReadSchedules,
    /// Pause and resume schedules.
    PauseSchedules,
    /// Say who looks after equal failures, and that they are resolved.
    HandleFailures,
    /// Hand a workflow over to another owner. Champions may only hand over their own workflows.
    HandOver,
    /// Read the notices of workflows that the caller owns.
    ReadNotices,
    /// Read all notices.
    ReadAllNotices,
    /// Switch a workflow off or on.
    SwitchWorkflow,
    /// See the versions that wait for an approval, and what they would do.
    ReadReviews,
    /// Approve or reject a version. The policy that wants the approval names the approvers.
    DecideReviews,
    /// Request access, or a new system.
    OpenRequest,
    /// See requests and their decisions.
    ReadRequests,
    /// Grant or reject a request.
    DecideRequests,
    /// See grants, their expiry, and whether their operations have changed.
    ReadGrants,
    /// Confirm a paused grant whose operations have changed.
    ConfirmGrants,
    /// See the calls that wait to be released, with their arguments.
    ReadHolds,
    /// Release or decline a held call. The policy that holds it names the approvers.
    DecideHolds,
    /// Read policies.
    ReadPolicy,
    /// Write the draft revision of a policy, or delete a policy.
    WritePolicy,
    /// Write a delegated policy of a namespace, which only narrows IT's policies, and put it in force.
    WriteOwnPolicy,
    /// Put policies in force.
    ActivatePolicies,
    /// Read integration documents: hosts, statements, schemas.
    ReadIntegration,
    /// Write an integration.
    WriteIntegration,
    /// Test the connection of an integration.
    TestIntegration,
    /// Switch an integration off or on.
    SwitchIntegration,
    /// See the functions in the catalog `default`.
    ReadFunctions,
    /// See the names of secrets. Nobody can see their values.
    ReadSecretNames,
    /// Set the value of a secret.
    WriteSecrets,
    /// See tokens, without their secrets.
    ReadTokens,
    /// Create and revoke tokens.
    ManageTokens,
    /// Confirm a token that needs a second person.
    ConfirmTokens,
    /// See principals: who created them, and whether they are disabled.
    ReadPrincipals,
    /// Create, disable and enable principals.
    ManagePrincipals,
    /// Search and export the audit log.
    ReadAudit,
    /// See whether the heads of the audit log reach the anchor.
    ReadAuditAnchor,
    /// See the quotas of namespaces and how much of them is used.
    ReadQuotas,
    /// See what waits for a decision: the caller's own and those that the caller sees.
    ReadInbox,
    /// See how many runs there were, how they ended, and how long people waited.
    ReadStatistics,
    /// See which workflows reach which systems with which data, and who answers for them.
    ReadEstate,
    /// Search for what the caller may see.
    Search,
    /// Read the JSON Schemas of documents.
    ReadSchemas,
    /// See the sessions of other principals. Everybody sees their own.
    ReadSessions,
    /// End the sessions of other principals. Everybody may end their own.
    EndSessions,
    /// Make a sign-in link for a token.
    MakeSignInLinks,
    /// See the backups of the server.
    ReadBackups,
    /// Make a backup: an archive in the server's own folder. It is not sent to the caller.
    MakeBackups,
    /// See what would go out after a restore.
    ReadRestore,
    /// Let runs and schedules go on after a restore.
    ConfirmRestore,
    /// See how long ended runs are kept.
    ReadRetention,
    /// Change how long ended runs are kept.
    WriteRetention,
}

/// Where a grant must be held for an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// In the namespace of the action, or in all namespaces.
    Namespace,
    /// In all namespaces: the action concerns the whole server.
    Server,
    /// In any namespace.
    Anywhere,
}

/// How far a permission extends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Only to what the principal started.
    Own,
    /// To everything.
    All,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Permission {
    /// The action.
    pub action: Action,
    /// Its name in messages.
    pub words: &'static str,
    /// Where the grant must be held.
    pub scope: Scope,
    /// Roles that may do it to everything.
    pub all: &'static [Role],
    /// Roles that may do it only to what they started.
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
        row(
            A::ReadSchedules,
            "listing schedules",
            Namespace,
            &[Champion, Approver, It, Auditor, Operator],
            &[],
        ),
        row(A::PauseSchedules, "pausing a schedule", Namespace, &[Champion, It, Operator], &[]),
        row(A::HandleFailures, "handling failures", Namespace, &[Champion, It, Operator], &[]),
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
        row(A::DecideHolds, "releasing a call", Anywhere, &[Approver, It], &[]),
        row(A::ReadPolicy, "reading policies", Anywhere, &[Champion, Approver, It, Auditor, Operator], &[]),
        row(A::WritePolicy, "writing a policy", Server, &[It], &[]),
        row(A::WriteOwnPolicy, "writing a policy of its own", Namespace, &[Approver, It], &[]),
        row(A::ActivatePolicies, "activating policies", Server, &[It], &[]),
        row(A::ReadIntegration, "reading integrations", Server, &[Approver, It, Auditor, Operator], &[]),
        row(A::WriteIntegration, "writing an integration", Server, &[It], &[]),
        row(A::TestIntegration, "testing an integration", Server, &[It], &[]),
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
        row(A::ReadInbox, "reading the inbox", Anywhere, &[Champion, Approver, It, Auditor, Operator], &[]),
        row(
            A::ReadStatistics,
            "reading statistics",
            Namespace,
            &[Champion, Approver, It, Auditor, Operator],
            &[],
        ),
        row(
            A::ReadEstate,
            "reading the estate",
            Namespace,
            &[Champion, Approver, It, Auditor, Operator],
            &[],
        ),
        row(A::Search, "searching", Anywhere, &Role::ALL, &[]),
        row(A::ReadSchemas, "reading schemas", Anywhere, &Role::ALL, &[]),
        row(A::ReadSessions, "listing sessions", Namespace, &[It, Auditor], &[]),
        row(A::EndSessions, "ending a session", Namespace, &[It], &[]),
        row(A::MakeSignInLinks, "making a sign-in link", Namespace, &[It], &[]),
        row(A::ReadBackups, "listing backups", Server, &[It, Auditor, Operator], &[]),
        row(A::MakeBackups, "making a backup", Server, &[It, Operator], &[]),
        row(A::ReadRestore, "reading what a restore lets out", Server, &[It, Auditor, Operator], &[]),
        row(A::ConfirmRestore, "confirming a restore", Server, &[It], &[]),
        row(A::ReadRetention, "reading how long runs are kept", Server, &[It, Auditor, Operator], &[]),
        row(A::WriteRetention, "changing how long runs are kept", Server, &[It], &[]),
    ]
};

// Checks at compile time that each action has its row at its own index.
const _: () = {
    let mut index = 0;
    while index < TABLE.len() {
        assert!(TABLE[index].action as usize == index, "a row is out of order");
        index += 1;
    }
    assert!(TABLE.len() == Action::WriteRetention as usize + 1, "the last action has no row");
};

impl Action {
    /// The row of the action.
    pub fn permission(self) -> &'static Permission {
        // INVARIANT: the constant assertion above guarantees that the row of an action is at its index.
        &TABLE[self as usize]
    }
}

/// The caller's roles do not allow the action there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denied {
    /// The refused action.
    pub action: Action,
    /// The namespace.
    pub namespace: Option<String>,
    /// The roles that allow it; one of them is enough.
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

/// Why a principal may not do an action to a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunDenied {
    /// They may not see it. The API answers as if it did not exist.
    Hidden,
    /// They may see it, but not do this.
    Denied(Denied),
}

/// A set of runs or workflows that a principal may list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// Those in this namespace; `None`: in all.
    pub namespace: Option<String>,
    /// All of them, or the principal's own.
    pub extent: Extent,
}

/// Checks that `principal` may do `action` in `namespace`, to everything there. `None` means all namespaces.
///
/// # Errors
/// [`Denied`], which names the roles that allow it.
pub fn may(principal: &Principal, action: Action, namespace: Option<&str>) -> Result<(), Denied> {
    match extent(principal, action, namespace) {
        Some(Extent::All) => Ok(()),
        Some(Extent::Own) | None => Err(denied(action, namespace)),
    }
}

/// How far `principal` may do `action` in `namespace`; `None`: not at all.
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

/// Checks that `principal` may do `action` to a run in `namespace` that the principal with id `started_by` started.
///
/// # Errors
/// [`RunDenied::Hidden`] if `principal` may not see the run, else [`RunDenied::Denied`].
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

/// Checks that `principal` may give (or take back) all of `grants`: nobody can give more than they have.
///
/// # Errors
/// [`Denied`] for the first grant that is too wide.
pub fn may_grant(principal: &Principal, grants: &[Grant]) -> Result<(), Denied> {
    grants.iter().try_for_each(|grant| may(principal, Action::ManageTokens, grant.namespace.as_deref()))
}

/// Checks that `principal` may mint a token with `grants`. Besides [`may_grant`]: `it` of single namespaces may mint tokens
/// of apps and champions there. Only `it` of the whole server may mint tokens of `it`, `approver`, `auditor` and
/// `operator`. So nobody can create the people who decide about their own work or the work of their champions.
///
/// # Errors
/// [`Denied`] for the first grant that is too wide.
pub fn may_mint(principal: &Principal, grants: &[Grant]) -> Result<(), Denied> {
    may_grant(principal, grants)?;
    let is_small = |grant: &Grant| matches!(grant.role, Role::App | Role::Champion);
    if grants.iter().all(is_small) { Ok(()) } else { may(principal, Action::ManageTokens, None) }
}

/// Checks that `principal` may give the right to view these labels: nobody can give more than they have.
///
/// # Errors
/// The first label that `principal` may not view.
pub fn may_show(principal: &Principal, labels: &[String]) -> Result<(), String> {
    let sees_all = principal.may_view.iter().any(|seen| seen == crate::EVERYTHING);
    let hidden = labels.iter().find(|label| !sees_all && !principal.may_view.contains(label));
    hidden.map_or(Ok(()), |label| Err(label.clone()))
}

/// The sets that `principal` may list with `action`, none inside another. Empty: none.
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
