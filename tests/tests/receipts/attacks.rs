//! Forged receipts, each signed with a key of the forger. Without the server's key the signature proves nothing, but the
//! forgery is found when the run is replayed and evaluated again.

use serde_json::{Value, json};

use crate::checked::{Evaluate, body, reseal};
use crate::company::Company;

/// A way to forge a receipt.
struct Attack {
    name: &'static str,
    /// The kind of run it is tried on.
    run: &'static str,
    forge: fn(&mut Value),
    /// The message that the verifier must give.
    says: &'static str,
}

const ATTACKS: &[Attack] = &[
    Attack {
        name: "another output",
        run: "completed",
        forge: |body| last(body)["ended"]["outcome"]["completed"]["output"]["status"] = json!("lost"),
        says: "ends in another outcome",
    },
    Attack {
        name: "a label of the output is gone",
        run: "completed",
        forge: |body| last(body)["ended"]["outcome"]["completed"]["labels"] = json!([]),
        says: "ends in another outcome",
    },
    Attack {
        name: "another input",
        run: "completed",
        forge: |body| record(body, "started")["step"]["event"]["start"]["input"]["orderId"] = json!("o-1002"),
        says: "asks for something else as effect 1",
    },
    Attack {
        name: "other arguments of a call",
        run: "paid",
        forge: |body| record(body, "intent")["effect"]["kind"]["call"]["arguments"]["amount"] = json!(18),
        says: "asks for something else as effect 1",
    },
    Attack {
        name: "another result of a system",
        run: "paid",
        forge: |body| record(body, "fed")["event"]["completed"]["output"]["refund"] = json!("r-999"),
        says: "ends in another outcome",
    },
    Attack {
        name: "a refusal was none",
        run: "refused",
        forge: |body| record(body, "intent")["decision"]["outcome"] = json!("allow"),
        says: "the policies decide otherwise: deny, and it says allow",
    },
    Attack {
        name: "a refusal was none, and it went out",
        run: "caught",
        forge: |body| {
            let intent = record(body, "intent");
            intent["decision"]["outcome"] = json!("allow");
            intent["decided"] = json!("write");
        },
        says: "the policies decide otherwise: deny, and it says allow",
    },
    Attack {
        name: "what was allowed was refused",
        run: "paid",
        forge: |body| {
            let intent = record(body, "intent");
            intent["decision"]["outcome"] = json!("deny");
            intent["decided"] = json!("refused");
        },
        says: "the policies decide otherwise: allow, and it says deny",
    },
    Attack {
        name: "another reason for a refusal",
        run: "caught",
        forge: |body| record(body, "intent")["decision"]["reason"] = json!("Ask me."),
        says: "the policies decide otherwise",
    },
    Attack {
        name: "another rule allowed it",
        run: "paid",
        forge: |body| record(body, "intent")["decision"]["rules"][0]["policy"] = json!("anything-goes"),
        says: "the policies decide otherwise",
    },
    Attack {
        name: "evaluating is taken out",
        run: "paid",
        forge: |body| take_out(body, "intent"),
        says: "effect 1 was answered though nobody had evaluated it",
    },
    Attack {
        name: "a write that was carried out went out again",
        run: "retried",
        forge: |body| nth(body, "intent", 1)["decided"] = json!("write"),
        says: "effect 3 repeats the write 1, which may have happened",
    },
    Attack {
        name: "a write that was answered is said to have been refused, and went out again",
        run: "retried",
        forge: |body| {
            record(body, "fed")["event"]["failed"]["error"]["carriedOut"] = json!("refusedThere");
            nth(body, "intent", 1)["decided"] = json!("write");
        },
        says: "effect 1 is said not to have been carried out, but the other side answered",
    },
    Attack {
        name: "a result is taken out",
        run: "completed",
        forge: |body| take_out(body, "fed"),
        says: "the workflow never asked for effect 2",
    },
    Attack {
        name: "a record is taken out, and the others keep their numbers",
        run: "completed",
        forge: |body| {
            records(body).remove(2);
        },
        says: "number 2 was to follow",
    },
    Attack {
        name: "the end is cut off",
        run: "completed",
        forge: |body| {
            records(body).pop();
        },
        says: "it does not end with an end",
    },
    Attack {
        name: "what tasks did is taken out",
        run: "completed",
        forge: |body| take_out(body, "tasks"),
        says: "what the tasks did before is missing",
    },
    Attack {
        name: "the text of a policy",
        run: "refused",
        forge: |body| {
            policy(body, "refunds-over-200", |text| {
                text.replace("exclusiveMinimum: 200", "exclusiveMinimum: 2000")
            });
        },
        says: "was changed: the digest of its texts is",
    },
    Attack {
        name: "a policy is taken out of its set",
        run: "refused",
        forge: |body| {
            let set = body["policies"].as_object_mut().unwrap().values_mut().next().unwrap();
            set.as_object_mut().unwrap().remove("refunds-over-200");
        },
        says: "was changed: the digest of its texts is",
    },
    Attack {
        name: "the policies are taken out",
        run: "refused",
        forge: |body| body["policies"] = json!({}),
        says: "are not in the receipt",
    },
    Attack {
        name: "a record says what nobody reads",
        run: "paid",
        forge: |body| record(body, "intent")["approvedBy"] = json!("the board"),
        says: "`/intent/approvedBy` is nothing that this engine knows",
    },
    Attack {
        name: "a call says what nobody reads",
        run: "paid",
        forge: |body| record(body, "intent")["effect"]["kind"]["call"]["note"] = json!("free of charge"),
        says: "`/intent/effect/kind/call/note` is nothing that this engine knows",
    },
    Attack {
        name: "another definition",
        run: "completed",
        forge: |body| source(body, |text| text.replace("we are packing your order", "it is on fire")),
        says: "it is another one: its digest is sha256:",
    },
    Attack {
        name: "another definition, by its own digest",
        run: "completed",
        forge: |body| {
            source(body, |text| text.replace("is on its way with", "was eaten by"));
            let digest = digest_of(body["definition"]["source"].as_str().unwrap());
            record(body, "started")["workflow"]["digest"] = json!(digest);
        },
        says: "ends in another outcome",
    },
    Attack {
        name: "another runner",
        run: "completed",
        forge: |body| record(body, "started")["runner"] = json!(format!("sha256:{}", "0".repeat(64))),
        says: "which is not this program's own",
    },
    Attack {
        name: "what came in had no label",
        run: "completed",
        forge: |body| record(body, "fed")["event"]["completed"]["labels"] = json!([]),
        says: "the run had received other labels",
    },
    Attack {
        name: "a write was a read",
        run: "paid",
        forge: |body| record(body, "intent")["access"]["effect"] = json!("read"),
        says: "is said to be something that it is not",
    },
    Attack {
        name: "the access of another call",
        run: "paid",
        forge: |body| record(body, "intent")["access"]["operation"] = json!("charge"),
        says: "its access is not that of its effect",
    },
    Attack {
        name: "whoever started it released it",
        run: "released",
        forge: |body| record(body, "released")["by"] = json!("shop@acme.example"),
        says: "the person who started the run released it",
    },
    Attack {
        name: "nobody released it",
        run: "released",
        forge: |body| take_out(body, "released"),
        says: "the policies decide otherwise: hold, and it says allow",
    },
    Attack {
        name: "it never had to be released",
        run: "released",
        forge: |body| {
            take_out(body, "held");
            take_out(body, "released");
        },
        says: "the policies decide otherwise: hold, and it says allow",
    },
    Attack {
        name: "nobody declined",
        run: "declined",
        forge: |body| take_out(body, "declined"),
        says: "effect 1 was answered though nobody had evaluated it",
    },
    Attack {
        name: "what may not be answered was",
        run: "answer refused",
        forge: |body| {
            let mut output = record(body, "fed")["event"]["completed"].clone();
            output.as_object_mut().unwrap().remove("effect");
            let ended = &mut last(body)["ended"];
            ended["outcome"] = json!({ "completed": output });
            let refusal = ended.as_object_mut().unwrap().remove("refusal").unwrap();
            ended["answer"] = refusal;
            ended["answer"]["outcome"] = json!("allow");
        },
        says: "the policies decide otherwise: deny, and it says allow",
    },
    Attack {
        name: "nobody evaluated the answer",
        run: "completed",
        forge: |body| {
            last(body)["ended"].as_object_mut().unwrap().remove("answer");
        },
        says: "nobody evaluated the answer",
    },
    Attack {
        name: "time goes back",
        run: "paid",
        forge: |body| record(body, "intent")["at"] = json!(1),
        says: "is before that of an earlier record",
    },
    Attack {
        name: "a wait is over too early",
        run: "killed",
        forge: |body| {
            let mut first = None;
            for entry in records(body) {
                let fields = entry["record"].as_object_mut().unwrap().values_mut().next().unwrap();
                for name in ["at", "now"] {
                    if let Some(time) = fields.get_mut(name) {
                        *time = first.get_or_insert(time.clone()).clone();
                    }
                }
            }
        },
        says: "its time had not come",
    },
    Attack {
        name: "it was cancelled",
        run: "completed",
        forge: |body| last(body)["ended"]["outcome"] = json!("cancelled"),
        says: "the workflow had ended before it was cancelled",
    },
    Attack {
        name: "the run was taken over, and nobody says so",
        run: "killed",
        forge: |body| take_out(body, "resumed"),
        says: "it was written under term 2, and 1 is in force",
    },
    Attack {
        name: "another run",
        run: "completed",
        forge: |body| body["run"] = json!("0".repeat(32)),
        says: "another run begins here",
    },
    Attack {
        name: "an operation reaches less than it does",
        run: "completed",
        forge: |body| {
            body["profile"]["accesses"].as_array_mut().unwrap().pop();
        },
        says: "the profile is not that of the definition",
    },
    Attack {
        name: "another workflow was evaluated",
        run: "paid",
        forge: |body| record(body, "started")["subject"]["name"] = json!("harmless"),
        says: "another workflow was evaluated than ran",
    },
    Attack {
        name: "something that no receipt has",
        run: "completed",
        forge: |body| body["note"] = json!("trust me"),
        says: "it is no receipt that this engine can read",
    },
];

