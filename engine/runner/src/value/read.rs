//! Parses JSON text to values: strict, with bounded depth and precise errors.
//!
//! Besides syntax errors, it refuses duplicate members, unpaired surrogates, numbers too large for a float,
//! whole numbers that would be rounded, and text after the value. Errors contain no data.

use std::rc::Rc;

use towpath_diagnostics::{Code, codes};

use super::{Array, Key, Kind, Labels, MAX_DEPTH, Map, Object, Value, number};

/// An error of parsing JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// What is wrong.
    pub reason: ReadReason,
    /// The byte of the text at which it was found.
    pub offset: usize,
}

/// The reason of a parse error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadReason {
    /// The bytes are not UTF-8.
    NotUtf8,
    /// The text ends too early.
    Ends,
    /// Something else was expected here.
    Expected(&'static str),
    /// A character below U+0020 inside a string.
    ControlCharacter,
    /// An unknown escape, or an unpaired surrogate.
    Escape,
    /// A member name occurs twice in one object.
    DuplicateKey,
    /// A number larger than any float.
    NumberTooLarge,
    /// A whole number over 64 bits that a float would round.
    Rounded,
    /// The text is nested deeper than allowed.
    TooDeep,
    /// More text follows the value.
    Trailing,
}

impl ReadError {
    /// The stable code of this error.
    pub fn code(&self) -> Code {
        match self.reason {
            ReadReason::DuplicateKey => codes::TP0502,
            ReadReason::NumberTooLarge | ReadReason::Rounded => codes::TP0503,
            ReadReason::TooDeep => codes::TP0510,
            _ => codes::TP0501,
        }
    }
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.reason {
            ReadReason::NotUtf8 => f.write_str("json text must be utf-8")?,
            ReadReason::Ends => f.write_str("the json text ends too early")?,
            ReadReason::Expected(what) => write!(f, "expected {what}")?,
            ReadReason::ControlCharacter => f.write_str("control characters in strings must be escaped")?,
            ReadReason::Escape => f.write_str("this is not a valid json escape")?,
            ReadReason::DuplicateKey => f.write_str("a name occurs twice in one object")?,
            ReadReason::NumberTooLarge => f.write_str("this number is too large")?,
            ReadReason::Rounded => {
                f.write_str("this whole number does not fit 64 bits and would be rounded")?
            }
            ReadReason::TooDeep => f.write_str("this json text is nested too deeply")?,
            ReadReason::Trailing => f.write_str("more text follows after the end of the value")?,
        }
        write!(f, " at byte {}", self.offset)
    }
}

impl std::error::Error for ReadError {}

impl Value {
    /// Parses one JSON value. The value and everything in it carries `labels`.
    ///
    /// `depth` is the maximum nesting (`[]` has depth 1), at most [`MAX_DEPTH`].
    ///
    /// # Errors
    /// The text is not strict JSON; see [`ReadReason`].
    pub fn from_json_text(text: &[u8], labels: Labels, depth: u32) -> Result<Self, ReadError> {
        let text = std::str::from_utf8(text)
            .map_err(|error| ReadError { reason: ReadReason::NotUtf8, offset: error.valid_up_to() })?;
        let depth = u16::try_from(depth).unwrap_or(MAX_DEPTH).min(MAX_DEPTH);
        Ok(Reader { depth, ..Reader::new(text) }.only()?.with_labels(labels))
    }

    /// Parses one JSON value like jq's `fromjson`: it also accepts `nan`, `Infinity`, numbers of any size and
    /// format, unpaired surrogates and control characters. The last of duplicate members wins.
    ///
    /// # Errors
    /// The text is not such a value, or is nested deeper than [`MAX_DEPTH`].
    pub(crate) fn from_loose_json(text: &str, labels: Labels) -> Result<Self, ReadError> {
        Ok(Reader { loose: true, ..Reader::new(text) }.only()?.with_labels(labels))
    }
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    depth: u16,
    /// Recent member names: lists of similar objects share one copy of each.
    keys: Vec<Key>,
    /// Whether jq's extensions of JSON are accepted.
    loose: bool,
}

