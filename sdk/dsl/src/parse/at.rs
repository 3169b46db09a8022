//! A value with its JSON pointer, and the readings that every construct is made of.

use std::cell::RefCell;

use towpath_diagnostics::{Code, Diagnostic, Span, codes, did_you_mean};

use super::{Fields, Findings, interpolation, own, traps};
use crate::{
    model::{Expression, Node, NodeKind, OrExpression, Spanned, Template, Transform, escape},
    snippet,
    words::{alternatives, quote},
    yaml::slips,
};

/// A value and the JSON pointer that leads to it.
#[derive(Clone)]
pub(crate) struct At<'a> {
    pub(crate) node: &'a Node,
    pub(crate) pointer: String,
    /// Where the key before it stands, if it has one.
    pub(crate) key: Option<Span>,
}

impl<'a> At<'a> {
    pub(crate) fn new(node: &'a Node, pointer: impl Into<String>) -> Self {
        Self { node, pointer: pointer.into(), key: None }
    }

    /// The value of an entry of this mapping.
    pub(crate) fn child(&self, key: &Spanned<String>, node: &'a Node) -> Self {
        Self { node, pointer: format!("{}/{}", self.pointer, escape(&key.value)), key: Some(key.span) }
    }

    /// The value of `key`, if this is a mapping that has it.
    pub(crate) fn get(&self, key: &str) -> Option<Self> {
        let (name, value) = self.node.as_object()?.iter().find(|(name, _)| name.value == key)?;
        Some(self.child(name, value))
    }

    /// An item of this list.
    pub(crate) fn item(&self, index: usize, node: &'a Node) -> Self {
        Self::new(node, format!("{}/{index}", self.pointer))
    }

    /// An error at this place.
    pub(crate) fn error(&self, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(code, message).at(self.node.span).pointer(self.pointer.clone())
    }

    /// How messages name this value: its key, or which item it is.
    pub(crate) fn subject(&self) -> String {
        let (parent, token) = self.pointer.rsplit_once('/').unwrap_or(("", ""));
        match token.parse::<usize>() {
            _ if token.is_empty() => "the workflow".to_owned(),
            Ok(index) => {
                let list = parent.rsplit('/').next().unwrap_or_default();
                format!("item {} of {}", index + 1, quote(&unescape(list)))
            }
            Err(_) => quote(&unescape(token)),
        }
    }

