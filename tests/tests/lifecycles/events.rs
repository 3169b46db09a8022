//! Each event as an HTTP request: one small function for each, in one list. Each also prepares what its event needs, without
//! changing the state.

use std::future::Future;
use std::pin::Pin;

use serde_json::{Value, json};

use crate::case::Case;
use crate::scene::{Request, Scene, integration};
use crate::table::Event;

/// Prepares an event for its sender.
type Prepare = for<'a> fn(&'a Case<'a>, &'a str) -> Pin<Box<dyn Future<Output = Request> + Send + 'a>>;

/// The digest that is sent where nothing could be shown.
const NOTHING: &str = "\"sha256:0000000000000000000000000000000000000000000000000000000000000000\"";

/// The title of a policy once it is changed.
pub(crate) const CHANGED: &str = "As it is now";

/// Every event: its life cycle, its name, and what it is.
const EVENTS: &[(&str, &str, Prepare)] = &[
    ("version", "publish", |case, _| Box::pin(publish(case, "1.0.0"))),
    ("version", "publish-next", |case, _| Box::pin(publish(case, "1.1.0"))),
    ("version", "deprecate", |case, _| Box::pin(stand(case, "deprecated"))),
    ("version", "suspend", |case, _| Box::pin(stand(case, "suspended"))),
    ("version", "resume", |case, _| Box::pin(stand(case, "published"))),
    ("version", "retire", |case, _| Box::pin(stand(case, "retired"))),
    ("version", "rollback", |case, _| Box::pin(roll_back(case))),
    ("version", "call", |case, _| Box::pin(call(case))),
    ("review", "submit", |case, who| Box::pin(submit(case, who))),
    ("review", "resubmit", |case, who| Box::pin(resubmit(case, who))),
    ("review", "approve", |case, who| Box::pin(decide(case, who, "approve"))),
    ("review", "approve-it", |case, who| Box::pin(decide(case, who, "approve"))),
    ("review", "request-changes", |case, who| Box::pin(decide(case, who, "request-changes"))),
    ("review", "reject", |case, who| Box::pin(decide(case, who, "reject"))),
    ("review-of-published", "want", |case, who| Box::pin(want(case, who))),
    ("review-of-published", "drop", |case, who| Box::pin(drop_policy(case, who))),
    ("review-of-published", "approve", |case, who| Box::pin(decide(case, who, "approve"))),
    ("review-of-published", "request-changes", |case, who| Box::pin(decide(case, who, "request-changes"))),
    ("review-of-published", "reject", |case, who| Box::pin(decide(case, who, "reject"))),
    ("review-of-published", "submit", |case, who| Box::pin(submit(case, who))),
    ("review-of-published", "call", |case, _| Box::pin(call(case))),
    ("request", "ask", |case, _| Box::pin(ask(case))),
    ("request", "grant", |case, who| Box::pin(grant(case, who))),
    ("request", "grant-broken", |case, who| Box::pin(grant_broken(case, who))),
    ("request", "reject", |case, who| Box::pin(reject(case, who))),
    ("grant", "ask", |case, _| Box::pin(ask(case))),
    ("grant", "grant", |case, who| Box::pin(grant(case, who))),
    ("grant", "confirm", |case, who| Box::pin(confirm(case, who))),
    ("grant", "change", |case, _| Box::pin(change_integration(case))),
    ("grant", "rewrite", |case, _| Box::pin(rewrite(case))),
    ("grant", "revoke", |case, _| Box::pin(revoke(case))),
    ("hold", "start", |case, _| Box::pin(start(case, json!({ "amount": 7 })))),
    ("hold", "start-short", |case, _| Box::pin(start(case, json!({ "amount": 2000 })))),
    ("hold", "release", |case, who| Box::pin(answer_hold(case, who, "release"))),
    ("hold", "release-it", |case, who| Box::pin(answer_hold(case, who, "release"))),
    ("hold", "decline", |case, who| Box::pin(answer_hold(case, who, "decline"))),
    ("hold", "cancel", |case, _| Box::pin(cancel(case))),
    ("policy-set", "save", |case, _| Box::pin(save(case, "As it was"))),
    ("policy-set", "change", |case, _| Box::pin(save(case, CHANGED))),
    ("policy-set", "delete", |case, _| Box::pin(delete(case))),
    ("policy-set", "activate", |case, who| Box::pin(activate(case, who))),
    ("policy-set", "activate-unseen", |_, _| Box::pin(activate_unseen())),
    ("policy-set", "publish", |case, _| Box::pin(publish(case, "1.1.0"))),
    ("proposal", "save", |case, _| Box::pin(save(case, "As it was"))),
    ("proposal", "propose", |case, _| Box::pin(propose(case))),
    ("proposal", "replace", |case, who| Box::pin(replace(case, who))),
    ("proposal", "approve", |case, who| Box::pin(approve_proposal(case, who))),
    ("proposal", "withdraw", |case, who| Box::pin(withdraw(case, who))),
    ("switch", "publish", |case, _| Box::pin(publish(case, "1.0.0"))),
    ("switch", "switch-off", |case, _| Box::pin(switch(case, false))),
    ("switch", "switch-on", |case, _| Box::pin(switch(case, true))),
    ("switch", "call", |case, _| Box::pin(call(case))),
    ("run", "start", |case, _| Box::pin(start(case, json!({ "amount": 7 })))),
    ("run", "start-other", |case, _| Box::pin(start(case, json!({ "amount": 8 })))),
    ("run", "hear", |case, _| Box::pin(hear(case, true))),
    ("run", "hear-bad", |case, _| Box::pin(hear(case, false))),
    ("run", "cancel", |case, _| Box::pin(cancel(case))),
    ("run", "suspend", |case, _| Box::pin(suspend(case))),
    ("run", "resume", |case, _| Box::pin(resume(case))),
];

