//! Settings of workflows: values that people change without a new version, within the JSON Schema of the version and
//! within what policies say of accesses of kind `configure`.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::to_raw_value;
use serde_json::{Map, Value};
use towpath_access::{Access, Kind, Profile, ProfiledAccess, RunLabels};
use towpath_diagnostics::{Diagnostic, codes};
use towpath_identity::Principal;
use towpath_journal::Put;
use towpath_policies::{PolicyEffect, Verdict};
use towpath_wire::{Identity, Json, Load};

use crate::definitions::conflict;
use crate::engine::{Engine, Inner};
use crate::guard::{Asker, caller};
use crate::types::EngineError;
use crate::versions::{Version, decode, encode, no_workflow};

/// Collection of what was set, by `namespace/name`.
const SETTINGS: &str = "settings";

/// The settings of a workflow.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The version whose schema they keep to: the one that callers get.
    pub version: String,
    /// That JSON Schema: of an object, each of whose `properties` has a `default`.
    pub schema: Value,
    /// Those in force: what was set, and the default of everything else.
    pub values: Map<String, Value>,
    /// What was set.
    pub set: Map<String, Value>,
    /// Who changed them last; nobody did where all are defaults.
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

impl Engine {
    /// Loads what was set.
    pub(crate) async fn load_settings(&self) -> Result<(), EngineError> {
        for document in self.inner.store.list(SETTINGS, "").await? {
            let stored: StoredSettings = decode(&document.content)?;
            let stored = StoredSettings { revision: document.revision, ..stored };
            self.inner.settings.write().insert(document.key, Arc::new(stored));
        }
        Ok(())
    }

    /// The settings of a workflow.
    ///
    /// # Errors
    /// [`EngineError::NotFound`] when there is no such workflow, or it has none.
    pub fn settings(&self, namespace: &str, name: &str) -> Result<Settings, EngineError> {
        self.inner.settings_of(&*self.inner.latest(namespace, name)?)
    }

    /// Changes the settings of a workflow: what is not among `values` is at its default again. Runs that start from now on
    /// have them; runs under way keep theirs.
    ///
    /// # Errors
    /// [`EngineError::NotFound`], [`EngineError::SettingsMisfit`] when the version's schema does not take them,
    /// [`EngineError::StartRefused`] when policies do not, [`EngineError::Conflict`] when they are not at `revision`.
    pub async fn change_settings(
        &self,
        who: &Principal,
        (namespace, name): (&str, &str),
        values: Map<String, Value>,
        reason: Option<String>,
        revision: Option<u64>,
    ) -> Result<Settings, EngineError> {
        // Held over everything, so that no version is published between the check and the change.
        let _changing = self.inner.changing.lock().await;
        let version = self.inner.latest(namespace, name)?;
        let before = self.inner.settings_of(&version)?;
        let identity = &version.published.workflow;
        let stored = self.inner.stored(namespace, name, &identity.version).await?;
        let source = stored.ok_or_else(|| no_workflow(namespace, name, Some(&identity.version)))?.source;
        self.inner.take_settings(&source, &values).await?;
        let arguments = Value::Object(effective(&before.schema, Some(&values)));
        let access = Access { arguments: Some(arguments), ..Access::new(Kind::Configure, RunLabels::NONE) };
        let asker = Asker::new(&version, caller(who), &who.id, Vec::new());
        let decision = self.inner.decide(&asker, &access, &[], self.inner.clock.now());
        if !decision.is_allowed() {
            return Err(EngineError::StartRefused(Box::new(decision)));
        }
        let change = SettingsChange { by: who.id.clone(), reason, at: self.inner.clock.now() };
        let mut stored = StoredSettings { values, change, revision: 0 };
        let key = format!("{namespace}/{name}");
        let put = Put {
            collection: SETTINGS.to_owned(),
            key: key.clone(),
            expected: Some(revision.unwrap_or(before.revision)),
            content: Some(encode(&stored)?),
        };
        let revisions = self.inner.store.put(vec![put]).await.map_err(conflict)?;
        stored.revision = revisions.first().copied().unwrap_or_default();
        self.inner.settings.write().insert(key, Arc::new(stored));
        self.inner.settings_of(&version)
    }
}

impl Inner {
    fn settings_of(&self, version: &Version) -> Result<Settings, EngineError> {
        let workflow = &version.published.workflow;
        let key = format!("{}/{}", workflow.namespace, workflow.name);
        let Some(schema) = version.settings.as_deref() else {
            return Err(EngineError::NotFound { what: "settings of the workflow", name: key });
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

    /// The settings a run of this version starts with.
    pub(crate) fn settings_at_start(&self, version: &Version) -> Option<Json> {
        let values = self.settings_of(version).ok()?.values;
        to_raw_value(&values).ok()
    }

    /// Refuses a version whose schema does not take what was set.
    pub(crate) async fn refuse_unsettled(
        &self,
        namespace: &str,
        name: &str,
        source: &str,
        schema: Option<&Value>,
    ) -> Result<(), EngineError> {
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
    pub(crate) fn refuse_forbidden_settings(
        &self,
        workflow: &Identity,
        author: &str,
        profile: &Profile,
        schema: Option<&Value>,
    ) -> Result<(), EngineError> {
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
        let mut judged = self.judge_profile(&self.subject(workflow, author), &profile, &[]);
        let (Some(these), Some(any)) = (judged.pop(), judged.pop()) else { return Ok(()) };
        let is_forbidden = these.rules.iter().any(|rule| rule.effect == PolicyEffect::Forbid);
        let is_refused = these.verdict == Verdict::Denied && (is_forbidden || any.verdict != Verdict::Denied);
        if is_refused { Err(EngineError::Denied(vec![these])) } else { Ok(()) }
    }

    /// Asks the definition's own schema, in the sandbox: it is a champion's.
    pub(crate) async fn take_settings(
        &self,
        source: &str,
        values: &Map<String, Value>,
    ) -> Result<(), EngineError> {
        let settings = to_raw_value(values).map_err(|error| EngineError::Internal(error.to_string()))?;
        let request =
            Load { source: source.to_owned(), functions: None, resources: None, settings: Some(settings) };
        let loaded = self.sandbox.load(&self.runner, &request, &self.limits).await;
        let loaded = loaded.map_err(|error| EngineError::Internal(error.to_string()))?;
        let is_theirs = |found: &Diagnostic| found.code == codes::TP0526 && found.span.is_none();
        let misfits: Vec<Diagnostic> = loaded.report.diagnostics.into_iter().filter(is_theirs).collect();
        if misfits.is_empty() { Ok(()) } else { Err(EngineError::SettingsMisfit(misfits)) }
    }
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
