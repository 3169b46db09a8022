//! Finds constructs of other languages in the text of an invalid expression, and the same in jq.

use std::ops::Range;

/// The `.0` of `.items.0.sku`, if the parser stopped at `at`.
pub(super) fn number_as_name(code: &str, at: usize) -> Option<Range<usize>> {
    let digits = |from: usize| {
        let rest = code.get(from..)?.strip_prefix('.')?;
        let length = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        (length > 0).then_some(from..from + 1 + length)
    };
    let before = code.get(..at)?;
    let number = before.trim_end_matches('.').trim_end_matches(|c: char| c.is_ascii_digit());
    let found = digits(at).or_else(|| digits(number.len().checked_sub(1)?))?;
    let head = &code[..found.start];
    let word = head.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
    let is_name = word.ends_with('.') && head[word.len()..].starts_with(|c: char| !c.is_ascii_digit());
    (is_name || head.ends_with(']')).then_some(found)
}

/// The path around a number used as a name, with brackets: `.items[0].sku`.
pub(crate) fn with_brackets(code: &str, at: usize) -> Option<String> {
    let found = number_as_name(code, at)?;
    let is_path = |c: char| c.is_ascii_alphanumeric() || "._$[]".contains(c);
    let head = &code[code[..found.start].trim_end_matches(is_path).len()..found.start];
    let rest = &code[found.end..];
    let rest = &rest[..rest.len() - rest.trim_start_matches(is_path).len()];
    Some(format!("{head}[{}]{rest}", &code[found.start + 1..found.end]))
}

/// The positions of `?` and `:` in `a ? b : c`.
pub(super) fn question_mark_and_colon(code: &str) -> Option<(usize, usize)> {
    let outside = outside_of_strings(code);
    let depth = |at: usize| {
        outside.iter().take_while(|(place, _)| *place < at).fold(0, |depth, (_, c)| match c {
            '{' | '[' | '(' => depth + 1,
            '}' | ']' | ')' => depth - 1,
            _ => depth,
        })
    };
    let (question, _) = *outside.iter().find(|(at, c)| *c == '?' && !code[*at + 1..].starts_with("//"))?;
    let (colon, _) =
        *outside.iter().find(|(at, c)| *c == ':' && *at > question && depth(*at) == depth(question))?;
    Some((question, colon))
}

/// `if a then b else c end` for `a ? b : c`.
pub(crate) fn choice_as_if(code: &str) -> Option<String> {
    let (question, colon) = question_mark_and_colon(code)?;
    let (condition, first) = (code[..question].trim(), code[question + 1..colon].trim());
    let second = code[colon + 1..].trim();
    let is_whole = [condition, first, second].iter().all(|part| !part.is_empty());
    (is_whole && question_mark_and_colon(second).is_none())
        .then(|| format!("if {condition} then {first} else {second} end"))
}

/// The same expression with `"` around each text, instead of other quotes.
pub(crate) fn with_straight_quotes(code: &str) -> Option<String> {
    const SINGLE: &[char] = &['\'', '\u{2018}', '\u{2019}'];
    const DOUBLE: &[char] = &['\u{201c}', '\u{201d}', '\u{201e}'];
    let mut written = String::new();
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        let closing = match character {
            '"' => &['"'][..],
            c if SINGLE.contains(&c) => SINGLE,
            c if DOUBLE.contains(&c) => DOUBLE,
            c => {
                written.push(c);
                continue;
            }
        };
        written.push('"');
        loop {
            match characters.next()? {
                c if closing.contains(&c) => break,
                '\\' => written.extend(['\\', characters.next()?]),
                '"' => written.push_str("\\\""),
                c => written.push(c),
            }
        }
        written.push('"');
    }
    Some(written)
}

/// The operand of a `!`: `.cancelled`, or the whole `(…)`.
pub(crate) fn operand_of_not(rest: &str) -> &str {
    let mut depth = 0_i32;
    for (at, character) in outside_of_strings(rest) {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => {
                depth -= 1;
                if depth < 0 {
                    return &rest[..at];
                }
            }
            ' ' | '|' | ',' | '=' | '!' | '<' | '>' | '&' | ';' if depth == 0 => return &rest[..at],
            _ => {}
        }
    }
    rest
}

/// The characters outside texts, with their positions.
fn outside_of_strings(code: &str) -> Vec<(usize, char)> {
    let (mut is_text, mut is_escaped) = (false, false);
    let keep = |&(_, c): &(usize, char)| {
        let was_text = is_text;
        match c {
            '"' if !is_escaped => is_text = !is_text,
            _ => {}
        }
        is_escaped = is_text && c == '\\' && !is_escaped;
        !was_text && c != '"'
    };
    code.char_indices().filter(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_brackets() {
        let cases = [
            (".items.0.sku", Some(".items[0].sku")),
            (".items.0", Some(".items[0]")),
            ("(.a.items.12.x | length)", Some(".a.items[12].x")),
            (".a[0].1", Some(".a[0][1]")),
            ("1.5.2", None),
            (".a + .5", None),
        ];
        for (code, written) in cases {
            let at = (0..code.len()).rev().find(|at| number_as_name(code, *at).is_some());
            assert_eq!(at.and_then(|at| with_brackets(code, at)).as_deref(), written, "{code}");
        }
    }

    #[test]
    fn choices_have_words() {
        let cases = [
            (".a > 5 ? \"x: ?\" : .b", Some("if .a > 5 then \"x: ?\" else .b end")),
            (".a ? {b: 1} : {c: 2}", Some("if .a then {b: 1} else {c: 2} end")),
            (".a ? .b : .c ? .d : .e", None),
            (".a?", None),
            ("{a: .b?}", None),
            (".a ?// .b : .c", None),
        ];
        for (code, written) in cases {
            assert_eq!(choice_as_if(code).as_deref(), written, "{code}");
        }
    }

    #[test]
    fn quotes_become_straight() {
        let cases = [
            ("'Dear ' + .name", Some("\"Dear \" + .name")),
            ("'say \"x\"' + \"it's\"", Some("\"say \\\"x\\\"\" + \"it's\"")),
            ("\u{201c}Dear \u{201d} + .name", Some("\"Dear \" + .name")),
            ("'open", None),
        ];
        for (code, written) in cases {
            assert_eq!(with_straight_quotes(code).as_deref(), written, "{code}");
        }
    }

    #[test]
    fn operands_end_correctly() {
        let cases = [
            (".cancelled", ".cancelled"),
            (".a and .b", ".a"),
            ("(.a and .b) or .c", "(.a and .b)"),
            (".a[\"x y\"])", ".a[\"x y\"]"),
            ("", ""),
        ];
        for (rest, expected) in cases {
            assert_eq!(operand_of_not(rest), expected, "{rest}");
        }
    }
}
