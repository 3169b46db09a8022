//! `towpath publish`: a definition goes live on a server, or its author learns why not.

use std::path::PathBuf;

use anstyle::AnsiColor;
use clap::Args;
use towpath_client::{Access, ClientError, Publication, Review};
use towpath_diagnostics::{LineIndex, Span};
use towpath_runtime::JudgedAccess;

use super::tokens::Server;
use crate::exit::Exit;
use crate::{input, output, told};

/// Publish a definition: check it, save it as the draft, and make it live if policies allow.
///
/// Publishing the same content again changes nothing. What policies will judge when it happens is listed.
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
        let report = super::check::load(&source, None);
        output::diagnostics(&file, &source, &report.diagnostics);
        let Some(workflow) = report.workflow.as_ref().filter(|_| report.is_ok()) else {
            return Err(Exit::Found);
        };
        let (namespace, name) = (&workflow.namespace, &workflow.name);
        let told = |error: ClientError| tell(&error);
        let saved = client.put_draft(namespace, name, source.clone(), None).await.map_err(told)?;
        let remarks = told::remarks(&source, &saved.report.diagnostics);
        let remarks = told::others(&report.diagnostics, remarks);
        if !self.json {
            output::diagnostics(&file, &source, &remarks);
        }
        if !saved.report.publishable {
            self.show_report(&file, &saved.report);
            let denied = saved.report.accesses.iter().any(|access| access.verdict == "denied");
            if saved.report.accesses.iter().any(may_be_asked_for) && !self.json {
                let ask = format!("towpath requests open {namespace}/{name} --purpose \"…\"");
                output::help(&format!("ask IT for it: {ask}"));
            }
            return Err(if denied { Exit::Refused } else { Exit::Found });
        }
        let publication = client.publish(namespace, name, Some(saved.revision)).await.map_err(told)?;
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
        let is_current = published.current.is_empty() || published.current == workflow.version;
        let word = match (published.unchanged, is_current) {
            (true, true) => "is live already".to_owned(),
            (false, true) => "is live".to_owned(),
            (_, false) => {
                format!("is published already; callers who name no version get {}", published.current)
            }
        };
        let shown: Vec<_> = report.diagnostics.iter().cloned().chain(remarks).collect();
        let late = told::remarks(&source, &published.diagnostics);
        output::diagnostics(&file, &source, &told::others(&shown, late));
        let title = format!("{namespace}/{name} {}", workflow.version);
        output::say(&format!("{} {title} {word}", output::paint(AnsiColor::Green, "ok")));
        for access in &published.checked_at_run_time {
            let line = place(access).map(|place| format!("{file}:{place}: ")).unwrap_or_default();
            output::say(&output::dim(&format!("   {line}{} is judged at every call", words(&access.access))));
        }
        saved.report.accesses.iter().for_each(|access| show_holds(&file, access));
        Ok(Exit::Success)
    }

    fn show_report(&self, file: &str, report: &towpath_client::Report) {
        if self.json {
            output::json(report);
            return;
        }
        for access in report.accesses.iter().filter(|access| access.verdict == "denied") {
            output::error(&format!("{} is not permitted", words(&access.access)));
            if let Some(place) = place(access) {
                output::say(&format!("  --> {file}:{place}"));
            }
            show_reason(access.reason.as_deref(), access.contact.as_deref());
        }
    }
}

/// Whether IT can grant it: it is refused, and nobody forbids it.
fn may_be_asked_for(access: &Access) -> bool {
    let is_forbidden = access.rules.iter().any(|rule| rule.effect == "forbid" && rule.mode == "enforce");
    access.verdict == "denied" && !is_forbidden
}

/// Whom calls of this access wait for.
fn show_holds(file: &str, access: &Access) {
    let line = place(access).map(|place| format!("{file}:{place}: ")).unwrap_or_default();
    for hold in &access.holds {
        let what = words(&access.access);
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

/// What policies refuse in a definition, for whoever runs it here.
pub(crate) fn show_denied(file: &str, source: &str, denied: &[JudgedAccess]) {
    let lines = LineIndex::new(source);
    for access in denied {
        let value = serde_json::to_value(&access.access.access).unwrap_or_default();
        output::error(&format!("{} is not permitted", words(&value)));
        if let Some(Span { start, .. }) = access.access.span {
            let place = lines.locate(start);
            output::say(&format!("  --> {file}:{}:{}", place.line + 1, place.character + 1));
        }
        show_reason(access.reason.as_deref(), access.contact.as_deref());
    }
}

fn show_reason(reason: Option<&str>, contact: Option<&str>) {
    if let Some(reason) = reason {
        output::say(&format!("      {reason}"));
    }
    if let Some(contact) = contact {
        output::help(&format!("ask {contact}"));
    }
}

fn place(access: &Access) -> Option<String> {
    access.range.map(|range| format!("{}:{}", range.start.line + 1, range.start.character + 1))
}

/// An access in words: `crm.get-customer 1.0.0`, `GET api.acme.example`, `start`.
pub(crate) fn words(access: &serde_json::Value) -> String {
    let text = |key: &str| access.get(key).and_then(serde_json::Value::as_str);
    match (text("host"), text("integration"), text("operation")) {
        (Some(host), ..) => format!("{} {host}", text("method").unwrap_or("a request to")),
        (None, Some(integration), Some(operation)) => {
            format!("{integration}.{operation} {}", text("version").unwrap_or_default())
        }
        _ => text("kind").unwrap_or("an access").to_owned(),
    }
}

/// Tells why a decision was not made; where it is not what was shown any more, also how to look again.
pub(crate) fn tell_changed(error: &ClientError, look: &str) -> Exit {
    let exit = tell(error);
    if error.problem().is_some_and(|problem| problem.code == "TP4091") {
        output::help(&format!("look again: {look}"));
    }
    exit
}

/// Tells what the server, or the way to it, said.
pub(crate) fn tell(error: &ClientError) -> Exit {
    output::error(&error.to_string());
    let Some(problem) = error.problem() else {
        return Exit::Unavailable;
    };
    for found in &problem.diagnostics {
        output::say(&format!("       [{}] {}", found.code, found.message));
    }
    // The detail of a refusal often is its reason.
    let reason = problem.reason.as_deref().filter(|reason| problem.detail.as_deref() != Some(reason));
    show_reason(reason, problem.contact.as_deref());
    match problem.status {
        401 | 403 => Exit::Refused,
        500.. => Exit::Unavailable,
        _ => Exit::Found,
    }
}
