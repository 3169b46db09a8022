//! The server, its documents, and what its schedule has started.

use jiff::Timestamp;
use serde_json::{Value, json};
use towpath_tests::{Http, Serve};

use crate::lives::ended;
use crate::peer::Peer;

pub(crate) const NAMESPACE: &str = "rounds";

/// Definitions, by name. The input of each is `{"number": …}`.
const DEFINITIONS: [(&str, &str); 7] = [
    (
        "writes",
        r#"do:
  - first: { call: 'peer.once:1.0.0@default', with: { text: '${ "first \($workflow.input.number)" }' } }
  - pause: { wait: { milliseconds: 300 } }
  - again:
      try: [ { flaky: { call: 'peer.flaky:1.0.0@default', with: { text: '${ "flaky \($workflow.input.number)" }' } } } ]
      catch: { retry: { delay: { milliseconds: 20 }, limit: { attempt: { count: 9 } } } }
  - second: { call: 'peer.put:1.0.0@default', with: { text: '${ "second \($workflow.input.number)" }' } }
"#,
    ),
    (
        "hears",
        r#"do:
  - hear: { listen: { to: { one: { with: { type: rounds.go }, correlate: { number: { from: .data.number, expect: '${ $workflow.input.number }' } } } } } }
  - child: { run: { workflow: { namespace: rounds, name: child, version: 1.0.0, input: { number: '${ $workflow.input.number }' } } } }
  - tell: { emit: { event: { with: { type: rounds.heard, data: { number: '${ $workflow.input.number }' } } } } }
  - pay: { call: 'desk.pay:1.0.0@default', with: { text: '${ "paid \($workflow.input.number)" }' } }
"#,
    ),
    (
        "child",
        r#"do:
  - note: { call: 'peer.put:1.0.0@default', with: { text: '${ "noted \($workflow.input.number)" }' } }
  - pause: { wait: { milliseconds: 200 } }
"#,
    ),
    (
        "cancelled",
        r#"do:
  - hear: { listen: { to: { one: { with: { type: rounds.go }, correlate: { number: { from: .data.number, expect: '${ $workflow.input.number }' } } } } } }
  - never: { call: 'peer.once:1.0.0@default', with: { text: '${ "never \($workflow.input.number)" }' } }
"#,
    ),
    (
        "suspended",
        r#"do:
  - hear: { listen: { to: { one: { with: { type: rounds.go }, correlate: { number: { from: .data.number, expect: '${ $workflow.input.number }' } } } } } }
  - then: { call: 'peer.put:1.0.0@default', with: { text: '${ "awake \($workflow.input.number)" }' } }
"#,
    ),
    (
        "fails",
        r#"do:
  - note: { call: 'peer.put:1.0.0@default', with: { text: '${ "failed \($workflow.input.number)" }' } }
  - no: { raise: { error: { type: https://acme.example/errors/no, status: 409, title: No } } }
"#,
    ),
    (
        "beat",
        r#"schedule: { every: { seconds: 1 } }
do:
  - beat: { call: 'peer.put:1.0.0@default', with: { text: '${ "beat \($workflow.id)" }' } }
"#,
    ),
];

const PERMIT: &str = "policy: all\ntitle: Tests\neffect: permit\nreason: Tests.\naccess: {}\n";
const HOLD: &str = "policy: held\ntitle: What is paid is held\neffect: hold\napprovers: { role: approver }\n\
                    access: { properties: { integration: { const: desk } } }\nreason: Tests.\n";

pub(crate) struct World {
    pub(crate) server: Serve,
    pub(crate) peer: Peer,
    approver: String,
    /// The first time of the schedule.
    first_beat: Timestamp,
}

impl World {
    /// A server with everything published.
    pub(crate) async fn start() -> Self {
        let (port, peer) = Peer::start().await;
        let integrations = [
            ("peer.yaml", integration("peer", port, &[("put", "key"), ("flaky", "key"), ("once", "no")])),
            ("desk.yaml", integration("desk", port, &[("pay", "key")])),
        ];
        let policies = [("all.yaml", PERMIT.to_owned()), ("held.yaml", HOLD.to_owned())];
        let server = Serve::start(&integrations, &policies).await;
        let approver = server.root_token("approver", &["approver"]).await;
        // A workflow comes after the one that it runs.
        let (callers, others): (Vec<_>, Vec<_>) = DEFINITIONS.iter().partition(|(name, _)| *name == "hears");
        for (name, body) in others.into_iter().chain(callers) {
            let text = format!(
                "document:\n  {{ dsl: 1.0.3, namespace: {NAMESPACE}, name: {name}, version: 1.0.0, metadata: {{ schedule: {{ missed: all }} }} }}\n{body}"
            );
            server.http().put_live(&format!("{NAMESPACE}/{name}"), text).await;
        }
        let beat = schedule(&server.http()).await;
        let first_beat = moment(beat.pointer("/last/dueAt").unwrap_or(&beat["next"][0]));
        Self { server, peer, approver, first_beat }
    }

    /// Somebody who releases what is held.
    pub(crate) fn approver(&self) -> Http {
        Http::new(&self.server.url, &self.approver)
    }

    /// Pauses the schedule, and looks at all that it has started: each second has one run, which wrote once. Their number.
    pub(crate) async fn beats(&self) -> usize {
        let http = self.server.http();
        let paused = http.post("/v1/schedules/rounds/beat/pause", r#"{"reason":"the end"}"#).await;
        assert_eq!(paused.status, 200, "{}", paused.text);
        let last = moment(&schedule(&http).await["last"]["dueAt"]);
        let times = (last.as_second() - self.first_beat.as_second() + 1) as usize;
        let (mut beats, mut before) = (0, String::new());
        loop {
            let path = format!("/v1/runs?namespace={NAMESPACE}&workflow=beat&limit=200{before}");
            let page = http.get(&path).await;
            for run in page.body["runs"].as_array().unwrap() {
                let run = run["id"].as_str().unwrap();
                let seen = ended(&http, run).await;
                assert_eq!(seen["status"], "completed", "{seen}");
                assert_eq!(self.peer.written(&format!("beat {run}")), 1, "{seen}");
                beats += 1;
            }
            match page.body["next"].as_str() {
                Some(next) => before = format!("&before={next}"),
                None => break,
            }
        }
        assert_eq!(beats, times, "from {} to {last} each second has one run", self.first_beat);
        beats
    }
}

async fn schedule(http: &Http) -> Value {
    let found = http.get(&format!("/v1/schedules?namespace={NAMESPACE}")).await;
    found.body["items"][0].clone()
}

fn moment(text: &Value) -> Timestamp {
    text.as_str().unwrap_or_default().parse().unwrap()
}

fn integration(name: &str, port: u16, operations: &[(&str, &str)]) -> String {
    let mut text = format!(
        "integration: {name}\nowner: it@acme.example\nkind: http\n\
         connection: {{ baseUrl: 'http://127.0.0.1:{port}' }}\n\
         circuitBreaker: {{ failures: 1000 }}\noperations:\n"
    );
    for (operation, idempotent) in operations {
        let input = json!({
            "type": "object", "additionalProperties": false, "required": ["text"],
            "properties": { "text": { "type": "string" } },
        });
        text += &format!(
            "  {operation}:\n    version: 1.0.0\n    effect: write\n    idempotent: {idempotent}\n    \
             request: {{ method: POST, path: /{operation}, body: arguments }}\n    input: {input}\n"
        );
    }
    text
}