/// Number of shared names, found by their position in an object.
const SHARED_KEYS: usize = 32;

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, bytes: text.as_bytes(), at: 0, depth: MAX_DEPTH, keys: Vec::new(), loose: false }
    }

    /// Parses the single value of the text.
    fn only(mut self) -> Result<Value, ReadError> {
        let value = self.value(0)?;
        self.space();
        if self.at < self.bytes.len() {
            return Err(self.fail(ReadReason::Trailing));
        }
        Ok(value)
    }

    fn fail(&self, reason: ReadReason) -> ReadError {
        let reason = if self.at >= self.bytes.len() && matches!(reason, ReadReason::Expected(_)) {
            ReadReason::Ends
        } else {
            reason
        };
        ReadError { reason, offset: self.at }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: u16) -> Result<Value, ReadError> {
        self.space();
        match self.peek() {
            Some(b'{') => self.object(depth + 1),
            Some(b'[') => self.array(depth + 1),
            Some(b'"') => Ok(Kind::Str(self.string()?).into()),
            _ if self.loose => self.loose_word(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Kind::Bool(true)),
            Some(b'f') => self.word("false", Kind::Bool(false)),
            Some(b'n') => self.word("null", Kind::Null),
            _ => Err(self.fail(ReadReason::Expected("a value"))),
        }
    }

    fn word(&mut self, word: &'static str, kind: Kind) -> Result<Value, ReadError> {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return Err(self.fail(ReadReason::Expected("a value")));
        }
        self.at += word.len();
        Ok(kind.into())
    }

    /// A number or word in jq's notation.
    fn loose_word(&mut self) -> Result<Value, ReadError> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)) {
            self.at += 1;
        }
        let word = &self.text[start..self.at];
        let (negative, unsigned) = word.strip_prefix('-').map_or((false, word), |unsigned| (true, unsigned));
        let signed = |float: f64| Kind::Float(if negative { -float } else { float });
        let kind = match unsigned.to_ascii_lowercase().as_str() {
            "nan" => Kind::Float(f64::NAN),
            "infinity" | "inf" => signed(f64::INFINITY),
            _ => match (word, number::parse_number(word)) {
                ("true", _) => Kind::Bool(true),
                ("false", _) => Kind::Bool(false),
                ("null", _) => Kind::Null,
                (_, Some(Ok(int))) => Kind::Int(int),
                (_, Some(Err(float))) => Kind::Float(float),
                (_, None) => {
                    self.at = start;
                    return Err(self.fail(ReadReason::Expected("a value")));
                }
            },
        };
        Ok(kind.into())
    }

    fn enter(&mut self, depth: u16) -> Result<(), ReadError> {
        if depth > self.depth {
            return Err(self.fail(ReadReason::TooDeep));
        }
        self.at += 1;
        self.space();
        Ok(())
    }

    /// Whether another item follows.
    fn another(&mut self, close: u8, expected: &'static str) -> Result<bool, ReadError> {
        self.space();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                self.space();
                Ok(true)
            }
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(false)
            }
            _ => Err(self.fail(ReadReason::Expected(expected))),
        }
    }

    fn array(&mut self, depth: u16) -> Result<Value, ReadError> {
        self.enter(depth)?;
        let mut array = Array { depth: 1, ..Array::default() };
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Kind::Arr(Rc::new(array)).into());
        }
        loop {
            let item = self.value(depth)?;
            array.deepen(item.depth());
            array.items.push(item);
            if !self.another(b']', "`,` or `]`")? {
                return Ok(Kind::Arr(Rc::new(array)).into());
            }
        }
    }

    fn object(&mut self, depth: u16) -> Result<Value, ReadError> {
        self.enter(depth)?;
        let mut object = Object { map: Map::with_capacity(4), depth: 1, ..Object::default() };
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Kind::Obj(Rc::new(object)).into());
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.fail(ReadReason::Expected("a name in double quotes")));
            }
            let start = self.at;
            let key = self.key(object.map.len())?;
            self.space();
            if self.peek() != Some(b':') {
                return Err(self.fail(ReadReason::Expected("`:`")));
            }
            self.at += 1;
            let member = self.value(depth)?;
            object.deepen(member.depth());
            if object.map.insert(key, member).is_some() && !self.loose {
                return Err(ReadError { reason: ReadReason::DuplicateKey, offset: start });
            }
            if !self.another(b'}', "`,` or `}`")? {
                return Ok(Kind::Obj(Rc::new(object)).into());
            }
        }
    }

    /// A member name. It is the same `Rc` as last time if the same name was at the same position.
    fn key(&mut self, place: usize) -> Result<Key, ReadError> {
        if let Some(known) = self.keys.get(place) {
            let end = self.at + 1 + known.len();
            // A name with escapes never matches, because its source text is longer.
            if self.bytes.get(end) == Some(&b'"')
                && self.bytes[self.at + 1..end] == *known.as_bytes()
                && !known.contains(['\\', '"'])
            {
                let known = known.clone();
                self.at = end + 1;
                return Ok(known);
            }
        }
        let key = self.string()?;
        if place < SHARED_KEYS {
            if place < self.keys.len() {
                self.keys[place] = key.clone();
            } else if place == self.keys.len() {
                self.keys.push(key.clone());
            }
        }
        Ok(key)
    }

    /// A string. The next character is the opening quote.
    fn string(&mut self) -> Result<Rc<str>, ReadError> {
        self.at += 1;
        let start = self.at;
        self.plain();
        if self.peek() == Some(b'"') {
            let text = &self.text[start..self.at];
            self.at += 1;
            return Ok(text.into());
        }
        let mut text = self.text[start..self.at].to_owned();
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text.into());
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(byte) if self.loose => {
                    text.push(char::from(byte));
                    self.at += 1;
                }
                Some(_) => return Err(self.fail(ReadReason::ControlCharacter)),
                None => return Err(self.fail(ReadReason::Ends)),
            }
            let from = self.at;
            self.plain();
            text.push_str(&self.text[from..self.at]);
        }
    }

    /// Moves to the next quote, backslash or control character.
    fn plain(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'"' || byte == b'\\' || byte < 0x20 {
                break;
            }
            self.at += 1;
        }
    }

    fn escape(&mut self) -> Result<char, ReadError> {
        let start = self.at;
        let wrong = ReadError { reason: ReadReason::Escape, offset: start };
        self.at += 2;
        Ok(match self.bytes.get(start + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let first = self.hex().ok_or(wrong.clone())?;
                let code = match first {
                    0xd800..=0xdbff => self.second_half(first),
                    code => Some(code),
                };
                match code.and_then(char::from_u32) {
                    Some(character) => character,
                    None if self.loose => char::REPLACEMENT_CHARACTER,
                    None => return Err(wrong),
                }
            }
            Some(_) => return Err(wrong),
            None => return Err(ReadError { reason: ReadReason::Ends, offset: self.bytes.len() }),
        })
    }

    /// The character of a surrogate pair whose first half was read, if the second half follows.
    fn second_half(&mut self, first: u32) -> Option<u32> {
        let start = self.at;
        if self.bytes.get(start..start + 2) == Some(b"\\u") {
            self.at += 2;
            if let Some(second) = self.hex().filter(|second| (0xdc00..0xe000).contains(second)) {
                return Some(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00));
            }
        }
        self.at = start;
        None
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.bytes.get(self.at..self.at + 4)?;
        let mut code = 0;
        for digit in digits {
            code = code << 4 | char::from(*digit).to_digit(16)?;
        }
        self.at += 4;
        Some(code)
    }

    fn digits(&mut self) -> Result<(), ReadError> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == start {
            return Err(self.fail(ReadReason::Expected("a digit")));
        }
        Ok(())
    }

    fn number(&mut self) -> Result<Value, ReadError> {
        let start = self.at;
        let mut whole = true;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            whole = false;
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            whole = false;
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        let text = &self.text[start..self.at];
        if whole
            && text != "-0"
            && let Ok(int) = text.parse()
        {
            return Ok(Kind::Int(int).into());
        }
        match text.parse::<f64>() {
            Ok(float) if float.is_finite() && whole && text != "-0" && !number::is_kept(text, float) => {
                Err(ReadError { reason: ReadReason::Rounded, offset: start })
            }
            Ok(float) if float.is_finite() => Ok(Kind::Float(float).into()),
            _ => Err(ReadError { reason: ReadReason::NumberTooLarge, offset: start }),
        }
    }
}
