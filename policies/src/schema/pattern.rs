//! What a regular expression, or the name of a host, says beyond what its author most likely meant.

use regex_syntax::ast::{self, Ast};
use regex_syntax::hir::Look;

/// Whether a pattern matches more than it looks like.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Loose {
    /// Nothing holds it to the text's start or end, so it matches in the middle of anything.
    Anywhere,
    /// A host may go on before or after it: `acme.example` is in `acme.example.evil.example`.
    OpenEnd,
    /// A dot that stands for any character.
    Dot,
    /// A path that may go on within a segment: `^/api/admin` is in `/api/administrators`, `/admin$` in `/x/admin`.
    Segment,
}

/// What is loose about `pattern`; nothing for what cannot be read, which compiling says.
pub(crate) fn loose(pattern: &str, is_host: bool) -> Vec<Loose> {
    let Ok(tree) = ast::parse::Parser::new().parse(pattern) else { return Vec::new() };
    let Ok(meaning) = regex_syntax::parse(pattern) else { return Vec::new() };
    let properties = meaning.properties();
    let starts = properties.look_set_prefix_any().contains(Look::Start);
    let ends = properties.look_set_suffix_any().contains(Look::End);
    let mut found = Vec::new();
    if !starts && !ends {
        found.push(Loose::Anywhere);
    } else if is_host && !(ends && (starts || begins_with_dot(&tree))) {
        found.push(Loose::OpenEnd);
    }
    if is_host && has_lone_dot(&tree) {
        found.push(Loose::Dot);
    }
    found
}

/// Whether a pattern over a path is held by segments: it begins with `^`, and where it stays open at its end, a `/` stands
/// before that.
pub(crate) fn loose_path(pattern: &str) -> Option<Loose> {
    let tree = ast::parse::Parser::new().parse(pattern).ok()?;
    let branches = match &tree {
        Ast::Alternation(parts) => parts.asts.iter().collect(),
        one => vec![one],
    };
    branches.into_iter().any(|branch| !is_held(branch)).then_some(Loose::Segment)
}

fn is_held(branch: &Ast) -> bool {
    let mut parts = Vec::new();
    flatten(branch, &mut parts);
    let is_edge = |part: &Ast, start: bool| match part {
        Ast::Assertion(edge) => match edge.kind {
            ast::AssertionKind::StartLine | ast::AssertionKind::StartText => start,
            ast::AssertionKind::EndLine | ast::AssertionKind::EndText => !start,
            _ => false,
        },
        _ => false,
    };
    let begins = parts.first().is_some_and(|part| is_edge(part, true));
    let is_closed = parts.last().is_some_and(|part| is_edge(part, false));
    if is_closed {
        parts.pop();
    }
    let is_open = parts.last().is_some_and(|part| is_anything(part));
    while parts.last().is_some_and(|part| is_anything(part)) {
        parts.pop();
    }
    begins && (is_closed && !is_open || parts.last().is_some_and(|part| ends_with_slash(part)))
}

fn flatten<'a>(tree: &'a Ast, parts: &mut Vec<&'a Ast>) {
    match tree {
        Ast::Concat(concat) => concat.asts.iter().for_each(|part| flatten(part, parts)),
        Ast::Empty(_) => {}
        one => parts.push(one),
    }
}

/// `.*` and the like, which go on into the next segment.
fn is_anything(tree: &Ast) -> bool {
    match tree {
        Ast::Repetition(repeated) => is_anything(&repeated.ast) || matches!(&*repeated.ast, Ast::Dot(_)),
        Ast::Group(group) => is_anything(&group.ast),
        _ => false,
    }
}

fn ends_with_slash(tree: &Ast) -> bool {
    match tree {
        Ast::Literal(literal) => literal.c == '/',
        Ast::Group(group) => ends_with_slash(&group.ast),
        Ast::Concat(parts) => parts.asts.last().is_some_and(ends_with_slash),
        Ast::Alternation(parts) => parts.asts.iter().all(ends_with_slash),
        _ => false,
    }
}

