//! `towpath policies explain`: what would be decided, and why.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;
use towpath_diagnostics::Diagnostic;
use towpath_policies::{CompiledSet, DecisionOutcome, Explanation, SetError, Subject, WhatIf};

use crate::exit::Exit;
use crate::{output, policy_files};

/// Explain what policies would decide: the decision, and each rule with the part that settles it.
///
/// A subject that you leave out matches every policy. A field that you leave out is absent. Each
/// is YAML or JSON, or the name of a file that holds it: --access '{integration: payments, operation: refund,
/// arguments: {amount: 201}}'. Exits with 4 when it would not be allowed.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A folder of policies, or one file.
    path: PathBuf,
    /// What is asked; `kind` is `call` and `effect` is `write` unless given.
    #[arg(long, value_name = "FILE|JSON")]
    access: String,
    /// The workflow that asks.
    #[arg(long, value_name = "FILE|JSON")]
    workflow: Option<String>,
    /// Who started the run.
    #[arg(long, value_name = "FILE|JSON")]
    caller: Option<String>,
    /// Everything the version can reach.
    #[arg(long, value_name = "FILE|JSON")]
    profile: Option<String>,
    /// When: `2027-03-31T09:00:00Z`. Each policy sees it in its own time zone.
    #[arg(long)]
    at: Option<String>,
    /// A review that the version is approved for, by its policy's name.
    #[arg(long, value_name = "POLICY")]
    approved: Vec<String>,
    /// A hold that the call is released for, by its policy's name.
    #[arg(long, alias = "signed", value_name = "POLICY")]
    released: Vec<String>,
    /// Print the explanation as JSON.
    #[arg(long)]
    json: bool,
}

impl Explain {
    pub(crate) fn run(self) -> Exit {
        let read = match policy_files::read_without_errors(&self.path) {
            Ok(read) => read,
            Err(exit) => return exit,
        };
        let documents = read.into_iter().filter_map(|policy| policy.document).collect();
        let set = match CompiledSet::compile(documents) {
            Ok(set) => set,
            Err(errors) => {
                let diagnostics = SetError::diagnostics(errors);
                output::diagnostics(&self.path.display().to_string(), "", &diagnostics);
                return Exit::Found;
            }
        };
        let explained = self.question().and_then(|asked| {
            let explained = towpath_policies::what_if(&set, &asked)?;
            Ok((asked, explained))
        });
        match explained {
            Ok((asked, explained)) => self.print(&asked, &explained),
            Err(why) => {
                output::error(&why);
                Exit::Usage
            }
        }
    }

    fn question(&self) -> Result<WhatIf, String> {
        let given = [
            (Subject::Access, Some(&self.access)),
            (Subject::Workflow, self.workflow.as_ref()),
            (Subject::Caller, self.caller.as_ref()),
            (Subject::Profile, self.profile.as_ref()),
        ];
        let mut asked = WhatIf {
            at: self.at.clone(),
            approved: self.approved.clone(),
            released: self.released.clone(),
            ..WhatIf::default()
        };
        for (subject, text) in given {
            if let Some(text) = text {
                asked.subjects.insert(subject, subject_fields(subject, text)?);
            }
        }
        Ok(asked)
    }

    fn print(&self, asked: &WhatIf, explained: &Explanation) -> Exit {
        if self.json {
            output::json(explained);
        } else {
            output::data(&explained.text());
            let is_given = |subject: &Subject| {
                asked.subjects.contains_key(subject) || *subject == Subject::Time && asked.at.is_some()
            };
            let open: Vec<&str> =
                Subject::ALL.into_iter().filter(|one| !is_given(one)).map(Subject::as_str).collect();
            if !open.is_empty() {
                output::say(&output::dim(&format!("not given, so taken to fit: {}", open.join(", "))));
            }
        }
        if explained.decision.outcome == DecisionOutcome::Allow { Exit::Success } else { Exit::Refused }
    }
}

/// The fields of a subject: written out, or in a file.
fn subject_fields(subject: Subject, text: &str) -> Result<Value, String> {
    let written = text.trim_start().starts_with('{');
    let text = match written {
        true => text.to_owned(),
        false => crate::input::read_file(Path::new(text.trim_start_matches('@')))?,
    };
    let (node, diagnostics) = towpath_dsl::yaml::parse(&text, towpath_dsl::yaml::Limits::default());
    let wrong = diagnostics.into_iter().find(Diagnostic::is_error).map(|found| found.message);
    match (node, wrong) {
        (Some(node), None) => Ok(node.to_json()),
        (_, wrong) => {
            Err(format!("--{}: {}", subject.as_str(), wrong.unwrap_or_else(|| "nothing in it".to_owned())))
        }
    }
}
