//! Where `then` leads: to a task of its own list, and to no other.

use towpath_diagnostics::{Diagnostic, codes, did_you_mean};

use crate::{
    parse::{Astray, Findings},
    words::quote,
};

/// Most names listed in a help.
const LISTED: usize = 8;

/// Says of each directive that names no task of its list where the task is, or what could have been meant.
pub(super) fn check(findings: &mut Findings) {
    for astray in std::mem::take(&mut findings.astray) {
        if findings.problems.is_full() {
            findings.problems.count();
            continue;
        }
        let diagnostic = explain(&astray, findings);
        findings.report(diagnostic);
    }
}

fn explain(astray: &Astray, findings: &Findings) -> Diagnostic {
    let Astray { name, pointer, siblings } = astray;
    let here = siblings.iter().map(String::as_str);
    let close = did_you_mean(name, here.clone().chain(["continue", "exit", "end"]));
    let elsewhere = findings.lists.iter().find(|(_, names)| names.contains(&name.value));
    let (message, help) = match (elsewhere, close) {
        (Some((list, _)), _) => (
            format!("the task {} is not in this list, but in {}", quote(name), scope(list)),
            format!("`then` leads to tasks of its own list only: {}", choices(here)),
        ),
        (None, Some(close)) => (
            format!("there is no task called {} in this list", quote(name)),
            format!("did you mean `{close}`?"),
        ),
        (None, None) => (
            format!("there is no task called {} in this list", quote(name)),
            format!("possible here: {}", choices(here)),
        ),
    };
    Diagnostic::error(codes::TP0212, message).at(name.span).pointer(pointer.as_str()).help(help)
}

/// How messages name a list of tasks.
fn scope(pointer: &str) -> String {
    let tokens: Vec<&str> = pointer.split('/').skip(1).collect();
    let name = |token: &str| quote(&token.replace("~1", "/").replace("~0", "~"));
    match tokens[..] {
        [.., task, "catch", "do"] => format!("the `catch` of {}", name(task)),
        [.., task, "fork", "branches"] => format!("the branches of {}", name(task)),
        [.., task, "foreach", "do"] => format!("the `foreach` of {}", name(task)),
        [.., task, key] => format!("the `{key}` of {}", name(task)),
        _ => "the `do` of the workflow".to_owned(),
    }
}

/// The names of a list and the directives, as alternatives.
fn choices<'a>(names: impl Iterator<Item = &'a str> + Clone) -> String {
    let listed: Vec<String> = names.clone().take(LISTED).map(quote).collect();
    let more = if names.count() > LISTED { ", …" } else { "" };
    let names = if listed.is_empty() { String::new() } else { format!("{}{more}, ", listed.join(", ")) };
    format!("{names}or `continue` (the next task), `exit` (out of this list), `end` (of the workflow)")
}

#[cfg(test)]
mod tests {
    use super::scope;

    #[test]
    fn lists_have_names() {
        let cases = [
            ("/do", "the `do` of the workflow"),
            ("/do/0/each/do", "the `do` of `each`"),
            ("/do/1/pay/try", "the `try` of `pay`"),
            ("/do/1/pay/catch/do", "the `catch` of `pay`"),
            ("/do/1/all/fork/branches", "the branches of `all`"),
        ];
        for (pointer, expected) in cases {
            assert_eq!(scope(pointer), expected);
        }
    }
}
