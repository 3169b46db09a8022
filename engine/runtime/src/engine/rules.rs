//! The engine's policies, integrations and grants: each call goes to the room of rules.

use std::collections::BTreeMap;

use towpath_diagnostics::Diagnostic;
use towpath_identity::Principal;
use towpath_integrations::{NotTested, Offered, Tested};
use towpath_policies::{Explanation, WhatIf};
use towpath_wire::FunctionSignature;

use super::{Engine, EngineError};
use crate::rules::grants::Grant;
use crate::rules::startup::{Fate, Given};
use crate::rules::{
    Activate, Activation, Author, Confirmed, Grace, Impact, PolicyFindings, Proposed, Revision,
};
use crate::types::Text;

impl Engine {
    /// Saves the draft of a policy, as IT.
    ///
    /// # Errors
    /// `Invalid` when it has errors: nothing is saved. `Conflict`.
    pub async fn put_policy(
        &self,
        who: &Principal,
        name: &str,
        source: String,
        expected: Option<u64>,
    ) -> Result<(Text, Vec<Diagnostic>), EngineError> {
        Ok(self.rules.put_policy(who, name, source, expected).await?)
    }

    /// Saves the draft of a policy on behalf of `author`.
    ///
    /// # Errors
    /// As [`Engine::put_policy`], and `NotYours` when it is, or would replace, a policy that is not theirs.
    pub async fn put_policy_as(
        &self,
        who: &Principal,
        author: Author<'_>,
        name: &str,
        source: String,
        expected: Option<u64>,
    ) -> Result<(Text, Vec<Diagnostic>), EngineError> {
        Ok(self.rules.put_policy_as(who, author, name, source, expected).await?)
    }

    /// Every saved policy, by name.
    ///
    /// # Errors
    /// The store's.
    pub async fn policies(&self) -> Result<Vec<Text>, EngineError> {
        Ok(self.rules.policies().await?)
    }

