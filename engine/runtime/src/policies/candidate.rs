//! Which policies an activation puts in force. Pure: texts in, texts and findings out.
//!
//! IT's own policies with errors stop an activation. A delegated policy with errors does not: it is left out, with a warning
//! that names it and its owner. The text of it that is in force stays, as long as that narrows IT's policies.

use towpath_diagnostics::{Diagnostic, codes};
use towpath_policies::PolicyDocument;

use super::activate::named;
use super::delegated::{excess, policy_owner};
use super::revisions::Texts;
use crate::types::EngineError;

/// The policies of an activation.
#[derive(Debug, PartialEq)]
pub(super) struct Chosen {
    /// The texts, by policy.
    pub(super) texts: Texts,
    /// Which delegated policies were left out, and why.
    pub(super) warnings: Vec<Diagnostic>,
}

/// What to choose from.
#[derive(Clone, Copy)]
pub(super) struct Choice<'a> {
    /// Every saved policy.
    pub(super) saved: &'a Texts,
    /// Those in force.
    pub(super) active: &'a Texts,
    /// Only the saved texts of these policies are taken, or their deletion; the others stay as they are in force.
    pub(super) only: Option<&'a [String]>,
    /// Milliseconds since the Unix epoch.
    pub(super) now: i64,
}

impl Choice<'_> {
    /// The policies to put in force.
    ///
    /// # Errors
    /// [`EngineError::Activation`] for errors in IT's policies, and in those that are named;
    /// [`EngineError::NotFound`] for a name that is neither saved nor in force.
    pub(super) fn choose(self) -> Result<Chosen, EngineError> {
        let mut chosen = Chosen { texts: self.asked()?, warnings: Vec::new() };
        let mut problems = Vec::new();
        for (name, source) in chosen.texts.clone() {
            let found =
                if self.is_checked(&name, &source) { lint(&name, &source, self.now) } else { Vec::new() };
            match policy_owner(&source) {
                _ if found.is_empty() => {}
                Some(owner) if !self.is_named(&name) => self.leave_out(&mut chosen, &name, &owner, &found),
                _ => problems.extend(found),
            }
        }
        if !problems.is_empty() {
            return Err(EngineError::Activation(problems));
        }
        self.narrow(&mut chosen)?;
        Ok(chosen)
    }

    fn asked(self) -> Result<Texts, EngineError> {
        let Some(names) = self.only else { return Ok(self.saved.clone()) };
        let mut texts = self.active.clone();
        for name in names {
            let known = match self.saved.get(name) {
                Some(text) => {
                    texts.insert(name.clone(), text.clone());
                    true
                }
                None => texts.remove(name).is_some(),
            };
            if !known {
                return Err(EngineError::NotFound { what: "policy", name: name.clone() });
            }
        }
        Ok(texts)
    }

    /// What is in force as it is was checked when it came.
    fn is_checked(self, name: &str, source: &String) -> bool {
        let is_unchanged = self.active.get(name) == Some(source);
        !is_unchanged || (self.only.is_none() && policy_owner(source).is_none())
    }

    fn is_named(self, name: &str) -> bool {
        self.only.is_some_and(|names| names.iter().any(|named| named == name))
    }

    /// INVARIANT: no delegated policy is put in force that does more than narrow IT's.
    fn narrow(self, chosen: &mut Chosen) -> Result<(), EngineError> {
        // A text that is left out may be replaced by the one in force, which has to narrow too: twice is enough.
        for _ in 0..2 {
            let excess = excess(&chosen.texts);
            let of_named: Vec<Diagnostic> = excess
                .iter()
                .filter(|(name, _)| self.is_named(name))
                .flat_map(|(_, found)| found.clone())
                .collect();
            if !of_named.is_empty() {
                return Err(EngineError::Activation(of_named));
            }
            for (name, found) in excess {
                let owner = chosen.texts.get(&name).and_then(|text| policy_owner(text)).unwrap_or_default();
                self.leave_out(chosen, &name, &owner, &found);
            }
        }
        Ok(())
    }

    fn leave_out(self, chosen: &mut Chosen, name: &str, owner: &str, found: &[Diagnostic]) {
        let before = self.active.get(name).filter(|before| chosen.texts.get(name) != Some(*before)).cloned();
        let stays = if before.is_some() { "; the text in force stays" } else { "" };
        match before {
            Some(before) => chosen.texts.insert(name.to_owned(), before),
            None => chosen.texts.remove(name),
        };
        let why = found.first().map(|found| found.message.as_str()).unwrap_or_default();
        let message = format!("the policy `{name}` of `{owner}` is left out{stays}: {why}");
        let help = format!("whoever approves for `{owner}` changes it and activates it alone");
        chosen.warnings.push(Diagnostic::warning(codes::TP4134, message).help(help));
    }
}

