//! The schema of `run`.

use serde_json::{Value, json};

use super::Subject;
use super::data::{NAME, SEMVER, boolean, mapping, reference, text, texts, words};
use super::field::{Definitions, field, object, with};
use crate::check::Construct;

/// A kind of process: the construct it needs, its key, its description, its schema.
type Kind = (Construct, &'static str, &'static str, fn() -> Value);

const KINDS: &[Kind] = &[
    (Construct::RunWorkflow, "workflow", "Another workflow.", workflow),
    (Construct::RunScript, "script", "A script.", script),
    (Construct::RunContainer, "container", "A container.", container),
    (Construct::RunShell, "shell", "A shell command.", shell),
];

pub(super) fn is_available(subject: &Subject<'_>) -> bool {
    KINDS.iter().any(|(construct, ..)| subject.has(*construct))
}

pub(super) fn add(subject: &Subject<'_>, definitions: &mut Definitions) {
    if !is_available(subject) {
        return;
    }
    let kinds = || KINDS.iter().filter(|(construct, ..)| subject.has(*construct));
    let mut fields: Vec<_> = kinds().map(|(_, key, about, schema)| field(key, about, schema())).collect();
    let one: Vec<Value> = kinds().map(|(_, key, ..)| json!({ "required": [key] })).collect();
    fields.push(field("await", "Whether the task waits for its end. Default: true.", boolean()));
    fields.push(field(
        "return",
        "What becomes the output.",
        words(&[
            ("stdout", "Standard output."),
            ("stderr", "Standard error."),
            ("code", "The exit code."),
            ("all", "All three."),
            ("none", "Nothing."),
        ]),
    ));
    definitions.add("run", with(object("Run", "Something outside.", fields), json!({ "oneOf": one })));
}

fn workflow() -> Value {
    let name = || json!({ "type": "string", "pattern": NAME });
    let version = json!({ "type": "string", "anyOf": [{ "const": "latest" }, { "pattern": SEMVER }] });
    object(
        "Workflow",
        "Another workflow.",
        vec![
            field("namespace", "Its namespace.", name()).required(),
            field("name", "Its name.", name()).required(),
            field("version", "Its version, or `latest`.", version).required(),
            field("input", "Its input.", mapping()),
        ],
    )
}

fn script() -> Value {
    let script = object(
        "Script",
        "A script.",
        vec![
            field("language", "The language.", text()).required(),
            field("code", "The script itself.", text()),
            field("source", "The external document with the script.", reference("resource")),
            field("stdin", "Standard input.", text()),
            field("arguments", "Arguments.", texts()),
            field("environment", "Environment variables.", mapping()),
        ],
    );
    with(script, json!({ "oneOf": [{ "required": ["code"] }, { "required": ["source"] }] }))
}

fn shell() -> Value {
    object(
        "Shell command",
        "A shell command.",
        vec![
            field("command", "The command.", text()).required(),
            field("stdin", "Standard input.", text()),
            field("arguments", "Arguments.", texts()),
            field("environment", "Environment variables.", mapping()),
        ],
    )
}

fn container() -> Value {
    let lifetime = object(
        "Lifetime",
        "When the container is removed.",
        vec![
            field(
                "cleanup",
                "When.",
                words(&[
                    ("always", "As soon as it has ended."),
                    ("never", "Never."),
                    ("eventually", "After some time."),
                ]),
            )
            .required(),
            field("after", "How long, with `cleanup: eventually`.", reference("duration")),
        ],
    );
    let eventually = json!({
        "if": { "properties": { "cleanup": { "const": "eventually" } }, "required": ["cleanup"] },
        "then": { "required": ["after"] }, "else": { "properties": { "after": false } },
    });
    object(
        "Container",
        "A container.",
        vec![
            field("image", "The image.", text()).required(),
            field("name", "A name for it.", text()),
            field("command", "The command.", text()),
            field("ports", "Port mappings.", mapping()),
            field("volumes", "Volume mappings.", mapping()),
            field("environment", "Environment variables.", mapping()),
            field("stdin", "Standard input.", text()),
            field("arguments", "Arguments.", texts()),
            field("lifetime", "When the container is removed.", with(lifetime, eventually)),
            field(
                "pullPolicy",
                "When the image is pulled.",
                words(&[
                    ("ifNotPresent", "If it is not present."),
                    ("always", "Every time."),
                    ("never", "Never."),
                ]),
            ),
        ],
    )
}
