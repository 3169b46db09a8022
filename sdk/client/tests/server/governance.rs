//! Policies, integrations, secrets, reviews, requests: what IT and approvers do.

use towpath_client::{
    Activate, Idempotency, NewRequest, OperationEffect, Publication, RequestState, RequestsQuery,
    ReviewDecision, ReviewState, ReviewsQuery, Switched,
};

use crate::world::{ECHO, World, definition, problem};

const REVIEWED: &str = "
policy: reviewed
title: Every version of support is approved
effect: review
workflow: { properties: { namespace: { const: support } } }
approvers: { role: approver }
";

const PAYMENTS: &str = "
integration: payments
title: Payments
owner: it@acme.example
kind: http
connection: { baseUrl: 'http://127.0.0.1:9/payments', timeout: 1s }
operations:
  refund:
    version: 1.0.0
    title: Refund an amount
    effect: write
    idempotent: key
    input:
      type: object
      additionalProperties: false
      required: [amount]
      properties: { amount: { type: number } }
    output: { type: object }
    request: { method: POST, path: /refunds, body: arguments }
";

/// Refunds the amount of its input.
const PAY: &str = "
do:
  - pay:
      call: payments.refund:1.0.0@default
      with: { amount: '${ .amount }' }
";

#[tokio::test]
async fn policies_are_read_back_as_they_are_in_force() {
    let world = World::governed().await;
    let active = world.auditor.active_policies().await.unwrap();
    assert_eq!((active.revision, active.policies.len()), (1, 1));
    let listed = world.auditor.policies().await.unwrap();
    assert!(listed.iter().all(|policy| policy.active && policy.by == "it@acme.example"), "{listed:?}");
    let policy = world.it.policy("start").await.unwrap();
    let stale = problem(world.it.put_policy("start", policy.source.clone(), Some(policy.revision + 1)).await);
    assert_eq!(stale.status, 412);
    let impact = world.it.impact(7, 0).await.unwrap();
    assert!(impact.affected.is_empty() && !impact.truncated, "{impact:?}");
    let sets = world.it.policy_sets().await.unwrap();
    assert_eq!(sets.revisions[0].changed, ["start"]);
    assert!(world.it.end_grace(None).await.unwrap().is_empty());
    assert_eq!(problem(world.it.proposed_policies().await).status, 404);
    let refused = problem(world.champion.activate_policies(&Activate::default()).await);
    assert_eq!((refused.status, refused.code.as_str()), (403, "TP4003"));
    assert!(refused.needed.contains(&"it".to_owned()), "{refused:?}");
    world.it.delete_policy("start", Some(policy.revision)).await.unwrap();
}

#[tokio::test]
async fn an_integration_offers_functions_and_is_switched_off() {
    let world = World::governed().await;
    let saved = world.it.put_integration("payments", PAYMENTS, Some(0), None).await.unwrap();
    assert!(saved.active && saved.diagnostics.is_empty(), "{saved:?}");
    let functions = world.champion.function("payments.refund").await.unwrap();
    assert_eq!(functions[0].call, "payments.refund:1.0.0@default");
    assert_eq!((functions[0].effect, functions[0].idempotent), (OperationEffect::Write, Idempotency::Key));
    assert_eq!(world.champion.functions().await.unwrap(), functions);
    assert!(world.auditor.integration("payments").await.unwrap().source.contains("title: Payments"));
    assert_eq!(world.auditor.integrations().await.unwrap().len(), 1);
    assert!(!world.it.switch(Switched::Integration("payments"), Some("an incident")).await.unwrap().on);
    world.it.delete_integration("payments", Some(saved.revision), None).await.unwrap();
    assert_eq!(problem(world.it.integration("payments").await).status, 404);
}

