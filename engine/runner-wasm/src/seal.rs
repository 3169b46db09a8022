//! Reads the seal: the custom section of a runner with the digest of its build inputs. `examples/seal` writes
//! it.

use serde::{Deserialize, Serialize};

/// Name of the custom section.
pub const SEAL_SECTION: &str = "towpath.runner";

/// The build inputs of a runner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seal {
    /// `rustc --version` of the compiler.
    pub compiler: String,
    /// The version of its messages: [`towpath_wire::VERSION`] when it was built.
    pub wire: u32,
    /// `sha256:<hex>` of its sources and locked dependencies.
    pub sources: String,
}

/// Reads the seal of a WebAssembly module. `None` if it has none or is not a module.
pub fn seal(module: &[u8]) -> Option<Seal> {
    let mut rest = module.strip_prefix(b"\0asm\x01\0\0\0")?;
    while let Some((&id, after)) = rest.split_first() {
        let (size, after) = read_leb128(after)?;
        let (section, after) = after.split_at_checked(size)?;
        rest = after;
        if id != 0 {
            continue;
        }
        let (size, section) = read_leb128(section)?;
        let (name, payload) = section.split_at_checked(size)?;
        if name == SEAL_SECTION.as_bytes() {
            return serde_json::from_slice(payload).ok();
        }
    }
    None
}

/// An unsigned number of at most 32 bits, and the rest.
fn read_leb128(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0_u64;
    for (index, byte) in bytes.iter().take(5).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((usize::try_from(value).ok()?, &bytes[index + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{read_leb128, seal};

    #[test]
    fn an_invalid_module_has_no_seal() {
        for bytes in
            [&b""[..], b"\0asm", b"\0asm\x01\0\0\0", b"\0asm\x01\0\0\0\0\xff\xff\xff\xff\x0f", b"text"]
        {
            assert_eq!(seal(bytes), None, "{bytes:?}");
        }
    }

    #[test]
    fn numbers_take_one_to_five_bytes() {
        assert_eq!(read_leb128(&[0x7f, 1]), Some((127, &[1][..])));
        assert_eq!(read_leb128(&[0xe5, 0x8e, 0x26]), Some((624_485, &[][..])));
        assert_eq!(read_leb128(&[0x80; 6]), None);
        assert_eq!(read_leb128(&[0x80]), None);
    }
}
