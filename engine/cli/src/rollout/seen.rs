//! The state of a server, as far as the folder covers it and the token may read it.

use std::collections::{BTreeMap, BTreeSet};

use towpath_client::{ActivePolicies, Client, ClientError, Draft, Me, Review, Settings, Text, Version};
use towpath_dsl::yaml;
use towpath_identity::{Action, Grant, Principal, may};

use super::check::Folder;
use super::tree::Kind;

/// The state of a server when it was read.
pub(crate) struct Seen {
    /// Who looks, with the roles they have.
    pub(crate) me: Principal,
    /// By name; `None`: they may not be looked at.
    pub(crate) integrations: Option<BTreeMap<String, Text>>,
    /// What is saved, by name; `None`: it may not be looked at.
    pub(crate) policies: Option<BTreeMap<String, Text>>,
    /// What is in force.
    pub(crate) active: ActivePolicies,
    /// By `namespace/name`: those of the folder, and every other that is published.
    pub(crate) workflows: BTreeMap<String, Remote>,
    /// Of the workflows of the folder that have any, by `namespace/name`.
    pub(crate) settings: BTreeMap<String, Settings>,
    /// The names of secrets; `None`: they may not be looked at.
    pub(crate) secrets: Option<BTreeSet<String>>,
}

/// A workflow on a server.
#[derive(Debug, Default)]
pub(crate) struct Remote {
    /// The version that callers get.
    pub(crate) latest: Option<Version>,
    /// Its text.
    pub(crate) source: Option<String>,
    /// Every version, oldest first; of workflows that are not in the folder only the latest.
    pub(crate) versions: Vec<Version>,
    pub(crate) draft: Option<Draft>,
    /// The review of the folder's version, and the digest of what was submitted.
    pub(crate) review: Option<(Review, String)>,
}

impl Seen {
    /// Reads everything that the folder covers.
    pub(crate) async fn read(client: &Client, folder: &Folder) -> Result<Self, ClientError> {
        let mut seen = Self {
            me: principal_of_me(client.me().await?),
            integrations: None,
            policies: None,
            active: ActivePolicies::default(),
            workflows: BTreeMap::new(),
            settings: BTreeMap::new(),
            secrets: None,
        };
        // What is evaluated here is evaluated against everything that will be in force.
        if folder.kinds.contains(&Kind::Integration) || folder.kinds.contains(&Kind::Policy) {
            seen.integrations(client).await?;
            seen.policies(client).await?;
        }
        if folder.kinds.contains(&Kind::Workflow) {
            seen.workflows(client, folder).await?;
        }
        for document in folder.of(Kind::Settings) {
            let Some((namespace, name)) = document.name.split_once('/') else { continue };
            if seen.may(Action::ReadDefinition, Some(namespace)).is_ok()
                && let Some(settings) = none_if_not_found(client.settings(namespace, name).await)?
            {
                seen.settings.insert(document.name.clone(), settings);
            }
        }
        if seen.may(Action::ReadSecretNames, None).is_ok() {
            seen.secrets = Some(client.secrets().await?.into_iter().collect());
        }
        Ok(seen)
    }

    /// Reads everything that is in force, for `towpath pull`.
    pub(crate) async fn everything(client: &Client) -> Result<Self, ClientError> {
        let mut seen = Self {
            me: principal_of_me(client.me().await?),
            integrations: None,
            policies: None,
            active: ActivePolicies::default(),
            workflows: BTreeMap::new(),
            settings: BTreeMap::new(),
            secrets: None,
        };
        seen.integrations(client).await?;
        seen.policies(client).await?;
        for latest in client.workflows(None).await? {
            let place = (latest.namespace.clone(), latest.name.clone());
            if seen.may(Action::ReadDefinition, Some(&place.0)).is_err() {
                continue;
            }
            let key = format!("{}/{}", place.0, place.1);
            let source = none_if_not_found(client.read_definition(&place.0, &place.1, None).await)?;
            if let Some(settings) = none_if_not_found(client.settings(&place.0, &place.1).await)? {
                seen.settings.insert(key.clone(), settings);
            }
            let versions = vec![latest.clone()];
            let remote = Remote { latest: Some(latest), source, versions, ..Remote::default() };
            seen.workflows.insert(key, remote);
        }
        Ok(seen)
    }

