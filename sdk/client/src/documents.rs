//! What IT writes: policies, integrations, secrets.

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::http::{YAML, confirming, expecting, text, value};
use crate::{Client, ClientError, Diagnostic};

/// A policy or an integration as it was put.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Text {
    /// Its name.
    pub name: String,
    /// The text, comments and all; empty in lists.
    #[serde(default)]
    pub source: String,
    /// Counts up with every change.
    pub revision: u64,
    /// This text is what is in force.
    pub active: bool,
    /// The principal who put it.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
}

/// A document that was saved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// Its name.
    pub name: String,
    /// Its revision now.
    pub revision: u64,
    /// It is in force.
    pub active: bool,
    /// Warnings and hints.
    pub diagnostics: Vec<Diagnostic>,
}

/// A function that definitions may call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Function {
    /// What a definition writes: `crm.get-customer:1.0.0@default`.
    pub call: String,
    /// Its integration and operation: `crm.get-customer`.
    #[serde(default)]
    pub name: String,
    /// Its version.
    #[serde(default)]
    pub version: String,
    /// One line about it.
    pub title: String,
    /// What people should know before they call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who answers for the integration.
    #[serde(default)]
    pub owner: String,
    /// Labels of what it returns.
    #[serde(default)]
    pub labels: Vec<String>,
    /// `read` or `write`.
    pub effect: String,
    /// Whether it may be carried out twice: `no`, `natural` or `key`.
    #[serde(default)]
    pub idempotent: String,
    /// JSON Schema of its arguments.
    pub input: Value,
    /// JSON Schema of what it returns; `null` where nothing is known of that.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub output: Value,
    /// What it may return.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<Value>,
}

/// The policies in force, with their texts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ActivePolicies {
    /// Counts up with each activation; 0: none were ever activated.
    pub revision: u64,
    /// Digest of the whole set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// The policies, by name.
    pub policies: Vec<ActivePolicy>,
}

/// A policy in force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActivePolicy {
    /// Its name.
    pub name: String,
    /// The text in force.
    pub source: String,
}

#[derive(Deserialize)]
struct Policies {
    policies: Vec<Text>,
}

#[derive(Deserialize)]
struct Integrations {
    integrations: Vec<Text>,
}

#[derive(Deserialize)]
struct Functions {
    functions: Vec<Function>,
}

#[derive(Deserialize)]
struct Secrets {
    secrets: Vec<String>,
    #[serde(default)]
    uses: Vec<Secret>,
}

/// A secret and who uses it; never its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Secret {
    /// Its name.
    pub name: String,
    /// `integration crm` or `workflow support/refund-triage 1.0.0`, sorted.
    #[serde(default)]
    pub used_by: Vec<String>,
    /// Why it cannot be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

impl Client {
    /// Writes a policy's draft revision. `expected` is the revision it must be at; 0: there must be none.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 412 when somebody changed it in between, 422 when it has errors.
    pub async fn put_policy(
        &self,
        name: &str,
        source: impl Into<String>,
        expected: Option<u64>,
    ) -> Result<Saved, ClientError> {
        let request = self.request(Method::PUT, &["v1", "policies", name]);
        self.json(expecting(text(request, YAML, source), expected)).await
    }

    /// Every policy, without its text.
    ///
    /// # Errors
    /// As every call.
    pub async fn policies(&self) -> Result<Vec<Text>, ClientError> {
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
    /// [`ClientError::Problem`]: 404 when there is none, 412 when somebody changed it in between.
    pub async fn delete_policy(&self, name: &str, expected: Option<u64>) -> Result<(), ClientError> {
        let request = self.request(Method::DELETE, &["v1", "policies", name]);
        self.send(expecting(request, expected)).await.map(|_| ())
    }

    /// The policies in force, whatever was saved since.
    ///
    /// # Errors
    /// As every call.
    pub async fn active_policies(&self) -> Result<ActivePolicies, ClientError> {
        self.json(self.request(Method::GET, &["v1", "policies", "active"])).await
    }

    /// Writes an integration; it is in force at once. `confirm` is the digest of what it takes, where it takes something.
    ///
    /// # Errors
    /// [`ClientError::Problem`]: 409 with what it takes, when that is not confirmed, 412 when somebody changed it in between,
    /// 422 when it has errors.
    pub async fn put_integration(
        &self,
        name: &str,
        source: impl Into<String>,
        expected: Option<u64>,
        confirm: Option<&str>,
    ) -> Result<Saved, ClientError> {
        let request = self.request(Method::PUT, &["v1", "integrations", name]);
        let request = confirming(text(request, YAML, source), confirm);
        self.json(expecting(request, expected)).await
    }

    /// Every integration, without its text.
    ///
    /// # Errors
    /// As every call.
    pub async fn integrations(&self) -> Result<Vec<Text>, ClientError> {
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
    /// when that is not confirmed, 412 when somebody changed it in between.
    pub async fn delete_integration(
        &self,
        name: &str,
        expected: Option<u64>,
        confirm: Option<&str>,
    ) -> Result<(), ClientError> {
        let request = self.request(Method::DELETE, &["v1", "integrations", name]);
        self.send(expecting(confirming(request, confirm), expected)).await.map(|_| ())
    }

    /// What definitions may call.
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
        self.send(value(request, &json!({ "value": secret }))?).await.map(|_| ())
    }

    /// The names of secrets.
    ///
    /// # Errors
    /// As every call.
    pub async fn secrets(&self) -> Result<Vec<String>, ClientError> {
        let list: Secrets = self.json(self.request(Method::GET, &["v1", "secrets"])).await?;
        Ok(list.secrets)
    }

    /// Secrets that are there or that something names, with who uses each and what is wrong with it.
    ///
    /// # Errors
    /// As every call.
    pub async fn secret_uses(&self) -> Result<Vec<Secret>, ClientError> {
        let list: Secrets = self.json(self.request(Method::GET, &["v1", "secrets"])).await?;
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
        self.json(request.query(&[("namespace", namespace)])).await
    }
}
