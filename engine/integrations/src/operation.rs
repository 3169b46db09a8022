//! One operation of an integration: its contract with workflows, independent of the kind.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use towpath_access::Effect;
use towpath_diagnostics::codes;

use towpath_wire::{Problem, problem_types};

use crate::closed;
use crate::document::fields::{Fields, Findings, is_label, is_version};
use crate::document::{Header, read_labels};
use crate::failure::coded_problem;
use crate::schema::Schema;

/// Whether an operation may be carried out twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Idempotent {
    /// No. This is the default.
    #[default]
    No,
    /// Yes: repeating it has the same effect as carrying it out once.
    Natural,
    /// Yes: the other system recognises the key that the engine sends, and carries it out only once.
    Key,
}

/// One operation in one version.
#[derive(Debug)]
pub struct Operation {
    pub(crate) integration: String,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) effect: Effect,
    pub(crate) idempotent: Idempotent,
    pub(crate) labels: Vec<String>,
    pub(crate) input: Schema,
    pub(crate) output: Option<Schema>,
    /// An example of its result.
    pub(crate) example: Option<Value>,
}

impl Operation {
    /// The integration instance, `crm`.
    pub fn integration(&self) -> &str {
        &self.integration
    }

    /// The name, `get-customer`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The semantic version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// One line for people who pick an operation.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Notes for people who call it.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// Read or write. For `web` this is `write`, but the method of each request decides.
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// Whether it may be repeated.
    pub fn idempotent(&self) -> Idempotent {
        self.idempotent
    }

    /// Labels of its result, including those of the integration, sorted.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// JSON Schema of its arguments, closed and typed.
    pub fn input(&self) -> &Value {
        self.input.source()
    }

    /// JSON Schema of its result, if there is one.
    pub fn output(&self) -> Option<&Value> {
        self.output.as_ref().map(Schema::source)
    }

    /// An example of its result. Simulated calls without a declared answer return it.
    pub fn example(&self) -> Option<&Value> {
        self.example.as_ref()
    }

    /// Its name in messages, `crm.get-customer`.
    pub(crate) fn called(&self) -> String {
        format!("{}.{}", self.integration, self.name)
    }

    /// Checks `value` against the output schema.
    ///
    /// # Errors
    /// The value does not fit. The message names places, never values.
    pub(crate) fn check_output(&self, value: &Value) -> Result<(), Problem> {
        let Some(schema) = &self.output else { return Ok(()) };
        schema.check(value).map_err(|misfit| {
            let detail =
                format!("the result of `{}` does not fit its output schema: {misfit}", self.called());
            coded_problem(problem_types::VALIDATION, codes::TP3013, detail)
        })
    }

    /// Whether `argument` is declared, and whether it is always present.
    pub(crate) fn argument(&self, argument: &str) -> Option<Presence> {
        let input = self.input.source();
        input.get("properties")?.get(argument)?;
        let required = input.get("required").and_then(Value::as_array);
        let always = required.is_some_and(|names| names.iter().any(|name| name == argument));
        Some(if always { Presence::Always } else { Presence::Perhaps })
    }
}

/// Whether an argument is always present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Always,
    Perhaps,
}

/// The keys of an operation in all kinds.
pub(crate) const KEYS: &[&str] =
    &["version", "title", "description", "effect", "idempotent", "input", "output", "example", "labels"];

