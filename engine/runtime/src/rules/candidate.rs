//! Which policies an activation puts in force. Pure: policies in, policies and findings out.
//!
//! IT's own policies with errors stop an activation. A delegated policy with errors does not: it is left out, with a warning
//! that names it and its owner. The text of it that is in force stays, as long as that narrows IT's policies.

use std::sync::Arc;

use towpath_diagnostics::{Diagnostic, codes};

use super::delegated::excess_of_delegated;
use super::parsed::{Source, Sources};
use crate::fault::Fault;
use crate::rules::RulesError;

/// The policies of an activation.
#[derive(Debug)]
pub(super) struct Chosen {
    /// The policies.
    pub(super) policies: Sources,
    /// Which delegated policies were left out, and why.
    pub(super) warnings: Vec<Diagnostic>,
}

/// The policies to choose from.
#[derive(Clone, Copy)]
pub(super) struct Choice<'a> {
    /// Every saved policy.
    pub(super) saved: &'a Sources,
    /// Those in force.
    pub(super) active: &'a Sources,
    /// Only the saved texts of these policies are taken, or their deletion; the others stay as they are in force.
    pub(super) only: Option<&'a [String]>,
    /// Milliseconds since the Unix epoch.
    pub(super) now: i64,
}

impl Choice<'_> {
    /// The policies to put in force.
    ///
    /// # Errors
    /// `Activation` for errors in IT's policies, and in those that are named; `NotFound` for a name that is neither
    /// saved nor in force.
    pub(super) fn choose(self) -> Result<Chosen, RulesError> {
        let mut chosen = Chosen { policies: self.asked()?, warnings: Vec::new() };
        let mut problems = Vec::new();
        for (name, source) in chosen.policies.clone().iter() {
            let found = if self.is_checked(name, source) { source.lint(name, self.now) } else { Vec::new() };
            match source.owner() {
                _ if found.is_empty() => {}
                Some(owner) if !self.is_named(name) => self.leave_out(&mut chosen, name, owner, &found),
                _ => problems.extend(found),
            }
        }
        if !problems.is_empty() {
            return Err(RulesError::Activation(problems));
        }
        self.narrow(&mut chosen)?;
        Ok(chosen)
    }

    fn asked(self) -> Result<Sources, RulesError> {
        let Some(names) = self.only else { return Ok(self.saved.clone()) };
        let mut policies = self.active.clone();
        for name in names {
            let known = match self.saved.get(name) {
                Some(source) => {
                    policies.insert(name.clone(), Arc::clone(source));
                    true
                }
                None => policies.remove(name),
            };
            if !known {
                return Err(Fault::NotFound { what: "policy", name: name.clone() }.into());
            }
        }
        Ok(policies)
    }

    /// Unchanged policies in force were checked when they were activated.
    fn is_checked(self, name: &str, source: &Source) -> bool {
        !self.active.has_same(name, source) || (self.only.is_none() && source.owner().is_none())
    }

    fn is_named(self, name: &str) -> bool {
        self.only.is_some_and(|names| names.iter().any(|named| named == name))
    }

    /// INVARIANT: no delegated policy is put in force that does more than narrow IT's.
    fn narrow(self, chosen: &mut Chosen) -> Result<(), RulesError> {
        // A text that is left out may be replaced by the one in force, which has to narrow too: twice is enough.
        for _ in 0..2 {
            let excess = excess_of_delegated(&chosen.policies);
            if excess.is_empty() {
                return Ok(());
            }
            let of_named: Vec<Diagnostic> = excess
                .iter()
                .filter(|(name, _)| self.is_named(name))
                .flat_map(|(_, found)| found.clone())
                .collect();
            if !of_named.is_empty() {
                return Err(RulesError::Activation(of_named));
            }
            for (name, found) in excess {
                let source = chosen.policies.get(&name).cloned();
                let owner = source.as_ref().and_then(|source| source.owner()).unwrap_or_default();
                self.leave_out(chosen, &name, owner, &found);
            }
        }
        Ok(())
    }

    fn leave_out(self, chosen: &mut Chosen, name: &str, owner: &str, found: &[Diagnostic]) {
        let before = self.active.get(name).filter(|before| !chosen.policies.has_same(name, before)).cloned();
        let stays = if before.is_some() { "; the text in force stays" } else { "" };
        match before {
            Some(before) => chosen.policies.insert(name.to_owned(), before),
            None => {
                chosen.policies.remove(name);
            }
        }
        let why = found.first().map(|found| found.message.as_str()).unwrap_or_default();
        let message = format!("the policy `{name}` of `{owner}` is left out{stays}: {why}");
        let help = format!("an approver of `{owner}` can change it and activate it alone");
        chosen.warnings.push(Diagnostic::warning(codes::TP4134, message).help(help));
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::rules::Texts;

    const PERMIT: &str = "policy: all\ntitle: All\neffect: permit\naccess: {}\ndelegate: [a]\n";

    fn forbid(name: &str, owner: Option<&str>, expect: &str) -> String {
        let owner = owner.map(|owner| format!("owner: {owner}\n")).unwrap_or_default();
        format!(
            "policy: {name}\ntitle: T\neffect: forbid\n{owner}workflow: {{ properties: {{ namespace: {{ const: a }} }} }}\n\
             access: {{ properties: {{ kind: {{ const: call }} }} }}\ntests: [{{ name: n, access: {{ kind: call }}, expect: {expect} }}]\n"
        )
    }

    fn texts(all: &[(&str, String)]) -> Texts {
        all.iter().map(|(name, text)| ((*name).to_owned(), text.clone())).collect()
    }

    fn choose(
        saved: &Texts,
        active: &Texts,
        only: Option<&[String]>,
    ) -> Result<(Texts, Vec<Diagnostic>), RulesError> {
        let active = Sources::new(active, &Sources::default());
        let saved = Sources::new(saved, &active);
        let chosen = Choice { saved: &saved, active: &active, only, now: 0 }.choose()?;
        Ok((chosen.policies.texts(), chosen.warnings))
    }

    #[test]
    fn a_delegated_policy_with_a_failing_test_is_left_out_and_its_own_is_an_error() {
        let all = ("all", PERMIT.to_owned());
        let stop = ("stop", forbid("stop", None, "deny"));
        let saved = texts(&[all.clone(), stop.clone(), ("theirs", forbid("theirs", Some("a"), "allow"))]);
        let (chosen, warnings) = choose(&saved, &Texts::new(), None).unwrap();
        assert_eq!(chosen.keys().collect::<Vec<_>>(), ["all", "stop"], "an emergency forbid goes through");
        assert!(warnings[0].message.starts_with("the policy `theirs` of `a` is left out: "), "{warnings:?}");
        // The text in force stays.
        let before = texts(&[all.clone(), ("theirs", forbid("theirs", Some("a"), "deny"))]);
        let (chosen, warnings) = choose(&saved, &before, None).unwrap();
        assert_eq!(chosen["theirs"], before["theirs"]);
        assert!(warnings[0].message.contains("the text in force stays"), "{warnings:?}");
        // It is an error for its author, who names it; and so are IT's own policies for IT.
        assert!(matches!(
            choose(&saved, &before, Some(&["theirs".to_owned()])),
            Err(RulesError::Activation(_))
        ));
        let own = texts(&[all, ("stop", forbid("stop", None, "allow"))]);
        assert!(matches!(choose(&own, &before, None), Err(RulesError::Activation(_))));
    }

    #[test]
    fn only_what_is_named_changes() {
        let active = texts(&[("all", PERMIT.to_owned()), ("old", forbid("old", None, "deny"))]);
        let saved = texts(&[
            ("all", PERMIT.replace("title: All", "title: Half done")),
            ("stop", forbid("stop", None, "deny")),
            ("broken", forbid("broken", None, "allow")),
        ]);
        let (chosen, _) = choose(&saved, &active, Some(&["stop".to_owned()])).unwrap();
        assert_eq!(
            chosen,
            texts(&[
                ("all", PERMIT.to_owned()),
                ("old", active["old"].clone()),
                ("stop", saved["stop"].clone())
            ])
        );
        let (chosen, _) = choose(&saved, &active, Some(&["old".to_owned()])).unwrap();
        assert_eq!(chosen.keys().collect::<Vec<_>>(), ["all"], "its draft was deleted");
        assert!(matches!(
            choose(&saved, &active, Some(&["none".to_owned()])),
            Err(RulesError::Fault(Fault::NotFound { .. }))
        ));
    }

    #[test]
    fn a_child_that_no_longer_narrows_does_not_stop_it() {
        let child = "policy: child\ntitle: T\neffect: permit\nowner: a\nworkflow: { properties: { namespace: { const: a } } }\naccess: { properties: { kind: { const: call } } }\n";
        let active = texts(&[("all", PERMIT.to_owned()), ("child", child.to_owned())]);
        assert!(choose(&active, &active, None).unwrap().1.is_empty());
        let narrower = PERMIT.replace("access: {}", "access: { properties: { kind: { const: start } } }");
        let saved = texts(&[("all", narrower), ("child", child.to_owned())]);
        let (chosen, warnings) = choose(&saved, &active, None).unwrap();
        assert_eq!(chosen.keys().collect::<Vec<_>>(), ["all"]);
        assert_eq!(warnings.len(), 1);
    }
}
