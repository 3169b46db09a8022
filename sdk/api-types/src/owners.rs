//! The owner of a workflow, and the deputy.

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

/// The owner of a workflow, and the deputy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Owners {
    /// A principal: the first publisher, until it was handed over.
    pub owner: String,
    /// The deputy, who gets every notice that the owner gets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deputy: Option<String>,
    /// Who handed it over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Since when.
    #[cfg_attr(feature = "utoipa", schema(format = DateTime))]
    pub at: String,
    /// Counts the changes; also the entity tag.
    pub revision: u64,
}

/// Hands a workflow over. The other fields of [`Owners`] are accepted and ignored, so that what was read can be sent back.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// A principal who may publish in this namespace.
    pub owner: String,
    /// A second one; none where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deputy: Option<String>,
    #[serde(default, rename = "by", skip_serializing)]
    #[cfg_attr(feature = "utoipa", schema(ignore))]
    _by: IgnoredAny,
    #[serde(default, rename = "at", skip_serializing)]
    #[cfg_attr(feature = "utoipa", schema(ignore))]
    _at: IgnoredAny,
    #[serde(default, rename = "revision", skip_serializing)]
    #[cfg_attr(feature = "utoipa", schema(ignore))]
    _revision: IgnoredAny,
}

impl HandOver {
    /// To this owner, with this deputy.
    pub fn new(owner: impl Into<String>, deputy: Option<String>) -> Self {
        Self { owner: owner.into(), deputy, ..Self::default() }
    }
}
