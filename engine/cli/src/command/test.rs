//! `towpath test`: the cases of a definition, with declared answers in the place of systems.
//!
//! Everything but the answers is as on a server: the sandbox, the policies, the schemas of operations, the journal. A case
//! is a run of a draft of which nothing goes out.

use std::path::{Path, PathBuf};

use anstyle::AnsiColor;
use clap::Args;
use towpath_runtime::{Activate, Case};

use crate::catalogue::{self, Known};
use crate::exit::Exit;
use crate::junit::{self, Case as Told};
use crate::{assemble, input, output};

/// Permits everything, where IT's policies are not at hand: what is tested then is the definition alone.
const EVERYTHING: &str = "policy: everything\ntitle: Only the definition is tested\neffect: permit\naccess: true\nreason: No \
                          policies were given.\n";

/// Try the cases of a definition: `tests.yaml` beside it, or another file.
///
/// Nothing is reached: operations are answered as the cases say. With --policies the calls are evaluated as on a server,
/// otherwise the definition is tested alone. `towpath runs fixture` makes a case of a run. What operations take and return is
/// known from --integrations, from --functions, or from the server at --url; hosts and paths, which policies may look at, only
/// from --integrations.
#[derive(Debug, Args)]
pub(crate) struct Test {
    /// The definition, YAML or JSON.
    file: PathBuf,
    /// The cases [default: `tests.yaml` beside the definition].
    #[arg(long, value_name = "FILE")]
    cases: Option<PathBuf>,
    /// A folder (or file) of policies to evaluate by; may be given several times.
    #[arg(long, value_name = "DIR")]
    policies: Vec<PathBuf>,
    /// A folder (or file) of integrations, for the schemas of their operations; may be given several times.
    #[arg(long, value_name = "DIR")]
    integrations: Vec<PathBuf>,
    #[command(flatten)]
    known: Known,
    /// Write the results as JUnit XML too.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
}

impl Test {
    pub(crate) async fn run(self) -> Exit {
        self.try_run().await.unwrap_or_else(|exit| exit)
    }

    async fn try_run(&self) -> Result<Exit, Exit> {
        let source = input::read_file(&self.file).map_err(unavailable)?;
        let beside = self.file.parent().unwrap_or(Path::new("")).join("tests.yaml");
        let cases = read(self.cases.as_deref().unwrap_or(&beside))?;
        let engine = assemble::assemble_in_memory(None).await.map_err(unavailable)?;
        let who = assemble::command_line_principal();
        let loaded = crate::startup::load_folders(&engine, None, &self.integrations, &self.policies).await;
        loaded.map_err(crate::folder::Failed::show)?;
        let client = self.known.client()?;
        if let Some(functions) = self.known.functions(client.as_ref()).await? {
            let stand_ins = catalogue::stand_ins(&functions);
            let loaded = crate::startup::apply_startup_documents(&engine, None, stand_ins, Vec::new()).await;
            loaded.map_err(crate::folder::Failed::show)?;
        }
        if self.policies.is_empty() {
            let put = engine.put_policy(&who, "everything", EVERYTHING.to_owned(), None).await;
            put.map_err(|error| unavailable(error.to_string()))?;
            engine
                .activate_policies(&who, Activate::at_the_start())
                .await
                .map_err(|error| unavailable(error.to_string()))?;
        }
        let (namespace, name) = super::run::save_draft(&engine, &self.file, &source).await?;
        let is_evaluated = !self.policies.is_empty();
        let mut told = Vec::new();
        for case in &cases {
            let tried = engine.try_case(&who, (&namespace, &name), case, is_evaluated).await;
            let wrong: Vec<String> = tried.differences.iter().map(ToString::to_string).collect();
            show(case, &wrong);
            let failure = (!wrong.is_empty()).then(|| wrong.join("\n"));
            let of = format!("{namespace}/{name}");
            told.push(Told { of, name: case.name.clone(), failure });
        }
        let failed = told.iter().filter(|case| case.failure.is_some()).count();
        output::say(&format!("{} passed, {failed} failed", told.len() - failed));
        junit::write_junit(self.junit.as_deref(), "workflow", &told)?;
        Ok(if failed > 0 { Exit::Found } else { Exit::Success })
    }
}

fn read(path: &Path) -> Result<Vec<Case>, Exit> {
    let text = input::read_file(path).map_err(unavailable)?;
    let (node, found) = towpath_dsl::yaml::parse(&text, towpath_dsl::yaml::Limits::default());
    if !found.is_empty() {
        output::diagnostics(&path.display().to_string(), &text, &found);
        return Err(Exit::Found);
    }
    let value = node.map(|node| node.to_json()).unwrap_or_default();
    serde_json::from_value(value).map_err(|error| {
        output::error(&format!("{}: {error}", path.display()));
        output::help("cases are a list: each has `name`, `input`, `results` or `answers`, and `expect`");
        Exit::Usage
    })
}

fn show(case: &Case, wrong: &[String]) {
    let (colour, word) = if wrong.is_empty() { (AnsiColor::Green, "ok  ") } else { (AnsiColor::Red, "FAIL") };
    output::say(&format!("{} {}", output::paint(colour, word), case.name));
    if wrong.is_empty() {
        return;
    }
    for line in wrong {
        output::say(&format!("     {line}"));
    }
    for masked in &case.masked {
        output::say(&output::dim(&format!("     masked when it was recorded: {masked}")));
    }
}

fn unavailable(error: String) -> Exit {
    output::error(&error);
    Exit::Unavailable
}
