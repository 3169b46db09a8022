//! Help for expressions with constructs of other languages.

use towpath_diagnostics::codes;
use towpath_dsl::model::{TaskKind, TaskList, Transform, Workflow};

use crate::jq::{CompileError, Expected, Mistake, Nearest, mistakes};
use crate::snippets;

/// Function names of other languages, and the help for each.
const FUNCTIONS: &[(&[&str], &str)] = &[
    (
        &["upper", "toUpper", "toUpperCase", "uppercase", "ucase"],
        "write `ascii_upcase`, as in `.name | ascii_upcase`",
    ),
    (
        &["lower", "toLower", "toLowerCase", "lowercase", "lcase"],
        "write `ascii_downcase`, as in `.name | ascii_downcase`",
    ),
    (&["len", "size", "count", "strlen"], "write `length`, as in `.items | length`"),
    (&["sum"], "write `add`, as in `[.items[].price] | add`"),
    (&["avg", "average", "mean"], "write `add / length`, as in `[.items[].price] | add / length`"),
    (&["filter", "where"], "write `map(select(…))`, as in `.items | map(select(.price > 10))`"),
    (&["find", "findFirst"], "write `first(…)`, as in `first(.items[] | select(.sku == \"a\"))`"),
    (
        &["includes", "has_key", "in_array"],
        "write `index`, `contains` or `any`, as in `.tags | any(. == \"vip\")`",
    ),
    (&["concat", "concatenate"], "join texts with `+` or inside a text, as in `\"\\(.first) \\(.last)\"`"),
    (&["replace", "replaceAll"], "write `gsub`, as in `.phone | gsub(\" \"; \"\")`"),
    (&["substring", "substr", "slice", "left", "right", "mid"], "write a range, as in `.code[0:3]`"),
    (&["toString", "str", "string", "to_string"], "write `tostring`, as in `.total | tostring`"),
    (
        &["toNumber", "int", "parseInt", "parseFloat", "number", "float", "to_number"],
        "write `tonumber`, as in `.amount | tonumber`",
    ),
    (&["isEmpty", "empty?", "is_empty"], "compare the length, as in `(.items | length) == 0`"),
    (&["isNull", "is_null", "exists", "defined"], "compare with `null`, as in `.email == null`"),
    (&["today", "date", "getdate", "sysdate", "time"], "write `now | todate`"),
    (&["uniq", "distinct"], "write `unique`, as in `.tags | unique`"),
    (&["sortBy", "orderBy", "order_by"], "write `sort_by`, as in `.items | sort_by(.price)`"),
    (&["groupBy"], "write `group_by`, as in `.items | group_by(.kind)`"),
    (&["each", "forEach"], "write `map(…)`, as in `.items | map(.price)`"),
    (&["iif", "iff", "ifelse", "when", "case"], "write `if .total > 50 then \"large\" else \"small\" end`"),
    (&["coalesce", "nvl", "ifnull", "default"], "write `//`, as in `.discount // 0`"),
    (&["undefined", "none", "None", "nil", "NULL", "Null"], "write `null`"),
    (&["True", "TRUE"], "write `true`"),
    (&["False", "FALSE"], "write `false`"),
    (&["print", "log", "console"], "an expression cannot print; pass the value to the next task instead"),
    (&["uuid", "random", "rand"], "expressions have no randomness, so that a run can be replayed"),
    (&["then", "else"], "write `if … then … else … end`"),
    (&["AND"], "write `and`"),
    (&["OR"], "write `or`"),
    (&["NOT"], "write `not` after it, in brackets: `(.paid | not)`"),
];

/// Words that are not fields, even alone.
const CONSTANTS: &[&str] = &["undefined", "none", "nil", "then", "else"];

/// The help for a compile error. `offer` makes a line with another expression.
pub(crate) fn help_for_compile_error(
    jq: &str,
    error: &CompileError,
    offer: &dyn Fn(&str) -> String,
) -> Option<String> {
    let here = jq.get(error.start..)?;
    let word = jq.get(error.start..error.end)?;
    if let Mistake::NoFunction { nearest, .. } = &error.mistake {
        // A word in capitals is a spreadsheet function; other words are probably from a programming language.
        let is_capitals = !word.bytes().any(|byte| byte.is_ascii_lowercase());
        let is_known = FUNCTIONS.iter().any(|(names, _)| names.contains(&word));
        let written =
            (is_capitals || !is_known).then(|| rewrite_spreadsheet_function(jq, word, offer)).flatten();
        return written.or_else(|| help_for_function(jq, error, nearest, word));
    }
    if error.code() != codes::TP0401 {
        return None;
    }
    if let Some(help) =
        snippets::empty_call(jq).and_then(|name| rewrite_spreadsheet_function(jq, name, offer))
    {
        return Some(help);
    }
    if jq.starts_with('{') && jq.ends_with('}') {
        let inside = jq.trim_start_matches('{').trim_end_matches('}').trim();
        if inside.starts_with(['.', '$']) && inside.len() < 60 {
            return Some(format!("write one brace on each side: `{}`", offer(inside)));
        }
    }
    help_with_whole_expression(jq, here, offer).or_else(|| help_for_syntax_error(jq, error, here)).or_else(
        || {
            let general =
                "correct the expression here; valid examples: `.total`, `.items | length`, `.name + \"!\"`";
            error.help().is_none().then(|| general.to_owned())
        },
    )
}

