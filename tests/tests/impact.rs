//! The impact report at size: policies that are stricter and looser at once, over live workflows and their calls. It is
//! compared with an evaluation of each call by plain JSON Schema without an index.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use towpath_identity::{Grant, Principal, Role};
use towpath_integrations::MapSecrets;
use towpath_journal::{HeadFilter, MemoryStore, Record, RunId, Store};
use towpath_runtime::{Activate, Author, Engine, Parts, StartRequest, SystemClock, Watched};
use towpath_sandbox::{Sandbox, SandboxConfig};
use towpath_store_embedded::{EmbeddedStore, Options};
use towpath_tests::{Random, is_full, keep_result};
use towpath_wire::{EffectKind, Limits};

/// Ten units, each with a twentieth of the live workflows at full size.
const UNITS: u64 = 10;
/// Calls of one run.
const CALLS: u64 = 25;

/// A system that answers every call.
async fn outside() -> u16 {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let router = axum::Router::new().fallback(|| async { axum::Json(json!({})) });
    tokio::spawn(async move { axum::serve(listener, router).await });
    port
}

fn integration(name: &str, port: u16) -> String {
    format!(
        "integration: {name}\ntitle: {name}\nowner: it@acme.example\nkind: http
connection: {{ baseUrl: 'http://127.0.0.1:{port}' }}
operations:
  look: {{ version: 1.0.0, title: Look, effect: read, input: &input {{ type: object, additionalProperties: false, required: [amount, kind], properties: {{ amount: {{ type: integer }}, kind: {{ type: string }} }} }}, output: {{ type: object }}, request: {{ method: GET, path: /things, query: {{ amount: '{{amount}}', kind: '{{kind}}' }} }} }}
  change: {{ version: 1.0.0, title: Change, effect: write, idempotent: key, input: {{ type: object, additionalProperties: false, required: [amount, kind], properties: {{ amount: {{ type: integer }}, kind: {{ type: string }} }} }}, output: {{ type: object }}, request: {{ method: POST, path: /things, body: arguments }} }}
"
    )
    .replace("&input ", "")
}

fn definition(unit: u64, number: u64) -> String {
    let integration = ["ledger", "parcels", "letters"][usize::try_from(number % 3).unwrap()];
    format!(
        "document: {{ dsl: 1.0.3, namespace: unit-{unit}, name: flow-{number}, version: 1.0.0 }}
do:
  - each:
      for: {{ each: one, in: '${{ .list }}' }}
      do:
        - look: {{ if: '${{ $one.amount % 5 != 0 }}', call: '{integration}.look:1.0.0@default', with: '${{ $one }}' }}
        - change: {{ if: '${{ $one.amount % 5 == 0 }}', call: '{integration}.change:1.0.0@default', with: '${{ $one }}' }}
  - done: {{ set: {{ done: true }} }}
"
    )
    .replace("with: '${ $one }'", "with: { amount: '${ $one.amount }', kind: '${ $one.kind }' }")
}

/// Policies over units, integrations and amounts, from a seed.
fn policies(seed: u64) -> Vec<Value> {
    let mut random = Random::new(seed);
    let mut all = vec![json!({
        "policy": "inside", "title": "Inside", "effect": "permit", "reason": "t",
        "access": { "type": "object", "required": ["kind"], "properties": { "kind": { "enum": ["start", "respond"] } } },
    })];
    for unit in 0..UNITS {
        for integration in ["ledger", "parcels", "letters"] {
            let effect = ["permit", "permit", "permit", "forbid", "hold", "review"];
            for number in 0..3 {
                // The first permits everything there, so that much is allowed; the others restrict it.
                let effect = if number == 0 { "permit" } else { effect[random.below(6)] };
                let least = random.below(900);
                let most = if number == 0 { 900 } else { least + random.below(300) };
                let least = if number == 0 { 0 } else { least };
                let kinds: &[&str] = [&["a", "b", "c"][..], &["a"], &["b", "c"]]
                    [if number == 0 { 0 } else { random.below(3) }];
                let mut policy = json!({
                    "policy": format!("p-{unit}-{integration}-{number}"), "title": "t", "effect": effect, "reason": "t",
                    "workflow": { "type": "object", "required": ["namespace"], "properties": { "namespace": { "const": format!("unit-{unit}") } } },
                    "access": { "type": "object", "required": ["integration", "arguments"], "properties": {
                        "integration": { "const": integration },
                        "arguments": { "type": "object", "required": ["amount", "kind"], "properties": {
                            "amount": { "type": "number", "minimum": least, "maximum": most },
                            "kind": { "type": "string", "enum": kinds },
                        } },
                    } },
                });
                if matches!(effect, "hold" | "review") {
                    policy["approvers"] = json!({ "role": "approver" });
                }
                all.push(policy);
            }
        }
    }
    all
}

