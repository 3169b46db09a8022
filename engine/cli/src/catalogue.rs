//! The functions that definitions may call, for commands that need no server: from a file that `towpath functions pull` wrote, or
//! from a server.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use towpath_access::Effect;
use towpath_client::{Client, ClientError, Function, OperationEffect};
use towpath_wire::FunctionSignature;

use crate::connection::show_error;
use crate::exit::Exit;
use crate::folder::File;
use crate::{input, output};

/// Where the functions come from.
#[derive(Debug, Args)]
pub(crate) struct Known {
    /// A catalogue of functions, as `towpath functions pull` writes it.
    #[arg(long, value_name = "FILE")]
    functions: Option<PathBuf>,
    /// The server whose functions are used, only where this option is given: `TOWPATH_URL` is not read here.
    #[arg(long, value_name = "URL", conflicts_with = "functions")]
    url: Option<String>,
    /// Your token on that server.
    #[arg(long, env = "TOWPATH_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    token: Option<String>,
}

/// A catalogue in a file.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Catalogue {
    /// The functions, by name and version.
    pub(crate) functions: Vec<Function>,
}

impl Known {
    /// The server to ask, if one was named.
    pub(crate) fn client(&self) -> Result<Option<Client>, Exit> {
        let Some(url) = self.url.clone() else { return Ok(None) };
        let server = crate::connection::Server { url: Some(url), token: self.token.clone() };
        server.client().map(Some)
    }

    /// The functions in the file, or of the server; `None` where neither was named.
    pub(crate) async fn functions(&self, client: Option<&Client>) -> Result<Option<Vec<Function>>, Exit> {
        match (&self.functions, client) {
            (Some(file), _) => read_catalogue(file).map(Some),
            (None, Some(client)) => {
                let failed = |error: ClientError| show_error(&error);
                client.functions().await.map(Some).map_err(failed)
            }
            (None, None) => Ok(None),
        }
    }
}

/// Reads a catalogue that was pulled.
pub(crate) fn read_catalogue(file: &Path) -> Result<Vec<Function>, Exit> {
    let text = input::read_file(file).map_err(|error| {
        output::error(&error);
        Exit::Unavailable
    })?;
    let catalogue = serde_json::from_str::<Catalogue>(&text).map_err(|error| {
        output::error(&format!("`{}` is no catalogue of functions: {error}", file.display()));
        output::help("towpath functions pull > functions.json");
        Exit::Usage
    })?;
    Ok(catalogue.functions)
}

/// Functions as definitions are checked against them.
pub(crate) fn signatures_of_functions(functions: &[Function]) -> Vec<FunctionSignature> {
    let signature = |function: &Function| {
        let (integration, operation, version) = parts_of_call_name(function)?;
        Some(FunctionSignature {
            integration: integration.to_owned(),
            operation: operation.to_owned(),
            version: version.to_owned(),
            title: function.title.clone(),
            effect: match function.effect {
                OperationEffect::Read => Effect::Read,
                OperationEffect::Write => Effect::Write,
            },
            input: function.input.clone(),
            output: function.output.clone(),
        })
    };
    functions.iter().filter_map(signature).collect()
}

/// Integrations with these contracts that lead nowhere: for cases whose calls are all answered as declared.
pub(crate) fn stand_ins(functions: &[Function]) -> Vec<File> {
    let mut integrations: BTreeMap<&str, Vec<&Function>> = BTreeMap::new();
    for function in functions {
        if let Some((integration, ..)) = parts_of_call_name(function) {
            integrations.entry(integration).or_default().push(function);
        }
    }
    let file = |(name, functions): (&str, Vec<&Function>)| {
        let operations: Map<String, Value> = functions.into_iter().filter_map(operation).collect();
        let document = json!({
            "integration": name, "owner": "catalogue", "kind": "http",
            "connection": { "baseUrl": "http://127.0.0.1:9" }, "operations": operations,
        });
        File { path: format!("the catalogue's {name}").into(), source: document.to_string() }
    };
    integrations.into_iter().map(file).collect()
}

fn operation(function: &Function) -> Option<(String, Value)> {
    let (_, operation, version) = parts_of_call_name(function)?;
    let mut fields = json!({
        "effect": function.effect, "title": function.title, "labels": function.labels, "input": function.input,
        "request": { "method": "POST", "path": "/" },
    });
    let known = [
        ("idempotent", Value::from(function.idempotent.as_str())),
        ("output", function.output.clone()),
        ("example", function.example.clone().unwrap_or_default()),
    ];
    let known = known.into_iter().filter(|(_, value)| !value.is_null());
    fields.as_object_mut()?.extend(known.map(|(key, value)| (key.to_owned(), value)));
    Some((format!("{operation}:{version}"), fields))
}

/// `crm.get-customer:1.0.0@default` in parts.
fn parts_of_call_name(function: &Function) -> Option<(&str, &str, &str)> {
    let (name, version) = function.call.strip_suffix("@default").unwrap_or(&function.call).split_once(':')?;
    let (integration, operation) = name.split_once('.')?;
    Some((integration, operation, version))
}

#[cfg(test)]
mod tests {
    use towpath_integrations::IntegrationDocument;

    use super::*;

    #[test]
    fn a_catalogue_stands_in_for_integrations() {
        let function = json!({
            "call": "crm.get-customer:1.0.0@default", "name": "crm.get-customer", "version": "1.0.0",
            "title": "Look a customer up", "owner": "it@acme.example", "effect": "read", "idempotent": "natural",
            "labels": ["customer-data"], "input": { "type": "object", "additionalProperties": false },
            "output": { "type": "object", "required": ["name"], "properties": { "name": { "type": "string" } } },
        });
        let Ok(function) = serde_json::from_value::<Function>(function) else { panic!("no function") };
        let signatures = signatures_of_functions(std::slice::from_ref(&function));
        assert_eq!((signatures[0].operation.as_str(), signatures[0].effect), ("get-customer", Effect::Read));
        let files = stand_ins(std::slice::from_ref(&function));
        let (document, found) = IntegrationDocument::parse(&files[0].source);
        assert!(found.is_empty(), "{found:?}");
        let labels = document.and_then(|document| Some(document.operations().next()?.labels().to_vec()));
        assert_eq!(labels, Some(vec!["customer-data".to_owned()]));
    }
}
