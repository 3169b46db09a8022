//! Decides whether the index can be trusted. sled survives a killed process but not a power loss: its writes reach the page
//! cache in order, but not the disk. A note beside the index says whether it was closed cleanly, or else during which boot of
//! the machine it was open. After another boot it is rebuilt from the log.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

const NOTE: &str = "state";
const CLEAN: &str = "clean";

/// Whether the index in `folder` can be trusted.
pub(crate) fn is_trusted(folder: &Path) -> bool {
    let Ok(note) = fs::read_to_string(folder.join(NOTE)) else { return false };
    match note.trim() {
        CLEAN => true,
        note => boot_id().is_some_and(|boot| note == format!("open {boot}")),
    }
}

/// Notes that the index is open, and complete up to its mark.
pub(crate) fn note_open(folder: &Path) -> io::Result<()> {
    // If the boot is unknown, the note matches no boot.
    note(folder, &format!("open {}", boot_id().unwrap_or_else(|| "unknown".to_owned())))
}

/// Makes the files of the index durable, then notes that it was closed cleanly.
pub(crate) fn note_clean(folder: &Path, files: &Path) -> io::Result<()> {
    for entry in fs::read_dir(files)? {
        File::open(entry?.path())?.sync_all()?;
    }
    File::open(files)?.sync_all()?;
    note(folder, CLEAN)
}

/// Removes the note while the index is being rebuilt.
pub(crate) fn remove_trust_note(folder: &Path) -> io::Result<()> {
    match fs::remove_file(folder.join(NOTE)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(()) => File::open(folder)?.sync_all(),
    }
}

fn note(folder: &Path, text: &str) -> io::Result<()> {
    let new = folder.join("state.new");
    let mut file = File::create(&new)?;
    writeln!(file, "{text}")?;
    file.sync_all()?;
    fs::rename(&new, folder.join(NOTE))?;
    File::open(folder)?.sync_all()
}

/// The id of the current boot of the machine.
fn boot_id() -> Option<String> {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").ok().map(|text| text.trim().to_owned())
}
