//! What helps to write a definition: templates, evaluating an expression, saved cases.

use reqwest::Method;
use serde_json::Value;
use towpath_api_types::{
    Cases, CasesRun, Evaluate, Evaluated, PutCases, RunCases, Template, Templates, TriedRun, TryRun,
};

use crate::http::{with_expected_revision, with_json_body};
use crate::{Client, ClientError};

impl Client {
    /// Definitions to begin with, in the order in which to show them.
    ///
    /// # Errors
    /// As every call.
    pub async fn templates(&self) -> Result<Vec<Template>, ClientError> {
        let list: Templates = self.json(self.request(Method::GET, &["v1", "templates"])).await?;
        Ok(list.items)
    }

    /// Evaluates an expression in the server's sandbox, with the given values.
    ///
    /// # Errors
    /// As every call; what is wrong with the expression is in the answer.
    pub async fn evaluate(&self, namespace: &str, asked: &Evaluate) -> Result<Evaluated, ClientError> {
        let request = self.request(Method::POST, &["v1", "workflows", namespace, "evaluate"]);
        self.json(with_json_body(request, asked)?).await
    }

    /// Runs a definition that is not saved, in the server's memory. Nothing is sent.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 422 when the definition has errors; how it ended is in the answer.
    pub async fn try_definition(&self, namespace: &str, run: &TryRun) -> Result<TriedRun, ClientError> {
        let request = self.request(Method::POST, &["v1", "workflows", namespace, "check", "run"]);
        self.json(with_json_body(request, run)?).await
    }

    /// The saved cases of a workflow.
    ///
    /// # Errors
    /// As every call.
    pub async fn cases(&self, namespace: &str, name: &str) -> Result<Cases, ClientError> {
        self.json(self.request(Method::GET, &["v1", "workflows", namespace, name, "cases"])).await
    }

    /// Saves cases in place of those before. `expected` is the revision that they must be at; 0: there must be none.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 412 when they were changed in between, 422 when one cannot be read.
    pub async fn put_cases(
        &self,
        namespace: &str,
        name: &str,
        items: Vec<Value>,
        expected: Option<u64>,
    ) -> Result<Cases, ClientError> {
        let request = self.request(Method::PUT, &["v1", "workflows", namespace, name, "cases"]);
        self.json(with_expected_revision(with_json_body(request, &PutCases { items })?, expected)).await
    }

    /// Runs the saved cases of these names against the draft, all where none are named. Nothing is sent.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 422 when the definition has errors, 404 when there is no draft.
    pub async fn run_cases(
        &self,
        namespace: &str,
        name: &str,
        names: Option<Vec<String>>,
    ) -> Result<CasesRun, ClientError> {
        let path = ["v1", "workflows", namespace, name, "draft", "cases", "run"];
        self.json(with_json_body(self.request(Method::POST, &path), &RunCases { names })?).await
    }
}