    /// Whether the token may do this; if not, why.
    pub(crate) fn may(&self, action: Action, namespace: Option<&str>) -> Result<(), String> {
        may(&self.me, action, namespace).map_err(|denied| denied.to_string())
    }

    /// The text of a policy that is in force.
    pub(crate) fn in_force(&self, name: &str) -> Option<&str> {
        self.active.policies.iter().find(|policy| policy.name == name).map(|policy| policy.source.as_str())
    }

    async fn integrations(&mut self, client: &Client) -> Result<(), ClientError> {
        if self.may(Action::ReadIntegration, None).is_err() {
            return Ok(());
        }
        let mut texts = BTreeMap::new();
        for listed in client.integrations().await? {
            texts.extend(
                none_if_not_found(client.integration(&listed.name).await)?.map(|text| (listed.name, text)),
            );
        }
        self.integrations = Some(texts);
        Ok(())
    }

    async fn policies(&mut self, client: &Client) -> Result<(), ClientError> {
        if self.may(Action::ReadPolicy, None).is_err() {
            return Ok(());
        }
        let mut texts = BTreeMap::new();
        for listed in client.policies().await? {
            texts.extend(
                none_if_not_found(client.policy(&listed.name).await)?.map(|text| (listed.name, text)),
            );
        }
        self.policies = Some(texts);
        self.active = client.active_policies().await?;
        Ok(())
    }

    async fn workflows(&mut self, client: &Client, folder: &Folder) -> Result<(), ClientError> {
        for latest in client.workflows(None).await? {
            let key = format!("{}/{}", latest.namespace, latest.name);
            let versions = vec![latest.clone()];
            let remote = Remote { latest: Some(latest), versions, ..Remote::default() };
            self.workflows.insert(key, remote);
        }
        for (document, definition) in folder.definitions() {
            let (namespace, name) = (&definition.identity.namespace, &definition.identity.name);
            if self.may(Action::ReadDefinition, Some(namespace)).is_err() {
                continue;
            }
            let mut remote = self.workflows.remove(&document.name).unwrap_or_default();
            if remote.latest.is_some() {
                remote.versions =
                    none_if_not_found(client.versions(namespace, name).await)?.unwrap_or_default();
                remote.source = none_if_not_found(client.read_definition(namespace, name, None).await)?;
            }
            remote.draft = none_if_not_found(client.draft(namespace, name).await)?;
            if self.may(Action::ReadReviews, Some(namespace)).is_ok() {
                let place = (namespace.as_str(), name.as_str(), definition.identity.version.as_str());
                let review = none_if_not_found(client.review(place).await)?;
                remote.review = review
                    .map(|review| (review.review, definition_digest(&review.source).unwrap_or_default()));
            }
            self.workflows.insert(document.name.clone(), remote);
        }
        Ok(())
    }
}

/// Digest of a definition's canonical form.
pub(crate) fn definition_digest(source: &str) -> Option<String> {
    yaml::parse(source, yaml::Limits::default()).0.map(|node| node.digest())
}

/// `None` for a 404.
fn none_if_not_found<T>(answer: Result<T, ClientError>) -> Result<Option<T>, ClientError> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.problem().is_some_and(|problem| problem.status == 404) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The principal as this binary's permission table knows it. A role it does not know counts for nothing.
fn principal_of_me(me: Me) -> Principal {
    let roles = me.grants.into_iter().filter_map(|grant| {
        Some(Grant { role: grant.role.as_str().parse().ok()?, namespace: grant.namespace })
    });
    Principal {
        id: me.id,
        name: me.name,
        kind: me.kind.as_str().parse().unwrap_or(towpath_identity::Role::App),
        roles: roles.collect(),
        may_view: me.may_view,
        minted: towpath_identity::Minted::default(),
    }
}
