//! The events that a task waits for, and the tasks for each event.

use towpath_diagnostics::{Span, codes};

use super::task::read_variable;
use super::{Export, Expression, OrExpression, Output, Spanned, TaskList, Template};
use crate::parse::{At, Expected, Findings};

/// The events that a task waits for.
#[derive(Debug, Clone, PartialEq)]
pub enum EventStrategy {
    /// `all`: one event for each filter.
    All(Vec<EventFilter>),
    /// `any`: an event that matches one of the filters. An empty list matches every event.
    Any {
        /// The filters.
        filters: Vec<EventFilter>,
        /// When to stop.
        until: Option<Until>,
    },
    /// `one`: one event.
    One(Box<EventFilter>),
}

/// When `any` stops.
#[derive(Debug, Clone, PartialEq)]
pub enum Until {
    /// When this condition is true.
    Condition(Expression),
    /// When these events have arrived.
    Consumed(Box<EventStrategy>),
}

/// The filter for an event.
#[derive(Debug, Clone, PartialEq)]
pub struct EventFilter {
    /// The required attributes.
    pub with: Template,
    /// Correlations by name.
    pub correlate: Vec<(Spanned<String>, Correlation)>,
    /// Its place in the source text.
    pub span: Span,
}

/// Correlates an event with a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Correlation {
    /// Reads the value from the event.
    pub from: Expression,
    /// The expected value. Default: the first value seen.
    pub expect: Option<OrExpression<Spanned<String>>>,
}

/// The part of an event that tasks receive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReadAs {
    /// Their data.
    #[default]
    Data,
    /// Their data with context attributes.
    Envelope,
    /// The unchanged event.
    Raw,
}

/// The tasks for each event or message.
#[derive(Debug, Clone, PartialEq)]
pub struct SubscriptionIterator {
    /// Variable that holds the item. Default: `item`.
    pub item: Option<Spanned<String>>,
    /// Variable that holds the index. Default: `index`.
    pub at: Option<Spanned<String>>,
    /// The tasks.
    pub tasks: Option<TaskList>,
    /// The output for each item.
    pub output: Option<Output>,
    /// The new context.
    pub export: Option<Export>,
    /// Its place in the source text.
    pub span: Span,
}

impl ReadAs {
    pub(crate) const WORDS: &[(&str, Self)] =
        &[("data", Self::Data), ("envelope", Self::Envelope), ("raw", Self::Raw)];
}

impl EventStrategy {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let strategy = at.fields(&["all", "any", "one", "until"], findings)?;
        let until = strategy.get("until").and_then(|at| Until::read(&at, findings));
        let (key, value) = strategy.exactly_one(&["all", "any", "one"], findings)?;
        if let (Some(name), "all" | "one") = (strategy.key("until"), key) {
            let message = format!("`until` cannot be combined with `{key}`");
            findings.report(at.error(codes::TP0217, message).at(name.span).help("only `any` has `until`"));
        }
        let mut list = |value: At<'_>| -> Option<Vec<EventFilter>> {
            Some(value.items(findings)?.iter().filter_map(|item| EventFilter::read(item, findings)).collect())
        };
        match key {
            "all" => list(value).map(Self::All),
            "any" => Some(Self::Any { filters: list(value)?, until }),
            _ => EventFilter::read(&value, findings).map(|filter| Self::One(Box::new(filter))),
        }
    }
}

impl Until {
    fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        if at.node.as_str().is_some() {
            return at.expression(findings).map(Self::Condition);
        }
        if at.node.as_object().is_none() {
            at.wrong_type(Expected::TextOrMapping("an expression"), findings);
            return None;
        }
        let strategy = EventStrategy::read(at, findings)?;
        if at.node.get("until").is_some() {
            findings.report(at.error(codes::TP0217, "`until` cannot be nested").help("delete the inner one"));
        }
        Some(Self::Consumed(Box::new(strategy)))
    }
}

impl EventFilter {
    fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let filter = at.fields(&["with", "correlate"], findings)?;
        let with = filter.required("with", findings).and_then(|at| read_attributes(&at, findings));
        let entries = filter
            .get("correlate")
            .and_then(|at| at.entries(Expected::Mapping, findings))
            .unwrap_or_default();
        let correlate = entries
            .into_iter()
            .filter_map(|(name, at)| Some((name.clone(), Correlation::read(&at, findings)?)))
            .collect();
        Some(Self { with: with?, correlate, span: at.node.span })
    }
}

impl Correlation {
    fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let correlation = at.fields(&["from", "expect"], findings)?;
        let from = correlation.required("from", findings).and_then(|at| at.expression(findings));
        let expect = correlation.get("expect").and_then(|at| at.text_or_expression(findings));
        Some(Self { from: from?, expect })
    }
}

impl SubscriptionIterator {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let each = at.fields(&["item", "at", "do", "output", "export"], findings)?;
        Some(Self {
            item: each.get("item").and_then(|at| read_variable(&at, findings)),
            at: each.get("at").and_then(|at| read_variable(&at, findings)),
            tasks: each.get("do").and_then(|at| TaskList::read(&at, findings)),
            output: each.get("output").and_then(|at| Output::read(&at, findings)),
            export: each.get("export").and_then(|at| Export::read(&at, findings)),
            span: at.node.span,
        })
    }
}

/// Reads the attributes of an event. CloudEvents attributes are texts; others may have any type.
pub(crate) fn read_attributes(at: &At<'_>, findings: &mut Findings) -> Option<Template> {
    for (name, value) in at.entries(Expected::Mapping, findings)? {
        match name.value.as_str() {
            "id" | "source" | "type" | "time" | "subject" | "datacontenttype" | "dataschema" => {
                value.text(findings);
            }
            _ => {}
        }
    }
    Some(at.template(findings))
}
