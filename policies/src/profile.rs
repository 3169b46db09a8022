//! The subject `profile`: everything that a version of a workflow can reach, as policies see it.
//!
//! It only contains what is certain before a run, so that it is the same at publishing and at run time.

use serde_json::{Map, Value, json};
use towpath_access::{Profile, ProfiledAccess};

/// The profile of a version, as policies see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileSubject(Value);

impl ProfileSubject {
    /// The subject for `profile`.
    pub fn new(profile: &Profile) -> Self {
        let accesses: Vec<Value> = profile.accesses.iter().map(known_of_access).collect();
        Self(json!({ "accesses": accesses, "secrets": profile.secrets }))
    }

    /// A profile given as JSON, which must fit the schema of the subject.
    pub(crate) fn from_value(value: Value) -> Self {
        Self(value)
    }

    /// One of its fields.
    pub(crate) fn field(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The whole profile as JSON.
    pub(crate) fn as_value(&self) -> &Value {
        &self.0
    }
}

/// What is known about one access independent of the run.
fn known_of_access(profiled: &ProfiledAccess) -> Value {
    let access = &profiled.access;
    let mut fields = Map::new();
    fields.insert("kind".to_owned(), json!(access.kind.as_str()));
    fields.insert("effect".to_owned(), json!(access.effect.as_str()));
    // A written host that may change at run time is not known.
    let host = access.host.as_ref().filter(|_| !profiled.dynamic_host);
    let texts = [
        ("integration", access.integration.as_ref()),
        ("operation", access.operation.as_ref()),
        ("version", access.version.as_ref()),
        ("host", host),
        ("method", access.method.as_ref()),
        ("path", access.path.as_ref()),
    ];
    fields.extend(texts.into_iter().filter_map(|(name, text)| Some((name.to_owned(), json!(text?)))));
    fields.insert("dynamicHost".to_owned(), json!(profiled.dynamic_host));
    Value::Object(fields)
}
