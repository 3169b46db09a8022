//! Evaluates one expression for somebody who writes it. The text and the values are theirs, so all of it happens in the
//! sandbox.

use std::collections::BTreeMap;

use towpath_diagnostics::Diagnostic;
use towpath_sandbox::LoadError;
use towpath_wire::{Evaluation, Json, Load};

use super::Catalog;
use crate::catalog::CatalogError;
use crate::fault::Fault;
use crate::stopped::stopped_while;

/// An expression, and the values that it reads.
#[derive(Debug, Clone, Default)]
pub struct Expression {
    /// The jq text, with or without `${` and `}`.
    pub text: String,
    /// `$input`, and `.` where there is no output.
    pub input: Option<Json>,
    /// `$context`.
    pub context: Option<Json>,
    /// `$output`, and `.`.
    pub output: Option<Json>,
    /// Further variables, by name.
    pub variables: BTreeMap<String, Json>,
}

/// What became of it.
#[derive(Debug, Clone)]
pub struct EvaluatedExpression {
    /// Its value; absent where it has none.
    pub value: Option<Json>,
    /// What is wrong with it; places are those in its text.
    pub diagnostics: Vec<Diagnostic>,
}

impl Catalog {
    /// Evaluates an expression in the sandbox.
    ///
    /// # Errors
    /// Only faults of the engine itself; everything wrong with the expression is in the result.
    pub(crate) async fn evaluate(&self, asked: Expression) -> Result<EvaluatedExpression, CatalogError> {
        let Expression { text, input, context, output, variables } = asked;
        let (now, bytes) = (self.context.now(), self.limits.output_bytes);
        let evaluate = Some(Evaluation { expression: text, input, context, output, variables, now, bytes });
        let request =
            Load { source: String::new(), functions: None, resources: None, settings: None, evaluate };
        match self.sandbox.check(&self.runner, &request, &self.limits).await {
            Ok(report) => {
                Ok(EvaluatedExpression { value: report.evaluated, diagnostics: report.diagnostics })
            }
            Err(LoadError::Stopped(stop)) => {
                let found = stopped_while("evaluating this expression", &stop, &self.limits);
                Ok(EvaluatedExpression { value: None, diagnostics: vec![found.pointer("/expression")] })
            }
            Err(error) => Err(Fault::Internal(error.to_string()).into()),
        }
    }
}
