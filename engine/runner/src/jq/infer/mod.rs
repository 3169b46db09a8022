//! Finds the shape of an expression's result, without running it, and on the way what is probably wrong:
//! unknown members, comparisons, and functions that fail for `null`. For diagnostics only.
//!
//! Anything uncertain has no shape. Members that a condition has checked are not `null` where it holds.

mod arithmetic;
mod bindings;
mod calls;
mod facts;
mod object;
mod paths;

use std::ops::Range;

use jaq_core::load::lex::StrPart;
use jaq_core::load::parse::{BinaryOp, Term};
use jaq_core::ops::Cmp;

use self::facts::Fact;
use super::inspect::{Comparison, MemberPath, Side, Sort, place_of_term, side_of_term};
use super::reads::parsed;
use crate::known::Known;
use crate::shape::{Missing, Shape, union};

/// What it costs to copy a shape, in terms.
pub(super) const COPY: u32 = 20;

/// What is found.
#[derive(Debug, Default)]
pub(crate) struct Inferred {
    /// The shape of the result, if it is known.
    pub(crate) result: Option<Shape>,
    /// Reads of unknown members, in source order.
    pub(crate) missing: Vec<MissingRead>,
    pub(crate) comparisons: Vec<Comparison>,
    /// Values that may be `null` where a function fails for it.
    pub(crate) nulls: Vec<NullUse>,
    /// Names of members of which a condition in the expression asks whether they are there. Empty for `.`.
    pub(crate) asked: Vec<String>,
}

/// A read of an unknown member.
#[derive(Debug)]
pub(crate) struct MissingRead {
    /// The path up to it, `.order.totl`.
    pub(crate) path: String,
    /// The place of the name.
    pub(crate) place: Range<usize>,
    /// The shape that does not have it.
    pub(crate) shape: Shape,
    pub(crate) missing: Missing,
}

/// A use of a value that may be `null`.
#[derive(Debug)]
pub(crate) struct NullUse {
    /// The function that fails.
    pub(crate) function: String,
    pub(crate) place: Range<usize>,
    pub(crate) path: MemberPath,
    pub(crate) shape: Shape,
}

/// The analysis of an expression.
pub(crate) fn infer(code: &str, known: &Known) -> Inferred {
    let mut inferrer = Inferrer::new(code, known);
    let dot = Kind::of_input(known);
    let mut result = None;
    parsed(code, |term| {
        result = inferrer.term(term, &dot).shape;
        for holds in [true, false] {
            let facts = inferrer.facts(term, &dot, holds);
            inferrer.with_facts(facts, |_| ());
        }
    });
    // No value counts as `null`.
    if inferrer.is_sparse {
        result = Some(result.map_or_else(Shape::unknown_or_null, Shape::or_null));
    }
    Inferred { result, ..inferrer.found }
}

/// The members that are not `null` if a condition is `holds`.
pub(crate) fn checked_members(code: &str, known: &Known, holds: bool) -> Vec<MemberPath> {
    let mut found = Vec::new();
    let inferrer = Inferrer::new(code, known);
    parsed(code, |term| found = inferrer.facts(term, &Kind::of_input(known), holds));
    found.into_iter().map(|fact| fact.path).collect()
}

/// What is known of the values of a term.
#[derive(Debug, Clone, Default)]
struct Kind {
    shape: Option<Shape>,
    /// The member that it is.
    path: Option<MemberPath>,
    /// The place of the term.
    place: Option<Range<usize>>,
}

impl Kind {
    /// The input of the expression.
    fn of_input(known: &Known) -> Self {
        Self { shape: known.dot.clone(), path: Some(MemberPath::default()), place: None }
    }
}

impl From<Option<Shape>> for Kind {
    fn from(shape: Option<Shape>) -> Self {
        Self { shape, path: None, place: None }
    }
}

impl From<Sort> for Kind {
    fn from(sort: Sort) -> Self {
        Some(Shape::of_sort(sort)).into()
    }
}

struct Inferrer<'a> {
    code: &'a str,
    known: &'a Known,
    found: Inferred,
    /// Variables that the expression binds itself.
    variables: Vec<(String, Kind)>,
    /// Functions that the expression defines, and their arguments.
    functions: Vec<String>,
    /// Members that are not `null` here.
    checked: Vec<MemberPath>,
    /// The number of `try` around the term, where nothing is reported.
    quiet: usize,
    /// The number of `//` around the term, where errors do not count.
    tolerant: usize,
    /// The number of streams so far, to tell their items apart.
    streams: usize,
    /// Whether a term may give no value.
    is_sparse: bool,
}

impl<'a> Inferrer<'a> {
    fn new(code: &'a str, known: &'a Known) -> Self {
        Self {
            code,
            known,
            found: Inferred::default(),
            variables: Vec::new(),
            functions: Vec::new(),
            checked: Vec::new(),
            quiet: 0,
            tolerant: 0,
            streams: 0,
            is_sparse: false,
        }
    }
}

