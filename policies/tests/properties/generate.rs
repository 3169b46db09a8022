//! Random policies and questions, with few names, so that they often match.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};
use towpath_access::{Access, CallerSubject, Profile, ProfiledAccess, WorkflowSubject};
use towpath_policies::{
    Approvers, CompiledSet, DecisionOutcome, LabelsDocument, Mode, PolicyDocument, PolicyEffect,
    ProfileSubject, Question, decide,
};

pub(crate) const NOON: i64 = 1_798_977_600_000; // 2027-01-03T12:00:00Z, a Sunday
const DAY: i64 = 86_400_000;

/// A question with its owned data.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) workflow: WorkflowSubject,
    pub(crate) access: Access,
    pub(crate) profile: ProfileSubject,
    pub(crate) caller: CallerSubject,
    pub(crate) now: i64,
    pub(crate) approvals: Vec<String>,
    pub(crate) releases: Vec<String>,
}

impl Asked {
    pub(crate) fn outcome(&self, set: &CompiledSet) -> DecisionOutcome {
        decide(set, &self.question()).outcome
    }

    /// The same question in a run whose input has the labels that `set` gives it.
    pub(crate) fn with_labelled_input(mut self, set: &CompiledSet) -> Self {
        let given = set.input_labels(&self.workflow, &self.caller, self.now);
        self.access.run_labels = self.access.run_labels.iter().chain(&given).cloned().collect();
        let labels = &mut self.access.labels;
        labels.extend(given);
        labels.sort();
        labels.dedup();
        self
    }

    /// The same question, with the version approved for some of the rules in `set`, and the call released for others.
    pub(crate) fn settled(mut self, set: &CompiledSet, approved: u8, released: u8) -> Self {
        let some = |bits: u8| -> Vec<String> {
            let documents = set.documents().enumerate();
            documents.filter(|(n, _)| bits >> (n % 8) & 1 == 1).map(|(_, one)| one.digest()).collect()
        };
        (self.approvals, self.releases) = (some(approved), some(released));
        self
    }

    pub(crate) fn question(&self) -> Question<'_> {
        Question {
            workflow: &self.workflow,
            access: &self.access,
            caller: &self.caller,
            now: self.now,
            profile: Some(&self.profile),
            approvals: &self.approvals,
            releases: &self.releases,
        }
    }
}

fn text(values: &'static [&'static str]) -> BoxedStrategy<Value> {
    prop_oneof![
        4 => select(values).prop_map(|value| json!({ "const": value })),
        2 => subsequence(values.to_vec(), 1..=values.len()).prop_map(|values| json!({ "enum": values })),
        1 => select(values).prop_map(|value| json!({ "not": { "const": value } })),
        1 => select(values).prop_map(|value| json!({ "pattern": format!("^{}", &value[..1]) })),
        1 => Just(json!({ "minLength": 3 })),
        1 => Just(json!(true)),
    ]
    .boxed()
}

fn number() -> BoxedStrategy<Value> {
    prop_oneof![
        (0..5i64).prop_map(|n| json!({ "type": "number", "maximum": n })),
        (0..5i64).prop_map(|n| json!({ "type": "integer", "minimum": n })),
        (0..5i64).prop_map(|n| json!({ "type": "number", "exclusiveMaximum": n, "minimum": 1 })),
        (0..5i64).prop_map(|n| json!({ "const": n })),
        (0..5i64).prop_map(|n| json!({ "not": { "const": n } })),
        Just(json!({ "type": ["number", "string"] })),
        Just(json!({ "type": "array", "items": { "type": "integer" }, "minItems": 1 })),
        Just(json!({ "type": "array", "contains": { "const": 1 } })),
        Just(json!(true)),
    ]
    .boxed()
}

