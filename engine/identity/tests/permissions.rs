//! The permission table as text: `a` may, `o` may only for its own runs, `.` may not.

#![expect(clippy::unwrap_used, reason = "tests")]

use towpath_identity::{
    Action, Extent, Grant, Minted, Principal, Reach, Role, RunDenied, TABLE, extent, may, may_grant,
    may_mint, may_on_run, reach,
};

const PICTURE: &str = "
                 champion approver it app auditor operator
StartRun         a        .        a  a   .       .
SendEvents       a        .        a  a   .       .
ReadRun          a        a        a  o   a       a
ReadJournal      a        .        a  .   a       .
CancelRun        a        .        a  o   .       a
AdoptRun         a        .        a  .   .       .
ListWorkflows    a        a        a  a   a       a
ReadDefinition   a        a        a  .   a       a
CheckDefinition  a        a        a  .   .       .
WriteDraft       a        .        .  .   .       .
RunDraft         a        .        .  .   .       .
Publish          a        .        .  .   .       .
ChangeVersions   a        .        a  .   .       .
ChangeSettings   a        .        a  .   .       .
ReadSchedules    a        a        a  .   a       a
PauseSchedules   a        .        a  .   .       a
HandleFailures   a        .        a  .   .       a
HandOver         a        .        a  .   .       .
ReadNotices      a        a        a  .   a       a
ReadAllNotices   .        .        a  .   a       a
SwitchWorkflow   .        .        a  .   .       a
ReadReviews      a        a        a  .   a       .
DecideReviews    .        a        a  .   .       .
OpenRequest      a        .        .  .   .       .
ReadRequests     a        a        a  .   a       .
DecideRequests   .        .        a  .   .       .
ReadGrants       a        .        a  .   a       .
ConfirmGrants    .        .        a  .   .       .
ReadHolds        .        a        a  .   a       .
DecideHolds      .        a        a  .   .       .
ReadPolicy       a        a        a  .   a       a
WritePolicy      .        .        a  .   .       .
WriteOwnPolicy   .        a        a  .   .       .
ActivatePolicies .        .        a  .   .       .
ReadIntegration  .        a        a  .   a       a
WriteIntegration .        .        a  .   .       .
TestIntegration  .        .        a  .   .       .
SwitchIntegration .       .        a  .   .       a
ReadFunctions    a        a        a  .   a       a
ReadSecretNames  a        .        a  .   a       a
WriteSecrets     .        .        a  .   .       .
ReadTokens       .        .        a  .   a       .
ManageTokens     .        .        a  .   .       .
ConfirmTokens    .        .        a  .   .       .
ReadPrincipals   .        .        a  .   a       .
ManagePrincipals .        .        a  .   .       .
ReadAudit        .        .        a  .   a       .
ReadAuditAnchor  .        .        a  .   a       a
ReadQuotas       a        a        a  a   a       a
ReadInbox        a        a        a  .   a       a
ReadStatistics   a        a        a  .   a       a
ReadEstate       a        a        a  .   a       a
Search           a        a        a  a   a       a
ReadSchemas      a        a        a  a   a       a
ReadSessions     .        .        a  .   a       .
EndSessions      .        .        a  .   .       .
MakeSignInLinks  .        .        a  .   .       .
ReadBackups      .        .        a  .   a       a
MakeBackups      .        .        a  .   .       a
ReadRestore      .        .        a  .   a       a
ConfirmRestore   .        .        a  .   .       .
ReadRetention    .        .        a  .   a       a
WriteRetention   .        .        a  .   .       .
";

fn principal(roles: Vec<Grant>) -> Principal {
    Principal {
        id: "p1".into(),
        name: "p1".into(),
        kind: roles[0].role,
        roles,
        may_view: vec![],
        minted: Minted::default(),
    }
}

fn letter(extent: Option<Extent>) -> &'static str {
    match extent {
        Some(Extent::All) => "a",
        Some(Extent::Own) => "o",
        None => ".",
    }
}

#[test]
fn the_table_is_the_picture() {
    let mut lines = PICTURE.trim_matches('\n').lines();
    let roles: Vec<Role> =
        lines.next().unwrap().split_whitespace().map(|name| name.parse().unwrap()).collect();
    assert_eq!(roles, Role::ALL);
    let pictured: Vec<Vec<&str>> = lines.map(|line| line.split_whitespace().collect()).collect();
    let real: Vec<Vec<String>> = TABLE
        .iter()
        .map(|row| {
            let cells = roles.iter().map(|role| {
                letter(extent(&principal(vec![Grant::everywhere(*role)]), row.action, Some("support")))
                    .to_owned()
            });
            std::iter::once(format!("{:?}", row.action)).chain(cells).collect()
        })
        .collect();
    assert_eq!(real, pictured);
}