/// An event, ready to be sent by the person whom the table names.
///
/// # Panics
/// When the list has no such event.
pub(crate) async fn request(case: &Case<'_>, event: &Event) -> Request {
    let found = EVENTS.iter().find(|(cycle, name, _)| *cycle == case.table.name && *name == event.name);
    let Some((_, _, prepare)) = found else { panic!("{}: nobody knows `{}`", case.table.name, event.name) };
    prepare(case, &event.by).await
}

/// Prepares what an object needs before its first event.
pub(crate) async fn prepare(case: &Case<'_>) {
    let (scene, place) = (case.scene, &case.place);
    if case.table.alone && !case.table.two_approvers {
        settle(scene).await;
    }
    match case.table.name.as_str() {
        "grant" => {
            let text = integration(place, scene.stub(), "");
            scene.must("it", "PUT", &format!("/v1/integrations/{place}"), text).await;
        }
        "hold" | "run" | "policy-set" | "review-of-published" => {
            let publish = publish(case, "1.0.0").await;
            scene.must("author", publish.method, &publish.path, "").await;
        }
        "proposal" => {
            // A server has one proposal at a time: that of an earlier case is withdrawn.
            if let Some(tag) = scene.get("it", PROPOSED).await.etag {
                let _ = scene.send("it", &send("DELETE", PROPOSED).with(("If-Match", tag))).await;
            } else {
                let _ = scene.send("it", &send("DELETE", PROPOSED)).await;
            }
        }
        _ => {}
    }
}

/// Puts in force what earlier cases only saved, so that this case puts in force its own change alone.
async fn settle(scene: &Scene) {
    let impact = scene.get("it", "/v1/policies/impact").await;
    let confirmed = json!({ "impact": impact.body["digest"] });
    scene.must("it", "POST", "/v1/policies/activate", confirmed.to_string()).await;
}

const PROPOSED: &str = "/v1/policy-sets/proposed";