#[tokio::test]
async fn a_secret_is_set_and_only_its_name_is_read() {
    let world = World::new().await;
    world.it.put_secret("payments-key", "s3cr3t").await.unwrap();
    assert_eq!(world.it.secrets().await.unwrap(), ["payments-key"]);
    let uses = world.it.secret_uses().await.unwrap();
    assert_eq!((uses[0].name.as_str(), uses[0].used_by.len()), ("payments-key", 0));
    assert!(world.it.schema("policy").await.unwrap().is_object());
}

#[tokio::test]
async fn a_version_is_approved_by_the_digest_of_what_was_shown() {
    let world = World::governed().await;
    world.put_in_force("reviewed", REVIEWED).await;
    let source = definition("echo", "1.0.0", ECHO);
    world.champion.put_draft("support", "echo", source, None).await.unwrap();
    let submitted = world.champion.publish("support", "echo", None).await.unwrap();
    let Publication::InReview { live: false, review } = submitted else { panic!("{submitted:?}") };
    assert_eq!((review.state, review.awaiting.len()), (ReviewState::InReview, 1));

    let wanted = ReviewsQuery { state: Some(ReviewState::InReview), ..ReviewsQuery::default() };
    assert_eq!(world.approver.reviews(&wanted).await.unwrap().len(), 1);
    let place = ("support", "echo", "1.0.0");
    let shown = world.approver.review(place).await.unwrap();
    assert!(!shown.reach.gained.is_empty() && shown.live.is_none(), "{shown:?}");
    let stale = format!("sha256:{}", "0".repeat(64));
    let other = world.approver.decide_review(place, ReviewDecision::Approve, None, &stale).await;
    let other = problem(other);
    assert_eq!((other.status, other.digest.as_ref()), (409, Some(&shown.review.digest)));
    let decided =
        world.approver.decide_review(place, ReviewDecision::Approve, Some("fine"), &shown.review.digest);
    let decided = decided.await.unwrap();
    assert!(decided.live && decided.review.approvals[0].by == "approver@acme.example", "{decided:?}");
    assert!(world.approver.holds(Some("support")).await.unwrap().is_empty());
}

#[tokio::test]
async fn access_is_requested_and_granted() {
    let world = World::governed().await;
    world.it.put_integration("payments", PAYMENTS, None, None).await.unwrap();
    world.champion.put_draft("support", "pay", definition("pay", "1.0.0", PAY), None).await.unwrap();
    let new = NewRequest {
        namespace: "support".to_owned(),
        purpose: "refunds without a ticket".to_owned(),
        workflow: Some("pay".to_owned()),
        ..NewRequest::default()
    };
    let opened = world.champion.open_request(&new).await.unwrap();
    assert_eq!((opened.state, opened.permit.is_some()), (RequestState::Open, true));
    let wanted = RequestsQuery { state: Some(RequestState::Open), ..RequestsQuery::default() };
    assert_eq!(world.it.requests(&wanted).await.unwrap().len(), 1);
    let shown = world.it.find_request(&opened.id).await.unwrap();
    let digest = shown.digest.unwrap_or_default();
    let granted = world.it.grant_request(&opened.id, &digest, None, Some("for a quarter")).await.unwrap();
    assert_eq!(granted.request.state, RequestState::Granted);
    let grants = world.champion.grants(Some("support")).await.unwrap();
    assert_eq!(grants.iter().map(|grant| grant.workflow.as_str()).collect::<Vec<_>>(), ["pay"]);
    assert_eq!(world.it.grant(&grants[0].policy).await.unwrap(), grants[0]);
}

#[tokio::test]
async fn the_connection_of_an_integration_is_tested() {
    let world = World::governed().await;
    world.it.put_integration("payments", PAYMENTS, None, None).await.unwrap();
    let tested = world.it.test_integration("payments").await.unwrap();
    assert!(!tested.reachable && tested.status.is_none(), "{tested:?}");
    assert_eq!(tested.problem.unwrap().code, "TP3023");
    assert_eq!(problem(world.it.test_integration("none").await).status, 404);
    assert_eq!(problem(world.champion.test_integration("payments").await).status, 403);
}
