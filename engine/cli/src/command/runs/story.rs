//! The journal of a run, a line for each thing it asked for: what policies said, and what came of it.

use std::collections::BTreeMap;

use anstyle::AnsiColor;
use serde_json::Value;
use towpath_client::Record;

use crate::output;

/// What is known of one effect.
#[derive(Default)]
struct Effect {
    task: String,
    name: String,
    /// What was decided first: that it waits to be released, where it did.
    decision: Value,
    decided: Value,
    came: String,
    released: Option<String>,
}

/// A line for each effect, in the order in which they were asked.
pub(crate) fn lines_of_effects(records: &[Record]) -> Vec<String> {
    let mut effects: BTreeMap<u64, Effect> = BTreeMap::new();
    for Record { record, .. } in records {
        let Some((kind, content)) = record.as_object().and_then(|fields| fields.iter().next()) else {
            continue;
        };
        match kind.as_str() {
            "held" | "intent" => {
                let effect = effects.entry(content["effect"]["id"].as_u64().unwrap_or_default()).or_default();
                if effect.name.is_empty() {
                    effect.task = text(&content["effect"]["task"]);
                    effect.name = name(&content["effect"]["kind"]);
                    effect.decision = content["decision"].clone();
                }
                effect.decided = content.get("decided").cloned().unwrap_or_default();
            }
            "released" | "declined" => {
                if let Some(effect) = content["effect"].as_u64().and_then(|id| effects.get_mut(&id)) {
                    let by = content["by"].as_str().unwrap_or("nobody");
                    effect.released = Some(format!("{kind} by {by}"));
                }
            }
            "fed" => {
                if let Some((id, came)) = answered_effect(&content["event"])
                    && let Some(effect) = effects.get_mut(&id)
                {
                    effect.came = came;
                }
            }
            _ => {}
        }
    }
    effects.values().map(line).collect()
}

/// The input of a run, as far as the caller may see it.
pub(crate) fn input_of_run(records: &[Record]) -> Option<String> {
    let started = records.iter().find_map(|one| one.record.get("started"))?;
    let input = started["step"]["event"]["start"].get("input")?;
    let labels = input.get("$masked").and_then(Value::as_array);
    let text = match labels {
        Some(labels) => format!("masked [{}]", labels.iter().map(text).collect::<Vec<_>>().join(", ")),
        None => input.to_string(),
    };
    let most = text.char_indices().nth(LONGEST).map(|(at, _)| at);
    Some(match most {
        Some(at) => format!("input {}… ({} bytes; --journal has all of it)", &text[..at], text.len()),
        None => format!("input {text}"),
    })
}

/// Most characters of an input that are shown.
const LONGEST: usize = 400;

fn line(effect: &Effect) -> String {
    let outcome = effect.decision["outcome"].as_str().unwrap_or("refused");
    let colour = match outcome {
        "allow" => AnsiColor::Green,
        "hold" | "review" => AnsiColor::Yellow,
        _ => AnsiColor::Red,
    };
    let policy = deciding_policy(&effect.decision, outcome)
        .map(|policy| format!(" by `{policy}`"))
        .unwrap_or_default();
    let mut parts =
        vec![effect.task.clone(), effect.name.clone(), format!("{}{policy}", output::paint(colour, outcome))];
    parts.extend(effect.released.clone());
    parts.extend(words_for_destination(&effect.decided).map(str::to_owned));
    if !effect.came.is_empty() {
        parts.push(effect.came.clone());
    }
    format!("  {}", parts.join("  "))
}

/// Where it went, where that is not what it says by itself.
fn words_for_destination(decided: &Value) -> Option<&'static str> {
    match (decided.as_str(), decided.get("simulated")) {
        (Some("testEndpoint"), _) => Some("to the test endpoint"),
        (Some("answered"), _) => Some("answered from an earlier attempt"),
        (None, Some(simulated)) if simulated.get("answer").is_some() => {
            Some("simulated, with a declared answer")
        }
        (None, Some(_)) => Some("simulated"),
        _ => None,
    }
}

