//! What a condition says of members: which ones are not `null` if it holds, and if it does not.

use jaq_core::load::parse::{BinaryOp, Term};
use jaq_core::ops::Cmp;
use jaq_core::path::{Opt, Part};

use super::super::reads::literal_name;
use super::{Inferrer, Kind};
use crate::jq::inspect::MemberPath;

/// Functions whose result is `true` only for what is not `null`.
const TRUE_OF_VALUES: &[&str] = &["test", "startswith", "endswith", "contains", "inside", "IN", "has"];

/// A member that is not `null`.
pub(super) struct Fact {
    pub(super) path: MemberPath,
    /// Whether the author asks just this, rather than compares its value.
    pub(super) is_asked: bool,
}

/// A literal, in jq's order.
#[derive(PartialEq, PartialOrd)]
enum Literal {
    Boolean(bool),
    Number(f64),
    Text(String),
}

impl Inferrer<'_> {
    /// The members that are not `null` if the condition is `holds`.
    pub(super) fn facts(&self, condition: &Term<&str>, dot: &Kind, holds: bool) -> Vec<Fact> {
        match condition {
            Term::BinOp(left, BinaryOp::And, right) if holds => self.both(left, right, dot, holds),
            Term::BinOp(left, BinaryOp::Or, right) if !holds => self.both(left, right, dot, holds),
            Term::BinOp(left, BinaryOp::Cmp(sign), right) => self.compared(left, *sign, right, dot, holds),
            Term::BinOp(left, BinaryOp::Pipe(None), right) => match &**right {
                Term::Call("not", args) if args.is_empty() => self.facts(left, dot, !holds),
                Term::Call(name, _) if holds && TRUE_OF_VALUES.contains(name) => {
                    let inside = Kind { path: self.path_of(left, dot), ..Kind::default() };
                    asked(self.path_of(left, dot))
                        .into_iter()
                        .chain(self.facts(right, &inside, true))
                        .collect()
                }
                _ => asked(self.path_of(condition, dot).filter(|_| holds)),
            },
            Term::Call("has", args) if holds => {
                let name = args.first().and_then(|key| literal_name(self.code, key));
                let path = dot.path.clone().zip(name).map(|(mut path, (name, _))| {
                    path.names.push(name);
                    path
                });
                asked(path)
            }
            _ => asked(self.path_of(condition, dot).filter(|_| holds)),
        }
    }

    fn both(&self, left: &Term<&str>, right: &Term<&str>, dot: &Kind, holds: bool) -> Vec<Fact> {
        self.facts(left, dot, holds).into_iter().chain(self.facts(right, dot, holds)).collect()
    }

    fn compared(
        &self,
        left: &Term<&str>,
        sign: Cmp,
        right: &Term<&str>,
        dot: &Kind,
        holds: bool,
    ) -> Vec<Fact> {
        // `null` is less than every other value.
        let sides = match (sign, holds) {
            (Cmp::Eq, true) | (Cmp::Ne, false) => [(left, is_value(right)), (right, is_value(left))],
            (Cmp::Eq, false) | (Cmp::Ne, true) => [(left, is_null(right)), (right, is_null(left))],
            (Cmp::Gt | Cmp::Ge, true) | (Cmp::Lt | Cmp::Le, false) => {
                [(left, is_value(right)), (right, false)]
            }
            (Cmp::Lt | Cmp::Le, true) | (Cmp::Gt | Cmp::Ge, false) => {
                [(left, false), (right, is_value(left))]
            }
        };
        let is_equality = matches!(sign, Cmp::Eq | Cmp::Ne);
        let is_order = matches!((sign, holds), (Cmp::Gt | Cmp::Lt, true) | (Cmp::Le | Cmp::Ge, false));
        let checked = sides.into_iter().filter(|(_, is_checked)| *is_checked).filter_map(|(side, _)| {
            let counted = self.counted(side, dot).filter(|_| is_order);
            let is_asked = counted.is_some() || is_null(left) || is_null(right);
            Some(Fact { path: counted.or_else(|| self.path_of(side, dot))?, is_asked })
        });
        let defaulted = self.defaulted(left, sign, right, dot, holds);
        let is_equal = matches!((sign, holds), (Cmp::Eq, true) | (Cmp::Ne, false));
        let typed = self.typed(left, right, dot, is_equal).filter(|_| is_equality);
        checked.chain(asked(typed)).chain(defaulted.map(|path| Fact { path, is_asked: false })).collect()
    }

    /// A member with a value instead of `null` for which the comparison is not `holds`: `(.mail // "") != ""`.
    fn defaulted(
        &self,
        left: &Term<&str>,
        sign: Cmp,
        right: &Term<&str>,
        dot: &Kind,
        holds: bool,
    ) -> Option<MemberPath> {
        let Term::BinOp(of, BinaryOp::Alt, default) = left else { return None };
        let (default, right) = (self.literal(default)?, self.literal(right)?);
        let is_so = match sign {
            Cmp::Eq => default == right,
            Cmp::Ne => default != right,
            Cmp::Lt => default < right,
            Cmp::Le => default <= right,
            Cmp::Gt => default > right,
            Cmp::Ge => default >= right,
        };
        self.path_of(of, dot).filter(|_| is_so != holds)
    }

    /// A literal number or text.
    fn literal(&self, term: &Term<&str>) -> Option<Literal> {
        match term {
            Term::Num(number) => number.parse().ok().map(Literal::Number),
            Term::Str(None, parts) if parts.is_empty() => Some(Literal::Text(String::new())),
            Term::Call(word @ ("true" | "false"), args) if args.is_empty() => {
                Some(Literal::Boolean(*word == "true"))
            }
            _ => literal_name(self.code, term).map(|(text, _)| Literal::Text(text)),
        }
    }

    /// A member whose type is compared with a text: `(.total | type) == "number"`.
    fn typed(&self, left: &Term<&str>, right: &Term<&str>, dot: &Kind, is_equal: bool) -> Option<MemberPath> {
        let Term::BinOp(of, BinaryOp::Pipe(None), function) = left else { return None };
        let is_type = matches!(&**function, Term::Call("type", args) if args.is_empty());
        let (name, _) = literal_name(self.code, right).filter(|_| is_type)?;
        self.path_of(of, dot).filter(|_| (name != "null") == is_equal)
    }

    /// A member whose length is taken: `null` has the length 0.
    fn counted(&self, term: &Term<&str>, dot: &Kind) -> Option<MemberPath> {
        let Term::BinOp(of, BinaryOp::Pipe(None), function) = term else { return None };
        let is_length = matches!(&**function, Term::Call("length", args) if args.is_empty());
        self.path_of(of, dot).filter(|_| is_length)
    }

    /// The member that a term reads, if it does nothing else.
    fn path_of(&self, term: &Term<&str>, dot: &Kind) -> Option<MemberPath> {
        match term {
            Term::Id => dot.path.clone(),
            Term::Var(name) => self.variable(name.trim_start_matches('$')).path,
            Term::Path(inner, steps) => {
                let mut path = self.path_of(inner, dot)?;
                for (part, opt) in &steps.0 {
                    match (part, opt) {
                        (Part::Index(key), _) => path.names.push(literal_name(self.code, key)?.0),
                        (Part::Range(..), Opt::Essential | Opt::Optional) => return None,
                    }
                }
                Some(path)
            }
            Term::BinOp(left, BinaryOp::Pipe(None), right) if matches!(**right, Term::Path(..)) => {
                let inside = Kind { path: Some(self.path_of(left, dot)?), ..Kind::default() };
                self.path_of(right, &inside)
            }
            _ => None,
        }
    }
}

fn asked(path: Option<MemberPath>) -> Vec<Fact> {
    path.into_iter().map(|path| Fact { path, is_asked: true }).collect()
}

fn is_null(term: &Term<&str>) -> bool {
    matches!(term, Term::Call("null", args) if args.is_empty())
}

/// Whether a term is a literal that is not `null`.
fn is_value(term: &Term<&str>) -> bool {
    match term {
        Term::Num(_) | Term::Str(..) | Term::Arr(_) | Term::Obj(_) | Term::Neg(_) => true,
        Term::Call("true" | "false", args) => args.is_empty(),
        _ => false,
    }
}
