//! What must hold for any policies and any question.

#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};
use towpath_access::{Access, CallerSubject, Profile, ProfiledAccess, WorkflowSubject};
use towpath_policies::{
    Approvers, Mode, Outcome, PolicyDocument, PolicyEffect, PolicySet, ProfileSubject, Question, Verdict,
    decide, judge,
};

const NOON: i64 = 1_798_977_600_000; // 2027-01-03T12:00:00Z, a Sunday
const DAY: i64 = 86_400_000;

/// A question with everything it borrows.
#[derive(Debug, Clone)]
struct Asked {
    workflow: WorkflowSubject,
    access: Access,
    profile: ProfileSubject,
    caller: CallerSubject,
    now: i64,
    approvals: Vec<String>,
    signatures: Vec<String>,
}

impl Asked {
    fn outcome(&self, set: &PolicySet) -> Outcome {
        decide(set, &self.question()).outcome
    }

    /// The same question, with the version approved for some of the rules in `set`, and the call signed for others.
    fn settled(mut self, set: &PolicySet, approved: u8, signed: u8) -> Self {
        let some = |bits: u8| -> Vec<String> {
            let documents = set.documents().iter().enumerate();
            documents.filter(|(n, _)| bits >> (n % 8) & 1 == 1).map(|(_, one)| one.digest()).collect()
        };
        (self.approvals, self.signatures) = (some(approved), some(signed));
        self
    }

    fn question(&self) -> Question<'_> {
        Question {
            workflow: &self.workflow,
            access: &self.access,
            caller: &self.caller,
            now: self.now,
            profile: Some(&self.profile),
            approvals: &self.approvals,
            signatures: &self.signatures,
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

fn document() -> BoxedStrategy<PolicyDocument> {
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

fn set_effect(document: &mut PolicyDocument, effect: PolicyEffect) {
    document.effect = Some(effect);
    document.approvers = effect.needs_approvers().then(Approvers::default);
}

fn documents() -> BoxedStrategy<Vec<PolicyDocument>> {
    proptest::collection::vec(document(), 0..8)
        .prop_map(|documents| {
            let named = documents.into_iter().enumerate();
            named.map(|(n, document)| PolicyDocument { policy: format!("p{n}"), ..document }).collect()
        })
        .boxed()
}

fn compile(documents: Vec<PolicyDocument>) -> PolicySet {
    PolicySet::compile(documents).unwrap()
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

/// What is known of a value before, and the value that comes.
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

/// What is known of the arguments of a call, and the arguments that come.
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

/// An access as a profile knows it, and as it comes.
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
fn profile(profiled: &ProfiledAccess) -> Profile {
    Profile { accesses: vec![profiled.clone()], secrets: vec!["token".to_owned()] }
}

/// A profiled access, and one way the question may come at run time.
fn question() -> BoxedStrategy<(ProfiledAccess, WorkflowSubject, Asked)> {
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
                    signatures: Vec::new(),
                },
            )
        })
        .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_never_matters(documents in documents(), (_, _, asked) in question()) {
        let mut reversed = documents.clone();
        reversed.reverse();
        let (one, other) = (compile(documents), compile(reversed));
        prop_assert_eq!(one.digest(), other.digest());
        prop_assert_eq!(decide(&one, &asked.question()), decide(&other, &asked.question()));
    }

    #[test]
    fn no_forbid_review_or_hold_ever_allows_more(
        documents in documents(), mut extra in document(), effect in effect(), (_, _, asked) in question(),
        approved in any::<u8>(), signed in any::<u8>(),
    ) {
        prop_assume!(effect != PolicyEffect::Permit);
        set_effect(&mut extra, effect);
        let set = compile(documents.clone());
        let asked = asked.settled(&set, approved, signed);
        let mut more = documents;
        more.push(PolicyDocument { policy: "extra".to_owned(), ..extra });
        prop_assert!(asked.outcome(&compile(more)) >= asked.outcome(&set));
    }

    #[test]
    fn without_a_permit_nothing_more_is_allowed(
        documents in documents(), (_, _, asked) in question(), approved in any::<u8>(), signed in any::<u8>(),
    ) {
        let set = compile(documents.clone());
        let asked = asked.settled(&set, approved, signed);
        let before = asked.outcome(&set);
        for gone in 0..documents.len() {
            let mut fewer = documents.clone();
            if fewer.remove(gone).effect == Some(PolicyEffect::Permit) {
                prop_assert!(asked.outcome(&compile(fewer)) >= before);
            }
        }
    }

