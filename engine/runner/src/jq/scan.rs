//! Checks the length and the nesting of an expression before a recursive parser reads it.
//!
//! It scans tokens approximately, without recursion. The result is an upper bound of the depth of the syntax
//! tree. The parser reports syntax errors.

use super::{CompileError, Mistake};

/// Maximum length of an expression, in bytes.
pub const MAX_LENGTH: usize = 16 << 10;

/// Maximum number of open brackets, `if`s, `def`s and strings.
pub const MAX_OPEN: usize = 100;

/// Maximum number of levels of the syntax tree: everything open, plus the operators and keywords before it.
pub const MAX_LEVELS: usize = 256;

/// Maximum number of commas outside objects. They do not count as levels, because lists are balanced when
/// compiled.
const MAX_COMMAS: usize = 2_000;

/// An open construct, and the number of levels before the current position in it.
struct Open {
    kind: Kind,
    levels: usize,
    /// Levels that are kept at the next separator.
    kept: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Top,
    Round,
    Square,
    Curly,
    If,
    /// Inside a string.
    Text,
    /// Inside `\(…)`.
    Interpolated,
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    open: Vec<Open>,
    commas: usize,
}

/// Refuses an expression that is too long or nested too deeply.
pub(super) fn check_size(expr: &str) -> Result<(), CompileError> {
    if expr.len() > MAX_LENGTH {
        return Err(CompileError { mistake: Mistake::TooLong, start: MAX_LENGTH, end: expr.len() });
    }
    let top = Open { kind: Kind::Top, levels: 0, kept: 0 };
    Scan { bytes: expr.as_bytes(), at: 0, open: vec![top], commas: 0 }.run()
}