/// The policy to name first.
fn deciding_policy(decision: &Value, outcome: &str) -> Option<String> {
    let first = |list: &Value| list[0]["policy"].as_str().map(str::to_owned);
    let rule = |effect: &str| {
        let rules = decision["rules"].as_array()?;
        let rule = rules.iter().find(|rule| rule["effect"] == effect && rule["mode"] == "enforce")?;
        rule["policy"].as_str().map(str::to_owned)
    };
    match outcome {
        "allow" => rule("permit"),
        "hold" | "review" => first(&decision["awaiting"]),
        _ => rule("forbid"),
    }
}

fn name(kind: &Value) -> String {
    let Some((word, what)) = kind.as_object().and_then(|fields| fields.iter().next()) else {
        return String::new();
    };
    match word.as_str() {
        "call" => {
            format!("{}.{} {}", text(&what["integration"]), text(&what["operation"]), text(&what["version"]))
        }
        "run" => format!("run {}/{}", text(&what["namespace"]), text(&what["name"])),
        "emit" => format!("emit {}", text(&what["with"]["type"])),
        other => other.to_owned(),
    }
}

/// The effect an event answers, and what it brought: its size and labels, never the value.
fn answered_effect(event: &Value) -> Option<(u64, String)> {
    let (word, what) = event.as_object()?.iter().next()?;
    let id = what["effect"].as_u64()?;
    let labels: Vec<String> = match word.as_str() {
        "failed" => &what["error"]["labels"],
        _ => &what["labels"],
    }
    .as_array()
    .map(|labels| labels.iter().map(text).collect())
    .unwrap_or_default();
    let labels = if labels.is_empty() { String::new() } else { format!(" [{}]", labels.join(", ")) };
    let words = match word.as_str() {
        "completed" if what["output"].get("$masked").is_some() => format!("-> masked{labels}"),
        "completed" => format!("-> {} bytes{labels}", what["output"].to_string().len()),
        "received" => format!("heard an event{labels}"),
        "failed" => format!("-> {} {}", what["error"]["status"], text(&what["error"]["detail"])),
        _ => return None,
    };
    Some((id, words))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_effect_is_one_line() {
        let effect = json!({ "id": 1, "task": "/do/0/pay", "kind": { "call": {
            "integration": "payments", "operation": "refund", "version": "1.0.0", "arguments": {} } } });
        let decision = json!({ "outcome": "allow", "rules": [{ "policy": "p", "effect": "permit", "mode": "enforce" }] });
        let record = |record: Value| Record { index: 0, term: 1, record };
        let records = [
            record(json!({ "started": {} })),
            record(
                json!({ "intent": { "effect": effect, "decision": decision, "decided": { "simulated": { "answer": 0 } } } }),
            ),
            record(
                json!({ "fed": { "event": { "completed": { "effect": 1, "output": { "a": 1 }, "labels": ["payment"] } } } }),
            ),
        ];
        let begun =
            |input: Value| json!({ "started": { "step": { "event": { "start": { "input": input } } } } });
        assert_eq!(input_of_run(&[record(begun(json!({ "a": 1 })))]).as_deref(), Some("input {\"a\":1}"));
        let masked = input_of_run(&[record(begun(json!({ "$masked": ["payment"] })))]);
        assert_eq!(masked.as_deref(), Some("input masked [payment]"));
        assert!(
            input_of_run(&[record(begun(json!("x".repeat(999))))])
                .is_some_and(|text| text.contains("--journal"))
        );
        let lines = lines_of_effects(&records);
        assert_eq!(lines.len(), 1);
        for part in ["/do/0/pay  payments.refund 1.0.0", " by `p`", "declared answer", "-> 7 bytes [payment]"]
        {
            assert!(lines[0].contains(part), "{lines:?}");
        }
    }
}
