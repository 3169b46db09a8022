//! `towpath try`: saves a definition as the draft on a server and makes a draft run of it.

use std::path::{Path, PathBuf};

use anstyle::AnsiColor;
use clap::Args;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use towpath_client::{Client, ClientError, DraftReads, DraftRun, Started, Wait};

use super::runs::story;
use super::schedules;
use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::{input, output};

/// Try a definition on a server: save it as the draft, and make a draft run, whose writes reach no real system.
///
/// It is evaluated as if it were published. Declared answers come first; integrations with a `testEndpoint` are called
/// there; a read goes out if policies allow it without an approval or a release; everything else is simulated. The output
/// goes to stdout; what it asked for, and what policies said of each, to stderr.
#[derive(Debug, Args)]
pub(crate) struct Try {
    /// The definition, YAML or JSON.
    file: PathBuf,
    /// The input: JSON, `@file`, or `-` for stdin.
    #[arg(long, short, default_value = "{}")]
    input: String,
    /// What is answered in the place of systems, YAML or JSON: a list of `operation` with `result` or `error`; a mapping
    /// with `answers` and `results`; or a case, as `towpath runs fixture` prints it.
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Call no real system, not even to read; a call without a declared answer fails.
    #[arg(long)]
    declared_only: bool,
    /// A setting to try it with, `limit=150`; may be given several times. The others are at their defaults then.
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// Print one JSON object with the run and its journal, instead of the output alone.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    server: Server,
}

impl Try {
    pub(crate) async fn run(self) -> Exit {
        self.try_run().await.unwrap_or_else(|exit| exit)
    }

    async fn try_run(&self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let source = input::read_file(&self.file).map_err(unavailable)?;
        let run = self.draft_run()?;
        let file = self.file.display().to_string();
        let report = crate::definition::check_natively(&source, None);
        output::diagnostics(&file, &source, &report.diagnostics);
        let Some(workflow) = report.workflow.as_ref().filter(|_| report.is_ok()) else {
            return Err(Exit::Found);
        };
        let (namespace, name) = (&workflow.namespace, &workflow.name);
        let saved =
            client.put_draft(namespace, name, source, None).await.map_err(|error| show_error(&error))?;
        if let Some(times) = saved.report.schedule.as_ref().filter(|_| !self.json) {
            let (expression, when) = (schedules::expression(times), schedules::when(times));
            output::say(&output::dim(&format!(
                "once published: {expression}, {when}; a draft never starts by itself"
            )));
        }
        let started = client.start_draft(namespace, name, &run, Wait::Usual, Some(saved.revision)).await;
        match started {
            Ok(Started::Ended { run, output, .. }) => {
                self.story(&client, &run).await?;
                if !self.json {
                    output::say(&output::paint(AnsiColor::Green, "completed"));
                    let value: Value = serde_json::from_str(output.get()).unwrap_or_default();
                    output::json(&value);
                }
                Ok(Exit::Success)
            }
            Ok(Started::Running { run, .. }) => {
                self.story(&client, &run).await?;
                output::say("it has not ended yet");
                output::help(&format!("towpath runs show {run}"));
                Ok(Exit::Success)
            }
            Err(error) => {
                let Some(run) = run_of(&error) else { return Err(show_error(&error)) };
                self.story(&client, run).await?;
                // That the run failed is what was to be found out.
                Err(if show_error(&error) == Exit::Refused { Exit::Refused } else { Exit::Found })
            }
        }
    }

    fn draft_run(&self) -> Result<DraftRun, Exit> {
        let text = input::read_argument(&self.input).map_err(unavailable)?;
        let value: Result<Box<RawValue>, _> = serde_json::from_slice(&text);
        let value = value.map_err(|error| usage(&format!("--input is not JSON: {error}")))?;
        let settings = super::settings::parse_assignments(&self.set)?;
        let mut run = match &self.answers {
            Some(file) => read_draft_answers(file)?,
            None => DraftRun::default(),
        };
        run.input = Some(value);
        run.settings = (!settings.is_empty()).then_some(settings);
        if self.declared_only {
            run.reads = DraftReads::Declared;
        }
        Ok(run)
    }

