//! Terms on the left of assignments and in `path(…)`: which ones jaq can update in place, and which ones are
//! not paths.

use jaq_core::load::lex::StrPart;
use jaq_core::load::parse::{BinaryOp, Term};
use jaq_core::path::Part;

use super::{Desugar, FIRST_THAT_WORKS, LAST_OUTPUT, NO_PATH, NO_PATH_TO, NO_PATHS_IN, Node, call};

/// Functions that can be part of a path.
const HAVE_PATHS: &[&str] = &[
    "arrays",
    "booleans",
    "empty",
    "error",
    "finites",
    "first",
    "getpath",
    "iterables",
    "last",
    "limit",
    "normals",
    "nth",
    "nulls",
    "numbers",
    "objects",
    "recurse",
    "repeat",
    "scalars",
    "select",
    "skip",
    "strings",
    "until",
    "values",
    "while",
    FIRST_THAT_WORKS,
    LAST_OUTPUT,
];

/// The first step of a term, if it certainly has one.
fn first_step<'t, 's>(term: &'t Node<'s>) -> Option<&'t Part<Node<'s>>> {
    match term {
        Term::BinOp(left, BinaryOp::Pipe(None), _) => first_step(left),
        Term::Path(inner, path) => match &**inner {
            Term::Id => path.0.first().map(|(part, _)| part),
            inner => first_step(inner),
        },
        _ => None,
    }
}

fn is_written_out(term: &Node<'_>) -> bool {
    match term {
        Term::Num(_) | Term::Var(_) => true,
        Term::Neg(inner) => matches!(**inner, Term::Num(_)),
        Term::Str(None, parts) => !parts.iter().any(|part| matches!(part, StrPart::Term(_))),
        _ => false,
    }
}

impl<'s> Desugar<'s> {
    /// Whether jaq and jq give the same result when they update this path in place. After a comma (`listed`),
    /// keys must not depend on values that earlier paths changed.
    pub(super) fn is_plain_path(&self, term: &Node<'s>, listed: bool) -> bool {
        match term {
            Term::Id => true,
            Term::BinOp(left, BinaryOp::Pipe(None), right) => {
                self.is_plain_path(left, listed) && self.is_plain_path(right, listed)
            }
            Term::BinOp(left, BinaryOp::Comma, right) => {
                self.is_plain_path(left, true) && self.is_plain_path(right, true)
            }
            Term::Path(inner, path) => {
                let plain = |key: &Node<'s>| is_written_out(key) || !listed && self.single(key);
                let steps = path.0.iter().all(|(part, _)| match part {
                    Part::Index(key) => plain(key),
                    Part::Range(from, to) => from.iter().chain(to).all(plain),
                });
                steps && self.is_plain_path(inner, listed)
            }
            _ => false,
        }
    }

    /// Whether a term is certainly not a path.
    fn is_stray(&self, term: &Node<'s>) -> bool {
        match term {
            Term::Num(_) | Term::Str(..) | Term::Arr(_) | Term::Obj(_) | Term::Neg(_) | Term::Var(_) => true,
            Term::Call(name, _) => !self.defined.contains(name) && !HAVE_PATHS.contains(name),
            _ => false,
        }
    }

    /// Makes a term that is not a path fail like in jq, where a path is required. `next` is the following
    /// step.
    pub(super) fn path(&self, term: &mut Node<'s>, next: Option<&Part<Node<'s>>>) {
        match term {
            Term::Id | Term::Recurse | Term::Break(_) | Term::Fold(..) | Term::Label(..) | Term::Def(..) => {}
            // The next step, or the end, reports that this is not a path.
            Term::BinOp(left, BinaryOp::Pipe(None), right)
                if self.is_stray(left) && first_step(right).is_none() =>
            {
                *term = call(NO_PATH, vec![std::mem::take(term)]);
            }
            Term::BinOp(left, BinaryOp::Pipe(None), right) => {
                self.path(left, first_step(right).or(next));
                self.path(right, next);
            }
            Term::BinOp(_, BinaryOp::Pipe(Some(_)), right) => self.path(right, next),
            Term::BinOp(left, BinaryOp::Comma | BinaryOp::Alt, right) => {
                self.path(left, next);
                self.path(right, next);
            }
            Term::IfThenElse(branches, otherwise) => {
                branches.iter_mut().for_each(|(_, then)| self.path(then, next));
                otherwise.iter_mut().for_each(|otherwise| self.path(otherwise, next));
            }
            Term::TryCatch(inner, _) => self.path(inner, next),
            Term::Path(inner, path) => self.path(inner, path.0.first().map(|(part, _)| part).or(next)),
            Term::Call(name, args) if self.defined.contains(name) || HAVE_PATHS.contains(name) => {
                if self.defined.contains(name) {
                    return;
                }
                match (*name, &mut args[..]) {
                    ("first" | "last", [inner]) | ("limit" | "skip" | "nth", [_, inner]) => {
                        self.path(inner, next);
                    }
                    _ => {}
                }
            }
            _ => {
                let value = std::mem::take(term);
                *term = match next {
                    None => call(NO_PATH, vec![value]),
                    Some(Part::Index(key)) => call(NO_PATH_TO, vec![value, key.clone()]),
                    Some(Part::Range(None, None)) => call(NO_PATHS_IN, vec![value]),
                    Some(Part::Range(..)) => call(NO_PATH, vec![value]),
                };
            }
        }
    }
}
