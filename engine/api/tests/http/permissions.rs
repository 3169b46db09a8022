//! Every route of the OpenAPI description against the permission table: each role, in its own namespace and in all of them, is
//! refused exactly where the table says so. A route that is not listed here fails the test.

use axum::http::{Method, StatusCode};
use serde_json::Value;
use towpath_identity::{Action, Grant, Minted, NewToken, Principal, Role, extent};

use crate::world::{Answer, ECHO, World};

/// Who may call a route.
enum Needs {
    /// Everybody, without a token.
    Nothing,
    /// Everybody with a valid token.
    Token,
    /// Whoever may do one of these.
    Any(&'static [Action]),
}

/// What a route needs. The operation ids are those of the OpenAPI description. Everybody has sessions of their own, and hears what
/// they may see.
fn needs(operation: &str) -> Option<Needs> {
    use Action as A;
    use Needs::{Any, Nothing, Token};
    Some(match operation {
        "readHealth" | "readReadiness" | "explainCode" | "readDescription" | "createSession"
        | "reportViolation" => Nothing,
        "readMe" | "readCurrentSession" | "signOut" | "listSessions" | "endSession" | "streamChanges" => {
            Token
        }
        "searchAudit" | "exportAudit" | "countViolations" => Any(&[A::ReadAudit]),
        "readAuditAnchor" => Any(&[A::ReadAuditAnchor]),
        "sendEvents" => Any(&[A::SendEvents]),
        "listFunctions" | "listTemplates" | "readFunction" | "readIntegrationSwitch" => {
            Any(&[A::ReadFunctions])
        }
        "listGrants" | "readGrant" => Any(&[A::ReadGrants]),
        "confirmGrant" => Any(&[A::ConfirmGrants]),
        "listHolds" => Any(&[A::ReadHolds, A::DecideHolds]),
        "readHold" => Any(&[A::ReadHolds]),
        "declineHold" | "releaseHold" => Any(&[A::DecideHolds]),
        "listIntegrations" | "readIntegration" => Any(&[A::ReadIntegration]),
        "writeIntegration" | "deleteIntegration" => Any(&[A::WriteIntegration]),
        "testIntegration" => Any(&[A::TestIntegration]),
        "switchIntegration" => Any(&[A::SwitchIntegration]),
        "listNotices" | "seenNotice" => Any(&[A::ReadNotices]),
        "listPolicies"
        | "readActivePolicies"
        | "readPolicy"
        | "explainPolicies"
        | "listPolicySets"
        | "readPolicySet"
        | "readProposedPolicies" => Any(&[A::ReadPolicy]),
        "writePolicy" | "deletePolicy" | "activatePolicy" => Any(&[A::WritePolicy, A::WriteOwnPolicy]),
        "activatePolicies" | "policyImpact" | "policyImpactWith" | "enforcePolicies" | "withdrawPolicies"
        | "approvePolicies" => Any(&[A::ActivatePolicies]),
        "listPrincipals" | "readPrincipal" => Any(&[A::ReadPrincipals]),
        "writePrincipal" | "disablePrincipal" | "enablePrincipal" => Any(&[A::ManagePrincipals]),
        "listQuotas" | "listQueues" => Any(&[A::ReadQuotas]),
        "listRequests" | "readRequest" => Any(&[A::ReadRequests]),
        "openRequest" => Any(&[A::OpenRequest]),
        "grantRequest" | "rejectRequest" => Any(&[A::DecideRequests]),
        "listReviews" => Any(&[A::ReadReviews, A::DecideReviews]),
        "readReview" => Any(&[A::ReadReviews]),
        "approveReview" | "rejectReview" | "requestChanges" => Any(&[A::DecideReviews]),
        "listBackups" => Any(&[A::ReadBackups]),
        "beginBackup" => Any(&[A::MakeBackups]),
        "readRetention" => Any(&[A::ReadRetention]),
        "writeRetention" => Any(&[A::WriteRetention]),
        "readRestore" => Any(&[A::ReadRestore]),
        "confirmRestore" => Any(&[A::ConfirmRestore]),
        "readInbox" => Any(&[A::ReadInbox]),
        "readStatistics" | "listFailureCases" => Any(&[A::ReadStatistics]),
        "readEstate" => Any(&[A::ReadEstate]),
        "search" => Any(&[A::Search]),
        "listRuns" | "readRun" => Any(&[A::ReadRun]),
        "adoptRun" => Any(&[A::AdoptRun]),
        "cancelRun" | "suspendRun" | "resumeRun" | "bulkRuns" => Any(&[A::CancelRun]),
        "patchFailureCase" => Any(&[A::HandleFailures]),
        "readFixture" | "readJournal" | "readReceipt" | "readTrace" => Any(&[A::ReadJournal]),
        "listSchemas" | "readSchema" => Any(&[A::ReadSchemas]),
        "listSecrets" => Any(&[A::ReadSecretNames]),
        "writeSecret" => Any(&[A::WriteSecrets]),
        "listTokens" => Any(&[A::ReadTokens]),
        "createSignInLink" => Any(&[A::MakeSignInLinks]),
        "createToken" | "revokeToken" => Any(&[A::ManageTokens]),
        "confirmToken" => Any(&[A::ConfirmTokens]),
        "listWorkflows" | "readWorkflow" | "readInterface" | "readWorkflowSwitch" | "listVersions" => {
            Any(&[A::ListWorkflows])
        }
        "checkDefinition" | "evaluateExpression" => Any(&[A::CheckDefinition]),
        "readCases" | "readDefinition" | "readDraft" | "listDrafts" | "listDraftRevisions"
        | "readDraftRevision" | "readOwners" | "readSettings" | "putPresence" | "deletePresence" => {
            Any(&[A::ReadDefinition])
        }
        "saveDraft" | "restoreDraft" | "writeCases" => Any(&[A::WriteDraft]),
        "runCases" | "startDraftRun" | "tryDefinition" => Any(&[A::RunDraft]),
        "handOver" => Any(&[A::HandOver]),
        "publish" => Any(&[A::Publish]),
        "rollBack" | "putVersionState" => Any(&[A::ChangeVersions]),
        "startRun" | "rerunRun" => Any(&[A::StartRun]),
        "changeSettings" => Any(&[A::ChangeSettings]),
        "listSchedules" => Any(&[A::ReadSchedules]),
        "pauseSchedule" | "resumeSchedule" => Any(&[A::PauseSchedules]),
        "switchWorkflow" => Any(&[A::SwitchWorkflow]),
        _ => return None,
    })
}

/// A body that is read, and changes nothing. Three routes read it before they know which permission is needed.
fn body(operation: &str) -> &'static str {
    match operation {
        "createToken" => r#"{"name":"x","grants":[{"role":"app","namespace":"support"}]}"#,
        "openRequest" => r#"{"namespace":"support","purpose":"p","system":"s","data":"d"}"#,
        "writePolicy" => OWN,
        _ => r#"{"unknown":1}"#,
    }
}

