//! Finds terms that certainly give exactly one output, which need no rewriting.

use jaq_core::load::lex::StrPart;
use jaq_core::load::parse::{BinaryOp, Pattern, Term};
use jaq_core::path::{Opt, Part};

use super::{ASSIGN, Desugar, MODIFY, Node};

/// Functions that give one output if each argument gives one.
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

impl<'s> Desugar<'s> {
    /// Whether a term certainly gives one output, or an error.
    pub(super) fn single(&self, term: &Node<'s>) -> bool {
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
