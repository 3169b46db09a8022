//! Characters that look like ASCII characters but are different. Word processors, web pages and chats insert
//! them.

/// A character, its name, and its replacement.
const TABLE: &[(char, &str, &str)] = &[
    ('\u{a0}', "a no-break space", " "),
    ('\u{2002}', "an en space", " "),
    ('\u{2003}', "an em space", " "),
    ('\u{2007}', "a figure space", " "),
    ('\u{2009}', "a thin space", " "),
    ('\u{202f}', "a narrow no-break space", " "),
    ('\u{3000}', "an ideographic space", " "),
    ('\u{ad}', "a soft hyphen", ""),
    ('\u{200b}', "a zero-width space", ""),
    ('\u{feff}', "a byte order mark", ""),
    ('\u{2010}', "a typographic hyphen", "-"),
    ('\u{2011}', "a no-break hyphen", "-"),
    ('\u{2012}', "a figure dash", "-"),
    ('\u{2013}', "an en dash", "-"),
    ('\u{2014}', "an em dash", "-"),
    ('\u{2212}', "a minus sign", "-"),
    ('\u{201c}', "a typographic quote", "\""),
    ('\u{201d}', "a typographic quote", "\""),
    ('\u{201e}', "a typographic quote", "\""),
    ('\u{2018}', "a typographic quote", "'"),
    ('\u{2019}', "a typographic quote", "'"),
];

/// The ASCII replacement of a lookalike character.
pub fn plain(character: char) -> Option<&'static str> {
    TABLE.iter().find(|(known, ..)| *known == character).map(|(.., plain)| *plain)
}

/// Whether it looks like a space, or is invisible.
pub fn is_space(character: char) -> bool {
    plain(character).is_some_and(|plain| plain.trim().is_empty())
}

/// Whether it looks like a hyphen.
pub fn is_dash(character: char) -> bool {
    plain(character) == Some("-")
}

/// Its name in messages: `an en dash (U+2013)`.
pub fn name(character: char) -> Option<String> {
    let (_, name, _) = TABLE.iter().find(|(known, ..)| *known == character)?;
    Some(format!("{name} (U+{:04X})", u32::from(character)))
}

/// The text with every such character replaced.
pub fn replaced(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        match plain(character) {
            Some(plain) => written.push_str(plain),
            None => written.push(character),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::{name, replaced};

    #[test]
    fn lookalikes_are_named_and_replaced() {
        assert_eq!(name('\u{2013}').as_deref(), Some("an en dash (U+2013)"));
        assert_eq!(name('-'), None);
        assert_eq!(replaced("\u{a0}\u{2013}\u{a0}a: \u{201c}é\u{201d}\u{200b}"), " - a: \"é\"");
    }
}
