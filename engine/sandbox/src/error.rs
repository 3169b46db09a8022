//! Errors of the sandbox itself, of a load, and of a step.

use crate::RunnerDigest;

/// An error of the sandbox, not of a run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SandboxError {
    /// The configuration does not work on this machine.
    #[error("the sandbox cannot be set up: {0}")]
    Config(String),
    /// The bytes are not a runner that this engine supports.
    #[error("not a usable runner: {0}")]
    Runner(String),
    /// This runner was not added.
    #[error("runner `{0}` is not loaded")]
    UnknownRunner(RunnerDigest),
    /// The bytes are not an image of this runner.
    #[error("not a usable image: {0}")]
    Image(String),
    /// The image alone needs more memory than the limit of the run.
    #[error("the workflow needs {needs} bytes of memory to start, the limit is {limit}")]
    ImageTooLarge {
        /// Bytes of the image's memory.
        needs: u64,
        /// Memory limit of the run, in bytes.
        limit: u64,
    },
    /// An instance could not be created.
    #[error("no instance could be started: {0}")]
    Instantiate(String),
}

/// A definition could not be loaded. Errors in the definition itself are in the report instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// Loading it was stopped.
    #[error(transparent)]
    Stopped(#[from] StepError),
    /// The sandbox failed.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
}

/// An entry that returned no reply. The instance cannot be used any more.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StepError {
    /// It reached a limit.
    #[error("{limit}{}", place(.at))]
    Limit {
        /// The limit.
        limit: Limit,
        /// Where the runner was, from its breadcrumb.
        at: Option<String>,
    },
    /// The runner failed. This is a bug in the engine, not in the workflow.
    #[error("the interpreter failed{}: {message}", place(.at))]
    Trap {
        /// What happened, for the log.
        message: String,
        /// Where the runner was, from its breadcrumb.
        at: Option<String>,
    },
    /// The runner violated the protocol.
    #[error("the interpreter broke its contract: {0}")]
    Protocol(String),
}

/// A limit that ended a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Limit {
    /// `memory_bytes`.
    Memory,
    /// `cpu_ms`.
    Cpu,
    /// Recursion: the stack overflowed.
    Depth,
    /// `output_bytes`.
    Output,
    /// `effect_bytes`.
    Effect,
}

impl Limit {
    /// The field of the limits, `memoryBytes`. The depth of recursion has no field.
    pub fn field(self) -> Option<&'static str> {
        match self {
            Self::Memory => Some("memoryBytes"),
            Self::Cpu => Some("cpuMs"),
            Self::Depth => None,
            Self::Output => Some("outputBytes"),
            Self::Effect => Some("effectBytes"),
        }
    }
}

impl std::fmt::Display for Limit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Memory => "the memory limit was reached",
            Self::Cpu => "the limit of computing time was reached",
            Self::Depth => "the recursion is too deep",
            Self::Output => "the output is larger than the limit",
            Self::Effect => "the arguments of a call are larger than the limit",
        })
    }
}

fn place(at: &Option<String>) -> String {
    at.as_ref().map_or_else(String::new, |at| format!(" at `{at}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wording() {
        let at = Some("/do/0/sum".to_owned());
        let limit = StepError::Limit { limit: Limit::Cpu, at: at.clone() };
        assert_eq!(limit.to_string(), "the limit of computing time was reached at `/do/0/sum`");
        let trap = StepError::Trap { message: "unreachable".to_owned(), at };
        assert_eq!(trap.to_string(), "the interpreter failed at `/do/0/sum`: unreachable");
    }
}
