//! Finds regular expressions and host names that match more than their author probably intended.

use regex_syntax::ast::{self, Ast};
use regex_syntax::hir::Look;

/// Why a pattern matches more than it seems to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Loose {
    /// It is not anchored at the start or end, so it matches anywhere in a text.
    Anywhere,
    /// It matches a part of a host: `acme.example` is in `acme.example.evil.example`.
    OpenEnd,
    /// A dot that matches any character.
    Dot,
    /// It matches a part of a path segment: `^/api/admin` matches `/api/administrators`, `/admin$` matches `/x/admin`.
    Segment,
}

/// The problems of `pattern`; none if it is invalid, which compiling reports.
pub(crate) fn find_loose_patterns(pattern: &str, is_host: bool) -> Vec<Loose> {
    let Ok(tree) = ast::parse::Parser::new().parse(pattern) else { return Vec::new() };
    let Ok(parsed) = regex_syntax::parse(pattern) else { return Vec::new() };
    let properties = parsed.properties();
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

/// The problem of a pattern over a path that does not match whole segments. It must begin with `^`, and if its end is open,
/// a `/` must come before the open part.
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

/// Whether it is `.*` or similar, which continues into the next segment.
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

/// Whether it begins like `\.acme\.example$`, which is open to the left on purpose: any host below it.
fn begins_with_dot(tree: &Ast) -> bool {
    match tree {
        Ast::Literal(literal) => literal.c == '.',
        Ast::Concat(parts) => parts.asts.first().is_some_and(begins_with_dot),
        Ast::Group(group) => begins_with_dot(&group.ast),
        _ => false,
    }
}

/// Whether it has a dot that is not repeated, like those in `crm.acme.example`. `.*` is intended.
fn has_lone_dot(tree: &Ast) -> bool {
    match tree {
        Ast::Dot(_) => true,
        Ast::Group(group) => has_lone_dot(&group.ast),
        Ast::Concat(parts) => parts.asts.iter().any(has_lone_dot),
        Ast::Alternation(parts) => parts.asts.iter().any(has_lone_dot),
        _ => false,
    }
}

/// Whether `text` is not the form of a host. Hosts are lower-case names or addresses, without port or wildcard.
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
            assert_eq!(find_loose_patterns(pattern, *is_host), *expected, "{pattern}");
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
