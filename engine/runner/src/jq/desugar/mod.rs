//! Rewrites terms that jq and jaq evaluate differently into terms with the same result in both. Only users'
//! terms are rewritten; the library's definitions are written for jaq.
//!
//! - `… as A ?// B | body`: each pattern is tried in turn with the body. The variables of the other patterns
//!   are null.
//! - `reduce` and `foreach` continue with the last output of their update, or null if there is none.
//! - Operators iterate over the outputs of their right side first.
//! - Assignments to complex paths: all paths are computed first, then the changes are made one by one.
//! - `def f($a)` also defines `a`.

mod outputs;
mod paths;

use std::collections::BTreeSet;

use jaq_core::load::lex::StrPart;
use jaq_core::load::parse::{BinaryOp, Def, Pattern, Term};
use jaq_core::path::{Opt, Part, Path};

use super::calls::{called_functions, defined_functions};
use super::tokens::ALTERNATIVES;

type Node<'s> = Term<&'s str>;

/// Functions and variables that only rewritten terms use. Their names are not valid in source text.
mod name {
    pub(super) const TRIED: &str = "$!tried";
    pub(super) const BODY: &str = "!body";
    pub(super) const VALUE: &str = "$!value";
    pub(super) const RIGHT: &str = "$!right";
    pub(super) const PARTS: [&str; 4] = ["$!part1", "$!part2", "$!part3", "$!part4"];
}

/// Native functions that only rewritten terms call.
pub(super) const FIRST_THAT_WORKS: &str = "!alternatives";
pub(super) const NOTHING: &str = "!null";
pub(super) const LAST_OUTPUT: &str = "!last";
pub(super) const LAST_ITEM: &str = "!recent";
pub(super) const MODIFY: &str = "!modify";
pub(super) const ASSIGN: &str = "!assign";
pub(super) const NO_PATH: &str = "!no_path";
pub(super) const NO_PATH_TO: &str = "!no_path_to";
pub(super) const NO_PATHS_IN: &str = "!no_paths_in";

/// Whether only rewritten terms call this function.
pub(super) fn is_ours(name: &str) -> bool {
    name.starts_with('!')
}

/// Rewrites an expression.
pub(super) fn desugar_term<'s>(term: &mut Node<'s>) {
    Desugar { defined: defined_functions(term) }.term(term);
}

struct Desugar<'s> {
    /// User-defined functions, whose number of outputs is unknown.
    defined: BTreeSet<&'s str>,
}

fn call<'s>(name: &'s str, args: Vec<Node<'s>>) -> Node<'s> {
    Term::Call(name, args)
}

fn binary<'s>(left: Node<'s>, operator: BinaryOp<&'s str>, right: Node<'s>) -> Node<'s> {
    Term::BinOp(Box::new(left), operator, Box::new(right))
}

/// `left as $name | right`.
fn bind_variable<'s>(left: Node<'s>, name: &'s str, right: Node<'s>) -> Node<'s> {
    binary(left, BinaryOp::Pipe(Some(Pattern::Var(name))), right)
}

impl<'s> Desugar<'s> {
    fn term(&self, term: &mut Node<'s>) {
        match term {
            Term::Id | Term::Recurse | Term::Num(_) | Term::Arr(None) | Term::Break(_) | Term::Var(_) => {}
            Term::Str(_, parts) => {
                for part in parts.iter_mut() {
                    if let StrPart::Term(inner) = part {
                        self.term(inner);
                    }
                }
                self.last_part_first(term);
            }
            Term::Arr(Some(inner)) | Term::Neg(inner) | Term::Label(_, inner) => self.term(inner),
            Term::Obj(members) => {
                for (key, value) in members {
                    self.term(key);
                    value.iter_mut().for_each(|value| self.term(value));
                }
            }
            Term::BinOp(..) => self.binary(term),
            Term::Fold(..) => self.fold(term),
            Term::TryCatch(inner, catch) => {
                self.term(inner);
                catch.iter_mut().for_each(|catch| self.term(catch));
            }
            Term::IfThenElse(branches, otherwise) => {
                for (condition, then) in branches {
                    self.term(condition);
                    self.term(then);
                }
                otherwise.iter_mut().for_each(|otherwise| self.term(otherwise));
            }
            Term::Def(defs, inner) => {
                defs.iter_mut().for_each(|def| self.definition(def));
                self.term(inner);
            }
            Term::Call(name, args) => {
                args.iter_mut().for_each(|arg| self.term(arg));
                if let ("path" | "del" | "pick", [paths]) = (*name, &mut args[..])
                    && !self.defined.contains(name)
                {
                    self.path(paths, None);
                }
            }
            Term::Path(inner, path) => {
                self.term(inner);
                for (part, _) in &mut path.0 {
                    match part {
                        Part::Index(key) => self.term(key),
                        Part::Range(from, to) => {
                            from.iter_mut().chain(to).for_each(|bound| self.term(bound));
                        }
                    }
                }
            }
        }
    }

