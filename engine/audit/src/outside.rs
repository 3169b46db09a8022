//! Where signed heads go besides: a file, which is part of writing the log, or an address, which is behind it.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use crate::log::io_error;
use crate::sink::Sink;
use crate::{AnchorStatus, AuditError, Head, HttpPlace};

/// Where signed heads go, out of reach of whoever has the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchor {
    /// They are appended to this file. What cannot be appended is not in the log either.
    File(PathBuf),
    /// They are handed to this address, behind the log: it goes on while the address does not answer.
    Http(HttpPlace),
}

/// An anchor that is open.
#[derive(Debug)]
pub(crate) enum Outside {
    File(PathBuf, Option<File>),
    Http(Arc<Sink>),
}

impl Outside {
    pub(crate) fn open(anchor: &Anchor) -> Result<Self, AuditError> {
        Ok(match anchor {
            Anchor::File(path) => {
                let file = OpenOptions::new().append(true).create(true).open(path);
                Self::File(path.clone(), Some(file.map_err(|error| io_error(path, &error))?))
            }
            Anchor::Http(place) => Self::Http(Sink::start(place.clone())?),
        })
    }

    /// The same for whoever only asks.
    pub(crate) fn shared(&self) -> Self {
        match self {
            Self::File(path, _) => Self::File(path.clone(), None),
            Self::Http(sink) => Self::Http(Arc::clone(sink)),
        }
    }

    pub(crate) fn status(&self) -> AnchorStatus {
        match self {
            Self::File(path, _) => {
                AnchorStatus { place: path.display().to_string(), ..AnchorStatus::default() }
            }
            Self::Http(sink) => sink.status(),
        }
    }

    pub(crate) fn add(&mut self, head: Head) -> Result<(), AuditError> {
        match self {
            Self::File(path, Some(file)) => {
                let line = serde_json::to_string(&head).unwrap_or_default();
                let written = file.write_all(format!("{line}\n").as_bytes()).and_then(|()| file.sync_data());
                written.map_err(|error| io_error(path, &error))
            }
            Self::File(_, None) => Ok(()),
            Self::Http(sink) => {
                sink.add(head);
                Ok(())
            }
        }
    }
}