fn arguments_rule() -> BoxedStrategy<Value> {
    (proptest::option::of(number()), proptest::option::of(number()), any::<bool>(), any::<bool>())
        .prop_map(|(a, b, required, closed)| {
            let mut fields = Map::new();
            fields.extend(a.map(|schema| ("a".to_owned(), schema)));
            fields.extend(b.map(|schema| ("b".to_owned(), schema)));
            let names: Vec<&String> = if required { fields.keys().collect() } else { Vec::new() };
            let mut schema = json!({ "type": "object", "properties": fields, "required": names });
            if closed {
                schema["additionalProperties"] = json!(false);
            }
            schema
        })
        .boxed()
}

const KINDS: &[&str] = &["call", "start", "emit", "fetch"];
const INTEGRATIONS: &[&str] = &["crm", "pay", "web"];
const OPERATIONS: &[&str] = &["get", "do"];
const HOSTS: &[&str] = &["a.example", "b.example"];
const LABELS: &[&str] = &["x", "y"];

/// A subject's schema of some of `fields`, alone or in an alternative or negation.
fn subject(fields: Vec<(&'static str, BoxedStrategy<Value>)>) -> BoxedStrategy<Value> {
    let optional: Vec<_> = fields
        .into_iter()
        .map(|(name, schema)| {
            proptest::option::weighted(0.35, schema).prop_map(move |schema| schema.map(|s| (name, s)))
        })
        .collect();
    let plain = optional
        .prop_map(|fields| {
            let fields: Map<String, Value> =
                fields.into_iter().flatten().map(|(name, schema)| (name.to_owned(), schema)).collect();
            json!({ "properties": fields })
        })
        .boxed();
    prop_oneof![
        6 => plain.clone(),
        1 => (plain.clone(), plain.clone()).prop_map(|(a, b)| json!({ "anyOf": [a, b] })),
        1 => (plain.clone(), plain.clone()).prop_map(|(a, b)| json!({ "allOf": [a], "not": b })),
        1 => (plain.clone(), plain.clone(), plain).prop_map(|(a, b, c)| json!({ "if": a, "then": b, "else": c })),
        1 => Just(json!(true)),
    ]
    .boxed()
}

fn access_schema() -> BoxedStrategy<Value> {
    let labels = select(LABELS).prop_map(|label| json!({ "contains": { "const": label } })).boxed();
    subject(vec![
        ("kind", text(KINDS)),
        ("integration", text(INTEGRATIONS)),
        ("operation", text(OPERATIONS)),
        ("effect", text(&["read", "write"])),
        ("host", text(HOSTS)),
        ("path", text(&["/a", "/b"])),
        ("labels", labels),
        ("arguments", arguments_rule()),
    ])
}

fn profile_schema() -> BoxedStrategy<Value> {
    let access = subject(vec![
        ("integration", text(INTEGRATIONS)),
        ("effect", text(&["read", "write"])),
        ("host", text(HOSTS)),
        ("dynamicHost", any::<bool>().prop_map(|value| json!({ "const": value })).boxed()),
    ]);
    let accesses = (access, any::<bool>())
        .prop_map(
            |(access, all)| if all { json!({ "items": access }) } else { json!({ "contains": access }) },
        )
        .boxed();
    let secrets = select(vec!["token", "other"]).prop_map(|name| json!({ "contains": { "const": name } }));
    subject(vec![("accesses", accesses), ("secrets", secrets.boxed())])
}

pub(crate) fn document() -> BoxedStrategy<PolicyDocument> {
    let author = (0..4u64)
        .prop_map(|n| json!({ "type": "object", "properties": { "publishedVersions": { "minimum": n } } }))
        .boxed();
    let workflow = subject(vec![
        ("namespace", text(&["one", "two"])),
        ("owner", text(&["ana", "bo"])),
        ("author", author),
        ("via", Just(json!({ "maxItems": 0 })).boxed()),
    ]);
    let caller = subject(vec![("kind", text(&["app", "event"])), ("namespace", text(&["one", "two"]))]);
    let time = subject(vec![
        ("weekday", text(&["sunday", "monday", "tuesday"])),
        ("hour", (0..24).prop_map(|hour| json!({ "maximum": hour })).boxed()),
    ]);
    (
        access_schema(),
        proptest::option::weighted(0.4, workflow),
        proptest::option::weighted(0.2, caller),
        proptest::option::weighted(0.2, time),
        proptest::option::weighted(0.15, profile_schema()),
        effect(),
        prop_oneof![6 => Just(Mode::Enforce), 1 => Just(Mode::Audit), 1 => Just(Mode::Off)],
        proptest::option::weighted(0.15, select(vec!["2027-01-02", "2027-01-03", "2027-01-05"])),
        select(vec!["UTC", "Europe/Berlin", "Pacific/Honolulu"]),
    )
        .prop_map(|(access, workflow, caller, time, profile, effect, mode, expires, zone)| {
            let value = json!({ "policy": "x", "title": "X", "access": access, "timezone": zone });
            let mut document: PolicyDocument = serde_json::from_value(value).unwrap();
            set_effect(&mut document, effect);
            document.mode = mode;
            (document.workflow, document.caller, document.time) = (workflow, caller, time);
            document.profile = profile;
            document.expires = expires.map(str::to_owned);
            document
        })
        .boxed()
}

fn effect() -> BoxedStrategy<PolicyEffect> {
    use PolicyEffect::{Forbid, Hold, Permit, Review};
    prop_oneof![6 => Just(Permit), 2 => Just(Forbid), 1 => Just(Review), 1 => Just(Hold)].boxed()
}

pub(crate) fn restricting() -> BoxedStrategy<PolicyEffect> {
    select(vec![PolicyEffect::Forbid, PolicyEffect::Review, PolicyEffect::Hold]).boxed()
}

pub(crate) fn set_effect(document: &mut PolicyDocument, effect: PolicyEffect) {
    document.effect = Some(effect);
    document.approvers = effect.needs_approvers().then(Approvers::default);
}

pub(crate) fn documents() -> BoxedStrategy<Vec<PolicyDocument>> {
    proptest::collection::vec(document(), 0..8)
        .prop_map(|documents| {
            let named = documents.into_iter().enumerate();
            named.map(|(n, document)| PolicyDocument { policy: format!("p{n}"), ..document }).collect()
        })
        .boxed()
}

pub(crate) fn compile(documents: Vec<PolicyDocument>) -> CompiledSet {
    CompiledSet::compile(documents).unwrap()
}

fn value() -> BoxedStrategy<Value> {
    prop_oneof![
        (0..5i64).prop_map(|n| json!(n)),
        Just(json!(1.5)),
        Just(json!("1")),
        Just(json!(null)),
        proptest::collection::vec(0..3i64, 0..3).prop_map(|items| json!(items)),
        Just(json!({ "a": 1 })),
    ]
    .boxed()
}

/// What is known about a value before the run, and the actual value.
fn known_value() -> BoxedStrategy<(Value, Value)> {
    prop_oneof![
        value().prop_map(|value| (json!({ "const": value }), value)),
        value().prop_map(|value| (json!(true), value)),
        (value(), value()).prop_map(|(known, computed)| {
            let schema = json!({
                "type": "array", "prefixItems": [{ "const": known }, true], "minItems": 2, "maxItems": 2,
            });
            (schema, json!([known, computed]))
        }),
    ]
    .boxed()
}

/// What is known about the arguments of a call before the run, and the actual arguments.
fn arguments() -> BoxedStrategy<(Value, Value)> {
    (proptest::option::of(known_value()), proptest::option::of(known_value()))
        .prop_map(|(a, b)| {
            let fields = [("a", a), ("b", b)].into_iter().filter_map(|(name, known)| Some((name, known?)));
            let fields: Vec<(&str, (Value, Value))> = fields.collect();
            let properties: Map<String, Value> =
                fields.iter().map(|(name, (schema, _))| ((*name).to_owned(), schema.clone())).collect();
            let required: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
            let schema = json!({
                "type": "object", "properties": properties, "required": required, "additionalProperties": false,
            });
            let values: Map<String, Value> =
                fields.iter().map(|(name, (_, value))| ((*name).to_owned(), value.clone())).collect();
            (schema, Value::Object(values))
        })
        .boxed()
}

fn labels() -> BoxedStrategy<Vec<String>> {
    subsequence(LABELS.to_vec(), 0..=LABELS.len())
        .prop_map(|labels| labels.into_iter().map(str::to_owned).collect())
        .boxed()
}

/// An access in a profile, and the actual access.
fn known_access() -> BoxedStrategy<(ProfiledAccess, Access)> {
    let call = (
        select(INTEGRATIONS),
        select(OPERATIONS),
        select(vec!["read", "write"]),
        arguments(),
        labels(),
        (select(HOSTS), any::<bool>(), select(vec!["/a", "/b"]), any::<bool>()),
    )
        .prop_map(
            |(
                integration,
                operation,
                effect,
                (schema, arguments),
                labels,
                (host, dynamic, path, template),
            )| {
                let known: Access = serde_json::from_value(json!({
                    "kind": "call", "integration": integration, "operation": operation, "version": "1.0.0",
                    "effect": effect,
                }))
                .unwrap();
                let mut comes = Access { arguments: Some(arguments), labels, ..known.clone() };
                let mut profiled = ProfiledAccess {
                    access: known,
                    task: "/do/0/x".to_owned(),
                    span: None,
                    arguments_schema: schema,
                    dynamic_host: false,
                };
                if integration == "web" {
                    comes.host = Some(host.to_owned());
                    comes.path = Some(path.to_owned());
                    comes.method = Some(if effect == "read" { "GET" } else { "POST" }.to_owned());
                    profiled.dynamic_host = dynamic;
                    profiled.access.host = comes.host.clone().filter(|_| !dynamic);
                    profiled.access.path = comes.path.clone().filter(|_| !template);
                    profiled.access.method.clone_from(&comes.method);
                }
                (profiled, comes)
            },
        );
    let other = (select(vec!["start", "respond", "emit"]), proptest::option::of(arguments()), labels())
        .prop_map(|(kind, arguments, labels)| {
            let known: Access = serde_json::from_value(json!({ "kind": kind, "effect": "read" })).unwrap();
            let comes = Access { arguments: arguments.map(|(_, value)| value), labels, ..known.clone() };
            let profiled = ProfiledAccess {
                access: known,
                task: String::new(),
                span: None,
                arguments_schema: json!(true),
                dynamic_host: false,
            };
            (profiled, comes)
        });
    let fetch = (select(HOSTS), any::<bool>(), labels()).prop_map(|(host, dynamic, labels)| {
        let known: Access =
            serde_json::from_value(json!({ "kind": "fetch", "effect": "read", "method": "GET" })).unwrap();
        let (host, path) = (Some(host.to_owned()), Some("/a".to_owned()));
        let comes = Access { host: host.clone(), path: path.clone(), labels, ..known.clone() };
        let access = if dynamic { known } else { Access { host, path, ..known } };
        let profiled = ProfiledAccess {
            access,
            task: String::new(),
            span: None,
            arguments_schema: json!(true),
            dynamic_host: dynamic,
        };
        (profiled, comes)
    });
    prop_oneof![4 => call, 1 => other, 1 => fetch].boxed()
}

/// A profile of one access.
pub(crate) fn profile(profiled: &ProfiledAccess) -> Profile {
    Profile { accesses: vec![profiled.clone()], secrets: vec!["token".to_owned()] }
}

/// Documents that label inputs, for the same workflows and callers.
fn labelling() -> BoxedStrategy<Vec<PolicyDocument>> {
    let workflow = subject(vec![("namespace", text(&["one", "two"])), ("owner", text(&["ana", "bo"]))]);
    let caller = subject(vec![("kind", text(&["app", "event"])), ("namespace", text(&["one", "two"]))]);
    let one = (
        subsequence(LABELS.to_vec(), 1..=LABELS.len()),
        proptest::option::of(workflow),
        proptest::option::of(caller),
        prop_oneof![4 => Just(Mode::Enforce), 1 => Just(Mode::Audit), 1 => Just(Mode::Off)],
    )
        .prop_map(|(labels, workflow, caller, mode)| PolicyDocument {
            title: "Labels".to_owned(),
            labels: Some(LabelsDocument {
                input: labels.into_iter().map(str::to_owned).collect(),
                event: Vec::new(),
            }),
            mode,
            workflow,
            caller,
            ..PolicyDocument::default()
        });
    proptest::collection::vec(one, 0..3)
        .prop_map(|documents| {
            let named = documents.into_iter().enumerate();
            named.map(|(n, document)| PolicyDocument { policy: format!("l{n}"), ..document }).collect()
        })
        .boxed()
}

/// Deciding documents together with documents that label inputs.
pub(crate) fn documents_with_labels() -> BoxedStrategy<Vec<PolicyDocument>> {
    (documents(), labelling())
        .prop_map(|(documents, labelling)| documents.into_iter().chain(labelling).collect())
        .boxed()
}

/// A profiled access, and a possible question at run time.
pub(crate) fn question() -> BoxedStrategy<(ProfiledAccess, WorkflowSubject, Asked)> {
    (
        known_access(),
        select(vec!["one", "two"]),
        proptest::option::of(select(vec!["ana", "bo"])),
        (0..3u64, 0..3u64),
        any::<bool>(),
        select(vec!["app", "event", "schedule"]),
        proptest::option::of(select(vec!["one", "two"])),
        0..4 * DAY,
    )
        .prop_map(|((profiled, access), namespace, owner, (published, more), via, kind, at, later)| {
            let known: WorkflowSubject = serde_json::from_value(json!({
                "namespace": namespace, "name": "w", "version": "1.0.0", "owner": owner,
                "author": { "id": "ana", "publishedVersions": published },
            }))
            .unwrap();
            let mut workflow = known.clone();
            workflow.author.published_versions += more;
            workflow.via.extend(via.then(|| "one/other".to_owned()));
            let mut caller: CallerSubject =
                serde_json::from_value(json!({ "kind": kind, "id": "c" })).unwrap();
            let reached = ProfileSubject::new(&profile(&profiled));
            caller.namespace = at.map(str::to_owned);
            (
                profiled,
                known,
                Asked {
                    workflow,
                    access,
                    profile: reached,
                    caller,
                    now: NOON + later,
                    approvals: Vec::new(),
                    releases: Vec::new(),
                },
            )
        })
        .boxed()
}

/// A set in which some permits are delegated to `one`, and a policy that an approver of `one` might write: often a permit of
/// the set with an addition.
pub(crate) fn delegation() -> BoxedStrategy<(Vec<PolicyDocument>, PolicyDocument)> {
    (documents(), document(), any::<prop::sample::Index>(), any::<[bool; 3]>())
        .prop_map(|(mut documents, mut child, which, [derived, scoped, expires])| {
            for document in documents.iter_mut().filter(|one| one.effect == Some(PolicyEffect::Permit)) {
                document.delegate = vec!["one".to_owned()];
            }
            if derived && !documents.is_empty() {
                let parent = which.get(&documents).clone();
                let both = |one: Option<Value>, other: Option<Value>| match (one, other) {
                    (Some(one), Some(other)) => Some(json!({ "allOf": [one, other] })),
                    (one, other) => one.or(other),
                };
                child = PolicyDocument {
                    access: both(parent.access.clone(), child.access.clone()),
                    workflow: both(parent.workflow.clone(), child.workflow.clone()),
                    expires: if expires { Some("2027-01-02".to_owned()) } else { parent.expires.clone() },
                    delegate: Vec::new(),
                    ..parent
                };
            }
            if scoped {
                let scope = json!({ "properties": { "namespace": { "const": "one" } } });
                let mut parts = vec![scope];
                parts.extend(child.workflow.take());
                child.workflow = Some(json!({ "allOf": parts }));
            }
            child.policy = "child".to_owned();
            child.owner = Some("one".to_owned());
            (documents, child)
        })
        .boxed()
}
