//! Whether the index may be believed. sled survives a killed process but not a lost power supply: its writes
//! reach the page cache in order, not the disk. So a note beside it says whether it was closed well, or else
//! under which boot of the machine it was open; after another boot it is built anew from the log.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

const NOTE: &str = "state";
const CLEAN: &str = "clean";

/// Whether the index in `folder` can be believed.
pub(crate) fn is_trusted(folder: &Path) -> bool {
    let Ok(note) = fs::read_to_string(folder.join(NOTE)) else { return false };
    match note.trim() {
        CLEAN => true,
        note => boot().is_some_and(|boot| note == format!("open {boot}")),
    }
}

/// Notes that the index is about to change, and is complete for what it says of itself.
pub(crate) fn note_open(folder: &Path) -> io::Result<()> {
    // Where the boot cannot be told the note matches none.
    note(folder, &format!("open {}", boot().unwrap_or_else(|| "unknown".to_owned())))
}

/// Notes that the index in `folder/…` was closed well, after making its files durable.
pub(crate) fn note_clean(folder: &Path, files: &Path) -> io::Result<()> {
    for entry in fs::read_dir(files)? {
        File::open(entry?.path())?.sync_all()?;
    }
    File::open(files)?.sync_all()?;
    note(folder, CLEAN)
}

/// Takes the note away: the index is being built.
pub(crate) fn forget(folder: &Path) -> io::Result<()> {
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

/// Names the time since the machine started.
fn boot() -> Option<String> {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").ok().map(|text| text.trim().to_owned())
}
