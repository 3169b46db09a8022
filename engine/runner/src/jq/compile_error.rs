//! Compile errors of expressions. The code, the message and the help all come from one [`Mistake`]. A better help
//! for the definition around it (`expression_help.rs`) matches the mistake too, not a text.

use towpath_diagnostics::{Code, codes};

use super::scan::MAX_LENGTH;

/// A compile error of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileError {
    /// What is wrong.
    pub(crate) mistake: Mistake,
    /// First byte of the place in the expression.
    pub start: usize,
    /// One past the last byte of the place.
    pub end: usize,
}

/// What is wrong in an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mistake {
    /// It has too many bytes.
    TooLong,
    /// It has too many levels.
    TooDeep,
    /// jaq refused a checked expression, which is an internal error.
    Uncompilable,
    /// This keyword would load a file.
    LoadsFile(String),
    /// This function is in a module.
    InModule(String),
    /// A text has no closing quote.
    OpenText,
    /// This bracket has no counterpart.
    OpenBracket(String),
    /// A digit is missing.
    NoDigit,
    /// A name is missing.
    NoName,
    /// A character's four digits are missing.
    NoCharacter,
    /// A backslash is followed by something else than an escape.
    NotAnEscape,
    /// This character has no meaning in jq.
    Meaningless(Option<char>),
    /// `.0`, as in `.items.0`.
    NumberAsName(String),
    /// `a ? b : c`.
    Choice,
    /// Something else was expected than this token, or than the end.
    Expected(Expected, Option<String>),
    /// A member's name has this type.
    MemberName(&'static str),
    /// `reduce` or `foreach` has other parts.
    Fold(String),
    /// This function or variable reaches outside the expression.
    Outside(String),
    /// There is no such function with so many arguments.
    NoFunction {
        /// Its name.
        name: String,
        /// The number of arguments.
        arity: usize,
        /// What there is instead.
        nearest: Nearest,
    },
    /// There is no such variable, and perhaps one with a similar name.
    NoVariable(String, Option<String>),
    /// A `break` has no such `label` around it.
    NoLabel(String),
    /// There is no such time zone, and perhaps one with a similar name.
    NoZone(String, Option<String>),
}

/// What the parser expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// This keyword or sign.
    Word(String),
    /// One of a few, in words.
    OneOf(&'static str),
    /// `elif`, `else` or `end`.
    ElseOrEnd,
    /// The end of the expression.
    Nothing,
}

/// What there is instead of an unknown function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Nearest {
    /// A function with a similar name.
    Similar(String),
    /// Nothing; it is a word that may be a text or a field.
    TextOrField,
    /// The same function with these numbers of arguments, in order.
    Arities(Vec<usize>),
    /// Nothing.
    Nothing,
}

const ONLY_INPUT: &str = "an expression sees only its input and its variables";

impl CompileError {
    /// The stable code, `TP04xx` or `TP1014`.
    pub fn code(&self) -> Code {
        match &self.mistake {
            Mistake::TooLong => codes::TP0404,
            Mistake::TooDeep => codes::TP0405,
            Mistake::LoadsFile(_) | Mistake::InModule(_) => codes::TP0407,
            Mistake::Outside(_) => codes::TP0406,
            Mistake::NoFunction { .. } => codes::TP0402,
            Mistake::NoVariable(..) | Mistake::NoLabel(_) => codes::TP0403,
            Mistake::NoZone(..) => codes::TP1014,
            _ => codes::TP0401,
        }
    }

