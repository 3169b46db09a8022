//! Reports arguments that certainly do not match their operation, before a run.

mod computed;

use towpath_diagnostics::{Diagnostic, codes, did_you_mean};
use towpath_dsl::model::{FunctionCall, Node, escape};
use towpath_dsl::snippet;
use towpath_wire::FunctionSignature;

use crate::schema::{Requirement, Schema, Violation};
use crate::signature;
use crate::template::Template;
use crate::value::Value;

pub(crate) use computed::computed_mismatches;

/// The mismatches of the arguments that do not depend on the values of expressions.
pub(crate) fn mismatches(
    signature: &FunctionSignature,
    call: &FunctionCall,
    arguments: &Template,
) -> Vec<Diagnostic> {
    // An invalid schema is reported to IT. Nothing matches it at run time.
    let Ok(schema) = Schema::compile(&signature.input) else { return Vec::new() };
    let mut computed = Vec::new();
    let known = standing_in(arguments, "", &mut computed);
    let violations = schema.validate(&known).err().unwrap_or_default();
    let mut certain: Vec<Violation> = Vec::new();
    for violation in violations.into_iter().filter(|violation| is_certain(violation, &computed)) {
        // All members missing in one place are reported together.
        let same = certain.iter_mut().find(|other| {
            violation.keyword == "required"
                && other.keyword == "required"
                && other.pointer == violation.pointer
        });
        match same {
            Some(other) => other.names.extend(violation.names),
            None => certain.push(violation),
        }
    }
    certain.iter().flat_map(|violation| Mismatch::new(signature, call, violation).explain(&certain)).collect()
}

/// The arguments with a placeholder for each expression, and the pointers of the expressions.
fn standing_in(template: &Template, pointer: &str, computed: &mut Vec<String>) -> Value {
    match template {
        Template::Literal(value) => value.clone(),
        Template::Expression(_) | Template::Uri(_) => {
            computed.push(pointer.to_owned());
            Value::null()
        }
        Template::Array(items) => {
            let items = items.iter().enumerate();
            let items = items.map(|(at, item)| standing_in(item, &format!("{pointer}/{at}"), computed));
            Value::array(items.collect::<Vec<_>>())
        }
        Template::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let pointer = format!("{pointer}/{}", escape(key));
                (std::rc::Rc::clone(key), standing_in(value, &pointer, computed))
            });
            Value::object(entries.collect::<Vec<_>>())
        }
    }
}

/// Rules that only check member names and counts.
const OF_NAMES: &[&str] =
    &["required", "additionalProperties", "minProperties", "maxProperties", "minItems", "maxItems"];

/// Whether a rule is violated for all values of the expressions.
fn is_certain(violation: &Violation, computed: &[String]) -> bool {
    if computed.is_empty() {
        return true;
    }
    let inside = format!("{}/", violation.pointer);
    let is_computed = |pointer: &String| {
        *pointer == violation.pointer || violation.pointer.starts_with(&format!("{pointer}/"))
    };
    let holds_computed = computed.iter().any(|pointer| pointer.starts_with(&inside));
    !violation.is_conditional
        && !computed.iter().any(is_computed)
        && (!holds_computed || OF_NAMES.contains(&violation.keyword.as_str()) || violation.keyword == "type")
}

/// A rule that the arguments violate, and its place.
struct Mismatch<'a> {
    call: &'a FunctionCall,
    schema: &'a serde_json::Value,
    violation: &'a Violation,
    /// The name of the operation in messages.
    called: String,
    /// The literal value that violates the rule, if any.
    node: Option<&'a Node>,
    /// The path to the value, `address.city`. Empty for the whole arguments.
    inner: String,
}

impl<'a> Mismatch<'a> {
    fn new(signature: &'a FunctionSignature, call: &'a FunctionCall, violation: &'a Violation) -> Self {
        Self {
            call,
            schema: &signature.input,
            violation,
            called: format!("`{}.{}`", signature.integration, signature.operation),
            node: call.arguments.as_ref().and_then(|written| written.node.pointer(&violation.pointer)),
            inner: violation.pointer.trim_start_matches('/').replace('/', "."),
        }
    }

    /// One diagnostic for each unknown name, otherwise one in total. `all` are the violated rules.
    fn explain(&self, all: &[Violation]) -> Vec<Diagnostic> {
        match self.violation.keyword.as_str() {
            "required" => self.missing(all).into_iter().collect(),
            "additionalProperties" => self.violation.names.iter().map(|name| self.not_taken(name)).collect(),
            _ => vec![self.unfit()],
        }
    }

