//! The table: servers, rows, and the short form of long texts.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use towpath_dsl::yaml;
use towpath_tests::root;

/// `tests/limits/limits.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table {
    /// The servers that are asked, by name.
    pub(crate) servers: BTreeMap<String, Server>,
    pub(crate) rows: Vec<Row>,
}

/// A server with what it has before the first row.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Server {
    /// Its configuration file.
    #[serde(default)]
    pub(crate) config: String,
    /// Definitions that are published.
    #[serde(default)]
    pub(crate) workflows: Vec<Value>,
}

/// One limit or promise.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Row {
    /// The page, from the project's folder.
    pub(crate) page: String,
    /// Words on the page, whatever their line breaks.
    pub(crate) phrase: String,
    #[serde(default = "usual")]
    pub(crate) server: String,
    /// What is just within.
    #[serde(default)]
    pub(crate) within: Vec<Step>,
    /// What is just beyond.
    #[serde(default)]
    pub(crate) beyond: Vec<Step>,
}

fn usual() -> String {
    "usual".to_owned()
}

/// One request or command, and what is expected. Texts have the short form of [`written`].
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    /// A request: the method and the path.
    pub(crate) ask: Option<String>,
    /// Bytes on a connection of their own.
    pub(crate) raw: Option<String>,
    /// The arguments of a command, which runs in a folder with `files`.
    pub(crate) run: Option<Vec<String>>,
    /// Files of the command: name and text.
    #[serde(default)]
    pub(crate) files: BTreeMap<String, String>,
    /// Headers of the request, `name: value`; one may be there twice.
    #[serde(default)]
    pub(crate) headers: Vec<String>,
    /// Body of the request.
    pub(crate) body: Option<String>,
    /// The body, or the first file, has this many bytes: line breaks at its end.
    pub(crate) pad: Option<usize>,
    /// Who asks: a grant such as `app:limits`, or `nobody`; a person with all roles if absent.
    pub(crate) by: Option<String>,
    /// The expected status, or exit code.
    pub(crate) is: i32,
    /// The expected code: of the problem, or of one of its diagnostics.
    pub(crate) code: Option<String>,
    /// Expected in the answer, or in what is printed.
    pub(crate) says: Option<String>,
    /// Expected headers of the answer.
    #[serde(default)]
    pub(crate) answers: BTreeMap<String, String>,
    /// Expected values in the answer, by JSON pointer; null: nothing is there.
    #[serde(default)]
    pub(crate) has: BTreeMap<String, Value>,
}

impl Table {
    pub(crate) fn read() -> Self {
        let text = std::fs::read_to_string(root().join("tests/limits/limits.yaml")).unwrap();
        let (node, found) = yaml::parse(&text, yaml::Limits::default());
        assert!(found.is_empty(), "{found:#?}");
        serde_json::from_value(node.unwrap().to_json()).unwrap()
    }
}

/// The text with each `«piece×count»` repeated; `#` in a piece is the number of the repetition.
pub(crate) fn written(text: &str) -> String {
    let mut whole = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('«') {
        let (inside, behind) = after.split_once('»').unwrap();
        let (piece, count) = inside.rsplit_once('×').unwrap();
        whole.push_str(before);
        for number in 0..count.parse::<usize>().unwrap() {
            match piece.contains('#') {
                true => whole.push_str(&piece.replace('#', &number.to_string())),
                false => whole.push_str(piece),
            }
        }
        rest = behind;
    }
    whole.push_str(rest);
    whole
}

/// [`written`], filled up with line breaks.
pub(crate) fn padded(text: &str, size: Option<usize>) -> String {
    let mut whole = written(text);
    while size.is_some_and(|size| whole.len() < size) {
        whole.push('\n');
    }
    whole
}
