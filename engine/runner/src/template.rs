//! Compiled free-form values: literal parts are shared, expressions are evaluated in place.

use std::rc::Rc;

use crate::expression::Expression;
use crate::fault::Faultable;
use crate::run::Cx;
use crate::scope::Frame;
use crate::uri::UriTemplate;
use crate::value::{Key, Value};

/// A value with expressions inside.
#[derive(Debug)]
pub(crate) enum Template {
    /// No expression inside.
    Literal(Value),
    /// One expression.
    Expression(Expression),
    /// A URI with names to fill in.
    Uri(UriTemplate),
    /// A list with expressions inside.
    Array(Vec<Template>),
    /// A mapping with expressions inside.
    Object(Vec<(Key, Template)>),
}

impl Template {
    /// The value, with `input` as `.`. Depth is bounded: the definition's nesting is.
    pub(crate) fn evaluate(&self, cx: &Cx, input: &Value, frame: &Frame<'_>) -> Faultable<Value> {
        match self {
            Self::Literal(value) => Ok(value.clone()),
            Self::Expression(expression) => expression.evaluate(cx, input, frame),
            Self::Uri(template) => template.expand(input).map_err(|fault| fault.about(cx, input)),
            Self::Array(items) => {
                let items: Faultable<Vec<Value>> =
                    items.iter().map(|item| item.evaluate(cx, input, frame)).collect();
                Ok(Value::array(items?))
            }
            Self::Object(entries) => {
                let mut object = Vec::with_capacity(entries.len());
                for (key, value) in entries {
                    object.push((Rc::clone(key), value.evaluate(cx, input, frame)?));
                }
                Ok(Value::object(object))
            }
        }
    }

    /// The value where no expression is inside.
    pub(crate) fn literal(&self) -> Option<&Value> {
        match self {
            Self::Literal(value) => Some(value),
            _ => None,
        }
    }
}