    /// One saved policy.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn policy(&self, name: &str) -> Result<Text, EngineError> {
        Ok(self.rules.policy(name).await?)
    }

    /// Deletes a saved policy on behalf of `author`; it stays in force until the next activation.
    ///
    /// # Errors
    /// `NotFound`, `NotYours`, `Conflict`.
    pub async fn delete_policy(
        &self,
        who: &Principal,
        author: Author<'_>,
        name: &str,
        expected: Option<u64>,
    ) -> Result<(), EngineError> {
        Ok(self.rules.delete_policy(who, author, name, expected).await?)
    }

    /// The policies in force, with their texts; `None`: none were ever activated.
    ///
    /// # Errors
    /// The store's.
    pub async fn policies_active(&self) -> Result<Option<(Revision, BTreeMap<String, String>)>, EngineError> {
        Ok(self.rules.policies_active().await?)
    }

    /// Digest of the policies in force.
    pub fn policies_in_force(&self) -> String {
        self.rules.in_force().set().digest().to_owned()
    }

    /// What the policies in force would decide, and why.
    ///
    /// # Errors
    /// What is wrong with the question, in words.
    pub fn explain(&self, asked: &WhatIf) -> Result<Explanation, String> {
        self.rules.explain(asked)
    }

    /// Whose a policy is, by its draft, or by what is in force where the draft was deleted; `None`: IT's.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn owner_of_policy(&self, name: &str) -> Result<Option<String>, EngineError> {
        Ok(self.rules.owner_of_policy(name).await?)
    }

    /// Puts saved policies in force at once, after their own tests passed; or proposes them, where two people put policies in
    /// force.
    ///
    /// # Errors
    /// `Activation` when one has errors, `Unconfirmed` when it takes something from live versions and that was not
    /// confirmed, `Conflict` when others were put in force meanwhile, `Changed` when live versions changed meanwhile:
    /// nothing changes.
    pub async fn activate_policies(
        &self,
        who: &Principal,
        asked: Activate,
    ) -> Result<Activation, EngineError> {
        Ok(self.rules.activate(who, asked, self).await?)
    }

    /// Puts one policy in force, or takes it out of force where it was deleted. All others stay as they are.
    ///
    /// # Errors
    /// `NotFound` when there is no such policy, or it is not `author`'s, `Activation` when it has failing tests, or
    /// does more than narrow, `Unconfirmed`, `Conflict`.
    pub async fn activate_policy(
        &self,
        who: &Principal,
        name: &str,
        author: Author<'_>,
        asked: Activate,
    ) -> Result<Activation, EngineError> {
        Ok(self.rules.activate_policy(who, name, author, asked, self).await?)
    }

    /// The policies that wait for a second person.
    ///
    /// # Errors
    /// `NotFound` when none do.
    pub async fn proposed_policies(&self) -> Result<Proposed, EngineError> {
        Ok(self.rules.proposed_policies().await?)
    }

    /// Confirms what somebody else has proposed, which puts it in force. `shown` is the digest of the proposal that was shown;
    /// `impact` the report that was read, where it is another one by now.
    ///
    /// # Errors
    /// `Changed` when another proposal is open, or none, `NotYours` for the proposer, `Conflict` when others were put
    /// in force since, and the errors of [`Engine::activate_policies`].
    pub async fn approve_policies(
        &self,
        who: &Principal,
        shown: &str,
        impact: Option<String>,
    ) -> Result<Activation, EngineError> {
        Ok(self.rules.approve_policies(who, shown, impact, self).await?)
    }

    /// Withdraws the proposal that was shown.
    ///
    /// # Errors
    /// `Changed` when another proposal is open, or none.
    pub async fn withdraw_policies(&self, shown: &str) -> Result<(), EngineError> {
        Ok(self.rules.withdraw_policies(shown).await?)
    }

    /// Every set of policies that was put in force, newest first.
    ///
    /// # Errors
    /// The store's.
    pub async fn policy_revisions(&self) -> Result<Vec<Revision>, EngineError> {
        Ok(self.rules.policy_revisions().await?)
    }

    /// The texts of a set that was put in force, by its digest.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn policy_set(&self, digest: &str) -> Result<BTreeMap<String, String>, EngineError> {
        Ok(self.rules.policy_set(digest).await?)
    }

    /// Live versions that keep the policies before those in force, by name.
    ///
    /// # Errors
    /// The store's.
    pub async fn graces(&self) -> Result<Vec<Grace>, EngineError> {
        Ok(self.rules.graces().await?)
    }

    /// Ends the grace periods of these workflows (`namespace/name`), or of all. Returns what ended.
    ///
    /// # Errors
    /// The store's; nothing changes then.
    pub async fn end_grace(
        &self,
        who: &Principal,
        workflows: Option<&[String]>,
    ) -> Result<Vec<Grace>, EngineError> {
        Ok(self.rules.end_grace(who, workflows, self).await?)
    }

    /// Every integration, by name.
    ///
    /// # Errors
    /// The store's.
    pub async fn integrations(&self) -> Result<Vec<Text>, EngineError> {
        Ok(self.rules.integrations().await?)
    }

    /// One integration.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn integration(&self, name: &str) -> Result<Text, EngineError> {
        Ok(self.rules.integration(name).await?)
    }

    /// Saves an integration that needs no confirmation: what a server is started with.
    ///
    /// # Errors
    /// As [`Engine::change_integration`].
    pub async fn put_integration(
        &self,
        who: &Principal,
        name: &str,
        source: String,
        expected: Option<u64>,
    ) -> Result<(Text, Vec<Diagnostic>), EngineError> {
        self.change_integration(who, name, source, expected, &Confirmed::NotNeeded).await
    }

    /// Saves an integration; it is in force at once.
    ///
    /// # Errors
    /// `Invalid`, `Conflict`, `IntegrationUnconfirmed` when it takes something from live versions or unfinished runs
    /// and that was not confirmed: nothing changes.
    pub async fn change_integration(
        &self,
        who: &Principal,
        name: &str,
        source: String,
        expected: Option<u64>,
        confirmed: &Confirmed,
    ) -> Result<(Text, Vec<Diagnostic>), EngineError> {
        Ok(self.rules.change_integration(who, name, (source, expected), confirmed, self).await?)
    }

    /// Deletes an integration that nothing which can be called reaches any more. Runs under way that still would, see an
    /// error; where there are any, it has to be confirmed.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`, `InUse` naming the versions that reach it, `IntegrationUnconfirmed`.
    pub async fn delete_integration(
        &self,
        who: &Principal,
        name: &str,
        expected: Option<u64>,
        confirmed: &Confirmed,
    ) -> Result<(), EngineError> {
        Ok(self.rules.delete_integration(who, name, expected, confirmed, self).await?)
    }

    /// Every operation that definitions may name.
    pub fn functions(&self) -> Vec<FunctionSignature> {
        self.rules.functions()
    }

    /// What people may know of the functions that definitions may call: contracts, owners and labels, never where calls go.
    pub fn offered(&self) -> Vec<Offered> {
        self.rules.offered()
    }

    /// Tests the connection of an integration with one harmless request that no workflow makes.
    ///
    /// # Errors
    /// [`NotTested`]: nothing was sent.
    pub async fn test_integration(&self, name: &str) -> Result<Tested, NotTested> {
        self.rules.registry().test(name).await
    }

    /// Grants, those that end first in front.
    ///
    /// # Errors
    /// The store's.
    pub async fn grants(&self, namespace: Option<&str>) -> Result<Vec<Grant>, EngineError> {
        Ok(self.rules.grants(namespace, self).await?)
    }

    /// One grant, by its policy.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn grant_of(&self, policy: &str) -> Result<Grant, EngineError> {
        Ok(self.rules.grant_of(policy, self).await?)
    }

    /// Confirms a paused grant: it covers the changed operation and is in force again. `shown` is the digest of the grant as it
    /// was shown.
    ///
    /// # Errors
    /// `NotFound`, `NothingToConfirm`, `NotYours` for the person who asked for it, `Changed` when it is another one
    /// than was shown.
    pub async fn confirm_grant(
        &self,
        who: &Principal,
        policy: &str,
        reason: Option<String>,
        shown: &str,
    ) -> Result<Grant, EngineError> {
        Ok(self.rules.confirm_grant(who, policy, reason, shown, self).await?)
    }

    /// What becomes of each document that is given at a start, in order.
    ///
    /// # Errors
    /// The store's.
    pub async fn fates(&self, who: &Principal, given: &[Given]) -> Result<Vec<Fate>, EngineError> {
        Ok(self.rules.fates(who, given).await?)
    }

    /// Puts policies that are given at a start in force, all at once, without anything else that was saved and not activated.
    ///
    /// # Errors
    /// As [`Engine::activate_policies`].
    pub async fn activate_given(&self, who: &Principal, given: &[Given]) -> Result<Activation, EngineError> {
        Ok(self.rules.activate_given(who, given, self).await?)
    }

    /// Remembers what was applied at a start, so that it is not applied again over what somebody decides later.
    ///
    /// # Errors
    /// The store's.
    pub async fn remember_given(&self, given: &[Given]) -> Result<(), EngineError> {
        Ok(self.rules.remember_given(given).await?)
    }

    /// What the saved policies would change, for live versions and for calls since `since` (milliseconds since the Unix
    /// epoch). As many as `rerun` of the newest runs are executed again under them.
    ///
    /// # Errors
    /// `Activation` when the saved policies have errors.
    pub async fn impact(&self, since: i64, rerun: Option<usize>) -> Result<Impact, EngineError> {
        Ok(self.impacts().impact(since, rerun).await?)
    }

    /// What is probably wrong with these texts, by policy, beside the saved ones. Nothing is saved.
    ///
    /// # Errors
    /// `Activation` when one has errors.
    pub async fn policy_findings(
        &self,
        texts: &BTreeMap<String, String>,
    ) -> Result<Vec<PolicyFindings>, EngineError> {
        Ok(self.rules.findings(texts).await?)
    }

    /// The same with these texts, by policy, in the place of those that are saved under their names, or besides. Nothing is
    /// saved.
    ///
    /// # Errors
    /// `Activation` when one has errors.
    pub async fn impact_with(
        &self,
        texts: BTreeMap<String, String>,
        since: i64,
        rerun: Option<usize>,
    ) -> Result<Impact, EngineError> {
        Ok(self.impacts().impact_with(texts, since, rerun).await?)
    }
}
