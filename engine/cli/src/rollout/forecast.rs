//! The predicted result of publishing: live, waiting for a person, or refused. Nothing is saved for it.

use serde_json::Value;
use towpath_client::{Client, ClientError, Report, Severity, Verdict};
use towpath_diagnostics::codes;

use super::candidate::{Candidate, workflows_to_be_missing};
use super::check::{Definition, Document, Folder};
use super::plan::{Act, Block, Item, Plan};
use super::seen::Seen;
use super::tree::Kind;

/// The predicted result of publishing a definition.
#[derive(Debug, Default)]
pub(crate) struct Forecast {
    /// What is wrong with it, each with its place.
    pub(crate) errors: Vec<String>,
    /// What policies refuse of it.
    pub(crate) denied: Vec<String>,
    /// Accesses that are evaluated when they happen.
    pub(crate) at_run_time: usize,
    /// Who has to approve it, for which policy.
    reviews: Vec<String>,
}

impl Forecast {
    pub(crate) fn review(&mut self, policy: &str, by: &str) {
        let words = format!("waits for a review by {by} (policy `{policy}`)");
        if !self.reviews.contains(&words) {
            self.reviews.push(words);
        }
    }

    /// Writes it into the plan.
    fn apply_to(self, item: &mut Item) {
        if !self.errors.is_empty() {
            item.block = Some(Block::Wrong("it cannot be published as it is".to_owned()));
        } else if !self.denied.is_empty() {
            item.block = Some(Block::Refused("policies refuse it".to_owned()));
        } else if self.reviews.is_empty() {
            let evaluated = match self.at_run_time {
                0 => String::new(),
                1 => "; one access is evaluated when it happens".to_owned(),
                more => format!("; {more} accesses are evaluated when they happen"),
            };
            item.details.push(format!("goes live{evaluated}"));
        }
        item.details.extend(self.errors);
        item.details.extend(self.denied);
        item.details.extend(self.reviews);
    }
}

/// Predicts the result for each definition the plan publishes: locally if the plan changes integrations or policies, otherwise
/// by asking the server.
pub(crate) async fn forecast_publications(
    client: &Client,
    folder: &Folder,
    seen: &Seen,
    plan: &mut Plan,
) -> Result<(), ClientError> {
    let ground = plan.changes().any(|item| matches!(item.kind, Kind::Integration | Kind::Policy));
    let candidate = match ground && seen.integrations.is_some() && seen.policies.is_some() {
        true => match Candidate::new(folder, seen, plan) {
            Ok(candidate) => Some(candidate),
            Err(why) => {
                let said = format!("the policies would not go together with the server's: {why}");
                let policies =
                    plan.items.iter_mut().filter(|item| item.kind == Kind::Policy && item.changes());
                policies.for_each(|item| item.block = Some(Block::Wrong(said.clone())));
                return Ok(());
            }
        },
        false => None,
    };
    if let Some(candidate) = &candidate {
        let warnings = refused_later(candidate, folder, seen, plan);
        plan.warnings.extend(warnings);
    }
    for item in plan.items.iter_mut().filter(|item| is_published(item)) {
        let found = folder.definitions().find(|(document, _)| document.name == item.name);
        let Some((document, definition)) = found else { continue };
        let mut forecast = match &candidate {
            Some(candidate) => candidate.evaluate(document, definition, seen),
            None => forecast_on_server(client, document, definition).await?,
        };
        for name in workflows_to_be_missing(definition, folder, seen) {
            let place = &document.place;
            forecast.errors.push(format!(
                "{place}: it starts `{name}`, which is neither in this folder nor on the server"
            ));
        }
        forecast.apply_to(item);
    }
    Ok(())
}

/// What is live, stays so, and would be refused something that it does.
fn refused_later(candidate: &Candidate, folder: &Folder, seen: &Seen, plan: &Plan) -> Vec<String> {
    let stay = plan.items.iter().filter(|item| item.kind == Kind::Workflow && item.act == Act::Same);
    stay.filter_map(|item| {
        let (document, definition) = folder.definitions().find(|(document, _)| document.name == item.name)?;
        let denied = candidate.evaluate(document, definition, seen).denied;
        let first = denied.first()?;
        let version = &definition.identity.version;
        Some(format!("{} {version} is live, and would be refused some of what it does: {first}", item.name))
    })
    .collect()
}

fn is_published(item: &Item) -> bool {
    item.kind == Kind::Workflow && matches!(item.act, Act::Add | Act::Change) && item.block.is_none()
}

/// What the server says of a definition.
async fn forecast_on_server(
    client: &Client,
    document: &Document,
    definition: &Definition,
) -> Result<Forecast, ClientError> {
    let report: Report = client.check(&definition.identity.namespace, document.source.as_str()).await?;
    let mut forecast = Forecast::default();
    let place = |range: Option<towpath_client::Range>| match range {
        Some(range) => {
            format!("{}:{}:{}", document.place, range.start.line + 1, range.start.character + 1)
        }
        None => document.place.clone(),
    };
    for found in report.diagnostics.iter().filter(|found| found.severity == Severity::Error) {
        // A workflow that it starts may come along; whether it does is looked at here.
        if found.code != codes::TP1116.as_str() {
            forecast.errors.push(format!("{}: [{}] {}", place(found.range), found.code, found.message));
        }
    }
    for access in &report.accesses {
        match access.verdict {
            Verdict::Denied => {
                let reason = access.reason.as_deref().unwrap_or("no policy permits it");
                let what = words(&access.access);
                forecast.denied.push(format!("{}: {what} is not permitted: {reason}", place(access.range)));
            }
            Verdict::AtRunTime => forecast.at_run_time += 1,
            Verdict::Allowed => {}
        }
    }
    for review in &report.reviews {
        forecast.review(&review.policy, &review.by);
    }
    Ok(forecast)
}

fn words(access: &Value) -> String {
    crate::findings::access_in_words(access)
}