    #[test]
    fn approvals_and_signatures_only_settle_reviews_and_holds(
        documents in documents(), (_, _, asked) in question(), approved in any::<u8>(), signed in any::<u8>(),
    ) {
        let set = compile(documents);
        let (none, all) = (asked.clone().outcome(&set), asked.clone().settled(&set, 255, 255).outcome(&set));
        let some = asked.settled(&set, approved, signed).outcome(&set);
        prop_assert!(all <= some && some <= none);
        prop_assert_eq!(none == Outcome::Deny, all == Outcome::Deny);
        prop_assert!(matches!(all, Outcome::Allow | Outcome::Deny));
    }

    #[test]
    fn an_audited_policy_never_decides(documents in documents(), extra in document(), (_, _, asked) in question()) {
        let before = asked.outcome(&compile(documents.clone()));
        let mut more = documents;
        more.push(PolicyDocument { mode: Mode::Audit, policy: "extra".to_owned(), ..extra });
        prop_assert_eq!(before, asked.outcome(&compile(more)));
    }

    #[test]
    fn an_outcome_is_what_its_rules_say(
        documents in documents(), (_, _, asked) in question(), approved in any::<u8>(), signed in any::<u8>(),
    ) {
        let set = compile(documents);
        let asked = asked.settled(&set, approved, signed);
        let decision = decide(&set, &asked.question());
        let enforced = |effect| decision.rules.iter().any(|rule| rule.mode == Mode::Enforce && rule.effect == effect);
        let waits = |effect, settled: &[String]| decision.rules.iter().any(|rule| {
            rule.mode == Mode::Enforce && rule.effect == effect && !settled.contains(&rule.digest)
        });
        let expected = if enforced(PolicyEffect::Forbid) || !enforced(PolicyEffect::Permit) {
            Outcome::Deny
        } else if waits(PolicyEffect::Review, &asked.approvals) {
            Outcome::Review
        } else if waits(PolicyEffect::Hold, &asked.signatures) {
            Outcome::Hold
        } else {
            Outcome::Allow
        };
        prop_assert_eq!(decision.outcome, expected);
        let text = serde_json::to_string(&decision).unwrap();
        prop_assert_eq!(serde_json::from_str::<towpath_policies::Decision>(&text).unwrap(), decision);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    /// What is settled at publishing is what happens at run time.
    #[test]
    fn static_verdicts_hold(
        documents in documents(), (profiled, known, asked) in question(), approved in any::<u8>(),
    ) {
        let set = compile(documents);
        let profile = profile(&profiled);
        let mut asked = asked.settled(&set, approved, 0);
        let verdict = judge(&set, &known, &profile, &asked.approvals, NOON).remove(0);
        let outcome = asked.outcome(&set);
        if outcome == Outcome::Review {
            prop_assert!(!verdict.reviews.is_empty(), "a review nobody was told of: {:?}", verdict);
        }
        // What is said of the rest holds once the reviews listed are approved.
        asked.approvals.extend(verdict.reviews.iter().map(|review| review.digest.clone()));
        let outcome = asked.outcome(&set);
        prop_assert!(outcome != Outcome::Review, "{:?}", verdict);
        let surely_held = verdict.holds.iter().any(|hold| hold.surely);
        match verdict.verdict {
            Verdict::Allowed => prop_assert_eq!(outcome, Outcome::Allow, "{:?}", verdict),
            Verdict::Denied => prop_assert_eq!(outcome, Outcome::Deny, "{:?}", verdict),
            Verdict::AtRunTime => {
                prop_assert!(!verdict.open.is_empty() || surely_held, "nothing is open: {:?}", verdict);
                prop_assert!(outcome != Outcome::Allow || !surely_held, "{:?}", verdict);
                prop_assert!(outcome != Outcome::Hold || !verdict.holds.is_empty(), "{:?}", verdict);
            }
        }
    }
}

/// A slower search of the same, over many accesses and larger sets at once, from one seed: it counts how much is
/// settled, so that "everything is decided at run time" would not pass for soundness.
#[test]
fn much_is_settled_before_it_runs() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut counts = [0; 3];
    for _ in 0..300 {
        let documents = documents().new_tree(&mut runner).unwrap().current();
        let (profiled, known, _) = question().new_tree(&mut runner).unwrap().current();
        let profile = profile(&profiled);
        match judge(&compile(documents), &known, &profile, &[], NOON)[0].verdict {
            Verdict::Allowed => counts[0] += 1,
            Verdict::Denied => counts[1] += 1,
            Verdict::AtRunTime => counts[2] += 1,
        }
    }
    assert!(counts[0] > 15 && counts[1] > 80, "allowed, denied, open: {counts:?}");
}
