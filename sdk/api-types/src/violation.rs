//! Reports of browsers that a page broke its content security policy, as they are counted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Reports since the start of the server. What they say besides is not kept: it could be anything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Violations {
    /// How many.
    pub count: u64,
    /// How many for each directive that was broken.
    pub directives: BTreeMap<String, u64>,
}
