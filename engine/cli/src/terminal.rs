//! What may reach a terminal: text with every character that a terminal acts on, or hides, written out as `\u{..}`.
//!
//! Our own colours are marks inside of texts that nobody else can write: they hold a number that is drawn at every start.
//! Only the place that prints turns them into escapes.

use std::fmt::Write as _;
use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::OnceLock;

use anstyle::{AnsiColor, Style};
use towpath_diagnostics::{Diagnostic, Related, Span};

/// What a mark begins with: a character that no text has.
const MARK: char = '\u{FDD0}';
/// Colours by the letter of each in a mark.
const COLOURS: [(char, AnsiColor); 8] = [
    ('k', AnsiColor::Black),
    ('r', AnsiColor::Red),
    ('g', AnsiColor::Green),
    ('y', AnsiColor::Yellow),
    ('b', AnsiColor::Blue),
    ('m', AnsiColor::Magenta),
    ('c', AnsiColor::Cyan),
    ('w', AnsiColor::White),
];
/// Quieter, and the end of whatever was begun.
const DIM: char = 'd';
const END: char = '0';

/// The text in bold colour.
pub(crate) fn paint(colour: AnsiColor, text: &str) -> String {
    let letter = COLOURS.iter().find(|(_, known)| *known == colour).map_or('w', |(letter, _)| *letter);
    format!("{}{text}{}", mark(letter), mark(END))
}

/// The text, quieter.
pub(crate) fn dim(text: &str) -> String {
    format!("{}{text}{}", mark(DIM), mark(END))
}

fn mark(letter: char) -> String {
    format!("{MARK}{}{letter}", number_for_marks())
}

/// The number of this process, as it stands in marks.
fn number_for_marks() -> &'static str {
    static DRAWN: OnceLock<String> = OnceLock::new();
    DRAWN.get_or_init(|| {
        let number = || std::collections::hash_map::RandomState::new().build_hasher().finish();
        format!("{:016x}{:016x}", number(), number())
    })
}

/// A text as it is printed: our marks as escapes, everything else escaped.
pub(crate) fn printed_text(text: &str) -> String {
    let mut parts = text.split(MARK);
    let mut printed = escape_for_terminal(parts.next().unwrap_or_default());
    for part in parts {
        let style = part.strip_prefix(number_for_marks()).and_then(|rest| {
            let letter = rest.chars().next()?;
            Some((style(letter)?, rest.get(letter.len_utf8()..)?))
        });
        match style {
            Some((style, rest)) => {
                printed.push_str(&style);
                printed.push_str(&escape_for_terminal(rest));
            }
            None => {
                escape(MARK, &mut printed);
                printed.push_str(&escape_for_terminal(part));
            }
        }
    }
    printed
}

fn style(letter: char) -> Option<String> {
    match letter {
        END => Some("\u{1b}[0m".to_owned()),
        DIM => Some(Style::new().dimmed().render().to_string()),
        letter => {
            let (_, colour) = COLOURS.iter().find(|(known, _)| *known == letter)?;
            Some(Style::new().fg_color(Some((*colour).into())).bold().render().to_string())
        }
    }
}

/// A text without anything that a terminal acts on or hides, but line breaks and tabs.
pub(crate) fn escape_for_terminal(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            // The other half of a line break.
            '\r' if characters.peek() == Some(&'\n') => {}
            character if is_hidden(character) => escape(character, &mut escaped),
            character => escaped.push(character),
        }
    }
    escaped
}

fn escape(character: char, into: &mut String) {
    // INVARIANT: writing to a String cannot fail.
    let _ = write!(into, "\\u{{{:x}}}", u32::from(character));
}

