//! What a caller does with one run, over every crash of the server: a request without an answer is sent again.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde_json::{Value, json};
use towpath_tests::{Answer, Http, pause, within};

use crate::world::{NAMESPACE, World};

/// How long one step may take, with the kills in between.
const STEP: Duration = Duration::from_secs(240);
/// Longer than a run needs from its event to its write.
const AT_ONCE: Duration = Duration::from_millis(300);
const UNDER_WAY: [&str; 3] = ["running", "waiting", "suspended"];

/// The kinds of lives, by the workflow that is started.
pub(crate) const KINDS: [&str; 5] = ["writes", "hears", "cancelled", "suspended", "fails"];

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum End {
    /// As it should.
    Expected,
    /// A write was under way at a crash that must not be sent again.
    UnknownOutcome,
}

/// One run, or one and what is run again of it.
pub(crate) struct Life {
    pub(crate) world: Arc<World>,
    pub(crate) kind: &'static str,
    pub(crate) number: usize,
}

impl Life {
    /// From the start to the end. Fails the test where something is not as it was promised.
    pub(crate) async fn live(self) -> (&'static str, End) {
        let run = self.start().await;
        let end = match self.kind {
            "writes" => self.writes(&run).await,
            "hears" => self.hears(&run).await,
            "cancelled" => self.cancelled(&run).await,
            "suspended" => self.suspended(&run).await,
            _ => self.fails(&run).await,
        };
        (self.kind, end)
    }

    fn http(&self) -> Http {
        self.world.server.http()
    }

    fn written(&self, what: &str) -> usize {
        self.world.peer.written(&format!("{what} {}", self.number))
    }

    /// Under the same key until it is accepted: one run.
    async fn start(&self) -> String {
        let path = format!("/v1/workflows/{NAMESPACE}/{}/runs", self.kind);
        let key = format!("{}-{}", self.kind, self.number);
        let headers = [("Prefer", "respond-async"), ("Idempotency-Key", key.as_str())];
        let body = json!({ "number": self.number }).to_string();
        let http = self.http();
        within(STEP, &format!("{key} starts"), async || {
            match http.try_send("POST", &path, Some(body.clone().into()), &headers).await {
                Ok(Answer { status: 200 | 202, run: Some(run), .. }) => Ok(run),
                other => Err(seen(other)),
            }
        })
        .await
    }

    async fn writes(&self, run: &str) -> End {
        let ended = ended(&self.http(), run).await;
        let end = completed_or_unknown(&ended);
        if end == End::Expected {
            for what in ["first", "flaky", "second"] {
                assert_eq!(self.written(what), 1, "{what} of {ended}");
            }
        }
        end
    }

    async fn hears(&self, run: &str) -> End {
        self.status(run, &["waiting"]).await;
        self.go().await;
        let (http, approver) = (self.http(), self.world.approver());
        let ended = within(STEP, &format!("run {run} is released and ends"), async || {
            release(&approver, run).await;
            match view(&http, run).await {
                Some(run) if is_over(&run) => Ok(run),
                other => Err(format!("{other:?}")),
            }
        })
        .await;
        assert_eq!(ended["status"], "completed", "{ended}");
        for what in ["noted", "paid"] {
            assert_eq!(self.written(what), 1, "{what} of {ended}");
        }
        End::Expected
    }

    /// Once a cancel is answered, nothing of the run happens any more.
    async fn cancelled(&self, run: &str) -> End {
        self.status(run, &["waiting"]).await;
        let path = format!("/v1/runs/{run}/cancel");
        // A second one meets the end that the first one has made.
        self.until(&path, "{}", &[200, 409]).await;
        self.go().await;
        let ended = ended(&self.http(), run).await;
        assert_eq!(ended["status"], "cancelled", "{ended}");
        pause(AT_ONCE, "what it would do with its event, it would do at once").await;
        assert_eq!(self.written("never"), 0, "{ended}");
        End::Expected
    }

