//! The anchor of signed heads: a file, which is written together with the log, or an HTTP address, which gets heads later.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use crate::log::io_error;
use crate::sink::Sink;
use crate::{AnchorStatus, AuditError, Head, HttpPlace};

/// Where signed heads are sent, outside the reach of anybody who can change the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchor {
    /// Appends them to this file. If this fails, the entry is not logged either.
    File(PathBuf),
    /// Sends them to this address, after the log is written. The log continues while the address does not answer.
    Http(HttpPlace),
}

/// An open anchor.
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

    /// A second handle that only reads the state.
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
