//! Cases as data: policies and questions with the expected decisions, and documents with the expected diagnostics.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;
use towpath_access::{Access, CallerSubject, Profile, WorkflowSubject};
use towpath_diagnostics::{Diagnostic, LineIndex};
use towpath_dsl::yaml;
use towpath_policies::{
    CompiledSet, DecisionOutcome, Names, PolicyDocument, ProfileSubject, Question, decide, explain,
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    policies: Vec<Value>,
    questions: Vec<Asked>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    name: String,
    #[serde(default)]
    workflow: Value,
    access: Value,
    #[serde(default)]
    caller: Value,
    /// As policies see it; absent: the profile is not known.
    #[serde(default)]
    profile: Option<Profile>,
    /// RFC 3339; a Monday noon by default.
    #[serde(default)]
    at: Option<String>,
    /// Names of policies that this version is approved for.
    #[serde(default)]
    approved: Vec<String>,
    /// Names of policies that this call is released for.
    #[serde(default)]
    released: Vec<String>,
    expect: DecisionOutcome,
    /// The missing approvals and releases, `policy: what is needed`.
    #[serde(default)]
    awaiting: Option<Vec<String>>,
    /// Names of the rules that match.
    #[serde(default)]
    rules: Option<Vec<String>>,
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    contact: Option<String>,
    /// Required lines of the explanation.
    #[serde(default)]
    explained: Vec<String>,
}

fn folder(name: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(name))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{name} has no cases");
    files
}

fn read_json(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap();
    let (node, diagnostics) = yaml::parse(&text, yaml::Limits::default());
    assert!(diagnostics.is_empty(), "{}: {diagnostics:?}", path.display());
    node.unwrap().to_json()
}

fn filled<T: serde::de::DeserializeOwned>(given: &Value, default: Value) -> T {
    let mut fields = default;
    for (name, value) in given.as_object().into_iter().flatten() {
        fields[name] = value.clone();
    }
    serde_json::from_value(fields).unwrap()
}

#[test]
fn decisions() {
    let mut evaluated = 0;
    for path in folder("tests/cases") {
        let case: Case = serde_json::from_value(read_json(&path)).unwrap();
        let compile = |values: Vec<&Value>| {
            let documents: Vec<PolicyDocument> = values
                .into_iter()
                .map(|value| {
                    let (document, diagnostics) = PolicyDocument::from_value(value);
                    document.unwrap_or_else(|| panic!("{}: {diagnostics:#?}", path.display()))
                })
                .collect();
            CompiledSet::compile(documents).unwrap()
        };
        let set = compile(case.policies.iter().collect());
        let reversed = compile(case.policies.iter().rev().collect());
        for asked in &case.questions {
            check(&path, &set, &reversed, asked);
            evaluated += 1;
        }
    }
    assert!(evaluated >= 150, "only {evaluated} cases");
}

