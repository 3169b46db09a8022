//! Documented limits and promises, from outside. Each row of `tests/limits/limits.yaml` names a page and a phrase on it, what is
//! answered just within the limit, and what just beyond. A phrase that is no longer on its page fails the test too.

#![expect(clippy::unwrap_used, reason = "tests")]

mod probe;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use probe::Probe;
use serde_json::Value;
use table::{Row, Table};
use towpath_tests::root;

/// What is wrong with the rows of one page.
async fn problems(page: &str) -> Vec<String> {
    let table = Table::read();
    let rows: Vec<&Row> = table.rows.iter().filter(|row| row.page == page).collect();
    assert!(!rows.is_empty(), "no row is about {page}");
    let names: BTreeSet<&str> = rows.iter().map(|row| row.server.as_str()).collect();
    let mut servers = BTreeMap::new();
    for name in names {
        let server = table.servers.get(name).unwrap_or_else(|| panic!("there is no server `{name}`"));
        servers.insert(name, Probe::start(server).await);
    }
    let mut problems = Vec::new();
    for row in rows {
        let probe = servers.get_mut(row.server.as_str()).unwrap();
        for (side, steps) in [("within", &row.within), ("beyond", &row.beyond)] {
            for (at, step) in steps.iter().enumerate() {
                let found = probe.look(step).await;
                problems.extend(found.map(|found| format!("`{}`, {side} {at}: {found}", row.phrase)));
            }
        }
    }
    problems
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_keeps_to_its_page() {
    let problems = problems("engine/api/README.md").await;
    assert!(problems.is_empty(), "{problems:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_keeps_to_its_page() {
    let problems = problems("engine/cli/README.md").await;
    assert!(problems.is_empty(), "{problems:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn integrations_keep_to_their_page() {
    let problems = problems("engine/integrations/README.md").await;
    assert!(problems.is_empty(), "{problems:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn policies_keep_to_their_page() {
    let problems = problems("policies/README.md").await;
    assert!(problems.is_empty(), "{problems:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_page_says_what_is_so() {
    let problems = problems("README.md").await;
    assert!(problems.is_empty(), "{problems:#?}");
}

/// Blanks and line breaks of a page do not count.
fn flowing(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn each_phrase_stands_on_its_page() {
    let table = Table::read();
    assert!(table.rows.len() >= 60, "{}", table.rows.len());
    let pages: BTreeSet<&str> = table.rows.iter().map(|row| row.page.as_str()).collect();
    let texts: BTreeMap<&str, String> = pages
        .into_iter()
        .map(|page| (page, flowing(&std::fs::read_to_string(root().join(page)).unwrap())))
        .collect();
    let gone: Vec<String> = table
        .rows
        .iter()
        .filter(|row| !texts[row.page.as_str()].contains(&flowing(&row.phrase)))
        .map(|row| format!("{}: `{}`", row.page, row.phrase))
        .collect();
    assert!(gone.is_empty(), "these phrases are not on their pages: {gone:#?}");
    let idle: Vec<&str> = table
        .rows
        .iter()
        .filter(|row| row.within.is_empty() && row.beyond.is_empty())
        .map(|row| row.phrase.as_str())
        .collect();
    assert!(idle.is_empty(), "nothing is asked about these: {idle:#?}");
}

/// A row of the page names one route of a thing in full, and the others by their last part: `/reject`.
#[test]
fn each_route_stands_on_the_page_of_the_api() {
    let read = |file: &str| std::fs::read_to_string(root().join(file)).unwrap();
    let described: Value = serde_json::from_str(&read("engine/api/openapi.json")).unwrap();
    let page = read("engine/api/README.md");
    let paths = described["paths"].as_object().unwrap().keys();
    let missing: Vec<&String> = paths
        .filter(|path| {
            let last = path.rsplit('/').next().unwrap_or_default();
            !page.contains(path.as_str()) && !page.contains(&format!("/{last}`"))
        })
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn repeated_text_is_written_short() {
    assert_eq!(table::written("a«bc×3»d"), "abcbcbcd");
    assert_eq!(table::written("«n#,×3»«x×0»"), "n0,n1,n2,");
    assert_eq!(table::written("{ \"a\": 1 }"), "{ \"a\": 1 }");
}