impl Scan<'_> {
    fn run(mut self) -> Result<(), CompileError> {
        while self.at < self.bytes.len() {
            let start = self.at;
            if self.top() == Kind::Text {
                self.text();
            } else {
                self.token();
            }
            let levels: usize = self.open.iter().map(|open| open.levels + 1).sum();
            if self.open.len() > MAX_OPEN + 1 || levels > MAX_LEVELS || self.commas > MAX_COMMAS {
                return Err(CompileError { mistake: Mistake::TooDeep, start, end: self.at });
            }
        }
        Ok(())
    }

    fn top(&self) -> Kind {
        self.open.last().map_or(Kind::Top, |open| open.kind)
    }

    fn push(&mut self, kind: Kind) {
        self.open.push(Open { kind, levels: 0, kept: 0 });
    }

    /// Closes the current construct if it is of this kind. The parser reports an unmatched closing token.
    fn pop(&mut self, kind: Kind) {
        if self.top() == kind && self.open.len() > 1 {
            self.open.pop();
        }
    }

    fn deeper(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.levels += 1;
        }
    }

    fn separator(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.levels = open.kept;
        }
    }

    /// Scans a string up to its end, or to an interpolation.
    fn text(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'"' => return self.pop(Kind::Text),
                b'\\' => {
                    let escaped = self.bytes.get(self.at);
                    self.at += 1;
                    if escaped == Some(&b'(') {
                        // Each interpolation adds a term to a sum.
                        self.deeper();
                        return self.push(Kind::Interpolated);
                    }
                }
                _ => {}
            }
        }
    }

    fn token(&mut self) {
        let byte = self.bytes[self.at];
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => return self.word(),
            // Names after `.`, `$` and `@` are not keywords.
            b'.' | b'$' | b'@' => {
                self.at += 1;
                while self.bytes.get(self.at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_') {
                    self.at += 1;
                }
                return;
            }
            b'#' => return self.comment(),
            b'"' => self.push(Kind::Text),
            b'(' => self.push(Kind::Round),
            b'[' => self.push(Kind::Square),
            b'{' => self.push(Kind::Curly),
            b')' if self.top() == Kind::Interpolated => self.pop(Kind::Interpolated),
            b')' => self.pop(Kind::Round),
            b']' => self.pop(Kind::Square),
            b'}' => self.pop(Kind::Curly),
            b';' => self.separator(),
            b',' if self.top() == Kind::Curly => self.separator(),
            b',' => {
                self.commas += 1;
                self.separator();
            }
            b'|' | b'+' | b'-' | b'*' | b'/' | b'%' | b'=' | b'<' | b'>' | b'!' | b'?' => {
                self.operator();
                return;
            }
            _ => {}
        }
        self.at += 1;
    }

    /// An operator of one or more characters is one level. A sign may follow directly.
    fn operator(&mut self) {
        self.deeper();
        self.at += 1;
        while self.bytes.get(self.at).is_some_and(|byte| b"|=/<>".contains(byte)) {
            self.at += 1;
        }
    }

    fn word(&mut self) {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_') {
            self.at += 1;
        }
        let word = &self.bytes[start..self.at];
        // In `{if: 1}` this is a name, not a keyword. Before the colon of a slice, only `end` can be a
        // keyword.
        if word != b"end" && self.bytes[self.at..].trim_ascii_start().starts_with(b":") {
            return;
        }
        match word {
            b"if" => self.push(Kind::If),
            b"end" => self.pop(Kind::If),
            b"then" | b"else" => self.separator(),
            b"elif" => {
                self.separator();
                self.deeper();
                if let Some(open) = self.open.last_mut() {
                    open.kept = open.levels;
                }
            }
            b"def" | b"try" | b"catch" | b"reduce" | b"foreach" | b"label" | b"as" | b"and" | b"or"
            | b"__loc__" => self.deeper(),
            _ => {}
        }
    }

    /// Scans a comment to the end of the line. An odd number of backslashes at the end continues it on the
    /// next line.
    fn comment(&mut self) {
        loop {
            let rest = &self.bytes[self.at..];
            let Some(length) = rest.iter().position(|byte| *byte == b'\n') else {
                self.at = self.bytes.len();
                return;
            };
            self.at += length + 1;
            let line = rest[..length].strip_suffix(b"\r").unwrap_or(&rest[..length]);
            if line.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 0 {
                return;
            }
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use towpath_diagnostics::codes;

    use super::*;

    #[test]
    fn ordinary_expressions_pass() {
        let long =
            format!("{{{}}}", (0..300).map(|i| format!("k{i}: .a.b + 1")).collect::<Vec<_>>().join(","));
        let list = format!("[{}]", "-1,".repeat(1_000));
        let cases = [
            ".",
            "if . then 1 elif .a then 2 else 3 end",
            r#""a \("b \("c" + "d")") e""#,
            "# ( ( (\n .",
            "{if: 1, def: 2} | {if: 3}",
            &list,
            "[.[] | {a, b: (.c + 1)}] | map(select(.a))",
            ") ] } end",
            &long,
        ];
        for case in cases {
            assert_eq!(check_size(case), Ok(()), "{case}");
        }
    }

    #[test]
    fn depth_is_bounded_however_it_is_made() {
        let deep: Vec<String> = vec![
            "(".repeat(101),
            "[".repeat(5_000),
            "{a:".repeat(5_000),
            "if ".repeat(1_000),
            "def f: ".repeat(1_000),
            "\"\\(".repeat(2_000),
            "-".repeat(1_000),
            "- ".repeat(1_000),
            "try ".repeat(1_000),
            ".+".repeat(1_000),
            ".|".repeat(1_000),
            ".,".repeat(3_000),
            format!("# \\\n \"\n{}", "(".repeat(200)),
            "reduce ".repeat(1_000),
            ". as $x | ".repeat(1_000),
            "label $x | ".repeat(1_000),
            format!("if . {} end", "then . elif . ".repeat(900)),
            format!("{}.", "(.|.|.|.|.|.|.|.|.|".repeat(90)),
        ];
        for case in deep {
            assert_eq!(check_size(&case).unwrap_err().code(), codes::TP0405, "{}", &case[..12]);
        }
        assert_eq!(check_size(&" ".repeat(MAX_LENGTH + 1)).unwrap_err().code(), codes::TP0404);
        assert_eq!(check_size(&"(".repeat(100)), Ok(()));
    }
}
