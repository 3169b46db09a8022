//! Finds the members that an expression certainly reads from its input and its variables. For diagnostics
//! only.
//!
//! The output of a pipe, a function or a loop is not followed, because no result is better than a wrong one.

use std::ops::Range;

use jaq_core::load::lex::{Lexer, StrPart};
use jaq_core::load::parse::{BinaryOp, Parser, Pattern, Term};
use jaq_core::load::span;
use jaq_core::path::{Opt, Part, Path};

use super::scan;

/// A path of members that is read: `.order.id`, `$input.order.id`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Read {
    /// The variable, without `$`. `None` for the input.
    pub(crate) variable: Option<String>,
    /// The names, and the place of each in the expression.
    pub(crate) names: Vec<(String, Range<usize>)>,
}

/// The members that an expression reads, in source order. Empty if it cannot be parsed.
pub(crate) fn reads(code: &str) -> Vec<Read> {
    let mut reader = Reader { code, found: Vec::new(), bound: Vec::new() };
    parsed(code, |term| reader.term(term, true));
    // A name that the expression binds itself may refer to its own variable.
    let Reader { found, bound, .. } = reader;
    let is_own = |read: &Read| read.variable.as_ref().is_some_and(|name| bound.contains(name));
    found.into_iter().filter(|read| !is_own(read)).collect()
}

/// The end of the last name of a path.
pub(super) fn end_of_path(code: &str, term: &Term<&str>) -> Option<usize> {
    let path = match term {
        Term::Path(_, path) => path,
        Term::BinOp(_, BinaryOp::And | BinaryOp::Or | BinaryOp::Cmp(_), right) => {
            return end_of_path(code, right);
        }
        _ => return None,
    };
    path.0.iter().rev().find_map(|(part, _)| match part {
        Part::Index(key) => literal_name(code, key).map(|(_, place)| place.end),
        Part::Range(..) => None,
    })
}

pub(super) fn start(code: &str, term: &Term<&str>) -> Option<usize> {
    match term {
        Term::Str(None, parts) => match parts.first() {
            Some(StrPart::Str(text)) => Some(span(code, text).start),
            _ => None,
        },
        Term::Num(text) | Term::Var(text) | Term::Call(text, _) => Some(span(code, text).start),
        _ => None,
    }
}

pub(super) fn parsed(code: &str, look: impl FnOnce(&Term<&str>)) {
    if scan::check_size(code).is_err() {
        return;
    }
    let Ok(tokens) = Lexer::new(code).lex() else { return };
    if let Ok(term) = Parser::new(&tokens).parse(|parser| parser.term()) {
        look(&term);
    }
}

struct Reader<'a> {
    code: &'a str,
    found: Vec<Read>,
    /// Variables that the expression binds itself.
    bound: Vec<String>,
}

