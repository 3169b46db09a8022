//! Everything a definition can reach, known before it runs.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use towpath_diagnostics::Span;

use crate::{Access, digest};

/// One access found in a definition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfiledAccess {
    /// What is known for certain. `arguments` is always absent here; see `arguments_schema`.
    pub access: Access,
    /// JSON pointer of the task, such as `/do/0/lookUp`; empty for the start and the response.
    pub task: String,
    /// Where in the source text the access is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
    /// What is known of the arguments, as a JSON Schema: literals as `const`, expressions as `true`.
    pub arguments_schema: Value,
    /// Which host is reached, if any, is only known at run time: the URL's authority is an expression, or an
    /// integration's operation is called, which may speak HTTP. Whoever has the integration's document clears this:
    /// with `access.host` for one that does, without for one that does not.
    #[serde(default)]
    pub dynamic_host: bool,
}

/// The access profile of one workflow version.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// Every access, in the order of the text; the start first, the response last.
    pub accesses: Vec<ProfiledAccess>,
    /// Names of the secrets it may use, sorted.
    #[serde(default)]
    pub secrets: Vec<String>,
}

impl Profile {
    /// `sha256:<hex>` of what is reached, and by which tasks; where it stands in the text does not change it.
    pub fn digest(&self) -> String {
        let mut placeless = self.clone();
        for profiled in &mut placeless.accesses {
            profiled.span = None;
        }
        // INVARIANT: a profile is made of texts and JSON values, which always serialize.
        digest(&serde_json::to_value(&placeless).unwrap_or_default())
    }
}
