//! Reads the log in blocks: backward for a search, forward for an export.

use std::fs::File;
use std::io::Read as _;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use crate::chain;
use crate::log::{files_of_log, io_error};
use crate::{AuditError, Entry, Search};

/// Bytes that are read at a time.
const BLOCK: usize = 64 << 10;

/// The lines of a file, last line first. It keeps one block and its current line in memory.
struct Backward<'a> {
    path: &'a Path,
    file: File,
    /// Offset in the file of the bytes in memory.
    at: u64,
    buffer: Vec<u8>,
    /// Whether an unfinished last line was dropped.
    is_cut: bool,
}

impl<'a> Backward<'a> {
    fn open(path: &'a Path) -> Result<Self, AuditError> {
        let opened = File::open(path).and_then(|file| Ok((file.metadata()?.len(), file)));
        let (at, file) = opened.map_err(|error| io_error(path, &error))?;
        Ok(Self { path, file, at, buffer: Vec::new(), is_cut: false })
    }

    fn next(&mut self) -> Result<Option<String>, AuditError> {
        loop {
            if !self.is_cut {
                // A line without a line end is being written, or was when the machine stopped. It was never acknowledged.
                let end = self.buffer.iter().rposition(|byte| *byte == b'\n');
                self.buffer.truncate(end.map_or(0, |end| end + 1));
                self.is_cut = end.is_some();
            }
            let inside = self.buffer.len().saturating_sub(1);
            let before =
                self.buffer.get(..inside).and_then(|buffer| buffer.iter().rposition(|byte| *byte == b'\n'));
            if let Some(before) = before {
                return self.line(before + 1).map(Some);
            }
            if self.at == 0 {
                return if self.buffer.is_empty() { Ok(None) } else { self.line(0).map(Some) };
            }
            let size = usize::try_from(self.at).unwrap_or(BLOCK).min(BLOCK);
            self.at -= size as u64;
            let mut block = vec![0; size];
            let read = self.file.read_exact_at(&mut block, self.at);
            read.map_err(|error| io_error(self.path, &error))?;
            block.append(&mut self.buffer);
            self.buffer = block;
        }
    }

    fn line(&mut self, start: usize) -> Result<String, AuditError> {
        let mut line = self.buffer.split_off(start);
        line.pop();
        String::from_utf8(line).map_err(|error| self.damaged(error.to_string()))
    }

    fn damaged(&self, why: String) -> AuditError {
        AuditError::Damaged { file: self.path.display().to_string(), why }
    }
}

/// Finds matching entries, newest first. Checks each link against the next one.
pub(crate) fn search_entries(folder: &Path, search: &Search) -> Result<Vec<Entry>, AuditError> {
    let mut found = Vec::new();
    for path in files_of_log(folder)?.iter().rev() {
        let mut lines = Backward::open(path)?;
        let mut behind: Option<(u64, String)> = None;
        while let Some(line) = lines.next()? {
            let (link, hash) = chain::parse_link(&line, 1).map_err(|_| {
                let place = behind.as_ref().map_or("the last link".to_owned(), |(number, _)| {
                    format!("the link before number {number}")
                });
                lines.damaged(format!("{place} was changed or cannot be read"))
            })?;
            if let Some((number, previous)) = &behind
                && (*previous != hash || *number != link.number + 1)
            {
                return Err(lines.damaged(format!("link {number} does not follow the one before")));
            }
            let fitting = link.entries.into_iter().rev().filter(|entry| search.fits(entry));
            found.extend(fitting.take(search.limit - found.len()));
            if found.len() >= search.limit {
                return Ok(found);
            }
            behind = Some((link.number, link.previous));
        }
        if behind.is_some_and(|(number, _)| number > 0) {
            return Err(lines.damaged("its beginning is missing".to_owned()));
        }
    }
    Ok(found)
}

/// The whole log as it is on disk when the export starts, oldest first, in blocks.
#[derive(Debug)]
pub struct Export {
    files: std::vec::IntoIter<(PathBuf, u64)>,
    open: Option<(PathBuf, std::io::Take<File>)>,
}

impl Export {
    pub(crate) fn new(folder: &Path) -> Result<Self, AuditError> {
        let size = |path: PathBuf| match std::fs::metadata(&path) {
            Ok(about) => Ok((path, about.len())),
            Err(error) => Err(io_error(&path, &error)),
        };
        let files: Vec<_> = files_of_log(folder)?.into_iter().map(size).collect::<Result<_, _>>()?;
        Ok(Self { files: files.into_iter(), open: None })
    }

    fn block(&mut self) -> Result<Option<Vec<u8>>, AuditError> {
        loop {
            if let Some((path, file)) = &mut self.open {
                let mut block = Vec::new();
                let read = file.by_ref().take(BLOCK as u64).read_to_end(&mut block);
                read.map_err(|error| io_error(path, &error))?;
                if !block.is_empty() {
                    return Ok(Some(block));
                }
            }
            let Some((path, size)) = self.files.next() else { return Ok(None) };
            let file = File::open(&path).map_err(|error| io_error(&path, &error))?;
            self.open = Some((path, file.take(size)));
        }
    }
}

impl Iterator for Export {
    type Item = Result<Vec<u8>, AuditError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.block().transpose()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn lines(text: &[u8]) -> Vec<String> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        let mut lines = Backward::open(file.path()).unwrap();
        std::iter::from_fn(|| lines.next().unwrap()).collect()
    }

    #[test]
    fn lines_come_last_first_and_a_torn_end_not_at_all() {
        assert_eq!(lines(b""), Vec::<String>::new());
        assert_eq!(lines(b"torn"), Vec::<String>::new());
        assert_eq!(lines(b"a\n\nbc\n"), ["bc", "", "a"]);
        assert_eq!(lines(b"a\nbc\ntor"), ["bc", "a"]);
        // Lines and ends at every place around the borders of blocks.
        for long in [BLOCK - 2, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7] {
            let text =
                format!("{}\nx\n{}\nend\ntorn{}", "a".repeat(long), "b".repeat(long), "c".repeat(long));
            assert_eq!(lines(text.as_bytes()), ["end", &"b".repeat(long), "x", &"a".repeat(long)], "{long}");
        }
    }
}
