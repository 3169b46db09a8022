//! Reading a folder: everything in it, and nothing else.

use std::ffi::OsStr;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, openat, statat};

use super::read::{LARGEST, Links, read_file_in_folder, text};
use super::{is, is_document, is_link, not_regular, unreadable};
use crate::folder::File;

/// Folders deeper than this are refused.
const DEEPEST: usize = 12;
/// Most names below one folder.
const MOST: usize = 20_000;
/// Most bytes of documents below one folder.
const BYTES: u64 = 256 << 20;

/// What becomes of names that begin with a dot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hidden {
    Read,
    PassedOver,
}

/// An open folder. Its name may lead elsewhere by now; it does not.
#[derive(Debug)]
pub(crate) struct Folder {
    /// As messages name it.
    pub(super) path: PathBuf,
    pub(super) opened: OwnedFd,
}

/// What was met in a folder.
#[derive(Debug)]
pub(crate) enum Seen {
    /// A document, read.
    Document(File),
    /// A folder; what is in it follows where it is walked.
    Folder(PathBuf),
    /// Something else that is left alone.
    Other(PathBuf),
}

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

impl Folder {
    /// Opens the folder that `path` leads to: the root of all that is read through it.
    pub(crate) fn open(path: &Path) -> Result<Self, String> {
        let canonical = path.canonicalize().map_err(|error| unreadable(path, error))?;
        let opened = rustix::fs::open(&canonical, FOLDER | OFlags::NOFOLLOW, Mode::empty());
        let opened = opened.map_err(|error| unreadable(path, error))?;
        Ok(Self { path: path.to_owned(), opened })
    }

    /// Opens a folder in this one. A link is refused.
    pub(crate) fn inside(&self, name: &OsStr) -> Result<Self, String> {
        let path = self.path.join(name);
        let opened = openat(&self.opened, name, FOLDER | OFlags::NOFOLLOW, Mode::empty());
        match opened {
            Ok(opened) => Ok(Self { path, opened }),
            Err(error) => match statat(&self.opened, name, AtFlags::SYMLINK_NOFOLLOW) {
                Ok(stat) if is(&stat, FileType::Symlink) => Err(is_link(&path)),
                _ => Err(unreadable(&path, error)),
            },
        }
    }

    /// The text of a document in this folder.
    pub(super) fn text(&self, name: &OsStr) -> Result<String, String> {
        let path = self.path.join(name);
        text(read_file_in_folder(&self.opened, Path::new(name), &path, Links::Refused, LARGEST)?, &path)
    }

    /// The names in this folder, sorted.
    fn names(&self, walk: &mut Walk) -> Result<Vec<PathBuf>, String> {
        let failed = |error: rustix::io::Errno| unreadable(&self.path, error);
        let mut names = Vec::new();
        for entry in Dir::read_from(&self.opened).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_bytes();
            if name == b"." || name == b".." || (walk.hidden == Hidden::PassedOver && name.starts_with(b"."))
            {
                continue;
            }
            walk.names += 1;
            if walk.names > MOST {
                return Err(format!(
                    "`{}` and what is below has more than {MOST} names",
                    walk.root.display()
                ));
            }
            names.push(PathBuf::from(OsStr::from_bytes(name)));
        }
        names.sort();
        Ok(names)
    }
}

/// Going through a folder, within bounds.
#[derive(Debug)]
pub(crate) struct Walk {
    root: PathBuf,
    hidden: Hidden,
    names: usize,
    bytes: u64,
}

impl Walk {
    pub(crate) fn new(root: &Folder, hidden: Hidden) -> Self {
        Self { root: root.path.clone(), hidden, names: 0, bytes: 0 }
    }

    /// What lies in a folder itself, by name. Documents in it are not read: they are met as something else.
    pub(crate) fn top(&mut self, folder: &Folder) -> Result<Vec<Seen>, String> {
        let mut seen = Vec::new();
        for name in folder.names(self)? {
            let path = folder.path.join(&name);
            let stat = statat(&folder.opened, &name, AtFlags::SYMLINK_NOFOLLOW);
            let stat = stat.map_err(|error| unreadable(&path, error))?;
            seen.push(if is(&stat, FileType::Directory) { Seen::Folder(path) } else { Seen::Other(path) });
        }
        Ok(seen)
    }

    /// Everything below a folder, by name, documents read. A link that leads to a folder or is called like a document is
    /// refused, and so is what is called like a document and is no regular file: it is not to be left out in silence.
    pub(crate) fn all(&mut self, folder: &Folder) -> Result<Vec<Seen>, String> {
        let mut seen = Vec::new();
        self.below(folder, 1, &mut seen)?;
        Ok(seen)
    }

    fn below(&mut self, folder: &Folder, depth: usize, seen: &mut Vec<Seen>) -> Result<(), String> {
        for name in folder.names(self)? {
            let path = folder.path.join(&name);
            let stat = statat(&folder.opened, &name, AtFlags::SYMLINK_NOFOLLOW);
            let stat = stat.map_err(|error| unreadable(&path, error))?;
            match FileType::from_raw_mode(stat.st_mode) {
                FileType::Directory if depth == DEEPEST => {
                    return Err(format!("`{}` is more than {DEEPEST} folders deep", path.display()));
                }
                FileType::Directory => {
                    seen.push(Seen::Folder(path));
                    self.below(&folder.inside(name.as_os_str())?, depth + 1, seen)?;
                }
                FileType::RegularFile if is_document(&name) => {
                    let source = folder.text(name.as_os_str())?;
                    self.bytes += source.len() as u64;
                    if self.bytes > BYTES {
                        let (root, most) = (self.root.display(), BYTES >> 20);
                        return Err(format!("the documents below `{root}` have more than {most} MiB"));
                    }
                    seen.push(Seen::Document(File { path, source }));
                }
                FileType::Symlink => {
                    let leads = statat(&folder.opened, &name, AtFlags::empty());
                    if is_document(&name) || leads.is_ok_and(|stat| is(&stat, FileType::Directory)) {
                        return Err(is_link(&path));
                    }
                    seen.push(Seen::Other(path));
                }
                _ if is_document(&name) => return Err(not_regular(&path, &stat)),
                _ => seen.push(Seen::Other(path)),
            }
        }
        Ok(())
    }
}
