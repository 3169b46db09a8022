//! Byte ranges of a source text, and their lines and columns.

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

/// A position in a text, as LSP counts: zero-based line, zero-based column in UTF-16 code units.
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
    /// Indexes `text` in one pass.
    pub fn new(text: &'a str) -> Self {
        // Line ends of LSP and YAML: `\n`, `\r\n` or `\r`.
        let bytes = text.as_bytes();
        let ends = |at: usize| match bytes[at] {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        };
        let starts = (0..bytes.len()).filter(|at| ends(*at)).map(|at| at + 1);
        let starts = std::iter::once(0).chain(starts).collect();
        Self { text, starts }
    }

    /// The position of byte `offset`. An offset past the end gives the end; one inside a character gives its
    /// start.
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

    #[test]
    fn every_kind_of_line_break_ends_a_line() {
        let index = LineIndex::new("a\r\nbc\rd\n");
        assert_eq!(index.locate(4), LineColumn { line: 1, character: 1 });
        assert_eq!(index.locate(6), LineColumn { line: 2, character: 0 });
        assert_eq!(index.locate(8), LineColumn { line: 3, character: 0 });
    }
}
