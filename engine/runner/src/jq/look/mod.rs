//! What an expression compares, decides by and counts, found without running it. For checking only.
//!
//! Like [`super::reads`] it follows what is certain: paths from the input or a variable, through pipes that begin with one.

use std::ops::Range;

use jaq_core::load::lex::StrPart;
use jaq_core::load::parse::{BinaryOp, Term};
use jaq_core::load::span;
use jaq_core::ops::Cmp;
use jaq_core::path::{Opt, Part};

use super::reads::{end, name, parsed, start};

/// The kinds of value, in jq's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sort {
    Null,
    Boolean,
    Number,
    Text,
    List,
    Object,
}

/// A member that is read, by its names; of a variable, or of the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Way {
    pub(crate) variable: Option<String>,
    pub(crate) names: Vec<String>,
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Side {
    pub(crate) way: Option<Way>,
    pub(crate) sort: Option<Sort>,
    /// Of a text that is written out.
    pub(crate) text: Option<String>,
    pub(crate) place: Option<Range<usize>>,
}

/// A comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Comparison {
    pub(crate) left: Side,
    pub(crate) sign: &'static str,
    pub(crate) right: Side,
}

/// Everything that is found.
#[derive(Debug, Default)]
pub(crate) struct Look {
    pub(crate) comparisons: Vec<Comparison>,
    /// What the expression itself asks about: whether it is there, or what it is.
    pub(crate) guarded: Vec<Way>,
    /// Each `=` that stands where something is decided.
    pub(crate) assignments: Vec<Range<usize>>,
    /// Each `,` that gives several values where one is wanted.
    pub(crate) commas: Vec<Range<usize>>,
    /// Each `not` that stands before what it is to negate, with that.
    pub(crate) negated: Vec<Range<usize>>,
    /// Each path that ends with `.length`, and what it is read of.
    pub(crate) lengths: Vec<(Range<usize>, Option<Way>)>,
}

/// Looks at an expression; `decides` says whether all of it is a condition. Nothing is found where it cannot be parsed.
pub(crate) fn look(code: &str, decides: bool) -> Look {
    let mut looker = Looker { code, found: Look::default(), bound: Vec::new() };
    let root = Around { dot: Some(Vec::new()), decides, is_one: true };
    parsed(code, |term| looker.term(term, &root));
    let Looker { mut found, bound, .. } = looker;
    let is_own = |way: &Way| way.variable.as_ref().is_some_and(|name| bound.contains(name));
    for comparison in &mut found.comparisons {
        for side in [&mut comparison.left, &mut comparison.right] {
            side.way = side.way.take().filter(|way| !is_own(way));
        }
    }
    found
}

/// What is known of the place where a term stands.
#[derive(Clone)]
struct Around {
    /// Which member of the expression's input `.` is.
    dot: Option<Vec<String>>,
    /// Whether what the term gives decides something.
    decides: bool,
    /// Whether one value is wanted of it.
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

    fn elsewhere(&self) -> Self {
        Self { dot: None, decides: false, is_one: false }
    }
}

struct Looker<'a> {
    code: &'a str,
    found: Look,
    /// Variables the expression binds itself.
    bound: Vec<String>,
}

