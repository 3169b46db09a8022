//! What the process answers its caller with.

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Success.
    Success,
    /// It was looked at and found wrong: a definition with errors, a run that faulted, a failing policy test.
    Found,
    /// The command line or the configuration is wrong; clap uses the same code.
    Usage,
    /// A file, the server or the store could not be reached or used.
    Unavailable,
    /// A policy or a role says no.
    Refused,
    /// It was looked at, and there is something to change: the answer of a plan.
    Changes,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Success => 0,
            Exit::Found => 1,
            Exit::Usage => 2,
            Exit::Unavailable => 3,
            Exit::Refused => 4,
            Exit::Changes => 5,
        })
    }
}