/// What stands against activating a policy: errors, rules that can never match, tests that fail.
pub(super) fn lint(name: &str, source: &str, now: i64) -> Vec<Diagnostic> {
    let (_, diagnostics) = PolicyDocument::read_and_lint(source, None, Some(now));
    diagnostics.into_iter().filter(Diagnostic::is_error).map(|found| named(name, found)).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

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

    fn choose(saved: &Texts, active: &Texts, only: Option<&[String]>) -> Result<Chosen, EngineError> {
        Choice { saved, active, only, now: 0 }.choose()
    }

    #[test]
    fn a_delegated_policy_with_a_failing_test_is_left_out_and_its_own_is_an_error() {
        let all = ("all", PERMIT.to_owned());
        let stop = ("stop", forbid("stop", None, "deny"));
        let saved = texts(&[all.clone(), stop.clone(), ("theirs", forbid("theirs", Some("a"), "allow"))]);
        let chosen = choose(&saved, &Texts::new(), None).unwrap();
        assert_eq!(
            chosen.texts.keys().collect::<Vec<_>>(),
            ["all", "stop"],
            "an emergency forbid goes through"
        );
        assert!(
            chosen.warnings[0].message.starts_with("the policy `theirs` of `a` is left out: "),
            "{chosen:?}"
        );
        // The text in force stays.
        let before = texts(&[all.clone(), ("theirs", forbid("theirs", Some("a"), "deny"))]);
        let chosen = choose(&saved, &before, None).unwrap();
        assert_eq!(chosen.texts["theirs"], before["theirs"]);
        assert!(chosen.warnings[0].message.contains("the text in force stays"), "{chosen:?}");
        // Its author, who names it, is told; so is IT about its own.
        assert!(matches!(
            choose(&saved, &before, Some(&["theirs".to_owned()])),
            Err(EngineError::Activation(_))
        ));
        let own = texts(&[all, ("stop", forbid("stop", None, "allow"))]);
        assert!(matches!(choose(&own, &before, None), Err(EngineError::Activation(_))));
    }

    #[test]
    fn only_what_is_named_changes() {
        let active = texts(&[("all", PERMIT.to_owned()), ("old", forbid("old", None, "deny"))]);
        let saved = texts(&[
            ("all", PERMIT.replace("title: All", "title: Half done")),
            ("stop", forbid("stop", None, "deny")),
            ("broken", forbid("broken", None, "allow")),
        ]);
        let chosen = choose(&saved, &active, Some(&["stop".to_owned()])).unwrap();
        assert_eq!(
            chosen.texts,
            texts(&[
                ("all", PERMIT.to_owned()),
                ("old", active["old"].clone()),
                ("stop", saved["stop"].clone())
            ])
        );
        let chosen = choose(&saved, &active, Some(&["old".to_owned()])).unwrap();
        assert_eq!(chosen.texts.keys().collect::<Vec<_>>(), ["all"], "its draft was deleted");
        assert!(matches!(
            choose(&saved, &active, Some(&["none".to_owned()])),
            Err(EngineError::NotFound { .. })
        ));
    }

    #[test]
    fn a_child_that_no_longer_narrows_does_not_stop_it() {
        let child = "policy: child\ntitle: T\neffect: permit\nowner: a\nworkflow: { properties: { namespace: { const: a } } }\naccess: { properties: { kind: { const: call } } }\n";
        let active = texts(&[("all", PERMIT.to_owned()), ("child", child.to_owned())]);
        assert!(choose(&active, &active, None).unwrap().warnings.is_empty());
        let narrower = PERMIT.replace("access: {}", "access: { properties: { kind: { const: start } } }");
        let saved = texts(&[("all", narrower), ("child", child.to_owned())]);
        let chosen = choose(&saved, &active, None).unwrap();
        assert_eq!(chosen.texts.keys().collect::<Vec<_>>(), ["all"]);
        assert_eq!(chosen.warnings.len(), 1);
    }
}