fn send(method: &'static str, path: impl Into<String>) -> Request {
    Request { method, path: path.into(), body: String::new(), headers: Vec::new() }
}

impl Request {
    fn body(mut self, body: impl ToString) -> Self {
        self.body = body.to_string();
        self
    }

    fn with(mut self, (name, value): (&str, impl ToString)) -> Self {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }
}

impl Case<'_> {
    fn flow(&self, rest: &str) -> String {
        format!("/v1/workflows/{}/flow{rest}", self.place)
    }

    /// The header that names what was shown to `who`.
    async fn shown(&self, who: &str, path: &str) -> (&'static str, String) {
        let shown = self.scene.get(who, path).await;
        ("If-Match", shown.etag.unwrap_or_else(|| NOTHING.to_owned()))
    }

    /// The first request of this case, as it was opened.
    async fn request(&self) -> Value {
        let path = format!("/v1/requests?namespace={}", self.place);
        let mut listed = self.scene.get("all", &path).await.body["requests"].take();
        let mut all = listed.as_array_mut().map(std::mem::take).unwrap_or_default();
        all.sort_by_key(|request| request["id"].as_str().unwrap_or_default().to_owned());
        all.into_iter().next().unwrap_or_default()
    }

    async fn request_id(&self) -> String {
        self.request().await["id"].as_str().unwrap_or("none").to_owned()
    }

    /// The name of the permit that was drafted.
    pub(crate) async fn permit_name(&self) -> String {
        let request = self.request().await;
        let permit = request["permit"].as_str().unwrap_or_default();
        let name = permit.lines().find_map(|line| line.strip_prefix("policy: "));
        name.unwrap_or("grant-none").trim_matches('"').to_owned()
    }

    async fn run_id(&self) -> String {
        let listed = self.scene.get("all", &format!("/v1/runs?namespace={}", self.place)).await;
        listed.body["runs"][0]["id"].as_str().unwrap_or("0").to_owned()
    }
}

/// The text of a version: what it does depends on the life cycle.
fn workflow(case: &Case<'_>, version: &str, amount: u64) -> String {
    let tasks = match case.table.name.as_str() {
        "hold" => "  - pay: { call: 'payments.refund:1.0.0@default', with: { amount: '${ .amount }' } }\n",
        "policy-set" | "request" => "  - pay: { call: 'payments.refund:1.0.0@default', with: { amount: 7 } }\n",
        "grant" => &format!("  - pay: {{ call: '{}.refund:1.0.0@default', with: {{ amount: 7 }} }}\n", case.place),
        "run" => &format!(
            "  - hear: {{ listen: {{ to: {{ one: {{ with: {{ type: life.{} }} }} }} }} }}
  - look: {{ if: '${{ .[0].ok == false }}', raise: {{ error: {{ type: 'https://acme.example/bad', status: 422, title: Bad }} }} }}\n",
            case.place
        ),
        _ => &format!("  - a: {{ set: {{ amount: {amount} }} }}\n"),
    };
    let place = &case.place;
    format!("document: {{ dsl: 1.0.3, namespace: {place}, name: flow, version: {version} }}\ndo:\n{tasks}")
}

async fn publish(case: &Case<'_>, version: &str) -> Request {
    let author = if case.table.name == "review-of-published" { "author" } else { "champion" };
    case.scene.must(author, "PUT", &case.flow("/draft"), workflow(case, version, 1)).await;
    send("POST", case.flow("/publish"))
}

async fn stand(case: &Case<'_>, state: &str) -> Request {
    let body = json!({ "state": state, "reason": format!("reason {}", case.scene.number()) });
    send("PUT", case.flow("/versions/1.0.0/state")).body(body)
}

async fn roll_back(case: &Case<'_>) -> Request {
    send("POST", case.flow("/rollback")).body(json!({ "version": "1.0.0" }))
}