    /// A suspended run receives its event and does nothing with it until it is resumed.
    async fn suspended(&self, run: &str) -> End {
        self.status(run, &["waiting"]).await;
        self.until(&format!("/v1/runs/{run}/suspend"), r#"{"reason":"the round"}"#, &[200]).await;
        self.go().await;
        let seen = self.status(run, &["suspended"]).await;
        pause(AT_ONCE, "what it would do with its event, it would do at once").await;
        assert_eq!(self.written("awake"), 0, "{seen}");
        // A second one may meet the end that the first one has let come.
        self.until(&format!("/v1/runs/{run}/resume"), "{}", &[200, 409]).await;
        let ended = ended(&self.http(), run).await;
        assert_eq!(ended["status"], "completed", "{ended}");
        assert_eq!(self.written("awake"), 1, "{ended}");
        End::Expected
    }

    /// What failed is run again once, however often that is asked for; what it wrote is not written a second time.
    async fn fails(&self, run: &str) -> End {
        let failed = ended(&self.http(), run).await;
        assert_eq!(failed["status"], "faulted", "{failed}");
        let path = format!("/v1/runs/{run}/rerun");
        let plan = self.until(&path, "{}", &[200]).await;
        let confirm = json!({ "confirm": plan.body["digest"] }).to_string();
        let mut begun = Vec::new();
        for _ in 0..2 {
            let again = self.until(&path, &confirm, &[202]).await;
            begun.push(again.body["id"].as_str().unwrap().to_owned());
        }
        assert_eq!(begun[0], begun[1], "run {run} was run again twice");
        let again = ended(&self.http(), &begun[0]).await;
        assert_eq!((&again["status"], &again["rerunOf"]), (&json!("faulted"), &json!(run)), "{again}");
        assert_eq!(self.written("failed"), 1, "{again}");
        End::Expected
    }

    /// Sends the event that the run waits for. Sent again it is the same event.
    async fn go(&self) {
        let event = json!({
            "specversion": "1.0", "id": format!("go-{}", self.number), "source": "tests", "type": "rounds.go",
            "data": { "number": self.number },
        });
        let headers = [("Content-Type", "application/cloudevents+json")];
        let http = self.http();
        within(STEP, "the event is accepted", async || {
            match http.try_send("POST", "/v1/events", Some(event.to_string().into()), &headers).await {
                Ok(Answer { status: 202, .. }) => Ok(()),
                other => Err(seen(other)),
            }
        })
        .await;
    }

    /// Sends a request until it has one of these answers.
    async fn until(&self, path: &str, body: &str, statuses: &[u16]) -> Answer {
        let http = self.http();
        let headers = [("Content-Type", "application/json")];
        within(STEP, path, async || {
            match http.try_send("POST", path, Some(body.to_owned().into()), &headers).await {
                Ok(answer) if statuses.contains(&answer.status) => Ok(answer),
                other => Err(seen(other)),
            }
        })
        .await
    }

    /// Waits until the run has one of these statuses.
    async fn status(&self, run: &str, statuses: &[&str]) -> Value {
        let http = self.http();
        within(STEP, &format!("run {run} is {statuses:?}"), async || match view(&http, run).await {
            Some(run) if run["status"].as_str().is_some_and(|status| statuses.contains(&status)) => Ok(run),
            other => Err(format!("{other:?}")),
        })
        .await
    }
}

/// Waits for the end of a run.
pub(crate) async fn ended(http: &Http, run: &str) -> Value {
    within(STEP, &format!("run {run} ends"), async || match view(http, run).await {
        Some(run) if is_over(&run) => Ok(run),
        other => Err(format!("{other:?}")),
    })
    .await
}

/// A run as the server shows it; `None` without an answer. A run that was accepted is never unknown.
async fn view(http: &Http, run: &str) -> Option<Value> {
    let answer = http.try_send("GET", &format!("/v1/runs/{run}"), None, &[]).await.ok()?;
    assert!(answer.status == 200 || answer.status >= 500, "run {run}: {} {}", answer.status, answer.text);
    (answer.status == 200).then_some(answer.body)
}

fn is_over(run: &Value) -> bool {
    run["status"].as_str().is_some_and(|status| !UNDER_WAY.contains(&status))
}

fn completed_or_unknown(run: &Value) -> End {
    match run["status"].as_str() {
        Some("completed") => End::Expected,
        Some("faulted") if run["error"]["code"] == "TP1103" => End::UnknownOutcome,
        _ => panic!("only an unknown outcome may fault a run: {run}"),
    }
}

/// Releases what is held of a run.
async fn release(approver: &Http, run: &str) {
    let Ok(holds) = approver.try_send("GET", "/v1/holds", None, &[]).await else { return };
    for hold in holds.body["holds"].as_array().into_iter().flatten().filter(|hold| hold["run"] == run) {
        let path = format!("/v1/holds/{run}/{}/release", hold["effect"]);
        let tag = format!("\"{}\"", hold["digest"].as_str().unwrap_or_default());
        let _ = approver.try_send("POST", &path, None, &[("If-Match", &tag)]).await;
    }
}

fn seen<E: std::fmt::Debug>(answer: Result<Answer, E>) -> String {
    match answer {
        Ok(answer) => format!("{} {}", answer.status, answer.text),
        Err(error) => format!("{error:?}"),
    }
}
