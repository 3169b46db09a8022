//! What is known about the subjects before a run, field by field.

use serde_json::{Map, Value, json};
use towpath_access::{Kind, ProfiledAccess, WEB, WorkflowSubject};

use crate::{ProfileSubject, Subject};

/// What is known about one subject. A field that is not listed is certainly absent.
#[derive(Debug)]
pub(crate) struct Known {
    fields: Vec<KnownField>,
}

/// What is known about one field.
#[derive(Debug)]
pub(crate) struct KnownField {
    pub(crate) name: &'static str,
    /// Whether it may be absent.
    pub(crate) optional: bool,
    pub(crate) value: KnownValue,
}

/// What is known about a value.
#[derive(Debug)]
pub(crate) enum KnownValue {
    /// Its exact value.
    Exactly(Value),
    /// It fits this schema.
    Like(Value),
}

impl Known {
    /// The field `name`; `None` if it is certainly absent.
    pub(crate) fn field(&self, name: &str) -> Option<&KnownField> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Everything that is known, as one closed JSON Schema.
    pub(crate) fn to_schema(&self) -> Value {
        let properties: Map<String, Value> = self
            .fields
            .iter()
            .map(|field| {
                let schema = match &field.value {
                    KnownValue::Exactly(value) => json!({ "const": value }),
                    KnownValue::Like(schema) => schema.clone(),
                };
                (field.name.to_owned(), schema)
            })
            .collect();
        let required: Vec<&str> =
            self.fields.iter().filter(|field| !field.optional).map(|field| field.name).collect();
        json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
    }

    /// What is known about a workflow at publishing. The chain of callers and the author's later publications are not known.
    pub(crate) fn workflow(workflow: &WorkflowSubject) -> Self {
        let mut fields = vec![
            exactly("namespace", &workflow.namespace),
            exactly("name", &workflow.name),
            exactly("version", &workflow.version),
            like(
                "author",
                json!({
                    "type": "object",
                    "properties": {
                        "id": { "const": workflow.author.id },
                        "publishedVersions": { "type": "integer", "minimum": workflow.author.published_versions },
                    },
                    "required": ["id", "publishedVersions"],
                    "additionalProperties": false,
                }),
            ),
            like("via", field_schema(Subject::Workflow, "via")),
            KnownField {
                name: "labels",
                optional: false,
                value: KnownValue::Exactly(json!(workflow.labels)),
            },
        ];
        fields.extend(workflow.owner.as_ref().map(|owner| exactly("owner", owner)));
        Self { fields }
    }

    /// What is known about a caller: only its shape.
    pub(crate) fn caller() -> Self {
        let like = |name| like(name, field_schema(Subject::Caller, name));
        Self { fields: vec![like("kind"), like("id"), KnownField { optional: true, ..like("namespace") }] }
    }

    /// What is known about the time: only its shape.
    pub(crate) fn time() -> Self {
        let names = ["weekday", "hour", "date"];
        Self { fields: names.map(|name| like(name, field_schema(Subject::Time, name))).into() }
    }

    /// What is known about a profile: everything.
    pub(crate) fn profile(profile: &ProfileSubject) -> Self {
        let field = |name| KnownField {
            name,
            optional: false,
            value: KnownValue::Exactly(profile.field(name).cloned().unwrap_or_default()),
        };
        Self { fields: vec![field("accesses"), field("secrets")] }
    }

    /// What is known about one access of a profile.
    pub(crate) fn access(profiled: &ProfiledAccess) -> Self {
        let access = &profiled.access;
        let mut fields = vec![
            exactly("kind", access.kind.as_str()),
            // Labels are tracked during the run.
            like("labels", field_schema(Subject::Access, "labels")),
            like("runLabels", field_schema(Subject::Access, "runLabels")),
        ];
        let texts = [
            ("integration", &access.integration),
            ("operation", &access.operation),
            ("version", &access.version),
        ];
        fields.extend(texts.into_iter().filter_map(|(name, text)| Some(exactly(name, text.as_ref()?))));
        let is_raw = access.integration.as_deref() == Some(WEB) || access.kind == Kind::Fetch;
        // An HTTP integration sets its host only when it is called. Whether this one has a host may be known.
        let may_have_host = access.kind == Kind::Call && (profiled.dynamic_host || access.host.is_some());
        for (name, text, dynamic) in [
            ("host", &access.host, profiled.dynamic_host),
            ("method", &access.method, false),
            ("path", &access.path, false),
            ("query", &access.query, false),
        ] {
            match text {
                Some(text) if !dynamic => fields.push(exactly(name, text)),
                // Raw HTTP always has all four fields. Those that are not written out are computed.
                _ if is_raw => fields.push(like(name, field_schema(Subject::Access, name))),
                _ if may_have_host => {
                    fields.push(KnownField {
                        optional: true,
                        ..like(name, field_schema(Subject::Access, name))
                    });
                }
                _ => {}
            }
        }
        if is_raw && access.method.is_none() {
            fields.push(like("effect", field_schema(Subject::Access, "effect")));
        } else {
            fields.push(exactly("effect", access.effect.as_str()));
        }
        fields.push(KnownField {
            name: "arguments",
            optional: !matches!(access.kind, Kind::Call | Kind::Configure),
            value: KnownValue::Like(require_mapping(&profiled.arguments_schema)),
        });
        Self { fields }
    }
}

/// Adds that arguments are a mapping.
fn require_mapping(schema: &Value) -> Value {
    match schema {
        Value::Object(keywords) if keywords.get("type").is_some_and(|kind| kind == "object") => {
            schema.clone()
        }
        Value::Bool(true) => json!({ "type": "object" }),
        other => json!({ "type": "object", "allOf": [other] }),
    }
}

fn exactly(name: &'static str, text: &str) -> KnownField {
    KnownField { name, optional: false, value: KnownValue::Exactly(json!(text)) }
}

fn like(name: &'static str, schema: Value) -> KnownField {
    KnownField { name, optional: false, value: KnownValue::Like(schema) }
}

fn field_schema(subject: Subject, name: &str) -> Value {
    subject
        .schema()
        .get("properties")
        .and_then(|fields| fields.get(name))
        .cloned()
        .unwrap_or(Value::Bool(true))
}