/// A policy of the namespace's own, which its approvers may change.
const OWN: &str = r#"{
  "policy": "own",
  "title": "Support makes no refunds at night",
  "owner": "support",
  "effect": "forbid",
  "workflow": { "properties": { "namespace": { "const": "support" } } },
  "access": { "properties": { "integration": { "const": "payments" } } }
}"#;

/// The path with its parameters filled in: with what is there, where something is.
fn filled(path: &str, run: &str) -> String {
    let mut filled = path.to_owned();
    let names = [
        ("/runs/{id}", format!("/runs/{run}")),
        ("/tokens/{id}", "/tokens/ffffffffffffffff".to_owned()),
        ("/principals/{id}", "/principals/nobody@acme.example".to_owned()),
        ("{namespace}/{name}", "support/echo".to_owned()),
        ("/policies/{name}", "/policies/own".to_owned()),
        ("/integrations/{name}", "/integrations/payments".to_owned()),
        ("/functions/{name}", "/functions/payments.refund".to_owned()),
        ("{namespace}", "support".to_owned()),
        ("{name}", "none".to_owned()),
        ("{version}", "1.0.0".to_owned()),
        ("{revision}", "1".to_owned()),
        ("{run}/{effect}", format!("{run}/1")),
        ("{digest}", "sha256:none".to_owned()),
        ("{kind}", "policy".to_owned()),
        ("{code}", "TP4004".to_owned()),
        ("{id}", "none".to_owned()),
    ];
    for (parameter, value) in names {
        filled = filled.replace(parameter, &value);
    }
    filled
}