/// Everything is permitted, so that everything is called.
fn everything() -> Value {
    json!({ "policy": "everything", "title": "t", "effect": "permit", "reason": "t", "access": {} })
}

fn somebody() -> Principal {
    let roles = [Role::Champion, Role::It].map(|role| Grant { role, namespace: None }).to_vec();
    Principal {
        id: "t".to_owned(),
        name: "t".to_owned(),
        kind: Role::Champion,
        roles,
        may_view: vec![],
        minted: towpath_identity::Minted::default(),
    }
}

async fn open(folder: &std::path::Path) -> Engine {
    open_over(Arc::new(EmbeddedStore::open(folder, Options::default()).unwrap())).await
}

async fn open_over(store: Arc<dyn Store>) -> Engine {
    let cache = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("compiled");
    let config = SandboxConfig { cache: Some(cache), instances: 32, ..SandboxConfig::default() };
    let parts = Parts {
        store: Watched::over(store, Arc::new(SystemClock)),
        sandbox: Sandbox::new(config).unwrap(),
        runner: towpath_runner_wasm::RUNNER,
        secrets: Arc::new(MapSecrets::default()),
        secrets_folder: None,
        tokens: None,
        clock: Arc::new(SystemClock),
        limits: Limits::default(),
        version: "0.0.0".to_owned(),
        second_approver: false,
        offline: false,
    };
    Engine::open(parts).await.unwrap()
}

/// Publishes `workflows` and lets them make `calls` calls.
async fn fill(engine: &Engine, workflows: u64, calls: u64) {
    let who = somebody();
    engine.put_policy(&who, "everything", everything().to_string(), None).await.unwrap();
    engine.activate_policies(&who, Activate::at_the_start()).await.unwrap();
    let port = outside().await;
    for name in ["ledger", "parcels", "letters"] {
        engine.put_integration(&who, name, integration(name, port), None).await.unwrap();
    }
    for number in 0..workflows {
        let (unit, name) = (format!("unit-{}", number % UNITS), format!("flow-{number}"));
        engine.save_draft(&who, &unit, &name, definition(number % UNITS, number), None).await.unwrap();
        engine.publish(&who, &unit, &name, None).await.unwrap();
    }
    let mut random = Random::new(11);
    for batch in (0..calls / CALLS).collect::<Vec<_>>().chunks(16) {
        let mut started = Vec::new();
        for run in batch {
            let number = run % workflows;
            let one =
                |_| json!({ "amount": random.below(1_000), "kind": (["a", "b", "c"][random.below(3)]) });
            let list: Vec<Value> = (0..CALLS).map(one).collect();
            let request = StartRequest {
                namespace: format!("unit-{}", number % UNITS),
                name: format!("flow-{number}"),
                version: None,
                input: json!({ "list": list }).to_string().into(),
                idempotency_key: None,
                awaited: false,
            };
            started.push(engine.start(&who, request).await.unwrap().run);
        }
        for run in started {
            let view = engine.wait(run, Duration::from_secs(60)).await.unwrap().unwrap();
            assert!(view.output.is_some(), "{:?}", view.error);
        }
    }
}

/// One recorded call or start, as a policy's schemas see it.
struct Asked {
    workflow: String,
    task: String,
    access: Value,
    subject: Value,
}

/// Every recorded call and start, read from the journals.
async fn recorded(engine: &Engine) -> Vec<Asked> {
    let mut found = Vec::new();
    let mut before: Option<RunId> = None;
    loop {
        let heads = engine.runs(HeadFilter { before, limit: 500, ..HeadFilter::default() }).await.unwrap();
        for head in &heads {
            before = Some(head.run);
            let (namespace, name) = (&head.workflow.namespace, &head.workflow.name);
            let asked = |task: &str, access| Asked {
                workflow: format!("{namespace}/{name}"),
                task: task.to_owned(),
                access,
                subject: json!({ "namespace": namespace, "name": name }),
            };
            found.push(asked("", json!({ "kind": "start", "effect": "write" })));
            for (_, record) in engine.journal(head.run).await.unwrap() {
                let Record::Intent(intent) = record else { continue };
                let EffectKind::Call(call) = &intent.effect.kind else { continue };
                let arguments: Value = serde_json::from_str(call.arguments.get()).unwrap();
                let access = json!({
                    "kind": "call", "integration": call.integration, "operation": call.operation, "arguments": arguments,
                });
                found.push(asked(&intent.effect.task, access));
            }
        }
        if heads.len() < 500 {
            return found;
        }
    }
}

