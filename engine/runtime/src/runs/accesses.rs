//! Accesses as the journal has them: as they were evaluated, without the arguments, which the effect beside them has.

use serde_json::{Value, json};
use towpath_access::{Access, Kind, WEB};
use towpath_integrations::canonical_request;
use towpath_wire::{EffectKind, Json};

/// An access for the journal. INVARIANT: the arguments of a call, the attributes of an event and the input of a started
/// workflow are those of the effect. They are left out here.
pub(crate) fn access_for_journal(mut access: Access) -> Access {
    access.arguments = match access.arguments {
        Some(Value::Object(mut fields)) if access.kind == Kind::Run => {
            fields.shift_remove("input");
            Some(Value::Object(fields))
        }
        _ => None,
    };
    access
}

/// The access as it was evaluated, with the arguments of its effect.
///
/// # Errors
/// It is not the access of this effect, or the arguments of the effect cannot be decoded.
pub(crate) fn access_from_journal(kept: &Access, kind: &EffectKind) -> Result<Access, String> {
    let access = kept.clone();
    let json = |text: &Json| {
        text.read::<Value>()
            .map_err(|error| format!("the arguments of its effect cannot be decoded: {error}"))
    };
    let (is_its_kind, labels, arguments) = match kind {
        EffectKind::Wait(_) => return Err("nobody is asked about a wait".to_owned()),
        EffectKind::Call(call) => {
            let named = [&access.integration, &access.operation, &access.version];
            let same = named.map(Option::as_deref)
                == [&call.integration, &call.operation, &call.version].map(|text| Some(text.as_str()));
            (access.kind == Kind::Call && same, &call.labels, json(&call.arguments)?)
        }
        EffectKind::Emit(emit) => (access.kind == Kind::Emit, &emit.labels, json(&emit.with)?),
        EffectKind::Listen(listen) => (access.kind == Kind::Listen, &listen.labels, json(&listen.with)?),
        EffectKind::Run(run) => {
            let text = |name: &str| access.arguments.as_ref()?.get(name)?.as_str();
            let version = text("version").unwrap_or_default();
            let same = text("namespace") == Some(&run.namespace)
                && text("name") == Some(&run.name)
                && (run.version == "latest" || run.version == version);
            let arguments = json!({
                "namespace": run.namespace, "name": run.name, "version": version, "input": json(&run.input)?,
            });
            (access.kind == Kind::Run && same, &run.labels, arguments)
        }
    };
    let mut labels = labels.clone();
    labels.sort();
    labels.dedup();
    let mut evaluated = access.labels.clone();
    evaluated.sort();
    evaluated.dedup();
    if !is_its_kind || labels != evaluated {
        return Err("its access is not that of its effect".to_owned());
    }
    let mut arguments = arguments;
    // Older engines evaluated raw requests as they are written, not in canonical form; their accesses have no query.
    if access.integration.as_deref() == Some(WEB) && access.query.is_some() {
        canonical_request(&mut arguments)
            .map_err(|refused| refused.detail.unwrap_or_else(|| "its request is refused".to_owned()))?;
    }
    Ok(Access { arguments: Some(arguments), ..access })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use towpath_access::RunLabels;
    use towpath_wire::{CallEffect, EmitEffect, RunEffect};

    use super::*;
    use crate::rules::decide::{emit_access, run_access};

    fn raw(text: &str) -> Json {
        Json::parse(text.to_owned()).unwrap()
    }

    #[test]
    fn a_call_is_put_together_again() {
        let call = |operation: &str, labels: &[&str]| {
            EffectKind::Call(CallEffect {
                integration: "crm".to_owned(),
                operation: operation.to_owned(),
                version: "1.0.0".to_owned(),
                arguments: raw(r#"{"id":"c-1"}"#),
                secrets: Vec::new(),
                labels: labels.iter().map(|label| (*label).to_owned()).collect(),
                described: Vec::new(),
            })
        };
        let run_labels = RunLabels::from_iter(["a".to_owned(), "b".to_owned()]);
        let access = Access {
            integration: Some("crm".to_owned()),
            operation: Some("get".to_owned()),
            version: Some("1.0.0".to_owned()),
            labels: vec!["a".to_owned()],
            arguments: Some(json!({ "id": "c-1" })),
            ..Access::new(Kind::Call, run_labels)
        };
        let stored = access_for_journal(access.clone());
        assert_eq!(stored.arguments, None);
        assert_eq!(access_from_journal(&stored, &call("get", &["a"])).unwrap(), access);
        assert!(access_from_journal(&stored, &call("put", &["a"])).is_err());
        assert!(access_from_journal(&stored, &call("get", &[])).is_err());
    }

    /// Valid JSON whose number no decoder can hold. It must not be evaluated as `null`.
    #[test]
    fn arguments_that_cannot_be_decoded_are_an_error() {
        let with = |text: &str| EffectKind::Emit(EmitEffect { with: raw(text), labels: Vec::new() });
        let access = access_for_journal(emit_access(json!({ "type": "a" }), &[], RunLabels::NONE));
        assert!(access_from_journal(&access, &with(r#"{"type":"a"}"#)).is_ok());
        let error = access_from_journal(&access, &with(r#"{"type":"a","n":1e999}"#)).unwrap_err();
        assert!(error.contains("cannot be decoded"), "{error}");
    }

    #[test]
    fn a_raw_request_is_put_together_as_it_was_evaluated() {
        let call = EffectKind::Call(CallEffect {
            integration: WEB.to_owned(),
            operation: "request".to_owned(),
            version: "1.0.0".to_owned(),
            arguments: raw(r#"{"headers":{"X-User":" ada"}}"#),
            secrets: Vec::new(),
            labels: Vec::new(),
            described: Vec::new(),
        });
        let mut access = Access {
            integration: Some(WEB.to_owned()),
            operation: Some("request".to_owned()),
            version: Some("1.0.0".to_owned()),
            query: Some(String::new()),
            ..Access::new(Kind::Call, RunLabels::NONE)
        };
        let headers = |access: &Access| {
            access_from_journal(&access_for_journal(access.clone()), &call).unwrap().arguments.unwrap()["headers"].clone()
        };
        assert_eq!(headers(&access), json!({ "x-user": "ada" }));
        // An older engine evaluated it as it is written.
        access.query = None;
        assert_eq!(headers(&access), json!({ "X-User": " ada" }));
    }

    #[test]
    fn a_workflow_that_is_started_keeps_its_version() {
        let effect = |version: &str, name: &str| RunEffect {
            namespace: "support".to_owned(),
            name: name.to_owned(),
            version: version.to_owned(),
            input: raw(r#"{"big":1}"#),
            labels: Vec::new(),
            await_: true,
        };
        let run = |version: &str, name: &str| EffectKind::Run(effect(version, name));
        let run_labels = RunLabels::from_iter(["a".to_owned()]);
        let access = run_access(&effect("latest", "child"), "2.0.0", json!({ "big": 1 }), run_labels);
        let stored = access_for_journal(access.clone());
        assert!(stored.arguments.as_ref().unwrap().get("input").is_none(), "{stored:?}");
        assert_eq!(access_from_journal(&stored, &run("latest", "child")).unwrap(), access);
        assert_eq!(access_from_journal(&stored, &run("2.0.0", "child")).unwrap(), access);
        assert!(access_from_journal(&stored, &run("1.0.0", "child")).is_err());
        assert!(access_from_journal(&stored, &run("latest", "other")).is_err());
    }
}
