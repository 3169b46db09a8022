//! Settings of workflows: values that people change without a new version. The JSON Schema of the version and the policies
//! on accesses of kind `configure` limit them.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use towpath_access::{Access, Kind, Profile, ProfiledAccess, RunLabels};
use towpath_diagnostics::{Diagnostic, codes};
use towpath_identity::Principal;
use towpath_journal::Put;
use towpath_policies::{PolicyEffect, StaticOutcome};
use towpath_wire::{Identity, Json, Load};

use super::Catalog;
use crate::catalog::CatalogError;
use crate::fault::Fault;
use crate::found::{conflict, decode, encode};
use crate::rules::Decide as _;
use crate::rules::decide::caller_subject;
use crate::version::{Version, no_workflow};

/// Collection of what was set, by `namespace/name`.
const SETTINGS: &str = "settings";

/// The settings of a workflow.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The version whose schema applies: the one that callers get.
    pub version: String,
    /// That JSON Schema: of an object, each of whose `properties` has a `default`.
    pub schema: Value,
    /// Those in force: what was set, and the default of everything else.
    pub values: Map<String, Value>,
    /// What was set.
    pub set: Map<String, Value>,
    /// The last change; `None` where all are defaults.
    pub changed: Option<SettingsChange>,
    /// Counts the changes.
    pub revision: u64,
}

/// A change of settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SettingsChange {
    /// The principal.
    pub by: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Milliseconds since the Unix epoch.
    pub at: i64,
}

/// What was set, as the store keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StoredSettings {
    values: Map<String, Value>,
    #[serde(flatten)]
    change: SettingsChange,
    /// The document's own.
    #[serde(skip)]
    revision: u64,
}

impl Catalog {
    /// Loads what was set.
    pub(super) async fn load_settings(&self) -> Result<(), CatalogError> {
        for document in self.documents.list(SETTINGS, "").await? {
            let stored: StoredSettings = decode(&document.content)?;
            let stored = StoredSettings { revision: document.revision, ..stored };
            self.settings.write().insert(document.key, Arc::new(stored));
        }
        Ok(())
    }

    /// The settings of a workflow: those of the version that callers get.
    ///
    /// # Errors
    /// `NotFound` when there is no such workflow, or it has none.
    pub(crate) fn settings(&self, namespace: &str, name: &str) -> Result<Settings, CatalogError> {
        self.settings_of(&*self.latest(namespace, name)?)
    }

    /// Changes the settings of a workflow: what is not among `values` is at its default again. Runs that start from now on
    /// have them; runs under way keep theirs.
    ///
    /// # Errors
    /// `NotFound`, `SettingsMisfit` when the version's schema does not take them, `StartRefused` when policies do
    /// not, `Conflict` when they are not at `revision`.
    pub(crate) async fn change_settings(
        &self,
        who: &Principal,
        (namespace, name): (&str, &str),
        values: Map<String, Value>,
        reason: Option<String>,
        revision: Option<u64>,
    ) -> Result<Settings, CatalogError> {
        // Held over everything, so that no version is published between the check and the change.
        let _changing = self.rules.lock().await;
        let version = self.latest(namespace, name)?;
        let before = self.settings_of(&version)?;
        let identity = &version.published.workflow;
        let stored = self.stored(namespace, name, &identity.version).await?;
        let source = stored.ok_or_else(|| no_workflow(namespace, name, Some(&identity.version)))?.source;
        self.take_settings(&source, &values).await?;
        let arguments = Value::Object(effective(&before.schema, Some(&values)));
        let access = Access { arguments: Some(arguments), ..Access::new(Kind::Configure, RunLabels::NONE) };
        let requester = version.requester(caller_subject(who), Vec::new());
        let decision = self.rules.decide(&requester, &access, &[], self.context.now());
        if !decision.is_allowed() {
            return Err(Fault::StartRefused(Box::new(decision)).into());
        }
        let change = SettingsChange { by: who.id.clone(), reason, at: self.context.now() };
        let mut stored = StoredSettings { values, change, revision: 0 };
        let key = format!("{namespace}/{name}");
        let put = Put {
            collection: SETTINGS.to_owned(),
            key: key.clone(),
            expected: Some(revision.unwrap_or(before.revision)),
            content: Some(encode(&stored)?),
        };
        let revisions = self.documents.put(vec![put]).await.map_err(conflict)?;
        stored.revision = revisions.first().copied().unwrap_or_default();
        self.settings.write().insert(key, Arc::new(stored));
        self.settings_of(&version)
    }

    fn settings_of(&self, version: &Version) -> Result<Settings, CatalogError> {
        let workflow = &version.published.workflow;
        let key = format!("{}/{}", workflow.namespace, workflow.name);
        let Some(schema) = version.settings.as_deref() else {
            return Err(Fault::NotFound { what: "settings of the workflow", name: key }.into());
        };
        let stored = self.settings.read().get(&key).cloned();
        Ok(Settings {
            version: workflow.version.clone(),
            schema: schema.clone(),
            values: effective(schema, stored.as_ref().map(|stored| &stored.values)),
            set: stored.as_ref().map(|stored| stored.values.clone()).unwrap_or_default(),
            changed: stored.as_ref().map(|stored| stored.change.clone()),
            revision: stored.map_or(0, |stored| stored.revision),
        })
    }

