//! Hypothetical questions: a subject that is not given is assumed to fit.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use serde_json::{Value, json};
use towpath_policies::{CompiledSet, DecisionOutcome, PolicyDocument, Subject, WhatIf, what_if};

fn set() -> CompiledSet {
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("library");
    let read = |name: &str| {
        let text = std::fs::read_to_string(library.join(name).with_extension("yaml")).unwrap();
        PolicyDocument::read(&text).0.unwrap()
    };
    let names = ["refunds-up-to-200", "large-refunds-are-held", "writes-in-business-hours"];
    CompiledSet::compile(names.map(read).into()).unwrap()
}

fn refund(amount: Value) -> WhatIf {
    let access = json!({ "integration": "payments", "operation": "refund", "arguments": { "amount": amount, "currency": "EUR" } });
    WhatIf {
        subjects: [(Subject::Access, access)].into(),
        at: Some("2027-01-04T12:00:00Z".to_owned()),
        ..WhatIf::default()
    }
}

#[test]
fn answers_with_the_decision_and_the_part_that_settles_it() {
    let set = set();
    let outcome = |asked: &WhatIf| what_if(&set, asked).unwrap().decision.outcome;
    assert_eq!(outcome(&refund(json!(20))), DecisionOutcome::Allow);
    assert_eq!(outcome(&refund(json!(60))), DecisionOutcome::Hold);
    let released = WhatIf { released: vec!["large-refunds-are-held".to_owned()], ..refund(json!(60)) };
    assert_eq!(outcome(&released), DecisionOutcome::Allow);
    let at_night = WhatIf { at: Some("2027-01-04T22:00:00+01:00".to_owned()), ..refund(json!(20)) };
    assert_eq!(outcome(&at_night), DecisionOutcome::Deny);

    let mut elsewhere = refund(json!(20));
    elsewhere.subjects.insert(Subject::Workflow, json!({ "namespace": "sales" }));
    let text = what_if(&set, &elsewhere).unwrap().text();
    let line = "  `workflow/namespace` must be `support`, says /workflow/properties/namespace/const";
    assert!(text.lines().any(|one| one == line), "{text}");
}

#[test]
fn says_what_is_wrong_with_the_question() {
    let set = set();
    let wrong = |asked: &WhatIf| what_if(&set, asked).unwrap_err();
    let unknown = WhatIf { released: vec!["large-refunds-are-hled".to_owned()], ..refund(json!(60)) };
    let said = "there is no policy `large-refunds-are-hled`, did you mean `large-refunds-are-held`?";
    assert_eq!(wrong(&unknown), said);
    let at = WhatIf { at: Some("tomorrow".to_owned()), ..refund(json!(60)) };
    assert_eq!(wrong(&at), "`tomorrow` is not a time such as `2027-03-31T09:00:00Z`");
    let mut misspelt = refund(json!(60));
    misspelt.subjects.insert(Subject::Access, json!({ "integratoin": "payments" }));
    assert!(wrong(&misspelt).starts_with("`access`: "), "{}", wrong(&misspelt));
}
