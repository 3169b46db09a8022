//! Finds the conditions and counts in an expression, without running it. For diagnostics only.
//!
//! Like [`super::reads`], it follows only certain cases: paths from the input or a variable, through pipes
//! that begin with one.

use std::ops::Range;

use jaq_core::load::lex::StrPart;
use jaq_core::load::parse::{BinaryOp, Term};
use jaq_core::load::span;
use jaq_core::path::{Opt, Part};

use crate::shape::Shape;

use super::reads::{end_of_path, literal_name, parsed, start};

/// The types, in jq's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sort {
    Null,
    Boolean,
    Number,
    Text,
    List,
    Object,
}

impl Sort {
    /// The type with this name in JSON Schema.
    pub(crate) fn called(kind: &str) -> Option<Self> {
        Some(match kind {
            "null" => Self::Null,
            "boolean" => Self::Boolean,
            "number" | "integer" => Self::Number,
            "string" => Self::Text,
            "array" => Self::List,
            "object" => Self::Object,
            _ => return None,
        })
    }

    /// Its name in JSON Schema.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Number => "number",
            Self::Text => "string",
            Self::List => "array",
            Self::Object => "object",
        }
    }
}

/// A member that is read from a variable or from the input, by its names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct MemberPath {
    /// `None` for the input. A name with `#` is an item of a stream.
    pub(crate) variable: Option<String>,
    pub(crate) names: Vec<String>,
}

/// One side of a comparison.
#[derive(Debug, Clone)]
pub(crate) struct Side {
    pub(crate) path: Option<MemberPath>,
    /// The type of the result, if the term alone shows it.
    pub(crate) sort: Option<Sort>,
    /// The shape of the result, if it is known.
    pub(crate) shape: Option<Shape>,
    /// The literal text, if it is one.
    pub(crate) text: Option<String>,
    pub(crate) place: Option<Range<usize>>,
}

/// A comparison.
#[derive(Debug, Clone)]
pub(crate) struct Comparison {
    pub(crate) left: Side,
    pub(crate) sign: &'static str,
    pub(crate) right: Side,
}

/// The results.
#[derive(Debug, Default)]
pub(crate) struct Inspection {
    /// Each `=` in a condition.
    pub(crate) assignments: Vec<Range<usize>>,
    /// Each `,` that gives several values where one is required.
    pub(crate) commas: Vec<Range<usize>>,
    /// Each `not` before its operand, with the operand.
    pub(crate) negated: Vec<Range<usize>>,
    /// Each path that ends with `.length`, and the member before it.
    pub(crate) lengths: Vec<(Range<usize>, Option<MemberPath>)>,
}

/// Analyses an expression. `decides` is whether the whole expression is a condition. The result is empty if
/// it cannot be parsed.
pub(crate) fn inspect_expression(code: &str, decides: bool) -> Inspection {
    let mut inspector = Inspector { code, found: Inspection::default() };
    let root = Around { dot: Some(Vec::new()), decides, is_one: true };
    parsed(code, |term| inspector.term(term, &root));
    inspector.found
}

/// Whether an expression is a comparison, or conditions joined by `and`.
pub(crate) fn is_conjunction(code: &str) -> bool {
    let mut is_one = false;
    parsed(code, |term| is_one = matches!(term, Term::BinOp(_, BinaryOp::And | BinaryOp::Cmp(_), _)));
    is_one
}

/// The context of a term.
#[derive(Clone)]
struct Around {
    /// The member of the expression's input that `.` is.
    dot: Option<Vec<String>>,
    /// Whether the term is a condition.
    decides: bool,
    /// Whether the term must give one value.
    is_one: bool,
}

impl Around {
    fn deciding(&self) -> Self {
        Self { decides: true, ..self.clone() }
    }

    fn value(&self) -> Self {
        Self { decides: false, ..self.clone() }
    }

    fn many(&self) -> Self {
        Self { decides: false, is_one: false, ..self.clone() }
    }

    fn unrelated(&self) -> Self {
        Self { dot: None, decides: false, is_one: false }
    }
}

struct Inspector<'a> {
    code: &'a str,
    found: Inspection,
}

