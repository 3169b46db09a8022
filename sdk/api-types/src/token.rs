//! Roles and tokens.

use serde::{Deserialize, Serialize};

words! {
    /// What a token may do, in a namespace or in all of them.
    pub enum Role {
        /// Writes, tries and publishes workflows.
        Champion = "champion",
        /// Approves versions and releases calls where policies require it.
        Approver = "approver",
        /// Owns integrations, secrets, policies and tokens.
        It = "it",
        /// Calls published workflows, and sees only the runs it started.
        App = "app",
        /// Reads everything, changes nothing.
        Auditor = "auditor",
        /// Keeps the server running.
        Operator = "operator",
    }
}

/// A token to create.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewToken {
    /// Its name in lists.
    pub name: String,
    /// Its principal: letters, digits and `._@-`; absent: the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    /// What policies see as `caller.kind`; absent: the role of the first grant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Role>,
    /// Its roles, and where.
    pub grants: Vec<RoleGrant>,
    /// Labels of values it may see in runs, journals and holds; `*`: all. Nobody can give away more than they may see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub may_view: Vec<String>,
    /// When it stops working; absent: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub expires_at: Option<String>,
}

/// A role, and where it is held. Unknown fields are refused also in responses: they may limit the role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleGrant {
    /// The role.
    pub role: Role,
    /// The namespace; absent: all of them, and the server itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

/// A token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Token {
    /// Its public id, for revoking it.
    pub id: String,
    /// Its name in lists.
    pub name: String,
    /// Its principal.
    pub principal: String,
    /// What policies see as `caller.kind`.
    pub kind: Role,
    /// Its roles, and where.
    pub grants: Vec<RoleGrant>,
    /// Labels of values it may see.
    pub may_view: Vec<String>,
    /// When it was created.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub created_at: String,
    /// The principal who created it.
    pub created_by: String,
    /// When it stops working.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub expires_at: Option<String>,
    /// When it was revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub revoked_at: Option<String>,
    /// When a request came with it last, or with a session of it; absent: never. After a crash it may be five minutes too early.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub last_used_at: Option<String>,
    /// The id of the token used to create it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_with: Option<String>,
    /// It does not work until a second person has confirmed it.
    pub waiting: bool,
    /// Who confirmed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub confirmed_at: Option<String>,
}

/// A token that was created.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct CreatedToken {
    /// The secret, shown this once and stored nowhere.
    pub token: String,
    /// As in lists.
    #[serde(flatten)]
    pub about: Token,
}

impl std::fmt::Debug for CreatedToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CreatedToken").field("about", &self.about).finish_non_exhaustive()
    }
}

/// Tokens, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Tokens {
    /// The tokens, revoked and expired ones too.
    pub tokens: Vec<Token>,
}

/// The caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Me {
    /// The principal: what drafts, approvals and journals record.
    pub id: String,
    /// The token's name in lists.
    pub name: String,
    /// What policies see as `caller.kind`.
    pub kind: Role,
    /// The token's roles, and where.
    pub grants: Vec<RoleGrant>,
    /// Labels of values it may see; `*`: all.
    pub may_view: Vec<String>,
    /// The id of the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Who minted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minted_by: Option<String>,
}
