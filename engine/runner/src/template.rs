//! Compiled free-form values: literal parts are shared, expressions are evaluated.

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
    /// A literal value.
    Literal(Value),
    /// One expression.
    Expression(Expression),
    /// A URI template.
    Uri(UriTemplate),
    /// A list with expressions inside.
    Array(Vec<Template>),
    /// A mapping with expressions inside.
    Object(Vec<(Key, Template)>),
}

impl Template {
    /// Evaluates the value with `input` as `.`. The depth is bounded by the nesting of the definition.
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

    /// The value, if it is literal.
    pub(crate) fn literal(&self) -> Option<&Value> {
        match self {
            Self::Literal(value) => Some(value),
            _ => None,
        }
    }
}