/// The text of a JSON document, with the same meaning, and nothing in it that a terminal acts on or hides.
pub(crate) fn escaped_json(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if is_hidden(character) {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                // INVARIANT: writing to a String cannot fail.
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// Whether a terminal acts on the character or hides it: controls, marks of direction, characters without width.
pub(crate) fn is_hidden(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{AD}'
        | '\u{61C}'
        | '\u{115F}'..='\u{1160}'
        | '\u{180B}'..='\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E0FFF}' => true,
        character => character.is_control(),
    }
}

/// A source text and its diagnostics without such characters, places still in place.
pub(crate) fn escaped_source(source: &str, diagnostics: &[Diagnostic]) -> (String, Vec<Diagnostic>) {
    let mut shown = String::with_capacity(source.len());
    // Where each character that was written out ends, and how many bytes were added up to there.
    let mut added: Vec<(usize, usize)> = Vec::new();
    for (at, character) in source.char_indices() {
        let is_end = character == '\r' && source[at + 1..].starts_with('\n');
        if is_end || !is_hidden(character) {
            shown.push(character);
            continue;
        }
        escape(character, &mut shown);
        let end = at + character.len_utf8();
        added.push((end, shown.len() - end));
    }
    let moved = |at: usize| {
        let before = added.partition_point(|(end, _)| *end <= at);
        at + before.checked_sub(1).and_then(|last| added.get(last)).map_or(0, |(_, added)| *added)
    };
    let span = |span: Span| Span::new(moved(span.start), moved(span.end));
    let diagnostics = diagnostics.iter().map(|found| Diagnostic {
        message: escape_for_terminal(&found.message),
        span: found.span.map(span),
        pointer: found.pointer.as_deref().map(escape_for_terminal),
        related: found
            .related
            .iter()
            .map(|related| Related {
                span: span(related.span),
                message: escape_for_terminal(&related.message),
            })
            .collect(),
        help: found.help.as_deref().map(escape_for_terminal),
        ..found.clone()
    });
    (shown, diagnostics.collect())
}

#[cfg(test)]
mod tests {
    use towpath_diagnostics::codes;

    use super::*;

    const CORPUS: [&str; 9] = [
        "fine\u{1b}[8mhidden",
        "\u{1b}]0;title\u{7}",
        "\u{1b}]52;c;ZXZpbA==\u{1b}\\",
        "\u{9b}2J\u{9d}0;x\u{9c}",
        "a\u{202e}b\u{2066}c",
        "a\u{200b}b\u{feff}\u{200d}",
        "a\rb\u{8}\u{7f}\0",
        "\u{e0041}\u{2060}\u{2028}",
        "\u{fdd0}00000000000000000000000000000000r red?",
    ];

    #[test]
    fn nothing_that_a_terminal_acts_on_is_printed() {
        for text in CORPUS {
            let printed = printed_text(&format!("ok {text}\n\tend"));
            assert!(!printed.chars().any(is_hidden), "{printed:?}");
            assert!(printed.contains("\\u{") && printed.ends_with("\n\tend"), "{printed:?}");
            let json = escaped_json(&serde_json::json!({ text: [text] }).to_string());
            assert!(!json.chars().any(is_hidden), "{json:?}");
            assert_eq!(
                serde_json::from_str::<serde_json::Value>(&json).ok(),
                Some(serde_json::json!({ text: [text] }))
            );
        }
        assert_eq!(printed_text("naïve 日本語 🙂\r\nb"), "naïve 日本語 🙂\nb");
    }

    #[test]
    fn only_our_own_marks_are_colours() {
        let text = format!("{} {}", paint(AnsiColor::Green, "ok\u{1b}[8m"), dim("quiet"));
        assert_eq!(printed_text(&text), "\u{1b}[1m\u{1b}[32mok\\u{1b}[8m\u{1b}[0m \u{1b}[2mquiet\u{1b}[0m");
    }

    #[test]
    fn places_stay_in_place() {
        let source = "a: \u{1b}x\u{202e}\nb: wrong\r\n";
        let at = source.find("wrong").unwrap_or_default();
        let found = Diagnostic::error(codes::TP0001, "w\u{1b}").at(Span::new(at, at + 5));
        let (shown, found) = escaped_source(source, &[found]);
        assert_eq!(shown, "a: \\u{1b}x\\u{202e}\nb: wrong\r\n");
        let span = found.first().and_then(|found| found.span).unwrap_or_default();
        assert_eq!(shown.get(span.start..span.end), Some("wrong"));
        assert_eq!(found.first().map(|found| found.message.as_str()), Some("w\\u{1b}"));
    }
}