impl Reader<'_> {
    /// `is_input` is whether `.` is the expression's own input here.
    fn term(&mut self, term: &Term<&str>, is_input: bool) {
        match term {
            Term::Id | Term::Recurse | Term::Num(_) | Term::Arr(None) | Term::Var(_) | Term::Break(_) => {}
            Term::Str(_, parts) => {
                for part in parts {
                    if let StrPart::Term(inner) = part {
                        self.term(inner, is_input);
                    }
                }
            }
            Term::Arr(Some(inner)) | Term::Neg(inner) | Term::Label(_, inner) => self.term(inner, is_input),
            Term::Obj(members) => {
                for (key, value) in members {
                    self.term(key, is_input);
                    match (value, literal_name(self.code, key)) {
                        (Some(value), _) => self.term(value, is_input),
                        (None, Some(read)) if is_input => {
                            self.found.push(Read { variable: None, names: vec![read] });
                        }
                        (None, _) => {}
                    }
                }
            }
            Term::BinOp(left, operator, right) => self.operator(left, operator, right, is_input),
            Term::Fold(_, source, pattern, args) => {
                self.term(source, is_input);
                self.pattern(pattern);
                args.iter().for_each(|arg| self.term(arg, false));
            }
            Term::TryCatch(_, catch) => catch.iter().for_each(|catch| self.term(catch, false)),
            Term::IfThenElse(branches, otherwise) => {
                for (condition, then) in branches {
                    self.term(condition, is_input);
                    self.term(then, is_input);
                }
                otherwise.iter().for_each(|otherwise| self.term(otherwise, is_input));
            }
            Term::Def(defs, inner) => {
                for def in defs {
                    self.bound.extend(def.args.iter().map(|arg| arg.trim_start_matches('$').to_owned()));
                    self.term(&def.body, false);
                }
                self.term(inner, is_input);
            }
            Term::Call(_, args) => args.iter().for_each(|arg| self.term(arg, false)),
            Term::Path(inner, path) => self.path(inner, path, is_input),
        }
    }

    fn operator(&mut self, left: &Term<&str>, operator: &BinaryOp<&str>, right: &Term<&str>, is_input: bool) {
        match operator {
            BinaryOp::Pipe(pattern) => {
                self.term(left, is_input);
                pattern.iter().for_each(|pattern| self.pattern(pattern));
                self.term(right, is_input && (pattern.is_some() || matches!(left, Term::Id)));
            }
            // The target of an assignment need not exist, and `//` expects a missing value.
            BinaryOp::Assign | BinaryOp::UpdateMath(_) | BinaryOp::UpdateAlt => self.term(right, is_input),
            BinaryOp::Update => self.term(right, false),
            BinaryOp::Comma
            | BinaryOp::Alt
            | BinaryOp::Or
            | BinaryOp::And
            | BinaryOp::Math(_)
            | BinaryOp::Cmp(_) => {
                self.term(left, is_input);
                self.term(right, is_input);
            }
        }
    }

    fn path(&mut self, inner: &Term<&str>, path: &Path<Term<&str>>, is_input: bool) {
        let names = path.0.iter().map_while(|(part, opt)| match (part, opt) {
            (Part::Index(key), Opt::Essential) => literal_name(self.code, key),
            _ => None,
        });
        let names: Vec<_> = names.collect();
        let variable = match inner {
            Term::Id if is_input => Some(None),
            Term::Var(name) => Some(Some(name.trim_start_matches('$').to_owned())),
            _ => None,
        };
        if let (Some(variable), false) = (variable, names.is_empty()) {
            self.found.push(Read { variable, names });
        }
        self.term(inner, is_input);
        for (part, _) in &path.0 {
            match part {
                Part::Index(key) => self.term(key, is_input),
                Part::Range(from, to) => from.iter().chain(to).for_each(|bound| self.term(bound, is_input)),
            }
        }
    }

    fn pattern(&mut self, pattern: &Pattern<&str>) {
        match pattern {
            Pattern::Var(name) => self.bound.push(name.trim_start_matches('$').to_owned()),
            Pattern::Arr(items) => items.iter().for_each(|item| self.pattern(item)),
            Pattern::Obj(members) => members.iter().for_each(|(key, member)| {
                if let Term::Var(name) = key {
                    self.bound.push(name.trim_start_matches('$').to_owned());
                }
                self.pattern(member);
            }),
        }
    }
}

/// A literal name, and its place.
pub(super) fn literal_name(code: &str, key: &Term<&str>) -> Option<(String, Range<usize>)> {
    let Term::Str(None, parts) = key else { return None };
    let [StrPart::Str(text)] = parts.as_slice() else { return None };
    let (first, all) = (text.as_ptr() as usize, code.as_ptr() as usize);
    let is_inside = first >= all && first + text.len() <= all + code.len();
    is_inside.then(|| ((*text).to_owned(), span(code, text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(code: &str) -> Vec<String> {
        let text = |read: Read| {
            let root = read.variable.map_or(String::new(), |name| format!("${name}"));
            read.names.iter().fold(root, |path, (name, place)| {
                assert_eq!(&code[place.clone()], name);
                format!("{path}.{name}")
            })
        };
        reads(code).into_iter().map(text).collect()
    }

    #[test]
    fn certain_reads_are_found() {
        let cases: &[(&str, &[&str])] = &[
            (".order.id", &[".order.id"]),
            (".a.b[0].c", &[".a.b"]),
            ("[.a, {b, c: .d}]", &[".a", ".b", ".d"]),
            ("if .a == 1 then .b else .c end", &[".a", ".b", ".c"]),
            ("\"x \\(.a) y\"", &[".a"]),
            (".a | .b", &[".a"]),
            (". | .b", &[".b"]),
            (".items | map(.price * $input.rate)", &[".items", "$input.rate"]),
            (".a as $x | $x.b + .c", &[".a", ".c"]),
            (".a = .b", &[".b"]),
            (".a |= .b", &[]),
            (".a?.b", &[]),
            (".\"first-name\"", &[".first-name"]),
            ("reduce .items[] as $i (0; . + .x)", &[".items"]),
            ("try .a catch .b", &[]),
            ("$secrets[\"crm-token\"]", &["$secrets.crm-token"]),
            ("def f: .x; .a", &[".a"]),
            (".a +", &[]),
        ];
        for (code, expected) in cases {
            assert_eq!(text(code), *expected, "{code}");
        }
    }
}
