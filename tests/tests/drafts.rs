//! Draft runs from outside: reads are real, writes are simulated. A recorded run becomes a case of its definition.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::process::Command;

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use towpath_tests::{Answer, Demo, Http, Said, Seen, Stub, demo_binary, root};

const PLACE: &str = "/v1/workflows/support/tried";
const NOTES: &str = r#"
document: { dsl: 1.0.3, namespace: support, name: tried, version: 1.0.0 }
do:
  - look:
      call: crm.get-customer:1.0.0@default
      with: { id: c-1 }
      output: { as: '${ { name: .name } }' }
  - note:
      call: crm.add-note:1.0.0@default
      with: { id: c-1, text: '${ "hello \(.name)" }' }
      output: { as: '${ $input + { note: .note } }' }
"#;

async fn save(champion: &Http, source: &str) {
    let saved = champion.put(&format!("{PLACE}/draft"), source.to_owned()).await;
    assert_eq!(saved.status, 200, "{}", saved.text);
}

async fn try_it(http: &Http, body: Value) -> Answer {
    http.post(&format!("{PLACE}/draft/runs"), body.to_string()).await
}

/// How many writes reached the company.
async fn writes(demo: &Demo) -> usize {
    demo.company_log().await["writes"].as_array().unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_reads_for_real_and_writes_nothing() {
    let demo = Demo::start();
    let (champion, app) = (demo.as_role("champion"), demo.as_role("app"));
    assert_eq!(try_it(&champion, json!({})).await.status, 404, "there is no draft yet");
    save(&champion, NOTES).await;

    // The note has no declared answer: it is answered with the operation's example, and nothing is sent.
    let unanswered = try_it(&champion, json!({})).await;
    assert_eq!(unanswered.body, json!({ "name": "Ada Brook", "note": "n-0" }), "{}", unanswered.text);
    assert_eq!(writes(&demo).await, 0);

    let answers = json!([{ "operation": "crm.add-note", "arguments": { "id": "c-1", "text": "hello Ada Brook" },
                           "result": { "note": "declared" } }]);
    let tried = try_it(&champion, json!({ "answers": answers })).await;
    assert_eq!(tried.body, json!({ "name": "Ada Brook", "note": "declared" }), "{}", tried.text);
    let run = tried.run.unwrap();
    let journal = champion.get(&format!("/v1/runs/{run}/journal")).await;
    assert!(journal.text.contains(r#""decided":{"simulated":{"answer":0}}"#), "{}", journal.text);

    let declared = try_it(&champion, json!({ "reads": "declared", "answers": answers })).await;
    assert!(declared.body["detail"].as_str().unwrap().contains("crm.get-customer"), "{}", declared.text);
    let results = json!({ "crm.get-customer": { "id": "c-1", "name": "Nobody", "tier": "gold" }, "crm.add-note": { "note": 7 } });
    let declared = try_it(&champion, json!({ "reads": "declared", "results": results })).await;
    assert_eq!(declared.body, json!({ "name": "Nobody", "note": 7 }), "{}", declared.text);

    // Bad input, wrong role, and a draft that is no definition.
    let unknown = try_it(&champion, json!({ "results": { "crm.add-notes": 1 } })).await;
    assert_eq!((unknown.status, &unknown.body["code"]), (422, &json!("TP4060")), "{}", unknown.text);
    assert!(
        unknown.body["detail"].as_str().unwrap().contains("did you mean `crm.add-note`?"),
        "{}",
        unknown.text
    );
    let misspelt =
        try_it(&champion, json!({ "answers": [{ "operation": "crm.add-note", "results": 1 }] })).await;
    assert_eq!((misspelt.status, &misspelt.body["code"]), (400, &json!("TP4008")), "{}", misspelt.text);
    for role in ["app", "it", "approver"] {
        let refused = try_it(&demo.as_role(role), json!({})).await;
        assert_eq!(
            (refused.status, &refused.body["needed"]),
            (403, &json!(["champion"])),
            "{}",
            refused.text
        );
    }
    save(&champion, &NOTES.replace("call: crm.get-customer", "call: crm.get-custom")).await;
    let broken = try_it(&champion, json!({})).await;
    assert_eq!((broken.status, &broken.body["code"]), (422, &json!("TP4017")), "{}", broken.text);

    assert_eq!(writes(&demo).await, 0, "nothing reached the company");
    let listed = champion.get("/v1/runs?workflow=tried").await;
    let drafts: Vec<&Value> = listed.body["runs"].as_array().unwrap().iter().collect();
    assert!(drafts.len() == 4 && drafts.iter().all(|run| run["draft"] == true), "{}", listed.text);
    let published = champion.get("/v1/runs?workflow=tried&draft=false").await;
    assert_eq!(published.body["runs"], json!([]), "{}", published.text);
    assert_eq!(app.get(&format!("/v1/runs/{run}")).await.status, 404, "an app sees none of it");
    assert_eq!(champion.get(PLACE).await.status, 404, "and nothing was published");
    let impact = demo.as_role("it").get("/v1/policies/impact").await;
    assert_eq!((impact.status, &impact.body["runs"]), (200, &json!(0)), "{}", impact.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_denied_stays_denied_and_what_nobody_released_does_not_leave() {
    let demo = Demo::start();
    let (champion, it) = (demo.as_role("champion"), demo.as_role("it"));
    let refund = |tail: &str| {
        format!(
            "document: {{ dsl: 1.0.3, namespace: support, name: tried, version: 1.0.0 }}\ndo:\n  - pay:\n      try:\n        \
             - refund: {{ call: 'payments.refund:1.0.0@default', with: {{ order: o-1, amount: 450 }} }}\n      catch:\n        \
             {tail}\n"
        )
    };
    let declared = json!({ "results": { "payments.refund": { "refund": "r", "amount": 450 } } });
    save(&champion, &refund("as: problem\n        do: [{ no: { set: { why: '${ $problem.detail }' } } }]"))
        .await;
    let caught = try_it(&champion, declared.clone()).await;
    assert_eq!(
        caught.body,
        json!({ "why": "Refunds over 200 euros go through finance." }),
        "{}",
        caught.text
    );
    save(&champion, &refund("errors: { with: { status: 404 } }")).await;
    let denied = try_it(&champion, declared).await;
    assert_eq!((denied.status, &denied.body["policy"]), (403, &json!("refunds-over-200")), "{}", denied.text);

    // A read that is held, and one in a version that needs an approval.
    for (effect, decided) in [("hold", "held"), ("review", "intent")] {
        let policy = format!(
            "policy: looked-at\ntitle: Somebody looks\neffect: {effect}\napprovers: {{ role: approver }}\naccess:\n  \
             properties: {{ integration: {{ const: crm }}, effect: {{ const: read }} }}\nreason: r\n"
        );
        assert!(it.put("/v1/policies/looked-at", policy).await.status < 300);
        let active = it.activate().await;
        assert_eq!(active.status, 200, "{}", active.text);
        save(&champion, NOTES).await;
        let kept = try_it(&champion, json!({ "results": { "crm.add-note": { "note": 1 } } })).await;
        assert_eq!(kept.body["code"], "TP1123", "{}", kept.text);
        assert!(kept.body["detail"].as_str().unwrap().contains("crm.get-customer"), "{}", kept.text);
        let results = json!({ "crm.add-note": { "note": 1 }, "crm.get-customer": { "id": "c-1", "name": "A", "tier": "gold" } });
        let tried = try_it(&champion, json!({ "results": results })).await;
        assert_eq!(tried.body, json!({ "name": "A", "note": 1 }), "{}", tried.text);
        let journal = champion.get(&format!("/v1/runs/{}/journal", tried.run.unwrap())).await;
        let records = journal.body["records"].as_array().unwrap();
        let outcome =
            records.iter().find_map(|record| record["record"][decided]["decision"]["outcome"].as_str());
        assert_eq!(outcome, Some(effect), "{}", journal.text);
    }
    assert_eq!(writes(&demo).await, 0);
}

fn test_endpoint(seen: &Seen) -> Option<Response> {
    Some(Json(json!({ "refund": "from the test endpoint", "amount": seen.body["amount"] })).into_response())
}

#[tokio::test(flavor = "multi_thread")]
async fn only_drafts_use_the_test_endpoint() {
    let demo = Demo::start();
    let stub = Stub::start(&["test.acme.example"], test_endpoint).await;
    let (champion, app, it) = (demo.as_role("champion"), demo.as_role("app"), demo.as_role("it"));
    let document = it.get("/v1/integrations/payments").await.body["source"].as_str().unwrap().to_owned();
    let with = document.replace(
        "operations:",
        &format!("testEndpoint:\n  baseUrl: http://{}/trial\noperations:", stub.plain),
    );
    let put = it.put("/v1/integrations/payments", with).await;
    assert!(put.status < 300, "{}", put.text);
    let real = document.split("baseUrl: ").nth(1).unwrap().lines().next().unwrap();
    let same = document.replace("operations:", &format!("testEndpoint:\n  baseUrl: {real}\noperations:"));
    let refused = it.put("/v1/integrations/payments", same).await;
    assert!(
        refused.status == 422 && refused.text.contains("the same system as `connection`"),
        "{}",
        refused.text
    );

    let pays = "document: { dsl: 1.0.3, namespace: support, name: tried, version: 1.0.0 }
do:
  - pay: { call: 'payments.refund:1.0.0@default', with: { order: o-1, amount: 25 } }
";
    save(&champion, pays).await;
    let tried = try_it(&champion, json!({})).await;
    assert_eq!(tried.body, json!({ "refund": "from the test endpoint", "amount": 25 }), "{}", tried.text);
    let seen = stub.seen();
    assert_eq!((seen.len(), seen[0].path.as_str(), writes(&demo).await), (1, "/trial/refunds", 0));
    let journal = champion.get(&format!("/v1/runs/{}/journal", tried.run.unwrap())).await;
    assert!(journal.text.contains(r#""decided":"testEndpoint""#), "{}", journal.text);
    let declared =
        try_it(&champion, json!({ "results": { "payments.refund": { "refund": "said", "amount": 25 } } }))
            .await;
    assert_eq!((&declared.body["refund"], stub.seen().len()), (&json!("said"), 1), "{}", declared.text);

    assert_eq!(champion.post(&format!("{PLACE}/publish"), "").await.status, 201);
    let earnest = app.post(&format!("{PLACE}/runs"), "{}").await;
    assert_eq!((earnest.status, &earnest.body["amount"]), (200, &json!(25)), "{}", earnest.text);
    assert_eq!((stub.seen().len(), writes(&demo).await), (1, 1), "a published version pays for real");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_that_waits_goes_on_after_a_kill_though_it_was_changed() {
    let mut demo = Demo::start();
    let waits = NOTES.replace(
        "  - note:",
        "  - first: { call: 'crm.add-note:1.0.0@default', with: { id: c-1, text: first }, output: { as: '${ $input + { first: .note } }' } }
  - pause: { wait: PT2S }
  - note:",
    );
    let champion = demo.as_role("champion");
    save(&champion, &waits).await;
    let body = json!({ "results": { "crm.add-note": [{ "note": "one" }, { "note": "two" }] } }).to_string();
    let headers = [("Prefer", "respond-async"), ("Content-Type", "application/json")];
    let started = champion.send("POST", &format!("{PLACE}/draft/runs"), Some(body.into()), &headers).await;
    assert_eq!(started.status, 202, "{}", started.text);
    let run = started.run.unwrap();
    champion.waiting(&run).await;
    // Another definition under the same name and version goes live meanwhile.
    let other = "document: { dsl: 1.0.3, namespace: support, name: tried, version: 1.0.0 }\ndo: [{ a: { set: { b: 1 } } }]\n";
    save(&champion, other).await;
    assert_eq!(champion.post(&format!("{PLACE}/publish"), "").await.status, 201);
    demo.kill_engine();
    demo.start_engine();
    let champion = demo.as_role("champion");
    let run = champion.ended(&run).await;
    let output = json!({ "name": "Ada Brook", "first": "one", "note": "two" });
    assert_eq!((&run["output"], &run["draft"]), (&output, &json!(true)), "{run}");
    assert_eq!(writes(&demo).await, 0);
}

/// `towpath test` with the example company's integrations, and all policies of its demo.
fn test(definition: &Path, cases: &Path, evaluated: bool) -> (Option<i32>, String) {
    let examples = root().join("examples");
    let mut command = Command::new(demo_binary());
    command.arg("test").arg(definition).arg("--cases").arg(cases);
    command.arg("--integrations").arg(examples.join("acme/integrations"));
    if evaluated {
        command.arg("--policies").arg(examples.join("acme/policies"));
        for example in ["complaint-intake", "lead-routing", "order-status", "refund-triage"] {
            command.arg("--policies").arg(examples.join(example).join("policy.yaml"));
        }
    }
    let said = Said::of(&mut command);
    (said.code, said.err)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_becomes_a_case_of_its_definition() {
    let demo = Demo::start();
    let app = demo.as_role("app");
    let examples = root().join("examples");
    let folder = tempfile::tempdir().unwrap();
    let order = |amount: u32| json!({ "order": { "id": "o-1002", "items": [{ "sku": "anchor", "price": amount, "qty": 1 }] }, "customer": { "tier": "gold" } });
    let complaint = json!({ "customerId": "c-1", "text": "The rope is frayed." });
    for (name, input, status, wrong) in [
        ("complaint-intake", complaint, 200, ("We are on it.", "We look at it.", "output: expected")),
        (
            "refund-triage",
            order(60),
            200,
            ("reason: refund triage", "reason: other", "arguments of payments.refund"),
        ),
        (
            "refund-triage",
            order(450),
            403,
            (
                "amount: ${ .total }\n        reason",
                "amount: 1\n        reason",
                "decision: expected \"payments.refund deny\"",
            ),
        ),
    ] {
        let answer = app.post(&format!("/v1/workflows/support/{name}/runs"), input.to_string()).await;
        assert_eq!(answer.status, status, "{}", answer.text);
        let run = answer.run.unwrap();
        let fixture = demo.as_role("it").cli(&["runs", "fixture", &run]);
        let (case, said) = (fixture.out.clone(), fixture.err.clone());
        assert!(fixture.code == Some(0) && !case.contains("masked"), "{case}{said}");
        let cases = folder.path().join("case.json");
        std::fs::write(&cases, &case).unwrap();
        let definition = examples.join(name).join("workflow.yaml");
        for evaluated in [true, false] {
            let (code, said) = test(&definition, &cases, evaluated);
            assert!(code == Some(0) && said.contains("1 passed"), "{name}: {said}\n{case}");
        }
        let (from, to, says) = wrong;
        let source = std::fs::read_to_string(&definition).unwrap();
        let changed = source.replace(from, to);
        assert_ne!(changed, source);
        let definition = folder.path().join("workflow.yaml");
        std::fs::write(&definition, changed).unwrap();
        let (code, said) = test(&definition, &cases, true);
        assert!(code == Some(1) && said.contains(says), "{said}");
    }
    let audit = demo.as_role("it").get("/v1/audit?limit=50").await;
    assert!(audit.text.contains("GET /v1/runs/{id}/fixture unmasked: "), "{}", audit.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_may_not_see_is_not_in_their_fixture() {
    let demo = Demo::start();
    let app = demo.as_role("app");
    let answer = app.post("/v1/workflows/support/order-status/runs", r#"{"orderId":"o-1001"}"#).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let run = answer.run.unwrap();
    let champion = r#"{"name":"dan","grants":[{"role":"champion","namespace":"support"}]}"#;
    let champion = demo.as_role("it").post("/v1/tokens", champion).await;
    let champion = Http::new(demo.url(), champion.body["token"].as_str().unwrap());
    let fixture = champion.get(&format!("/v1/runs/{run}/fixture")).await;
    assert_eq!(fixture.status, 200, "{}", fixture.text);
    assert!(!fixture.text.contains("Ada"), "{}", fixture.text);
    let case = &fixture.body[0];
    let masked =
        case["answers"].as_array().unwrap().iter().find(|answer| answer["operation"] == "crm.get-customer");
    assert_eq!(masked.unwrap()["masked"], json!(["customer-data"]), "{}", fixture.text);
    assert!(
        case["masked"]
            .as_array()
            .unwrap()
            .iter()
            .any(|what| what.as_str().unwrap().starts_with("expect.output"))
    );
    let cases = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(cases.path(), &fixture.text).unwrap();
    let (code, said) = test(&root().join("examples/order-status/workflow.yaml"), cases.path(), true);
    assert!(
        code == Some(1)
            && said.contains("put a value in its place")
            && said.contains("masked when it was recorded"),
        "{said}"
    );

    assert_eq!(app.get(&format!("/v1/runs/{run}/fixture")).await.status, 403, "an app reads no journal");
    let (champion, waits) =
        (demo.as_role("champion"), NOTES.replace("  - look:", "  - w: { wait: PT1H }\n  - look:"));
    save(&champion, &waits).await;
    let headers = [("Prefer", "respond-async"), ("Content-Type", "application/json")];
    let started = champion.send("POST", &format!("{PLACE}/draft/runs"), Some("{}".into()), &headers).await;
    let run = started.body["id"].as_str().unwrap().to_owned();
    let early = champion.get(&format!("/v1/runs/{run}/fixture")).await;
    assert_eq!((early.status, &early.body["code"]), (409, &json!("TP4061")), "{}", early.text);
    let listed = demo.as_role("champion").cli(&["runs", "list", "support/tried", "--draft"]);
    assert!(listed.out.contains(&run) && listed.out.contains("  draft  waits for time"), "{listed:?}");
    assert!(demo.as_role("champion").cli(&["runs", "cancel", &run]).code == Some(0));
    let shown = demo.as_role("champion").cli(&["runs", "show", &run]);
    assert!(
        shown.out.contains("support/tried 1.0.0, a draft") && shown.out.contains("cancelled"),
        "{shown:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_tries_a_definition() {
    let demo = Demo::start();
    let folder = tempfile::tempdir().unwrap();
    let (file, answers) = (folder.path().join("tried.yaml"), folder.path().join("answers.yaml"));
    std::fs::write(&file, NOTES).unwrap();
    std::fs::write(&answers, "- { operation: crm.add-note, result: { note: n-0 } }\n").unwrap();
    let (file, answers) = (file.to_str().unwrap(), answers.to_str().unwrap());
    let tried = demo.as_role("champion").cli(&["try", file, "--answers", answers]);
    let (out, said) = (tried.out.clone(), tried.err.clone());
    assert_eq!(tried.code, Some(0), "{said}");
    let output: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(output, json!({ "name": "Ada Brook", "note": "n-0" }));
    for part in [
        "of a draft: what it writes reaches no real system",
        "/do/0/look  crm.get-customer 1.0.0  allow by `support-reads`",
        "crm.add-note 1.0.0  allow by `support-complaints`  simulated, with a declared answer",
    ] {
        assert!(said.contains(part), "{said}");
    }
    // The champion sees what their own draft read.
    assert!(said.contains("crm.get-customer 1.0.0") && !said.contains("masked"), "{said}");
    let unanswered = demo.as_role("champion").cli(&["try", file]);
    assert!(unanswered.err.contains("crm.add-note 1.0.0") && unanswered.code == Some(0), "{unanswered:?}");
    assert_eq!(demo.as_role("app").cli(&["try", file]).code, Some(4));
    assert_eq!(demo.as_role("champion").cli(&["try", file, "--input", "{"]).code, Some(2));
    assert_eq!(writes(&demo).await, 0);
}
