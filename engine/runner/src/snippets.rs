//! Functions of spreadsheets and databases, and the jq for each. `check` suggests the jq for a call of such a
//! function. A test generates `SNIPPETS.md` from the same table.

mod table;

use self::table::SNIPPETS;

/// A function, and the jq for it.
struct Snippet {
    /// Its names in capitals. Letter case and `_` are ignored.
    names: &'static [&'static str],
    /// The jq for each number of arguments; see [`fill_form`]. `usize::MAX` means any other number.
    forms: &'static [(usize, &'static str)],
    /// An example for the page and for the test: a call, an input, and the result of the jq.
    call: &'static str,
    #[cfg_attr(not(test), expect(dead_code, reason = "for the page and the test"))]
    input: &'static str,
    #[cfg_attr(not(test), expect(dead_code, reason = "for the page and the test"))]
    gives: &'static str,
}

/// The same expression with jq for every call of a function in the table. `unknown` is a name that is not a
/// jq function. Other names are looked up only if they have a capital letter, because jq's names have few.
pub(crate) fn rewrite_calls(jq: &str, unknown: &str) -> Option<String> {
    let mut written = String::new();
    let (mut rest, mut is_changed) = (jq, false);
    while let Some(call) = next_call(rest, unknown) {
        let arguments: Vec<String> = split_arguments(&rest[call.open + 1..call.close])
            .into_iter()
            .map(|argument| rewrite_calls(argument, unknown).unwrap_or_else(|| argument.to_owned()))
            .collect();
        let filled = call.snippet.filled(&arguments)?;
        written.push_str(&rest[..call.start]);
        written.push_str(&filled);
        rest = &rest[call.close + 1..];
        is_changed = true;
    }
    is_changed.then(|| written + rest)
}

/// An example for a function whose call could not be rewritten.
pub(crate) fn example_call(name: &str) -> Option<String> {
    let snippet = find(name)?;
    Some(format!("`{}` is written as `{}`", snippet.call, rewrite_calls(snippet.call, name)?))
}

/// The first call `NAME()` of a function in the table. jq has no empty brackets, so its parser stops there.
pub(crate) fn empty_call(jq: &str) -> Option<&str> {
    let mut rest = jq;
    while let Some(at) = rest.find('(') {
        let name = last_word(&rest[..at]);
        if rest[at + 1..].trim_start().starts_with(')') && find(name).is_some() {
            return Some(name);
        }
        rest = &rest[at + 1..];
    }
    None
}

fn find(name: &str) -> Option<&'static Snippet> {
    let name = name.replace('_', "").to_ascii_uppercase();
    SNIPPETS.iter().find(|snippet| snippet.names.contains(&name.as_str()))
}

/// A call of a function in the table.
struct Call {
    snippet: &'static Snippet,
    start: usize,
    open: usize,
    close: usize,
}

fn next_call(jq: &str, unknown: &str) -> Option<Call> {
    let mut is_text = false;
    let mut is_escaped = false;
    for (open, character) in jq.char_indices() {
        match character {
            '"' if !is_escaped => is_text = !is_text,
            '(' if !is_text => {
                let name = last_word(&jq[..open]);
                let is_meant = name == unknown || name.contains(|c: char| c.is_ascii_uppercase());
                let start = open - name.len();
                let is_member = jq[..start].ends_with(['.', '$', '@']);
                if let Some(snippet) = find(name).filter(|_| is_meant && !is_member) {
                    return Some(Call { snippet, start, open, close: open + closing_bracket(&jq[open..])? });
                }
            }
            _ => {}
        }
        is_escaped = is_text && character == '\\' && !is_escaped;
    }
    None
}

/// The name at the end of a text.
fn last_word(text: &str) -> &str {
    let start = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').len();
    &text[start..]
}

/// The position where the first bracket of `text` is closed.
fn closing_bracket(text: &str) -> Option<usize> {
    characters_outside_texts(text).find(|(_, depth, c)| *depth == 0 && *c == ')').map(|(at, ..)| at)
}

