//! Templates: definitions to begin with.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Templates, in the order in which to show them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Templates {
    /// The templates.
    pub items: Vec<Template>,
}

/// A definition to begin with.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Template {
    /// Its name among the templates.
    pub id: String,
    /// A short title.
    pub title: String,
    /// What it does, and for whom.
    pub description: String,
    /// The operations that it calls, `orders.find-order`, sorted.
    pub needs: Vec<String>,
    /// `document.namespace`.
    pub namespace: String,
    /// `document.name`.
    pub name: String,
    /// The text, YAML.
    pub definition: String,
    /// The one place to change first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blank: Option<TemplateBlank>,
    /// What to try first: `input`, and members of the `output`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "utoipa", schema(value_type = Option<Object>))]
    pub case: Option<Value>,
    /// Cases of it, as in `tests.yaml`.
    #[cfg_attr(feature = "utoipa", schema(value_type = Vec<Object>))]
    pub cases: Vec<Value>,
    /// A policy that permits what it does, YAML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
}

/// The place of a template that everybody changes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct TemplateBlank {
    /// A JSON pointer into the definition.
    pub pointer: String,
    /// The question.
    pub label: String,
    /// Another value that works.
    #[cfg_attr(feature = "utoipa", schema(value_type = serde_json::Value))]
    pub example: Value,
}
