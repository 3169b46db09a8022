//! Compiles an expression: parses it, checks and rewrites it, adds the needed library definitions.

use jaq_core::Compiler;
use jaq_core::load::lex::{self, Lexer, Tok, Token};
use jaq_core::load::parse::{self, Def, Parser};
use jaq_core::load::{Arena, File, Loader};

use super::calls::called_functions;
use super::check::Checker;
use super::native::DEEPER;
use super::{CompileError, Expected, Mistake, desugar, library, mistakes, slots, tokens};
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
    let tokens = tokens::rewrite_tokens(code, tokens);
    let term = Parser::new(&tokens).parse(|parser| parser.term());
    let mut term =
        term.map_err(|errors| errors.into_iter().map(|error| misplaced(code, error)).collect::<Vec<_>>())?;

    desugar::desugar_term(&mut term);

    let library = library::library_of_thread();
    let names = Arena::new();
    let mut checker = Checker::new(code, vars, &library, &names);
    checker.term(&mut term);
    let mut wanted = called_functions(&term);
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
    let modules = modules.map_err(|_| vec![internal_compile_error(code)])?;
    let compiler = Compiler::default().with_funs(natives).with_global_vars(checked.globals);
    let filter = compiler.compile(modules).map_err(|_| vec![internal_compile_error(code)])?;
    let program = slots::Program { filter, slots: checked.slots };
    Ok(Compiled { program, used: checked.used, constants: checked.constants })
}

/// The place of a word in the text. For an inserted word, the whole text.
pub(super) fn place_of_word(code: &str, word: &str) -> std::ops::Range<usize> {
    let start = (word.as_ptr() as usize).checked_sub(code.as_ptr() as usize);
    match start.map(|start| start..start + word.len()) {
        Some(place) if place.end <= code.len() => place,
        _ => 0..code.len(),
    }
}

/// jaq refused a checked expression.
fn internal_compile_error(code: &str) -> CompileError {
    CompileError { mistake: Mistake::Uncompilable, start: 0, end: code.len() }
}

fn no_modules(code: &str, word: &str) -> CompileError {
    let place = place_of_word(code, word);
    CompileError { mistake: Mistake::LoadsFile(word.to_owned()), start: place.start, end: place.end }
}

fn unreadable(code: &str, (expected, rest): lex::Error<&str>) -> CompileError {
    use lex::Expect;
    let start = code.len() - rest.len();
    if let Some(number) = mistakes::number_as_name(code, start) {
        return no_name(code, number);
    }
    let end = start + rest.chars().next().map_or(0, char::len_utf8);
    let mistake = match expected {
        Expect::Delim(open) => {
            let place = place_of_word(code, open);
            let mistake = match open {
                "\"" => Mistake::OpenText,
                _ => Mistake::OpenBracket(open.to_owned()),
            };
            return CompileError { mistake, start: place.start, end: place.end.min(place.start + 1) };
        }
        Expect::Digit => Mistake::NoDigit,
        Expect::Ident => Mistake::NoName,
        Expect::Escape => Mistake::NotAnEscape,
        Expect::Unicode => Mistake::NoCharacter,
        _ => Mistake::Meaningless(rest.chars().next()),
    };
    CompileError { mistake, start, end }
}

fn no_name(code: &str, number: std::ops::Range<usize>) -> CompileError {
    let mistake = Mistake::NumberAsName(code[number.clone()].to_owned());
    CompileError { mistake, start: number.start, end: number.end }
}

fn misplaced(code: &str, (expected, found): parse::TError<'_, &str>) -> CompileError {
    use parse::Expect;
    let place = found.map_or(code.len()..code.len(), |token| place_of_word(code, token.as_str()));
    if let Some(number) = mistakes::number_as_name(code, place.start) {
        return no_name(code, number);
    }
    if let Some((question, _)) =
        mistakes::question_mark_and_colon(code).filter(|(question, _)| *question <= place.start)
    {
        return CompileError { mistake: Mistake::Choice, start: question, end: question + 1 };
    }
    let expected = match expected {
        Expect::Just(word) => Expected::Word(word.to_owned()),
        Expect::Var => Expected::OneOf("a variable such as `$name`"),
        Expect::Pattern => Expected::OneOf("a variable such as `$name`, or a pattern"),
        Expect::ElseOrEnd => Expected::ElseOrEnd,
        Expect::CommaOrRBrack => Expected::OneOf("`,` or `]`"),
        Expect::CommaOrRBrace => Expected::OneOf("`,` or `}`"),
        Expect::SemicolonOrRParen => Expected::OneOf("`;` or `)`"),
        Expect::Term => Expected::OneOf("a value"),
        Expect::Key => Expected::OneOf("the name of a field"),
        Expect::Ident => Expected::OneOf("a name"),
        Expect::Arg => Expected::OneOf("the name of an argument"),
        Expect::Str => Expected::OneOf("a text in double quotes"),
        _ => Expected::Nothing,
    };
    let found = found.map(|token| token.as_str().lines().next().unwrap_or_default().to_owned());
    CompileError { mistake: Mistake::Expected(expected, found), start: place.start, end: place.end }
}
