//! The access profile: everything that a definition can access, known before it runs.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use towpath_diagnostics::Span;

use crate::{Access, digest_of};

/// One access found in a definition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfiledAccess {
    /// The fields that are known for certain. `arguments` is always absent here; see `arguments_schema`.
    pub access: Access,
    /// JSON pointer of the task, such as `/do/0/lookUp`; empty for the start and the response.
    pub task: String,
    /// The place of the access in the source text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// The JSON Schema of the arguments: literals are `const`, expressions are `true`.
    pub arguments_schema: Value,
    /// Whether the host is known only at run time: the URL's authority is an expression, or the call is an
    /// operation of an integration that may use HTTP. The host clears this with the integration's document.
    /// For an HTTP operation it also sets `access.host`.
    #[serde(default)]
    pub dynamic_host: bool,
}

/// The access profile of one workflow version.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// Every access, in source order; the start first, the response last.
    pub accesses: Vec<ProfiledAccess>,
    /// Names of the secrets that it may use, sorted.
    #[serde(default)]
    pub secrets: Vec<String>,
}

impl Profile {
    /// `sha256:<hex>` of the accesses and their tasks. Their places in the text do not change it.
    pub fn digest(&self) -> String {
        let mut placeless = self.clone();
        for profiled in &mut placeless.accesses {
            profiled.span = None;
        }
        digest_of(&placeless)
    }
}
