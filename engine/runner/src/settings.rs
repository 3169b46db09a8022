//! Settings: values that people change without a new version of the workflow. Their JSON Schema stands in
//! `document.metadata.settings`, each with the `default` that holds until then; runs read them as
//! `$runtime.metadata.settings`.

use serde_json::{Map, Value as SerdeValue};
use towpath_diagnostics::{Diagnostic, codes, did_you_mean};
use towpath_dsl::model::{Node, Workflow, escape};
use towpath_wire::Json;

use crate::fault::{Fault, Faultable};
use crate::schema::{Schema, Violation, words};
use crate::value::{Labels, Value};

/// Where the schema stands.
const PLACE: &str = "/document/metadata/settings";

/// Values of settings are no deeper.
const DEPTH: u32 = 64;

/// The schema of the settings as the definition writes it.
pub(crate) fn declared(workflow: &Workflow) -> Option<&Node> {
    workflow.document.metadata.as_ref()?.get("settings")
}

/// A schema of settings that is in order.
pub(crate) struct Settings {
    /// As it is written.
    pub(crate) written: SerdeValue,
    /// Compiled.
    pub(crate) schema: Schema,
}

/// Checks the schema, and the values that somebody wants to change, if any; the schema, when it is in order.
pub(crate) fn check(workflow: &Workflow, given: Option<&Json>) -> (Option<Settings>, Vec<Diagnostic>) {
    let Some(written) = declared(workflow) else {
        let found = given.map(|_| misfit("", "this workflow has no settings".to_owned()));
        return (None, found.into_iter().collect());
    };
    let json = written.to_json();
    let (defaults, mut found) = defaults(written);
    let slips = words::slips(written, PLACE);
    let is_wrong = !found.is_empty() || slips.iter().any(Diagnostic::is_error);
    found.extend(slips);
    if is_wrong {
        return (None, found);
    }
    let schema = match Schema::compile(&json) {
        Ok(schema) => schema,
        Err(error) => {
            let error = words::explain(error, &json);
            let place = written.pointer(&error.pointer).map_or(written.span, |node| node.span);
            let at = format!("{PLACE}{}", error.pointer);
            let mut unusable = Diagnostic::error(error.code, error.message).at(place).pointer(at);
            unusable.help = error.help;
            found.push(unusable);
            return (None, found);
        }
    };
    for Violation { pointer, message, .. } in violations(&schema, &defaults) {
        let name = pointer.split('/').nth(1).unwrap_or_default();
        let at = format!("/properties/{name}/default");
        let place = written.pointer(&at).map_or(written.span, |node| node.span);
        let message = format!("the `default` of the setting `{name}` does not fit: it {message}");
        let help = "what holds until somebody changes it has to keep to the same rules";
        found.push(
            Diagnostic::error(codes::TP0526, message).at(place).pointer(format!("{PLACE}{at}")).help(help),
        );
    }
    if let Some(given) = given {
        found.extend(misfits(&schema, defaults, given));
    }
    (Some(Settings { written: json, schema }), found)
}

/// What holds until somebody changes it.
fn defaults(written: &Node) -> (Map<String, SerdeValue>, Vec<Diagnostic>) {
    let example = "settings: { type: object, properties: { limit: { type: number, default: 100 } } }";
    let Some(properties) = written.get("properties").and_then(Node::as_object) else {
        let message =
            "`settings` has no `properties`: it is the JSON Schema of a mapping, one member a setting";
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
        let help = "add `default: …`, the value that holds until somebody changes it";
        found.push(Diagnostic::error(codes::TP0525, message).at(name.span).pointer(place).help(help));
    }
    (defaults, found)
}

/// What is wrong with values somebody wants to set.
fn misfits(schema: &Schema, mut values: Map<String, SerdeValue>, given: &Json) -> Vec<Diagnostic> {
    let Ok(SerdeValue::Object(given)) = serde_json::from_str(given.get()) else {
        return vec![misfit("", "settings are a mapping of their names to their values".to_owned())];
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
        found.push(misfit(&format!("/{}", escape(&name)), message).help(help));
    }
    found.extend(violations(schema, &values).into_iter().map(|Violation { pointer, message, .. }| {
        let name = pointer.trim_start_matches('/').replace('/', ".");
        misfit(&pointer, if name.is_empty() { message } else { format!("`{name}` {message}") })
    }));
    found
}

fn misfit(pointer: &str, message: String) -> Diagnostic {
    Diagnostic::error(codes::TP0526, message).pointer(pointer)
}

fn violations(schema: &Schema, values: &Map<String, SerdeValue>) -> Vec<Violation> {
    let text = SerdeValue::Object(values.clone()).to_string();
    match Value::from_json_text(text.as_bytes(), Labels::default(), DEPTH) {
        Ok(values) => schema.validate(&values).err().unwrap_or_default(),
        Err(error) => vec![Violation {
            code: error.code(),
            pointer: String::new(),
            keyword: String::new(),
            message: error.to_string(),
            names: Vec::new(),
            help: None,
            is_conditional: false,
        }],
    }
}

/// Whether the settings a run starts with keep to the schema of the version it runs: another version's may be in force.
///
/// # Errors
/// A limit, which no `catch` takes: nothing the definition does can mend it.
pub(crate) fn at_start(schema: Option<&Schema>, settings: Option<&Value>) -> Faultable<()> {
    let (Some(schema), Some(settings)) = (schema, settings) else { return Ok(()) };
    match schema.validate(settings) {
        Ok(()) => Ok(()),
        Err(violations) => {
            let told: Vec<String> = violations.iter().map(ToString::to_string).collect();
            let detail = format!("the settings in force do not fit this version: {}", told.join("; "));
            Err(Fault::limit(&codes::TP0526, detail))
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use serde_json::value::RawValue;

    use super::check;

    fn found(settings: &str, given: Option<&str>) -> Vec<String> {
        let source = format!(
            "document: {{ dsl: 1.0.3, namespace: a, name: a, version: 1.0.0, metadata: {{ settings: {settings} }} }}\n\
             do: [{{ a: {{ set: {{ a: 1 }} }} }}]\n"
        );
        let (workflow, found) = towpath_dsl::read(&source);
        assert!(found.is_empty(), "{found:?}");
        let given = given.map(|text| RawValue::from_string(text.to_owned()).unwrap());
        let workflow = workflow.unwrap();
        let (schema, found) = check(&workflow, given.as_ref());
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
                    "TP0525 {place} `settings` has no `properties`: it is the JSON Schema of a mapping, one member a setting"
                ),
            ),
            (
                "{ properties: { a: { type: number } } }",
                format!("TP0525 {place}/properties/a the setting `a` has no `default`"),
            ),
            (
                "{ properties: { a: { type: number, default: x } } }",
                format!(
                    "TP0526 {place}/properties/a/default the `default` of the setting `a` does not fit: it must be of type `number`"
                ),
            ),
        ] {
            assert_eq!(found(settings, None), [expected]);
        }
        assert!(found("{ properties: { a: { type: nmber, default: 1 } } }", None)[0].starts_with("TP0520 "));
    }

    #[test]
    fn values_keep_to_it() {
        for (given, expected) in [
            ("{}", vec![]),
            (r#"{ "limit": 200 }"#, vec![]),
            (r#"{ "limit": 201 }"#, vec!["TP0526 /limit `limit` must be at most 200"]),
            (r#"{ "limti": 1 }"#, vec!["TP0526 /limti there is no setting `limti`"]),
            ("[]", vec!["TP0526  settings are a mapping of their names to their values"]),
        ] {
            assert_eq!(found(LIMIT, Some(given)), expected, "{given}");
        }
    }
}
