//! jq expressions on [`Value`]: compiled once, evaluated often.
//!
//! The language is jq, implemented by jaq. Functions that reach outside (`env`, `input`, `halt`, `debug`, …)
//! do not exist; `now` is a parameter. An expression gives one value: none counts as `null`, several are an
//! error. The sandbox limits time and memory. Native callers must use a thread with a large stack.

mod arithmetic;
mod calls;
mod check;
mod compile_error;
mod desugar;
mod fault;
mod infer;
mod inspect;
mod library;
pub(crate) mod mistakes;
mod native;
pub(crate) mod other_languages;
mod precedence;
mod program;
mod reads;
mod scan;
mod slots;
mod spelling;
mod stack;
mod tokens;
mod update;
mod val;

use std::cell::Cell;

use jaq_core::{Ctx, Exn, ValXs, Vars};
use towpath_diagnostics::codes;

pub use compile_error::CompileError;
pub(crate) use compile_error::{Expected, Mistake, Nearest};
pub use fault::EvalError;
pub(crate) use fault::{Cause, type_with_article};
pub(crate) use infer::{Inferred, MissingRead, NullUse, checked_members, infer};
pub(crate) use inspect::{
    Comparison, Inspection, MemberPath, Side, Sort, inspect_expression, is_conjunction,
};
pub(crate) use reads::reads;
pub use scan::{MAX_LENGTH, MAX_LEVELS, MAX_OPEN};
pub use stack::{DEFAULT_STACK, set_stack};

use self::slots::{Data, Program};
use crate::value::track::{self, Poison};
use crate::value::{Kind, Labels, MAX_DEPTH, Value};

/// A compiled expression.
pub struct Filter {
    program: Program,
    /// Indexes of the used variables, among those named at compile time.
    used: Vec<usize>,
    /// Constants for literal keys and operands. They follow the used variables.
    constants: Vec<Value>,
    /// All variables, if none of them changes between evaluations.
    fixed: Option<Vars<Value>>,
}

impl std::fmt::Debug for Filter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Filter").field("used", &self.used).finish_non_exhaustive()
    }
}

/// Compiles a jq expression (without `${` and `}`) with the variables `vars`.
///
/// Names are given with or without `$`. If two variables have the same name, the later one counts.
///
/// # Errors
/// All compile errors, in source order.
pub fn compile(expr: &str, vars: &[&str]) -> Result<Filter, Vec<CompileError>> {
    scan::check_size(expr).map_err(|error| vec![error])?;
    let spelled = spelling::Spelled::new(expr);
    let program = program::compile(&spelled.text, vars).map_err(|errors| spelled.as_written(errors))?;
    let fixed = program.used.is_empty().then(|| Vars::new(program.constants.iter().cloned()));
    Ok(Filter { program: program.program, used: program.used, constants: program.constants, fixed })
}

thread_local! {
    static NOW: Cell<(i64, Labels)> = const { Cell::new((0, Labels::NONE)) };
}

/// The time of this evaluation, in milliseconds since the Unix epoch. Reading it also reads its labels.
fn now_ms() -> i64 {
    let (now_ms, labels) = NOW.with(Cell::get);
    track::record_read(labels);
    now_ms
}

impl Filter {
    /// Indexes of the variables that this expression uses, among those named at compile time. Others are
    /// never read, so they can have any value.
    pub fn used(&self) -> &[usize] {
        &self.used
    }

    /// Evaluates this expression for `input`, with the values of the variables in the order of compilation.
    ///
    /// `now_ms` is the time for `now`, in milliseconds since the Unix epoch. Missing variables are `null`.
    ///
    /// # Errors
    /// The expression fails, gives several values, or reads a secret.
    pub fn eval(&self, input: Value, vars: &[Value], now_ms: i64) -> Result<Value, EvalError> {
        self.eval_at(input, vars, now_ms, Labels::NONE)
    }

    /// The same, with labels for the time.
    ///
    /// # Errors
    /// As [`eval`](Self::eval).
    pub fn eval_at(
        &self,
        input: Value,
        vars: &[Value],
        now_ms: i64,
        labels: Labels,
    ) -> Result<Value, EvalError> {
        let mut outputs = self.outputs(input, vars, (now_ms, labels))?;
        let result = match outputs.next() {
            Some(Ok(value)) => match outputs.next() {
                None => Ok(value),
                Some(Ok(_)) => Err(several()),
                Some(Err(exception)) => Err(eval_error(exception)),
            },
            Some(Err(exception)) => Err(eval_error(exception)),
            // The absence of a value depends on everything that was read.
            None => Ok(Value::null().with_labels(track::so_far())),
        };
        match track::poison_reason() {
            Some(reason) => Err(poison_error(&reason)),
            None => result,
        }
    }

    /// All values of this expression, at most `most`, and its final error. Only for jq's own test suite;
    /// workflows use [`eval`](Self::eval).
    #[doc(hidden)]
    pub fn eval_all(&self, input: Value, now_ms: i64, most: usize) -> (Vec<Value>, Option<EvalError>) {
        let mut outputs = match self.outputs(input, &[], (now_ms, Labels::NONE)) {
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
        (values, track::poison_reason().map(|reason| poison_error(&reason)).or(error))
    }

    /// Starts an evaluation.
    fn outputs(
        &self,
        input: Value,
        vars: &[Value],
        now: (i64, Labels),
    ) -> Result<ValXs<'_, Value>, EvalError> {
        track::begin_evaluation();
        stack::begin_stack();
        fault::forget_last_error();
        NOW.with(|current| current.set(now));
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
        cause: "an expression must give one value; this one gives several".into(),
        labels: track::so_far(),
        raised: None,
    }
}

fn poison_error(reason: &Poison) -> EvalError {
    let (code, message) = match reason {
        Poison::Secret(name) => (codes::TP0413, fault::secret_message(name)),
        Poison::Stack => (codes::TP0416, "a function in this expression calls itself too deeply".to_owned()),
        Poison::Depth => (codes::TP0414, format!("a value is nested deeper than {MAX_DEPTH} levels")),
    };
    EvalError { code, cause: message.into(), labels: track::so_far(), raised: None }
}

/// The error of a failed evaluation.
fn eval_error(exception: Exn<'_, Value>) -> EvalError {
    let Ok(error) = exception.get_err() else {
        return EvalError {
            code: codes::TP0415,
            cause: "`break` left the expression".into(),
            labels: track::so_far(),
            raised: None,
        };
    };
    let (value, put_together) = val::mask_displayed_values(|| error.into_val());
    let labels = value.labels_deep() | track::so_far();
    let failed =
        |cause: Cause, labels: Labels| EvalError { code: codes::TP0410, cause, labels, raised: None };
    match value.kind() {
        Kind::Str(text) => match fault::last_cause(text) {
            Some(cause) => failed(cause, labels),
            None if put_together => failed(text.to_string().into(), labels),
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
    EvalError { code: codes::TP0411, cause: message.into(), labels, raised: Some(value) }
}

#[cfg(test)]
mod tests;