/// Splits arguments at `,` or `;`.
fn split_arguments(text: &str) -> Vec<&str> {
    let mut arguments = Vec::new();
    let mut from = 0;
    for (at, depth, character) in characters_outside_texts(text) {
        if depth == 0 && matches!(character, ',' | ';') {
            arguments.push(text[from..at].trim());
            from = at + 1;
        }
    }
    arguments.push(text[from..].trim());
    arguments.retain(|argument| !argument.is_empty());
    arguments
}

/// The characters outside texts, each with the number of open brackets after it.
fn characters_outside_texts(text: &str) -> impl Iterator<Item = (usize, i32, char)> + '_ {
    let (mut depth, mut is_text, mut is_escaped) = (0_i32, false, false);
    text.char_indices().filter_map(move |(at, character)| {
        let was_text = is_text;
        match character {
            '"' if !is_escaped => is_text = !is_text,
            '(' | '[' | '{' if !is_text => depth += 1,
            ')' | ']' | '}' if !is_text => depth -= 1,
            _ => {}
        }
        is_escaped = is_text && character == '\\' && !is_escaped;
        (!was_text && character != '"').then_some((at, depth, character))
    })
}

impl Snippet {
    /// The jq for these arguments.
    fn filled(&self, arguments: &[String]) -> Option<String> {
        let form = |count: usize| self.forms.iter().find(|(known, _)| *known == count).map(|(_, form)| *form);
        let form = form(arguments.len()).or_else(|| form(usize::MAX))?;
        fill_form(form, arguments)
    }
}

/// Inserts arguments into a form: `{1}` is the first one, `{1t}` the first one as seconds since 1970, `{1x}`
/// ten to the power of the first one, `{*}` all of them, `{+}` all of them joined by `+` (`{&}` by `and`,
/// `{|}` by `or`), `{i}` the items of the only one.
fn fill_form(form: &str, arguments: &[String]) -> Option<String> {
    let mut filled = String::new();
    let mut rest = form;
    while let Some(at) = rest.find('{') {
        let end = at + rest[at..].find('}')?;
        filled.push_str(&rest[..at]);
        let place = &rest[at + 1..end];
        let joined = |by: &str| arguments.join(by);
        match place {
            "*" => filled.push_str(&joined(", ")),
            "+" => filled.push_str(&joined(" + ")),
            "&" => filled.push_str(&joined(" and ")),
            "|" => filled.push_str(&joined(" or ")),
            "i" => filled.push_str(&items_of_argument(arguments.first()?)),
            _ => {
                let digits = place.trim_end_matches(|c: char| !c.is_ascii_digit());
                let argument = arguments.get(digits.parse::<usize>().ok()?.checked_sub(1)?)?;
                match &place[digits.len()..] {
                    "t" => filled.push_str(&seconds_of_argument(argument)),
                    "x" => filled.push_str(&power_of_ten(argument)?),
                    _ => filled.push_str(argument),
                }
            }
        }
        rest = &rest[end + 1..];
    }
    Some(filled + rest)
}

/// `.items[]` for `.items`. An argument with several values is unchanged.
fn items_of_argument(argument: &str) -> String {
    let is_path = argument.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._$".contains(&byte));
    if is_path { format!("{argument}[]") } else { argument.to_owned() }
}

/// A time as seconds since 1970.
fn seconds_of_argument(argument: &str) -> String {
    let is_now = matches!(argument, "now" | "(now | todate)" | "(now | strftime(\"%Y-%m-%d\"))");
    if is_now { "now".to_owned() } else { format!("({argument} | fromdate)") }
}

/// 100 for 2 digits.
fn power_of_ten(digits: &str) -> Option<String> {
    let digits: u32 = digits.parse().ok()?;
    10_i64.checked_pow(digits).filter(|_| digits < 10).map(|power| power.to_string())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests;
