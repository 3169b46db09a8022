//! `towpath schema`: the JSON Schema of definitions, for editors.

use std::path::PathBuf;

use clap::Args;
use serde_json::Value;
use towpath_access::Effect;
use towpath_client::ClientError;
use towpath_dsl::schema::{self, Operation};
use towpath_wire::FunctionSignature;

use crate::connection::Server;
use crate::exit::Exit;
use crate::{catalogue, folder, output};

/// Print the JSON Schema of definitions, with which your editor helps to write them.
///
/// The editor then proposes keys, explains them, and underlines slips while you type. The schema (draft 2020-12) is of
/// what this engine accepts: what it cannot run is not in it. With --namespace a server is asked, and the schema knows
/// the operations that can be called and the arguments of each; with --integrations it learns them from a folder, with
/// --functions from a file that `towpath functions pull` wrote. It sees
/// less than `towpath check`, which has the last word: not expressions, nor where `then` leads, nor what policies say.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  towpath schema > workflow.schema.json
  towpath schema --namespace support > workflow.schema.json    with the operations of your server
  towpath schema --integrations integrations/ > workflow.schema.json

In an editor with the YAML language server (VS Code, Helix, Neovim, …) begin the definition with
  # yaml-language-server: $schema=./workflow.schema.json

Exit codes: 0 printed, 1 an integration has errors, 2 usage, 3 the server or a file cannot be reached,
4 you have no role in the namespace.")]
pub(crate) struct Schema {
    /// The namespace of your definitions; the server at --url is asked for the operations.
    #[arg(long, value_name = "NAMESPACE", conflicts_with_all = ["integrations", "functions"])]
    namespace: Option<String>,
    /// A folder of integration documents, for the operations a definition may call.
    #[arg(long, value_name = "DIR")]
    integrations: Option<PathBuf>,
    /// A catalogue of functions, as `towpath functions pull` writes it.
    #[arg(long, value_name = "FILE", conflicts_with = "integrations")]
    functions: Option<PathBuf>,
    #[command(flatten)]
    server: Server,
}

impl Schema {
    pub(crate) fn run(self) -> Exit {
        let of = |functions: Vec<FunctionSignature>| {
            let operations: Vec<Operation> = functions.into_iter().map(operation).collect();
            schema::workflow(None, Some(&operations))
        };
        let schema = match (&self.namespace, &self.integrations, &self.functions) {
            (Some(namespace), ..) => self.ask(namespace),
            (None, Some(folder), _) => {
                folder::signatures_of_folder(folder).map(of).map_err(folder::Failed::show)
            }
            (None, None, Some(file)) => catalogue::read_catalogue(file)
                .map(|functions| of(catalogue::signatures_of_functions(&functions))),
            (None, None, None) => Ok(schema::workflow(None, None)),
        };
        match schema {
            Ok(schema) => {
                output::json(&schema);
                Exit::Success
            }
            Err(exit) => exit,
        }
    }

    fn ask(&self, namespace: &str) -> Result<Value, Exit> {
        let client = self.server.client()?;
        let mut answer = Err(Exit::Unavailable);
        let exit = super::block_on(async {
            let failed = |error: ClientError| crate::connection::show_error(&error);
            answer = client.workflow_schema(namespace).await.map_err(failed);
            Exit::Success
        });
        // An error of the runtime itself was shown already.
        if exit == Exit::Success { answer } else { Err(exit) }
    }
}

fn operation(function: FunctionSignature) -> Operation {
    let FunctionSignature { integration, operation, version, title, effect, input, .. } = function;
    let call = format!("{integration}.{operation}:{version}@default");
    Operation { call, title, writes: effect == Effect::Write, input }
}
