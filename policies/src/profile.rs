//! Subject `profile`: everything a version of a workflow can reach, as policies see it.
//!
//! Only what is known for certain before a run stands here, so that it is the same at publishing and at run time.

use serde_json::{Map, Value, json};
use towpath_access::schema::access_schema;
use towpath_access::{Profile, ProfiledAccess};

/// Fields of an access that a profile knows, when it knows them.
const KNOWN: [&str; 8] = ["kind", "integration", "operation", "version", "effect", "host", "method", "path"];

/// The profile of a version, as policies see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileSubject(Value);

impl ProfileSubject {
    /// What policies see of `profile`.
    pub fn new(profile: &Profile) -> Self {
        let accesses: Vec<Value> = profile.accesses.iter().map(known).collect();
        Self(json!({ "accesses": accesses, "secrets": profile.secrets }))
    }

    /// A profile given as JSON, which has to fit the subject's schema.
    pub(crate) fn from_value(value: Value) -> Self {
        Self(value)
    }

    /// One of its fields.
    pub(crate) fn field(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// All of it.
    pub(crate) fn as_value(&self) -> &Value {
        &self.0
    }
}

/// What is known of one access, whatever the run.
fn known(profiled: &ProfiledAccess) -> Value {
    let access = &profiled.access;
    let mut fields = Map::new();
    fields.insert("kind".to_owned(), json!(access.kind.as_str()));
    fields.insert("effect".to_owned(), json!(access.effect.as_str()));
    // A host that is written down and may be another one at run time is not known.
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

/// The schema of subject `profile`, closed like those of the others.
pub(crate) fn profile_schema() -> Value {
    let access = access_schema();
    let mut properties: Map<String, Value> =
        KNOWN.iter().map(|name| ((*name).to_owned(), access["properties"][*name].clone())).collect();
    properties.insert(
        "dynamicHost".to_owned(),
        json!({ "type": "boolean", "description": "Which host it reaches, if any, is only known at run time." }),
    );
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Everything the version can reach",
        "type": "object",
        "properties": {
            "accesses": {
                "type": "array",
                "description": "Every access, in the order of the text: the start first, the response last.",
                "items": {
                    "type": "object",
                    "properties": properties,
                    "required": ["kind", "effect", "dynamicHost"],
                    "additionalProperties": false,
                },
            },
            "secrets": {
                "type": "array",
                "items": { "type": "string" },
                "description": "Names of the secrets it may use, sorted.",
            },
        },
        "required": ["accesses", "secrets"],
        "additionalProperties": false,
    })
}
