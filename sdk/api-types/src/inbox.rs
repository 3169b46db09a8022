//! The inbox: everything that waits for somebody's decision.

use serde::{Deserialize, Serialize};

words! {
    /// What waits for a decision.
    #[non_exhaustive]
    pub enum InboxKind {
        /// A version that a person has to approve before it can be called.
        Review = "review",
        /// A call that a person has to release.
        Hold = "hold",
        /// A request to IT.
        Request = "request",
        /// Policies that wait for a second person.
        Proposal = "proposal",
        /// A published version that lacks an approval by now.
        VoidApproval = "voidApproval",
        /// A grant that is paused until IT confirms it.
        Grant = "grant",
        /// A token that needs a second person.
        Token = "token",
    }
}

/// Something that waits for a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct InboxItem {
    /// What it is.
    pub kind: InboxKind,
    /// Its id, as its own route has it: `namespace/name@version` of a review, `run/effect` of a hold.
    pub id: String,
    /// In a few words.
    pub title: String,
    /// Its namespace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The workflow's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workflow: Option<String>,
    /// The workflow's version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The run, of a hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// The number of the effect in the run, of a hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<u64>,
    /// The principal who asks for it.
    pub from: String,
    /// Since when it waits.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub since: String,
    /// When it ends by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub due_at: Option<String>,
    /// The caller may decide about it.
    pub can_decide: bool,
    /// Why it waits.
    pub why: String,
    /// Why the caller may not decide about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_not: Option<String>,
}

/// Everything that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Inbox {
    /// Those that wait longest first.
    pub items: Vec<InboxItem>,
    /// How many there are, with those beyond `limit`.
    pub total: usize,
}

/// What to list of the inbox.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InboxQuery {
    /// `true`: what the caller may decide about; `false`: only what others have to decide about; absent: all that the caller sees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub can_decide: Option<bool>,
    /// At most this many: 1 to 500, 200 where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
}