    fn report(&self, message: String, help: String) -> Diagnostic {
        let written = self.call.arguments.as_ref();
        let mut found = Diagnostic::error(codes::TP0604, message).at(self.call.name.span).help(help);
        found.pointer = written.map(|written| format!("{}{}", written.pointer, self.violation.pointer));
        found
    }

    /// The name of the value that has the members.
    fn whole(&self) -> String {
        if self.inner.is_empty() {
            self.called.clone()
        } else {
            format!("`{}` of {}", self.inner, self.called)
        }
    }

    fn takes(&self) -> String {
        signature::describe_members(self.schema, &self.violation.pointer)
    }

    /// The missing name that is closest to an unknown name.
    fn close(&self, name: &str) -> Option<String> {
        let entries = self.node.and_then(Node::as_object).unwrap_or_default();
        let known = signature::member_names(self.schema, &self.violation.pointer);
        let is_free = |known: &&str| entries.iter().all(|(key, _)| key.value != *known);
        did_you_mean(name, known.iter().map(String::as_str).filter(is_free)).map(str::to_owned)
    }

    /// `None` if all missing members are present under misspelled names.
    fn missing(&self, all: &[Violation]) -> Option<Diagnostic> {
        let here = |other: &&Violation| {
            other.keyword == "additionalProperties" && other.pointer == self.violation.pointer
        };
        let meant: Vec<String> = all
            .iter()
            .filter(here)
            .flat_map(|other| &other.names)
            .filter_map(|name| self.close(name))
            .collect();
        let missing = || self.violation.names.iter().filter(|name| !meant.contains(name));
        let names: Vec<String> = missing().map(|name| format!("`{name}`")).collect();
        let (what, names) = match names.split_last()? {
            (last, []) => ("argument", last.clone()),
            (last, others) => ("arguments", format!("{} and {last}", others.join(", "))),
        };
        let pointer = &self.violation.pointer;
        let lines: Vec<String> =
            missing().map(|name| signature::example_line(self.schema, pointer, name)).collect();
        let under = if self.inner.is_empty() { "with" } else { &self.inner };
        let lines = lines.join("`, `");
        let help = format!("write under `{under}`, for example, `{lines}`; it takes {}", self.takes());
        let found = self.report(format!("{} needs the {what} {names}", self.whole()), help);
        Some(match self.node.filter(|_| !self.inner.is_empty()) {
            Some(node) => found.at(node.span),
            None => found,
        })
    }

    fn not_taken(&self, name: &str) -> Diagnostic {
        let entries = self.node.and_then(Node::as_object).unwrap_or_default();
        let close = self.close(name).map_or(String::new(), |close| format!("did you mean `{close}`? "));
        let help = format!("{close}it takes {}", self.takes());
        let found = self.report(format!("{} takes no argument `{name}`", self.whole()), help);
        match entries.iter().find(|(key, _)| key.value == *name) {
            Some((key, _)) => found.at(key.span),
            None => found,
        }
    }

    fn unfit(&self) -> Diagnostic {
        let Violation { keyword, pointer, message, requirement, .. } = self.violation;
        let subject = match self.inner.as_str() {
            "" => "the value of `with`".to_owned(),
            inner => format!("`{inner}`"),
        };
        let rule = match (keyword.as_str(), self.node) {
            ("type", Some(node)) => {
                format!("must be {}, not {}", signature::kind_at(self.schema, pointer), node.describe())
            }
            _ => message.clone(),
        };
        let rule = match requirement {
            Requirement::Pattern(pattern) => {
                let sample = signature::sample_value(self.schema, pointer);
                let sample = sample.map_or(String::new(), |sample| format!(", such as {sample}"));
                format!(
                    "{subject} does not match the pattern of {}{sample} (pattern `{pattern}`)",
                    self.called
                )
            }
            _ => format!("{subject} does not match {}: it {rule}", self.called),
        };
        let correction = self
            .node
            .and_then(|node| signature::correction_for_argument(keyword, self.schema, pointer, node));
        let help = correction.unwrap_or_else(|| {
            let name = self.inner.rsplit('.').next().unwrap_or_default();
            let example = signature::expression_line(name);
            format!("correct the value, or take it from the data with an expression, such as `{example}`")
        });
        let found = match self.node.and_then(signature::intended_field) {
            Some(field) => {
                let line = snippet::line(pointer, &snippet::expression(field));
                self.report(
                    format!("{subject} is the text `{field}`, not the field"),
                    format!("write `{line}`"),
                )
            }
            None => self.report(rule, help),
        };
        match self.node {
            Some(node) => found.at(node.span),
            None => found,
        }
    }
}