fn check(path: &Path, set: &CompiledSet, reversed: &CompiledSet, asked: &Asked) {
    let place = format!("{}: {}", path.display(), asked.name);
    let workflow: WorkflowSubject = filled(
        &asked.workflow,
        serde_json::json!({ "namespace": "support", "name": "refund", "version": "1.0.0", "author": { "id": "ana" } }),
    );
    let access: Access = filled(&asked.access, serde_json::json!({ "kind": "call" }));
    let caller: CallerSubject = filled(&asked.caller, serde_json::json!({ "kind": "app", "id": "shop" }));
    let at = asked.at.as_deref().unwrap_or("2027-01-04T12:00:00Z");
    let now = at.parse::<jiff::Timestamp>().unwrap().as_millisecond();
    let profile = asked.profile.as_ref().map(ProfileSubject::new);
    let digests = |names: &[String]| -> Vec<String> {
        let find = |name: &String| set.documents().find(|one| one.policy == *name).unwrap().digest();
        names.iter().map(find).collect()
    };
    let (approvals, releases) = (digests(&asked.approved), digests(&asked.released));
    let question = Question {
        workflow: &workflow,
        access: &access,
        caller: &caller,
        now,
        profile: profile.as_ref(),
        approvals: &approvals,
        releases: &releases,
    };
    let decision = decide(set, &question);
    assert_eq!(decision, decide(reversed, &question), "{place}: order matters");
    assert_eq!(decision, explain(set, &question).decision, "{place}: explained otherwise");
    let explanation = decision.explanation();
    assert_eq!(decision.outcome, asked.expect, "{place}\n{explanation}");
    assert_eq!(decision.is_allowed(), decision.code().is_none(), "{place}");
    let waits = matches!(decision.outcome, DecisionOutcome::Review | DecisionOutcome::Hold);
    assert_eq!(decision.awaiting.is_empty(), !waits, "{place}");
    if let Some(awaiting) = &asked.awaiting {
        let found = decision.awaiting.iter().map(|one| format!("{}: {}", one.policy, one.needs()));
        assert_eq!(&found.collect::<Vec<_>>(), awaiting, "{place}");
    }
    if let Some(rules) = &asked.rules {
        let names: Vec<&String> = decision.rules.iter().map(|rule| &rule.policy).collect();
        assert_eq!(names, rules.iter().collect::<Vec<_>>(), "{place}");
    }
    if asked.reason.is_some() {
        assert_eq!(decision.reason, asked.reason, "{place}");
    }
    if asked.contact.is_some() {
        assert_eq!(decision.contact, asked.contact, "{place}");
    }
    for line in &asked.explained {
        assert!(explanation.lines().any(|one| one == line), "{place}: no line {line:?} in\n{explanation}");
    }
    // The explanation must not contain the values of the question.
    let told = format!("{explanation}{}", explain(set, &question).text());
    assert!(!told.contains("4711"), "{place}: a value of the arguments in\n{told}");
}

/// Each document has its expected diagnostics in lines `# expect: CODE LINE:COLUMN message`.
#[test]
fn refused_documents() {
    let mut wrong = Vec::new();
    for path in folder("tests/refused") {
        let text = fs::read_to_string(&path).unwrap();
        let mut expected: Vec<String> =
            text.lines().filter_map(|line| line.strip_prefix("# expect: ")).map(str::to_owned).collect();
        assert!(!expected.is_empty(), "{} expects nothing", path.display());
        let names = Names {
            operations: [("crm".to_owned(), ["get-customer".to_owned()].into())].into(),
            labels: ["customer-data".to_owned(), "payment".to_owned()].into(),
        };
        let now = "2027-01-04T12:00:00Z".parse::<jiff::Timestamp>().unwrap().as_millisecond();
        let (document, diagnostics) = PolicyDocument::read_and_lint(&text, Some(&names), Some(now));
        assert_eq!(document.is_none(), diagnostics.iter().any(Diagnostic::is_error), "{}", path.display());
        let mut found: Vec<String> = diagnostics.iter().map(|one| line(&text, one)).collect();
        found.sort();
        expected.sort();
        if found != expected {
            wrong.push(format!("{}\nfound {found:#?}\nexpected {expected:#?}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn line(text: &str, diagnostic: &Diagnostic) -> String {
    let place = match diagnostic.span {
        Some(span) => {
            let place = LineIndex::new(text).locate(span.start);
            format!("{}:{}", place.line + 1, place.character + 1)
        }
        None => diagnostic.pointer.clone().unwrap_or_default(),
    };
    format!("{} {place} {}", diagnostic.code, diagnostic.message)
}

/// Journals keep decisions for years: a decision from before reviews and holds is still readable.
#[test]
fn an_old_decision_is_still_read() {
    let old = r#"{"outcome":"allow","rules":[{"policy":"p","digest":"sha256:00","effect":"permit","mode":"enforce"}],"policySet":"sha256:11"}"#;
    let decision: towpath_policies::Decision = serde_json::from_str(old).unwrap();
    assert!(decision.is_allowed() && decision.awaiting.is_empty());
    assert_eq!(serde_json::to_string(&decision).unwrap(), old);
}
