//! Event filters: required attributes, and correlation with this run.

use std::collections::BTreeMap;

use towpath_dsl::model::{EventFilter, OrExpression, escape};
use towpath_wire::{EffectKind, ListenEffect};

use crate::call::arguments_of_effect;
use crate::compile::{Compiled, Compiler, Reported, all_compiled};
use crate::expression::{Expression, Place};
use crate::fault::Faultable;
use crate::run::Cx;
use crate::scope::Frame;
use crate::template::Template;
use crate::value::Value;

/// An event filter.
#[derive(Debug)]
pub(super) struct Filter {
    attributes: Vec<(String, Template)>,
    correlate: Vec<Correlation>,
}

#[derive(Debug)]
struct Correlation {
    name: String,
    from: Expression,
    expect: Option<Template>,
}

/// Values that correlations without `expect` have seen, by name.
pub(super) type Correlated = BTreeMap<String, Value>;

impl Filter {
    pub(super) fn compile(c: &mut Compiler<'_>, filter: &EventFilter) -> Compiled<Self> {
        let entries = filter.with.node.as_object().ok_or(Reported)?;
        let attributes = entries.iter().map(|(name, value)| {
            let pointer = format!("{}/{}", filter.with.pointer, escape(&name.value));
            Ok((name.value.clone(), c.node(value, &pointer, Place::Definition)?))
        });
        let attributes = all_compiled(attributes.collect());
        let correlate = filter.correlate.iter().map(|(name, correlation)| {
            let from = c.expression(&correlation.from, Place::Definition);
            let expect = match &correlation.expect {
                Some(OrExpression::Literal(text)) => {
                    Ok(Some(Template::Literal(Value::str(text.value.as_str()))))
                }
                Some(OrExpression::Expression(written)) => {
                    c.expression(written, Place::Definition).map(|it| Some(Template::Expression(it)))
                }
                None => Ok(None),
            };
            Ok(Correlation { name: name.value.clone(), from: from?, expect: expect? })
        });
        let correlate = all_compiled(correlate.collect());
        Ok(Self { attributes: attributes?, correlate: correlate? })
    }

    /// A filter that every event matches.
    pub(super) fn everything() -> Self {
        Self { attributes: Vec::new(), correlate: Vec::new() }
    }

    /// The effect for the host, with the attributes that are known before an event arrives.
    pub(super) fn effect(&self, cx: &Cx, _frame: &Frame<'_>, _input: &Value) -> Faultable<EffectKind> {
        let known = self.attributes.iter();
        let known = known.filter_map(|(name, template)| Some((name.as_str(), template.literal()?.clone())));
        let with = Value::object(known);
        let labels = cx.label_names(with.labels_deep());
        let with = arguments_of_effect(cx, &with, |_| Err("an event filter"))?.text;
        Ok(EffectKind::Listen(ListenEffect { with, labels }))
    }

    /// Whether an event matches. Values for correlations are kept only if it does.
    pub(super) fn matches(
        &self,
        cx: &Cx,
        frame: &Frame<'_>,
        event: &Value,
        correlated: &mut Correlated,
    ) -> Faultable<bool> {
        for (name, template) in &self.attributes {
            let actual = event.get(name).unwrap_or_default();
            if !agrees(cx, frame, template, &actual)? {
                return Ok(false);
            }
        }
        let mut learnt = Vec::new();
        for correlation in &self.correlate {
            let value = lenient(correlation.from.evaluate(cx, event, frame))?.unwrap_or_default();
            if value.is_null() {
                return Ok(false);
            }
            let agrees = match (&correlation.expect, correlated.get(&correlation.name)) {
                (Some(expect), _) => agrees(cx, frame, expect, &value)?,
                (None, Some(seen)) => *seen == value,
                (None, None) => {
                    learnt.push((correlation.name.clone(), value));
                    true
                }
            };
            if !agrees {
                return Ok(false);
            }
        }
        correlated.extend(learnt);
        Ok(true)
    }
}

/// Whether a value matches a template. It must equal the result of the template. If the result is a boolean
/// and the value is not, the result itself decides. The template sees the value as `.`. An error counts as no
/// match.
fn agrees(cx: &Cx, frame: &Frame<'_>, template: &Template, actual: &Value) -> Faultable<bool> {
    let Some(expected) = lenient(template.evaluate(cx, actual, frame))? else { return Ok(false) };
    Ok(match (expected.as_bool(), actual.as_bool()) {
        (Some(says), None) => says,
        _ => expected == *actual,
    })
}

/// An expression that fails on an event means that the event does not match. A limit is still an error.
fn lenient(result: Faultable<Value>) -> Faultable<Option<Value>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(fault) if fault.catchable => Ok(None),
        Err(fault) => Err(fault),
    }
}
