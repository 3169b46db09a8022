//! Settings: values that people can change without a new version of the workflow.
//! `document.metadata.settings` is their JSON Schema, with a `default` for each. Runs read them as
//! `$runtime.metadata.settings`.

use serde_json::{Map, Value as SerdeValue};
use towpath_diagnostics::{Diagnostic, codes, did_you_mean};
use towpath_dsl::model::{Node, Workflow, escape};
use towpath_dsl::words;
use towpath_wire::Json;

use crate::fault::{Fault, Faultable};
use crate::schema::{Requirement, Schema, Violation, invalid};
use crate::value::{Labels, Value};

/// The pointer of the schema.
const PLACE: &str = "/document/metadata/settings";

/// Maximum nesting of settings.
const DEPTH: u32 = 64;

/// The schema of the settings in the definition.
pub(crate) fn settings_schema(workflow: &Workflow) -> Option<&Node> {
    workflow.document.metadata.as_ref()?.get("settings")
}

/// A valid schema of settings.
pub(crate) struct Settings {
    /// The schema as written.
    pub(crate) written: SerdeValue,
    /// The compiled schema.
    pub(crate) schema: Schema,
}

/// Checks the schema, and the new values, if any. Returns the schema if it is valid.
pub(crate) fn check_settings(
    workflow: &Workflow,
    given: Option<&Json>,
) -> (Option<Settings>, Vec<Diagnostic>) {
    let Some(written) = settings_schema(workflow) else {
        let found = given.map(|_| settings_mismatch("", "this workflow has no settings".to_owned()));
        return (None, found.into_iter().collect());
    };
    let json = written.to_json();
    let (defaults, mut found) = defaults_of_settings(written);
    let problems = invalid::check_keywords(written, PLACE);
    let is_wrong = !found.is_empty() || problems.iter().any(Diagnostic::is_error);
    found.extend(problems);
    if is_wrong {
        return (None, found);
    }
    let schema = match Schema::compile(&json) {
        Ok(schema) => schema,
        Err(error) => {
            let error = invalid::explain_schema_error(error, &json);
            let place = written.pointer(&error.pointer).map_or(written.span, |node| node.span);
            let at = format!("{PLACE}{}", error.pointer);
            let mut unusable = Diagnostic::error(error.code, error.message).at(place).pointer(at);
            unusable.help = error.help;
            found.push(unusable);
            return (None, found);
        }
    };
    for Violation { pointer, message, .. } in violations_of_settings(&schema, &defaults) {
        let name = pointer.split('/').nth(1).unwrap_or_default();
        let at = format!("/properties/{name}/default");
        let place = written.pointer(&at).map_or(written.span, |node| node.span);
        let message = format!("the `default` of the setting `{name}` does not match: it {message}");
        let default = written.pointer(&at).and_then(|node| words::boolean_of_word(node.as_str()?));
        let help = match default.filter(|_| message.contains("boolean")) {
            Some(truth) => {
                format!("write `default: {truth}`; in YAML 1.2 `yes`, `no`, `on` and `off` are text")
            }
            None => "the default must match the same rules".to_owned(),
        };
        found.push(
            Diagnostic::error(codes::TP0526, message).at(place).pointer(format!("{PLACE}{at}")).help(help),
        );
    }
    if let Some(given) = given {
        found.extend(mismatches_of_settings(&schema, defaults, given));
    }
    (Some(Settings { written: json, schema }), found)
}

/// The defaults of the settings.
fn defaults_of_settings(written: &Node) -> (Map<String, SerdeValue>, Vec<Diagnostic>) {
    let example = "settings: { type: object, properties: { limit: { type: number, default: 100 } } }";
    let Some(properties) = written.get("properties").and_then(Node::as_object) else {
        let message = "`settings` has no `properties`: it is the JSON Schema of a mapping, with one member for each setting";
        let found = Diagnostic::error(codes::TP0525, message).at(written.span).pointer(PLACE);
        return (Map::new(), vec![found.help(format!("for example `{example}`"))]);
    };
    let (mut defaults, mut found) = (Map::new(), Vec::new());
    for (name, schema) in properties {
        if let Some(default) = schema.get("default") {
            defaults.insert(name.value.clone(), default.to_json());
            continue;
        }
        let message = format!("the setting `{}` has no `default`", name.value);
        let place = format!("{PLACE}/properties/{}", escape(&name.value));
        let help = "add `default: …`, the value until somebody changes the setting";
        found.push(Diagnostic::error(codes::TP0525, message).at(name.span).pointer(place).help(help));
    }
    (defaults, found)
}

