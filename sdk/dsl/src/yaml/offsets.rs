//! Converts the scanner's character offsets to byte offsets.

/// The number of characters between two stored byte offsets.
const STEP: usize = 64;

/// Finds the byte offset of the n-th character of one text.
pub(super) struct Offsets<'a> {
    text: &'a str,
    /// Byte offsets of characters 0, 64, 128, …. Empty for ASCII, where both offsets are equal.
    checkpoints: Vec<usize>,
}

impl<'a> Offsets<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let checkpoints = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().step_by(STEP).map(|(at, _)| at).collect()
        };
        Self { text, checkpoints }
    }

    /// The byte offset of character `index`, or the end of the text if there is no such character.
    pub(super) fn byte(&self, index: usize) -> usize {
        if self.checkpoints.is_empty() {
            return index.min(self.text.len());
        }
        let Some(start) = self.checkpoints.get(index / STEP) else { return self.text.len() };
        self.text[*start..].char_indices().nth(index % STEP).map_or(self.text.len(), |(at, _)| start + at)
    }
}

#[cfg(test)]
mod tests {
    use super::Offsets;

    #[test]
    fn agrees_with_counting() {
        let text = "aé😀\n".repeat(50);
        let offsets = Offsets::new(&text);
        for (index, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.byte(index), at, "character {index}");
        }
        assert_eq!(offsets.byte(200), text.len());
        assert_eq!(offsets.byte(9_999), text.len());
        assert_eq!(Offsets::new("abc").byte(7), 3);
    }
}