impl Inspector<'_> {
    fn term(&mut self, term: &Term<&str>, around: &Around) {
        match term {
            Term::Id | Term::Recurse | Term::Num(_) | Term::Arr(None) | Term::Var(_) | Term::Break(_) => {}
            Term::Str(_, parts) => {
                for part in parts {
                    if let StrPart::Term(inner) = part {
                        self.term(inner, &around.value());
                    }
                }
            }
            Term::Arr(Some(inner)) => self.term(inner, &around.many()),
            Term::Neg(inner) | Term::Label(_, inner) => self.term(inner, &around.value()),
            Term::Obj(members) => {
                for (key, value) in members {
                    self.term(key, &around.many());
                    value.iter().for_each(|value| self.term(value, &around.many()));
                }
            }
            Term::BinOp(left, operator, right) => self.operator(left, operator, right, around),
            Term::Fold(_, source, _, args) => {
                self.term(source, &around.many());
                args.iter().for_each(|arg| self.term(arg, &around.unrelated()));
            }
            Term::TryCatch(inner, catch) => {
                self.term(inner, around);
                catch.iter().for_each(|catch| self.term(catch, &around.unrelated()));
            }
            Term::IfThenElse(branches, otherwise) => {
                for (condition, then) in branches {
                    self.term(condition, &around.deciding());
                    self.term(then, around);
                }
                otherwise.iter().for_each(|otherwise| self.term(otherwise, around));
            }
            Term::Def(_, inner) => self.term(inner, around),
            Term::Call(name, args) => self.call(name, args, around),
            Term::Path(inner, _) => self.path(term, inner, around),
        }
    }

    fn call(&mut self, called: &str, args: &[Term<&str>], around: &Around) {
        match (called, args) {
            ("has", [_]) => {}
            ("select", [condition]) => self.term(condition, &around.deciding()),
            ("any" | "all", [.., condition]) => {
                self.term(condition, &Around { dot: None, decides: true, is_one: true });
            }
            _ => args.iter().for_each(|arg| self.term(arg, &around.unrelated())),
        }
    }

    fn operator(
        &mut self,
        left: &Term<&str>,
        operator: &BinaryOp<&str>,
        right: &Term<&str>,
        around: &Around,
    ) {
        match operator {
            BinaryOp::And | BinaryOp::Or => {
                for side in [left, right] {
                    self.term(side, &around.deciding());
                }
            }
            BinaryOp::Pipe(None) => {
                let dot = self
                    .member_path(left, around)
                    .filter(|path| path.variable.is_none())
                    .map(|path| path.names);
                // In `(… | not)`, the term before it is the condition.
                let is_negation = matches!(right, Term::Call("not", args) if args.is_empty());
                let before = if is_negation && around.decides { around.deciding() } else { around.many() };
                self.term(left, &before);
                self.term(right, &Around { dot, ..around.clone() });
            }
            BinaryOp::Pipe(Some(_)) => {
                self.term(left, &around.many());
                self.term(right, around);
            }
            BinaryOp::Assign if around.decides => {
                self.found.assignments.extend(place_of_equals_sign(self.code, left, right));
            }
            BinaryOp::Assign | BinaryOp::Update | BinaryOp::UpdateMath(_) | BinaryOp::UpdateAlt => {}
            BinaryOp::Comma => {
                let place = self.place_of_comma(left, right);
                if let Some(place) = place.filter(|_| around.decides || around.is_one) {
                    self.found.commas.push(place);
                }
                self.term(left, around);
                self.term(right, around);
            }
            BinaryOp::Alt => {
                self.term(left, &around.value());
                self.term(right, &around.value());
            }
            BinaryOp::Math(_) | BinaryOp::Cmp(_) => {
                self.term(left, &around.value());
                self.term(right, &around.value());
            }
        }
    }

    /// The member that a term reads, if it does nothing else.
    fn member_path(&self, term: &Term<&str>, around: &Around) -> Option<MemberPath> {
        match term {
            Term::Id => Some(MemberPath { variable: None, names: around.dot.clone()? }),
            Term::Var(name) => Some(MemberPath {
                variable: Some(name.trim_start_matches('$').to_owned()),
                names: Vec::new(),
            }),
            Term::Path(inner, steps) => {
                let mut path = self.member_path(inner, around)?;
                for (part, opt) in &steps.0 {
                    match (part, opt) {
                        (Part::Index(key), Opt::Essential) => {
                            path.names.push(literal_name(self.code, key)?.0)
                        }
                        _ => return None,
                    }
                }
                Some(path)
            }
            Term::BinOp(left, BinaryOp::Pipe(None), right) => {
                let path = self.member_path(left, around).filter(|path| path.variable.is_none())?;
                let inner = Around { dot: Some(path.names), ..around.clone() };
                matches!(**right, Term::Path(..)).then(|| self.member_path(right, &inner)).flatten()
            }
            _ => None,
        }
    }

    fn path(&mut self, term: &Term<&str>, inner: &Term<&str>, around: &Around) {
        let Term::Path(_, path) = term else { return };
        let last = path.0.last().and_then(|(part, opt)| match (part, opt) {
            (Part::Index(key), Opt::Essential) => literal_name(self.code, key),
            _ => None,
        });
        if let (Term::Call(word @ "not", args), Some((_, last))) = (inner, &last)
            && args.is_empty()
        {
            self.found.negated.push(span(self.code, word).start..last.end);
        }
        if let Some((_, last)) = last.filter(|(name, _)| name == "length") {
            self.length(term, last, around);
        }
        self.term(inner, around);
        for (part, _) in &path.0 {
            match part {
                Part::Index(key) => self.term(key, &around.many()),
                Part::Range(from, to) => {
                    from.iter().chain(to).for_each(|bound| self.term(bound, &around.many()));
                }
            }
        }
    }

    /// A path that ends with an unquoted `.length`.
    fn length(&mut self, term: &Term<&str>, last: Range<usize>, around: &Around) {
        let is_path = |c: char| c.is_ascii_alphanumeric() || "._$[]".contains(c);
        let Some(before) = self.code[..last.start].strip_suffix('.') else { return };
        let start = before.trim_end_matches(is_path).len();
        if before.len() == start {
            return;
        }
        let parent = self.member_path(term, around).map(|mut path| {
            path.names.pop();
            path
        });
        self.found.lengths.push((start..last.end, parent));
    }

    /// A comma between two numbers, `100,00`, or between conditions.
    fn place_of_comma(&self, left: &Term<&str>, right: &Term<&str>) -> Option<Range<usize>> {
        let (first, second) = (number_at_edge(left, true)?, number_at_edge(right, false)?);
        let (first, second) = (span(self.code, first), span(self.code, second));
        (self.code.get(first.end..second.start)? == ",").then_some(first.start..second.end)
    }
}

