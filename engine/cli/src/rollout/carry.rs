//! Applies a plan: in order, each change only to the revision that the plan saw, and not beyond the first refusal.

use serde::Serialize;
use towpath_client::{Activate, Activation, Client, ClientError, Publication, VersionState};
use towpath_identity::Action;

use super::Prepared;
use super::check::{Body, Document};
use super::plan::{Act, Item};
use super::seen::Seen;
use super::tree::Kind;

/// Shown to callers of a retired version.
const RETIRED: &str = "it is not among the workflows of this server any more";

/// The result of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Outcome {
    /// It is as planned.
    Done,
    /// A person has to approve it first.
    Waits,
    /// It was refused, or went wrong.
    Failed,
    /// Something before it failed.
    NotDone,
}

/// A step and its result.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Done {
    pub(crate) kind: Kind,
    pub(crate) name: String,
    pub(crate) outcome: Outcome,
    pub(crate) said: String,
}

/// A step, in the order in which they are taken.
enum Step<'a> {
    Put(&'a Item, &'a Document),
    DeletePolicy(&'a Item),
    /// All saved policies, or these alone.
    Activate(Option<Vec<&'a str>>),
    Retire(&'a Item),
    DeleteIntegration(&'a Item),
}

/// Takes every step of a plan and reports each. The error is the one that stopped it.
pub(crate) async fn apply_plan(
    client: &Client,
    prepared: &Prepared,
    how: &Activate,
    report: impl Fn(&Done),
) -> (Vec<Done>, Option<ClientError>) {
    let (mut all, mut stopped) = (Vec::new(), None);
    for step in steps(prepared) {
        let (kind, name) = step.what();
        let (outcome, said) = match &stopped {
            Some(_) => (Outcome::NotDone, "not done".to_owned()),
            None => match step.take(client, &prepared.seen, how, &all).await {
                Ok(done) => done,
                Err(error) => {
                    let said = error.to_string();
                    stopped = Some(error);
                    (Outcome::Failed, said)
                }
            },
        };
        let done = Done { kind, name, outcome, said };
        report(&done);
        all.push(done);
    }
    (all, stopped)
}

fn steps(prepared: &Prepared) -> Vec<Step<'_>> {
    let Prepared { folder, seen, plan } = prepared;
    let of = |kind: Kind| plan.changes().filter(move |item| item.kind == kind);
    let puts =
        |kind: Kind| of(kind).filter_map(|item| Some(Step::Put(item, folder.get(item.kind, &item.name)?)));
    let removed = |kind: Kind| of(kind).filter(|item| item.act == Act::Remove);
    let mut steps: Vec<Step<'_>> = puts(Kind::Integration).collect();
    steps.extend(
        puts(Kind::Policy).filter(|step| !matches!(step, Step::Put(item, _) if item.act == Act::Activate)),
    );
    steps.extend(removed(Kind::Policy).map(Step::DeletePolicy));
    let policies: Vec<&str> = of(Kind::Policy).map(|item| item.name.as_str()).collect();
    if !policies.is_empty() {
        // A token that may not put everything in force activates its own policies one by one.
        let all = seen.may(Action::ActivatePolicies, None).is_ok();
        steps.push(Step::Activate((!all).then_some(policies)));
    }
    steps.extend(puts(Kind::Workflow));
    steps.extend(puts(Kind::Settings));
    steps.extend(removed(Kind::Workflow).map(Step::Retire));
    steps.extend(removed(Kind::Integration).map(Step::DeleteIntegration));
    steps
}

impl Step<'_> {
    fn what(&self) -> (Kind, String) {
        match self {
            Self::Put(item, _)
            | Self::DeletePolicy(item)
            | Self::Retire(item)
            | Self::DeleteIntegration(item) => (item.kind, item.name.clone()),
            Self::Activate(_) => (Kind::Policy, "activation".to_owned()),
        }
    }

    async fn take(
        &self,
        client: &Client,
        seen: &Seen,
        how: &Activate,
        before: &[Done],
    ) -> Result<(Outcome, String), ClientError> {
        let said = match self {
            Self::Put(item, document) => {
                return put_document(client, seen, (item, document), how, before).await;
            }
            Self::DeletePolicy(item) => {
                let saved = seen.policies.as_ref().and_then(|there| there.get(&item.name));
                client.delete_policy(&item.name, saved.map(|saved| saved.revision)).await?;
                "deleted".to_owned()
            }
            Self::Activate(None) => {
                let revision = match client.activate_policies(how).await? {
                    Activation::InForce(active) => active.revision,
                    Activation::Proposed(proposed) => {
                        let said =
                            format!("a second approver, with `towpath policies approve {}`", proposed.digest);
                        return Ok((Outcome::Waits, said));
                    }
                };
                format!("{} in force, as revision {}", revision.policies.len(), revision.revision)
            }
            Self::Activate(Some(own)) => {
                for name in own {
                    client.activate_policy(name, how).await?;
                }
                format!("{} in force", own.len())
            }
            Self::Retire(item) => retire_workflow(client, &item.name).await?,
            Self::DeleteIntegration(item) => {
                let saved = seen.integrations.as_ref().and_then(|there| there.get(&item.name));
                let confirm = how.impact.as_deref();
                client.delete_integration(&item.name, saved.map(|saved| saved.revision), confirm).await?;
                "deleted".to_owned()
            }
        };
        Ok((Outcome::Done, said))
    }
}

/// Puts a document, only over the revision that the plan saw.
async fn put_document(
    client: &Client,
    seen: &Seen,
    (item, document): (&Item, &Document),
    how: &Activate,
    before: &[Done],
) -> Result<(Outcome, String), ClientError> {
    let (name, source) = (item.name.as_str(), document.source.as_str());
    let revision = |texts: &Option<std::collections::BTreeMap<String, towpath_client::Text>>| {
        Some(texts.as_ref().and_then(|there| there.get(name)).map_or(0, |saved| saved.revision))
    };
    let said = match &document.body {
        Body::Integration(_) => {
            let confirm = how.impact.as_deref();
            let saved = client.put_integration(name, source, revision(&seen.integrations), confirm).await?;
            format!("in force, as revision {}", saved.revision)
        }
        Body::Policy(_) => {
            let saved = client.put_policy(name, source, revision(&seen.policies)).await?;
            format!("saved as revision {}", saved.revision)
        }
        Body::Workflow(definition) => {
            let identity = &definition.identity;
            let place = (identity.namespace.as_str(), identity.name.as_str(), identity.version.as_str());
            return publish(client, seen, item, place, source).await;
        }
        Body::Settings(values) => {
            let (namespace, workflow) = name.split_once('/').unwrap_or_default();
            let revision = seen.settings.get(name).map_or(0, |there| there.revision);
            let why = Some("as in the folder");
            match client.put_settings((namespace, workflow), values, why, Some(revision)).await {
                Ok(settings) => format!("set, as revision {}", settings.revision),
                // It was never live: its settings wait with it.
                Err(error) if is_missing(&error) && waits(before, name) => {
                    return Ok((Outcome::Waits, "set once the workflow is live".to_owned()));
                }
                Err(error) => return Err(error),
            }
        }
    };
    Ok((Outcome::Done, said))
}

async fn publish(
    client: &Client,
    seen: &Seen,
    item: &Item,
    (namespace, name, version): (&str, &str, &str),
    source: &str,
) -> Result<(Outcome, String), ClientError> {
    if item.act == Act::RollBack {
        client.roll_back(namespace, name, version).await?;
        return Ok((Outcome::Done, format!("callers get {version} again")));
    }
    let remote = seen.workflows.get(&item.name);
    let draft = remote.and_then(|remote| remote.draft.as_ref()).map_or(0, |draft| draft.revision);
    let saved = client.put_draft(namespace, name, source, Some(draft)).await?;
    match client.publish(namespace, name, Some(saved.revision)).await? {
        Publication::Live(_) => Ok((Outcome::Done, format!("{version} is live"))),
        Publication::InReview { review, .. } => {
            let by: Vec<&str> = review.awaiting.iter().map(|awaiting| awaiting.by.as_str()).collect();
            Ok((Outcome::Waits, format!("{version} waits for a review by {}", by.join(" and by "))))
        }
    }
}

/// Retires every version of a workflow, what callers get last.
async fn retire_workflow(client: &Client, place: &str) -> Result<String, ClientError> {
    let (namespace, name) = place.split_once('/').unwrap_or_default();
    let mut retired = 0;
    for version in client.versions(namespace, name).await? {
        if version.state != VersionState::Retired {
            let place = (namespace, name, version.version.as_str());
            client.put_state(place, VersionState::Retired, Some(RETIRED)).await?;
            retired += 1;
        }
    }
    Ok(format!("{retired} version{} retired", if retired == 1 { "" } else { "s" }))
}

fn is_missing(error: &ClientError) -> bool {
    error.problem().is_some_and(|problem| problem.status == 404)
}

fn waits(before: &[Done], workflow: &str) -> bool {
    before
        .iter()
        .any(|done| done.kind == Kind::Workflow && done.name == workflow && done.outcome == Outcome::Waits)
}
