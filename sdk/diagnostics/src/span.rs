//! Byte ranges of a source text, and the lines and columns they stand for.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes in a source text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The range `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }
}

/// A place as editors count: zero-based line, zero-based column in UTF-16 code units (as LSP does).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LineColumn {
    /// Zero-based line.
    pub line: usize,
    /// Zero-based column, in UTF-16 code units.
    pub character: usize,
}

/// Finds lines and columns for byte offsets of one text.
#[derive(Debug)]
pub struct LineIndex<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> LineIndex<'a> {
    /// Indexes `text`, one pass.
    pub fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// The place of byte `offset`; past the end it is the end, inside a character it is that character's start.
    pub fn locate(&self, offset: usize) -> LineColumn {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let character = self.text[self.starts[line]..offset].encode_utf16().count();
        LineColumn { line, character }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_utf16_units() {
        let index = LineIndex::new("a\n\u{1F600}b\n");
        assert_eq!(index.locate(0), LineColumn { line: 0, character: 0 });
        assert_eq!(index.locate(2 + 4), LineColumn { line: 1, character: 2 });
        assert_eq!(index.locate(4), LineColumn { line: 1, character: 0 });
        assert_eq!(index.locate(999), LineColumn { line: 2, character: 0 });
    }
}
