//! `input`, `output`, `export` and their schemas.

use towpath_diagnostics::Span;

use super::{ExternalResource, Node, Spanned, Transform};
use crate::parse::{At, Findings};

/// `input`: first validated, then transformed.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// The schema of the raw input.
    pub schema: Option<Schema>,
    /// The transformation of the raw input.
    pub from: Option<Transform>,
}

/// `output`: first transformed, then validated.
#[derive(Debug, Clone, PartialEq)]
pub struct Output {
    /// The schema of the transformed output.
    pub schema: Option<Schema>,
    /// The transformation of the raw output.
    pub as_: Option<Transform>,
}

/// `export`: the new `$context`.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// The schema of the new context.
    pub schema: Option<Schema>,
    /// The new context.
    pub as_: Option<Transform>,
}

/// A schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Schema {
    /// `json` or `json:{draft}`. Default: `json`.
    pub format: Option<Spanned<String>>,
    /// The schema itself.
    pub source: SchemaSource,
    /// JSON pointer of the mapping that holds `document` or `resource`.
    pub pointer: String,
    /// Its place in the source text.
    pub span: Span,
}

/// The source of a schema.
#[derive(Debug, Clone, PartialEq)]
pub enum SchemaSource {
    /// Inside the definition, without expressions.
    Document(Node),
    /// An external document.
    Resource(ExternalResource),
}

impl Input {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let input = at.fields(&["schema", "from"], findings)?;
        Some(Self {
            schema: input.get("schema").and_then(|at| Schema::read(&at, findings)),
            from: input.get("from").and_then(|at| at.transform(findings)),
        })
    }
}

impl Output {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let output = at.fields(&["schema", "as"], findings)?;
        Some(Self {
            schema: output.get("schema").and_then(|at| Schema::read(&at, findings)),
            as_: output.get("as").and_then(|at| at.transform(findings)),
        })
    }
}

impl Export {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let export = at.fields(&["schema", "as"], findings)?;
        Some(Self {
            schema: export.get("schema").and_then(|at| Schema::read(&at, findings)),
            as_: export.get("as").and_then(|at| at.transform(findings)),
        })
    }
}

impl Schema {
    fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let schema = at.fields(&["format", "document", "resource"], findings)?;
        let format = schema.get("format").and_then(|at| at.literal(findings));
        let (key, value) = schema.exactly_one(&["document", "resource"], findings)?;
        let source = match key {
            "document" => SchemaSource::Document(value.node.clone()),
            _ => SchemaSource::Resource(ExternalResource::read(&value, findings)?),
        };
        Some(Self { format, source, pointer: at.pointer.clone(), span: at.node.span })
    }
}
