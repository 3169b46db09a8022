//! Testing a connection: one harmless request of IT, which no workflow makes and no policy decides on.
//!
//! INVARIANT: nothing of a run, of a workflow or of the caller is in it. It goes where IT's document says, through the same egress
//! with its checks of hosts, addresses and certificates; it follows no redirect, and of the answer only the status is read.

use std::time::{Duration, Instant};

use towpath_diagnostics::codes;
use towpath_wire::Problem;

use crate::Registry;
use crate::failure::communication_problem;

/// Longest that a test takes, whatever the timeout of the integration is.
pub(crate) const LONGEST: Duration = Duration::from_secs(10);

/// The result of testing a connection.
#[derive(Debug, Clone, PartialEq)]
pub struct Tested {
    /// How long it took.
    pub took: Duration,
    /// What was found.
    pub found: Found,
}

/// What a test of a connection found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What was tested: the origin of the address, or the file of the database as the document names it. Never a secret.
    pub target: String,
    /// Whether the other system answered, whatever it said.
    pub is_reachable: bool,
    /// The status of its answer.
    pub status: Option<u16>,
    /// What is wrong; also about a system that answers, such as that it refuses the credentials.
    pub problem: Option<Box<Problem>>,
}

/// Why nothing was tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTested {
    /// There is no such integration.
    Unknown,
    /// It has no connection of its own.
    NoConnection,
}

impl Found {
    /// It could not be reached, or nothing was sent.
    pub(crate) fn unreachable(target: String, problem: Problem) -> Self {
        Self { target, is_reachable: false, status: None, problem: Some(Box::new(problem)) }
    }

    /// It works, and has no status.
    pub(crate) fn open(target: String) -> Self {
        Self { target, is_reachable: true, status: None, problem: None }
    }

    /// It answered with a status. The address may have nothing at its root, so `404` says nothing about the operations.
    pub(crate) fn answered(target: String, who: &str, status: u16) -> Self {
        let why = match status {
            401 | 403 => Some("it refuses the credentials of the connection, or this address to them"),
            407 => Some("a proxy in between wants credentials"),
            500.. => Some("it is there, and does not work"),
            _ => None,
        };
        let problem = why.map(|why| {
            let detail = format!("`{who}` answered with status {status}: {why}");
            Box::new(communication_problem(status, codes::TP3025, detail))
        });
        Self { target, is_reachable: true, status: Some(status), problem }
    }
}

impl Registry {
    /// Tests the connection of an integration: `http` gets one `HEAD` of its base URL, with its headers and credentials; the
    /// database of `sql` is opened and read.
    ///
    /// # Errors
    /// [`NotTested`]: nothing was sent.
    pub async fn test(&self, integration: &str) -> Result<Tested, NotTested> {
        let instance = self.instances.get(integration).ok_or(NotTested::Unknown)?;
        let start = Instant::now();
        let found = instance.connection.test(integration).await.ok_or(NotTested::NoConnection)?;
        Ok(Tested { took: start.elapsed(), found })
    }
}
