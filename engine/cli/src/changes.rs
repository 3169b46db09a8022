//! Changes between two definitions, in words.

use anstyle::AnsiColor;
use serde_json::Value;
use towpath_access::Reach;
use towpath_dsl::Change;

use crate::output;

/// Longest value that is shown, in characters.
const LONGEST: usize = 60;

/// Shows the changes, and what the definition reaches because of them.
pub(crate) fn show_changes(changes: &[Change], reach: &Reach) {
    let mut last: Option<&Option<String>> = None;
    for change in changes {
        if let Change::Changed { task, from, to, old, new } = change {
            if last != Some(task) {
                output::data(&changed_title(task.as_deref()));
            }
            last = Some(task);
            output::data(&format!("    {}", field(from, to, old.as_ref(), new.as_ref())));
            continue;
        }
        last = None;
        output::data(&line_of_change(change));
    }
    if !reach.is_same() && !changes.is_empty() {
        output::data("");
    }
    for (word, colour, reached) in
        [("now also:", AnsiColor::Yellow, &reach.gained), ("no longer:", AnsiColor::Green, &reach.lost)]
    {
        for one in reached {
            let place = if one.task.is_empty() { String::new() } else { format!(" at {}", one.task) };
            output::data(&format!("{} {}{place}", output::paint(colour, word), one.what));
        }
    }
}

fn changed_title(task: Option<&str>) -> String {
    let mark = output::paint(AnsiColor::Yellow, "changed");
    match task {
        Some(task) => format!("{mark} `{task}`"),
        None => format!("{mark} the workflow itself"),
    }
}

/// One change on one line.
pub(crate) fn line_of_change(change: &Change) -> String {
    let more = |inside: usize| match inside {
        0 => String::new(),
        1 => " and a task inside of it".to_owned(),
        more => format!(" and {more} tasks inside of it"),
    };
    match change {
        Change::Added { task, kind, to, inside } => {
            let mark = output::paint(AnsiColor::Green, "added");
            format!("{mark}   `{task}` ({kind}){} at {to}", more(*inside))
        }
        Change::Removed { task, kind, from, inside } => {
            let mark = output::paint(AnsiColor::Red, "removed");
            format!("{mark} `{task}` ({kind}){}, which was at {from}", more(*inside))
        }
        Change::Moved { task, from, to, behind } => {
            let mark = output::paint(AnsiColor::Cyan, "moved");
            let place = match behind {
                Some(behind) => format!("`{task}`, now after `{behind}`"),
                None => format!("`{task}`, now the first of its list"),
            };
            // What others passed by may have kept its number.
            let way = if from == to { to.clone() } else { format!("{from} → {to}") };
            format!("{mark}   {place}: {way}")
        }
        Change::Renamed { task, was, to, .. } => {
            format!("{} `{was}` to `{task}` at {to}", output::paint(AnsiColor::Cyan, "renamed"))
        }
        Change::Changed { task, from, to, old, new } => {
            format!("{} {}", changed_title(task.as_deref()), field(from, to, old.as_ref(), new.as_ref()))
        }
    }
}

fn field(from: &str, to: &str, old: Option<&Value>, new: Option<&Value>) -> String {
    match (old, new) {
        (Some(old), None) => format!("{from}: {} is gone", value_on_one_line(old)),
        (None, Some(new)) => format!("{to}: {} is new", value_on_one_line(new)),
        _ => {
            let text = |value: Option<&Value>| value.map(value_on_one_line).unwrap_or_default();
            format!("{to}: {} → {}", text(old), text(new))
        }
    }
}

/// A value on one line, cut where it is long.
fn value_on_one_line(value: &Value) -> String {
    let text = value.to_string();
    let mut short: String = text.chars().take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn plain(change: &Change) -> String {
        anstream::adapter::strip_str(&crate::terminal::printed_text(&line_of_change(change))).to_string()
    }

    #[test]
    fn changes_in_words() {
        let text = |text: &str| text.to_owned();
        let changed = |old, new| Change::Changed {
            task: Some(text("pay")),
            from: text("/do/1/pay/with/amount"),
            to: text("/do/2/pay/with/amount"),
            old,
            new,
        };
        let moved = |from: &str, behind| Change::Moved {
            task: text("note"),
            from: text(from),
            to: text("/do/0/note"),
            behind,
        };
        let cases = [
            (
                Change::Added { task: text("a"), kind: "try", to: text("/do/0/a"), inside: 2 },
                "added   `a` (try) and 2 tasks inside of it at /do/0/a",
            ),
            (
                Change::Removed { task: text("a"), kind: "set", from: text("/do/0/a"), inside: 0 },
                "removed `a` (set), which was at /do/0/a",
            ),
            (
                Change::Removed { task: text("a"), kind: "do", from: text("/do/0/a"), inside: 1 },
                "removed `a` (do) and a task inside of it, which was at /do/0/a",
            ),
            (moved("/do/3/note", None), "moved   `note`, now the first of its list: /do/3/note → /do/0/note"),
            (moved("/do/0/note", Some(text("b"))), "moved   `note`, now after `b`: /do/0/note"),
            (
                Change::Renamed {
                    task: text("new"),
                    was: text("old"),
                    from: text("/do/0/old"),
                    to: text("/do/0/new"),
                },
                "renamed `old` to `new` at /do/0/new",
            ),
            (changed(Some(json!(5)), Some(json!("5"))), "changed `pay` /do/2/pay/with/amount: 5 → \"5\""),
            (changed(Some(json!(5)), None), "changed `pay` /do/1/pay/with/amount: 5 is gone"),
            (changed(None, Some(json!(null))), "changed `pay` /do/2/pay/with/amount: null is new"),
        ];
        for (change, expected) in cases {
            assert_eq!(plain(&change), expected);
        }
        assert_eq!(value_on_one_line(&json!("x".repeat(90))).chars().count(), LONGEST + 1);
    }
}
