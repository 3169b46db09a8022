//! Definitions for runs that are interrupted. Each is made from a seed, uses everything that a journal must restore, and has
//! the same outcome however often it is interrupted.

use serde_json::{Map, Value, json};

use crate::random::Random;

/// How many workflows there are that others start.
pub const CHILDREN: usize = 3;

/// The namespace of all of them.
pub const NAMESPACE: &str = "tests";

/// The name of the definition of this seed.
pub fn name(seed: u64) -> String {
    format!("run-{seed}")
}

/// The definition of this seed. Its output has the output of every task.
pub fn definition(seed: u64) -> Value {
    let mut maker = Maker { random: Random::new(seed), seed, count: 0, once: false, loops: Vec::new() };
    let tasks = maker.tasks(3 + seed as usize % 4, 2);
    whole(&name(seed), tasks)
}

/// Whether a run of this seed may end in an unknown outcome when it is interrupted: it has a write that must not happen
/// twice.
pub fn may_be_unknown(seed: u64) -> bool {
    let mut maker = Maker { random: Random::new(seed), seed, count: 0, once: false, loops: Vec::new() };
    maker.tasks(3 + seed as usize % 4, 2);
    maker.once
}

/// A workflow that others start: it waits, and writes something once for each run that starts it.
pub fn child(number: usize) -> Value {
    let wait = json!({ "wait": { "milliseconds": 20 + 60 * number } });
    let write = json!({ "call": "peer.put:1.0.0@default", "with": { "text": "${ \"child of \\(.of)\" }" } });
    whole(&format!("child-{number}"), vec![entry("pause", wait), entry("write", write)])
}

fn whole(name: &str, mut tasks: Vec<Value>) -> Value {
    tasks.push(json!({ "all": { "set": "${ { gave: $context } }" } }));
    json!({
        "document": { "dsl": "1.0.3", "namespace": NAMESPACE, "name": name, "version": "1.0.0" },
        "do": tasks,
    })
}

/// A task that exports its output and passes its input on.
fn entry(name: &str, mut task: Value) -> Value {
    task["export"] = json!({ "as": format!("${{ ($context // {{}}) + {{ \"{name}\": . }} }}") });
    task["output"] = json!({ "as": "${ . }" });
    let mut entry = Map::new();
    entry.insert(name.to_owned(), task);
    Value::Object(entry)
}

struct Maker {
    random: Random,
    seed: u64,
    count: usize,
    once: bool,
    /// The variables of the loops around the task.
    loops: Vec<String>,
}

impl Maker {
    fn tasks(&mut self, count: usize, depth: usize) -> Vec<Value> {
        (0..count).map(|_| self.entry(depth)).collect()
    }

    fn entry(&mut self, depth: usize) -> Value {
        self.count += 1;
        let name = format!("t{}", self.count);
        let task = self.task(&name, depth);
        entry(&name, task)
    }

    /// A task without an export: branches run at once, and the order of their exports would not be fixed.
    fn plain(&mut self, depth: usize) -> Value {
        self.count += 1;
        let name = format!("b{}", self.count);
        let task = self.task(&name, depth);
        json!({ name: task })
    }

    /// The text to write, different for each seed, task and pass of a loop.
    fn text(&self, name: &str) -> String {
        let passes: String = self.loops.iter().map(|pass| format!(" \\(${pass})")).collect();
        format!("${{ \"{} {name}{passes}\" }}", self.seed)
    }

    fn call(operation: &str, text: &str) -> Value {
        json!({ "call": format!("peer.{operation}:1.0.0@default"), "with": { "text": text } })
    }

    fn task(&mut self, name: &str, depth: usize) -> Value {
        let text = self.text(name);
        let simple = if depth == 0 { 7 } else { 12 };
        match self.random.below(simple) {
            0 => Self::call("look", &text),
            1 => Self::call("put", &text),
            2 => Self::call("assign", &text),
            3 => json!({ "wait": { "milliseconds": 5 + self.random.below(120) } }),
            4 => json!({ "set": { "name": name, "n": self.random.below(100) } }),
            5 => self.retried(&text),
            6 if self.random.chance(300) => {
                self.once = true;
                Self::call("once", &text)
            }
            6 => self.raised(),
            7 => {
                let pass = format!("pass{}", self.loops.len());
                self.loops.push(pass.clone());
                let tasks = [self.plain(depth - 1), self.plain(depth - 1)];
                self.loops.pop();
                json!({ "for": { "each": pass, "in": "${ [1, 2, 3] }" }, "do": tasks })
            }
            8 => json!({ "fork": { "branches": [self.plain(depth - 1), self.plain(depth - 1)] } }),
            9 => json!({ "do": [self.plain(depth - 1), self.plain(depth - 1)] }),
            10 => {
                let child = format!("child-{}", self.random.below(CHILDREN));
                let input = json!({ "of": text });
                json!({ "run": { "workflow": {
                    "namespace": NAMESPACE, "name": child, "version": "latest", "input": input,
                } } })
            }
            _ => json!({ "try": [self.plain(depth - 1)], "catch": {
                "errors": { "with": { "status": 418 } }, "do": [{ "never": { "set": { "caught": name } } }],
            } }),
        }
    }

    /// A write that is refused for a while, and may be repeated.
    fn retried(&mut self, text: &str) -> Value {
        json!({
            "try": [{ "flaky": Self::call("flaky", text) }],
            "catch": { "retry": { "delay": { "milliseconds": 10 }, "limit": { "attempt": { "count": 6 } } } },
        })
    }

    fn raised(&mut self) -> Value {
        let error = json!({ "type": "https://acme.example/errors/no", "status": 409, "title": "No" });
        json!({
            "try": [{ "no": { "raise": { "error": error } } }],
            "catch": { "as": "problem", "do": [{ "told": { "set": { "title": "${ $problem.title }" } } }] },
        })
    }
}
