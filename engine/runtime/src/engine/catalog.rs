//! The engine's calls about workflows: definitions, drafts, versions, settings, owners, switches, secrets. The catalog
//! answers them.

use serde_json::{Map, Value};
use towpath_identity::Principal;
use towpath_wire::Interface;

use super::{Engine, EngineError};
use crate::catalog::{
    EvaluatedExpression, Expression, Ownership, SecretUse, Settings, Switched, SwitchedOff, Usage,
    WorkflowStanding,
};
use crate::changes::Topic;
use crate::types::{CheckReport, Draft};
use crate::version::PublishedVersion;

impl Engine {
    /// Checks a definition as it would be for publishing: its text, what it names, what it may reach.
    ///
    /// # Errors
    /// Only faults of the engine itself; everything wrong with the text is in the report.
    pub async fn check(&self, namespace: &str, source: &str) -> Result<CheckReport, EngineError> {
        Ok(self.catalog.check(namespace, source).await?)
    }

    /// Evaluates an expression in the sandbox, with values that somebody gives.
    ///
    /// # Errors
    /// Only faults of the engine itself; everything wrong with the expression is in the result.
    pub async fn evaluate(&self, asked: Expression) -> Result<EvaluatedExpression, EngineError> {
        Ok(self.catalog.evaluate(asked).await?)
    }

    /// Saves a draft, also one with errors, and reports what is wrong with it.
    ///
    /// # Errors
    /// `Conflict` when `expected` is not its revision.
    pub async fn save_draft(
        &self,
        who: &Principal,
        namespace: &str,
        name: &str,
        source: String,
        expected: Option<u64>,
    ) -> Result<(Draft, CheckReport), EngineError> {
        Ok(self.catalog.save_draft(who, namespace, name, source, expected).await?)
    }

    /// The draft of a workflow.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn draft(&self, namespace: &str, name: &str) -> Result<Draft, EngineError> {
        Ok(self.catalog.draft(namespace, name).await?)
    }

    /// The latest version of every workflow, by name.
    ///
    /// # Errors
    /// None today; the store may be read one day.
    pub async fn workflows(&self, namespace: Option<&str>) -> Result<Vec<PublishedVersion>, EngineError> {
        Ok(self.catalog.workflows(namespace))
    }

    /// Every published version of one workflow, oldest first.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub async fn versions(&self, namespace: &str, name: &str) -> Result<Vec<PublishedVersion>, EngineError> {
        Ok(self.catalog.versions(namespace, name).await?)
    }

    /// A published version with its text; the latest where none is named.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn read_definition(
        &self,
        namespace: &str,
        name: &str,
        version: Option<&str>,
    ) -> Result<(PublishedVersion, String), EngineError> {
        Ok(self.catalog.read_definition(namespace, name, version).await?)
    }

    /// The JSON Schemas of a published version's input and output, and which version that is; the latest where none is
    /// named.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn interface(
        &self,
        namespace: &str,
        name: &str,
        version: Option<&str>,
    ) -> Result<(String, Interface), EngineError> {
        Ok(self.catalog.interface(namespace, name, version).await?)
    }

    /// How a workflow is used, and the draft runs of its definition with this digest.
    ///
    /// # Errors
    /// The store's.
    pub async fn usage(&self, namespace: &str, name: &str, digest: &str) -> Result<Usage, EngineError> {
        Ok(self.catalog.usage(namespace, name, digest).await?)
    }

    /// The settings of a workflow: those of the version that callers get.
    ///
    /// # Errors
    /// `NotFound` when there is no such workflow, or it has none.
    pub fn settings(&self, namespace: &str, name: &str) -> Result<Settings, EngineError> {
        Ok(self.catalog.settings(namespace, name)?)
    }

    /// Changes the settings of a workflow: what is not among `values` is at its default again. Runs that start from now on
    /// have them; runs under way keep theirs.
    ///
    /// # Errors
    /// `NotFound`, `SettingsMisfit` when the version's schema does not take them, `StartRefused` when policies do
    /// not, `Conflict` when they are not at `revision`.
    pub async fn change_settings(
        &self,
        who: &Principal,
        place: (&str, &str),
        values: Map<String, Value>,
        reason: Option<String>,
        revision: Option<u64>,
    ) -> Result<Settings, EngineError> {
        Ok(self.catalog.change_settings(who, place, values, reason, revision).await?)
    }

    /// Who answers for a workflow.
    ///
    /// # Errors
    /// `NotFound` when there is no such workflow.
    pub fn ownership(&self, namespace: &str, name: &str) -> Result<Ownership, EngineError> {
        Ok(self.catalog.ownership(namespace, name)?)
    }

    /// Switches a workflow or an integration off, with a reason, or on again.
    ///
    /// # Errors
    /// `NotFound` when it does not exist, and the store's; nothing is switched then.
    pub async fn switch(
        &self,
        who: &Principal,
        what: &Switched,
        off: Option<String>,
    ) -> Result<Option<SwitchedOff>, EngineError> {
        Ok(self.catalog.switch(who, what, off).await?)
    }

    /// Who switched this off, and why; `None`: it is on.
    ///
    /// # Errors
    /// `NotFound` when it does not exist.
    pub async fn switch_of(&self, what: &Switched) -> Result<Option<SwitchedOff>, EngineError> {
        Ok(self.catalog.switch_of(what).await?)
    }

    /// Which version callers get who name none, and whether the workflow is switched off.
    pub fn standing_of(&self, namespace: &str, name: &str) -> WorkflowStanding {
        self.catalog.standing_of(namespace, name)
    }

    /// Stores a secret for integrations. It can be replaced, never read back.
    ///
    /// # Errors
    /// This engine keeps no secrets of its own, or the file cannot be written.
    pub async fn put_secret(&self, who: &Principal, name: &str, value: String) -> Result<(), EngineError> {
        self.catalog.put_secret(who, name, value).await?;
        // A file of its own, beside the store.
        self.changes.tell(Topic::Integrations);
        Ok(())
    }

    /// The names of the secrets stored here, sorted; never their values.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub async fn secret_names(&self) -> Result<Vec<String>, EngineError> {
        Ok(self.catalog.secret_names().await?)
    }

    /// The secrets called `names`, and those that integrations and versions name: who uses each, and whether it can be
    /// used.
    ///
    /// # Errors
    /// The store's.
    pub async fn secret_uses(&self, names: &[String]) -> Result<Vec<SecretUse>, EngineError> {
        Ok(self.catalog.secret_uses(names).await?)
    }
}