async fn call(case: &Case<'_>) -> Request {
    send("POST", case.flow("/runs?wait=20")).body("{}")
}

async fn submit(case: &Case<'_>, who: &str) -> Request {
    if case.scene.get(who, &case.flow("/draft")).await.told.status == 404 {
        case.scene.must(who, "PUT", &case.flow("/draft"), workflow(case, "1.0.0", 1)).await;
    }
    send("POST", case.flow("/publish"))
}

async fn resubmit(case: &Case<'_>, who: &str) -> Request {
    let text = workflow(case, "1.0.0", 1_000 + case.scene.number());
    case.scene.must(who, "PUT", &case.flow("/draft"), text).await;
    send("POST", case.flow("/publish"))
}

async fn decide(case: &Case<'_>, who: &str, verdict: &str) -> Request {
    let path = format!("/v1/reviews/{}/flow/1.0.0", case.place);
    send("POST", format!("{path}/{verdict}")).with(case.shown(who, &path).await)
}

async fn ask(case: &Case<'_>) -> Request {
    case.scene.must("champion", "PUT", &case.flow("/draft"), workflow(case, "1.0.0", 1)).await;
    let body = json!({ "namespace": case.place, "workflow": "flow", "purpose": "pay back at once" });
    send("POST", "/v1/requests").body(body)
}

async fn grant(case: &Case<'_>, who: &str) -> Request {
    let path = format!("/v1/requests/{}", case.request_id().await);
    send("POST", format!("{path}/grant")).body("{}").with(case.shown(who, &path).await)
}

