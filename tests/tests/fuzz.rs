//! Random and broken texts into every parser: no panic, no trap, and every message points into the text.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use towpath_sandbox::StepError;
use towpath_tests::generate::{self, Host};
use towpath_tests::{Both, Random, Wasm, demo_binary, keep_result, mutate, root, sample, spec, tell};
use towpath_wire::{Limits, Load};

/// The texts that one parser got, and how it took them.
#[derive(Default)]
struct Tally {
    given: usize,
    /// Read without an error.
    read: usize,
    /// Ended by a limit of the sandbox, so not run natively.
    stopped: usize,
    failed: Vec<String>,
}

impl Tally {
    fn told(&self) -> Value {
        json!({ "given": self.given, "read": self.read, "stoppedByALimit": self.stopped, "failed": self.failed.len() })
    }
}

/// Every text of this ending below a folder.
fn texts(folder: &Path, ending: &str, found: &mut Vec<String>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    // The order of a folder differs between machines; what a seed makes must not.
    paths.sort();
    for path in paths {
        if path.is_dir() {
            texts(&path, ending, found);
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.extend(std::fs::read_to_string(&path));
        }
    }
}

fn definitions() -> Vec<String> {
    let mut found = Vec::new();
    texts(&root().join("examples"), "yaml", &mut found);
    spec().iter().for_each(|spec| texts(&spec.join("examples"), "yaml", &mut found));
    found.extend((0..20).map(|seed| generate::definition(seed).to_string()));
    assert!(found.len() > 25, "the corpus is missing");
    found
}

/// jq from the runner's own tests and from the grammar.
fn programs() -> Vec<String> {
    let mut sources = Vec::new();
    texts(&root().join("engine/runner/src/jq/tests"), "rs", &mut sources);
    let mut found = Vec::new();
    for line in sources.iter().flat_map(|source| source.lines()) {
        let text = line.trim().trim_start_matches('(').split("\", ").next().unwrap_or_default();
        if let Ok(program) = serde_json::from_str::<String>(&format!("{}\"", text.trim_end_matches('"'))) {
            found.push(program);
        }
    }
    assert!(found.len() > 200, "the programs are missing: {}", found.len());
    found.extend((0..500).map(generate::expression));
    found
}

fn mutant(corpus: &[String], random: &mut Random) -> String {
    let (text, other) = (random.pick(corpus).unwrap().clone(), random.pick(corpus).unwrap().clone());
    mutate(&text, &other, random)
}

/// Runs it, and names the input that made it panic.
fn guarded<T>(input: &str, work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| format!("it panics, given {input:?}"))
}

/// Parses a text as a definition; an error when a message does not point into it.
fn read(text: &str) -> Result<bool, String> {
    let (workflow, found) = guarded(text, || towpath_dsl::read(text))?;
    for diagnostic in &found {
        let spans = diagnostic.span.into_iter().chain(diagnostic.related.iter().map(|related| related.span));
        for span in spans {
            if text.get(span.start..span.end).is_none() {
                return Err(format!(
                    "{} points to {span:?}, which is no part of {text:?}",
                    diagnostic.message
                ));
            }
        }
    }
    let is_fine = workflow.is_some() && !found.iter().any(towpath_diagnostics::Diagnostic::is_error);
    if let Some(workflow) = workflow.filter(|_| is_fine) {
        for expression in workflow.expressions() {
            if text.get(expression.span.start..expression.span.end).is_none() {
                return Err(format!("{} points outside of {text:?}", expression.pointer));
            }
        }
        guarded(text, || workflow.digest())?;
    }
    Ok(is_fine)
}

/// Whether a line has a deeper indent than the formatter's YAML parser can count: it gives up there.
fn is_far_in(text: &str) -> bool {
    text.lines().any(|line| line.len() - line.trim_start().len() > 90)
}

/// Broken definitions. Those that parse keep their digest when they are formatted.
fn parser(count: usize) -> Tally {
    let corpus = definitions();
    let (mut tally, mut random) = (Tally::default(), Random::new(1));
    let folder = tempfile::tempdir().unwrap();
    let mut fine = Vec::new();
    for at in 0..count {
        let text = mutant(&corpus, &mut random);
        tally.given += 1;
        match read(&text) {
            Ok(true) => {
                tally.read += 1;
                if is_far_in(&text) {
                    continue;
                }
                std::fs::write(folder.path().join(format!("{at}.yaml")), &text).unwrap();
                fine.push((at, text));
            }
            Ok(false) => {}
            Err(error) => tally.failed.push(error),
        }
    }
    let formatted =
        Command::new(demo_binary()).arg("fmt").arg(folder.path()).stdin(Stdio::null()).output().unwrap();
    // What cannot be formatted safely is left as it is, and named.
    let code = formatted.status.code();
    if !matches!(code, Some(0 | 1)) {
        let said = String::from_utf8_lossy(&formatted.stderr);
        let said: Vec<&str> = said.lines().filter(|line| !line.starts_with("formatted ")).collect();
        tally.failed.push(format!("fmt ends with {code:?}: {}", said.join("\n")));
        // One by one, to name the text.
        for (at, text) in &fine {
            let file = folder.path().join(format!("{at}.yaml"));
            let one = Command::new(demo_binary()).arg("fmt").arg(file).stdin(Stdio::null()).output().unwrap();
            if !matches!(one.status.code(), Some(0 | 1)) {
                tally.failed.push(format!("fmt breaks off at {text:?}"));
            }
        }
    }
    for (at, text) in fine {
        let after = std::fs::read_to_string(folder.path().join(format!("{at}.yaml"))).unwrap();
        let digest = |text: &str| towpath_dsl::read(text).0.map(|workflow| workflow.digest());
        if digest(&text) != digest(&after) {
            tally.failed.push(format!("fmt changes the digest of {text:?}"));
        }
    }
    tally
}