impl Inferrer<'_> {
    fn term(&mut self, term: &Term<&str>, dot: &Kind) -> Kind {
        if !self.known.count(1) {
            return Kind::default();
        }
        match term {
            Term::Id => Kind { place: None, ..self.as_checked(dot.clone()) },
            Term::Recurse => Kind::default(),
            Term::Break(_) => Some(Shape::never()).into(),
            Term::Num(_) => Sort::Number.into(),
            Term::Neg(inner) => {
                self.term(inner, dot);
                Sort::Number.into()
            }
            Term::Str(_, parts) => self.text(parts, dot),
            Term::Arr(None) => Some(Shape::of_list(Some(&Shape::never()))).into(),
            Term::Arr(Some(inner)) => {
                let items = self.absorbing(|inferrer| inferrer.term(inner, dot)).shape;
                Some(Shape::of_list(items.as_ref())).into()
            }
            Term::Obj(members) => self.object(members, dot),
            Term::Var(name) => self.variable(name.trim_start_matches('$')),
            Term::BinOp(left, operator, right) => self.operator(left, operator, right, dot),
            Term::Label(_, inner) => self.term(inner, dot).shape.into(),
            Term::Fold(_, source, pattern, args) => self.fold(source, pattern, args, dot),
            Term::TryCatch(inner, catch) => {
                self.quiet += 1;
                let tried = self.term(inner, dot).shape;
                self.quiet -= 1;
                match catch {
                    Some(catch) => union(tried, self.term(catch, &Kind::default()).shape).into(),
                    None => {
                        self.is_sparse = true;
                        tried.into()
                    }
                }
            }
            Term::IfThenElse(branches, otherwise) => self.branches(branches, otherwise.as_deref(), dot),
            Term::Def(defs, inner) => {
                let before = self.functions.len();
                for def in defs {
                    let args = def.args.iter().map(|arg| arg.trim_start_matches('$').to_owned());
                    self.functions.extend(args.chain([def.name.to_owned()]));
                }
                defs.iter().for_each(|def| self.apart(&def.body));
                let result = self.term(inner, dot);
                self.functions.truncate(before);
                result
            }
            Term::Call(name, args) => self.call(name, args, dot),
            Term::Path(inner, path) => self.path(inner, path, dot),
        }
    }

    /// A term of whose input nothing is known.
    fn apart(&mut self, term: &Term<&str>) {
        self.term(term, &Kind::default());
    }

    /// A term whose values are collected, so that it does not matter if there is none.
    fn absorbing<T>(&mut self, inside: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.is_sparse;
        let result = inside(self);
        self.is_sparse = before;
        result
    }

    /// An item, with a path of its own for what is checked of it.
    fn item_of_stream(&mut self, item: Option<Shape>) -> Kind {
        self.streams += 1;
        let variable = Some(format!("#{}", self.streams));
        Kind { shape: item, path: Some(MemberPath { variable, names: Vec::new() }), place: None }
    }

    /// The same with `null` taken out, if it has been checked.
    fn as_checked(&self, kind: Kind) -> Kind {
        let Kind { shape, path: Some(path), place } = kind else { return kind };
        let is_checked = self
            .checked
            .iter()
            .any(|checked| checked.variable == path.variable && checked.names.starts_with(&path.names));
        let shape = if is_checked { shape.map(Shape::not_null) } else { shape };
        Kind { shape, path: Some(path), place }
    }

    fn variable(&self, name: &str) -> Kind {
        if let Some((_, kind)) = self.variables.iter().rev().find(|(bound, _)| bound == name) {
            return self.as_checked(kind.clone());
        }
        let path = Some(MemberPath { variable: Some(name.to_owned()), names: Vec::new() });
        self.as_checked(Kind { shape: self.known.variable(name), path, place: None })
    }

    fn text(&mut self, parts: &[StrPart<&str, Term<&str>>], dot: &Kind) -> Kind {
        for part in parts {
            if let StrPart::Term(inner) = part {
                self.term(inner, dot);
            }
        }
        Sort::Text.into()
    }

    /// Records a value that may be `null`, and a function that fails for it.
    fn note_null(&mut self, function: &str, kind: &Kind) {
        let Kind { shape: Some(shape), path: Some(path), place: Some(place) } = kind else { return };
        if self.quiet + self.tolerant == 0 && shape.may_be_null() {
            let (path, shape) = (path.clone(), shape.clone());
            self.found.nulls.push(NullUse {
                function: function.to_owned(),
                place: place.clone(),
                path,
                shape,
            });
        }
    }

    fn operator(
        &mut self,
        left: &Term<&str>,
        operator: &BinaryOp<&str>,
        right: &Term<&str>,
        dot: &Kind,
    ) -> Kind {
        match operator {
            BinaryOp::Pipe(None) => self.pipe(left, right, dot),
            BinaryOp::Pipe(Some(pattern)) => {
                let before = self.variables.len();
                let source = self.term(left, dot);
                self.bind(pattern, source);
                let result = self.term(right, dot);
                self.variables.truncate(before);
                result
            }
            BinaryOp::Comma => {
                let left = self.term(left, dot).shape;
                union(left, self.term(right, dot).shape).into()
            }
            BinaryOp::Alt => self.alternative(left, right, dot),
            BinaryOp::And | BinaryOp::Or => {
                self.term(left, dot);
                let facts = self.facts(left, dot, matches!(operator, BinaryOp::And));
                self.with_facts(facts, |inferrer| inferrer.term(right, dot));
                Sort::Boolean.into()
            }
            BinaryOp::Cmp(sign) => self.comparison(left, *sign, right, dot),
            BinaryOp::Math(sign) => {
                let (left, right) = (self.term(left, dot).shape, self.term(right, dot).shape);
                self.known.count(COPY);
                arithmetic::shape_of_result(*sign, left, right).into()
            }
            // The target of an assignment need not exist.
            BinaryOp::Assign => {
                let value = self.term(right, dot).shape;
                self.known.count(COPY);
                object::shape_with_member(dot.shape.as_ref(), self.name_of_target(left), value).into()
            }
            BinaryOp::UpdateMath(_) | BinaryOp::UpdateAlt => {
                self.term(right, dot);
                Kind::default()
            }
            BinaryOp::Update => {
                self.apart(right);
                Kind::default()
            }
        }
    }

    fn pipe(&mut self, left: &Term<&str>, right: &Term<&str>, dot: &Kind) -> Kind {
        let from = self.term(left, dot);
        let facts = match left {
            Term::Call("select", args) if args.len() == 1 => self.facts(&args[0], dot, true),
            _ => Vec::new(),
        };
        let place =
            place_of_term(self.code, left).or_else(|| dot.place.clone().filter(|_| matches!(left, Term::Id)));
        let from = match from.path {
            Some(_) => Kind { place, ..from },
            None => Kind { place, ..self.item_of_stream(from.shape) },
        };
        self.with_facts(facts, |inferrer| inferrer.term(right, &from))
    }

    fn check(&mut self, facts: Vec<Fact>) {
        let asked = facts.iter().filter(|fact| fact.is_asked);
        self.found.asked.extend(asked.map(|fact| fact.path.names.last().cloned().unwrap_or_default()));
        self.checked.extend(facts.into_iter().map(|fact| fact.path));
    }

    fn with_facts<T>(&mut self, facts: Vec<Fact>, inside: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.checked.len();
        self.check(facts);
        let result = inside(self);
        self.checked.truncate(before);
        result
    }

    /// `left // right`, where an error of the left side counts as nothing.
    fn alternative(&mut self, left: &Term<&str>, right: &Term<&str>, dot: &Kind) -> Kind {
        self.tolerant += 1;
        let first = self.absorbing(|inferrer| inferrer.term(left, dot)).shape;
        self.tolerant -= 1;
        let second = self.term(right, dot).shape;
        let is_always = first.as_ref().is_some_and(|shape| {
            let may_be_false = shape.sorts().is_none_or(|sorts| sorts.contains(&Sort::Boolean));
            !shape.may_be_null() && !may_be_false && !shape.is_never()
        });
        let first = match first {
            Some(shape) if shape.sorts().is_some_and(|sorts| sorts == [Sort::Null]) => Some(Shape::never()),
            other => other.map(Shape::not_null),
        };
        if is_always { first.into() } else { union(first, second).into() }
    }

    fn comparison(&mut self, left: &Term<&str>, sign: Cmp, right: &Term<&str>, dot: &Kind) -> Kind {
        let sign = match sign {
            Cmp::Lt => "<",
            Cmp::Le => "<=",
            Cmp::Gt => ">",
            Cmp::Ge => ">=",
            Cmp::Eq => "==",
            Cmp::Ne => "!=",
        };
        let mut side = |term: &Term<&str>| -> Side {
            let Kind { shape, path, .. } = self.term(term, dot);
            Side { path, shape, ..side_of_term(self.code, term) }
        };
        let (left, right) = (side(left), side(right));
        if self.quiet == 0 {
            self.found.comparisons.push(Comparison { left, sign, right });
        }
        Sort::Boolean.into()
    }

    fn branches(
        &mut self,
        branches: &[(Term<&str>, Term<&str>)],
        otherwise: Option<&Term<&str>>,
        dot: &Kind,
    ) -> Kind {
        let before = self.checked.len();
        let mut result = Some(Shape::never());
        for (condition, then) in branches {
            self.term(condition, dot);
            let facts = self.facts(condition, dot, true);
            let shape = self.with_facts(facts, |inferrer| inferrer.term(then, dot)).shape;
            result = union(result, shape);
            let facts = self.facts(condition, dot, false);
            self.check(facts);
        }
        let last = match otherwise {
            Some(otherwise) => self.term(otherwise, dot),
            None => self.as_checked(dot.clone()),
        };
        self.checked.truncate(before);
        union(result, last.shape).into()
    }
}

#[cfg(test)]
mod tests;
