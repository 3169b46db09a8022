//! Reports a value of the wrong type, with a help that fits the most common mistakes.

use towpath_diagnostics::codes;

use super::{At, Findings, help_with_values, named_item::TASK_KEYS};
use crate::{
    model::{Node, NodeKind, Spanned},
    words::{boolean_of_word, quote},
    yaml::layout,
};

/// What a place in a definition takes. The message names it, and the help depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    Boolean,
    WholeNumber,
    Text,
    TextWithExpression,
    Expression,
    List,
    Mapping,
    MappingOrExpression,
    /// A text with this, or a mapping.
    TextOrMapping(&'static str),
    ExpressionOrMappings,
    Duration,
    /// A duration that is neither a text nor a mapping, so both forms are named.
    DurationForm,
}

impl Expected {
    fn may_be_text(self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::TextWithExpression
                | Self::TextOrMapping(_)
                | Self::ExpressionOrMappings
                | Self::DurationForm
        )
    }

    fn may_be_mapping(self) -> bool {
        matches!(
            self,
            Self::Mapping
                | Self::MappingOrExpression
                | Self::TextOrMapping(_)
                | Self::ExpressionOrMappings
                | Self::DurationForm
        )
    }
}

impl std::fmt::Display for Expected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Boolean => "a boolean (`true` or `false`)",
            Self::WholeNumber => "a whole number",
            Self::Text => "a text",
            Self::TextWithExpression => "a text with an expression",
            Self::Expression => "an expression",
            Self::List => "a list",
            Self::Mapping => "a mapping",
            Self::MappingOrExpression => "a mapping or an expression",
            Self::TextOrMapping(what) => return write!(f, "a text with {what} or a mapping"),
            Self::ExpressionOrMappings => "a text with an expression or a list of mappings",
            Self::Duration => "a duration",
            Self::DurationForm => "a duration: a text such as `PT30S`, or a mapping such as `seconds: 30`",
        })
    }
}

impl At<'_> {
    /// Reports that another type of value is expected.
    pub(crate) fn wrong_type(&self, expected: Expected, findings: &mut Findings) {
        if findings.hollow.contains(&self.pointer) || self.lacks_a_space(expected, findings) {
            return;
        }
        let message = format!("{} must be {expected}, not {}", self.subject(), self.node.describe());
        let diagnostic = self.error(codes::TP0203, message);
        let help = match &self.node.kind {
            NodeKind::Int(_) if self.pointer.ends_with("/retry") => {
                Some(format!("write `{}`", help_with_values::retry_with_attempts(self.node)))
            }
            NodeKind::Int(value) if expected == Expected::Text => {
                Some(format!("put it in quotes to make it a text: `\"{value}\"`"))
            }
            NodeKind::Bool(_) | NodeKind::Int(_) | NodeKind::Float(_) if expected.may_be_text() => {
                Some("put it in quotes to make it a text".to_owned())
            }
            NodeKind::String(text) if expected == Expected::Boolean => boolean_of_word(text).map(|truth| {
                format!("write `{truth}` without quotes; in YAML 1.2 `yes`, `no`, `on` and `off` are text")
            }),
            NodeKind::String(text)
                if expected == Expected::WholeNumber && text.trim().parse::<f64>().is_ok() =>
            {
                Some("remove the quotes".to_owned())
            }
            NodeKind::Object(entries) if expected == Expected::List => Some(self.as_list(entries)),
            NodeKind::Null => Some("give it a value, or indent its content below it".to_owned()),
            NodeKind::String(_) if self.pointer.ends_with("/run") => {
                Some("the engine never runs commands; ask IT for an integration, and `call` it".to_owned())
            }
            NodeKind::String(_) if expected == Expected::Mapping => {
                Some("write its keys below it, indented further".to_owned())
            }
            NodeKind::String(_) if expected == Expected::List => {
                Some("write each item on its own line, after `- `".to_owned())
            }
            _ => None,
        };
        findings.report(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }

    /// Reports a missing space after a `:` or a `-`, if that explains the wrong type.
    pub(super) fn lacks_a_space(&self, expected: Expected, findings: &mut Findings) -> bool {
        let missing = match &self.node.kind {
            NodeKind::String(text) if expected.may_be_mapping() => layout::missing_space(text),
            NodeKind::Object(entries) if expected == Expected::List => {
                entries.first().and_then(|(key, _)| layout::missing_space(&format!("{}:", key.value)))
            }
            _ => None,
        };
        let Some(missing) = missing else { return false };
        findings.report(missing.explain(self.node.span.start).pointer(self.pointer.as_str()));
        true
    }

    /// The help for a mapping that should be a list.
    fn as_list(&self, entries: &[(Spanned<String>, Node)]) -> String {
        if self.pointer.ends_with("/switch") {
            return "write each case as an item: `- large: { when: .total > 50, then: review }`; the case without \
                    `when` is the default"
                .to_owned();
        }
        match entries.first() {
            Some((key, _)) if TASK_KEYS.contains(&key.value.as_str()) => {
                format!(
                    "write each task as an item with a name: `- myTask:`, and indent {} below it",
                    quote(key)
                )
            }
            Some((key, _)) => {
                format!("write each as an item of a list: {} and so on", quote(&format!("- {}:", key.value)))
            }
            None => "begin each item with `- `".to_owned(),
        }
    }
}