    /// The settings a run of this version starts with; `None` where the version has no settings.
    ///
    /// # Errors
    /// A fault, if they cannot be encoded: a run without its settings must not start.
    pub(crate) fn settings_at_start(&self, version: &Version) -> Result<Option<Json>, CatalogError> {
        if version.settings.is_none() {
            return Ok(None);
        }
        encoded(&self.settings_of(version)?.values).map(Some)
    }

    /// Refuses a version whose schema does not take what was set.
    ///
    /// # Errors
    /// `SettingsMisfit`.
    pub(crate) async fn refuse_unsettled(
        &self,
        namespace: &str,
        name: &str,
        source: &str,
        schema: Option<&Value>,
    ) -> Result<(), CatalogError> {
        let stored = self.settings.read().get(&format!("{namespace}/{name}")).cloned();
        let (Some(schema), Some(stored)) = (schema, stored) else { return Ok(()) };
        // A setting that this version does not have stays where it is, for those that do.
        let values =
            stored.values.iter().filter(|(name, _)| schema["properties"].get(name.as_str()).is_some());
        let values = values.map(|(name, value)| (name.clone(), value.clone())).collect();
        self.take_settings(source, &values).await
    }

    /// Refuses a version whose settings, as runs would have them, are more than policies let anybody set: a default is set by
    /// publishing. Where nobody may set any, only what a policy forbids is refused.
    pub(super) fn refuse_forbidden_settings(
        &self,
        workflow: &Identity,
        author: &str,
        profile: &Profile,
        schema: Option<&Value>,
    ) -> Result<(), CatalogError> {
        let Some(schema) = schema else { return Ok(()) };
        let key = format!("{}/{}", workflow.namespace, workflow.name);
        let stored = self.settings.read().get(&key).cloned();
        let values = effective(schema, stored.as_ref().map(|stored| &stored.values));
        let configure = |arguments_schema| ProfiledAccess {
            access: Access::new(Kind::Configure, RunLabels::NONE),
            task: String::new(),
            span: None,
            arguments_schema,
            dynamic_host: false,
        };
        let mut profile = profile.clone();
        profile
            .accesses
            .extend([configure(serde_json::json!({ "type": "object" })), configure(exactly(&values))]);
        let mut evaluated = self.rules.evaluate_profile(&self.subject(workflow, author), &profile, &[]);
        let (Some(these), Some(any)) = (evaluated.pop(), evaluated.pop()) else { return Ok(()) };
        let is_forbidden = these.rules.iter().any(|rule| rule.effect == PolicyEffect::Forbid);
        let is_refused =
            these.verdict == StaticOutcome::Denied && (is_forbidden || any.verdict != StaticOutcome::Denied);
        if is_refused { Err(CatalogError::Denied(vec![these])) } else { Ok(()) }
    }

    /// Checks values against the definition's own schema. That is a champion's text, so it is read in the sandbox.
    ///
    /// # Errors
    /// `SettingsMisfit`.
    pub(crate) async fn take_settings(
        &self,
        source: &str,
        values: &Map<String, Value>,
    ) -> Result<(), CatalogError> {
        let settings = encoded(values)?;
        let request = Load {
            source: source.to_owned(),
            functions: None,
            resources: None,
            settings: Some(settings),
            evaluate: None,
        };
        let report = self.sandbox.check(&self.runner, &request, &self.limits).await;
        let report = report.map_err(|error| CatalogError::Fault(Fault::Internal(error.to_string())))?;
        let is_about_settings = |found: &Diagnostic| found.code == codes::TP0526 && found.span.is_none();
        let misfits: Vec<Diagnostic> = report.diagnostics.into_iter().filter(is_about_settings).collect();
        if misfits.is_empty() { Ok(()) } else { Err(CatalogError::SettingsMisfit(misfits)) }
    }
}

/// Values of settings as JSON text.
///
/// # Errors
/// A fault, if they cannot be encoded.
pub(crate) fn encoded(values: &Map<String, Value>) -> Result<Json, CatalogError> {
    Json::of(values).map_err(|error| CatalogError::Fault(Fault::Internal(error.to_string())))
}

/// The schema of exactly these values.
fn exactly(values: &Map<String, Value>) -> Value {
    let fields: Map<String, Value> =
        values.iter().map(|(name, value)| (name.clone(), serde_json::json!({ "const": value }))).collect();
    let required: Vec<&String> = values.keys().collect();
    serde_json::json!({ "type": "object", "properties": fields, "required": required, "additionalProperties": false })
}

/// What was set, as far as there are such settings, and the default of everything else.
pub(crate) fn effective(schema: &Value, set: Option<&Map<String, Value>>) -> Map<String, Value> {
    let properties = schema["properties"].as_object().into_iter().flatten();
    let value = |(name, described): (&String, &Value)| {
        let set = set.and_then(|set| set.get(name));
        (name.clone(), set.or(described.get("default")).cloned().unwrap_or_default())
    };
    properties.map(value).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::effective;

    #[test]
    fn what_is_not_set_is_at_its_default() {
        let schema = json!({ "properties": { "limit": { "default": 100 }, "text": { "default": "hello" } } });
        let set = json!({ "limit": 150, "gone": 1 });
        assert_eq!(json!(effective(&schema, set.as_object())), json!({ "limit": 150, "text": "hello" }));
        assert_eq!(json!(effective(&schema, None)), json!({ "limit": 100, "text": "hello" }));
    }
}
