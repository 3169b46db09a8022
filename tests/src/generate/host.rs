//! A model of the host: answers effects at random, and the same way for the same seed.

use serde_json::{Value, json};
use towpath_wire::{Effect, EffectKind, Reply};

use super::GRAMMAR;
use crate::random::Random;

/// Most steps of one run before somebody cancels it.
const STEPS: usize = 60;

/// Answers the effects of one run.
#[derive(Debug)]
pub struct Host {
    random: Random,
    now: i64,
    pending: Vec<Effect>,
    events: u64,
    steps: usize,
    /// Kinds of the problems it answered with.
    pub problems: Vec<String>,
    /// Whether it sent a message that no host sends.
    pub misspoke: bool,
}

impl Host {
    /// The host of this seed.
    pub fn new(seed: u64) -> Self {
        Self {
            random: Random::new(seed ^ 0xab5_7e4d),
            now: 1_700_000_000_000,
            pending: Vec::new(),
            events: 0,
            steps: 0,
            problems: Vec::new(),
            misspoke: false,
        }
    }

    fn make(&mut self, rule: &str) -> Value {
        GRAMMAR.maker(&mut self.random, 0).make(rule)
    }

    /// The first step, as JSON text.
    pub fn start(&mut self) -> String {
        let input = match self.random.chance(60) {
            true => self.make("bad-input").as_str().unwrap_or_default().to_owned(),
            false => self.make("input").to_string(),
        };
        let labels = self.make("labels");
        let mut limits = json!({ "memoryBytes": 64 << 20, "cpuMs": 1000, "inputBytes": 1 << 20, "outputBytes": 1 << 20,
            "effectBytes": 256 << 10, "depth": 128, "effects": 1000, "durationS": 1000 });
        if self.random.chance(500) {
            limits["outputBytes"] = json!(200 + self.random.below(3000));
        }
        if self.random.chance(500) {
            limits["effectBytes"] = json!(40 + self.random.below(4000));
        }
        if self.random.chance(400) {
            limits["depth"] = json!(8 + self.random.below(40));
        }
        // The input goes in as text: a value would lose its faults.
        format!(
            r#"{{"now":{},"event":{{"start":{{"run":"run-1","input":{input},"labels":{labels},"engine":"1.0.0","limits":{limits}}}}}}}"#,
            self.now
        )
    }

    /// What happens next, as JSON text; `None` when the run has ended.
    pub fn next(&mut self, reply: &Reply) -> Option<String> {
        if reply.outcome.is_some() {
            return None;
        }
        self.pending.retain(|effect| !reply.cancelled.contains(&effect.id));
        // In one reply an effect may be wanted and cancelled.
        self.pending.extend(reply.effects.iter().filter(|new| !reply.cancelled.contains(&new.id)).cloned());
        self.steps += 1;
        if self.pending.is_empty() || self.steps > STEPS || self.random.chance(15) {
            return Some(self.step(&json!("cancel")));
        }
        let at = self.random.below(self.pending.len());
        let effect = self.pending.get(at)?.clone();
        if self.random.chance(60) {
            self.misspoke = true;
            return Some(self.misspeak(effect.id));
        }
        let is_listen = matches!(effect.kind, EffectKind::Listen(_));
        let fails = self.random.chance(if is_listen { 25 } else { 270 });
        if fails || !is_listen {
            self.pending.remove(at);
        }
        let event = match (&effect.kind, fails) {
            (_, true) => self.fail(effect.id),
            (EffectKind::Wait(wait), _) => {
                self.now = self.now.max(wait.until);
                json!({ "fired": { "effect": effect.id } })
            }
            (EffectKind::Listen(listen), _) => self.receive(effect.id, listen.with.get()),
            (EffectKind::Run(run), _) if !run.await_ => {
                json!({ "completed": { "effect": effect.id, "output": { "id": "run-2" } } })
            }
            (EffectKind::Emit(emit), _) => {
                let event: Value = serde_json::from_str(emit.with.get()).unwrap_or_default();
                json!({ "completed": { "effect": effect.id, "output": event, "labels": emit.labels } })
            }
            _ => {
                let (output, labels) = (self.make("answer"), self.make("labels"));
                json!({ "completed": { "effect": effect.id, "output": output, "labels": labels } })
            }
        };
        Some(self.step(&event))
    }

    fn step(&mut self, event: &Value) -> String {
        self.now += i64::try_from(self.random.below(700)).unwrap_or_default();
        json!({ "now": self.now, "event": event }).to_string()
    }

    fn fail(&mut self, effect: u64) -> Value {
        let problem = self.make("problem");
        let kind = problem["type"].as_str().unwrap_or_default();
        self.problems.push(kind.rsplit(['/', ':']).next().unwrap_or_default().to_owned());
        json!({ "failed": { "effect": effect, "error": problem } })
    }

    /// An event, mostly of the type that is listened for.
    fn receive(&mut self, effect: u64, with: &str) -> Value {
        let mut event = self.make("event");
        let with: Value = serde_json::from_str(with).unwrap_or_default();
        if let (Some(event), Some(with)) = (event.as_object_mut(), with.as_object())
            && self.random.chance(850)
        {
            event.extend(with.clone());
        }
        // Now and then the event before again, for another effect that listens for it.
        if self.events == 0 || self.random.chance(850) {
            self.events += 1;
        }
        let (position, labels) = (self.events, self.make("labels"));
        json!({ "received": { "effect": effect, "position": position, "event": event, "labels": labels } })
    }

    /// A message that no host sends.
    fn misspeak(&mut self, effect: u64) -> String {
        let event = match self.random.below(5) {
            0 => json!({ "fired": { "effect": effect } }),
            1 => json!({ "completed": { "effect": effect, "output": 1 } }),
            2 => json!({ "fired": { "effect": 9999 } }),
            3 => json!({ "received": { "effect": effect, "position": 1, "event": 5 } }),
            _ => json!({ "completed": { "effect": 9999, "output": null } }),
        };
        self.step(&event)
    }
}
