//! Views of the values of the five subjects, and of their fields.

use std::borrow::Cow;

use serde_json::{Value, json};
use towpath_access::{Access, CallerSubject, TimeSubject, WorkflowSubject};

use crate::ProfileSubject;

/// A view of the value of one subject.
#[derive(Debug, Clone)]
pub(crate) enum SubjectView<'a> {
    Workflow(&'a WorkflowSubject),
    Access(&'a Access),
    Caller(&'a CallerSubject),
    Time(TimeSubject),
    Profile(&'a ProfileSubject),
}

/// One field of a subject.
#[derive(Debug)]
pub(crate) enum Field<'a> {
    Absent,
    Text(&'a str),
    Value(Cow<'a, Value>),
}

impl<'a> Field<'a> {
    fn text(text: &'a Option<String>) -> Self {
        text.as_deref().map_or(Self::Absent, Self::Text)
    }

    fn of(value: Value) -> Self {
        Self::Value(Cow::Owned(value))
    }
}

impl SubjectView<'_> {
    /// The field `name`. An unknown name is absent.
    pub(crate) fn field(&self, name: &str) -> Field<'_> {
        match self {
            Self::Workflow(workflow) => workflow_field(workflow, name),
            Self::Access(access) => access_field(access, name),
            Self::Caller(caller) => match name {
                "kind" => Field::Text(caller.kind.as_str()),
                "id" => Field::Text(&caller.id),
                "namespace" => Field::text(&caller.namespace),
                _ => Field::Absent,
            },
            Self::Time(time) => match name {
                "weekday" => Field::Text(&time.weekday),
                "hour" => Field::of(json!(time.hour)),
                "date" => Field::Text(&time.date),
                _ => Field::Absent,
            },
            Self::Profile(profile) => {
                profile.field(name).map_or(Field::Absent, |value| Field::Value(Cow::Borrowed(value)))
            }
        }
    }

    /// The whole subject as one JSON object.
    pub(crate) fn whole(&self) -> Result<Value, String> {
        let value = match self {
            Self::Workflow(workflow) => serde_json::to_value(workflow),
            Self::Access(access) => serde_json::to_value(access),
            Self::Caller(caller) => serde_json::to_value(caller),
            Self::Time(time) => serde_json::to_value(time),
            Self::Profile(profile) => Ok(profile.as_value().clone()),
        };
        value.map_err(|error| error.to_string())
    }
}

fn workflow_field<'a>(workflow: &'a WorkflowSubject, name: &str) -> Field<'a> {
    match name {
        "namespace" => Field::Text(&workflow.namespace),
        "name" => Field::Text(&workflow.name),
        "version" => Field::Text(&workflow.version),
        "owner" => Field::text(&workflow.owner),
        "author" => Field::of(json!({
            "id": workflow.author.id,
            "publishedVersions": workflow.author.published_versions,
        })),
        "via" => Field::of(json!(workflow.via)),
        "labels" => Field::of(json!(workflow.labels)),
        _ => Field::Absent,
    }
}

fn access_field<'a>(access: &'a Access, name: &str) -> Field<'a> {
    match name {
        "kind" => Field::Text(access.kind.as_str()),
        "integration" => Field::text(&access.integration),
        "operation" => Field::text(&access.operation),
        "version" => Field::text(&access.version),
        "effect" => Field::Text(access.effect.as_str()),
        "host" => Field::text(&access.host),
        "method" => Field::text(&access.method),
        "path" => Field::text(&access.path),
        "query" => Field::text(&access.query),
        "labels" => Field::of(json!(access.labels)),
        "runLabels" => Field::of(json!(access.run_labels)),
        "arguments" => {
            access.arguments.as_ref().map_or(Field::Absent, |value| Field::Value(Cow::Borrowed(value)))
        }
        _ => Field::Absent,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use towpath_access::{Author, CallerKind, Kind, Profile, ProfiledAccess, RunLabels, Subject};

    use super::*;

    /// The fields and the whole of a subject agree, and fit the schema of the subject.
    #[test]
    fn fields_and_whole_agree_and_fit_the_published_schema() {
        let workflow = WorkflowSubject {
            namespace: "support".into(),
            name: "refund".into(),
            version: "1.0.0".into(),
            owner: Some("ana".into()),
            author: Author { id: "ana".into(), published_versions: 3 },
            via: vec!["sales/order".into()],
            labels: vec!["payment".into()],
        };
        let mut access = Access::new(Kind::Call, RunLabels::NONE);
        access.integration = Some("web".into());
        access.operation = Some("request".into());
        access.version = Some("1.0.0".into());
        access.host = Some("crm.acme.example".into());
        access.method = Some("GET".into());
        access.path = Some("/customers".into());
        access.query = Some("page=1".into());
        access.labels = vec!["customer-data".into()];
        access.run_labels = ["customer-data".into()].into_iter().collect();
        access.arguments = Some(json!({ "a": 1 }));
        let caller =
            CallerSubject { kind: CallerKind::App, id: "shop".into(), namespace: Some("support".into()) };
        let time = TimeSubject { weekday: "monday".into(), hour: 9, date: "2027-03-29".into() };
        let profile = ProfileSubject::new(&Profile {
            accesses: vec![ProfiledAccess {
                access: access.clone(),
                task: "/do/0/x".into(),
                span: None,
                arguments_schema: json!(true),
                dynamic_host: false,
            }],
            secrets: vec!["crm-token".into()],
        });
        for (subject, view) in [
            (Subject::Workflow, SubjectView::Workflow(&workflow)),
            (Subject::Access, SubjectView::Access(&access)),
            (Subject::Caller, SubjectView::Caller(&caller)),
            (Subject::Time, SubjectView::Time(time)),
            (Subject::Profile, SubjectView::Profile(&profile)),
        ] {
            let whole = view.whole().unwrap();
            assert!(jsonschema::validate(subject.schema(), &whole).is_ok(), "{subject:?}: {whole}");
            for name in subject.schema()["properties"].as_object().unwrap().keys() {
                let field = match view.field(name) {
                    Field::Absent => panic!("{subject:?} has no field {name}"),
                    Field::Text(text) => json!(text),
                    Field::Value(value) => value.into_owned(),
                };
                assert_eq!(Some(&field), whole.get(name), "{subject:?} {name}");
            }
        }
    }
}
