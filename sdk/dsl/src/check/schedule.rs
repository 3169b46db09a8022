//! Checks of `schedule`: whether it says when a run starts, and whether this engine carries all of it out. Its options are in
//! `document.metadata.schedule`, because the language has no words for them.

use towpath_diagnostics::{Diagnostic, Span, codes, did_you_mean};

use super::Checker;
use crate::model::{
    Duration, EventFilter, EventStrategy, Missed, Node, Overlap, Schedule, ScheduleOptions, Spanned,
};

/// The shortest time between two starts, in milliseconds.
const SHORTEST: u64 = 1_000;

impl Checker<'_> {
    /// Reports what is wrong with the schedule, and what this engine does not carry out.
    pub(super) fn schedule(&mut self) {
        let parts = self.parts;
        let Some(schedule) = &parts.schedule else { return };
        let Schedule { every, cron, after, on, .. } = schedule;
        if self.is_empty_mapping("/schedule") {
            let message = "this schedule has no `every`, `cron`, `after` or `on`, so it starts nothing";
            let help = "write when it starts, such as `cron: '0 8 * * mon-fri Europe/Berlin'`";
            let found = Diagnostic::error(codes::TP0634, message).at(schedule.span).help(help);
            self.report(found.pointer("/schedule"));
        }
        self.interval("every", every.as_ref());
        self.interval("after", after.as_ref());
        if let Some(strategy) = on {
            self.starting_events(strategy);
        }
        if let Some(document) = &parts.document
            && let Some(written) = ScheduleOptions::written(document)
        {
            self.schedule_options(written, every.is_some() || cron.is_some());
        }
    }

    fn is_empty_mapping(&self, pointer: &str) -> bool {
        let entries = self.source.pointer(pointer).and_then(Node::as_object);
        entries.is_some_and(<[(Spanned<String>, Node)]>::is_empty)
    }

    /// An interval is known before any run, and bounded.
    fn interval(&mut self, key: &str, written: Option<&Duration>) {
        let (message, span, help) = match written {
            Some(Duration::Expression(expression)) => (
                format!("`{key}` is an expression, and a schedule has no data to evaluate it with"),
                expression.span,
                format!("write a fixed duration, such as `{key}: {{ minutes: 15 }}`"),
            ),
            Some(Duration::Literal(length)) if length.value < SHORTEST => (
                format!("`{key}` is shorter than a second"),
                length.span,
                format!("write at least `{key}: {{ seconds: 1 }}`"),
            ),
            _ => return,
        };
        let found = Diagnostic::error(codes::TP0634, message).at(span).help(help);
        self.report(found.pointer(format!("/schedule/{key}")));
    }

    /// One event starts one run. What needs a memory over several events, or an expression, is not carried out.
    fn starting_events(&mut self, strategy: &EventStrategy) {
        let filters: &[EventFilter] = match strategy {
            EventStrategy::One(filter) => std::slice::from_ref(&**filter),
            EventStrategy::Any { filters, until } => {
                if until.is_some() {
                    self.not_carried_out("until", self.key("/schedule/on/until"));
                }
                filters
            }
            EventStrategy::All(_) => {
                self.not_carried_out("all", self.key("/schedule/on/all"));
                return;
            }
        };
        for filter in filters {
            if let Some((name, _)) = filter.correlate.first() {
                self.not_carried_out("correlate", name.span);
            }
            if let Some(expression) = filter.with.expressions().first() {
                self.not_carried_out("an expression", expression.span);
            }
        }
    }

    fn not_carried_out(&mut self, what: &str, span: Span) {
        let subject = if what.contains(' ') { what.to_owned() } else { format!("`{what}`") };
        let message = format!("this engine does not support {subject} in `schedule.on` yet");
        let help = "the definition can be checked and run, but not published: start a run for each event with `one` or `any`, \
                    compare attributes with fixed values, and test everything else in the first task";
        self.report(Diagnostic::warning(codes::TP0303, message).at(span).help(help).pointer("/schedule/on"));
    }

    fn schedule_options(&mut self, written: &Node, has_times: bool) {
        let Some(entries) = written.as_object() else {
            let message = format!("the options of a schedule are a mapping, not {}", written.describe());
            let help = "write `metadata: { schedule: { missed: latest, overlap: skip } }`";
            let found = Diagnostic::error(codes::TP0634, message).at(written.span).help(help);
            self.report(found.pointer(ScheduleOptions::PLACE));
            return;
        };
        for (name, value) in entries {
            match name.value.as_str() {
                "missed" => self.option_word("missed", value, &words(Missed::WORDS)),
                "overlap" => self.option_word("overlap", value, &words(Overlap::WORDS)),
                other => {
                    let message = format!("a schedule has no option `{other}`");
                    let help = match did_you_mean(other, ["missed", "overlap"]) {
                        Some(close) => format!("did you mean `{close}`?"),
                        None => "the options are `missed` and `overlap`".to_owned(),
                    };
                    self.wrong_option(message, help, name.span);
                    continue;
                }
            }
            if !has_times {
                let message = format!("`{}` has no effect without `every` or `cron`", name.value);
                let help = "delete it: every event starts a run, and `after` waits for the run before";
                let found = Diagnostic::warning(codes::TP0634, message).at(name.span).help(help);
                self.report(found.pointer(ScheduleOptions::PLACE));
            }
        }
    }

    fn option_word(&mut self, option: &str, value: &Node, known: &[&str]) {
        let text = value.as_str();
        if text.is_some_and(|text| known.contains(&text)) {
            return;
        }
        let all = known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let message = match text {
            Some(text) => format!("`{option}` is one of {all}, not `{text}`"),
            None => format!("`{option}` is one of {all}, not {}", value.describe()),
        };
        let help = match text.and_then(|text| did_you_mean(text, known.iter().copied())) {
            Some(close) => format!("did you mean `{close}`?"),
            None => format!("write one of {all}"),
        };
        self.wrong_option(message, help, value.span);
    }

    fn wrong_option(&mut self, message: String, help: String, span: Span) {
        let found = Diagnostic::error(codes::TP0634, message).at(span).help(help);
        self.report(found.pointer(ScheduleOptions::PLACE));
    }
}

fn words<T>(known: &[(&'static str, T)]) -> Vec<&'static str> {
    known.iter().map(|(word, _)| *word).collect()
}
