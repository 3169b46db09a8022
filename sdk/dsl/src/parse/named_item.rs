//! Reads a list item with a name, such as a task or a case: `- name: {…}`.

use towpath_diagnostics::{Span, codes};

use super::{At, Findings};
use crate::{
    model::{Node, NodeKind, Spanned},
    snippet,
    words::quote,
};

impl<'a> At<'a> {
    /// Reads an item such as `- name: {…}`, a mapping with one entry.
    pub(crate) fn named_item(
        &self,
        what: &str,
        findings: &mut Findings,
    ) -> Option<(&'a Spanned<String>, Self)> {
        let entries = self.node.as_object().unwrap_or_default();
        if let [(name, value)] = entries {
            return Some((name, self.child(name, value)));
        }
        let (message, place, help) = self.without_name(what, entries);
        findings.report(self.error(codes::TP0211, message).at(place).help(help));
        None
    }

    /// The message, the place and the help for an item that is not one name with its content.
    fn without_name(&self, what: &str, entries: &[(Spanned<String>, Node)]) -> (String, Span, String) {
        match entries {
            [(name, Node { kind: NodeKind::Null, .. }), (second, _), ..] => (
                format!("{} is beside {}, not inside it", quote(second), quote(name)),
                second.span,
                format!("indent it further than {}", quote(name)),
            ),
            [(name, body), (second, value), ..]
                if what == "task"
                    && body.as_object().is_some()
                    && is_task_key(second)
                    && !is_task_key(name) =>
            {
                (
                    format!("{} is beside the task {}, not inside it", quote(second), quote(name)),
                    second.span,
                    inside_of(name, body, second, value),
                )
            }
            [(key, name), ..] if matches!(key.value.as_str(), "name" | "id") && name.as_str().is_some() => (
                format!("the name of {} is in the wrong place", self.subject()),
                key.span,
                format!(
                    "write `- {}:` and indent the rest below it",
                    name.as_str().unwrap_or_default().chars().take(40).collect::<String>()
                ),
            ),
            [(first, _), ..]
                if what == "task"
                    && entries.iter().any(|(key, _)| TASK_KEYS.contains(&key.value.as_str())) =>
            {
                (
                    format!("{} has no name", self.subject()),
                    first.span,
                    format!("write `- myTask:` and indent {} and the rest below it", quote(first)),
                )
            }
            [_, (second, _), ..] => (
                format!("{} has more than one name", self.subject()),
                second.span,
                format!("begin a new line with `- {}:`", second.value.chars().take(40).collect::<String>()),
            ),
            _ => (
                format!("{} must be one name with its {what}", self.subject()),
                self.node.span,
                format!("write `- name:` and indent the {what} below it"),
            ),
        }
    }
}

/// Keys that show that an item is a task without a name.
pub(super) const TASK_KEYS: &[&str] =
    &["call", "set", "switch", "wait", "raise", "then", "if", "with", "try", "for", "do"];

/// Further keys of tasks.
const MORE_TASK_KEYS: &[&str] =
    &["catch", "while", "foreach", "input", "output", "export", "timeout", "metadata"];

fn is_task_key(key: &str) -> bool {
    TASK_KEYS.contains(&key) || MORE_TASK_KEYS.contains(&key)
}

/// The help for a key that is aligned with the name of its task.
fn inside_of(name: &str, body: &Node, key: &str, value: &Node) -> String {
    let first = body.as_object().and_then(|entries| entries.first()).map(|(first, _)| first.value.as_str());
    let place = match first {
        Some(first) => format!("align it with {}", quote(first)),
        None => format!("indent it further than {}", quote(name)),
    };
    let line = format!("{key}: {}", snippet::flow(value));
    if line.len() <= snippet::MAX_LENGTH { format!("{place}: `{line}`") } else { place }
}
