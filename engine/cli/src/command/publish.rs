//! `towpath publish`: publishes a definition on a server, or shows why not.

use std::path::PathBuf;

use anstyle::AnsiColor;
use clap::Args;
use towpath_client::{ClientError, EvaluatedAccess, PolicyEffect, PolicyMode, Publication, Review, Verdict};
use towpath_diagnostics::{LineIndex, Span};

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::findings::access_in_words;
use crate::{findings, input, output};

/// Publish a definition: check it, save it as the draft, and make it live if policies allow.
///
/// Publishing the same content again changes nothing. Accesses that policies evaluate at each call are listed.
#[derive(Debug, Args)]
pub(crate) struct Publish {
    /// The definition, YAML or JSON.
    file: PathBuf,
    #[command(flatten)]
    server: Server,
    /// Print the server's answer as JSON.
    #[arg(long)]
    json: bool,
}

impl Publish {
    pub(crate) async fn run(self) -> Exit {
        match self.try_run().await {
            Ok(exit) | Err(exit) => exit,
        }
    }

    async fn try_run(&self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let source = input::read_file(&self.file).map_err(|error| {
            output::error(&error);
            Exit::Unavailable
        })?;
        let file = self.file.display().to_string();
        let report = crate::definition::check_natively(&source, None);
        output::diagnostics(&file, &source, &report.diagnostics);
        let Some(workflow) = report.workflow.as_ref().filter(|_| report.is_ok()) else {
            return Err(Exit::Found);
        };
        let (namespace, name) = (&workflow.namespace, &workflow.name);
        let failed = |error: ClientError| show_error(&error);
        let saved = client.put_draft(namespace, name, source.clone(), None).await.map_err(failed)?;
        let remarks = findings::remarks_of_answer(&source, &saved.report.diagnostics);
        let remarks = findings::diagnostics_not_shown(&report.diagnostics, remarks);
        if !self.json {
            output::diagnostics(&file, &source, &remarks);
        }
        if !saved.report.publishable {
            self.show_report(&file, &saved.report);
            let denied = saved.report.accesses.iter().any(|access| access.verdict == Verdict::Denied);
            if saved.report.accesses.iter().any(may_be_asked_for) && !self.json {
                let ask = format!("towpath requests open {namespace}/{name} --purpose \"…\"");
                output::help(&format!("ask IT for it: {ask}"));
            }
            return Err(if denied { Exit::Refused } else { Exit::Found });
        }
        let publication = client.publish(namespace, name, Some(saved.revision)).await.map_err(failed)?;
        if self.json {
            output::json(&publication);
            return Ok(Exit::Success);
        }
        let published = match publication {
            Publication::Live(published) => published,
            Publication::InReview { review, .. } => {
                show_review(&review);
                return Ok(Exit::Success);
            }
        };
        let is_current = published.current == workflow.version;
        let word = match (published.unchanged, is_current) {
            (true, true) => "is live already".to_owned(),
            (false, true) => "is live".to_owned(),
            (_, false) => {
                format!("is published already; callers who name no version get {}", published.current)
            }
        };
        let shown: Vec<_> = report.diagnostics.iter().cloned().chain(remarks).collect();
        let late = findings::remarks_of_answer(&source, &published.diagnostics);
        output::diagnostics(&file, &source, &findings::diagnostics_not_shown(&shown, late));
        let title = format!("{namespace}/{name} {}", workflow.version);
        output::say(&format!("{} {title} {word}", output::paint(AnsiColor::Green, "ok")));
        for access in &published.checked_at_run_time {
            let line = place(access).map(|place| format!("{file}:{place}: ")).unwrap_or_default();
            output::say(&output::dim(&format!(
                "   {line}{} is evaluated at every call",
                access_in_words(&access.access)
            )));
        }
        saved.report.accesses.iter().for_each(|access| show_holds(&file, access));
        Ok(Exit::Success)
    }

    fn show_report(&self, file: &str, report: &towpath_client::Report) {
        if self.json {
            output::json(report);
            return;
        }
        for access in report.accesses.iter().filter(|access| access.verdict == Verdict::Denied) {
            output::error(&format!("{} is not permitted", access_in_words(&access.access)));
            if let Some(place) = place(access) {
                output::say(&format!("  --> {file}:{place}"));
            }
            output::reason(access.reason.as_deref(), access.contact.as_deref());
        }
    }
}

/// Whether IT can grant it: it is refused, and no policy forbids it.
fn may_be_asked_for(access: &EvaluatedAccess) -> bool {
    let is_forbidden = access
        .rules
        .iter()
        .any(|rule| (rule.effect, rule.mode) == (PolicyEffect::Forbid, PolicyMode::Enforce));
    access.verdict == Verdict::Denied && !is_forbidden
}

/// Whom calls of this access wait for.
fn show_holds(file: &str, access: &EvaluatedAccess) {
    let line = place(access).map(|place| format!("{file}:{place}: ")).unwrap_or_default();
    for hold in &access.holds {
        let what = access_in_words(&access.access);
        output::say(&output::dim(&format!(
            "   {line}{what} waits for {}, where `{}` says so",
            hold.by, hold.policy
        )));
    }
}

/// Who has to approve a version before it is live.
fn show_review(review: &Review) {
    let title = format!("{}/{} {}", review.namespace, review.name, review.version);
    let published =
        if review.published { "; it is published, and its runs are refused until then" } else { "" };
    output::say(&format!(
        "{} {title} waits for an approval{published}",
        output::paint(AnsiColor::Yellow, "in review")
    ));
    for awaiting in &review.awaiting {
        output::say(&format!("   `{}` wants it from {}: {}", awaiting.policy, awaiting.by, awaiting.title));
        if let Some(contact) = &awaiting.contact {
            output::help(&format!("ask {contact}"));
        }
    }
}

/// What policies refuse in a definition that is run locally.
pub(crate) fn show_denied(file: &str, source: &str, denied: &[towpath_runtime::EvaluatedAccess]) {
    let lines = LineIndex::new(source);
    for access in denied {
        let value = serde_json::to_value(&access.access.access).unwrap_or_default();
        output::error(&format!("{} is not permitted", access_in_words(&value)));
        if let Some(Span { start, .. }) = access.access.span {
            let place = lines.locate(start);
            output::say(&format!("  --> {file}:{}:{}", place.line + 1, place.character + 1));
        }
        output::reason(access.reason.as_deref(), access.contact.as_deref());
    }
}

fn place(access: &EvaluatedAccess) -> Option<String> {
    access.range.map(|range| format!("{}:{}", range.start.line + 1, range.start.character + 1))
}