/// The parts of a side of a comparison that the term alone shows.
pub(super) fn side_of_term(code: &str, term: &Term<&str>) -> Side {
    let text = match term {
        Term::Str(None, parts) => match parts.as_slice() {
            [StrPart::Str(text)] => Some((*text).to_owned()),
            [] => Some(String::new()),
            _ => None,
        },
        _ => None,
    };
    Side { path: None, sort: sort_of_result(term), shape: None, text, place: place_of_term(code, term) }
}

/// The place of a term, if it is a path, a number or a text.
pub(super) fn place_of_term(code: &str, term: &Term<&str>) -> Option<Range<usize>> {
    match term {
        Term::Num(text) | Term::Var(text) => Some(span(code, text)),
        Term::Call(text, args) if args.is_empty() => Some(span(code, text)),
        Term::Str(None, parts) => match parts.as_slice() {
            [StrPart::Str(text)] => {
                let inside = span(code, text);
                let place = inside.start.checked_sub(1)?..inside.end + 1;
                let written = code.get(place.clone())?;
                (written.starts_with('"') && written.ends_with('"')).then_some(place)
            }
            _ => None,
        },
        Term::Path(..) => {
            let end = end_of_path(code, term)?;
            let is_path = |c: char| c.is_ascii_alphanumeric() || "._$".contains(c);
            let start = code.get(..end)?.trim_end_matches(is_path).len();
            let is_whole = code[start..end].starts_with(['.', '$']);
            is_whole.then_some(start..end)
        }
        _ => None,
    }
}

/// The number at the end of a term, or at its start.
fn number_at_edge<'s>(term: &Term<&'s str>, is_last: bool) -> Option<&'s str> {
    match term {
        Term::Num(text) => Some(text),
        Term::BinOp(left, _, right) => number_at_edge(if is_last { right } else { left }, is_last),
        _ => None,
    }
}

/// The type of a term's result, if it is certain.
fn sort_of_result(term: &Term<&str>) -> Option<Sort> {
    const NUMBERS: &[&str] = &[
        "length",
        "tonumber",
        "now",
        "floor",
        "ceil",
        "round",
        "fabs",
        "abs",
        "sqrt",
        "mktime",
        "fromdate",
        "fromdateiso8601",
        "utf8bytelength",
    ];
    const TEXTS: &[&str] = &[
        "tostring",
        "ascii_downcase",
        "ascii_upcase",
        "todate",
        "trim",
        "ltrim",
        "rtrim",
        "tojson",
        "type",
        "strftime",
        "ltrimstr",
        "rtrimstr",
        "join",
        "sub",
        "gsub",
    ];
    const BOOLEANS: &[&str] =
        &["true", "false", "not", "has", "any", "all", "test", "startswith", "endswith", "contains", "IN"];
    match term {
        Term::Num(_) | Term::Neg(_) => Some(Sort::Number),
        Term::Str(..) => Some(Sort::Text),
        Term::Arr(_) => Some(Sort::List),
        Term::Obj(_) => Some(Sort::Object),
        Term::Call("null", args) if args.is_empty() => Some(Sort::Null),
        Term::Call(name, _) if BOOLEANS.contains(name) => Some(Sort::Boolean),
        Term::Call(name, _) if NUMBERS.contains(name) => Some(Sort::Number),
        Term::Call(name, _) if TEXTS.contains(name) => Some(Sort::Text),
        Term::BinOp(_, BinaryOp::Pipe(_), right) => {
            sort_of_result(right).filter(|_| matches!(**right, Term::Call(..)))
        }
        Term::BinOp(_, BinaryOp::And | BinaryOp::Or | BinaryOp::Cmp(_), _) => Some(Sort::Boolean),
        _ => None,
    }
}

/// The place of the `=` between two terms.
fn place_of_equals_sign(code: &str, left: &Term<&str>, right: &Term<&str>) -> Option<Range<usize>> {
    let end = end_of_path(code, left)?;
    let at = end + code.get(end..)?.find('=')?;
    let is_plain = !code[at + 1..].starts_with('=') && start(code, right).is_none_or(|start| start > at);
    is_plain.then_some(at..at + 1)
}

#[cfg(test)]
mod tests;