/// The problems of new values.
fn mismatches_of_settings(
    schema: &Schema,
    mut values: Map<String, SerdeValue>,
    given: &Json,
) -> Vec<Diagnostic> {
    let Ok(SerdeValue::Object(given)) = given.read() else {
        return vec![settings_mismatch("", "settings must be a mapping from names to values".to_owned())];
    };
    let mut found = Vec::new();
    for (name, value) in given {
        if values.contains_key(&name) {
            values.insert(name, value);
            continue;
        }
        let close = did_you_mean(&name, values.keys().map(String::as_str));
        let known: Vec<String> = values.keys().map(|name| format!("`{name}`")).collect();
        let listed = known.join(", ");
        let help =
            close.map_or_else(|| format!("there is {listed}"), |close| format!("did you mean `{close}`?"));
        let message = format!("there is no setting `{name}`");
        found.push(settings_mismatch(&format!("/{}", escape(&name)), message).help(help));
    }
    found.extend(violations_of_settings(schema, &values).into_iter().map(
        |Violation { pointer, message, .. }| {
            let name = pointer.trim_start_matches('/').replace('/', ".");
            settings_mismatch(&pointer, if name.is_empty() { message } else { format!("`{name}` {message}") })
        },
    ));
    found
}

fn settings_mismatch(pointer: &str, message: String) -> Diagnostic {
    Diagnostic::error(codes::TP0526, message).pointer(pointer)
}

fn violations_of_settings(schema: &Schema, values: &Map<String, SerdeValue>) -> Vec<Violation> {
    let text = SerdeValue::Object(values.clone()).to_string();
    match Value::from_json_text(text.as_bytes(), Labels::default(), DEPTH) {
        Ok(values) => schema.validate(&values).err().unwrap_or_default(),
        Err(error) => vec![Violation {
            code: error.code(),
            pointer: String::new(),
            keyword: String::new(),
            message: error.to_string(),
            names: Vec::new(),
            requirement: Requirement::Other,
            help: None,
            is_conditional: false,
        }],
    }
}

/// Checks the settings of a starting run against the schema of its version, because they may have been set
/// for another version.
///
/// # Errors
/// A limit, which cannot be caught, because the definition cannot correct it.
pub(crate) fn at_start(schema: Option<&Schema>, settings: Option<&Value>) -> Faultable<()> {
    let (Some(schema), Some(settings)) = (schema, settings) else { return Ok(()) };
    match schema.validate(settings) {
        Ok(()) => Ok(()),
        Err(violations) => {
            let reported: Vec<String> = violations.iter().map(ToString::to_string).collect();
            let detail = format!("the current settings do not match this version: {}", reported.join("; "));
            Err(Fault::limit(&codes::TP0526, detail))
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::{Json, check_settings};

    fn found(settings: &str, given: Option<&str>) -> Vec<String> {
        let source = format!(
            "document: {{ dsl: 1.0.3, namespace: a, name: a, version: 1.0.0, metadata: {{ settings: {settings} }} }}\n\
             do: [{{ a: {{ set: {{ a: 1 }} }} }}]\n"
        );
        let (workflow, found) = towpath_dsl::read(&source);
        assert!(found.is_empty(), "{found:?}");
        let given = given.map(|text| Json::parse(text.to_owned()).unwrap());
        let workflow = workflow.unwrap();
        let (schema, found) = check_settings(&workflow, given.as_ref());
        assert_eq!(
            schema.is_none(),
            found.iter().any(|one| one.span.is_some() && one.code.as_str() != "TP0526")
        );
        found
            .iter()
            .map(|one| format!("{} {} {}", one.code, one.pointer.as_deref().unwrap_or_default(), one.message))
            .collect()
    }

    const LIMIT: &str =
        "{ type: object, properties: { limit: { type: number, maximum: 200, default: 100 } } }";

    #[test]
    fn a_schema_has_a_default_for_each() {
        assert_eq!(found(LIMIT, None), [] as [&str; 0]);
        let place = "/document/metadata/settings";
        for (settings, expected) in [
            (
                "{ limit: 100 }",
                format!(
                    "TP0525 {place} `settings` has no `properties`: it is the JSON Schema of a mapping, with one member for each setting"
                ),
            ),
            (
                "{ properties: { a: { type: number } } }",
                format!("TP0525 {place}/properties/a the setting `a` has no `default`"),
            ),
            (
                "{ properties: { a: { type: number, default: x } } }",
                format!(
                    "TP0526 {place}/properties/a/default the `default` of the setting `a` does not match: it must be of type `number`"
                ),
            ),
        ] {
            assert_eq!(found(settings, None), [expected]);
        }
        assert!(found("{ properties: { a: { type: nmber, default: 1 } } }", None)[0].starts_with("TP0520 "));
    }

    #[test]
    fn values_match_the_schema() {
        for (given, expected) in [
            ("{}", vec![]),
            (r#"{ "limit": 200 }"#, vec![]),
            (r#"{ "limit": 201 }"#, vec!["TP0526 /limit `limit` must be at most 200"]),
            (r#"{ "limti": 1 }"#, vec!["TP0526 /limti there is no setting `limti`"]),
            ("[]", vec!["TP0526  settings must be a mapping from names to values"]),
        ] {
            assert_eq!(found(LIMIT, Some(given)), expected, "{given}");
        }
    }
}
