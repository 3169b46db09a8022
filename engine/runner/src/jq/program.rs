//! Compiles an expression: parses it, checks and rewrites it, adds the needed library definitions.

use jaq_core::Compiler;
use jaq_core::load::lex::{self, Lexer, Tok, Token};
use jaq_core::load::parse::{self, Def, Parser};
use jaq_core::load::{Arena, File, Loader};
use towpath_diagnostics::codes;

use super::calls::calls;
use super::check::Checker;
use super::native::DEEPER;
use super::{CompileError, desugar, library, mistakes, slots, tokens};
use crate::value::Value;

/// The result of compilation.
pub(super) struct Compiled {
    pub(super) program: slots::Program,
    pub(super) used: Vec<usize>,
    pub(super) constants: Vec<Value>,
}

/// The function that contains the expression.
const MAIN: &str = "__main";

pub(super) fn compile(code: &str, vars: &[&str]) -> Result<Compiled, Vec<CompileError>> {
    let tokens = Lexer::new(code).lex();
    let tokens = tokens
        .map_err(|errors| errors.into_iter().map(|error| unreadable(code, error)).collect::<Vec<_>>())?;
    if let Some(Token(word @ ("import" | "include" | "module"), Tok::Word)) = tokens.first() {
        return Err(vec![no_modules(code, word)]);
    }
    let tokens = tokens::rewrite(code, tokens);
    let term = Parser::new(&tokens).parse(|parser| parser.term());
    let mut term =
        term.map_err(|errors| errors.into_iter().map(|error| misplaced(code, error)).collect::<Vec<_>>())?;

    desugar::desugar(&mut term);

    let library = library::get();
    let names = Arena::new();
    let mut checker = Checker::new(code, vars, &library, &names);
    checker.term(&mut term);
    let mut wanted = calls(&term);
    wanted.insert((DEEPER, 0));
    let (mut defs, natives) = library.reached(&wanted);
    for def in &mut defs {
        checker.trusted(def);
    }
    let checked = checker.finish()?;
    let natives = natives.into_iter().chain(checked.natives);
    defs.push(Def { name: MAIN, args: Vec::new(), body: term });

    let arena = Arena::new();
    let modules = Loader::new(defs).load(&arena, File { code: MAIN, path: () });
    let modules = modules.map_err(|_| vec![internal(code)])?;
    let compiler = Compiler::default().with_funs(natives).with_global_vars(checked.globals);
    let filter = compiler.compile(modules).map_err(|_| vec![internal(code)])?;
    let program = slots::Program { filter, slots: checked.slots };
    Ok(Compiled { program, used: checked.used, constants: checked.constants })
}

/// The place of a word in the text. For an inserted word, the whole text.
pub(super) fn place(code: &str, word: &str) -> std::ops::Range<usize> {
    let start = (word.as_ptr() as usize).checked_sub(code.as_ptr() as usize);
    match start.map(|start| start..start + word.len()) {
        Some(place) if place.end <= code.len() => place,
        _ => 0..code.len(),
    }
}

fn error(start: usize, end: usize, message: impl Into<String>) -> CompileError {
    CompileError { code: codes::TP0401, start, end, message: message.into(), help: None }
}

/// jaq refused a checked expression, which is an internal error.
fn internal(code: &str) -> CompileError {
    error(0, code.len(), "this expression cannot be compiled")
}

fn no_modules(code: &str, word: &str) -> CompileError {
    let place = place(code, word);
    CompileError {
        code: codes::TP0407,
        start: place.start,
        end: place.end,
        message: format!("`{word}` is not available: an expression in a workflow cannot load files"),
        help: Some("write the definitions with `def` inside the expression".to_owned()),
    }
}

fn unreadable(code: &str, (expected, rest): lex::Error<&str>) -> CompileError {
    use lex::Expect;
    let start = code.len() - rest.len();
    if let Some(number) = mistakes::number_as_name(code, start) {
        return no_name(code, number);
    }
    let end = start + rest.chars().next().map_or(0, char::len_utf8);
    match expected {
        Expect::Delim(open) => {
            let place = place(code, open);
            let what = if open == "\"" {
                "this text has no closing quote".to_owned()
            } else {
                format!("this `{open}` is never closed")
            };
            error(place.start, place.end.min(place.start + 1), what)
        }
        Expect::Digit => error(start, end, "expected a digit"),
        Expect::Ident => error(start, end, "expected a name"),
        Expect::Escape => CompileError {
            help: Some(
                "`\\` must be followed by one of `\"`, `\\`, `/`, `b`, `f`, `n`, `r`, `t`, `u` or `(`"
                    .to_owned(),
            ),
            ..error(start, end, "this is not a valid escape")
        },
        Expect::Unicode => error(start, end, "expected four hexadecimal digits of a character"),
        _ => {
            let help = match rest.chars().next() {
                Some('\'') => Some("write texts in double quotes"),
                Some('&') => Some("write `and`"),
                Some('}' | ')' | ']') => Some("nothing is open here"),
                _ => None,
            };
            CompileError {
                help: help.map(str::to_owned),
                ..error(start, end, "this character has no meaning here")
            }
        }
    }
}

fn no_name(code: &str, number: std::ops::Range<usize>) -> CompileError {
    error(number.start, number.end, format!("`{}` is not a field name", &code[number.clone()]))
}

fn misplaced(code: &str, (expected, found): parse::TError<'_, &str>) -> CompileError {
    use parse::Expect;
    let place = found.map_or(code.len()..code.len(), |token| place(code, token.as_str()));
    if let Some(number) = mistakes::number_as_name(code, place.start) {
        return no_name(code, number);
    }
    if let Some((question, _)) = mistakes::choice(code).filter(|(question, _)| *question <= place.start) {
        return error(question, question + 1, "`? :` is not an operator in jq");
    }
    let what = match expected {
        Expect::Just(word) => format!("`{word}`"),
        Expect::Var => "a variable such as `$name`".to_owned(),
        Expect::Pattern => "a variable such as `$name`, or a pattern".to_owned(),
        Expect::ElseOrEnd => "`elif`, `else` or `end`".to_owned(),
        Expect::CommaOrRBrack => "`,` or `]`".to_owned(),
        Expect::CommaOrRBrace => "`,` or `}`".to_owned(),
        Expect::SemicolonOrRParen => "`;` or `)`".to_owned(),
        Expect::Term => "a value".to_owned(),
        Expect::Key => "the name of a field".to_owned(),
        Expect::Ident => "a name".to_owned(),
        Expect::Arg => "the name of an argument".to_owned(),
        Expect::Str => "a text in double quotes".to_owned(),
        _ => "nothing more".to_owned(),
    };
    let message = match found {
        Some(token) if what == "nothing more" => {
            let token = token.as_str().lines().next().unwrap_or_default();
            format!("`{token}` cannot follow the text before it")
        }
        Some(token) => {
            format!("expected {what}, found `{}`", token.as_str().lines().next().unwrap_or_default())
        }
        None => format!("expected {what}, but the expression ends"),
    };
    error(place.start, place.end, message)
}
