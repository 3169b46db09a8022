//! Labels of boxes and arrows: the user's text, shortened and escaped for Mermaid.

use std::fmt::Write as _;

use crate::model::{Duration, EventFilter, EventStrategy, Expression, Node, OrExpression, Spanned};

/// Longest line of a label, in characters.
const MAX_LENGTH: usize = 48;

/// The text of a box or an arrow, in one or more lines.
#[derive(Debug, Clone)]
pub(super) struct Label {
    text: String,
}

impl Label {
    pub(super) fn new(line: &str) -> Self {
        Self { text: escape_mermaid(&shorten_to_line(line)) }
    }

    /// Appends a line.
    pub(super) fn line(mut self, line: &str) -> Self {
        // `<br/>` is the only tag that Mermaid supports in every label.
        let _ = write!(self.text, "<br/>{}", escape_mermaid(&shorten_to_line(line)));
        self
    }

    /// The label in Mermaid syntax, with quotes.
    pub(super) fn quoted(&self) -> String {
        format!("\"{}\"", self.text)
    }
}

/// The text on one line, truncated.
fn shorten_to_line(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut short: String = line.chars().filter(|c| !c.is_control()).take(MAX_LENGTH).collect();
    if line.chars().nth(MAX_LENGTH).is_some() {
        short.push('…');
    }
    short
}

/// Replaces each character that is special in Mermaid, its Markdown or HTML by an entity.
fn escape_mermaid(text: &str) -> String {
    let mut escaped = String::new();
    // Mermaid would render a label that begins like a list item as a list.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    for (at, character) in text.char_indices() {
        let is_list = match character {
            '.' | ')' => at == digits && digits > 0,
            '-' | '+' => at == 0,
            _ => false,
        };
        let is_markup = matches!(character, '"' | '#' | '&' | '<' | '>' | '`' | '\\' | '%' | ';' | '|');
        // `$$` begins a formula.
        let is_formula = character == '$' && (text[..at].ends_with('$') || text[at + 1..].starts_with('$'));
        if is_list || is_markup || is_formula {
            let _ = write!(escaped, "#{};", u32::from(character));
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// A literal value, or the jq text of an expression.
pub(super) fn literal_or_jq(value: &OrExpression<Spanned<String>>) -> &str {
    match value {
        OrExpression::Literal(text) => text,
        OrExpression::Expression(expression) => &expression.jq,
    }
}

/// The label of a condition: `small: .total <= 50`.
pub(super) fn condition_label(name: &str, when: Option<&Expression>) -> Label {
    match when {
        Some(when) => Label::new(&format!("{name}: {}", when.jq)),
        None => Label::new(name),
    }
}

/// A duration in words: `1 h 30 min`.
pub(super) fn duration_in_words(duration: &Duration) -> String {
    const UNITS: &[(u64, &str)] =
        &[(86_400_000, "d"), (3_600_000, "h"), (60_000, "min"), (1_000, "s"), (1, "ms")];
    let mut rest = match duration {
        Duration::Expression(expression) => return expression.jq.clone(),
        Duration::Literal(milliseconds) => milliseconds.value,
    };
    let mut words = Vec::new();
    for (unit, name) in UNITS {
        if rest >= *unit {
            words.push(format!("{} {name}", rest / unit));
            rest %= unit;
        }
    }
    if words.is_empty() { "0 s".to_owned() } else { words.join(" ") }
}

/// The events of a strategy: `any of order.paid, order.cancelled`.
pub(super) fn events_in_words(strategy: &EventStrategy) -> String {
    let types = |filters: &[EventFilter]| filters.iter().map(event).collect::<Vec<_>>().join(", ");
    match strategy {
        EventStrategy::One(filter) => event(filter),
        EventStrategy::All(filters) => format!("all of {}", types(filters)),
        EventStrategy::Any { filters, .. } if filters.is_empty() => "any event".to_owned(),
        EventStrategy::Any { filters, .. } => format!("any of {}", types(filters)),
    }
}

fn event(filter: &EventFilter) -> String {
    filter.with.node.get("type").and_then(Node::as_str).unwrap_or("an event").to_owned()
}

#[cfg(test)]
mod tests {
    use towpath_diagnostics::Span;

    use super::*;

    #[test]
    fn labels_mean_nothing_but_their_text() {
        let cases = [
            ("plain text", "plain text"),
            ("say \"hi\" <b>", "say #34;hi#34; #60;b#62;"),
            ("1. first", "1#46; first"),
            ("12) first", "12#41; first"),
            ("v1.2", "v1.2"),
            ("- item", "#45; item"),
            ("a-b", "a-b"),
            ("%%{init: {}}%%", "#37;#37;{init: {}}#37;#37;"),
            ("#quot;", "#35;quot#59;"),
            ("$item_id * 2", "$item_id * 2"),
            ("$$x$$", "#36;#36;x#36;#36;"),
            ("a | b\\n", "a #124; b#92;n"),
            ("a\n  b\tc\u{7}", "a b c"),
        ];
        for (text, expected) in cases {
            assert_eq!(Label::new(text).quoted(), format!("\"{expected}\""), "{text}");
        }
        let long = "é".repeat(60);
        assert_eq!(Label::new(&long).text.chars().count(), MAX_LENGTH + 1);
    }

    #[test]
    fn durations_in_words() {
        let cases = [(0, "0 s"), (1_500, "1 s 500 ms"), (90_061_000, "1 d 1 h 1 min 1 s")];
        for (milliseconds, expected) in cases {
            let literal = Duration::Literal(Spanned::new(milliseconds, Span::default()));
            assert_eq!(duration_in_words(&literal), expected);
        }
    }
}