    /// Says that another type of value is expected.
    pub(crate) fn wrong_type(&self, expected: &str, findings: &mut Findings) {
        if findings.hollow.contains(&self.pointer) || self.lacks_a_space(expected, findings) {
            return;
        }
        let message = format!("{} must be {expected}, not {}", self.subject(), self.node.describe());
        let diagnostic = self.error(codes::TP0203, message);
        let help = match &self.node.kind {
            NodeKind::Int(_) if self.pointer.ends_with("/retry") => {
                Some(format!("write `{}`", own::retry(self.node)))
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
                Some("take the quotes away".to_owned())
            }
            NodeKind::Object(entries) if expected == "a list" => Some(self.as_list(entries)),
            NodeKind::Null => {
                Some("give it a value: what belongs to it stands below it, indented further".to_owned())
            }
            NodeKind::String(_) if self.pointer.ends_with("/run") => {
                Some("commands are never run here; ask IT for an integration, and `call` it".to_owned())
            }
            NodeKind::String(_) if expected == "a mapping" => {
                Some("write its keys below it, indented further".to_owned())
            }
            NodeKind::String(_) if expected == "a list" => {
                Some("write each item on a line of its own, behind `- `".to_owned())
            }
            _ => None,
        };
        findings.report(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }

    /// Says so, where a space behind a `:` or a `-` would make another value of this.
    fn lacks_a_space(&self, expected: &str, findings: &mut Findings) -> bool {
        let missing = match &self.node.kind {
            NodeKind::String(text) if expected.contains("mapping") => slips::missing_space(text),
            NodeKind::Object(entries) if expected == "a list" => {
                entries.first().and_then(|(key, _)| slips::missing_space(&format!("{}:", key.value)))
            }
            _ => None,
        };
        let Some(missing) = missing else { return false };
        findings.report(missing.explain(self.node.span.start).pointer(self.pointer.as_str()));
        true
    }

    /// How a mapping that should be a list begins, written as one.
    fn as_list(&self, entries: &[(Spanned<String>, Node)]) -> String {
        if self.pointer.ends_with("/switch") {
            return "write each case as an item: `- large: { when: .total > 50, then: review }`; the one without \
                    `when` is for all else"
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

    fn raw_text(&self, expected: &str, findings: &mut Findings) -> Option<Spanned<String>> {
        let text = self.node.as_str().map(|text| Spanned::new(text.to_owned(), self.node.span));
        if text.is_none() {
            self.wrong_type(expected, findings);
        }
        text
    }

    /// A text, whatever it says.
    pub(crate) fn text(&self, findings: &mut Findings) -> Option<Spanned<String>> {
        self.raw_text("a text", findings)
    }

    /// A text that is meant as it stands: an expression here would never be evaluated.
    pub(crate) fn literal(&self, findings: &mut Findings) -> Option<Spanned<String>> {
        let text = self.raw_text("a text", findings)?;
        if text.trim_start().starts_with("${") {
            let message = format!("{} cannot be an expression", self.subject());
            let help = match self.pointer.rsplit('/').next() {
                Some("then") => "write the name of a task; to choose between tasks, use `switch`",
                Some("method") => "write the value out; to choose between requests, use `switch`",
                _ => "write the value out",
            };
            findings.report(self.error(codes::TP0218, message).help(help));
            return None;
        }
        Some(text)
    }

    /// A text as it stands, or one expression that gives it.
    pub(crate) fn text_or_expression(
        &self,
        findings: &mut Findings,
    ) -> Option<OrExpression<Spanned<String>>> {
        let text = self.raw_text("a text", findings)?;
        interpolation::check_strict(self, &text, findings);
        Some(match Expression::strict(self.node, self.pointer.clone()) {
            Some(expression) => OrExpression::Expression(self.found(expression, findings)),
            None => OrExpression::Literal(text),
        })
    }

    /// A text that is always an expression, `${ … }` around it or not.
    pub(crate) fn expression(&self, findings: &mut Findings) -> Option<Expression> {
        let text = self.raw_text("a text with an expression", findings)?;
        if self.lacks_a_space("a mapping", findings) {
            return None;
        }
        interpolation::check_always(self, &text, findings);
        let expression = Expression::always(self.node, self.pointer.clone())?;
        Some(self.found(expression, findings))
    }

    /// A text that must be `${ … }`.
    pub(crate) fn strict_expression(&self, expected: &str, findings: &mut Findings) -> Option<Expression> {
        let text = self.raw_text(expected, findings)?;
        interpolation::check_strict(self, &text, findings);
        let Some(expression) = Expression::strict(self.node, self.pointer.clone()) else {
            if !text.contains("${") && !self.lacks_a_space(expected, findings) {
                let message = format!("{} must be {expected}", self.subject());
                let line = snippet::line(&self.pointer, &snippet::expression(&text));
                let help = format!("an expression is written `${{ … }}`: `{line}`");
                findings.report(self.error(codes::TP0203, message).help(help));
            }
            return None;
        };
        Some(self.found(expression, findings))
    }

    fn found(&self, expression: Expression, findings: &mut Findings) -> Expression {
        if expression.jq.is_empty() {
            let message = format!("the expression of {} is empty", self.subject());
            findings
                .report(self.error(codes::TP0216, message).help("write a jq expression, such as `.total`"));
        } else {
            findings.expressions.push(expression.clone());
        }
        expression
    }

    /// Any value, with expressions inside.
    pub(crate) fn template(&self, findings: &mut Findings) -> Template {
        self.visit_template(findings);
        Template { node: self.node.clone(), pointer: self.pointer.clone() }
    }

    fn visit_template(&self, findings: &mut Findings) {
        match &self.node.kind {
            NodeKind::String(text) => {
                interpolation::check_strict(self, text, findings);
                if let Some(expression) = Expression::strict(self.node, self.pointer.clone()) {
                    self.found(expression, findings);
                } else {
                    interpolation::warn_of_bare_expression(self, text, findings);
                    traps::value(self, text, findings);
                }
            }
            NodeKind::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.item(index, item).visit_template(findings);
                }
            }
            NodeKind::Object(entries) => {
                for (key, value) in entries {
                    let child = self.child(key, value);
                    traps::key(&child, key, key.span, findings);
                    child.visit_template(findings);
                }
            }
            NodeKind::Null | NodeKind::Bool(_) | NodeKind::Int(_) | NodeKind::Float(_) => {}
        }
    }

    /// A mapping with free keys, with expressions inside.
    pub(crate) fn mapping_template(&self, findings: &mut Findings) -> Option<Template> {
        self.entries("a mapping", findings)?;
        Some(self.template(findings))
    }

    /// A mapping with free keys, or one expression that gives it.
    pub(crate) fn mapping_or_expression(&self, findings: &mut Findings) -> Option<Template> {
        if self.node.as_str().is_some() {
            self.strict_expression("a mapping or an expression", findings)?;
            return Some(Template { node: self.node.clone(), pointer: self.pointer.clone() });
        }
        self.entries("a mapping or an expression", findings)?;
        Some(self.template(findings))
    }

    /// A mapping of texts, with expressions inside.
    pub(crate) fn text_mapping(&self, findings: &mut Findings) -> Option<Template> {
        for (_, value) in self.entries("a mapping", findings)? {
            value.text(findings);
        }
        Some(self.template(findings))
    }

    /// A list of texts, with expressions inside.
    pub(crate) fn text_list(&self, findings: &mut Findings) -> Option<Template> {
        for item in self.items(findings)? {
            item.text(findings);
        }
        Some(self.template(findings))
    }

    /// What `from` and `as` hold: a text that is always an expression, or a mapping with expressions inside.
    pub(crate) fn transform(&self, findings: &mut Findings) -> Option<Transform> {
        match &self.node.kind {
            NodeKind::String(_) => self.expression(findings).map(Transform::Expression),
            NodeKind::Object(_) => Some(Transform::Template(self.template(findings))),
            _ => {
                self.wrong_type("a text with an expression or a mapping", findings);
                None
            }
        }
    }

    /// A mapping kept as it is; nothing in it is evaluated.
    pub(crate) fn raw_mapping(&self, findings: &mut Findings) -> Option<Node> {
        self.entries("a mapping", findings)?;
        Some(self.node.clone())
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&self, findings: &mut Findings) -> Option<Spanned<bool>> {
        if let NodeKind::Bool(value) = self.node.kind {
            return Some(Spanned::new(value, self.node.span));
        }
        self.wrong_type("a boolean (`true` or `false`)", findings);
        None
    }

    /// A whole number from `least` to `most`.
    pub(crate) fn integer(&self, least: i64, most: i64, findings: &mut Findings) -> Option<Spanned<i64>> {
        let NodeKind::Int(value) = self.node.kind else {
            self.wrong_type("a whole number", findings);
            return None;
        };
        if (least..=most).contains(&value) {
            return Some(Spanned::new(value, self.node.span));
        }
        let range =
            if most == i64::MAX { format!("at least {least}") } else { format!("from {least} to {most}") };
        findings
            .report(self.error(codes::TP0204, format!("{} must be {range}, not `{value}`", self.subject())));
        None
    }

    /// One of a few words.
    pub(crate) fn word<T: Copy>(&self, words: &[(&str, T)], findings: &mut Findings) -> Option<Spanned<T>> {
        let text = self.raw_text("a text", findings)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text.value) {
            return Some(Spanned::new(*value, text.span));
        }
        let known = words.iter().map(|(word, _)| *word);
        let message = format!("{} cannot be {}", self.subject(), quote(&text));
        let help = match did_you_mean(&text, known.clone()) {
            Some(word) => format!("did you mean `{word}`?"),
            None => format!("possible here: {}", alternatives(known)),
        };
        findings.report(self.error(codes::TP0204, message).help(help));
        None
    }

