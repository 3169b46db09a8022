//! jq expressions over [`Value`]: compiled once, evaluated often.
//!
//! The language is jq's, by jaq. What would reach outside (`env`, `input`, `halt`, `debug`, …) does not exist here;
//! `now` is the time handed in. An expression gives one value: none counts as `null`, several are an error.
//! Limits on time and memory are the sandbox's business; natively, callers use a thread with a large stack.

mod arithmetic;
mod calls;
mod check;
mod desugar;
mod fault;
pub(crate) mod foreign;
mod library;
mod look;
mod native;
mod precedence;
mod program;
mod reads;
mod scan;
pub(crate) mod slips;
mod slots;
mod spelling;
mod stack;
mod tokens;
mod update;
mod val;

use std::cell::Cell;

use jaq_core::{Ctx, Exn, ValXs, Vars};
use towpath_diagnostics::codes;

pub use fault::{CompileError, EvalError};
pub(crate) use look::{Comparison, Look, Side, Sort, Way, look};
pub(crate) use reads::reads;
pub use scan::{MAX_LENGTH, MAX_LEVELS, MAX_OPEN};
pub use stack::{DEFAULT_STACK, set_stack};

use self::slots::{Data, Program};
use crate::value::track::{self, Poison};
use crate::value::{Kind, Labels, MAX_DEPTH, Value};

/// A compiled expression.
pub struct Filter {
    program: Program,
    /// Places, among the variables named at compile time, of those that are used.
    used: Vec<usize>,
    /// Literals that stand in the place of keys and operands; they follow the used variables.
    constants: Vec<Value>,
    /// All variables, when none of them changes between evaluations.
    fixed: Option<Vars<Value>>,
}

impl std::fmt::Debug for Filter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Filter").field("used", &self.used).finish_non_exhaustive()
    }
}

/// Compiles a jq expression (without `${` and `}`), in which the variables `vars` exist.
///
/// Names are written with or without `$`. Of two variables of one name the later counts.
///
/// # Errors
/// Everything that is wrong with it, in the order of the text.
pub fn compile(expr: &str, vars: &[&str]) -> Result<Filter, Vec<CompileError>> {
    scan::check(expr).map_err(|error| vec![error])?;
    let spelled = spelling::Spelled::new(expr);
    let program = program::compile(&spelled.text, vars).map_err(|errors| spelled.as_written(errors))?;
    let fixed = program.used.is_empty().then(|| Vars::new(program.constants.iter().cloned()));
    Ok(Filter { program: program.program, used: program.used, constants: program.constants, fixed })
}

thread_local! {
    static NOW: Cell<i64> = const { Cell::new(0) };
}

/// The time handed in for this evaluation, in milliseconds since the Unix epoch.
fn now_ms() -> i64 {
    NOW.with(Cell::get)
}

impl Filter {
    /// Places, among the variables named at compile time, of those this expression uses. Others are never read,
    /// so any value may stand for them.
    pub fn used(&self) -> &[usize] {
        &self.used
    }

    /// The value of this expression for `input`, with the variables named at compile time in the same order.
    ///
    /// `now_ms` is what `now` gives, in milliseconds since the Unix epoch. Missing variables are `null`.
    ///
    /// # Errors
    /// When the expression fails, gives several values, or touches a secret.
    pub fn eval(&self, input: Value, vars: &[Value], now_ms: i64) -> Result<Value, EvalError> {
        let mut outputs = self.outputs(input, vars, now_ms)?;
        let result = match outputs.next() {
            Some(Ok(value)) => match outputs.next() {
                None => Ok(value),
                Some(Ok(_)) => Err(several()),
                Some(Err(exception)) => Err(eval_error(exception)),
            },
            Some(Err(exception)) => Err(eval_error(exception)),
            // Whatever was read decided that there is nothing.
            None => Ok(Value::null().with_labels(track::so_far())),
        };
        match track::poisoned() {
            Some(reason) => Err(poison_error(&reason)),
            None => result,
        }
    }

    /// Every value of this expression, at most `most` of them, and the error it ended with: for holding the language
    /// against jq's own tests. Workflows only ever [`eval`](Self::eval).
    #[doc(hidden)]
    pub fn eval_all(&self, input: Value, now_ms: i64, most: usize) -> (Vec<Value>, Option<EvalError>) {
        let mut outputs = match self.outputs(input, &[], now_ms) {
            Ok(outputs) => outputs.take(most),
            Err(error) => return (Vec::new(), Some(error)),
        };
        let mut values = Vec::new();
        let error = loop {
            match outputs.next() {
                Some(Ok(value)) => values.push(value),
                Some(Err(exception)) => break Some(eval_error(exception)),
                None => break None,
            }
        };
        (values, track::poisoned().map(|reason| poison_error(&reason)).or(error))
    }

    /// Begins an evaluation.
    fn outputs(&self, input: Value, vars: &[Value], now_ms: i64) -> Result<ValXs<'_, Value>, EvalError> {
        track::begin();
        stack::begin();
        fault::forget();
        NOW.with(|now| now.set(now_ms));
        let used = self.used.iter().map(|at| vars.get(*at).cloned().unwrap_or_default());
        if input.depth() > MAX_DEPTH || used.clone().any(|var| var.depth() > MAX_DEPTH) {
            return Err(poison_error(&Poison::Depth));
        }
        let vars = match &self.fixed {
            Some(fixed) => fixed.clone(),
            None => Vars::new(used.chain(self.constants.iter().cloned())),
        };
        Ok(self.program.filter.id.run((Ctx::<Data>::new(&self.program, vars), input)))
    }
}

fn several() -> EvalError {
    EvalError {
        code: codes::TP0412,
        message: "an expression must give one value, this one gives several".to_owned(),
        labels: track::so_far(),
        raised: None,
    }
}

fn poison_error(reason: &Poison) -> EvalError {
    let (code, message) = match reason {
        Poison::Secret(name) => (codes::TP0413, fault::secret_message(name)),
        Poison::Stack => (codes::TP0416, "a function in here calls itself too deeply".to_owned()),
        Poison::Depth => (codes::TP0414, format!("a value is nested deeper than {MAX_DEPTH} levels")),
    };
    EvalError { code, message, labels: track::so_far(), raised: None }
}

/// What leaves an evaluation that failed.
fn eval_error(exception: Exn<'_, Value>) -> EvalError {
    let Ok(error) = exception.get_err() else {
        return EvalError {
            code: codes::TP0415,
            message: "`break` left the expression".to_owned(),
            labels: track::so_far(),
            raised: None,
        };
    };
    let (value, put_together) = val::masking(|| error.into_val());
    let labels = value.labels_deep() | track::so_far();
    let failed =
        |message: String, labels: Labels| EvalError { code: codes::TP0410, message, labels, raised: None };
    match value.kind() {
        Kind::Str(text) => match fault::masked(text) {
            Some(message) => failed(message, labels),
            None if put_together => failed(text.to_string(), labels),
            None => raised(text.to_string(), value.clone(), labels),
        },
        Kind::Null => raised("null (null) not a string".to_owned(), value, labels),
        _ => match value.to_json() {
            Ok(text) => raised(text, value, labels),
            Err(name) => poison_error(&Poison::Secret(name)),
        },
    }
}

fn raised(message: String, value: Value, labels: Labels) -> EvalError {
    EvalError { code: codes::TP0411, message, labels, raised: Some(value) }
}

#[cfg(test)]
mod tests;