/// Reads `operations`. The kind itself reads the `extra` keys.
pub(crate) fn read_all<'a>(
    top: &Fields<'a>,
    header: &Header,
    extra: &[&str],
    findings: &mut Findings,
) -> Vec<(Operation, Fields<'a>)> {
    let Some(value) = top.required("operations", findings) else { return Vec::new() };
    let Some(entries) = Fields::open(value, &top.at("operations"), findings) else { return Vec::new() };
    let known: Vec<&str> = KEYS.iter().chain(extra).copied().collect();
    let mut read: Vec<(Operation, Fields<'a>)> = Vec::new();
    for (key, value, pointer) in entries.iter() {
        let Some(fields) = Fields::closed(value, &pointer, &known, findings) else { continue };
        let Some(operation) = read_one(key, &fields, header, findings) else { continue };
        if read.iter().any(|(other, _)| other.name == operation.name && other.version == operation.version) {
            let message = format!("`{}` appears twice in version `{}`", operation.name, operation.version);
            let help = Some("give one of them another version".to_owned());
            findings.key_error(codes::TP3003, &pointer, message, help);
            continue;
        }
        read.push((operation, fields));
    }
    read
}

fn read_one(key: &str, fields: &Fields<'_>, header: &Header, findings: &mut Findings) -> Option<Operation> {
    let (name, key_version) =
        key.split_once(':').map_or((key, None), |(name, version)| (name, Some(version)));
    if !is_label(name) {
        let message = format!("`{name}` is not a name for an operation");
        let help = Some("use lower-case letters, digits and `-`".to_owned());
        findings.key_error(codes::TP3001, fields.pointer(), message, help);
    }
    let version = read_version(key_version, fields, findings);
    let title = fields.text("title", findings).unwrap_or(name).to_owned();
    let description = fields.text("description", findings).map(str::to_owned);
    fields.required("effect", findings);
    let effect = fields.word("effect", &[("read", Effect::Read), ("write", Effect::Write)], findings);
    let words = [("no", Idempotent::No), ("natural", Idempotent::Natural), ("key", Idempotent::Key)];
    let idempotent = match fields.get("idempotent") {
        None => (effect == Some(Effect::Read)).then_some(Idempotent::Natural),
        Some(_) => fields.word("idempotent", &words, findings),
    };
    if (effect, idempotent) == (Some(Effect::Read), Some(Idempotent::No)) {
        let message = "an operation with `effect: read` is always `idempotent: natural`";
        findings.error(codes::TP3001, &fields.at("idempotent"), message);
    }
    let mut labels = read_labels(fields, findings);
    labels.extend(header.labels.iter().cloned());
    labels.sort();
    labels.dedup();
    let input = read_input(fields, findings);
    let output = fields.get("output").and_then(|schema| compile(schema, &fields.at("output"), findings));
    let example = read_example(fields, output.as_ref(), findings);
    // A wrong field is reported above. The rest is still read, to find all problems at once.
    Some(Operation {
        integration: header.name.clone(),
        name: name.to_owned(),
        version: version.unwrap_or_default(),
        title,
        description,
        effect: effect.unwrap_or_default(),
        idempotent: idempotent.unwrap_or_default(),
        labels,
        input: input?,
        output,
        example,
    })
}

/// Reads `example`, which must fit the output schema.
fn read_example(fields: &Fields<'_>, output: Option<&Schema>, findings: &mut Findings) -> Option<Value> {
    let example = fields.get("example")?;
    if let Some(Err(misfit)) = output.map(|schema| schema.check(example)) {
        let message = format!("`example` does not fit `output`: {misfit}");
        findings.error(codes::TP3001, &fields.at("example"), message);
    }
    Some(example.clone())
}

fn read_version(key: Option<&str>, fields: &Fields<'_>, findings: &mut Findings) -> Option<String> {
    let field = match key {
        None => fields.required_text("version", findings),
        Some(_) => fields.text("version", findings),
    };
    let version = key.or(field)?;
    if let (Some(key), Some(field)) = (key, field)
        && key != field
    {
        let message = format!("the key has version `{key}`, but `version` is `{field}`");
        findings.error(codes::TP3001, &fields.at("version"), message);
    }
    if !is_version(version) {
        let place = if key.is_some() { fields.pointer().to_owned() } else { fields.at("version") };
        findings.error_with(
            codes::TP3001,
            &place,
            format!("`{version}` is not a semantic version"),
            "such as `1.0.0`",
        );
        return None;
    }
    Some(version.to_owned())
}

fn read_input(fields: &Fields<'_>, findings: &mut Findings) -> Option<Schema> {
    let nothing = json!({ "type": "object", "additionalProperties": false });
    let pointer = fields.at("input");
    let source = fields.get("input").unwrap_or(&nothing);
    for (at, why) in closed::find_open_schemas(source) {
        findings.error(codes::TP3004, &format!("{pointer}{at}"), why);
    }
    compile(source, &pointer, findings)
}

fn compile(source: &Value, pointer: &str, findings: &mut Findings) -> Option<Schema> {
    match Schema::compile(source) {
        Ok(schema) => Some(schema),
        Err(bad) => {
            findings.error(codes::TP3005, &format!("{pointer}{}", bad.pointer), bad.why);
            None
        }
    }
}

/// Reports names in a template that are not arguments, and optional arguments in places that need a value.
pub(crate) fn check_names<'n>(
    operation: &Operation,
    optional: impl IntoIterator<Item = &'n str>,
    needed: impl IntoIterator<Item = &'n str>,
    pointer: &str,
    findings: &mut Findings,
) {
    let declared = operation.input().get("properties").and_then(Value::as_object);
    let mut check = |name: &str, always: bool| match operation.argument(name) {
        None => {
            let names = declared.into_iter().flatten().map(|(name, _)| name.as_str());
            let help = match towpath_diagnostics::did_you_mean(name, names) {
                Some(close) => format!("did you mean `{{{close}}}`?"),
                None => "declare it in `input`, or write `{{` for a brace".to_owned(),
            };
            findings.error_with(codes::TP3006, pointer, format!("`{{{name}}}` is not an argument"), help);
        }
        Some(Presence::Perhaps) if always => {
            let message = format!("`{{{name}}}` needs a value here, but the argument may be absent");
            findings.error_with(
                codes::TP3006,
                pointer,
                message,
                format!("add `{name}` to `required` of `input`"),
            );
        }
        Some(_) => {}
    };
    optional.into_iter().for_each(|name| check(name, false));
    needed.into_iter().for_each(|name| check(name, true));
}

/// The JSON Schema of `operations`, with the properties of the kind.
pub(crate) fn operations_schema(own: Value, own_required: &[&str]) -> Value {
    let mut operation = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["effect"],
        "properties": {
            "version": {
                "type": "string",
                "description": "Semantic version. It may be in the key instead, as in \
                    `get-customer:2.0.0`.",
            },
            "title": { "type": "string", "description": "One line for people who pick an operation." },
            "description": {
                "type": "string",
                "description": "Notes for people who call it, such as where its values come from.",
            },
            "effect": {
                "enum": ["read", "write"],
                "description": "Whether it changes anything in the other system.",
            },
            "idempotent": {
                "enum": ["no", "natural", "key"],
                "description": "Whether it may be repeated: `natural`, or with a `key` that the \
                    engine sends. Reads are `natural`; the default for writes is `no`.",
            },
            "input": {
                "type": "object",
                "description": "JSON Schema of the arguments; every object closed, every property typed.",
            },
            "output": { "type": ["object", "boolean"], "description": "JSON Schema of the result." },
            "example": { "description": "An example of the result. Simulated calls of draft runs return it." },
            "labels": crate::document::labels_schema(),
        },
    });
    if let (Some(properties), Value::Object(own)) = (operation["properties"].as_object_mut(), own) {
        properties.extend(own);
    }
    if let Some(required) = operation["required"].as_array_mut() {
        required.extend(own_required.iter().map(|name| Value::from(*name)));
    }
    json!({
        "type": "object",
        "description": "The operations by name, or by `name:version`.",
        "propertyNames": { "pattern": "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(:.+)?$" },
        "additionalProperties": operation,
    })
}