/// Evaluates by hand: each policy's schemas one by one, then their precedence.
fn by_hand(
    policies: &[(Value, jsonschema::Validator, jsonschema::Validator)],
    asked: &Asked,
) -> &'static str {
    let matching = |effect: &str| {
        policies.iter().any(|(policy, workflow, access)| {
            policy["effect"] == effect && workflow.is_valid(&asked.subject) && access.is_valid(&asked.access)
        })
    };
    match () {
        () if matching("forbid") || !matching("permit") => "deny",
        () if matching("review") => "review",
        () if matching("hold") => "hold",
        () => "allow",
    }
}

fn rounded(seconds: f64) -> f64 {
    (seconds * 100.0).round() / 100.0
}

/// Compares the report with the evaluation by hand, over `workflows` and `calls`.
async fn compare(workflows: u64, calls: u64, seeds: &[u64]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path()).await;
    fill(&engine, workflows, calls).await;
    let who = somebody();
    engine.delete_policy(&who, Author::It, "everything", None).await.unwrap();
    let asked = recorded(&engine).await;
    // The first report reads the journals; later ones find them read.
    let mut took: Vec<f64> = Vec::new();
    let mut changed = 0;
    for seed in seeds {
        let candidate = policies(*seed);
        for policy in &candidate {
            engine
                .put_policy(&who, policy["policy"].as_str().unwrap(), policy.to_string(), None)
                .await
                .unwrap();
        }
        let begun = Instant::now();
        let impact = engine.impact(0, None).await.unwrap();
        took.push(begun.elapsed().as_secs_f64());
        assert_eq!((impact.truncated, impact.evaluated), (false, asked.len()));

        let compiled: Vec<_> = candidate
            .iter()
            .map(|policy| {
                let schema = |key: &str| policy.get(key).cloned().unwrap_or(json!(true));
                let compile = |key| jsonschema::validator_for(&schema(key)).unwrap();
                (policy.clone(), compile("workflow"), compile("access"))
            })
            .collect();
        let mut expected: BTreeMap<(String, String, &str), u64> = BTreeMap::new();
        for one in &asked {
            let outcome = by_hand(&compiled, one);
            if outcome != "allow" {
                *expected.entry((one.workflow.clone(), one.task.clone(), outcome)).or_default() += 1;
            }
        }
        let reported: BTreeMap<(String, String, &str), u64> = impact
            .calls
            .iter()
            .map(|call| ((call.workflow.clone(), call.task.clone(), call.after.as_str()), call.calls))
            .collect();
        assert_eq!(reported, expected, "seed {seed}");
        changed += expected.values().sum::<u64>();
        let affected: Vec<_> = impact.affected.iter().map(|one| one.workflow.clone()).collect();
        let lost = expected.keys().all(|(workflow, ..)| affected.contains(workflow));
        assert!(lost && !impact.affected.is_empty(), "whoever loses something is named");
    }
    json!({
        "workflows": workflows, "recordedCalls": calls, "evaluated": asked.len(), "candidates": seeds.len(),
        "policiesEach": policies(0).len(), "evaluatedOtherwise": changed, "equalToByHand": true,
        "firstSeconds": rounded(took[0]), "laterSeconds": rounded(took[1..].iter().copied().fold(0.0, f64::max)),
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_is_what_each_call_says_by_itself() {
    compare(20, 1_000, &[1, 2, 3]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn full_impact() {
    if !is_full("impact") {
        return;
    }
    let outcome = compare(200, 50_000, &[1, 2, 3, 4, 5]).await;
    keep_result("impact", &outcome);
}

/// Fault 56: evaluating all recorded calls blocked the thread that answers calls.
#[tokio::test]
async fn a_report_leaves_room_for_others() {
    // The store answers at once, so only the evaluation may leave the thread.
    let engine = open_over(Arc::new(MemoryStore::default())).await;
    fill(&engine, 3, 300).await;
    let who = somebody();
    engine.put_policy(&who, "inside", policies(1)[0].to_string(), None).await.unwrap();
    engine.delete_policy(&who, Author::It, "everything", None).await.unwrap();
    let turns = Arc::new(AtomicUsize::new(0));
    let others = tokio::spawn({
        let turns = Arc::clone(&turns);
        async move {
            loop {
                turns.fetch_add(1, Ordering::SeqCst);
                tokio::task::yield_now().await;
            }
        }
    });
    tokio::task::yield_now().await;
    let mut reports = Vec::new();
    for _ in 0..2 {
        let before = turns.load(Ordering::SeqCst);
        let impact = engine.impact(0, None).await.unwrap();
        assert!(turns.load(Ordering::SeqCst) > before, "nobody else had a turn");
        let calls: Vec<_> = impact.calls.iter().map(|one| (one.task.clone(), one.after, one.calls)).collect();
        reports.push((impact.digest, impact.runs, impact.evaluated, calls));
    }
    others.abort();
    assert_eq!(reports[0], reports[1], "read again or not, it says the same");
    assert_eq!((reports[0].1, reports[0].2), (12, 312), "every start and every call");
}