    /// What the run asked for so far.
    async fn story(&self, client: &Client, run: &str) -> Result<(), Exit> {
        let records = client.journal(run).await.map_err(|error| show_error(&error))?;
        if self.json {
            let found = client.run(run).await.map_err(|error| show_error(&error))?;
            output::json(&json!({ "run": found, "records": records }));
            return Ok(());
        }
        output::say(&output::dim(&format!("run {run} of a draft: what it writes reaches no real system")));
        story::lines_of_effects(&records).iter().for_each(|line| output::say(line));
        Ok(())
    }
}

/// Reads what is answered from a file.
fn read_draft_answers(file: &Path) -> Result<DraftRun, Exit> {
    let text = input::read_file(file).map_err(unavailable)?;
    let (node, found) = towpath_dsl::yaml::parse(&text, towpath_dsl::yaml::Limits::default());
    if !found.is_empty() {
        output::diagnostics(&file.display().to_string(), &text, &found);
        return Err(Exit::Usage);
    }
    let value = node.map(|node| node.to_json()).unwrap_or_default();
    read_answers(value).map_err(|why| {
        let why = why.map(|why| format!(": {why}")).unwrap_or_default();
        usage(&format!("`{}` holds no answers (a list of them, a mapping, or one case){why}", file.display()))
    })
}

/// The answers in a document; the error says why one cannot be read, where the document has the right shape.
fn read_answers(value: Value) -> Result<DraftRun, Option<String>> {
    let list = |answers: Value| serde_json::from_value(answers).map_err(|error| Some(error.to_string()));
    let mapping = |fields: Map<String, Value>| {
        let answers = fields.get("answers").cloned().unwrap_or_else(|| json!([]));
        let results = fields.get("results").cloned().unwrap_or_else(|| json!({}));
        let known = fields.contains_key("answers") || fields.contains_key("results");
        let (Value::Array(_), Value::Object(results), true) = (&answers, results, known) else {
            return Err(None);
        };
        Ok(DraftRun {
            answers: list(answers)?,
            results: results.into_iter().collect(),
            ..DraftRun::default()
        })
    };
    match value {
        Value::Object(fields) => mapping(fields),
        Value::Array(mut list) if list.len() == 1 && list[0].get("expect").is_some() => {
            match list.remove(0) {
                Value::Object(fields) => mapping(fields),
                _ => Err(None),
            }
        }
        Value::Array(answers) => {
            Ok(DraftRun { answers: list(Value::Array(answers))?, ..DraftRun::default() })
        }
        _ => Err(None),
    }
}

fn run_of(error: &ClientError) -> Option<&str> {
    error.problem()?.run.as_deref()
}

fn usage(error: &str) -> Exit {
    output::error(error);
    Exit::Usage
}

fn unavailable(error: String) -> Exit {
    output::error(&error);
    Exit::Unavailable
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_a_list_a_mapping_or_a_case() {
        let answer = json!({ "operation": "a.b", "result": 1 });
        let list = read_answers(json!([answer.clone()]));
        let mapping = read_answers(json!({ "answers": [answer.clone()] }));
        let case = read_answers(json!([{ "name": "n", "answers": [answer.clone()], "expect": {} }]));
        for found in [list, mapping, case] {
            assert_eq!(found.map(|run| serde_json::json!(run.answers)), Ok(json!([answer.clone()])));
        }
        assert!(matches!(read_answers(json!({ "other": 1 })), Err(None)));
        assert!(matches!(read_answers(json!("text")), Err(None)));
        assert!(matches!(read_answers(json!([{ "operation": 1 }])), Err(Some(_))));
    }
}