/// The expression with its spreadsheet functions replaced by jq.
fn rewrite_spreadsheet_function(jq: &str, name: &str, offer: &dyn Fn(&str) -> String) -> Option<String> {
    let is_called = jq.contains(&format!("{name}("));
    if !is_called {
        return None;
    }
    match snippets::rewrite_calls(jq, name).filter(|written| written.len() <= 240) {
        Some(written) => Some(format!("write `{}`", offer(&written))),
        None => snippets::example_call(name),
    }
}

/// The help with the whole expression rewritten.
fn help_with_whole_expression(jq: &str, here: &str, offer: &dyn Fn(&str) -> String) -> Option<String> {
    let first = here.chars().next()?;
    if first == '?' {
        return mistakes::choice_as_if(jq).map(|jq| format!("write `{}` to choose", offer(&jq)));
    }
    let is_printed = "\u{201c}\u{201d}\u{201e}\u{2018}\u{2019}".contains(first);
    if first != '\'' && !is_printed {
        return None;
    }
    let line = offer(&mistakes::with_straight_quotes(jq)?);
    Some(match is_printed {
        true => format!("these are typographic quotes; use straight double quotes: `{line}`"),
        // Inside double quotes, they would end the text.
        false if line.contains('\'') => {
            format!("write texts in double quotes, with single quotes around the whole: `{line}`")
        }
        false => format!("write texts in double quotes: `{line}`"),
    })
}

