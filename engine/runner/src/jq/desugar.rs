//! What jq means and jaq means otherwise, said in what both mean alike. Only what users write is rewritten; the
//! library's definitions are written for jaq.
//!
//! - `… as A ?// B | body`: the body is tried with each pattern in turn; the variables of the others are null.
//! - `reduce` and `foreach` go on with the last output of their update, or null where there is none.
//! - Operators go over the outputs of their right side first.
//! - Assignments to paths that are more than keys and lists: the paths first, then one change after the other.
//! - `def f($a)` also defines `a`.

use std::collections::BTreeSet;

use jaq_core::load::lex::StrPart;
use jaq_core::load::parse::{BinaryOp, Def, Pattern, Term};
use jaq_core::path::{Opt, Part, Path};

use super::calls::{calls, definitions};
use super::tokens::ALTERNATIVES;

type Node<'s> = Term<&'s str>;

/// Functions and variables that only stand for what is rewritten here; nobody can write their names.
mod name {
    pub(super) const TRIED: &str = "$!tried";
    pub(super) const BODY: &str = "!body";
    pub(super) const VALUE: &str = "$!value";
    pub(super) const RIGHT: &str = "$!right";
    pub(super) const PARTS: [&str; 4] = ["$!part1", "$!part2", "$!part3", "$!part4"];
}

/// Native functions that only rewriting calls.
pub(super) const FIRST_THAT_WORKS: &str = "!alternatives";
pub(super) const NOTHING: &str = "!null";
pub(super) const LAST_OUTPUT: &str = "!last";
pub(super) const LAST_ITEM: &str = "!recent";
pub(super) const MODIFY: &str = "!modify";
pub(super) const ASSIGN: &str = "!assign";
pub(super) const NO_PATH: &str = "!no_path";
pub(super) const NO_PATH_TO: &str = "!no_path_to";
pub(super) const NO_PATHS_IN: &str = "!no_paths_in";

/// Whether this is a function that only rewriting calls.
pub(super) fn is_ours(name: &str) -> bool {
    name.starts_with('!')
}

/// Rewrites an expression.
pub(super) fn desugar<'s>(term: &mut Node<'s>) {
    Desugar { defined: definitions(term) }.term(term);
}

struct Desugar<'s> {
    /// Functions that users defined, whose outputs are unknown.
    defined: BTreeSet<&'s str>,
}

fn call<'s>(name: &'s str, args: Vec<Node<'s>>) -> Node<'s> {
    Term::Call(name, args)
}

fn binary<'s>(left: Node<'s>, operator: BinaryOp<&'s str>, right: Node<'s>) -> Node<'s> {
    Term::BinOp(Box::new(left), operator, Box::new(right))
}