impl Looker<'_> {
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
                args.iter().for_each(|arg| self.term(arg, &around.elsewhere()));
            }
            Term::TryCatch(inner, catch) => {
                self.term(inner, around);
                catch.iter().for_each(|catch| self.term(catch, &around.elsewhere()));
            }
            Term::IfThenElse(branches, otherwise) => {
                for (condition, then) in branches {
                    self.term(condition, &around.deciding());
                    self.asked(condition, around);
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
            ("has", [key]) => {
                if let (Some(dot), Some((key, _))) = (&around.dot, name(self.code, key)) {
                    let names = dot.iter().cloned().chain([key]).collect();
                    self.found.guarded.push(Way { variable: None, names });
                }
            }
            ("select", [condition]) => {
                self.term(condition, &around.deciding());
                self.asked(condition, around);
            }
            ("any" | "all", [.., condition]) => {
                self.term(condition, &Around { dot: None, decides: true, is_one: true });
            }
            _ => args.iter().for_each(|arg| self.term(arg, &around.elsewhere())),
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
                    self.asked(side, around);
                }
            }
            BinaryOp::Cmp(sign) => self.comparison(left, *sign, right, around),
            BinaryOp::Pipe(None) => {
                let dot = self.way(left, around).filter(|way| way.variable.is_none()).map(|way| way.names);
                // What is handed to a function is asked about there; `(… | not)` decides by what is before it.
                self.asked(left, around);
                let is_negation = matches!(right, Term::Call("not", args) if args.is_empty());
                let before = if is_negation && around.decides { around.deciding() } else { around.many() };
                self.term(left, &before);
                self.term(right, &Around { dot, ..around.clone() });
            }
            BinaryOp::Pipe(Some(pattern)) => {
                self.bind(pattern);
                self.term(left, &around.many());
                self.term(right, around);
            }
            BinaryOp::Assign if around.decides => {
                self.found.assignments.extend(assigned(self.code, left, right));
            }
            BinaryOp::Assign | BinaryOp::Update | BinaryOp::UpdateMath(_) | BinaryOp::UpdateAlt => {}
            BinaryOp::Comma => {
                let place = self.comma(left, right);
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
            BinaryOp::Math(_) => {
                self.term(left, &around.value());
                self.term(right, &around.value());
            }
        }
    }

    fn comparison(&mut self, left: &Term<&str>, sign: Cmp, right: &Term<&str>, around: &Around) {
        let (sign, is_equality) = match sign {
            Cmp::Lt => ("<", false),
            Cmp::Le => ("<=", false),
            Cmp::Gt => (">", false),
            Cmp::Ge => (">=", false),
            Cmp::Eq => ("==", true),
            Cmp::Ne => ("!=", true),
        };
        let (left_side, right_side) = (self.side(left, around), self.side(right, around));
        for (side, other) in [(&left_side, &right_side), (&right_side, &left_side)] {
            if let (Some(way), Some(Sort::Null), true) = (&side.way, other.sort, is_equality) {
                self.found.guarded.push(way.clone());
            }
        }
        self.term(left, &around.value());
        self.term(right, &around.value());
        self.found.comparisons.push(Comparison { left: left_side, sign, right: right_side });
    }

    fn side(&self, term: &Term<&str>, around: &Around) -> Side {
        let text = match term {
            Term::Str(None, parts) => match parts.as_slice() {
                [StrPart::Str(text)] => Some((*text).to_owned()),
                [] => Some(String::new()),
                _ => None,
            },
            _ => None,
        };
        Side { way: self.way(term, around), sort: sort(term), text, place: self.place(term) }
    }

    /// Remembers that the expression asks whether something is there.
    fn asked(&mut self, term: &Term<&str>, around: &Around) {
        self.found.guarded.extend(self.way(term, around).filter(|way| !way.names.is_empty()));
    }

    /// Which member a term reads, if it does nothing else.
    fn way(&self, term: &Term<&str>, around: &Around) -> Option<Way> {
        match term {
            Term::Id => Some(Way { variable: None, names: around.dot.clone()? }),
            Term::Var(name) => {
                Some(Way { variable: Some(name.trim_start_matches('$').to_owned()), names: Vec::new() })
            }
            Term::Path(inner, path) => {
                let mut way = self.way(inner, around)?;
                for (part, opt) in &path.0 {
                    match (part, opt) {
                        (Part::Index(key), Opt::Essential) => way.names.push(name(self.code, key)?.0),
                        _ => return None,
                    }
                }
                Some(way)
            }
            Term::BinOp(left, BinaryOp::Pipe(None), right) => {
                let way = self.way(left, around).filter(|way| way.variable.is_none())?;
                let inner = Around { dot: Some(way.names), ..around.clone() };
                matches!(**right, Term::Path(..)).then(|| self.way(right, &inner)).flatten()
            }
            _ => None,
        }
    }

    fn path(&mut self, term: &Term<&str>, inner: &Term<&str>, around: &Around) {
        let Term::Path(_, path) = term else { return };
        let last = path.0.last().and_then(|(part, opt)| match (part, opt) {
            (Part::Index(key), Opt::Essential) => name(self.code, key),
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

    /// A path that ends with `.length`, without quotes, behind something else.
    fn length(&mut self, term: &Term<&str>, last: Range<usize>, around: &Around) {
        let is_path = |c: char| c.is_ascii_alphanumeric() || "._$[]".contains(c);
        let Some(before) = self.code[..last.start].strip_suffix('.') else { return };
        let start = before.trim_end_matches(is_path).len();
        if before.len() == start {
            return;
        }
        let parent = self.way(term, around).map(|mut way| {
            way.names.pop();
            way
        });
        self.found.lengths.push((start..last.end, parent));
    }

    /// Where a term stands, if it is a path, a number or a text.
    fn place(&self, term: &Term<&str>) -> Option<Range<usize>> {
        match term {
            Term::Num(text) | Term::Var(text) => Some(span(self.code, text)),
            Term::Call(text, args) if args.is_empty() => Some(span(self.code, text)),
            Term::Str(None, parts) => match parts.as_slice() {
                [StrPart::Str(text)] => {
                    let inside = span(self.code, text);
                    let place = inside.start.checked_sub(1)?..inside.end + 1;
                    let written = self.code.get(place.clone())?;
                    (written.starts_with('"') && written.ends_with('"')).then_some(place)
                }
                _ => None,
            },
            Term::Path(..) => {
                let end = end(self.code, term)?;
                let is_path = |c: char| c.is_ascii_alphanumeric() || "._$".contains(c);
                let start = self.code.get(..end)?.trim_end_matches(is_path).len();
                let is_whole = self.code[start..end].starts_with(['.', '$']);
                is_whole.then_some(start..end)
            }
            _ => None,
        }
    }

    /// A comma between two numbers, `100,00`, or between conditions.
    fn comma(&self, left: &Term<&str>, right: &Term<&str>) -> Option<Range<usize>> {
        let (first, second) = (number(left, true)?, number(right, false)?);
        let (first, second) = (span(self.code, first), span(self.code, second));
        (self.code.get(first.end..second.start)? == ",").then_some(first.start..second.end)
    }

    fn bind(&mut self, pattern: &jaq_core::load::parse::Pattern<&str>) {
        use jaq_core::load::parse::Pattern;
        match pattern {
            Pattern::Var(name) => self.bound.push(name.trim_start_matches('$').to_owned()),
            Pattern::Arr(items) => items.iter().for_each(|item| self.bind(item)),
            Pattern::Obj(members) => members.iter().for_each(|(key, member)| {
                if let Term::Var(name) = key {
                    self.bound.push(name.trim_start_matches('$').to_owned());
                }
                self.bind(member);
            }),
        }
    }
}

/// The number at the end of a term, or at its beginning.
fn number<'s>(term: &Term<&'s str>, is_last: bool) -> Option<&'s str> {
    match term {
        Term::Num(text) => Some(text),
        Term::BinOp(left, _, right) => number(if is_last { right } else { left }, is_last),
        _ => None,
    }
}

/// What kind of value a term gives, where that is certain.
fn sort(term: &Term<&str>) -> Option<Sort> {
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
        Term::BinOp(_, BinaryOp::Pipe(_), right) => sort(right).filter(|_| matches!(**right, Term::Call(..))),
        Term::BinOp(_, BinaryOp::And | BinaryOp::Or | BinaryOp::Cmp(_), _) => Some(Sort::Boolean),
        _ => None,
    }
}

/// Where the `=` between two terms stands.
fn assigned(code: &str, left: &Term<&str>, right: &Term<&str>) -> Option<Range<usize>> {
    let end = end(code, left)?;
    let at = end + code.get(end..)?.find('=')?;
    let is_plain = !code[at + 1..].starts_with('=') && start(code, right).is_none_or(|start| start > at);
    is_plain.then_some(at..at + 1)
}

#[cfg(test)]
mod tests;
