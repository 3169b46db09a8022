//! Properties that hold for all policies and questions.

#![expect(clippy::unwrap_used, reason = "tests")]

mod generate;

use proptest::prelude::*;
use towpath_policies::{
    DecisionOutcome, Mode, PolicyDocument, PolicyEffect, StaticOutcome, decide, evaluate, narrows,
};

use generate::{
    NOON, compile, delegation, document, documents, documents_with_labels, profile, question, restricting,
    set_effect,
};

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
        documents in documents(), mut extra in document(), effect in restricting(), (_, _, asked) in question(),
        approved in any::<u8>(), released in any::<u8>(),
    ) {
        set_effect(&mut extra, effect);
        let set = compile(documents.clone());
        let asked = asked.settled(&set, approved, released);
        let mut more = documents;
        more.push(PolicyDocument { policy: "extra".to_owned(), ..extra });
        prop_assert!(asked.outcome(&compile(more)) >= asked.outcome(&set));
    }

    #[test]
    fn without_a_permit_nothing_more_is_allowed(
        documents in documents(), (_, _, asked) in question(), approved in any::<u8>(), released in any::<u8>(),
    ) {
        let set = compile(documents.clone());
        let asked = asked.settled(&set, approved, released);
        let before = asked.outcome(&set);
        for gone in 0..documents.len() {
            let mut fewer = documents.clone();
            if fewer.remove(gone).effect == Some(PolicyEffect::Permit) {
                prop_assert!(asked.outcome(&compile(fewer)) >= before);
            }
        }
    }

    #[test]
    fn approvals_and_releases_only_settle_reviews_and_holds(
        documents in documents(), (_, _, asked) in question(), approved in any::<u8>(), released in any::<u8>(),
    ) {
        let set = compile(documents);
        let (none, all) = (asked.clone().outcome(&set), asked.clone().settled(&set, 255, 255).outcome(&set));
        let some = asked.settled(&set, approved, released).outcome(&set);
        prop_assert!(all <= some && some <= none);
        prop_assert_eq!(none == DecisionOutcome::Deny, all == DecisionOutcome::Deny);
        prop_assert!(matches!(all, DecisionOutcome::Allow | DecisionOutcome::Deny));
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
        documents in documents(), (_, _, asked) in question(), approved in any::<u8>(), released in any::<u8>(),
    ) {
        let set = compile(documents);
        let asked = asked.settled(&set, approved, released);
        let decision = decide(&set, &asked.question());
        let enforced = |effect| decision.rules.iter().any(|rule| rule.mode == Mode::Enforce && rule.effect == effect);
        let waits = |effect, settled: &[String]| decision.rules.iter().any(|rule| {
            rule.mode == Mode::Enforce && rule.effect == effect && !settled.contains(&rule.digest)
        });
        let expected = if enforced(PolicyEffect::Forbid) || !enforced(PolicyEffect::Permit) {
            DecisionOutcome::Deny
        } else if waits(PolicyEffect::Review, &asked.approvals) {
            DecisionOutcome::Review
        } else if waits(PolicyEffect::Hold, &asked.releases) {
            DecisionOutcome::Hold
        } else {
            DecisionOutcome::Allow
        };
        prop_assert_eq!(decision.outcome, expected);
        let text = serde_json::to_string(&decision).unwrap();
        prop_assert_eq!(serde_json::from_str::<towpath_policies::Decision>(&text).unwrap(), decision);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// A delegated policy never allows more.
    #[test]
    fn what_narrows_never_allows_more(
        (documents, child) in delegation(), (_, _, asked) in question(), approved in any::<u8>(), released in any::<u8>(),
    ) {
        let set = compile(documents.clone());
        if narrows(&set, &child).is_ok() {
            let asked = asked.settled(&set, approved, released);
            let mut more = documents;
            more.push(child);
            prop_assert!(asked.outcome(&compile(more)) >= asked.outcome(&set));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Another document of labels removes no label, and the order of documents does not matter.
    #[test]
    fn labels_are_only_added(documents in documents_with_labels(), (_, _, asked) in question(), gone in any::<prop::sample::Index>()) {
        let labels = |documents: Vec<PolicyDocument>| {
            compile(documents).input_labels(&asked.workflow, &asked.caller, asked.now)
        };
        let all = labels(documents.clone());
        let mut reversed = documents.clone();
        reversed.reverse();
        prop_assert_eq!(&all, &labels(reversed));
        if !documents.is_empty() {
            let mut fewer = documents;
            fewer.remove(gone.index(fewer.len()));
            prop_assert!(labels(fewer).is_subset(&all));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Static decisions agree with decisions at run time.
    #[test]
    fn static_outcomes_hold(
        documents in documents_with_labels(), (profiled, known, asked) in question(), approved in any::<u8>(),
    ) {
        let set = compile(documents);
        let profile = profile(&profiled);
        let mut asked = asked.with_labelled_input(&set).settled(&set, approved, 0);
        let verdict = evaluate(&set, &known, &profile, &asked.approvals, NOON).remove(0);
        let outcome = asked.outcome(&set);
        if outcome == DecisionOutcome::Review {
            prop_assert!(!verdict.reviews.is_empty(), "a review nobody was told of: {:?}", verdict);
        }
        // The rest holds once the listed reviews are approved.
        asked.approvals.extend(verdict.reviews.iter().map(|review| review.digest.clone()));
        let outcome = asked.outcome(&set);
        prop_assert!(outcome != DecisionOutcome::Review, "{:?}", verdict);
        let surely_held = verdict.holds.iter().any(|hold| hold.surely);
        match verdict.verdict {
            StaticOutcome::Allowed => prop_assert_eq!(outcome, DecisionOutcome::Allow, "{:?}", verdict),
            StaticOutcome::Denied => prop_assert_eq!(outcome, DecisionOutcome::Deny, "{:?}", verdict),
            StaticOutcome::AtRunTime => {
                prop_assert!(!verdict.open.is_empty() || surely_held, "nothing is open: {:?}", verdict);
                prop_assert!(outcome != DecisionOutcome::Allow || !surely_held, "{:?}", verdict);
                prop_assert!(outcome != DecisionOutcome::Hold || !verdict.holds.is_empty(), "{:?}", verdict);
            }
        }
    }
}

/// The same for many accesses and larger sets, from one seed. It counts static decisions, so that "everything is decided at
/// run time" would not pass as sound.
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
        match evaluate(&compile(documents), &known, &profile, &[], NOON)[0].verdict {
            StaticOutcome::Allowed => counts[0] += 1,
            StaticOutcome::Denied => counts[1] += 1,
            StaticOutcome::AtRunTime => counts[2] += 1,
        }
    }
    assert!(counts[0] > 15 && counts[1] > 80, "allowed, denied, open: {counts:?}");
    let mut narrowing = 0;
    for _ in 0..300 {
        let (documents, child) = delegation().new_tree(&mut runner).unwrap().current();
        let is_permit = child.effect == Some(PolicyEffect::Permit);
        narrowing += usize::from(is_permit && narrows(&compile(documents), &child).is_ok());
    }
    assert!(narrowing > 15, "only {narrowing} permits lie within others");
}
