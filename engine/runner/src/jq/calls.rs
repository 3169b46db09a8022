//! Collects the functions that an expression calls, so that only those are compiled into it.

use std::collections::BTreeSet;

use jaq_core::load::lex::StrPart;
use jaq_core::load::parse::{BinaryOp, Pattern, Term};
use jaq_core::path::Part;

use super::library::Signature;

/// Every function that a term calls, including its own definitions and arguments.
pub(super) fn called_functions<'s>(term: &Term<&'s str>) -> BTreeSet<Signature<'s>> {
    let mut found = Found::default();
    collect(term, &mut found);
    found.calls
}

/// The names of all functions defined inside a term, and of their arguments.
pub(super) fn defined_functions<'s>(term: &Term<&'s str>) -> BTreeSet<&'s str> {
    let mut found = Found::default();
    collect(term, &mut found);
    found.definitions
}

#[derive(Default)]
struct Found<'s> {
    calls: BTreeSet<Signature<'s>>,
    definitions: BTreeSet<&'s str>,
}

fn collect<'s>(term: &Term<&'s str>, found: &mut Found<'s>) {
    match term {
        Term::Id | Term::Recurse | Term::Num(_) | Term::Arr(None) | Term::Break(_) | Term::Var(_) => {}
        Term::Str(format, parts) => {
            found.calls.extend(format.iter().map(|format| (*format, 0)));
            for part in parts {
                if let StrPart::Term(inner) = part {
                    collect(inner, found);
                }
            }
        }
        Term::Arr(Some(inner)) | Term::Neg(inner) | Term::Label(_, inner) => collect(inner, found),
        Term::Obj(members) => {
            for (key, value) in members {
                collect(key, found);
                value.iter().for_each(|value| collect(value, found));
            }
        }
        Term::BinOp(left, BinaryOp::Comma, right) => {
            // Long lists nest to the left, so the left side is followed without recursion.
            let mut left = left;
            collect(right, found);
            while let Term::BinOp(before, BinaryOp::Comma, item) = &**left {
                collect(item, found);
                left = before;
            }
            collect(left, found);
        }
        Term::BinOp(left, operator, right) => {
            collect(left, found);
            if let BinaryOp::Pipe(Some(pattern)) = operator {
                collect_pattern(pattern, found);
            }
            collect(right, found);
        }
        Term::Fold(_, source, pattern, args) => {
            collect(source, found);
            collect_pattern(pattern, found);
            args.iter().for_each(|arg| collect(arg, found));
        }
        Term::TryCatch(inner, catch) => {
            collect(inner, found);
            catch.iter().for_each(|catch| collect(catch, found));
        }
        Term::IfThenElse(branches, otherwise) => {
            for (condition, then) in branches {
                collect(condition, found);
                collect(then, found);
            }
            otherwise.iter().for_each(|otherwise| collect(otherwise, found));
        }
        Term::Def(defs, inner) => {
            for def in defs {
                found.definitions.insert(def.name);
                found.definitions.extend(&def.args);
                collect(&def.body, found);
            }
            collect(inner, found);
        }
        Term::Call(name, args) => {
            found.calls.insert((name, args.len()));
            args.iter().for_each(|arg| collect(arg, found));
        }
        Term::Path(inner, path) => {
            collect(inner, found);
            for (part, _) in &path.0 {
                match part {
                    Part::Index(key) => collect(key, found),
                    Part::Range(from, to) => from.iter().chain(to).for_each(|bound| collect(bound, found)),
                }
            }
        }
    }
}

fn collect_pattern<'s>(pattern: &Pattern<&'s str>, found: &mut Found<'s>) {
    match pattern {
        Pattern::Var(_) => {}
        Pattern::Arr(items) => items.iter().for_each(|item| collect_pattern(item, found)),
        Pattern::Obj(members) => {
            for (key, member) in members {
                collect(key, found);
                collect_pattern(member, found);
            }
        }
    }
}
