//! The pages for people name files and tests that exist: links, paths in backticks, and `path::test`.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};

use towpath_tests::root;

/// Folders of the project that paths begin with.
const TOP: [&str; 5] = ["sdk/", "policies/", "engine/", "examples/", "tests/"];

/// Every page: markdown files, without the pages of codes, which the build reads.
fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !name.starts_with('.') && !["target", "codes", "node_modules"].contains(&&*name) {
            pages(&path, found);
        } else if name.ends_with(".md") {
            found.push(path);
        }
    }
}

/// What stands between `open` and `close`, in this line.
fn between<'a>(line: &'a str, open: &'a str, close: &'a str) -> impl Iterator<Item = &'a str> {
    line.split(open).skip(1).filter_map(move |rest| rest.split_once(close).map(|(inside, _)| inside))
}

/// The text of a page without its blocks of code.
fn prose(text: &str) -> String {
    text.split("```").step_by(2).collect()
}

/// The anchor of a heading, as forges make it.
fn anchor(heading: &str) -> String {
    let kept = |letter: char| match letter {
        ' ' => Some('-'),
        '-' | '_' => Some(letter),
        letter => letter.is_alphanumeric().then(|| letter.to_ascii_lowercase()),
    };
    heading.trim_start_matches('#').trim().chars().filter_map(kept).collect()
}

fn has_anchor(page: &Path, wanted: &str) -> bool {
    let text = std::fs::read_to_string(page).unwrap_or_default();
    text.lines().any(|line| line.starts_with('#') && anchor(line) == wanted)
}

/// What is wrong with a link.
fn link(page: &Path, target: &str) -> Option<String> {
    if target.contains("://") {
        return None;
    }
    let (file, heading) = target.split_once('#').unwrap_or((target, ""));
    let file = if file.is_empty() { page.to_owned() } else { page.parent().unwrap().join(file) };
    match file.exists() {
        false => Some(format!("links to `{target}`, which does not exist")),
        true if !heading.is_empty() && !has_anchor(&file, heading) => {
            Some(format!("links to `{target}`, which has no such heading"))
        }
        true => None,
    }
}

/// What is wrong with a path in backticks, perhaps with the name of a test. It begins at the project or at the page.
fn path(page: &Path, words: &str) -> Option<String> {
    let is_path = TOP.iter().any(|top| words.starts_with(top));
    // `KIND` and `nnnn` stand for a name; a command has blanks.
    let is_pattern = words.contains([' ', '*', '<', '{', '…', '='])
        || ["KIND", "NOUN", "VERB", "nnnn", "NAME"].iter().any(|name| words.contains(name));
    if !is_path || is_pattern {
        return None;
    }
    let (file, test) = words.split_once("::").unwrap_or((words, ""));
    let places = [root(), page.parent().unwrap().to_owned()].map(|folder| folder.join(file));
    let Some(file) = places.iter().find(|place| place.exists()) else {
        return Some(format!("names `{words}`, which does not exist"));
    };
    let has_test = || std::fs::read_to_string(file).unwrap_or_default().contains(&format!("fn {test}("));
    (!test.is_empty() && !has_test()).then(|| format!("names `{words}`, and the file has no such test"))
}

#[test]
fn pages_name_what_exists() {
    let mut found = Vec::new();
    pages(&root(), &mut found);
    assert!(found.len() > 20, "{found:#?}");
    let mut wrong = Vec::new();
    for page in found.iter().filter(|page| !page.ends_with("CHANGELOG.md")) {
        let text = prose(&std::fs::read_to_string(page).unwrap());
        let problems = text.lines().flat_map(|line| {
            let links = between(line, "](", ")").filter_map(|target| link(page, target));
            links
                .chain(line.split('`').skip(1).step_by(2).filter_map(|words| path(page, words)))
                .collect::<Vec<_>>()
        });
        let name = page.strip_prefix(root()).unwrap().display().to_string();
        wrong.extend(problems.map(|problem| format!("{name} {problem}")));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Each row of what stops an attack names at least one test.
#[test]
fn every_threat_names_a_test() {
    let text = std::fs::read_to_string(root().join("SECURITY.md")).unwrap();
    let threats = text.split("## What stops each").nth(1).unwrap();
    let threats = threats.split("\n## ").next().unwrap();
    let rows: Vec<&str> =
        threats.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| attack")).collect();
    assert!(rows.len() > 25, "{}", rows.len());
    let untested: Vec<_> = rows.into_iter().filter(|row| !row.contains(".rs::")).collect();
    assert!(untested.is_empty(), "{untested:#?}");
}
