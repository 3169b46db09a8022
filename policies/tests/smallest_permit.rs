//! Checks that a drafted permit allows the access of a definition, and no access that differs in one field. Each field of the
//! access and of its arguments is changed, removed and extended.

#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};
use towpath_access::{
    Access, CallerKind, CallerSubject, Kind, Profile, ProfiledAccess, WorkflowSubject, derive,
};
use towpath_policies::{
    CompiledSet, DecisionOutcome, PolicyDocument, ProfileSubject, Question, Wish, decide, draft, draft_text,
};

/// A task, its access with arguments, and the pointers of computed values, which the definition may change itself.
struct Case {
    task: &'static str,
    access: Value,
    free: &'static [&'static str],
}

fn cases() -> Vec<Case> {
    let web = |method: &str, path: &str, arguments: Value| {
        json!({ "kind": "call", "integration": "web", "operation": "request", "version": "1.0.0",
            "effect": if method == "GET" { "read" } else { "write" }, "host": "api.acme.example", "method": method,
            "path": path, "arguments": arguments })
    };
    let uri = |path: &str| json!({ "uri": format!("https://api.acme.example{path}") });
    vec![
        Case {
            task: "{ call: http, with: { method: get, endpoint: 'https://api.acme.example/list' } }",
            access: web("GET", "/list", json!({ "method": "GET", "endpoint": uri("/list") })),
            free: &[],
        },
        Case {
            task: "{ call: http, with: { method: post, endpoint: { uri: 'https://api.acme.example/orders', authentication: { bearer: { token: '${ $secrets.shop }' } } }, \
                   query: { draft: '1', page: '${ .page }' }, headers: { X-Team: south }, body: { id: 7, note: '${ .note }' }, redirect: true, output: response } }",
            access: web(
                "POST",
                "/orders",
                json!({ "method": "POST", "endpoint": uri("/orders"), "headers": { "x-team": "south" },
                    "query": { "draft": "1", "page": "2" }, "body": { "id": 7, "note": "hello" },
                    "redirect": true, "output": "response", "authentication": { "bearer": { "token": null } } }),
            ),
            free: &["/arguments/query/page", "/arguments/body/note"],
        },
        Case {
            task: "{ call: http, with: { method: get, endpoint: { uri: 'https://api.acme.example/customers/{id}', authentication: { basic: { use: shop } } } } }",
            access: web(
                "GET",
                "/customers/c-7",
                json!({ "method": "GET", "endpoint": uri("/customers/c-7"), "authentication": { "basic": null } }),
            ),
            free: &["/path", "/arguments/endpoint/uri"],
        },
        Case {
            task: "{ call: 'crm.create:1.0.0@default', with: { name: Quay, score: '${ .score }', team: { of: south } } }",
            access: json!({ "kind": "call", "integration": "crm", "operation": "create", "version": "1.0.0", "effect": "write",
                "arguments": { "name": "Quay", "score": 7, "team": { "of": "south" } } }),
            free: &["/arguments/score"],
        },
        Case {
            task: "{ run: { workflow: { namespace: support, name: child, version: '1.0.0', input: { a: 1 } } } }",
            access: json!({ "kind": "run", "operation": "workflow", "effect": "write",
                "arguments": { "namespace": "support", "name": "child", "version": "1.0.0", "input": { "a": 1 } } }),
            free: &[],
        },
        Case {
            task: "{ emit: { event: { with: { source: 'https://acme.example', type: com.acme.paid, data: { a: 1 } } } } }",
            access: json!({ "kind": "emit", "effect": "write",
                "arguments": { "source": "https://acme.example", "type": "com.acme.paid", "data": { "a": 1 } } }),
            free: &[],
        },
    ]
}

fn profile(task: &str) -> Profile {
    let text = format!(
        "document: {{ dsl: 1.0.3, namespace: support, name: asks, version: 1.0.0 }}\nuse: {{ secrets: [shop] }}\ndo: [{{ ask: {task} }}]\n"
    );
    let (workflow, found) = towpath_dsl::read(&text);
    derive(&workflow.unwrap_or_else(|| panic!("{task}: {found:?}")))
}

/// The drafted permit for the one access of a task.
fn permit(profile: &Profile) -> (PolicyDocument, ProfiledAccess) {
    let asked =
        profile.accesses.iter().find(|one| !matches!(one.access.kind, Kind::Start | Kind::Respond)).unwrap();
    let wish = Wish {
        policy: "grant-1",
        namespace: "support",
        name: "asks",
        purpose: "tests",
        expires: "2099-12-31",
        secrets: &profile.secrets,
    };
    let (document, open) = draft(&wish, &[asked]);
    assert!(open.is_empty(), "{open:?}");
    // Written as text and read back, because IT grants the text.
    let text = draft_text(&document.unwrap());
    let (document, found) = PolicyDocument::read_and_lint(&text, None, None);
    assert!(!found.iter().any(towpath_diagnostics::Diagnostic::is_error), "{text}\n{found:?}");
    (document.unwrap(), asked.clone())
}

fn decided(set: &CompiledSet, access: &Value, profile: &Profile) -> DecisionOutcome {
    let mut whole = json!({ "labels": [], "runLabels": [] });
    whole.as_object_mut().unwrap().extend(access.as_object().unwrap().clone());
    let Ok(access) = serde_json::from_value::<Access>(whole) else { return DecisionOutcome::Deny };
    let workflow =
        WorkflowSubject { namespace: "support".into(), name: "asks".into(), ..WorkflowSubject::default() };
    let caller = CallerSubject { kind: CallerKind::App, id: "app".into(), namespace: None };
    let profile = ProfileSubject::new(profile);
    let question = Question {
        workflow: &workflow,
        access: &access,
        caller: &caller,
        now: 0,
        profile: Some(&profile),
        approvals: &[],
        releases: &[],
    };
    decide(set, &question).outcome
}

