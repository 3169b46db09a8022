//! Runs jq's own test files, which are not part of this repository: `TOWPATH_JQ_TESTS` names their folder.
//!
//! Prints the number of passed, failed and inapplicable tests of each file, and compares the failures with
//! `jq_expected_failures.json`. A new failure fails the test, and so does a listed failure that passes now,
//! so that the list only gets shorter. The list contains digests of the programs and our reasons, but no text
//! of jq. `TOWPATH_JQ_SHOW=1` prints the failures.

#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the test prints its figures")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use sha2::{Digest, Sha256};
use towpath_diagnostics::{Code, codes};
use towpath_runner::jq;
use towpath_runner::value::{Value, WriteLimits};

/// The files of the suite, in jq's folder `tests`.
const FILES: [&str; 7] =
    ["jq.test", "man.test", "base64.test", "uri.test", "onig.test", "manonig.test", "optional.test"];

/// Errors that no `try` catches: a secret was read, or a value or the stack was too deep.
const VOID: [Code; 3] = [codes::TP0413, codes::TP0414, codes::TP0416];

/// Maximum number of values of one program.
const MAX_OUTPUTS: usize = 100_000;

/// Functions that expressions cannot use, because an expression sees only its input and its variables.
const OUTSIDE: [&str; 14] = [
    "$ENV",
    "debug",
    "env",
    "get_search_list",
    "halt",
    "halt_error",
    "import",
    "include",
    "input",
    "input_filename",
    "input_line_number",
    "inputs",
    "modulemeta",
    "stderr",
];

/// One test: a program, its input and its results; or a program that must not compile.
struct Case {
    line: usize,
    program: String,
    input: String,
    outputs: Vec<String>,
    refused: bool,
}

#[derive(serde::Deserialize)]
struct Expected {
    file: String,
    digest: String,
    reason: String,
}

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    not_applicable: usize,
}

#[test]
fn jqs_own_tests() {
    let Some(folder) = std::env::var_os("TOWPATH_JQ_TESTS") else {
        eprintln!("SKIPPED: jq's own tests did not run, TOWPATH_JQ_TESTS does not name their folder");
        return;
    };
    // Our stack limit bounds the recursion, so the test thread needs a large stack.
    let suite = std::thread::Builder::new().stack_size(64 << 20).spawn(move || run(Path::new(&folder)));
    if let Err(problem) = suite.unwrap().join().unwrap() {
        panic!("{problem}");
    }
}