    /// One of a few words, kept as text.
    pub(crate) fn word_text(&self, words: &[&str], findings: &mut Findings) -> Option<Spanned<String>> {
        let words: Vec<_> = words.iter().map(|word| (*word, *word)).collect();
        self.word(&words, findings).map(|word| Spanned::new(word.value.to_owned(), word.span))
    }

    /// The items of a list.
    pub(crate) fn items(&self, findings: &mut Findings) -> Option<Vec<Self>> {
        let Some(items) = self.node.as_array() else {
            self.wrong_type("a list", findings);
            return None;
        };
        Some(items.iter().enumerate().map(|(index, item)| self.item(index, item)).collect())
    }

    /// The entries of a mapping with free keys.
    pub(crate) fn entries(
        &self,
        expected: &str,
        findings: &mut Findings,
    ) -> Option<Vec<(&'a Spanned<String>, Self)>> {
        let Some(entries) = self.node.as_object() else {
            self.wrong_type(expected, findings);
            return None;
        };
        Some(entries.iter().map(|(key, value)| (key, self.child(key, value))).collect())
    }

    /// A mapping with these keys and no others.
    pub(crate) fn fields(&self, keys: &[&str], findings: &mut Findings) -> Option<Fields<'a>> {
        let fields = self.any_fields(findings)?;
        fields.refuse_unknown(&[keys], findings);
        Some(fields)
    }

    /// A mapping whose keys are not judged yet.
    pub(crate) fn any_fields(&self, findings: &mut Findings) -> Option<Fields<'a>> {
        let Some(entries) = self.node.as_object() else {
            self.wrong_type("a mapping", findings);
            return None;
        };
        Some(Fields { at: self.clone(), entries, unknown: RefCell::default() })
    }

    /// The one entry of an item such as `- name: {…}`.
    pub(crate) fn named_item(
        &self,
        what: &str,
        findings: &mut Findings,
    ) -> Option<(&'a Spanned<String>, Self)> {
        let entries = self.node.as_object().unwrap_or_default();
        if let [(name, value)] = entries {
            return Some((name, self.child(name, value)));
        }
        let (message, place, help) = match entries {
            [(name, Node { kind: NodeKind::Null, .. }), (second, _), ..] => (
                format!("{} stands beside {}, not inside of it", quote(second), quote(name)),
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
                    format!("{} stands beside the task {}, not inside of it", quote(second), quote(name)),
                    second.span,
                    inside_of(name, body, second, value),
                )
            }
            [(key, name), ..] if matches!(key.value.as_str(), "name" | "id") && name.as_str().is_some() => (
                format!("the name of {} stands in the wrong place", self.subject()),
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
                format!(
                    "begin a line of its own with `- {}:`",
                    second.value.chars().take(40).collect::<String>()
                ),
            ),
            _ => (
                format!("{} must be one name with its {what}", self.subject()),
                self.node.span,
                format!("write `- name:` and indent the {what} below it"),
            ),
        };
        findings.report(self.error(codes::TP0211, message).at(place).help(help));
        None
    }
}

/// Keys that say that a task stands here without its name.
const TASK_KEYS: &[&str] =
    &["call", "set", "switch", "wait", "raise", "then", "if", "with", "try", "for", "do"];

/// Keys that tasks have besides those that say what they do.
const MORE_TASK_KEYS: &[&str] =
    &["catch", "while", "foreach", "input", "output", "export", "timeout", "metadata"];

fn is_task_key(key: &str) -> bool {
    TASK_KEYS.contains(&key) || MORE_TASK_KEYS.contains(&key)
}

/// What to do with a key that stands in the column of its task's name.
fn inside_of(name: &str, body: &Node, key: &str, value: &Node) -> String {
    let first = body.as_object().and_then(|entries| entries.first()).map(|(first, _)| first.value.as_str());
    let place = match first {
        Some(first) => format!("write it in the column of {}", quote(first)),
        None => format!("indent it further than {}", quote(name)),
    };
    let line = format!("{key}: {}", snippet::flow(value));
    if line.len() <= snippet::LONGEST { format!("{place}: `{line}`") } else { place }
}

fn truth(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "y" | "on" | "true" => Some(true),
        "no" | "n" | "off" | "false" => Some(false),
        _ => None,
    }
}

fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}