/// The help for a syntax error.
fn help_for_syntax_error(jq: &str, error: &CompileError, here: &str) -> Option<String> {
    let before = jq[..error.start].trim_end();
    let pairs: &[(&str, &str)] = &[
        ("&", "write `and` instead of `&&`"),
        ("||", "write `or` instead of `||`"),
        ("\u{201c}", "these are typographic quotes; use straight quotes: `\"`"),
        ("\u{201d}", "these are typographic quotes; use straight quotes: `\"`"),
        ("\u{2018}", "these are typographic quotes; use straight double quotes: `\"`"),
        ("`", "write texts in double quotes"),
        (";", "arguments are separated by `;`, and steps by `|`"),
    ];
    if let Some((_, help)) = pairs.iter().find(|(start, _)| here.starts_with(start)) {
        return Some((*help).to_owned());
    }
    if before.ends_with("==") && here.starts_with('=') {
        return Some("write `==` to compare".to_owned());
    }
    if let Some(rest) = here.strip_prefix('!').or_else(|| before.ends_with('!').then_some(here)) {
        let operand = mistakes::operand_of_not(rest.trim_start()).trim_start_matches('!');
        let operand = if operand.is_empty() || operand.len() > 60 { ".paid" } else { operand };
        return Some(format!("write `({operand} | not)`, with the brackets; for unequal, write `!=`"));
    }
    if here.starts_with('?') {
        return Some("write `if .total > 50 then \"large\" else \"small\" end` to choose".to_owned());
    }
    match &error.mistake {
        Mistake::Expected(Expected::Word(word), _) if word == "then" => {
            return Some("write `if .a then .b else .c end`".to_owned());
        }
        Mistake::Expected(Expected::Word(word), _) if word == "end" => return Some(NO_END.to_owned()),
        Mistake::Expected(Expected::ElseOrEnd, _) => return Some(NO_END.to_owned()),
        Mistake::Expected(_, None) => {
            return Some(match before.chars().last() {
                Some('.') => "write a name after the last `.`".to_owned(),
                Some(_) => format!("complete the expression after {}", last_words(before)),
                None => "write an expression, such as `.total`".to_owned(),
            });
        }
        _ => {}
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if before.ends_with(']') && here.starts_with(is_name) {
        let name: String = here.chars().take_while(|c| is_name(*c)).collect();
        return Some(format!("a name needs a dot before it: `.{name}`"));
    }
    match &error.mistake {
        Mistake::OpenBracket(open) => {
            let close = match open.as_str() {
                "(" => ")",
                "[" => "]",
                _ => "}",
            };
            return Some(format!("add the matching `{close}`"));
        }
        Mistake::OpenText => return Some("add the closing `\"`".to_owned()),
        _ => {}
    }
    if let Some(written) = mistakes::with_brackets(jq, error.start) {
        return Some(format!("read an item of a list with brackets; the first is `[0]`: `{written}`"));
    }
    match &error.mistake {
        Mistake::Expected(Expected::Nothing, Some(_)) => Some(help_for_missing_operator(before, here)),
        _ => None,
    }
}

/// The help for an `if` without its `end`.
const NO_END: &str = "every `if` needs its `end`: `if .a then .b else .c end`";

/// The help for two values without an operator between them.
fn help_for_missing_operator(before: &str, here: &str) -> String {
    let word = here.split(|c: char| c.is_whitespace() || ")]}".contains(c)).next().unwrap_or_default();
    let (operator, second) = match here.chars().next() {
        Some('"') => ("+", here[1..].find('"').map_or(here, |end| &here[..end + 2])),
        Some(first) if first.is_ascii_digit() => ("*", word),
        Some(first) if first.is_ascii_alphabetic() => ("|", word),
        _ => ("and", word),
    };
    let example = match last_words(before).trim_matches('`') {
        first if second.len() <= 40 => format!(", such as `{first} {operator} {second}`"),
        _ => String::new(),
    };
    format!("write `+`, `*`, `and` or `|` between them{example}")
}

/// The last words of a text, for a help.
fn last_words(text: &str) -> String {
    let start = text.char_indices().rev().take(24).last().map_or(0, |(at, _)| at);
    let start =
        text[start..].find(char::is_whitespace).filter(|_| start > 0).map_or(start, |space| start + space);
    format!("`{}`", text[start..].trim())
}

/// The help for an unknown function.
fn help_for_function(jq: &str, error: &CompileError, nearest: &Nearest, word: &str) -> Option<String> {
    // jq reads `.first-name` as `.first` minus a function `name`.
    let before = jq[..error.start].strip_suffix('-').unwrap_or_default();
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let start = before.trim_end_matches(is_name).len();
    if before[..start].ends_with('.') && start < before.len() {
        let rest: String = jq[error.start..].chars().take_while(|c| is_name(*c) || *c == '-').collect();
        return Some(format!("a name with a dash in it needs quotes: `.\"{}-{rest}\"`", &before[start..]));
    }
    let known = FUNCTIONS.iter().find(|(names, _)| names.contains(&word));
    // A single name without a pipe before it is probably a field without its dot.
    let is_alone =
        !jq[error.end..].trim_start().starts_with('(') && !jq[..error.start].trim_end().ends_with('|');
    let is_constant =
        CONSTANTS.contains(&word) || word.to_uppercase() == word || word == "True" || word == "False";
    if *nearest == Nearest::TextOrField && (known.is_none() || is_alone && !is_constant) {
        return Some(format!("write `.{word}` for the field of that name, or `\"{word}\"` for the text"));
    }
    if let Some((_, help)) = known.filter(|_| !matches!(nearest, Nearest::Arities(_))) {
        return Some((*help).to_owned());
    }
    // Arguments separated by a comma are one argument with several values.
    let arguments = jq[error.end..].trim_start();
    let takes_several = matches!(nearest, Nearest::Arities(counts) if !matches!(counts.as_slice(), [0 | 1]));
    let help = error.help().filter(|_| takes_several && arguments.starts_with('('))?;
    let close = closing_parenthesis(arguments)?;
    let inside = arguments.get(1..close)?;
    let corrected = inside.replace(", ", "; ").replace(',', "; ");
    (inside.contains(',') && inside.len() < 60 && !inside.contains(['{', '[', '(']))
        .then(|| format!("{help}, not by `,`: `{word}({})`", corrected.replace(";  ", "; ")))
}

/// The position where the first parenthesis is closed, ignoring texts.
fn closing_parenthesis(text: &str) -> Option<usize> {
    let (mut depth, mut is_text) = (0_usize, false);
    for (at, character) in text.char_indices() {
        match character {
            '"' => is_text = !is_text,
            '(' if !is_text => depth += 1,
            ')' if !is_text => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// The task of the workflow that defines a variable of this name.
pub(crate) fn task_that_defines(workflow: &Workflow, name: &str) -> Option<String> {
    owner_in(&workflow.tasks, name)
}

fn owner_in(list: &TaskList, name: &str) -> Option<String> {
    list.tasks.iter().find_map(|task| match &task.kind {
        TaskKind::For(each) if each.item_name() == name || each.index_name() == name => {
            Some(format!("the `for` of `{}`", task.name.value))
        }
        TaskKind::Try(try_) if try_.catch.error_name() == name => {
            Some(format!("the `catch` of `{}`", task.name.value))
        }
        kind => kind.lists().into_iter().find_map(|list| owner_in(list, name)),
    })
}

/// Whether any task of the workflow sets a field of this name.
pub(crate) fn is_set(workflow: &Workflow, name: &str) -> bool {
    is_set_in(&workflow.tasks, name)
}

fn is_set_in(list: &TaskList, name: &str) -> bool {
    list.tasks.iter().any(|task| match &task.kind {
        TaskKind::Set(set) => match &set.value {
            Transform::Template(template) => template.node.get(name).is_some(),
            Transform::Expression(_) => false,
        },
        kind => kind.lists().into_iter().any(|list| is_set_in(list, name)),
    })
}