/// `\.acme\.example$` is open to the left on purpose: any host below it.
fn begins_with_dot(tree: &Ast) -> bool {
    match tree {
        Ast::Literal(literal) => literal.c == '.',
        Ast::Concat(parts) => parts.asts.first().is_some_and(begins_with_dot),
        Ast::Group(group) => begins_with_dot(&group.ast),
        _ => false,
    }
}

/// A dot that is not repeated: `.*` is meant, the dots of `crm.acme.example` are not.
fn has_lone_dot(tree: &Ast) -> bool {
    match tree {
        Ast::Dot(_) => true,
        Ast::Group(group) => has_lone_dot(&group.ast),
        Ast::Concat(parts) => parts.asts.iter().any(has_lone_dot),
        Ast::Alternation(parts) => parts.asts.iter().any(has_lone_dot),
        _ => false,
    }
}

/// Whether no host is ever written like `text`: hosts are lower-case names or addresses, without port or wildcard.
pub(crate) fn is_no_host(text: &str) -> bool {
    let is_address = text.parse::<std::net::IpAddr>().is_ok() || text.starts_with('[');
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    !is_address && (text.is_empty() || !text.chars().all(|c| allowed(c) || !c.is_ascii()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_that_match_more_than_they_look_like() {
        let cases: &[(&str, bool, &[Loose])] = &[
            (r"^crm\.acme\.example$", true, &[]),
            (r"^(crm|erp)\.acme\.example$", true, &[]),
            (r"(^|\.)acme\.example$", true, &[]),
            (r"\.acme\.example$", true, &[]),
            (r"^.*\.acme\.example$", true, &[]),
            (r"^[a-z]+\.acme\.example$", true, &[]),
            (r"acme", true, &[Loose::Anywhere]),
            (r"acme\.example$", true, &[Loose::OpenEnd]),
            (r"^crm\.acme\.example", true, &[Loose::OpenEnd]),
            (r"^crm.acme\.example$", true, &[Loose::Dot]),
            (r"crm.acme.example", true, &[Loose::Anywhere, Loose::Dot]),
            (r"^/customers/", false, &[]),
            (r"@acme\.example$", false, &[]),
            (r"^A.$", false, &[]),
            (r"/customers/", false, &[Loose::Anywhere]),
            (r"(", true, &[]),
        ];
        for (pattern, is_host, expected) in cases {
            assert_eq!(loose(pattern, *is_host), *expected, "{pattern}");
        }
    }

    #[test]
    fn patterns_over_paths_are_held_by_segments() {
        for held in [
            "^/customers/",
            "^/customers/.*$",
            "^/customers/.+$",
            "^/customers/[^/]+$",
            "^/api/admin(/.*)?$",
            "^/a$|^/b$",
            "^/(a|b)/.*",
            "^(/a/|/b/)",
            "^/$",
        ] {
            assert_eq!(loose_path(held), None, "{held}");
        }
        for loose in [
            "/customers/",
            "^/api/admin",
            "^/api/admin.*$",
            "^/api/admin(.*)$",
            "/admin$",
            "^/a$|^/b",
            "^(/a|/b)",
            "admin",
            "^",
            ".*",
        ] {
            assert_eq!(loose_path(loose), Some(Loose::Segment), "{loose}");
        }
    }

    #[test]
    fn hosts_are_written_like_hosts() {
        for host in ["crm.acme.example", "localhost", "10.0.0.1", "::1", "[::1]", "xn--bcher-kva.example"] {
            assert!(!is_no_host(host), "{host}");
        }
        for text in ["*.acme.example", "CRM.acme.example", "crm.acme.example:8443", "https://crm", "a/b", ""]
        {
            assert!(is_no_host(text), "{text}");
        }
    }
}
