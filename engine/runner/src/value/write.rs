//! Writes values as JSON text, in one canonical form, with bounded size and depth.
//!
//! Secrets are written as `null`, and the caller gets their names and places.

use std::rc::Rc;

use towpath_wire::SecretUse;

use super::{Kind, Value, number, track};

/// Limits for written JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WriteLimits {
    /// Maximum size of the text, in bytes.
    pub bytes: usize,
    /// Maximum nesting; `[]` has depth 1. A value never exceeds [`super::MAX_DEPTH`].
    pub depth: u32,
}

impl WriteLimits {
    /// No limit beyond that of values.
    pub const NONE: Self = Self { bytes: usize::MAX, depth: super::MAX_DEPTH as u32 };
}

/// Why a value could not be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteError {
    /// The text would exceed this number of bytes.
    TooLarge(usize),
    /// The value is nested deeper than this number of levels.
    TooDeep(u32),
}

impl WriteError {
    /// The stable code of this error.
    pub fn code(&self) -> towpath_diagnostics::Code {
        match self {
            Self::TooLarge(_) => towpath_diagnostics::codes::TP0511,
            Self::TooDeep(_) => towpath_diagnostics::codes::TP0510,
        }
    }
}

impl std::fmt::Display for WriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooLarge(bytes) => write!(f, "this value is larger than {bytes} bytes as json text"),
            Self::TooDeep(depth) => write!(f, "this value is nested deeper than {depth} levels"),
        }
    }
}

impl std::error::Error for WriteError {}

impl Value {
    /// Appends this value as JSON text, and returns the places of secrets.
    ///
    /// # Errors
    /// A limit is exceeded. `out` then contains a part of the text.
    pub fn write_json(&self, out: &mut Vec<u8>, limits: WriteLimits) -> Result<Vec<SecretUse>, WriteError> {
        if u32::from(self.depth()) > limits.depth {
            return Err(WriteError::TooDeep(limits.depth));
        }
        let end = out.len().saturating_add(limits.bytes);
        let mut writer = Writer { out, end, path: Vec::new(), secrets: Vec::new() };
        if writer.value(self).is_none() || writer.out.len() > end {
            return Err(WriteError::TooLarge(limits.bytes));
        }
        Ok(writer.secrets)
    }

    /// This value as JSON text. The whole value counts as read. If it contains a secret, the error is its
    /// name.
    pub(crate) fn to_json(&self) -> Result<String, Rc<str>> {
        track::record_read(self.labels_deep());
        let mut out = Vec::new();
        let secrets = self.write_json(&mut out, WriteLimits { depth: u32::MAX, ..WriteLimits::NONE });
        match secrets.ok().and_then(|secrets| secrets.into_iter().next()) {
            Some(secret) => Err(secret.secret.into()),
            None => Ok(String::from_utf8(out).unwrap_or_default()),
        }
    }
}

enum Step<'a> {
    Item(usize),
    Member(&'a str),
}

struct Writer<'o, 'v> {
    out: &'o mut Vec<u8>,
    end: usize,
    path: Vec<Step<'v>>,
    secrets: Vec<SecretUse>,
}

impl<'v> Writer<'_, 'v> {
    /// `None` if the text is too large.
    fn value(&mut self, value: &'v Value) -> Option<()> {
        match value.kind() {
            Kind::Null => self.out.extend_from_slice(b"null"),
            Kind::Bool(true) => self.out.extend_from_slice(b"true"),
            Kind::Bool(false) => self.out.extend_from_slice(b"false"),
            Kind::Int(int) => number::write_int(self.out, *int),
            Kind::Float(float) => number::write_float(self.out, *float),
            Kind::Str(text) => self.string(text)?,
            Kind::Arr(array) => {
                self.out.push(b'[');
                for (at, item) in array.items.iter().enumerate() {
                    if at > 0 {
                        self.out.push(b',');
                    }
                    self.path.push(Step::Item(at));
                    self.value(item)?;
                    self.path.pop();
                }
                self.out.push(b']');
            }
            Kind::Obj(object) => {
                self.out.push(b'{');
                for (at, (key, member)) in object.map.iter().enumerate() {
                    if at > 0 {
                        self.out.push(b',');
                    }
                    self.string(key)?;
                    self.out.push(b':');
                    self.path.push(Step::Member(key));
                    self.value(member)?;
                    self.path.pop();
                }
                self.out.push(b'}');
            }
            Kind::Secret(name) => {
                self.out.extend_from_slice(b"null");
                self.secrets.push(SecretUse { pointer: self.pointer(), secret: name.to_string() });
            }
        }
        (self.out.len() <= self.end).then_some(())
    }

    fn string(&mut self, text: &str) -> Option<()> {
        if self.out.len().saturating_add(text.len()) > self.end {
            return None;
        }
        write_string(self.out, text);
        Some(())
    }

    fn pointer(&self) -> String {
        let mut pointer = String::new();
        for step in &self.path {
            pointer.push('/');
            match step {
                Step::Item(at) => pointer.push_str(&at.to_string()),
                Step::Member(key) => pointer.push_str(&key.replace('~', "~0").replace('/', "~1")),
            }
        }
        pointer
    }
}

/// Appends `text` in quotes, with the escapes that JSON requires, and DEL escaped as in jq.
pub(crate) fn write_string(out: &mut Vec<u8>, text: &str) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let bytes = text.as_bytes();
    out.push(b'"');
    let mut plain_from = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' && byte != 0x7f {
            continue;
        }
        out.extend_from_slice(&bytes[plain_from..at]);
        plain_from = at + 1;
        let short = match byte {
            b'"' | b'\\' => byte,
            0x08 => b'b',
            0x09 => b't',
            0x0a => b'n',
            0x0c => b'f',
            0x0d => b'r',
            _ => {
                out.extend_from_slice(b"\\u00");
                out.push(HEX[usize::from(byte >> 4)]);
                out.push(HEX[usize::from(byte & 15)]);
                continue;
            }
        };
        out.extend_from_slice(&[b'\\', short]);
    }
    out.extend_from_slice(&bytes[plain_from..]);
    out.push(b'"');
}
