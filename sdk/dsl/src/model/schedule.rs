//! `schedule`: starts a workflow without a caller.

use towpath_diagnostics::{Span, codes};

use super::{Document, Duration, EventStrategy, Node, ReadAs, Spanned, cron};
use crate::parse::{At, Findings};
use crate::snippet;

/// `schedule`.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// The interval between starts.
    pub every: Option<Duration>,
    /// The start times as a cron expression.
    pub cron: Option<Spanned<String>>,
    /// The delay after the last run ended.
    pub after: Option<Duration>,
    /// The events that start a run.
    pub on: Option<EventStrategy>,
    /// The part of an event that the run receives.
    pub read: Option<Spanned<ReadAs>>,
    /// Its place in the source text.
    pub span: Span,
}

/// What becomes of start times that passed while the server was down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Missed {
    /// They are left out.
    Skip,
    /// One run, for the newest of them.
    #[default]
    Latest,
    /// A run for each, up to a limit.
    All,
}

/// Whether `every` and `cron` start a run while the one before is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Overlap {
    /// They do.
    #[default]
    Allow,
    /// They leave that time out.
    Skip,
}

impl Missed {
    pub(crate) const WORDS: &[(&str, Self)] =
        &[("skip", Self::Skip), ("latest", Self::Latest), ("all", Self::All)];
}

impl Overlap {
    pub(crate) const WORDS: &[(&str, Self)] = &[("allow", Self::Allow), ("skip", Self::Skip)];
}

/// How a schedule is carried out: `document.metadata.schedule`. The language itself has no words for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScheduleOptions {
    /// `missed`.
    pub missed: Missed,
    /// `overlap`.
    pub overlap: Overlap,
}

impl ScheduleOptions {
    /// JSON pointer of the options.
    pub(crate) const PLACE: &str = "/document/metadata/schedule";

    /// The options of a document. Words that are not known count as absent: the check has reported them.
    pub fn of(document: &Document) -> Self {
        let Some(written) = Self::written(document) else { return Self::default() };
        Self {
            missed: word_of(written.get("missed"), Missed::WORDS).unwrap_or_default(),
            overlap: word_of(written.get("overlap"), Overlap::WORDS).unwrap_or_default(),
        }
    }

    /// The options as they are written.
    pub(crate) fn written(document: &Document) -> Option<&Node> {
        document.metadata.as_ref()?.get("schedule")
    }
}

/// The value of a word.
fn word_of<T: Copy>(node: Option<&Node>, words: &[(&str, T)]) -> Option<T> {
    let text = node?.as_str()?;
    words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value)
}

impl Schedule {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let schedule = at.fields(&["every", "cron", "after", "on", "read"], findings)?;
        if let (Some(name), None) = (schedule.key("read"), schedule.get("on")) {
            let message = "`read` requires `on`";
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
    let Some(problem) = cron::problem_of_cron(&cron) else { return Some(cron) };
    let count = cron.split_ascii_whitespace().count();
    let question = cron.find('?').filter(|_| cron.split_ascii_whitespace().any(|field| field == "?"));
    let message = match question {
        Some(_) if count > 5 => {
            "`?` is Quartz syntax, which begins with seconds; a cron expression has five fields".to_owned()
        }
        Some(_) => "`?` is Quartz syntax; in a cron expression `*` means any day".to_owned(),
        None => format!("this is not a cron expression: {problem}"),
    };
    let help = match cron::in_five_fields(&cron) {
        Some(written) => {
            format!("write minute, hour, day of the month, month, day of the week: `cron: {}`", snippet::quoted(&written))
        }
        None => "minute, hour, day of the month, month, day of the week: `30 6 * * mon-fri` is every working day at half \
                 past six; the name of a time zone may follow"
            .to_owned(),
    };
    let place = question.and_then(|place| at.node.locate(place, place + 1)).unwrap_or(at.node.span);
    findings.report(at.error(codes::TP0633, message).at(place).help(help));
    Some(cron)
}
