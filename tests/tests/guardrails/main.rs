//! Guardrails from outside, over HTTP and the command line: a version that somebody approves, a call that somebody
//! signs, versions and switches, each with the people it takes.

#![expect(clippy::unwrap_used, reason = "tests")]

mod policies;

use std::process::{Command, Output};

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use towpath_tests::{Answer, Http, Seen, Serve, Stub, demo_binary};

const PAY: &str = "pay.acme.example";

fn outside(seen: &Seen) -> Option<Response> {
    Some(Json(json!({ "refunded": seen.body["amount"] })).into_response())
}

const PAYMENTS: &str = "integration: payments
title: Payments
owner: finance@acme.example
kind: http
connection: { baseUrl: 'https://pay.acme.example', resolve: { pay.acme.example: 'RESOLVE' }, ca: CA }
operations:
  refund:
    version: 1.0.0
    title: Refund
    effect: write
    idempotent: no
    request: { method: POST, path: /refunds, body: arguments }
    input:
      type: object
      additionalProperties: false
      required: [amount]
      properties: { amount: { type: number } }
    output: { type: object }
";

const PERMIT: &str = "policy: all\ntitle: Everything here\neffect: permit\naccess: {}\nreason: Tests.\n";
const REVIEW: &str =
    "policy: refunds-are-looked-at\ntitle: Workflows that refund are looked at\neffect: review
approvers: { role: approver }
access: { properties: { integration: { const: payments } } }
reason: Money leaves the house.\ncontact: finance@acme.example\n";
const HOLD: &str = "policy: large-refunds\ntitle: Large refunds are signed\neffect: hold
approvers: { role: approver }
access:
  properties:
    integration: { const: payments }
    arguments: { type: object, required: [amount], properties: { amount: { type: number, minimum: 100 } } }
reason: More than 100 is signed.
tests: [{ name: a small one goes out, access: { integration: payments, arguments: { amount: 99 } }, expect: allow }]
";

const WORKFLOW: &str =
    "document: { dsl: 1.0.3, namespace: support, name: refund, version: 1.0.0, title: Refund }
do:
  - pay: { call: 'payments.refund:1.0.0@default', with: { amount: '${ .amount }' } }
";

struct World {
    server: Serve,
    stub: Stub,
    champion: String,
    approver: String,
    it: String,
}

impl World {
    async fn start() -> Self {
        let stub = Stub::start(&[PAY], outside).await;
        let payments = PAYMENTS
            .replace("RESOLVE", &stub.tls.to_string())
            .replace("CA", &stub.ca.path().display().to_string());
        let policies = [("all.yaml", PERMIT), ("review.yaml", REVIEW), ("hold.yaml", HOLD)]
            .map(|(name, text)| (name, text.to_owned()));
        let server = Serve::start(&[("payments.yaml", payments)], &policies).await;
        let token = |name: &str, role: &str| {
            let (http, name, role) = (server.http(), name.to_owned(), role.to_owned());
            async move {
                let (role, namespace) =
                    role.split_once(':').map_or((role.as_str(), None), |(r, n)| (r, Some(n)));
                let mut grant = json!({ "role": role });
                if let Some(namespace) = namespace {
                    grant["namespace"] = json!(namespace);
                }
                let made =
                    http.post("/v1/tokens", json!({ "name": name, "grants": [grant] }).to_string()).await;
                assert_eq!(made.status, 201, "{}", made.text);
                made.body["token"].as_str().unwrap().to_owned()
            }
        };
        let champion = token("mia@acme.example", "champion:support").await;
        let approver = token("ada@acme.example", "approver:support").await;
        let it = token("ivo@acme.example", "it").await;
        Self { server, stub, champion, approver, it }
    }

    fn http(&self, token: &str) -> Http {
        Http::new(&self.server.url, token)
    }

    fn cli(&self, token: &str, arguments: &[&str]) -> Output {
        Command::new(demo_binary())
            .args(arguments)
            .env("TOWPATH_URL", &self.server.url)
            .env("TOWPATH_TOKEN", token)
            .env("NO_COLOR", "1")
            .output()
            .unwrap()
    }

    /// Publishes by the command line; what it says.
    fn publish(&self, source: &str) -> (Option<i32>, String) {
        let file = tempfile::Builder::new().suffix(".yaml").tempfile().unwrap();
        std::fs::write(file.path(), source).unwrap();
        let output = self.cli(&self.champion, &["publish", file.path().to_str().unwrap()]);
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    }