/// Every access that differs from `value` in one field, with that field's pointer.
fn mutations(value: &Value, pointer: &str, found: &mut Vec<(String, Value)>, whole: &Value) {
    let with = |at: &str, to: Option<Value>| {
        let mut whole = whole.clone();
        match to {
            Some(to) => *whole.pointer_mut(at).unwrap() = to,
            None => {
                let (parent, name) = at.rsplit_once('/').unwrap();
                whole.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name);
            }
        }
        whole
    };
    if let Value::Object(fields) = value {
        for (name, field) in fields {
            let at = format!("{pointer}/{name}");
            found.push((format!("{at} left out"), with(&at, None)));
            mutations(field, &at, found, whole);
        }
        if pointer.is_empty() && value["kind"] != "call" {
            let fields = ["integration", "operation", "version", "host", "method", "path"];
            for name in fields.into_iter().filter(|name| value.get(name).is_none()) {
                let mut more = value.clone();
                more[name] = json!("x");
                found.push((format!("/{name} is there"), more));
            }
        }
        // An access cannot have fields that are unknown.
        if pointer.starts_with("/arguments") {
            let mut more = value.clone();
            more["more"] = json!(1);
            found.push((format!("{pointer} with more"), with(pointer, Some(more))));
        }
        return;
    }
    let others = match value {
        Value::String(text) => {
            vec![json!(format!("{text}x")), json!(format!("x{text}")), json!(""), json!(1)]
        }
        Value::Number(_) => vec![json!(8), json!("7")],
        Value::Bool(flag) => vec![json!(!flag)],
        _ => vec![json!("text"), json!({})],
    };
    found.extend(
        others.into_iter().map(|other| (format!("{pointer} is {other}"), with(pointer, Some(other)))),
    );
}

#[test]
fn a_drafted_permit_allows_what_was_asked_and_nothing_that_differs_in_one_field() {
    let mut tried = 0;
    for Case { task, access, free } in cases() {
        let profile = profile(task);
        let (document, _) = permit(&profile);
        let set = CompiledSet::compile(vec![document]).unwrap();
        assert_eq!(decided(&set, &access, &profile), DecisionOutcome::Allow, "{task}\n{access}");
        let mut found = Vec::new();
        mutations(&access, "", &mut found, &access);
        for (what, mutated) in found {
            // An absent effect means a write.
            let is_the_same = what == "/effect left out" && access["effect"] == "write";
            let is_computed = free.iter().any(|free| what.starts_with(&format!("{free} is ")));
            if is_the_same || is_computed {
                continue;
            }
            assert_eq!(decided(&set, &mutated, &profile), DecisionOutcome::Deny, "{task}\n{what}");
            tried += 1;
        }
        for name in free {
            let mut other = access.clone();
            let text = other
                .pointer(name)
                .unwrap()
                .as_str()
                .map_or("8".to_owned(), |text| text.replace("c-7", "c-8"));
            *other.pointer_mut(name).unwrap() = json!(text);
            assert_eq!(decided(&set, &other, &profile), DecisionOutcome::Allow, "{task}\n{name} is computed");
        }
    }
    assert!(tried > 100, "only {tried} were tried");
}

#[test]
fn the_shape_of_a_path_is_kept() {
    let case = &cases()[2];
    let profile = profile(case.task);
    let set = CompiledSet::compile(vec![permit(&profile).0]).unwrap();
    for path in ["/customers/c-7/secrets", "/admin", "/", "/customers/a/b", "/customers"] {
        for (path, uri) in [(path, "/customers/c-7"), ("/customers/c-7", path)] {
            let mut access = case.access.clone();
            access["path"] = json!(path);
            access["arguments"]["endpoint"]["uri"] = json!(format!("https://api.acme.example{uri}"));
            assert_eq!(decided(&set, &access, &profile), DecisionOutcome::Deny, "{path} {uri}");
        }
    }
}

#[test]
fn a_later_version_that_uses_another_secret_is_not_permitted() {
    let case = &cases()[1];
    let profile = profile(case.task);
    let set = CompiledSet::compile(vec![permit(&profile).0]).unwrap();
    let other = Profile { secrets: vec!["payroll".to_owned()], ..profile.clone() };
    assert_eq!(decided(&set, &case.access, &other), DecisionOutcome::Deny);
    let more = Profile { secrets: vec!["payroll".to_owned(), "shop".to_owned()], ..profile.clone() };
    assert_eq!(decided(&set, &case.access, &more), DecisionOutcome::Deny);
    let fewer = Profile { secrets: Vec::new(), ..profile };
    assert_eq!(decided(&set, &case.access, &fewer), DecisionOutcome::Allow);
}

/// Static evaluation agrees with the permit: no drafted permit is denied at publishing.
#[test]
fn the_draft_is_what_publishing_asks_for() {
    for Case { task, .. } in cases() {
        let profile = profile(task);
        let (document, asked) = permit(&profile);
        let set = CompiledSet::compile(vec![document]).unwrap();
        let workflow = WorkflowSubject {
            namespace: "support".into(),
            name: "asks".into(),
            ..WorkflowSubject::default()
        };
        let evaluated = towpath_policies::evaluate(&set, &workflow, &profile, &[], 0);
        let index = profile.accesses.iter().position(|access| *access == asked).unwrap();
        // A permit that expires is evaluated at each call.
        assert_eq!(evaluated[index].verdict, towpath_policies::StaticOutcome::AtRunTime, "{task}");
    }
}
