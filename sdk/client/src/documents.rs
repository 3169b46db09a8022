//! Policies, integrations, functions, secrets, schemas.

use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use towpath_api_types::{
    ActivePolicies, ConfirmQuery, ConnectionTest, Function, Functions, Integrations, Policies, SavedText,
    SchemaQuery, SecretNames, SecretUse, SecretValue, Text, TextSummary,
};

use crate::http::{YAML, with_expected_revision, with_json_body, with_text_body};
use crate::{Client, ClientError};

impl Client {
    /// Writes a policy's draft revision. `expected` is the revision it must be at; 0: there must be none.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 412 when it was changed in between, 422 when it has errors.
    pub async fn put_policy(
        &self,
        name: &str,
        source: impl Into<String>,
        expected: Option<u64>,
    ) -> Result<SavedText, ClientError> {
        let request = self.request(Method::PUT, &["v1", "policies", name]);
        self.json(with_expected_revision(with_text_body(request, YAML, source), expected)).await
    }

    /// Every policy, without its text.
    ///
    /// # Errors
    /// As every call.
    pub async fn policies(&self) -> Result<Vec<TextSummary>, ClientError> {
        let list: Policies = self.json(self.request(Method::GET, &["v1", "policies"])).await?;
        Ok(list.policies)
    }

    /// One policy.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn policy(&self, name: &str) -> Result<Text, ClientError> {
        self.json(self.request(Method::GET, &["v1", "policies", name])).await
    }

    /// Deletes a policy's draft; it stays in force until the next activation. With a revision only if it is at it.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 404 when there is none, 412 when it was changed in between.
    pub async fn delete_policy(&self, name: &str, expected: Option<u64>) -> Result<(), ClientError> {
        let request = self.request(Method::DELETE, &["v1", "policies", name]);
        self.send(with_expected_revision(request, expected)).await.map(|_| ())
    }

    /// The policies in force, without texts saved since.
    ///
    /// # Errors
    /// As every call.
    pub async fn active_policies(&self) -> Result<ActivePolicies, ClientError> {
        self.json(self.request(Method::GET, &["v1", "policies", "active"])).await
    }

    /// Writes an integration; it is in force at once. `confirm` is the digest of what it takes, where it takes something.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 409 with what it takes, when that is not confirmed, 412 when it was changed in between,
    /// 422 when it has errors.
    pub async fn put_integration(
        &self,
        name: &str,
        source: impl Into<String>,
        expected: Option<u64>,
        confirm: Option<&str>,
    ) -> Result<SavedText, ClientError> {
        let request = self.request(Method::PUT, &["v1", "integrations", name]);
        let request = with_confirmed_digest(with_text_body(request, YAML, source), confirm);
        self.json(with_expected_revision(request, expected)).await
    }

    /// Every integration, without its text.
    ///
    /// # Errors
    /// As every call.
    pub async fn integrations(&self) -> Result<Vec<TextSummary>, ClientError> {
        let list: Integrations = self.json(self.request(Method::GET, &["v1", "integrations"])).await?;
        Ok(list.integrations)
    }

    /// One integration.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn integration(&self, name: &str) -> Result<Text, ClientError> {
        self.json(self.request(Method::GET, &["v1", "integrations", name])).await
    }

    /// Deletes an integration. With a revision only if it is at it.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 409 when versions that are not retired reach it, or with what it takes from unfinished runs
    /// when that is not confirmed, 412 when it was changed in between.
    pub async fn delete_integration(
        &self,
        name: &str,
        expected: Option<u64>,
        confirm: Option<&str>,
    ) -> Result<(), ClientError> {
        let request = self.request(Method::DELETE, &["v1", "integrations", name]);
        self.send(with_expected_revision(with_confirmed_digest(request, confirm), expected)).await.map(|_| ())
    }

    /// Tests the connection of an integration with one harmless request.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 404 when there is none, 422 when it has no connection of its own.
    pub async fn test_integration(&self, name: &str) -> Result<ConnectionTest, ClientError> {
        self.json(self.request(Method::POST, &["v1", "integrations", name, "test"])).await
    }

    /// The functions that definitions may call.
    ///
    /// # Errors
    /// As every call.
    pub async fn functions(&self) -> Result<Vec<Function>, ClientError> {
        let list: Functions = self.json(self.request(Method::GET, &["v1", "functions"])).await?;
        Ok(list.functions)
    }

    /// One function, `crm.get-customer`, in all its versions; or `crm.get-customer:1.0.0`.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when there is none.
    pub async fn function(&self, name: &str) -> Result<Vec<Function>, ClientError> {
        let list: Functions = self.json(self.request(Method::GET, &["v1", "functions", name])).await?;
        Ok(list.functions)
    }

    /// Sets a secret; it can be replaced, never read back.
    ///
    /// # Errors
    /// As every call.
    pub async fn put_secret(&self, name: &str, secret: &str) -> Result<(), ClientError> {
        let request = self.request(Method::PUT, &["v1", "secrets", name]);
        self.send(with_json_body(request, &SecretValue { value: secret.to_owned() })?).await.map(|_| ())
    }

    /// The names of secrets.
    ///
    /// # Errors
    /// As every call.
    pub async fn secrets(&self) -> Result<Vec<String>, ClientError> {
        let list: SecretNames = self.json(self.request(Method::GET, &["v1", "secrets"])).await?;
        Ok(list.secrets)
    }

    /// Secrets that are there or that something names, with who uses each and what is wrong with it.
    ///
    /// # Errors
    /// As every call.
    pub async fn secret_uses(&self) -> Result<Vec<SecretUse>, ClientError> {
        let list: SecretNames = self.json(self.request(Method::GET, &["v1", "secrets"])).await?;
        Ok(list.uses)
    }

    /// The JSON Schema of a kind of document, such as `policy`.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 404 when the kind has none.
    pub async fn schema(&self, kind: &str) -> Result<Value, ClientError> {
        self.json(self.request(Method::GET, &["v1", "schemas", kind])).await
    }

    /// The JSON Schema of definitions in a namespace, with the operations they may name.
    ///
    /// # Errors
    /// [`ClientError::Problem`] with status 403 without a role in that namespace.
    pub async fn workflow_schema(&self, namespace: &str) -> Result<Value, ClientError> {
        let request = self.request(Method::GET, &["v1", "schemas", "workflow"]);
        self.json(request.query(&SchemaQuery { namespace: Some(namespace.to_owned()) })).await
    }
}

/// Adds the digest of what was confirmed.
fn with_confirmed_digest(request: RequestBuilder, digest: Option<&str>) -> RequestBuilder {
    request.query(&ConfirmQuery { confirm: digest.map(str::to_owned) })
}
