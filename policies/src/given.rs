//! Questions that people write in tests and in hypothetical questions. Missing fields get neutral values.

use serde_json::{Map, Value, json};
use towpath_access::{Access, CallerSubject, TimeSubject, WEB, WorkflowSubject, canonical};

use crate::decide::{Facts, Moment, Reach};
use crate::labels::Labelled;
use crate::{ProfileSubject, Subject, schema};

/// The subjects of one question, with all fields. A subject that is not given is assumed to fit.
pub(crate) struct Given {
    workflow: Option<WorkflowSubject>,
    access: Option<Access>,
    caller: Option<CallerSubject>,
    time: Option<TimeSubject>,
    profile: Option<ProfileSubject>,
}

impl Given {
    /// Reads the fields that `fields_of` gives for each subject.
    pub(crate) fn read<'a>(fields_of: impl Fn(Subject) -> Option<&'a Value>) -> Result<Self, String> {
        Ok(Self {
            workflow: read_subject(Subject::Workflow, fields_of(Subject::Workflow))?,
            access: read_subject(Subject::Access, fields_of(Subject::Access))?,
            caller: read_subject(Subject::Caller, fields_of(Subject::Caller))?,
            time: read_subject(Subject::Time, fields_of(Subject::Time))?,
            profile: read_subject::<Value>(Subject::Profile, fields_of(Subject::Profile))?
                .map(ProfileSubject::from_value),
        })
    }

    /// The view for documents of labels.
    pub(crate) fn labelled(&self) -> Labelled<'_> {
        Labelled { workflow: self.workflow.as_ref(), caller: self.caller.as_ref(), event: None }
    }

    /// The view for the decision. Nothing is approved or released.
    pub(crate) fn facts(&self) -> Facts<'_> {
        Facts {
            workflow: self.workflow.as_ref(),
            access: self.access.as_ref(),
            caller: self.caller.as_ref(),
            time: self.time.clone().map_or(Moment::Whenever, Moment::Local),
            profile: self.profile.as_ref().map_or(Reach::Whatever, Reach::Is),
            approvals: &[],
            releases: &[],
        }
    }
}

/// Reads one subject, and gives its missing fields neutral values.
fn read_subject<T: serde::de::DeserializeOwned>(
    subject: Subject,
    given: Option<&Value>,
) -> Result<Option<T>, String> {
    let Some(given) = given else { return Ok(None) };
    let Value::Object(given) = given else { return Err(format!("`{}` is not a mapping", subject.as_str())) };
    let mut fields = unremarkable(subject);
    for (name, value) in given {
        match (fields.get_mut(name), value) {
            (Some(Value::Object(inside)), Value::Object(more)) => inside.extend(more.clone()),
            _ => {
                fields.insert(name.clone(), value.clone());
            }
        }
    }
    let is_raw = fields.get("integration").is_none_or(|integration| integration == WEB);
    if let (Subject::Access, true, Some(arguments)) = (subject, is_raw, fields.get_mut("arguments")) {
        canonical::arguments(arguments)
            .map_err(|canonical::Twice(name)| format!("`access`: the header `{name}` appears twice"))?;
    }
    if let (Subject::Profile, Some(Value::Array(accesses))) = (subject, fields.get_mut("accesses")) {
        accesses.iter_mut().for_each(fill_access);
    }
    let value = Value::Object(fields);
    let validator = schema::compile_schema(subject.schema())?;
    if let Err(error) = validator.validate(&value) {
        return Err(format!("`{}{}`: {}", subject.as_str(), error.instance_path(), error));
    }
    serde_json::from_value(value).map(Some).map_err(|error| format!("`{}`: {error}", subject.as_str()))
}

/// Gives the missing fields of an access in a profile neutral values.
fn fill_access(access: &mut Value) {
    let Value::Object(fields) = access else { return };
    for (name, value) in [("kind", json!("call")), ("effect", json!("write")), ("dynamicHost", json!(false))]
    {
        fields.entry(name).or_insert(value);
    }
}

fn unremarkable(subject: Subject) -> Map<String, Value> {
    let value = match subject {
        Subject::Workflow => json!({
            "namespace": "any-namespace", "name": "any-workflow", "version": "1.0.0",
            "author": { "id": "anybody", "publishedVersions": 0 }, "via": [], "labels": [],
        }),
        Subject::Access => json!({ "kind": "call", "effect": "write", "labels": [], "runLabels": [] }),
        Subject::Caller => json!({ "kind": "app", "id": "anybody" }),
        // A day in the past, so that a policy has expired only in tests that set the date.
        Subject::Time => json!({ "weekday": "thursday", "hour": 12, "date": "1970-01-01" }),
        Subject::Profile => json!({ "accesses": [], "secrets": [] }),
    };
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
