//! `schedule`: what starts a workflow other than a caller.

use towpath_diagnostics::{Span, codes};

use super::{Duration, EventStrategy, ReadAs, Spanned, cron};
use crate::parse::{At, Findings};

/// `schedule`.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// Again and again, this far apart.
    pub every: Option<Duration>,
    /// At these times.
    pub cron: Option<Spanned<String>>,
    /// This long after the last run ended.
    pub after: Option<Duration>,
    /// When these events come.
    pub on: Option<EventStrategy>,
    /// How those events are handed over.
    pub read: Option<Spanned<ReadAs>>,
    /// Where it stands.
    pub span: Span,
}

impl Schedule {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let schedule = at.fields(&["every", "cron", "after", "on", "read"], findings)?;
        if let (Some(name), None) = (schedule.key("read"), schedule.get("on")) {
            let message = "`read` says how events are read, but there is no `on`";
            findings
                .report(at.error(codes::TP0202, message).at(name.span).help("add `on`, or delete `read`"));
        }
        Some(Self {
            every: schedule.get("every").and_then(|at| Duration::read(&at, findings)),
            cron: schedule.get("cron").and_then(|at| read_cron(&at, findings)),
            after: schedule.get("after").and_then(|at| Duration::read(&at, findings)),
            on: schedule.get("on").and_then(|at| EventStrategy::read(&at, findings)),
            read: schedule.get("read").and_then(|at| at.word(ReadAs::WORDS, findings)),
            span: at.node.span,
        })
    }
}

fn read_cron(at: &At<'_>, findings: &mut Findings) -> Option<Spanned<String>> {
    let cron = at.literal(findings)?;
    if let Some(problem) = cron::problem(&cron) {
        let message = format!("this is no cron expression: {problem}");
        let help = "minute, hour, day of the month, month, day of the week: `30 6 * * mon-fri` is every working day at \
                    half past six; the name of a time zone may follow";
        findings.report(at.error(codes::TP0633, message).help(help));
    }
    Some(cron)
}
