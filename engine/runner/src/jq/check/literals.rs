//! Literals, lists and objects: literals become constants, and long lists and objects are balanced.

use jaq_core::load::lex::StrPart;
use jaq_core::load::parse::{BinaryOp, Term};
use jaq_core::ops::Math;
use jaq_core::path::{Opt, Part, Path};

use super::super::program::place_of_word;
use super::super::slots;
use super::Checker;
use crate::value::{Kind, Value, number};

/// Maximum number of constants of one expression. Further literals are created on each evaluation.
const MAX_CONSTANTS: usize = 48;

impl<'s> Checker<'s> {
    pub(super) fn object(&mut self, term: &mut Term<&'s str>) {
        let Term::Obj(members) = term else { return };
        for (key, value) in members.iter_mut() {
            // `{$x}` takes its key from the variable's name, so it is not changed.
            if let (Term::Var("$__loc__"), None) = (&key, &value) {
                (*key, *value) = (Term::Str(None, vec![StrPart::Str("__loc__")]), Some(self.here(key)));
            }
            if value.is_none() && literal_value(key).is_some() {
                let path = Path(vec![(Part::Index(key.clone()), Opt::Essential)]);
                *value = Some(Term::Path(Box::new(Term::Id), path));
            }
            match value {
                Some(value) => {
                    self.name(key);
                    self.key(key);
                    self.term(value);
                }
                None => self.term(key),
            }
        }
        let members = std::mem::take(members);
        *term = balanced_operators(
            members,
            slots::MEMBERS,
            &mut |members| self.assembled(members),
            &BinaryOp::Math(Math::Add),
        );
    }

    /// An object that is created at once, if all its names are known.
    fn assembled(&mut self, members: Vec<(Term<&'s str>, Option<Term<&'s str>>)>) -> Term<&'s str> {
        let name = |key: &Term<&'s str>| match key {
            Term::Var(constant) => {
                let known = self.constants.iter().find(|(name, _)| name == constant);
                known.map(|(_, value)| value.clone()).filter(|value| value.as_str().is_some())
            }
            _ => None,
        };
        let keys: Option<Vec<Value>> =
            members.iter().map(|(key, value)| value.as_ref().and_then(|_| name(key))).collect();
        let count = members.len();
        let Some(function) =
            keys.filter(|_| count > 0).and_then(|keys| self.slot(keys, 'o', count, slots::object_native))
        else {
            return Term::Obj(members);
        };
        Term::Call(function, members.into_iter().filter_map(|(_, value)| value).collect())
    }

    /// `a, b, c, …`, which the parser nests to the left.
    pub(super) fn list(&mut self, term: &mut Term<&'s str>) {
        let mut items = Vec::new();
        let mut rest = std::mem::take(term);
        while let Term::BinOp(left, BinaryOp::Comma, right) = rest {
            items.push(*right);
            rest = *left;
        }
        items.push(rest);
        items.reverse();
        items.iter_mut().for_each(|item| self.term(item));
        let one = &mut |one: Vec<_>| one.into_iter().next().unwrap_or_default();
        *term = balanced_operators(items, 1, one, &BinaryOp::Comma);
    }

    /// Converts a literal to a constant. False if it is not a literal.
    pub(super) fn constant(&mut self, term: &mut Term<&'s str>) -> bool {
        let Some(kind) = literal_value(term) else { return false };
        let name = match self.constants.iter().find(|(_, known)| is_same_literal(known.kind(), &kind)) {
            Some((name, _)) => name,
            None if self.constants.len() == MAX_CONSTANTS => return false,
            None => {
                let name = &**self.names.alloc(format!("{CONSTANT}{}", self.constants.len()));
                self.constants.push((name, kind.into()));
                name
            }
        };
        *term = Term::Var(name);
        true
    }

    /// `$__loc__`: its line.
    pub(super) fn here(&self, term: &Term<&'s str>) -> Term<&'s str> {
        let at = match term {
            Term::Var(name) => place_of_word(self.code, name).start,
            _ => 0,
        };
        let line = self.code[..at].matches('\n').count() + 1;
        let text = |text| Term::Str(None, vec![StrPart::Str(text)]);
        Term::Obj(vec![
            (text("file"), Some(text("<top-level>"))),
            (text("line"), Some(Term::Num(self.names.alloc(line.to_string())))),
        ])
    }
}

/// The prefix of constant names, which no variable name can have.
pub(super) const CONSTANT: &str = "$!";

/// Whether two literals are identical, bit by bit.
fn is_same_literal(a: &Kind, b: &Kind) -> bool {
    match (a, b) {
        (Kind::Str(a), Kind::Str(b)) => a == b,
        (Kind::Int(a), Kind::Int(b)) => a == b,
        (Kind::Float(a), Kind::Float(b)) => a.to_bits() == b.to_bits(),
        _ => false,
    }
}

pub(super) fn same_keys(a: &[Value], b: &[Value]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same_literal(a.kind(), b.kind()))
}

/// The value of a literal. `None` if the term is not a literal.
pub(super) fn literal_value(term: &Term<&str>) -> Option<Kind> {
    match term {
        Term::Num(text) => Some(match number::parse_number(text)? {
            Ok(int) => Kind::Int(int),
            Err(float) => Kind::Float(float),
        }),
        Term::Str(None, parts) => {
            let mut text = String::new();
            for part in parts {
                match part {
                    StrPart::Str(part) => text.push_str(part),
                    StrPart::Char(part) => text.push(*part),
                    StrPart::Term(_) => return None,
                }
            }
            Some(Kind::Str(text.into()))
        }
        _ => None,
    }
}

/// Joins parts of at most `size` by an associative operator, without deep nesting.
fn balanced_operators<'s, T>(
    mut parts: Vec<T>,
    size: usize,
    make: &mut impl FnMut(Vec<T>) -> Term<&'s str>,
    operator: &BinaryOp<&'s str>,
) -> Term<&'s str> {
    if parts.len() <= size {
        return make(parts);
    }
    // A multiple of `size` on the left keeps the number of pieces small.
    let half = (parts.len() / 2).div_ceil(size) * size;
    let right = parts.split_off(half);
    let left = balanced_operators(parts, size, make, operator);
    let right = balanced_operators(right, size, make, operator);
    Term::BinOp(Box::new(left), operator.clone(), Box::new(right))
}
