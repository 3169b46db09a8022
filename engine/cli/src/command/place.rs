//! Workflows and versions as they are named on the command line.

use std::fmt;

use clap::Args;

/// A workflow: `support/refund-triage`.
#[derive(Debug, Clone)]
pub(crate) struct WorkflowPlace {
    pub(crate) namespace: String,
    pub(crate) name: String,
}

/// A version of a workflow.
#[derive(Debug, Args)]
pub(crate) struct VersionPlace {
    /// The workflow, `support/refund-triage`.
    #[arg(value_name = "NAMESPACE/NAME", value_parser = workflow)]
    workflow: WorkflowPlace,
    /// Its version, `1.2.0`.
    version: String,
}

impl VersionPlace {
    pub(crate) fn parts(&self) -> (&str, &str, &str) {
        (&self.workflow.namespace, &self.workflow.name, &self.version)
    }
}

impl fmt::Display for VersionPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{} {}", self.workflow.namespace, self.workflow.name, self.version)
    }
}

/// Reads a workflow's namespace and name.
pub(crate) fn workflow(text: &str) -> Result<WorkflowPlace, String> {
    match text.split_once('/') {
        Some((namespace, name)) if !namespace.is_empty() && !name.is_empty() && !name.contains('/') => {
            Ok(WorkflowPlace { namespace: namespace.to_owned(), name: name.to_owned() })
        }
        _ => Err("a workflow is written `namespace/name`".to_owned()),
    }
}