async fn grant_broken(case: &Case<'_>, who: &str) -> Request {
    let request = case.request().await;
    let permit =
        request["permit"].as_str().unwrap_or_default().replace(r#""expect":"deny""#, r#""expect":"allow""#);
    grant(case, who).await.body(json!({ "permit": permit }))
}

async fn reject(case: &Case<'_>, who: &str) -> Request {
    let path = format!("/v1/requests/{}", case.request_id().await);
    let shown = case.shown(who, &path).await;
    send("POST", format!("{path}/reject")).body(json!({ "reason": "not this one" })).with(shown)
}

async fn confirm(case: &Case<'_>, who: &str) -> Request {
    let path = format!("/v1/grants/{}", case.permit_name().await);
    send("POST", format!("{path}/confirm")).body("{}").with(case.shown(who, &path).await)
}

async fn change_integration(case: &Case<'_>) -> Request {
    let labels = format!("label-{}", case.scene.number());
    let text = integration(&case.place, case.scene.stub(), &labels);
    send("PUT", format!("/v1/integrations/{}", case.place)).body(text)
}

async fn rewrite(case: &Case<'_>) -> Request {
    let path = format!("/v1/policies/{}", case.permit_name().await);
    let saved = case.scene.get("it", &path).await;
    let request = case.request().await;
    let text = saved.body["source"].as_str().or(request["permit"].as_str()).unwrap_or_default();
    let text = match text.contains("contact:") {
        true => text.to_owned(),
        false => format!("{text}contact: it@acme.example\n"),
    };
    case.scene.must("it", "PUT", &path, text).await;
    send("POST", format!("{path}/activate"))
}

async fn revoke(case: &Case<'_>) -> Request {
    let path = format!("/v1/policies/{}", case.permit_name().await);
    let _ = case.scene.send("it", &send("DELETE", path.clone())).await;
    send("POST", format!("{path}/activate"))
}

async fn start(case: &Case<'_>, input: Value) -> Request {
    send("POST", case.flow("/runs"))
        .body(input)
        .with(("Idempotency-Key", &case.place))
        .with(("Prefer", "respond-async"))
}

async fn answer_hold(case: &Case<'_>, who: &str, answer: &str) -> Request {
    let run = case.run_id().await;
    let effect = case.remembered("effect");
    let path = format!("/v1/holds/{run}/{}", if effect.is_empty() { "1" } else { &effect });
    send("POST", format!("{path}/{answer}")).with(case.shown(who, &path).await)
}

async fn cancel(case: &Case<'_>) -> Request {
    send("POST", format!("/v1/runs/{}/cancel", case.run_id().await))
}

async fn suspend(case: &Case<'_>) -> Request {
    send("POST", format!("/v1/runs/{}/suspend", case.run_id().await)).body(json!({ "reason": "A look." }))
}

async fn resume(case: &Case<'_>) -> Request {
    send("POST", format!("/v1/runs/{}/resume", case.run_id().await))
}

async fn hear(case: &Case<'_>, ok: bool) -> Request {
    let event = json!({
        "specversion": "1.0", "id": format!("event-{}", case.scene.number()), "source": "/tests",
        "type": format!("life.{}", case.place), "data": { "ok": ok },
    });
    send("POST", "/v1/events").body(event).with(("Content-Type", "application/cloudevents+json"))
}

async fn save(case: &Case<'_>, title: &str) -> Request {
    let place = &case.place;
    let text = format!(
        "policy: {place}\ntitle: {title}\neffect: forbid\nreason: Not here.
workflow: {{ properties: {{ namespace: {{ const: {place} }} }} }}
access: {{ properties: {{ integration: {{ const: payments }} }} }}
tests: [{{ name: a refund, workflow: {{ namespace: {place} }}, access: {{ integration: payments }}, expect: deny }}]\n"
    );
    send("PUT", format!("/v1/policies/{place}")).body(text)
}

async fn delete(case: &Case<'_>) -> Request {
    send("DELETE", format!("/v1/policies/{}", case.place))
}

async fn activate(case: &Case<'_>, who: &str) -> Request {
    let impact = case.scene.get(who, "/v1/policies/impact").await;
    send("POST", "/v1/policies/activate").body(json!({ "impact": impact.body["digest"] }))
}

async fn activate_unseen() -> Request {
    send("POST", "/v1/policies/activate")
}

async fn propose(case: &Case<'_>) -> Request {
    // Another proposal each time.
    let number = case.scene.number();
    let body = json!({ "reason": format!("proposal {number}"), "graceSeconds": number });
    send("POST", "/v1/policies/activate").body(body)
}

async fn replace(case: &Case<'_>, who: &str) -> Request {
    let shown = case.scene.get(who, PROPOSED).await.etag.unwrap_or_else(|| NOTHING.to_owned());
    let number = case.scene.number();
    let body = json!({
        "reason": format!("proposal {number}"), "graceSeconds": number, "replaces": shown.trim_matches('"'),
    });
    send("POST", "/v1/policies/activate").body(body)
}

async fn want(case: &Case<'_>, who: &str) -> Request {
    let place = &case.place;
    let text = format!(
        "policy: {place}\ntitle: Somebody looks\neffect: review\naccess: true\nreason: Not without.
approvers: {{ role: approver }}\nworkflow: {{ properties: {{ namespace: {{ const: {place} }} }} }}\n"
    );
    case.scene.must("it", "PUT", &format!("/v1/policies/{place}"), text).await;
    activate(case, who).await
}

async fn drop_policy(case: &Case<'_>, who: &str) -> Request {
    let _ = case.scene.send("it", &delete(case).await).await;
    activate(case, who).await
}

async fn approve_proposal(case: &Case<'_>, who: &str) -> Request {
    send("POST", format!("{PROPOSED}/approve")).body("{}").with(case.shown(who, PROPOSED).await)
}

async fn withdraw(case: &Case<'_>, who: &str) -> Request {
    send("DELETE", PROPOSED).with(case.shown(who, PROPOSED).await)
}

async fn switch(case: &Case<'_>, on: bool) -> Request {
    let body = json!({ "on": on, "reason": format!("reason {}", case.scene.number()) });
    send("PUT", case.flow("/switch")).body(body)
}
