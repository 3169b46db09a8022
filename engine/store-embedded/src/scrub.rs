//! The scrub: reads the log again while the store is open, one segment at a time, to find bytes that the disk has changed
//! before the frame is needed. Reads only; repairs nothing.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use parking_lot::Mutex;

use crate::check::Finding;
use crate::disk::Disk;
use crate::error::OpenError;
use crate::recovery::{self, End};
use crate::segment::{self, HEADER};

/// The scrub.
pub(crate) struct Scrub {
    pub(crate) disk: Arc<dyn Disk>,
    /// Duration of a pass over all segments. Each segment gets an equal share of it.
    pub(crate) every: Duration,
    pub(crate) found: Arc<Mutex<Vec<Finding>>>,
}

impl Scrub {
    /// Runs until the sender of `stop` is dropped.
    pub(crate) fn run(self, stop: &Receiver<()>) {
        // Waits at first, so that it does not run while the server starts.
        let mut wait = self.every / 24;
        while stop.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            wait = self.every / 24;
            let numbers = segment::segment_numbers(&*self.disk).unwrap_or_default();
            let share = self.every / u32::try_from(numbers.len().max(1)).unwrap_or(u32::MAX);
            let mut found = Vec::new();
            for number in &numbers {
                if stop.recv_timeout(share) != Err(RecvTimeoutError::Timeout) {
                    return;
                }
                found.extend(damage_of_segment(&*self.disk, *number, numbers.last() == Some(number)));
            }
            for finding in &found {
                tracing::error!(%finding, "the log is damaged; stop the server and restore a backup");
            }
            *self.found.lock() = found;
        }
    }
}

/// The problem of a segment, if any. The end of the newest segment is being written, so it is not checked.
fn damage_of_segment(disk: &dyn Disk, number: u32, is_newest: bool) -> Option<Finding> {
    let name = segment::segment_file_name(number);
    let finding = |offset, what: &str| Some(Finding { place: name.clone(), offset, what: what.to_owned() });
    let loaded = match recovery::load_segment(disk, number) {
        Ok(Some(loaded)) => loaded,
        Ok(None) if is_newest => return None,
        Ok(None) => return finding(0, "its header is not readable"),
        Err(OpenError::Damaged { offset, what, .. }) => return finding(offset, &what),
        // It was compacted.
        Err(OpenError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => return None,
        Err(error) => {
            tracing::warn!(segment = %name, %error, "a segment of the log could not be read again");
            return None;
        }
    };
    let walked = loaded.walk(HEADER, |_, _| Ok(())).ok()?;
    match walked.how {
        End::Clean => None,
        End::Torn(_) if is_newest => None,
        End::Torn(what) | End::Hole(what) => finding(u64::from(walked.end), what),
    }
}