#[test]
fn an_auditor_changes_nothing() {
    let auditor = principal(vec![Grant::everywhere(Role::Auditor)]);
    use Action as A;
    for action in [
        A::StartRun,
        A::CancelRun,
        A::AdoptRun,
        A::HandleFailures,
        A::WriteDraft,
        A::Publish,
        A::WritePolicy,
        A::WriteOwnPolicy,
        A::ActivatePolicies,
        A::WriteIntegration,
        A::TestIntegration,
        A::ChangeVersions,
        A::SwitchWorkflow,
        A::SwitchIntegration,
        A::DecideReviews,
        A::OpenRequest,
        A::DecideRequests,
        A::DecideHolds,
        A::WriteSecrets,
        A::ManageTokens,
        A::ConfirmTokens,
        A::ManagePrincipals,
        A::MakeBackups,
        A::ConfirmRestore,
        A::WriteRetention,
    ] {
        assert!(may(&auditor, action, None).is_err(), "{action:?}");
    }
}

#[test]
fn a_grant_ends_at_its_namespace() {
    let champion = principal(vec![Grant::within(Role::Champion, "support")]);
    assert_eq!(may(&champion, Action::Publish, Some("support")), Ok(()));
    let denied = may(&champion, Action::Publish, Some("billing")).unwrap_err();
    assert_eq!(denied.to_string(), "publishing in namespace `billing` needs the role `champion`");
    let denied = may(&champion, Action::Publish, None).unwrap_err();
    assert_eq!(denied.to_string(), "publishing needs the role `champion`, granted for all namespaces");
    assert_eq!(may(&champion, Action::ReadPolicy, None), Ok(()));
    let it = principal(vec![Grant::within(Role::It, "support")]);
    let denied = may(&it, Action::WritePolicy, None).unwrap_err();
    assert_eq!(denied.to_string(), "writing a policy needs the role `it`, granted for all namespaces");
}

#[test]
fn several_roles_are_named_with_commas_and_or() {
    let auditor = principal(vec![Grant::everywhere(Role::Auditor)]);
    let denied = may(&auditor, Action::StartRun, Some("support")).unwrap_err();
    assert_eq!(
        denied.to_string(),
        "starting a run in namespace `support` needs the role `app`, `champion` or `it`"
    );
}

#[test]
fn an_app_sees_its_own_runs_alone() {
    let app = principal(vec![Grant::within(Role::App, "support")]);
    assert_eq!(may_on_run(&app, Action::ReadRun, "support", "p1"), Ok(()));
    assert_eq!(may_on_run(&app, Action::CancelRun, "support", "p1"), Ok(()));
    assert_eq!(may_on_run(&app, Action::ReadRun, "support", "p2"), Err(RunDenied::Hidden));
    assert_eq!(may_on_run(&app, Action::CancelRun, "support", "p2"), Err(RunDenied::Hidden));
    assert_eq!(may_on_run(&app, Action::ReadRun, "billing", "p1"), Err(RunDenied::Hidden));
    assert!(matches!(
        may_on_run(&app, Action::ReadJournal, "support", "p1"),
        Err(RunDenied::Denied(denied)) if denied.needed == [Role::Champion, Role::It, Role::Auditor]
    ));
}

#[test]
fn nobody_hands_out_more_than_they_hold() {
    let it = principal(vec![Grant::within(Role::It, "support")]);
    assert_eq!(may_grant(&it, &[Grant::within(Role::App, "support")]), Ok(()));
    assert!(may_grant(&it, &[Grant::within(Role::App, "support"), Grant::everywhere(Role::App)]).is_err());
    assert!(may_grant(&it, &[Grant::within(Role::App, "billing")]).is_err());
    let champion = principal(vec![Grant::everywhere(Role::Champion)]);
    assert!(may_grant(&champion, &[Grant::within(Role::App, "support")]).is_err());
}

#[test]
fn it_of_a_namespace_makes_nobody_who_decides() {
    let it = principal(vec![Grant::within(Role::It, "support")]);
    for role in Role::ALL {
        let is_small = matches!(role, Role::App | Role::Champion);
        assert_eq!(may_mint(&it, &[Grant::within(role, "support")]).is_ok(), is_small, "{role}");
        assert!(may_mint(&it, &[Grant::within(role, "billing")]).is_err(), "{role}");
        let of_all = principal(vec![Grant::everywhere(Role::It)]);
        assert_eq!(may_mint(&of_all, &[Grant::everywhere(role)]), Ok(()), "{role}");
    }
}

#[test]
fn reach_names_each_part_once() {
    let part = |namespace: Option<&str>, extent| Reach { namespace: namespace.map(str::to_owned), extent };
    let both = principal(vec![
        Grant::everywhere(Role::App),
        Grant::within(Role::Champion, "support"),
        Grant::within(Role::Auditor, "support"),
        Grant::within(Role::App, "billing"),
    ]);
    assert_eq!(reach(&both, Action::ReadRun), [part(None, Extent::Own), part(Some("support"), Extent::All)]);
    let it = principal(vec![Grant::everywhere(Role::It), Grant::within(Role::App, "support")]);
    assert_eq!(reach(&it, Action::ReadRun), [part(None, Extent::All)]);
    let approver = principal(vec![Grant::within(Role::Approver, "support")]);
    assert_eq!(reach(&approver, Action::ReadJournal), []);
}
