//! Breaks texts by character, token and line, from a seed.

use crate::random::Random;

/// Tokens with a meaning for one of the parsers.
const TOKENS: &[&str] = &[
    "${",
    "}",
    "{",
    "[",
    "]",
    "(",
    ")",
    ":",
    "- ",
    "|",
    ">",
    "&a ",
    "*a",
    "!!str ",
    "'",
    "\"",
    "\\",
    "#",
    "\t",
    "\n",
    "---\n",
    "null",
    "true",
    "~",
    "0",
    "-1",
    "1e999",
    "9223372036854775808",
    "0x1F",
    "1.0.0",
    "PT1S",
    "do",
    "set",
    "if",
    "then",
    "end",
    "\u{feff}",
    "\u{2028}",
    "🧀",
    "é",
    "\0",
    "..",
    "//",
    "?//",
    "as $x",
    "reduce",
    "$__loc__",
    "\\(",
    "@base64d",
    "limit(-1; .)",
];

/// `text` with one to three changes; lines and tokens also come from `other`.
pub fn mutate(text: &str, other: &str, random: &mut Random) -> String {
    let mut text = text.to_owned();
    for _ in 0..[1, 1, 1, 1, 2, 3][random.below(6)] {
        text = match random.below(3) {
            0 => characters(&text, random),
            1 => tokens(&text, other, random),
            _ => lines(&text, other, random),
        };
    }
    text
}

fn characters(text: &str, random: &mut Random) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let at = random.below(characters.len());
    match random.below(4) {
        0 if at < characters.len() => drop(characters.remove(at)),
        1 => characters.truncate(at),
        2 if at < characters.len() => {
            let end = (at + 1 + random.below(20)).min(characters.len());
            let piece: Vec<char> = characters[at..end].to_vec();
            let times = [1, 2, 50, 300][random.below(4)];
            characters.splice(at..at, std::iter::repeat_n(piece, times).flatten());
        }
        _ => characters.insert(
            at,
            char::from_u32(u32::try_from(random.below(0x2_0000)).unwrap_or(65)).unwrap_or('\u{fffd}'),
        ),
    }
    characters.into_iter().collect()
}

/// Where words, and the gaps between them, begin.
fn split(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut was_word = None;
    for (at, c) in text.char_indices() {
        let is_word = c.is_alphanumeric();
        if was_word.is_some_and(|was| was != is_word || !is_word) {
            tokens.push(&text[start..at]);
            start = at;
        }
        was_word = Some(is_word);
    }
    tokens.push(&text[start..]);
    tokens
}

fn tokens(text: &str, other: &str, random: &mut Random) -> String {
    let mut tokens = split(text);
    let foreign = split(other);
    let at = random.below(tokens.len());
    let new = match random.chance(500) {
        true => TOKENS[random.below(TOKENS.len())],
        false => foreign[random.below(foreign.len())],
    };
    match random.below(4) {
        0 => tokens[at] = new,
        1 => tokens.insert(at, new),
        2 => drop(tokens.remove(at)),
        _ => {
            let with = random.below(tokens.len());
            tokens.swap(at, with);
        }
    }
    tokens.concat()
}

fn lines(text: &str, other: &str, random: &mut Random) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let foreign: Vec<&str> = other.split_inclusive('\n').collect();
    if lines.is_empty() || foreign.is_empty() {
        return text.to_owned();
    }
    let (at, from) = (random.below(lines.len()), random.below(lines.len()));
    match random.below(4) {
        0 => drop(lines.remove(at)),
        1 => lines.swap(at, from),
        2 => lines.insert(at, lines[from]),
        _ => lines.insert(at, foreign[random.below(foreign.len())]),
    }
    lines.concat()
}
