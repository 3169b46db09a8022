//! Writing files: whole or not at all, and never through a link.

use std::ffi::{OsStr, OsString};
use std::io::Write as _;
use std::path::{Component, Path};

use rustix::fs::{AtFlags, FileType, Mode, OFlags, mkdirat, openat, renameat, statat, unlinkat};
use rustix::io::Errno;

use super::folder::Folder;
use super::{is, is_link, not_regular, unwritable};

/// Writes below one folder, and nowhere else.
#[derive(Debug)]
pub(crate) struct Writer {
    root: Folder,
}

impl Writer {
    /// Writes below `root`, which is made where it is missing.
    pub(crate) fn open(root: &Path) -> Result<Self, String> {
        std::fs::create_dir_all(root).map_err(|error| unwritable(root, error))?;
        Ok(Self { root: Folder::open(root)? })
    }

    /// Writes a file at a place from the root on; folders are made.
    pub(crate) fn write(&self, place: &Path, text: &str) -> Result<(), String> {
        let mut parts = place.components().peekable();
        let mut folder: Option<Folder> = None;
        while let Some(part) = parts.next() {
            let here = folder.as_ref().unwrap_or(&self.root);
            let Component::Normal(name) = part else {
                return Err(format!("`{}` leads out of the folder", place.display()));
            };
            if parts.peek().is_none() {
                return put(here, name, text);
            }
            match mkdirat(&here.opened, name, Mode::from_raw_mode(0o777)) {
                Ok(()) | Err(Errno::EXIST) => {}
                Err(error) => return Err(unwritable(&here.path.join(name), error)),
            }
            folder = Some(here.inside(name)?);
        }
        Err(format!("`{}` names no file", place.display()))
    }
}

/// Writes the one file that was named. What is there is replaced where it is a regular file.
pub(crate) fn write_named_file(path: &Path, text: &str) -> Result<(), String> {
    let Some(name) = path.file_name() else { return Err(format!("`{}` names no file", path.display())) };
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut folder = Folder::open(parent)?;
    path.parent().unwrap_or(Path::new("")).clone_into(&mut folder.path);
    put(&folder, name, text)
}

fn put(folder: &Folder, name: &OsStr, text: &str) -> Result<(), String> {
    let path = folder.path.join(name);
    let failed = |error: std::io::Error| unwritable(&path, error);
    // What is replaced keeps its permissions.
    let mode = match statat(&folder.opened, name, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(stat) if is(&stat, FileType::Symlink) => return Err(is_link(&path)),
        Ok(stat) if !is(&stat, FileType::RegularFile) => return Err(not_regular(&path, &stat)),
        Ok(stat) => Some(Mode::from_raw_mode(stat.st_mode & 0o777)),
        Err(Errno::NOENT) => None,
        Err(error) => return Err(unwritable(&path, error)),
    };
    let mut beside = OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}.tmp", std::process::id()));
    // Of a process that was killed here and had the same number.
    let _ = unlinkat(&folder.opened, &beside, AtFlags::empty());
    let written = || -> std::io::Result<()> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let opened = openat(&folder.opened, &beside, flags, Mode::from_raw_mode(0o666))?;
        if let Some(mode) = mode {
            rustix::fs::fchmod(&opened, mode)?;
        }
        let mut file = std::fs::File::from(opened);
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        // A name is replaced, never what it leads to.
        Ok(renameat(&folder.opened, &beside, &folder.opened, name)?)
    };
    written().map_err(|error| {
        let _ = unlinkat(&folder.opened, &beside, AtFlags::empty());
        failed(error)
    })
}
