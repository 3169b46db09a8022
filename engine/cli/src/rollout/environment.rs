//! What is another on each server: values by name, in `environments/NAME.yaml`, for `${env.NAME}` in integrations and policies.
//! They are put in before anything is checked, so that a server only ever sees documents without them.

use std::collections::BTreeMap;

use towpath_diagnostics::{Diagnostic, Span, codes, did_you_mean};
use towpath_dsl::yaml;

use super::tree::{Found, Kind};
use crate::folder::{Failed, File};

/// The folder they lie in.
pub(super) const FOLDER: &str = "environments";
const BEGIN: &str = "${env.";

/// The environments of a folder.
#[derive(Debug, Default)]
pub(crate) struct Environments {
    pub(super) files: Vec<File>,
}

type Values = BTreeMap<String, String>;

impl Environments {
    /// Puts the values of the environment `wanted` into integrations and policies.
    ///
    /// # Errors
    /// There is no such environment, a value of it cannot be used, or a document names one that it has not.
    pub(super) fn put_in(&self, wanted: Option<&str>, found: &mut [Found]) -> Result<(), Failed> {
        let names: Vec<String> = self.files.iter().map(name_of_environment).collect();
        let values = match wanted {
            None => None,
            Some(wanted) => Some(self.values(wanted, &names)?),
        };
        let mut wrong = Vec::new();
        let places = found.iter_mut().filter(|one| matches!(one.kind, Kind::Integration | Kind::Policy));
        for document in places {
            match fill_in_environment(&document.file.source, values.as_ref(), &names) {
                Ok(text) => document.file.source = text,
                Err(errors) => wrong.push((document.file.clone(), errors)),
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(Failed::Invalid(wrong)) }
    }

    fn values(&self, wanted: &str, names: &[String]) -> Result<Values, Failed> {
        let Some(file) = self.files.iter().find(|file| name_of_environment(file) == wanted) else {
            let close = did_you_mean(wanted, names.iter().map(String::as_str));
            let hint = match (close, names.is_empty()) {
                (Some(close), _) => format!("; did you mean `{close}`?"),
                (None, true) => format!(": there is no folder `{FOLDER}` with a file for each"),
                (None, false) => format!("; there are {}", listed(names)),
            };
            return Err(Failed::Unreadable(format!("there is no environment `{wanted}`{hint}")));
        };
        read_environment(file).map_err(|errors| Failed::Invalid(vec![(file.clone(), errors)]))
    }
}

/// The name of an environment: that of its file.
fn name_of_environment(file: &File) -> String {
    file.path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The values of an environment: texts of one line, numbers, `true` and `false`.
fn read_environment(file: &File) -> Result<Values, Vec<Diagnostic>> {
    let (node, mut found) = yaml::parse(&file.source, yaml::Limits::default());
    let mut values = Values::new();
    let mut wrong = |span: Span, what: &str| {
        let help = "write a mapping of names to values of one line: `crm-url: https://crm.acme.example`";
        found.push(Diagnostic::error(codes::TP4164, what).at(span).help(help));
    };
    match node.as_ref().map(|node| (node, node.as_object())) {
        Some((_, Some(entries))) => {
            for (key, value) in entries {
                let text = match value.to_json() {
                    serde_json::Value::String(text) => Some(text),
                    value @ (serde_json::Value::Number(_) | serde_json::Value::Bool(_)) => {
                        Some(value.to_string())
                    }
                    _ => None,
                };
                // It is put into the text of other documents, inside their quotes.
                let fits = |text: &String| !text.chars().any(|c| c.is_control() || "\"'\\".contains(c));
                match text.filter(fits) {
                    Some(text) if is_name(&key.value) => {
                        values.insert(key.value.clone(), text);
                    }
                    Some(_) => wrong(key.span, "a name has letters, digits, `-` and `_`"),
                    None => wrong(
                        value.span,
                        "a value is text of one line without quotes, a number, or `true` or `false`",
                    ),
                }
            }
        }
        Some((node, None)) => wrong(node.span, "an environment is a mapping of names to values"),
        None => {}
    }
    if found.iter().any(Diagnostic::is_error) { Err(found) } else { Ok(values) }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// A text with its values in their places.
fn fill_in_environment(
    source: &str,
    values: Option<&Values>,
    environments: &[String],
) -> Result<String, Vec<Diagnostic>> {
    let mut text = String::with_capacity(source.len());
    let mut errors = Vec::new();
    let mut at = 0;
    while let Some(begin) = source[at..].find(BEGIN).map(|found| at + found) {
        let inside = begin + BEGIN.len();
        let Some(end) = source[inside..].find('}').map(|found| inside + found) else { break };
        text.push_str(&source[at..begin]);
        let name = &source[inside..end];
        at = end + 1;
        match values.map(|values| (values, values.get(name))) {
            Some((_, Some(value))) => text.push_str(value),
            Some((values, None)) => errors.push(unknown(name, values, Span::new(begin, at))),
            None => errors.push(unsaid(name, environments, Span::new(begin, at))),
        }
    }
    text.push_str(&source[at..]);
    if errors.is_empty() { Ok(text) } else { Err(errors) }
}

fn unknown(name: &str, values: &Values, span: Span) -> Diagnostic {
    let found = Diagnostic::error(codes::TP4164, format!("the environment has no value `{name}`")).at(span);
    match did_you_mean(name, values.keys().map(String::as_str)) {
        Some(close) => found.help(format!("did you mean `${{env.{close}}}`?")),
        None => found.help(format!("add `{name}: …` to its file in `{FOLDER}`")),
    }
}

fn unsaid(name: &str, environments: &[String], span: Span) -> Diagnostic {
    let message = format!("`{name}` is another on each server, and no environment is named");
    let help = match environments.is_empty() {
        true => format!("write `{FOLDER}/NAME.yaml` with `{name}: …`, and pass `--environment NAME`"),
        false => format!("pass `--environment` with one of {}", listed(environments)),
    };
    Diagnostic::error(codes::TP4164, message).at(span).help(help)
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn file(path: &str, source: &str) -> File {
        File { path: path.into(), source: source.to_owned() }
    }

    fn integration(source: &str) -> Vec<Found> {
        vec![Found { kind: Kind::Integration, file: file("integrations/crm.yaml", source) }]
    }

    #[test]
    fn each_server_has_its_own_values() {
        let environments = Environments {
            files: vec![
                file("environments/live.yaml", "crm-url: https://crm.acme.example\nrows: 5\n"),
                file("environments/test.yaml", "crm-url: http://127.0.0.1:1\nrows: 5\n"),
            ],
        };
        let source = "connection: { baseUrl: '${env.crm-url}/api', maxRows: ${env.rows} } # ${other}\n";
        let mut found = integration(source);
        environments.put_in(Some("live"), &mut found).unwrap();
        let live = "connection: { baseUrl: 'https://crm.acme.example/api', maxRows: 5 } # ${other}\n";
        assert_eq!(found[0].file.source, live);
        let refused = |wanted: Option<&str>, source: &str| match environments
            .put_in(wanted, &mut integration(source))
        {
            Err(Failed::Invalid(files)) => {
                let found = &files[0].1[0];
                format!("{} {}", found.message, found.help.clone().unwrap_or_default())
            }
            Err(Failed::Unreadable(why)) => why,
            other => panic!("{other:?}"),
        };
        assert!(refused(None, source).contains("pass `--environment` with one of `live`, `test`"));
        assert!(refused(Some("live"), "a: ${env.crm-ulr}").contains("did you mean `${env.crm-url}`?"));
        assert!(refused(Some("lvie"), source).contains("did you mean `live`?"));
        // A document without them needs no environment.
        environments.put_in(None, &mut integration("a: 1")).unwrap();
    }

    #[test]
    fn what_would_change_the_document_around_it_is_no_value() {
        for text in ["a: \"x\\ny\"", "a: \"it's\"", "a: [1]", "a b: x", "- 1"] {
            assert!(read_environment(&file("environments/live.yaml", text)).is_err(), "{text}");
        }
    }
}
