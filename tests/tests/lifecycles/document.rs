//! The page `engine/runtime/LIFECYCLES.md` agrees with the tables: each transition of a table is a row of the page, and the
//! other way round.

use std::collections::BTreeSet;

use crate::table;

/// From, event, to.
type Row = (String, String, String, String);

/// The rows of the page: a section `## name` for each life cycle, whose table begins with from, event, to.
fn rows(page: &str) -> BTreeSet<Row> {
    let mut found = BTreeSet::new();
    let mut cycle = "";
    for line in page.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            cycle = name.trim().trim_matches('`');
            continue;
        }
        let Some(row) = line.strip_prefix('|') else { continue };
        let cells: Vec<String> = row.split('|').map(|cell| cell.trim().replace('`', "")).collect();
        let is_header = cells.first().is_some_and(|cell| cell == "from" || cell.starts_with("--"));
        if !table::LIFECYCLES.contains(&cycle) || is_header || cells.len() < 7 {
            continue;
        }
        for from in cells[0].split(", ") {
            let to = if cells[2] == "same" { from.to_owned() } else { cells[2].clone() };
            found.insert((cycle.to_owned(), from.to_owned(), cells[1].clone(), to));
        }
    }
    found
}

#[test]
fn the_page_of_life_cycles_has_every_transition_and_no_other() {
    let path = towpath_tests::root().join("engine/runtime/LIFECYCLES.md");
    let page = std::fs::read_to_string(path).unwrap();
    let mut expected = BTreeSet::new();
    for table in table::all() {
        for (state, event, _, next) in table.legal() {
            expected.insert((table.name.clone(), state.to_owned(), event.name.clone(), next.to_owned()));
        }
    }
    let found = rows(&page);
    let missing: Vec<_> = expected.difference(&found).collect();
    let extra: Vec<_> = found.difference(&expected).collect();
    assert!(missing.is_empty() && extra.is_empty(), "not on the page: {missing:#?}\nonly there: {extra:#?}");
}

#[test]
fn every_table_is_whole() {
    for table in table::all() {
        assert!(!table.legal().is_empty() && !table.illegal().is_empty(), "{}", table.name);
        assert!(!table.pairs().is_empty(), "{}", table.name);
    }
}
