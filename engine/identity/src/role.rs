//! Roles, and grants of roles in namespaces.

use serde::{Deserialize, Serialize};

/// A role in a namespace, or on the whole server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Writes, tries and publishes workflows.
    Champion,
    /// Approves versions and releases held calls, where a policy names it.
    Approver,
    /// Owns integrations, secrets, policies and tokens.
    It,
    /// Calls published workflows, and sees only runs that it started.
    App,
    /// Reads everything, changes nothing.
    Auditor,
    /// Keeps the server running.
    Operator,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 6] =
        [Self::Champion, Self::Approver, Self::It, Self::App, Self::Auditor, Self::Operator];

    /// The written form.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Champion => "champion",
            Self::Approver => "approver",
            Self::It => "it",
            Self::App => "app",
            Self::Auditor => "auditor",
            Self::Operator => "operator",
        }
    }
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is not a role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a role; roles are champion, approver, it, app, auditor and operator")]
pub struct UnknownRole(pub String);

impl std::str::FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or_else(|| UnknownRole(text.to_owned()))
    }
}

/// A role in one namespace, or everywhere. Written `champion` or `champion:support`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The one namespace of the role; `None`: all namespaces, and the server itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

impl Grant {
    /// The role, everywhere.
    pub const fn everywhere(role: Role) -> Self {
        Self { role, namespace: None }
    }

    /// The role in one namespace.
    pub fn within(role: Role, namespace: impl Into<String>) -> Self {
        Self { role, namespace: Some(namespace.into()) }
    }

    /// Whether it holds in `namespace`.
    pub fn covers(&self, namespace: &str) -> bool {
        self.namespace.as_deref().is_none_or(|own| own == namespace)
    }
}

impl std::fmt::Display for Grant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.namespace {
            Some(namespace) => write!(f, "{}:{namespace}", self.role),
            None => write!(f, "{}", self.role),
        }
    }
}

impl std::str::FromStr for Grant {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        match text.split_once(':') {
            Some((role, namespace)) => Ok(Self::within(role.parse()?, namespace)),
            None => Ok(Self::everywhere(text.parse()?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_and_grants_are_read_as_they_are_written() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
        }
        for grant in [Grant::everywhere(Role::It), Grant::within(Role::Champion, "support")] {
            assert_eq!(grant.to_string().parse(), Ok(grant));
        }
        assert_eq!("root".parse::<Role>(), Err(UnknownRole("root".into())));
        assert_eq!("king:support".parse::<Grant>(), Err(UnknownRole("king".into())));
    }

    #[test]
    fn a_grant_covers_its_namespace_alone() {
        let grant = Grant::within(Role::App, "support");
        assert!(grant.covers("support"));
        assert!(!grant.covers("support2"));
        assert!(Grant::everywhere(Role::App).covers("support"));
    }
}