    /// Iterates over the outputs of the last part of a text first, like an operator over its right side.
    fn last_part_first(&self, term: &mut Node<'s>) {
        let Term::Str(_, parts) = term else { return };
        let several = parts.iter_mut().filter_map(|part| match part {
            StrPart::Term(inner) if !self.single(inner) => Some(inner),
            _ => None,
        });
        let named = several.skip(1).zip(name::PARTS);
        let named: Vec<_> =
            named.map(|(inner, name)| (std::mem::replace(inner, Term::Var(name)), name)).collect();
        for (inner, name) in named {
            *term = bind_variable(inner, name, std::mem::take(term));
        }
    }

    fn definition(&self, def: &mut Def<&'s str>) {
        self.term(&mut def.body);
        if !def.args.iter().any(|arg| arg.starts_with('$')) {
            return;
        }
        let called = called_functions(&def.body);
        let values = def.args.iter().filter_map(|arg| arg.strip_prefix('$').map(|name| (*arg, name)));
        let values: Vec<Def<&'s str>> = values
            .filter(|(_, name)| called.contains(&(*name, 0)))
            .map(|(arg, name)| Def { name, args: Vec::new(), body: Term::Var(arg) })
            .collect();
        if !values.is_empty() {
            let body = Box::new(std::mem::take(&mut def.body));
            def.body = Term::Def(values, body);
        }
    }

    fn binary(&self, term: &mut Node<'s>) {
        // Long lists nest to the left, so the left side is followed without recursion.
        if let Term::BinOp(_, BinaryOp::Comma, _) = term {
            let mut rest = term;
            loop {
                match rest {
                    Term::BinOp(left, BinaryOp::Comma, right) => {
                        self.term(right);
                        rest = left;
                    }
                    first => return self.term(first),
                }
            }
        }
        let Term::BinOp(left, operator, right) = term else { return };
        self.term(left);
        if let BinaryOp::Pipe(Some(pattern)) = operator {
            self.pattern(pattern);
        }
        self.term(right);
        match operator {
            BinaryOp::Pipe(Some(Pattern::Arr(items))) if is_alternatives(items) => {
                let alternatives = items.split_off(1);
                let right = std::mem::take(&mut **right);
                let left = std::mem::take(&mut **left);
                *term = bind_variable(left, name::TRIED, try_patterns(alternatives, right));
            }
            BinaryOp::Assign | BinaryOp::Update | BinaryOp::UpdateMath(_) | BinaryOp::UpdateAlt
                if !self.is_plain_path(left, false) =>
            {
                let (mut left, right) = (std::mem::take(&mut **left), std::mem::take(&mut **right));
                self.path(&mut left, None);
                *term = assign_to_paths(left, operator.clone(), right);
            }
            // jq iterates over the outputs of the right side first.
            BinaryOp::Math(_) | BinaryOp::Cmp(_) if !self.single(left) && !self.single(right) => {
                let value = std::mem::replace(&mut **right, Term::Var(name::RIGHT));
                *term = bind_variable(value, name::RIGHT, std::mem::take(term));
            }
            _ => {}
        }
    }

    fn pattern(&self, pattern: &mut Pattern<&'s str>) {
        match pattern {
            Pattern::Var(_) => {}
            Pattern::Arr(items) => items.iter_mut().for_each(|item| self.pattern(item)),
            Pattern::Obj(members) => {
                for (key, member) in members {
                    self.term(key);
                    self.pattern(member);
                }
            }
        }
    }

