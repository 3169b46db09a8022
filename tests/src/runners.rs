//! One definition in both runners, native and wasm, driven by the same steps: finds the first difference.

use std::rc::Rc;

use serde_json::Value;
use towpath_runner::Run;
use towpath_sandbox::{Image, RunnerDigest, Sandbox, SandboxConfig, StepError};
use towpath_wire::{Limits, Load, LoadReport, Reply, Step};

/// The wasm runner, compiled.
#[derive(Debug, Clone)]
pub struct Wasm {
    /// Where it runs.
    pub sandbox: Sandbox,
    /// Which it is.
    pub runner: RunnerDigest,
}

impl Wasm {
    /// The committed runner; its compiled code is kept in `cache`.
    ///
    /// # Panics
    /// When it cannot be compiled.
    pub fn new(cache: &str) -> Self {
        let config = SandboxConfig { cache: Some(cache.into()), instances: 16, ..SandboxConfig::default() };
        let sandbox = Sandbox::new(config).unwrap_or_else(|error| panic!("no sandbox: {error}"));
        let runner = sandbox.add_runner(towpath_runner_wasm::RUNNER);
        let runner = runner.unwrap_or_else(|error| panic!("no runner: {error}"));
        Self { sandbox, runner }
    }

    /// Its report on a definition, and the image if there is one.
    ///
    /// # Errors
    /// When there is no report.
    pub async fn load(&self, load: &Load, limits: &Limits) -> Result<(LoadReport, Option<Image>), String> {
        let loaded = self.sandbox.load(&self.runner, load, limits).await;
        let loaded = loaded.map_err(|error| error.to_string())?;
        let image = loaded.image.map(|bytes| self.sandbox.image(&self.runner, &bytes));
        Ok((loaded.report, image.transpose().map_err(|error| error.to_string())?))
    }
}

/// Both runners at work on one definition.
pub struct Both {
    /// Their report.
    pub report: LoadReport,
    at_work: Option<(Run, towpath_sandbox::Instance)>,
}

/// More than any comparison needs: the limits of the sandbox are not compared.
fn roomy() -> Limits {
    Limits { memory_bytes: 256 << 20, cpu_ms: 60_000, ..Limits::default() }
}

impl Both {
    /// Loads the definition into both.
    ///
    /// # Errors
    /// What differs.
    pub async fn load(wasm: &Wasm, load: &Load) -> Result<Self, String> {
        let (native, program) = towpath_runner::load(load);
        let (sandboxed, image) = wasm.load(load, &roomy()).await?;
        let text = |report: &LoadReport| serde_json::to_string(report).unwrap_or_default();
        same("the report", &text(&native), &text(&sandboxed))?;
        let at_work = match (program, image) {
            (Some(program), Some(image)) => {
                let instance = wasm.sandbox.instantiate(&image, &roomy()).await;
                Some((Run::new(Rc::new(program)), instance.map_err(|error| error.to_string())?))
            }
            (None, None) => None,
            _ => return Err("one of them has a program, the other has none".to_owned()),
        };
        Ok(Self { report: native, at_work })
    }

    /// Whether there is something to run.
    pub fn runs(&self) -> bool {
        self.at_work.is_some()
    }

    /// Steps both.
    ///
    /// # Errors
    /// What differs.
    pub async fn step(&mut self, text: &str) -> Result<Reply, String> {
        let Some((native, instance)) = &mut self.at_work else { return Err("nothing runs".to_owned()) };
        let sandboxed = instance.step_raw(text.as_bytes()).await;
        // A text that is no message is refused by the shell, and by the parser here.
        let Ok(step) = serde_json::from_str::<Step>(text) else {
            return match sandboxed {
                Err(StepError::Trap { .. }) => Ok(ended()),
                other => Err(format!("no message, but answered: {other:?}")),
            };
        };
        let reply = native.step(step);
        let sandboxed = sandboxed.map_err(|error| format!("the sandboxed runner failed: {error}"))?;
        let native = serde_json::to_string(&reply).map_err(|error| error.to_string())?;
        same("the reply", &native, &String::from_utf8_lossy(&sandboxed))?;
        Ok(reply)
    }
}

/// The reply to a step that could not be read: nothing follows.
fn ended() -> Reply {
    Reply { outcome: Some(towpath_wire::Outcome::Cancelled), ..Reply::default() }
}

fn same(what: &str, native: &str, sandboxed: &str) -> Result<(), String> {
    if native == sandboxed {
        return Ok(());
    }
    let at = native.bytes().zip(sandboxed.bytes()).take_while(|(a, b)| a == b).count();
    let from = |text: &str| {
        let start = (0..=at.saturating_sub(60)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        text[start..].chars().take(300).collect::<String>()
    };
    Err(format!("{what} differs at byte {at}\n  native: …{}\n  wasm:   …{}", from(native), from(sandboxed)))
}

/// Smaller definitions than this one: each lacks an entry or an item of it.
pub fn smaller(definition: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    let mut places = Vec::new();
    collect(definition, String::new(), &mut places);
    for place in places {
        let (parent, key) = place.rsplit_once('/').unwrap_or_default();
        let key = key.replace("~1", "/").replace("~0", "~");
        let mut less = definition.clone();
        match less.pointer_mut(parent) {
            Some(Value::Object(entries)) => drop(entries.remove(&key)),
            Some(Value::Array(items)) => match key.parse() {
                Ok(at) if at < items.len() => drop(items.remove(at)),
                _ => continue,
            },
            _ => continue,
        }
        found.push(less);
    }
    found
}

fn collect(value: &Value, place: String, places: &mut Vec<String>) {
    let entries: Vec<(String, &Value)> = match value {
        Value::Object(entries) => {
            entries.iter().map(|(key, value)| (towpath_dsl::model::escape(key), value)).collect()
        }
        Value::Array(items) => items.iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect(),
        _ => return,
    };
    for (key, value) in entries {
        let place = format!("{place}/{key}");
        // Outer places first: they take the most away.
        places.push(place.clone());
        collect(value, place, places);
    }
}
