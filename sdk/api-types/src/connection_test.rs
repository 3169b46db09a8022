//! The result of testing the connection of an integration.

use serde::{Deserialize, Serialize};

/// What a test of a connection found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConnectionTest {
    /// The other system answered, whatever it said.
    pub reachable: bool,
    /// How long it took, in milliseconds.
    pub took_ms: u64,
    /// What was tested: the origin of the base URL, or the file of the database as the document names it.
    pub target: String,
    /// The status of the answer. `404` only says that there is nothing at the base URL itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What is wrong; also about a system that answers, such as that it refuses the credentials.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<ConnectionProblem>,
}

/// What is wrong with a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct ConnectionProblem {
    /// The stable code; `GET /v1/codes/{code}` explains it.
    pub code: String,
    /// The kind of problem in a few words.
    pub title: String,
    /// What happened.
    pub detail: String,
}