    fn fold(&self, term: &mut Node<'s>) {
        let Term::Fold(word, source, pattern, args) = term else { return };
        self.term(source);
        self.pattern(pattern);
        args.iter_mut().for_each(|arg| self.term(arg));
        if let Pattern::Arr(items) = pattern
            && is_alternatives(items)
        {
            let alternatives = items.split_off(1);
            *pattern = Pattern::Var(name::TRIED);
            for arg in args.iter_mut().skip(1) {
                *arg = try_patterns(alternatives.clone(), std::mem::take(arg));
            }
        }
        let Some(update) = args.get(1) else { return };
        if self.single(update) {
            return;
        }
        match *word {
            "reduce" => args[1] = call(LAST_OUTPUT, vec![std::mem::take(&mut args[1])]),
            "foreach" => every_output(args),
            _ => {}
        }
    }
}

fn is_alternatives(patterns: &[Pattern<&str>]) -> bool {
    matches!(patterns.first(), Some(Pattern::Var(ALTERNATIVES)))
}

fn variables<'s>(pattern: &Pattern<&'s str>, found: &mut Vec<&'s str>) {
    match pattern {
        Pattern::Var(name) if found.contains(name) => {}
        Pattern::Var(name) => found.push(name),
        Pattern::Arr(items) => items.iter().for_each(|item| variables(item, found)),
        Pattern::Obj(members) => members.iter().for_each(|(_, member)| variables(member, found)),
    }
}

/// The body with the first pattern that matches and does not make the body fail.
fn try_patterns<'s>(patterns: Vec<Pattern<&'s str>>, body: Node<'s>) -> Node<'s> {
    let mut all = Vec::new();
    patterns.iter().for_each(|pattern| variables(pattern, &mut all));
    let attempt = |pattern: Pattern<&'s str>| {
        let mut own = Vec::new();
        variables(&pattern, &mut own);
        let value = |name: &&'s str| match own.contains(name) {
            true => Term::Var(*name),
            false => call(NOTHING, Vec::new()),
        };
        let body = call(name::BODY, all.iter().map(value).collect());
        binary(Term::Var(name::TRIED), BinaryOp::Pipe(Some(pattern)), body)
    };
    let attempts = patterns.into_iter().map(attempt).rev();
    let tried = attempts.reduce(|rest, attempt| call(FIRST_THAT_WORKS, vec![attempt, rest]));
    let body = Def { name: name::BODY, args: all, body };
    Term::Def(vec![body], Box::new(tried.unwrap_or_default()))
}

/// `foreach` over lists of outputs. Each output is emitted, and the last one is the next state.
fn every_output<'s>(args: &mut Vec<Node<'s>>) {
    let each = Path(vec![(Part::Range(None, None), Opt::Essential)]);
    let each = Term::Path(Box::new(Term::Id), each);
    let list = |inner: Node<'s>| Term::Arr(Some(Box::new(inner)));
    args[0] = binary(std::mem::take(&mut args[0]), BinaryOp::Pipe(None), list(Term::Id));
    let update = std::mem::take(&mut args[1]);
    args[1] = list(binary(call(LAST_ITEM, Vec::new()), BinaryOp::Pipe(None), update));
    match args.get_mut(2) {
        Some(output) => *output = binary(each, BinaryOp::Pipe(None), std::mem::take(output)),
        None => args.push(each),
    }
}

/// An assignment to all paths that `left` gives.
fn assign_to_paths<'s>(left: Node<'s>, operator: BinaryOp<&'s str>, right: Node<'s>) -> Node<'s> {
    let value = || Term::Var(name::VALUE);
    let changed = match operator {
        BinaryOp::Update => return call(MODIFY, vec![left, right]),
        BinaryOp::Assign => call(ASSIGN, vec![left, value()]),
        BinaryOp::UpdateMath(math) => {
            call(MODIFY, vec![left, binary(Term::Id, BinaryOp::Math(math), value())])
        }
        _ => call(MODIFY, vec![left, binary(Term::Id, BinaryOp::Alt, value())]),
    };
    bind_variable(right, name::VALUE, changed)
}
