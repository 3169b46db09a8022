//! The translation rules. Each one looks at a token, and replaces it together with its operands.

use towpath_dsl::lookalike;

use super::{
    Change, KEYWORDS, Kind, Piece, Rule, closing, end_of_value_after, foreign, is_word, lower, span,
    start_of_value_before, written,
};
use crate::jq::mistakes;

/// All rules. The first one that applies to the first token is used.
pub(super) const RULES: &[Rule] = &[
    translate_lookalikes,
    signs,
    words,
    translate_is_null,
    translate_between,
    one_of,
    translate_like,
    translate_infix,
    translate_method,
    translate_if_function,
    translate_not,
];

/// Lookalike spaces, dashes and operators, and quotes other than jq's.
fn translate_lookalikes(text: &str, pieces: &[Piece], at: usize) -> Option<Change> {
    let place = pieces[at].place.clone();
    let word = &text[place.clone()];
    let first = word.chars().next()?;
    if pieces[at].kind == Kind::Text && first != '"' {
        let written = mistakes::with_straight_quotes(word)?;
        let message = match first {
            '\'' => "jq texts need double quotes".to_owned(),
            _ => "these are typographic quotes; use straight double quotes".to_owned(),
        };
        return Some(Change { foreign: at, message, place, written });
    }
    let (message, written) = match first {
        '\u{2264}' => (foreign(word, "`<=`"), "<="),
        '\u{2265}' => (foreign(word, "`>=`"), ">="),
        '\u{2260}' => (foreign(word, "`!=`"), "!="),
        '\u{d7}' => (foreign(word, "`*`"), "*"),
        _ => {
            let message = format!("{} has no meaning in jq", lookalike::name(first)?);
            (message, lookalike::plain(first).filter(|_| pieces[at].kind == Kind::Sign)?)
        }
    };
    Some(Change { foreign: at, message, place, written: written.to_owned() })
}

fn signs(text: &str, pieces: &[Piece], at: usize) -> Option<Change> {
    const SIGNS: &[(&str, &str)] = &[
        ("===", "=="),
        ("!==", "!="),
        ("<>", "!="),
        ("=<", "<="),
        ("=>", ">="),
        ("&&", " and "),
        ("||", " or "),
    ];
    let word = &text[pieces[at].place.clone()];
    let (_, instead) = SIGNS.iter().find(|(sign, _)| *sign == word && pieces[at].kind == Kind::Sign)?;
    let mut place = pieces[at].place.clone();
    // If the replacement is a word, it includes the spaces around the operator.
    if instead.starts_with(' ') {
        let head = text[..place.start].trim_end_matches(' ').len();
        let rest = &text[place.end..];
        place = head..place.end + rest.len() - rest.trim_start_matches(' ').len();
    }
    let message = foreign(word, &format!("`{}`", instead.trim()));
    Some(Change { foreign: at, message, place, written: (*instead).to_owned() })
}

fn words(text: &str, pieces: &[Piece], at: usize) -> Option<Change> {
    const WORDS: &[(&[&str], &str)] = &[
        (&["AND", "And"], "and"),
        (&["OR", "Or"], "or"),
        (&["TRUE", "True"], "true"),
        (&["FALSE", "False"], "false"),
        (&["NULL", "Null", "None", "nil", "undefined"], "null"),
    ];
    let piece = &pieces[at];
    let word = &text[piece.place.clone()];
    let is_called =
        pieces.get(at + 1).is_some_and(|next| next.kind == Kind::Open && next.place.start == piece.place.end);
    let (_, instead) = WORDS.iter().find(|(words, _)| words.contains(&word))?;
    if is_called && !matches!(*instead, "and" | "or") {
        return None;
    }
    (piece.kind == Kind::Word).then(|| Change {
        foreign: at,
        message: foreign(word, &format!("`{instead}`")),
        place: piece.place.clone(),
        written: (*instead).to_owned(),
    })
}

/// `x is null`, `x is not null`.
fn translate_is_null(text: &str, pieces: &[Piece], at: usize) -> Option<Change> {
    if !is_word(text, pieces, at, "is") {
        return None;
    }
    let value = start_of_value_before(text, pieces, at)?;
    let is_negated = is_word(text, pieces, at + 1, "not");
    let first = at + 1 + usize::from(is_negated);
    let last = end_of_value_after(pieces, first)?;
    let sign = if is_negated { "!=" } else { "==" };
    let word = &text[span(pieces, at, first - 1)];
    let right = match lower(text, pieces, first).as_deref() {
        Some("null" | "none" | "nil" | "empty" | "undefined") => "null",
        _ => &text[span(pieces, first, last)],
    };
    let left = &text[span(pieces, value, at - 1)];
    let message = foreign(word, &format!("`{sign}`"));
    Some(Change {
        foreign: at,
        message,
        place: span(pieces, value, last),
        written: format!("{left} {sign} {right}"),
    })
}