/// `left as $name | right`.
fn bound<'s>(left: Node<'s>, name: &'s str, right: Node<'s>) -> Node<'s> {
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

    /// Goes over the outputs of the last part of a text first, as an operator does with its right side.
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
            *term = bound(inner, name, std::mem::take(term));
        }
    }

    fn definition(&self, def: &mut Def<&'s str>) {
        self.term(&mut def.body);
        if !def.args.iter().any(|arg| arg.starts_with('$')) {
            return;
        }
        let called = calls(&def.body);
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
        // Lists of many items nest to the left, so the left side is gone down without recursion.
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
                *term = bound(left, name::TRIED, tried(alternatives, right));
            }
            BinaryOp::Assign | BinaryOp::Update | BinaryOp::UpdateMath(_) | BinaryOp::UpdateAlt
                if !self.is_plain_path(left, false) =>
            {
                let (mut left, right) = (std::mem::take(&mut **left), std::mem::take(&mut **right));
                self.path(&mut left, None);
                *term = assignment(left, operator.clone(), right);
            }
            // jq goes over the outputs of the right side first.
            BinaryOp::Math(_) | BinaryOp::Cmp(_) if !self.single(left) && !self.single(right) => {
                let value = std::mem::replace(&mut **right, Term::Var(name::RIGHT));
                *term = bound(value, name::RIGHT, std::mem::take(term));
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
                *arg = tried(alternatives.clone(), std::mem::take(arg));
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

    /// Whether a term surely gives one output, or an error.
    fn single(&self, term: &Node<'s>) -> bool {
        match term {
            Term::Id | Term::Num(_) | Term::Arr(_) | Term::Var(_) => true,
            Term::Str(_, parts) => {
                parts.iter().all(|part| !matches!(part, StrPart::Term(inner) if !self.single(inner)))
            }
            Term::Obj(members) => members.iter().all(|(key, value)| {
                self.single(key) && value.as_ref().is_none_or(|value| self.single(value))
            }),
            Term::Neg(inner) | Term::Def(_, inner) => self.single(inner),
            Term::BinOp(_, BinaryOp::Comma, _) => false,
            Term::BinOp(left, BinaryOp::Pipe(Some(pattern)), right) => {
                self.single(left) && self.single_pattern(pattern) && self.single(right)
            }
            Term::BinOp(_, BinaryOp::Update, _) => true,
            Term::BinOp(_, BinaryOp::Assign | BinaryOp::UpdateMath(_) | BinaryOp::UpdateAlt, right) => {
                self.single(right)
            }
            Term::BinOp(left, _, right) => self.single(left) && self.single(right),
            Term::IfThenElse(branches, otherwise) => {
                branches.iter().all(|(condition, then)| self.single(condition) && self.single(then))
                    && otherwise.as_ref().is_none_or(|otherwise| self.single(otherwise))
            }
            Term::Path(inner, path) => self.single(inner) && path.0.iter().all(|step| self.single_step(step)),
            Term::Call(name, args) => {
                let known = !self.defined.contains(name) && ONE_OUTPUT.contains(name);
                matches!(*name, MODIFY | ASSIGN) || known && args.iter().all(|arg| self.single(arg))
            }
            Term::Recurse | Term::Label(..) | Term::Break(_) | Term::Fold(..) | Term::TryCatch(..) => false,
        }
    }

    fn single_step(&self, (part, opt): &(Part<Node<'s>>, Opt)) -> bool {
        matches!(opt, Opt::Essential)
            && match part {
                Part::Index(key) => self.single(key),
                Part::Range(None, None) => false,
                Part::Range(from, to) => from.iter().chain(to).all(|bound| self.single(bound)),
            }
    }

    /// Whether a path is one on which jaq's way of changing in place and jq's way agree. Behind one comma or more
    /// (`listed`), keys must not depend on what the paths before have changed.
    fn is_plain_path(&self, term: &Node<'s>, listed: bool) -> bool {
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

    /// Whether a term surely is no path.
    fn is_stray(&self, term: &Node<'s>) -> bool {
        match term {
            Term::Num(_) | Term::Str(..) | Term::Arr(_) | Term::Obj(_) | Term::Neg(_) | Term::Var(_) => true,
            Term::Call(name, _) => !self.defined.contains(name) && !HAVE_PATHS.contains(name),
            _ => false,
        }
    }

    /// Makes what is no path, and stands where one is wanted, say so as jq does. `next` is the step that follows.
    fn path(&self, term: &mut Node<'s>, next: Option<&Part<Node<'s>>>) {
        match term {
            Term::Id | Term::Recurse | Term::Break(_) | Term::Fold(..) | Term::Label(..) | Term::Def(..) => {}
            // Only a step, or the end, finds out that this is no path.
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

    fn single_pattern(&self, pattern: &Pattern<&'s str>) -> bool {
        match pattern {
            Pattern::Var(_) => true,
            Pattern::Arr(items) => items.iter().all(|item| self.single_pattern(item)),
            Pattern::Obj(members) => {
                members.iter().all(|(key, member)| self.single(key) && self.single_pattern(member))
            }
        }
    }
}

/// Functions that give one output for one of each of their arguments.
const ONE_OUTPUT: &[&str] = &[
    "abs",
    "add",
    "all",
    "any",
    "ascii_downcase",
    "ascii_upcase",
    "ceil",
    "contains",
    "endswith",
    "explode",
    "false",
    "flatten",
    "floor",
    "from_entries",
    "fromjson",
    "getpath",
    "group_by",
    "has",
    "implode",
    "index",
    "indices",
    "join",
    "keys",
    "length",
    "ltrimstr",
    "map",
    "max",
    "min",
    "not",
    "null",
    "reverse",
    "round",
    "rtrimstr",
    "setpath",
    "sort",
    "sort_by",
    "sqrt",
    "startswith",
    "test",
    "to_entries",
    "tojson",
    "tonumber",
    "tostring",
    "transpose",
    "trim",
    "true",
    "type",
    "unique",
    "unique_by",
    "utf8bytelength",
];

/// Functions that can stand in paths.
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

/// The step a term takes first, if it surely takes one.
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

/// The body with the first pattern that fits and with which the body does not fail.
fn tried<'s>(patterns: Vec<Pattern<&'s str>>, body: Node<'s>) -> Node<'s> {
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

/// `foreach` over lists of outputs, each of which is shown, and of which the last one is gone on with.
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

/// An assignment to whatever paths `left` gives.
fn assignment<'s>(left: Node<'s>, operator: BinaryOp<&'s str>, right: Node<'s>) -> Node<'s> {
    let value = || Term::Var(name::VALUE);
    let changed = match operator {
        BinaryOp::Update => return call(MODIFY, vec![left, right]),
        BinaryOp::Assign => call(ASSIGN, vec![left, value()]),
        BinaryOp::UpdateMath(math) => {
            call(MODIFY, vec![left, binary(Term::Id, BinaryOp::Math(math), value())])
        }
        _ => call(MODIFY, vec![left, binary(Term::Id, BinaryOp::Alt, value())]),
    };
    bound(right, name::VALUE, changed)
}
