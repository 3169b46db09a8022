//! The current position of the interpreter: written before each expression, read by the host after a trap.
//!
//! It is at a fixed address in memory, because after a trap the sandbox can run no more code.

use std::cell::RefCell;

use towpath_wire::BREADCRUMB_BYTES;

thread_local! {
    /// A little-endian 16-bit length, then that many bytes of UTF-8.
    static PLACE: RefCell<[u8; BREADCRUMB_BYTES]> = const { RefCell::new([0; BREADCRUMB_BYTES]) };
}

/// Sets the position: `/do/0/total · set.total`. A long text is truncated at a character.
pub(crate) fn set_breadcrumb(place: &str) {
    PLACE.with_borrow_mut(|buffer| {
        let mut end = place.len().min(BREADCRUMB_BYTES - 2);
        while !place.is_char_boundary(end) {
            end -= 1;
        }
        buffer[2..2 + end].copy_from_slice(&place.as_bytes()[..end]);
        let length = u16::try_from(end).unwrap_or_default();
        buffer[..2].copy_from_slice(&length.to_le_bytes());
    });
}

/// The last position, or `None` if there is none yet.
pub fn get() -> Option<String> {
    PLACE.with_borrow(|buffer| {
        let length = usize::from(u16::from_le_bytes([buffer[0], buffer[1]]));
        let text = buffer.get(2..2 + length).filter(|text| !text.is_empty())?;
        Some(String::from_utf8_lossy(text).into_owned())
    })
}

/// The address of the buffer. It never moves.
pub fn address() -> usize {
    PLACE.with(|buffer| buffer.as_ptr() as usize)
}

#[cfg(test)]
mod tests {
    use super::{get, set_breadcrumb};

    #[test]
    fn it_keeps_the_last_place_and_cuts_at_a_character() {
        set_breadcrumb("/do/0/total · set.total");
        assert_eq!(get().as_deref(), Some("/do/0/total · set.total"));
        set_breadcrumb(&"ü".repeat(400));
        assert_eq!(get().map(|place| place.len()), Some(510));
        set_breadcrumb(&format!("a{}", "ü".repeat(400)));
        assert_eq!(get().map(|place| place.len()), Some(509));
    }
}
