//! Sessions of browsers, and the links that begin one.

use serde::{Deserialize, Serialize};

use crate::{Role, RoleGrant};

words! {
    /// How somebody signed in.
    #[non_exhaustive]
    pub enum SignInMethod {
        /// With a token.
        Token = "token",
        /// With a sign-in link.
        Link = "link",
    }
}

/// What to sign in with: one of the two.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewSession {
    /// A token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The secret of a sign-in link: what follows `#link=` in its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
}

impl std::fmt::Debug for NewSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewSession")
    }
}

/// A session. It has the rights of the token behind it, and ends with it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// Its public id, for ending it.
    pub id: String,
    /// The principal who is signed in.
    pub principal: String,
    /// The name of the token in lists.
    pub name: String,
    /// What policies see as `caller.kind`.
    pub kind: Role,
    /// The token's roles, and where.
    pub grants: Vec<RoleGrant>,
    /// Labels of values it may see; `*`: all.
    pub may_view: Vec<String>,
    /// The id of the token.
    pub token: String,
    /// What the page sends as `X-Towpath-CSRF` with every request that changes something; only of the caller's own session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csrf: Option<String>,
    /// How they signed in.
    pub method: SignInMethod,
    /// When they signed in.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub created_at: String,
    /// When it ends at the latest.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub expires_at: String,
    /// When it ends unless it is used before.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub idle_at: String,
    /// The newest request.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub last_used_at: String,
    /// Whether this request came with it.
    pub is_current: bool,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("id", &self.id)
            .field("principal", &self.principal)
            .finish_non_exhaustive()
    }
}

/// Which sessions to list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct SessionsQuery {
    /// Also those of other principals; only for IT and auditors.
    #[serde(default)]
    pub all: bool,
}

/// Sessions, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Sessions {
    /// The sessions.
    pub sessions: Vec<Session>,
}

/// A sign-in link to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewSignInLink {
    /// The id of the token that it signs in with.
    pub token_id: String,
}

/// A sign-in link that was made.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct SignInLink {
    /// The secret, shown this once and stored nowhere.
    pub link: String,
    /// The address of the console with the secret. What follows `#` is never sent to a server.
    pub url: String,
    /// The principal that it signs in.
    pub principal: String,
    /// When it can be used no more.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub expires_at: String,
}

impl std::fmt::Debug for SignInLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignInLink").field("principal", &self.principal).finish_non_exhaustive()
    }
}
