//! What can go wrong between a client and a server.

use towpath_api_types::Problem;

/// Why a call failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// The server refused, with a problem document.
    #[error("the server answered {0}")]
    Problem(Box<Problem>),
    /// The answer does not come from a Towpath server, but perhaps from a proxy.
    #[error("the server at {url} answered {status}, which is not an answer of towpath")]
    Unexpected {
        /// The status.
        status: u16,
        /// What was asked.
        url: String,
    },
    /// The answer has another shape than expected; perhaps the server has another version.
    #[error("the answer of {url} cannot be read: {reason}")]
    Unreadable {
        /// What was asked.
        url: String,
        /// Why.
        reason: String,
    },
    /// The answer is larger than any answer of a Towpath server. It was not read to its end.
    #[error("the answer of {url} has more than {} MiB, so it was not read", most >> 20)]
    TooLarge {
        /// What was asked.
        url: String,
        /// Most bytes that are read.
        most: usize,
    },
    /// The server was not reached, or went away. Whether it did what was asked is not known.
    #[error("the server cannot be reached: {0}")]
    Transport(String),
    /// The server's address is invalid, or TLS cannot be set up.
    #[error("{0}")]
    Setup(String),
}

impl ClientError {
    /// The problem document, where the server sent one.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Problem(problem) => Some(problem),
            _ => None,
        }
    }
}

impl From<reqwest::Error> for ClientError {
    fn from(error: reqwest::Error) -> Self {
        // The outermost words of a chain only say that something failed; the innermost say what.
        let mut words = error.to_string();
        let mut inner = std::error::Error::source(&error);
        while let Some(cause) = inner {
            words = format!("{words}: {cause}");
            inner = cause.source();
        }
        Self::Transport(words)
    }
}