    /// What is wrong.
    pub fn message(&self) -> String {
        match &self.mistake {
            Mistake::TooLong => format!("this expression is longer than {MAX_LENGTH} bytes"),
            Mistake::TooDeep => "this expression is nested too deeply from here on".to_owned(),
            Mistake::Uncompilable => "this expression cannot be compiled".to_owned(),
            Mistake::LoadsFile(word) => {
                format!("`{word}` is not available: an expression in a workflow cannot load files")
            }
            Mistake::InModule(name) => format!("`{name}` is not available: modules are not supported"),
            Mistake::OpenText => "this text has no closing quote".to_owned(),
            Mistake::OpenBracket(open) => format!("this `{open}` is never closed"),
            Mistake::NoDigit => "expected a digit".to_owned(),
            Mistake::NoName => "expected a name".to_owned(),
            Mistake::NoCharacter => "expected four hexadecimal digits of a character".to_owned(),
            Mistake::NotAnEscape => "this is not a valid escape".to_owned(),
            Mistake::Meaningless(_) => "this character has no meaning here".to_owned(),
            Mistake::NumberAsName(number) => format!("`{number}` is not a field name"),
            Mistake::Choice => "`? :` is not an operator in jq".to_owned(),
            Mistake::Expected(Expected::Nothing, Some(found)) => {
                format!("`{found}` cannot follow the text before it")
            }
            Mistake::Expected(expected, Some(found)) => format!("expected {expected}, found `{found}`"),
            Mistake::Expected(expected, None) => format!("expected {expected}, but the expression ends"),
            Mistake::MemberName(kind) => format!("member names must be texts, not {kind}"),
            Mistake::Fold(word) if word == "reduce" => {
                "`reduce` takes `(start; update)` after its pattern".to_owned()
            }
            Mistake::Fold(word) => {
                format!("`{word}` takes `(start; update)` or `(start; update; output)` after its pattern")
            }
            Mistake::Outside(name) => format!("`{name}` is not available: {ONLY_INPUT}"),
            Mistake::NoFunction { name, arity, .. } => match arity {
                0 => format!("there is no function `{name}`"),
                1 => format!("there is no function `{name}` with 1 argument"),
                _ => format!("there is no function `{name}` with {arity} arguments"),
            },
            Mistake::NoVariable(name, _) => format!("there is no variable `{name}` here"),
            Mistake::NoLabel(name) => format!("there is no `label {name}` around this `break`"),
            Mistake::NoZone(zone, _) => format!("there is no time zone `{zone}`"),
        }
    }

    /// The help.
    pub fn help(&self) -> Option<String> {
        let similar = |name: &str| format!("did you mean `{name}`?");
        Some(match &self.mistake {
            Mistake::TooLong => "split the work over several `set` tasks".to_owned(),
            Mistake::TooDeep => "name parts of it with `as $name`, or use several `set` tasks".to_owned(),
            Mistake::LoadsFile(_) => "write the definitions with `def` inside the expression".to_owned(),
            Mistake::NotAnEscape => {
                "`\\` must be followed by one of `\"`, `\\`, `/`, `b`, `f`, `n`, `r`, `t`, `u` or `(`"
                    .to_owned()
            }
            Mistake::Meaningless(Some('\'')) => "write texts in double quotes".to_owned(),
            Mistake::Meaningless(Some('&')) => "write `and`".to_owned(),
            Mistake::Meaningless(Some('}' | ')' | ']')) => "nothing is open here".to_owned(),
            Mistake::MemberName(_) => {
                "write a text in double quotes, or convert it with `tostring`".to_owned()
            }
            Mistake::Outside(name) if name == "halt" || name == "halt_error" => {
                "end a run with a `raise` task, or fail with `error(\"…\")`".to_owned()
            }
            Mistake::Outside(_) => "read the value from `.` or from a variable such as `$context`".to_owned(),
            Mistake::NoFunction { name, nearest, .. } => match nearest {
                Nearest::Similar(close) => similar(close),
                Nearest::TextOrField => {
                    format!("for the text write `\"{name}\"`, for the member of the input `.{name}`")
                }
                Nearest::Arities(counts) => takes_arguments(name, counts),
                Nearest::Nothing => return None,
            },
            Mistake::NoVariable(_, close) => similar(close.as_ref()?),
            Mistake::NoZone(_, Some(close)) => similar(close),
            Mistake::NoZone(_, None) => {
                "write a name from the IANA time zone database, such as `Europe/Amsterdam`".to_owned()
            }
            _ => return None,
        })
    }
}

/// `test` takes 1 or 2 arguments.
fn takes_arguments(name: &str, counts: &[usize]) -> String {
    match counts {
        [0] => format!("`{name}` takes no argument"),
        [1] => format!("`{name}` takes 1 argument"),
        counts => {
            let counts: Vec<String> = counts.iter().map(usize::to_string).collect();
            format!("`{name}` takes {} arguments, separated by `;`", counts.join(" or "))
        }
    }
}

impl std::fmt::Display for Expected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Word(word) => write!(f, "`{word}`"),
            Self::OneOf(words) => f.write_str(words),
            Self::ElseOrEnd => f.write_str("`elif`, `else` or `end`"),
            Self::Nothing => f.write_str("nothing more"),
        }
    }
}