/// The result of a sandboxed run. Only a limit may end it early.
fn refusal(error: &StepError, input: &str) -> Option<String> {
    match error {
        StepError::Limit { .. } => None,
        other => Some(format!("{other}, given {input:?}")),
    }
}

/// Broken programs: in the sandbox first, under limits; natively if it ended there.
async fn jq(wasm: &Wasm, count: usize) -> Tally {
    let corpus = programs();
    let (mut tally, mut random) = (Tally::default(), Random::new(2));
    let limits = Limits { cpu_ms: 300, memory_bytes: 32 << 20, ..Limits::default() };
    let start = json!({ "run": "run-1", "input": { "n": 3, "s": "ab", "list": [1, [2]] }, "engine": "1.0.0", "limits": limits });
    let step = json!({ "now": 1000, "event": { "start": start } }).to_string();
    for _ in 0..count {
        let program = mutant(&corpus, &mut random);
        tally.given += 1;
        if let Err(error) =
            guarded(&program, || towpath_runner::jq::compile(&program, &["context", "input"]).is_ok())
        {
            tally.failed.push(error);
            continue;
        }
        let definition = json!({ "document": { "dsl": "1.0.3", "namespace": "test", "name": "fuzz", "version": "1.0.0" },
            "do": [{ "a": { "set": { "x": format!("${{ {program} }}") } } }] });
        let load = generate::load(&definition);
        let Ok((_, image)) = wasm.load(&load, &limits).await else {
            tally.stopped += 1;
            continue;
        };
        let Some(image) = image else { continue };
        tally.read += 1;
        let mut instance = wasm.sandbox.instantiate(&image, &limits).await.unwrap();
        match instance.step_bytes(step.as_bytes()).await {
            Ok(_) => {}
            Err(error) => {
                tally.stopped += 1;
                tally.failed.extend(refusal(&error, &program));
                continue;
            }
        }
        drop(instance);
        let both = AssertUnwindSafe(async {
            let mut both = Both::load(wasm, &load).await?;
            both.step(&step).await
        });
        match both.0.await {
            // The depth at which recursion is stopped depends on the platform: frames are larger here than in the sandbox.
            Err(error) if error.contains("TP0416") => tally.stopped += 1,
            Err(error) => tally.failed.push(format!("{error}, given {program:?}")),
            Ok(_) => {}
        }
    }
    tally
}

/// Broken messages, in both runners.
async fn messages(wasm: &Wasm, count: usize) -> Tally {
    let (mut tally, mut random) = (Tally::default(), Random::new(3));
    for seed in 0..count as u64 {
        let definition = generate::definition(seed);
        let mut load = generate::load(&definition);
        tally.given += 1;
        if random.chance(500) {
            let text = serde_json::to_string(&load).unwrap();
            let Ok(mutant) = serde_json::from_str::<Load>(&mutate(&text, &text, &mut random)) else {
                continue;
            };
            load = mutant;
        }
        let mut both = match Both::load(wasm, &load).await {
            Ok(both) => both,
            Err(error) => {
                tally.failed.push(format!("{error}, given {}", serde_json::to_string(&load).unwrap()));
                continue;
            }
        };
        if !both.runs() {
            continue;
        }
        tally.read += 1;
        let mut host = Host::new(seed);
        let mut next = Some(host.start());
        while let Some(mut step) = next {
            if random.chance(300) {
                step = mutate(&step, &step, &mut random);
                tally.given += 1;
            }
            match both.step(&step).await {
                Ok(reply) => next = host.next(&reply),
                Err(error) => {
                    tally.failed.push(format!("{error}, given {step} for {}", load.source));
                    break;
                }
            }
        }
    }
    tally
}

#[test]
fn full_fuzz() {
    // Native recursion has a budget that needs more stack than a test's thread has.
    let fuzz = std::thread::Builder::new().stack_size(64 << 20).spawn(fuzz);
    if let Err(panic) = fuzz.unwrap().join() {
        std::panic::resume_unwind(panic);
    }
}

fn fuzz() {
    let wasm = Wasm::new(concat!(env!("CARGO_TARGET_TMPDIR"), "/sandbox-code"));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let tallies = [
        ("definitions", parser(sample("fuzz", 3000, 30_000))),
        ("programs", runtime.block_on(jq(&wasm, sample("fuzz", 800, 5_000)))),
        ("messages", runtime.block_on(messages(&wasm, sample("fuzz", 400, 4_000)))),
    ];
    let told: serde_json::Map<String, Value> =
        tallies.iter().map(|(name, tally)| ((*name).to_owned(), tally.told())).collect();
    tell(&format!("fuzz: {}", Value::Object(told.clone())));
    let failed: Vec<_> = tallies
        .iter()
        .flat_map(|(name, tally)| tally.failed.iter().map(move |found| format!("{name}: {found}")))
        .collect();
    assert!(failed.is_empty(), "{} fail:\n{}", failed.len(), failed[..failed.len().min(20)].join("\n"));
    for (name, tally) in &tallies {
        assert!(tally.read * 10 > tally.given.min(1000) / 10, "hardly any of the {name} could be read");
    }
    keep_result("fuzz", &Value::Object(told));
}
