//! Why the sandbox stopped, in words: as the error of a run, and as what checking a definition found.

use towpath_diagnostics::{Diagnostic, codes};
use towpath_sandbox::{Limit, StepError};
use towpath_wire::{Limits, Problem, problem_types};

/// Codes of limits that end a run within a step, which then has no reply.
pub(crate) const INSIDE: &[&str] = &["TP1104", "TP1105", "TP1106", "TP1107", "TP1112", "TP1113"];

/// Which limit it is, its value, and its code.
fn limit_words(limit: Limit, limits: &Limits) -> (String, towpath_diagnostics::Code) {
    match limit {
        Limit::Memory => (
            format!("more than {} MiB of memory, the limit `memoryMiB`", limits.memory_bytes >> 20),
            codes::TP1104,
        ),
        Limit::Cpu => {
            (format!("more than {} ms of CPU time, the limit `cpuMs`", limits.cpu_ms), codes::TP1105)
        }
        Limit::Depth => ("a deeper recursion than the sandbox has room for".to_owned(), codes::TP1106),
        Limit::Output => (
            format!(
                "more than {} bytes of output, the limit `outputBytes` (`outputKiB` in policies)",
                limits.output_bytes
            ),
            codes::TP1112,
        ),
        Limit::Effect => (
            format!(
                "more than {} bytes of arguments, the limit `effectBytes` (`effectKiB` in policies)",
                limits.effect_bytes
            ),
            codes::TP1113,
        ),
    }
}

/// Why the sandbox stopped, as the error a run ends with.
pub(crate) fn stop_problem(stop: &StepError, limits: &Limits) -> Problem {
    let (kind, detail, code, at) = match stop {
        StepError::Limit { limit, at } => {
            let (words, code) = limit_words(*limit, limits);
            (problem_types::LIMIT, format!("needs {words}{}", place(at.as_deref())), code, at.as_deref())
        }
        StepError::Trap { message, at } => {
            let detail = format!("the sandbox stopped{}", place(at.as_deref()));
            tracing::error!(at, "the runner trapped: {message}");
            (problem_types::RUNTIME, detail, codes::TP1107, at.as_deref())
        }
        StepError::Protocol(message) => {
            tracing::error!("the runner broke the protocol: {message}");
            (problem_types::RUNTIME, "the sandbox gave no usable answer".to_owned(), codes::TP1107, None)
        }
    };
    let mut problem = Problem::new(kind, &code, detail);
    problem.instance = at.and_then(|at| at.split(" · ").next()).map(str::to_owned);
    problem
}

/// Why the sandbox stopped while it checked a definition.
pub(crate) fn stop_diagnostic(stop: &StepError, limits: &Limits) -> Diagnostic {
    stopped_while("checking this definition", stop, limits)
}

/// Why the sandbox stopped while it did this, in words that the limit goes on: "checking this definition".
pub(crate) fn stopped_while(what: &str, stop: &StepError, limits: &Limits) -> Diagnostic {
    let problem = stop_problem(stop, limits);
    let code = match stop {
        StepError::Limit { limit, .. } => limit_words(*limit, limits).1,
        StepError::Trap { .. } | StepError::Protocol(_) => codes::TP1107,
    };
    let detail = problem.detail.unwrap_or_default();
    Diagnostic::error(code, format!("{what} {detail}"))
}

fn place(at: Option<&str>) -> String {
    at.map(|at| format!(", at `{at}`")).unwrap_or_default()
}
