//! Reports a value of the wrong type, with a help that fits the most common mistakes.

use towpath_diagnostics::codes;

use super::{At, Findings, help_with_values, named_item::TASK_KEYS};
use crate::{
    model::{Node, NodeKind, Spanned},
    words::quote,
    yaml::layout,
};

impl At<'_> {
    /// Reports that another type of value is expected.
    pub(crate) fn wrong_type(&self, expected: &str, findings: &mut Findings) {
        if findings.hollow.contains(&self.pointer) || self.lacks_a_space(expected, findings) {
            return;
        }
        let message = format!("{} must be {expected}, not {}", self.subject(), self.node.describe());
        let diagnostic = self.error(codes::TP0203, message);
        let help = match &self.node.kind {
            NodeKind::Int(_) if self.pointer.ends_with("/retry") => {
                Some(format!("write `{}`", help_with_values::retry(self.node)))
            }
            NodeKind::Int(value) if expected == "a text" => {
                Some(format!("put it in quotes to make it a text: `\"{value}\"`"))
            }
            NodeKind::Bool(_) | NodeKind::Int(_) | NodeKind::Float(_) if expected.contains("a text") => {
                Some("put it in quotes to make it a text".to_owned())
            }
            NodeKind::String(text) if expected.contains("a boolean") => truth(text).map(|truth| {
                format!("write `{truth}` without quotes; in YAML 1.2 `yes`, `no`, `on` and `off` are text")
            }),
            NodeKind::String(text) if expected.contains("number") && text.trim().parse::<f64>().is_ok() => {
                Some("remove the quotes".to_owned())
            }
            NodeKind::Object(entries) if expected == "a list" => Some(self.as_list(entries)),
            NodeKind::Null => Some("give it a value, or indent its content below it".to_owned()),
            NodeKind::String(_) if self.pointer.ends_with("/run") => {
                Some("the engine never runs commands; ask IT for an integration, and `call` it".to_owned())
            }
            NodeKind::String(_) if expected == "a mapping" => {
                Some("write its keys below it, indented further".to_owned())
            }
            NodeKind::String(_) if expected == "a list" => {
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
    pub(super) fn lacks_a_space(&self, expected: &str, findings: &mut Findings) -> bool {
        let missing = match &self.node.kind {
            NodeKind::String(text) if expected.contains("mapping") => layout::missing_space(text),
            NodeKind::Object(entries) if expected == "a list" => {
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

fn truth(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "y" | "on" | "true" => Some(true),
        "no" | "n" | "off" | "false" => Some(false),
        _ => None,
    }
}