    async fn call(&self, amount: u32, wait: &str) -> Answer {
        let body = json!({ "amount": amount }).to_string();
        let path = "/v1/workflows/support/refund/runs";
        self.http(&self.champion).send("POST", path, Some(body.into()), &[("Prefer", wait)]).await
    }

    async fn ended(&self, run: &str) -> Value {
        for _ in 0..400 {
            let run = self.http(&self.champion).get(&format!("/v1/runs/{run}")).await.body;
            if !matches!(run["status"].as_str(), Some("running" | "waiting")) {
                return run;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        panic!("{run} does not end")
    }
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_takes_an_approval_of_the_version_and_a_signature_of_the_call() {
    let world = World::start().await;
    let (code, said) = world.publish(WORKFLOW);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("support/refund 1.0.0 waits for an approval"), "{said}");
    assert!(said.contains("an approver of `support`") && said.contains("ask finance@acme.example"), "{said}");
    assert_eq!(world.call(7, "wait=5").await.status, 404, "it is not live");

    // The author decides nothing, whatever roles another token of theirs has.
    let author = world.http(&world.it);
    let grants = json!([{ "role": "approver", "namespace": "support" }]);
    let body = json!({ "name": "second", "principal": "mia@acme.example", "grants": grants });
    let second = author.post("/v1/tokens", body.to_string()).await.body["token"].as_str().unwrap().to_owned();
    let review = "/v1/reviews/support/refund/1.0.0";
    let refused = world.http(&second).decide(review, "approve", "").await;
    assert_eq!((refused.status, &refused.body["code"]), (403, &json!("TP4033")), "{}", refused.text);
    assert_eq!(world.http(&world.champion).decide(review, "approve", "").await.status, 403);
    let refused = world.cli(&world.it, &["reviews", "approve", "support/refund", "1.0.0"]);
    assert_eq!(refused.status.code(), Some(4), "IT is not who the policy names");

    let listed = out(&world.cli(&world.approver, &["reviews", "list"]));
    assert!(listed.starts_with("support/refund 1.0.0") && listed.contains("by mia@acme.example"), "{listed}");
    let shown = out(&world.cli(&world.approver, &["reviews", "show", "support/refund", "1.0.0"]));
    assert!(shown.contains("now also: calls payments.refund 1.0.0 at /do/0/pay"), "{shown}");
    assert!(shown.contains("nobody has tried it on this server"), "{shown}");
    let file = tempfile::Builder::new().suffix(".yaml").tempfile().unwrap();
    std::fs::write(file.path(), WORKFLOW).unwrap();
    let answers = tempfile::Builder::new().suffix(".yaml").tempfile().unwrap();
    std::fs::write(answers.path(), "results: { payments.refund: { refunded: 7 } }\n").unwrap();
    let (file, answers) = (file.path().to_str().unwrap(), answers.path().to_str().unwrap());
    let tried =
        world.cli(&world.champion, &["try", file, "--input", r#"{"amount":7}"#, "--answers", answers]);
    assert_eq!(tried.status.code(), Some(0), "{}", String::from_utf8_lossy(&tried.stderr));
    let shown = out(&world.cli(&world.approver, &["reviews", "show", "support/refund", "1.0.0"]));
    assert!(
        shown.contains("tried by mia@acme.example at ") && shown.contains(": completed, run "),
        "{shown}"
    );
    let approved =
        world.cli(&world.approver, &["reviews", "approve", "support/refund", "1.0.0", "-m", "fine"]);
    assert_eq!(approved.status.code(), Some(0), "{}", String::from_utf8_lossy(&approved.stderr));
    let small = world.call(7, "wait=5").await;
    assert_eq!((small.status, &small.body), (200, &json!({ "refunded": 7 })), "{}", small.text);
    let (_, said) = world.publish(WORKFLOW);
    assert!(
        said.contains(
            "payments.refund 1.0.0 waits for an approver of `support`, where `large-refunds` says so"
        ),
        "{said}"
    );

    let run = world.call(700, "respond-async").await.body["id"].as_str().unwrap().to_owned();
    let hold = loop {
        let holds = world.http(&world.approver).get("/v1/holds").await;
        if let Some(hold) = holds.body["holds"].get(0) {
            break hold.clone();
        }
    };
    assert_eq!((&hold["run"], &hold["arguments"]), (&json!(run), &json!({ "amount": 700 })));
    assert_eq!(hold["awaiting"][0]["policy"], "large-refunds");
    assert_eq!(world.http(&world.champion).get("/v1/holds").await.status, 403);
    let path = format!("/v1/holds/{run}/{}", hold["effect"]);
    assert_eq!(world.http(&world.champion).get(&path).await.status, 404, "to them it does not exist");
    assert_eq!(world.http(&second).decide(&path, "sign", "").await.status, 403, "who started it");
    assert_eq!(world.stub.seen().len(), 1, "only the small one went out");
    let place = format!("{run}/{}", hold["effect"]);
    let shown = out(&world.cli(&world.approver, &["holds", "show", &place]));
    assert!(shown.contains("\"amount\": 700") && shown.contains("an approver of `support` signs"), "{shown}");
    let signed = world.cli(&world.approver, &["holds", "sign", &place, "-m", "called the customer"]);
    assert_eq!(signed.status.code(), Some(0), "{}", String::from_utf8_lossy(&signed.stderr));
    let ended = world.ended(&run).await;
    assert_eq!((&ended["status"], &ended["output"]), (&json!("completed"), &json!({ "refunded": 700 })));
    let digest = hold["digest"].as_str().unwrap();
    let late = world.http(&world.approver).decide_shown(&path, "sign", digest, "").await;
    assert_eq!((late.status, &late.body["code"]), (409, &json!("TP4095")), "not twice: {}", late.text);

    let run = world.call(800, "respond-async").await.body["id"].as_str().unwrap().to_owned();
    let place = loop {
        let listed = out(&world.cli(&world.approver, &["holds", "list"]));
        if let Some(place) = listed.split_whitespace().next() {
            break place.to_owned();
        }
    };
    let declined = world.cli(&world.approver, &["holds", "decline", &place, "-m", "not this one"]);
    assert_eq!(declined.status.code(), Some(0));
    let ended = world.ended(&run).await;
    assert_eq!(ended["status"], "faulted");
    assert!(
        ended["error"]["cause"]["detail"].as_str().unwrap().contains("declined: not this one"),
        "{ended}"
    );
    assert_eq!(world.stub.seen().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_are_stopped_and_integrations_switched_off() {
    let world = World::start().await;
    let quiet =
        WORKFLOW.replace(&WORKFLOW[WORKFLOW.find("do:").unwrap()..], "do:\n  - a: { set: { a: 1 } }\n");
    assert_eq!(world.publish(&quiet).0, Some(0));
    assert_eq!(world.publish(&WORKFLOW.replace("1.0.0, title", "1.1.0, title")).0, Some(0));
    assert_eq!(
        world.cli(&world.approver, &["reviews", "approve", "support/refund", "1.1.0"]).status.code(),
        Some(0)
    );
    assert_eq!(world.call(7, "wait=5").await.body, json!({ "refunded": 7 }));

    let off = world.cli(&world.it, &["integrations", "off", "payments", "-m", "the bank moves"]);
    assert_eq!(off.status.code(), Some(0), "{}", String::from_utf8_lossy(&off.stderr));
    let failed = world.call(8, "wait=5").await;
    assert_eq!(failed.status, 500, "{}", failed.text);
    assert!(failed.text.contains("switched off: the bank moves"), "{}", failed.text);
    assert_eq!(world.stub.seen().len(), 1);
    assert_eq!(world.cli(&world.champion, &["integrations", "on", "payments"]).status.code(), Some(4));
    assert_eq!(world.cli(&world.it, &["integrations", "on", "payments"]).status.code(), Some(0));
    assert_eq!(world.call(8, "wait=5").await.status, 200);

    let back = world.cli(&world.champion, &["workflows", "rollback", "support/refund", "1.0.0"]);
    assert_eq!(back.status.code(), Some(0), "{}", String::from_utf8_lossy(&back.stderr));
    assert_eq!(world.call(9, "wait=5").await.body, json!({ "a": 1 }));
    let suspend = ["workflows", "suspend", "support/refund", "1.0.0", "-m", "wrong text"];
    assert_eq!(world.cli(&world.champion, &suspend).status.code(), Some(0));
    let refused = world.call(9, "wait=5").await;
    assert_eq!((refused.status, &refused.body["code"]), (409, &json!("TP4031")), "{}", refused.text);
    let listed = out(&world.cli(&world.champion, &["workflows", "list", "support/refund"]));
    assert!(listed.contains("suspended: wrong text"), "{listed}");

    let off = ["workflows", "off", "support/refund", "-m", "an incident"];
    assert_eq!(world.cli(&world.champion, &off).status.code(), Some(4), "only IT and operators");
    assert_eq!(world.cli(&world.it, &off).status.code(), Some(0));
    let path = "/v1/workflows/support/refund/runs?version=1.1.0";
    let refused = world.http(&world.champion).post(path, "{\"amount\": 1}").await;
    assert_eq!((refused.status, &refused.body["reason"]), (503, &json!("an incident")), "{}", refused.text);
    assert_eq!(world.cli(&world.it, &["workflows", "on", "support/refund"]).status.code(), Some(0));
    assert_eq!(world.http(&world.champion).post(path, "{\"amount\": 1}").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_stands_in_the_audit_log_and_cannot_be_changed_there() {
    let world = World::start().await;
    let quiet = WORKFLOW
        .replace(&WORKFLOW[WORKFLOW.find("do:").unwrap()..], "do:\n  - a: { set: { a: secret-word } }\n");
    assert_eq!(world.publish(&quiet).0, Some(0));
    assert_eq!(world.call(1, "wait=5").await.status, 200);
    let refused = world.cli(&world.champion, &["workflows", "off", "support/refund", "-m", "no"]);
    assert_eq!(refused.status.code(), Some(4));
    assert_eq!(
        Http::new(&world.server.url, "tp_nobody").put("/v1/policies/x", "policy: x").await.status,
        401
    );

    let found = world.http(&world.it).get("/v1/audit?who=mia@acme.example").await;
    let entries = found.body["entries"].as_array().unwrap().clone();
    let told: Vec<(&str, &str, u64)> = entries
        .iter()
        .filter(|entry| entry["phase"] == "done")
        .map(|entry| {
            let text = |name: &str| entry[name].as_str().unwrap();
            (text("action").split(' ').next().unwrap(), text("target"), entry["status"].as_u64().unwrap())
        })
        .collect();
    let path = "/v1/workflows/support/refund";
    let expected = [
        ("PUT", format!("{path}/switch"), 403),
        ("POST", format!("{path}/publish"), 201),
        ("PUT", format!("{path}/draft"), 200),
    ];
    let expected: Vec<_> =
        expected.iter().map(|(method, path, status)| (*method, path.as_str(), *status)).collect();
    assert_eq!(told, expected, "{}", found.text);
    assert_eq!(entries.len(), 6, "each before and after");
    assert!(
        entries[0]["from"] == "127.0.0.1" && entries[0]["policies"].as_str().unwrap().starts_with("sha256:")
    );
    assert!(entries[4]["body"].as_str().unwrap().starts_with("hmac-sha256:"));
    assert!(
        !world.http(&world.it).get("/v1/audit?limit=1000").await.text.contains("secret-word"),
        "no values"
    );
    assert_eq!(world.http(&world.champion).get("/v1/audit").await.status, 403);
    let listed = out(&world.cli(&world.it, &["audit", "list", "--who", "mia@acme.example"]));
    assert_eq!(listed.lines().count(), 3, "{listed}");

    let (folder, anchor) = world.server.audit();
    let verify = |anchored: bool| {
        let mut arguments = vec!["audit", "verify", folder.to_str().unwrap()];
        if anchored {
            arguments.extend(["--anchor", anchor.to_str().unwrap()]);
        }
        let output = world.cli("", &arguments);
        (output.status.code(), out(&output) + &String::from_utf8_lossy(&output.stderr))
    };
    let (code, said) = verify(true);
    assert!(code == Some(0) && said.contains("the log has what") && said.contains("stops anyone"), "{said}");
    let exported = world.http(&world.it).get("/v1/audit/export").await.text;
    assert!(exported.lines().count() > 6 && exported.starts_with("{\"hash\":"), "{exported}");

    let mut files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let file = files.find(|path| path.extension().is_some_and(|ending| ending == "jsonl")).unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("mia@acme.example", "eve@acme.example")).unwrap();
    let (code, said) = verify(false);
    assert!(code == Some(1) && said.contains("was changed"), "{said}");
    // Only the anchor knows that the end is missing.
    let cut: Vec<&str> = text.lines().collect();
    std::fs::write(&file, cut[..cut.len() - 2].join("\n") + "\n").unwrap();
    assert_eq!(verify(false).0, Some(0));
    let (code, said) = verify(true);
    assert!(code == Some(1) && said.contains("was cut off"), "{said}");
}