fn run(folder: &Path) -> Result<(), String> {
    let list = include_str!("jq_expected_failures.json");
    let list: Vec<Expected> = serde_json::from_str(list).map_err(|error| error.to_string())?;
    let mut expected: BTreeSet<(&str, String)> = BTreeSet::new();
    for one in &list {
        if one.reason.trim().is_empty() {
            return Err(format!("{} {} has no reason", one.file, one.digest));
        }
        expected.insert((&one.file, one.digest.clone()));
    }
    let show = std::env::var_os("TOWPATH_JQ_SHOW").is_some();
    let mut problems = String::new();
    println!("{:<16}{:>7}{:>8}{:>8}{:>9}", "jq's tests", "passed", "failed", "n/a", "share");
    for file in FILES {
        let text = std::fs::read_to_string(folder.join(file)).map_err(|error| format!("{file}: {error}"))?;
        let mut tally = Tally::default();
        for case in cases(&text) {
            let digest = digest(&case);
            let known = expected.remove(&(file, digest.clone()));
            match evaluate(&case) {
                None => tally.not_applicable += 1,
                Some(Ok(())) => {
                    tally.passed += 1;
                    if known {
                        let _ =
                            writeln!(problems, "{file}:{} passes now: take {digest} off the list", case.line);
                    }
                }
                Some(Err(why)) => {
                    tally.failed += 1;
                    if show {
                        println!("--- {file}:{} {digest}\n{}\n  {why}", case.line, case.program);
                    }
                    if !known {
                        let _ = writeln!(problems, "{file}:{} fails, digest {digest}: {why}", case.line);
                    }
                }
            }
        }
        let applicable = (tally.passed + tally.failed) as f64;
        let share = 100.0 * tally.passed as f64 / applicable.max(1.0);
        println!("{file:<16}{:>7}{:>8}{:>8}{share:>8.1}%", tally.passed, tally.failed, tally.not_applicable);
    }
    for (file, digest) in &expected {
        let _ = writeln!(problems, "{file} has no failing test {digest}: take it off the list");
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn digest(case: &Case) -> String {
    let hash = Sha256::digest(format!("{}\n{}", case.program, case.input));
    hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Parses the format of jq's test files: groups of a program, an input and outputs, separated by comments and
/// empty lines.
fn cases(text: &str) -> Vec<Case> {
    let skipped = |line: &str| line.trim_start().is_empty() || line.trim_start().starts_with('#');
    let mut lines = text.lines().enumerate();
    let mut cases = Vec::new();
    while let Some((at, line)) = lines.next() {
        if skipped(line) {
            continue;
        }
        let refused = line.starts_with("%%FAIL");
        let Some((at, program)) = (if refused { lines.next() } else { Some((at, line)) }) else { break };
        let mut case = Case {
            line: at + 1,
            program: program.to_owned(),
            input: String::new(),
            outputs: Vec::new(),
            refused,
        };
        if !refused {
            case.input = lines.next().map(|(_, line)| line.to_owned()).unwrap_or_default();
        }
        case.outputs =
            lines.by_ref().map(|(_, line)| line.to_owned()).take_while(|line| !skipped(line)).collect();
        cases.push(case);
    }
    cases
}

/// `None` if the program uses a function that expressions cannot use.
fn evaluate(case: &Case) -> Option<Result<(), String>> {
    if words(&case.program).iter().any(|word| OUTSIDE.contains(word)) || case.program.starts_with("module ") {
        return None;
    }
    let compiled = jq::compile(&case.program, &[]);
    Some(match (compiled, case.refused) {
        (Err(_), true) => Ok(()),
        (Ok(_), true) => Err("compiles".to_owned()),
        (Err(errors), false) => {
            let messages: Vec<String> = errors.iter().map(jq::CompileError::message).collect();
            Err(format!("does not compile: {}", messages.join("; ")))
        }
        (Ok(filter), false) => compare(case, &filter),
    })
}

/// The words of a program that may be functions: not in texts and comments, and not after `.` or before `:`.
fn words(program: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let bytes = program.as_bytes();
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
    let (mut at, mut in_text) = (0, false);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => in_text = !in_text,
            b'\\' if in_text => at += 1,
            b'#' if !in_text => break,
            byte if !in_text && is_word(&byte) => {
                let length = bytes[at..].iter().take_while(|byte| is_word(byte)).count();
                let after = bytes[at + length..].trim_ascii_start().first();
                if (at == 0 || bytes[at - 1] != b'.') && after != Some(&b':') {
                    words.push(&program[at..at + length]);
                }
                at += length - 1;
            }
            _ => {}
        }
        at += 1;
    }
    words
}

fn compare(case: &Case, filter: &jq::Filter) -> Result<(), String> {
    let input = value(&case.input)?;
    let (got, error) = filter.eval_all(input, NOW, MAX_OUTPUTS);
    let wanted: Vec<Value> = case.outputs.iter().map(|text| value(text)).collect::<Result<_, _>>()?;
    // Some errors end an evaluation even if they are caught. Then its results do not count.
    let void = error.as_ref().is_some_and(|error| VOID.contains(&error.code));
    if !void && got.len() == wanted.len() && got.iter().zip(&wanted).all(|(got, wanted)| got == wanted) {
        return Ok(());
    }
    let got: Vec<String> = got.iter().take(20).map(json).collect();
    let wanted: Vec<String> = wanted.iter().map(json).collect();
    let error = error.map(|error| format!(", then {}: {error}", error.code)).unwrap_or_default();
    Err(format!("wanted {}\n  got    {}{error}", wanted.join(" "), got.join(" ")))
}

/// 2026-03-01T12:34:56Z.
const NOW: i64 = 1_772_368_496_000;

/// Parses a value like jq, which accepts more than JSON: `nan`, a byte order mark, numbers of any size.
fn value(text: &str) -> Result<Value, String> {
    let read = jq::compile("fromjson", &[]).map_err(|errors| format!("{errors:?}"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    read.eval(Value::str(text), &[], NOW).map_err(|error| format!("`{text}` is no value: {error}"))
}

fn json(value: &Value) -> String {
    let mut out = Vec::new();
    value.write_json(&mut out, WriteLimits::NONE).unwrap();
    String::from_utf8(out).unwrap()
}