/// The value before a word with an optional `not`, and whether there is a `not`.
fn value_before_word(text: &str, pieces: &[Piece], at: usize) -> Option<(usize, usize, bool)> {
    match at.checked_sub(1).filter(|not| is_word(text, pieces, *not, "not")) {
        Some(not) => Some((start_of_value_before(text, pieces, not)?, not - 1, true)),
        None => Some((start_of_value_before(text, pieces, at)?, at - 1, false)),
    }
}

fn negated(condition: &str, is_negated: bool) -> String {
    let not = if is_negated { " | not" } else { "" };
    format!("({condition}{not})")
}

/// `x between 1 and 5`.
fn translate_between(text: &str, pieces: &[Piece], at: usize) -> Option<Change> {
    if !is_word(text, pieces, at, "between") {
        return None;
    }
    let (value, end, is_negated) = value_before_word(text, pieces, at)?;
    let least = end_of_value_after(pieces, at + 1)?;
    let most = Some(least + 2).filter(|_| is_word(text, pieces, least + 1, "and"))?;
    let last = end_of_value_after(pieces, most)?;
    let left = &text[span(pieces, value, end)];
    let (least, most) = (&text[span(pieces, at + 1, least)], &text[span(pieces, most, last)]);
    let condition = format!("{left} >= {least} and {left} <= {most}");
    let word = &text[pieces[at].place.clone()];
    Some(Change {
        foreign: at,
        message: foreign(word, "two comparisons with `and`"),
        place: span(pieces, value, last),
        written: negated(&condition, is_negated),
    })
}

/// `x in ("a", "b")`.
fn one_of(text: &str, pieces: &[Piece], at: usize) -> Option<Change> {
    if !is_word(text, pieces, at, "in") {
        return None;
    }
    let (value, end, is_negated) = value_before_word(text, pieces, at)?;
    let open = pieces.get(at + 1).filter(|next| next.kind == Kind::Open)?;
    let last = closing(pieces, at + 1)?;
    let inside = text[open.place.end..pieces[last].place.start].trim();
    let left = &text[span(pieces, value, end)];
    let word = &text[pieces[at].place.clone()];
    Some(Change {
        foreign: at,
        message: format!("`{word}` is not an operator in jq; use the function `IN`"),
        place: span(pieces, value, last),
        written: negated(&format!("{left} | IN({inside})"), is_negated),
    })
}

/// `x like "a%"`.
fn translate_like(text: &str, pieces: &[Piece], at: usize) -> Option<Change> {
    if !is_word(text, pieces, at, "like") && !is_word(text, pieces, at, "ilike") {
        return None;
    }
    let (value, end, is_negated) = value_before_word(text, pieces, at)?;
    let pattern = pieces.get(at + 1).filter(|next| next.kind == Kind::Text)?;
    let written = &text[pattern.place.clone()];
    let characters = written.chars().next()?.len_utf8();
    let inside = written.get(characters..written.len().checked_sub(characters)?)?;
    let bare = inside.trim_matches('%');
    let left = &text[span(pieces, value, end)];
    let condition = match (inside.starts_with('%'), inside.ends_with('%')) {
        (first, last) if bare.contains(['%', '_']) => {
            let pattern = bare.replace('.', "\\\\.").replace('%', ".*").replace('_', ".");
            let (begin, end) = (if first { "" } else { "^" }, if last { "" } else { "$" });
            format!("{left} | test(\"{begin}{pattern}{end}\")")
        }
        (true, true) => format!("{left} | contains(\"{bare}\")"),
        (true, false) => format!("{left} | endswith(\"{bare}\")"),
        (false, true) => format!("{left} | startswith(\"{bare}\")"),
        (false, false) => format!("{left} == \"{bare}\""),
    };
    let word = &text[pieces[at].place.clone()];
    Some(Change {
        foreign: at,
        message: foreign(word, "`startswith`, `endswith`, `contains` and `test`"),
        place: span(pieces, value, at + 1),
        written: negated(&condition, is_negated),
    })
}

/// The jq name for a text test of another language.
fn test_of(word: &str) -> Option<&'static str> {
    Some(match word {
        "contains" | "includes" => "contains",
        "startswith" | "beginswith" => "startswith",
        "endswith" => "endswith",
        "matches" => "test",
        _ => return None,
    })
}

/// `x contains "a"`, `x starts with "a"`.
fn translate_infix(text: &str, pieces: &[Piece], at: usize) -> Option<Change> {
    let word = lower(text, pieces, at)?;
    let (function, right) = match word.as_str() {
        "starts" | "begins" if is_word(text, pieces, at + 1, "with") => ("startswith", at + 2),
        "ends" if is_word(text, pieces, at + 1, "with") => ("endswith", at + 2),
        word => (test_of(word)?, at + 1),
    };
    let (value, end, is_negated) = value_before_word(text, pieces, at)?;
    let last = end_of_value_after(pieces, right)?;
    let argument = text[span(pieces, right, last)].trim_start_matches('(').trim_end_matches(')');
    let left = &text[span(pieces, value, end)];
    let word = &text[span(pieces, at, right - 1)];
    Some(Change {
        foreign: at,
        message: format!("`{word}` is not an operator in jq; it is a function after a `|`"),
        place: span(pieces, value, last),
        written: negated(&format!("{left} | {function}({argument})"), is_negated),
    })
}

