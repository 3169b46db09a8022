//! Checks the targets of `then`: each must be a task in the same list.

use std::collections::BTreeSet;

use towpath_diagnostics::{Diagnostic, codes, did_you_mean};

use crate::{
    parse::{Astray, Findings},
    snippet,
    words::quote,
};

/// Maximum number of names listed in a help.
const MAX_LISTED: usize = 8;

/// Reports each directive whose target is not in its list. The help says where the task is, or suggests a
/// similar name.
pub(super) fn check_directives(findings: &mut Findings) {
    let lists = std::mem::take(&mut findings.lists);
    for astray in std::mem::take(&mut findings.astray) {
        if findings.problems.is_full() {
            findings.problems.count();
            continue;
        }
        let diagnostic = explain(&astray, &lists);
        findings.report(diagnostic);
    }
}

fn explain(astray: &Astray, lists: &[(String, BTreeSet<String>)]) -> Diagnostic {
    let Astray { name, pointer, list } = astray;
    let own = lists.get(*list).map_or("", |(own, _)| own.as_str());
    let here = lists.get(*list).into_iter().flat_map(|(_, names)| names.iter().map(String::as_str));
    let close = did_you_mean(name, here.clone().chain(["continue", "exit", "end"]));
    let elsewhere = lists.iter().find(|(_, names)| names.contains(&name.value));
    let (message, help) = match (elsewhere, close) {
        (Some((list, _)), _) => (
            format!("the task {} is not in this list, but in {}", quote(name), name_of_task_list(list)),
            out_of(own, list, name).unwrap_or_else(|| {
                format!("`then` can only lead to a task in the same list: {}", names_and_directives(here))
            }),
        ),
        (None, Some(close)) => (
            format!("there is no task called {} in this list", quote(name)),
            format!("did you mean `{close}`?"),
        ),
        (None, None) => (
            format!("there is no task called {} in this list", quote(name)),
            format!("allowed here: {}", names_and_directives(here)),
        ),
    };
    Diagnostic::error(codes::TP0212, message).at(name.span).pointer(pointer.as_str()).help(help)
}

/// The help for a `then` inside a `try` or a `catch` whose target is beside the task that contains it.
fn out_of(own: &str, target: &str, name: &str) -> Option<String> {
    let line = format!("then: {}", snippet::text(name));
    let (task, is_catch) = match own.strip_suffix("/catch/do") {
        Some(task) => (task, true),
        None => (own.strip_suffix("/try")?, false),
    };
    // `/do/0/pay` is in the list `/do`.
    let (item, task) = task.rsplit_once('/')?;
    let (list, _) = item.rsplit_once('/')?;
    if list != target {
        return None;
    }
    let task = quote(&task.replace("~1", "/").replace("~0", "~"));
    Some(match is_catch {
        true => format!(
            "the `catch` of {task} decides where to continue after an error: delete this line, and align `{line}` with \
             its `do`"
        ),
        false => format!(
            "`then` can only lead to a task in the same list: delete this line, and align `{line}` with the `try` \
             of {task}"
        ),
    })
}

/// The name of a task list in messages.
fn name_of_task_list(pointer: &str) -> String {
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

/// The names of the tasks in a list and the directives, as alternatives for a help.
fn names_and_directives<'a>(names: impl Iterator<Item = &'a str> + Clone) -> String {
    let listed: Vec<String> = names.clone().take(MAX_LISTED).map(quote).collect();
    let more = if names.count() > MAX_LISTED { ", …" } else { "" };
    let names = if listed.is_empty() { String::new() } else { format!("{}{more}, ", listed.join(", ")) };
    format!("{names}or `continue` (the next task), `exit` (leave this list), `end` (end the workflow)")
}

#[cfg(test)]
mod tests {
    use super::{name_of_task_list, out_of};

    #[test]
    fn a_catch_decides_where_to_continue() {
        assert!(
            out_of("/do/1/pay/catch/do", "/do", "ticket").is_some_and(|help| help.contains("`then: ticket`"))
        );
        assert!(out_of("/do/1/pay/try", "/do", "ticket").is_some());
        assert_eq!(out_of("/do/1/pay/catch/do", "/do/0/each/do", "ticket"), None);
        assert_eq!(out_of("/do/1/each/do", "/do", "ticket"), None);
    }

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
            assert_eq!(name_of_task_list(pointer), expected);
        }
    }
}