/// Whether the answer refuses the roles of the token.
fn refuses(answer: &Answer) -> bool {
    answer.status == StatusCode::FORBIDDEN && answer.json()["code"] == "TP4003"
}

/// A token with one role, and its principal as the table sees it.
async fn holder(world: &World, role: Role, grant: Grant) -> (Principal, String) {
    let name = format!("{role}-{}", grant.namespace.as_deref().unwrap_or("everywhere"));
    let new = NewToken {
        name: name.clone(),
        principal: name.clone(),
        kind: None,
        grants: vec![grant.clone()],
        may_view: vec![],
        expires_at: None,
    };
    let (secret, _) = world.tokens.create(new, "test").await.unwrap();
    let (roles, minted) = (vec![grant], Minted::default());
    (Principal { id: name.clone(), name, kind: role, roles, may_view: vec![], minted }, secret)
}

#[tokio::test]
async fn every_route_refuses_whom_the_table_refuses() {
    let world = World::new().await;
    world.govern().await;
    world.put(&world.it, "/v1/policies/own", OWN).await.is(200);
    world.publish("echo", ECHO).await;
    let started = world.post(&world.it, "/v1/workflows/support/echo/runs", r#"{"id":1}"#).await.is(200);
    let run = started.header("towpath-run").unwrap().to_owned();
    let mut holders = Vec::new();
    for role in Role::ALL {
        holders.push(holder(&world, role, Grant::within(role, "support")).await);
        holders.push(holder(&world, role, Grant::everywhere(role)).await);
    }
    let described: Value = serde_json::to_value(towpath_api::openapi_description()).unwrap();
    let (mut wrong, mut refused) = (Vec::new(), 0);
    for (path, item) in described["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            let Some(needs) = needs(id) else {
                wrong.push(format!("`{id}` is not listed: say what it needs"));
                continue;
            };
            let method: Method = method.to_uppercase().parse().unwrap();
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let in_namespace = |one: &Value| one["in"] == "query" && one["name"] == "namespace";
            let query = if id != "readSchema" && parameters.into_iter().any(in_namespace) {
                "?namespace=support"
            } else {
                ""
            };
            let address = format!("{}{query}", filled(path, &run));
            let ask = async |token: &str| {
                let ask = world.ask(token, method.clone(), &address).header("if-match", "\"999\"");
                match method {
                    Method::GET => ask.compare(()).await,
                    _ => ask.header("content-type", "application/json").compare(body(id)).await,
                }
            };
            let nobody = ask("").await.0.status == StatusCode::UNAUTHORIZED;
            if nobody == matches!(needs, Needs::Nothing) {
                wrong.push(format!("`{id}` without a token"));
            }
            for (principal, token) in &holders {
                let is_allowed = match needs {
                    Needs::Nothing | Needs::Token => true,
                    Needs::Any(actions) => {
                        actions.iter().any(|action| extent(principal, *action, Some("support")).is_some())
                    }
                };
                let (answer, difference) = ask(token).await;
                wrong.extend(difference.filter(|one| !wrong.contains(one)));
                let is_refused = refuses(&answer);
                refused += usize::from(is_refused);
                // What a caller may not know of does not exist for them.
                let may_be_hidden = !is_allowed && answer.status == StatusCode::NOT_FOUND;
                if is_allowed == is_refused && !may_be_hidden {
                    let text = String::from_utf8_lossy(&answer.bytes).into_owned();
                    let word = if is_allowed { "refused" } else { "not refused" };
                    wrong.push(format!("`{id}` of {}: {word}: {} {text}", principal.id, answer.status));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ from the table:\n{}", wrong.len(), wrong.join("\n"));
    assert!(refused > 300, "only {refused} requests were refused for their role");
}