/// `.name.startsWith("a")`.
fn translate_method(text: &str, pieces: &[Piece], at: usize) -> Option<Change> {
    let piece = &pieces[at];
    let open = pieces.get(at + 1).filter(|next| {
        piece.kind == Kind::Path && next.place.start == piece.place.end && text[next.place.clone()] == *"("
    })?;
    let (left, word) = text[piece.place.clone()].rsplit_once('.')?;
    let last = closing(pieces, at + 1)?;
    let inside = text[open.place.end..pieces[last].place.start].trim();
    let call = match (word.to_ascii_lowercase().as_str(), inside) {
        ("tolowercase" | "lower" | "tolower", "") => "ascii_downcase".to_owned(),
        ("touppercase" | "upper" | "toupper", "") => "ascii_upcase".to_owned(),
        ("tostring", "") => "tostring".to_owned(),
        ("trim" | "strip", "") => "trim".to_owned(),
        ("length" | "size" | "count", "") => "length".to_owned(),
        (word, argument) if !argument.is_empty() => format!("{}({argument})", test_of(word)?),
        _ => return None,
    };
    let left = if left.is_empty() { "." } else { left };
    Some(Change {
        foreign: at,
        message: format!("jq has no methods such as `.{word}(…)`; write functions after a `|`"),
        place: span(pieces, at, last),
        written: format!("({left} | {call})"),
    })
}

/// `IF(condition, this, that)`.
fn translate_if_function(text: &str, pieces: &[Piece], at: usize) -> Option<Change> {
    let word = lower(text, pieces, at)?;
    if !matches!(word.as_str(), "if" | "iif" | "iff") {
        return None;
    }
    let open = pieces.get(at + 1).filter(|next| text[next.place.clone()] == *"(")?;
    let last = closing(pieces, at + 1)?;
    // `if (…) then` is valid jq.
    if is_word(text, pieces, last + 1, "then") || text[open.place.start..].contains(" then ") {
        return None;
    }
    let mut cuts = vec![open.place.end];
    let mut depth = 0_usize;
    for piece in &pieces[at + 2..last] {
        match piece.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Sign if depth == 0 && matches!(&text[piece.place.clone()], "," | ";") => {
                cuts.push(piece.place.end);
            }
            _ => {}
        }
    }
    cuts.push(pieces[last].place.start + 1);
    let parts: Vec<&str> = cuts.windows(2).map(|pair| text[pair[0]..pair[1] - 1].trim()).collect();
    let written = match parts.as_slice() {
        [condition, first, second] => format!("(if {condition} then {first} else {second} end)"),
        [condition, first] => format!("(if {condition} then {first} else null end)"),
        _ => return None,
    };
    let word = &text[pieces[at].place.clone()];
    Some(Change {
        foreign: at,
        message: format!("`{word}(…)` is not a function in jq; use `if … then … else … end`"),
        place: span(pieces, at, last),
        written,
    })
}

/// `not x`, `NOT x`, `!x`.
fn translate_not(text: &str, pieces: &[Piece], at: usize) -> Option<Change> {
    let word = &text[pieces[at].place.clone()];
    let is_sign = pieces[at].kind == Kind::Sign && word == "!";
    if !is_sign && !is_word(text, pieces, at, "not") {
        return None;
    }
    // After a `|` or a value, it is valid jq.
    if let Some(before) = at.checked_sub(1) {
        let is_first = match pieces[before].kind {
            Kind::Open => true,
            Kind::Word => KEYWORDS.contains(&written(text, &pieces[before])),
            Kind::Sign => written(text, &pieces[before]) != "|",
            _ => false,
        };
        if !is_first {
            return None;
        }
    }
    let is_keyword = |piece: &Piece| piece.kind == Kind::Word && KEYWORDS.contains(&written(text, piece));
    let value = end_of_value_after(pieces, at + 1).filter(|_| !is_keyword(&pieces[at + 1]))?;
    // `not .a == 1` negates the comparison, `!.a == 1` the value.
    let is_end = |piece: &Piece| match piece.kind {
        Kind::Word => is_keyword(piece),
        Kind::Close => true,
        Kind::Sign => matches!(written(text, piece), "|" | "," | ";"),
        _ => false,
    };
    let end = (value + 1..pieces.len()).find(|place| is_end(&pieces[*place])).unwrap_or(pieces.len());
    let last = if is_sign { value } else { end - 1 };
    let operand = &text[span(pieces, at + 1, last)];
    Some(Change {
        foreign: at,
        message: format!("jq negates with `not` after the operand, not with `{word}` before it"),
        place: span(pieces, at, last),
        written: format!("({operand} | not)"),
    })
}
