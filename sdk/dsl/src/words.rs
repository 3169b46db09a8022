//! Formats the user's own words for messages.

/// Maximum length of the user's text in a message, in characters.
const MAX_LENGTH: usize = 60;

/// `text` in backticks, on one line, truncated if long.
pub(crate) fn quote(text: &str) -> String {
    let mut short: String =
        text.chars().take(MAX_LENGTH).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(MAX_LENGTH).is_some() {
        short.push('…');
    }
    format!("`{short}`")
}

/// Alternatives for a message: `` `a`, `b` or `c` ``.
pub(crate) fn alternatives<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

/// The boolean that a word means to people: `yes`, `on`.
pub fn boolean_of_word(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "y" | "on" | "true" => Some(true),
        "no" | "n" | "off" | "false" => Some(false),
        _ => None,
    }
}
