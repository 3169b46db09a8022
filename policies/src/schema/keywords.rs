//! The one list of keywords that schemas in policies may use, and what each checks.

/// The type of values that a keyword checks. Values of other types pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    /// Any value.
    Anything,
    /// Numbers.
    Numbers,
    /// Texts.
    Texts,
    /// Lists.
    Lists,
    /// Mappings.
    Mappings,
    /// Nothing: it is an annotation.
    Nobody,
}

/// The kind of a keyword's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// A plain value.
    Plain,
    /// A schema for the same value.
    SamePlace,
    /// A list of schemas for the same value.
    SamePlaces,
    /// A mapping of schemas for the same value.
    SamePlaceByName,
    /// A schema for parts of the value.
    Part,
    /// A list of schemas for parts of the value.
    Parts,
    /// A mapping of schemas for parts of the value.
    PartByName,
}

/// One keyword.
#[derive(Debug)]
pub(crate) struct Keyword {
    pub(crate) name: &'static str,
    pub(crate) about: About,
    pub(crate) holds: Holds,
}

const fn keyword(name: &'static str, about: About, holds: Holds) -> Keyword {
    Keyword { name, about, holds }
}

/// All keywords, in the order of messages.
pub(crate) const KEYWORDS: &[Keyword] = &[
    keyword("type", About::Anything, Holds::Plain),
    keyword("const", About::Anything, Holds::Plain),
    keyword("enum", About::Anything, Holds::Plain),
    keyword("properties", About::Mappings, Holds::PartByName),
    keyword("required", About::Mappings, Holds::Plain),
    keyword("additionalProperties", About::Mappings, Holds::Part),
    keyword("patternProperties", About::Mappings, Holds::PartByName),
    keyword("propertyNames", About::Mappings, Holds::Part),
    keyword("minProperties", About::Mappings, Holds::Plain),
    keyword("maxProperties", About::Mappings, Holds::Plain),
    keyword("dependentRequired", About::Mappings, Holds::Plain),
    keyword("dependentSchemas", About::Mappings, Holds::SamePlaceByName),
    keyword("unevaluatedProperties", About::Mappings, Holds::Part),
    keyword("items", About::Lists, Holds::Part),
    keyword("prefixItems", About::Lists, Holds::Parts),
    keyword("contains", About::Lists, Holds::Part),
    keyword("minContains", About::Lists, Holds::Plain),
    keyword("maxContains", About::Lists, Holds::Plain),
    keyword("minItems", About::Lists, Holds::Plain),
    keyword("maxItems", About::Lists, Holds::Plain),
    keyword("uniqueItems", About::Lists, Holds::Plain),
    keyword("unevaluatedItems", About::Lists, Holds::Part),
    keyword("minimum", About::Numbers, Holds::Plain),
    keyword("maximum", About::Numbers, Holds::Plain),
    keyword("exclusiveMinimum", About::Numbers, Holds::Plain),
    keyword("exclusiveMaximum", About::Numbers, Holds::Plain),
    keyword("multipleOf", About::Numbers, Holds::Plain),
    keyword("minLength", About::Texts, Holds::Plain),
    keyword("maxLength", About::Texts, Holds::Plain),
    keyword("pattern", About::Texts, Holds::Plain),
    keyword("format", About::Texts, Holds::Plain),
    keyword("allOf", About::Anything, Holds::SamePlaces),
    keyword("anyOf", About::Anything, Holds::SamePlaces),
    keyword("oneOf", About::Anything, Holds::SamePlaces),
    keyword("not", About::Anything, Holds::SamePlace),
    keyword("if", About::Anything, Holds::SamePlace),
    keyword("then", About::Anything, Holds::SamePlace),
    keyword("else", About::Anything, Holds::SamePlace),
    keyword("$schema", About::Nobody, Holds::Plain),
    keyword("$comment", About::Nobody, Holds::Plain),
    keyword("title", About::Nobody, Holds::Plain),
    keyword("description", About::Nobody, Holds::Plain),
    keyword("examples", About::Nobody, Holds::Plain),
];

/// Annotations.
pub(crate) const ANNOTATIONS: &[&str] = &["$schema", "$comment", "title", "description", "examples"];

/// Keywords for references. They are refused, so that a policy can be read from top to bottom.
pub(crate) const REFERENCES: &[&str] = &[
    "$ref",
    "$dynamicRef",
    "$recursiveRef",
    "$id",
    "$anchor",
    "$dynamicAnchor",
    "$recursiveAnchor",
    "$vocabulary",
    "$defs",
    "definitions",
];

/// The keyword `name`.
pub(crate) fn find_keyword(name: &str) -> Option<&'static Keyword> {
    KEYWORDS.iter().find(|keyword| keyword.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn annotations_are_the_keywords_about_nobody() {
        let listed: Vec<&str> =
            KEYWORDS.iter().filter(|k| k.about == About::Nobody).map(|k| k.name).collect();
        assert_eq!(listed, ANNOTATIONS);
        assert!(REFERENCES.iter().all(|name| find_keyword(name).is_none()));
    }
}