/// Every forgery is found, with its message.
pub(crate) async fn all(evaluate: &Evaluate, company: &Company, runs: &[(&str, String)]) {
    let mut unfound = Vec::new();
    for Attack { name, run, forge, says } in ATTACKS {
        let id = &runs.iter().find(|(kind, _)| kind == run).unwrap().1;
        let mut forged = body(&company.receipt(id).await);
        assert!(
            evaluate.problems(&reseal(&forged)).await.is_empty(),
            "{run}: signed anew it is as good as before"
        );
        let before = forged.clone();
        forge(&mut forged);
        assert_ne!(forged, before, "{name}");
        let problems = evaluate.problems(&reseal(&forged)).await;
        if !problems.iter().any(|problem| problem.contains(says)) {
            unfound.push(format!("{name}: {problems:?}"));
        }
    }
    assert!(unfound.is_empty(), "{unfound:#?}");
}

fn records(body: &mut Value) -> &mut Vec<Value> {
    body["records"].as_array_mut().unwrap()
}

/// The first record of a kind.
fn record<'a>(body: &'a mut Value, kind: &str) -> &'a mut Value {
    nth(body, kind, 0)
}

/// A record of a kind, counted from 0.
fn nth<'a>(body: &'a mut Value, kind: &str, number: usize) -> &'a mut Value {
    let mut found = records(body).iter_mut().filter_map(|entry| entry["record"].get_mut(kind));
    found.nth(number).unwrap_or_else(|| panic!("no {kind} {number}"))
}

fn last(body: &mut Value) -> &mut Value {
    &mut records(body).last_mut().unwrap()["record"]
}

/// Removes the first record of a kind and renumbers the others.
fn take_out(body: &mut Value, kind: &str) {
    let records = records(body);
    let at = records.iter().position(|entry| entry["record"].get(kind).is_some()).unwrap();
    records.remove(at);
    for (index, entry) in records.iter_mut().enumerate() {
        entry["index"] = json!(index);
    }
}

fn policy(body: &mut Value, name: &str, change: impl Fn(&str) -> String) {
    for set in body["policies"].as_object_mut().unwrap().values_mut() {
        let text = change(set[name].as_str().unwrap());
        set[name] = json!(text);
    }
}

fn source(body: &mut Value, change: impl Fn(&str) -> String) {
    let text = change(body["definition"]["source"].as_str().unwrap());
    body["definition"]["source"] = json!(text);
}

fn digest_of(source: &str) -> String {
    let (node, _) = towpath_dsl::yaml::parse(source, towpath_dsl::yaml::Limits::default());
    node.unwrap().digest()
}
