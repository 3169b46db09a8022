//! Overviews: the inbox, the history of drafts, statistics, the estate, search. Each for who may see it, and with nothing of
//! other namespaces.

use axum::http::Method;
use serde_json::{Value, json};
use towpath_identity::{Grant, NewToken, Role};

use crate::world::{Answer, ECHO, NAP, PAY, World, definition};

/// A token for somebody else.
async fn given(world: &World, name: &str, grant: Grant) -> String {
    let new = NewToken {
        name: name.to_owned(),
        principal: name.to_owned(),
        kind: None,
        grants: vec![grant],
        may_view: vec![],
        expires_at: None,
    };
    world.tokens.create(new, "test").await.unwrap().0
}

/// Wants an approval of every version that calls something.
const REVIEWED: &str = "
policy: reviewed
title: Every version that pays is approved
effect: review
workflow: { properties: { namespace: { const: support } } }
access: { properties: { kind: { const: call } } }
approvers: { role: approver, namespace: support }
reason: It moves money.
";
/// Holds the calls with large amounts.
const HELD: &str = "
policy: large
title: Refunds over 50 are released
effect: hold
workflow: { properties: { namespace: { const: support } } }
access:
  properties:
    kind: { const: call }
    arguments: { properties: { amount: { type: number, exclusiveMinimum: 50 } }, required: [amount] }
approvers: { role: approver, namespace: support }
hold: { timeoutS: 3600, default: deny }
";

fn items(answer: &Answer) -> Vec<Value> {
    answer.json()["items"].as_array().unwrap().clone()
}

async fn inbox(world: &World, token: &str) -> Vec<Value> {
    items(&world.get(token, "/v1/inbox").await.is(200))
}

/// Asks until the answer has what is waited for.
async fn until(world: &World, token: &str, path: &str, has: impl Fn(&Value) -> bool) -> Value {
    for _ in 0..200 {
        let answer = world.get(token, path).await.is(200).json();
        if has(&answer) {
            return answer;
        }
        // A run that takes a quarter of a second passes the time without a sleep of the test.
        world.post(&world.app, "/v1/workflows/support/nap/runs", "{}").await;
    }
    panic!("`{path}` never had it");
}

#[tokio::test]
async fn the_inbox_says_who_may_decide() {
    let world = World::new().await;
    world.govern().await;
    world.put(&world.it, "/v1/policies/reviewed", REVIEWED).await.is(200);
    world.post(&world.it, "/v1/policies/activate", "").await.is(200);
    let ada = given(&world, "ada", Grant::within(Role::Approver, "support")).await;
    let eve = given(&world, "eve", Grant::within(Role::Approver, "billing")).await;
    let path = "/v1/workflows/support/pay";
    world.put(&world.champion, &format!("{path}/draft"), &definition("pay", "1.0.0", PAY)).await.is(200);
    world.post(&world.champion, &format!("{path}/publish"), "").await.is(202);
    let request =
        r#"{"namespace":"support","purpose":"we print labels","system":"Labels","data":"addresses"}"#;
    world.post(&world.champion, "/v1/requests", request).await.is(201);

    let seen = inbox(&world, &ada).await;
    let kinds: Vec<&str> = seen.iter().map(|item| item["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["review", "request"], "the oldest first: {seen:?}");
    let review = &seen[0];
    assert_eq!((&review["canDecide"], &review["id"]), (&json!(true), &json!("support/pay@1.0.0")));
    assert_eq!((&review["from"], &review["workflow"]), (&json!("champion"), &json!("pay")));
    assert!(review["why"].as_str().unwrap().contains("It moves money."), "{review}");
    assert_eq!(review.get("whyNot"), None);
    assert_eq!(seen[1]["canDecide"], false, "requests are for IT: {seen:?}");
    assert!(seen[1]["whyNot"].as_str().unwrap().contains("`it`"));

    // The author sees both, and may decide neither: one is for another role, and it is their own work.
    let own = inbox(&world, &world.champion).await;
    assert_eq!(own.len(), 2);
    assert!(own.iter().all(|item| item["canDecide"] == false), "{own:?}");
    // IT may decide the request, and is not among the approvers of the review.
    let it = inbox(&world, &world.it).await;
    let can: Vec<(&Value, &Value)> = it.iter().map(|item| (&item["kind"], &item["canDecide"])).collect();
    assert_eq!(can, [(&json!("review"), &json!(false)), (&json!("request"), &json!(true))]);
    let mine = world.get(&world.it, "/v1/inbox?canDecide=true&limit=1").await.is(200).json();
    assert_eq!((&mine["total"], &mine["items"][0]["title"]), (&json!(1), &json!("Labels")));
    // Nothing of this for another namespace, and nothing at all for apps.
    assert!(inbox(&world, &eve).await.is_empty());
    world.get(&world.app, "/v1/inbox").await.problem(403, "TP4003");
    world.get(&world.it, "/v1/inbox?limit=0").await.problem(400, "TP4007");
    world.get(&world.it, "/v1/inbox?unknown=1").await.problem(400, "TP4007");
}

#[tokio::test]
async fn a_held_call_is_in_the_inbox_without_its_arguments() {
    let world = World::new().await;
    world.govern().await;
    world.put(&world.it, "/v1/policies/large", HELD).await.is(200);
    world.post(&world.it, "/v1/policies/activate", "").await.is(200);
    world.publish("pay", PAY).await;
    world.publish("nap", NAP).await;
    let ada = given(&world, "ada", Grant::within(Role::Approver, "support")).await;
    let path = "/v1/workflows/support/pay/runs?wait=0";
    let run = world.post(&world.app, path, r#"{"amount":151.625}"#).await.is(202).json()["id"].clone();
    let found = until(&world, &ada, "/v1/inbox", |answer| answer["total"] == 1).await;
    let hold = &found["items"][0];
    assert_eq!((&hold["kind"], &hold["run"], &hold["canDecide"]), (&json!("hold"), &run, &json!(true)));
    assert_eq!(hold["title"], "payments.refund:1.0.0");
    assert!(hold["dueAt"].is_string() && hold["effect"].is_u64(), "{hold}");
    assert!(!found.to_string().contains("151.625"), "no value of the run: {found}");
    // The route that decides says the same.
    let path = format!("/v1/holds/{}", hold["id"].as_str().unwrap());
    let tag = world.get(&ada, &path).await.is(200).header("etag").unwrap().to_owned();
    let decline = world.ask(&ada, Method::POST, &format!("{path}/decline")).header("if-match", &tag);
    decline.send(()).await.is(204);
    until(&world, &ada, "/v1/inbox", |answer| answer["total"] == 0).await;
}

#[tokio::test]
async fn nothing_of_a_draft_is_lost() {
    let world = World::new().await;
    world.govern().await;
    let path = "/v1/workflows/support/echo/draft";
    let save = async |version: &str| {
        world.put(&world.champion, path, &definition("echo", version, ECHO)).await.is(200)
    };
    world.get(&world.champion, &format!("{path}/revisions")).await.problem(404, "TP4004");
    save("1.0.0").await;
    save("1.1.0").await;
    save("1.1.0").await;
    let listed = items(&world.get(&world.champion, &format!("{path}/revisions")).await.is(200));
    let numbers: Vec<(&Value, &Value)> =
        listed.iter().map(|one| (&one["revision"], &one["isCurrent"])).collect();
    assert_eq!(
        numbers,
        [(&json!(3), &json!(true)), (&json!(1), &json!(false))],
        "the same text is one revision"
    );
    assert_eq!(listed[0]["savedBy"], "champion");
    let first = world.get(&world.auditor, &format!("{path}/revisions/1")).await.is(200).json();
    assert!(first["source"].as_str().unwrap().contains("version: 1.0.0"), "{first}");
    world.get(&world.champion, &format!("{path}/revisions/2")).await.problem(404, "TP4004");
    world.get(&world.champion, &format!("{path}/revisions/x")).await.problem(400, "TP4007");

    let restore = async |token: &str, tag: &str, body: &str| {
        let ask = world.ask(token, Method::POST, &format!("{path}/restore"));
        let ask = ask.header("content-type", "application/json").header("if-match", tag);
        ask.send(body.to_owned()).await
    };
    restore(&world.champion, "\"2\"", r#"{"revision":1}"#).await.problem(412, "TP4013");
    restore(&world.champion, "\"3\"", r#"{"revision":9}"#).await.problem(404, "TP4004");
    restore(&world.auditor, "\"3\"", r#"{"revision":1}"#).await.problem(403, "TP4003");
    let restored = restore(&world.champion, "\"3\"", r#"{"revision":1}"#).await.is(200);
    assert_eq!((restored.header("etag"), &restored.json()["revision"]), (Some("\"4\""), &json!(4)));
    let draft = world.get(&world.champion, path).await.is(200).json();
    assert!(draft["source"].as_str().unwrap().contains("version: 1.0.0"));
    let listed = items(&world.get(&world.champion, &format!("{path}/revisions")).await.is(200));
    assert_eq!((listed.len(), &listed[0]["note"]), (3, &json!("restored from revision 1")));

    let drafts = async |token: &str| items(&world.get(token, "/v1/drafts").await.is(200));
    let found = drafts(&world.champion).await;
    assert_eq!((&found[0]["isAhead"], found[0].get("liveVersion")), (&json!(true), None));
    world.post(&world.champion, "/v1/workflows/support/echo/publish", "").await.is(201);
    let found = drafts(&world.champion).await;
    assert_eq!((&found[0]["isAhead"], &found[0]["liveVersion"]), (&json!(false), &json!("1.0.0")));
    let eve = given(&world, "eve", Grant::within(Role::Champion, "billing")).await;
    assert!(drafts(&eve).await.is_empty());
    for path in
        [format!("{path}/revisions"), format!("{path}/revisions/1"), "/v1/drafts?namespace=support".into()]
    {
        world.get(&eve, &path).await.problem(403, "TP4003");
    }
    world.get(&world.app, "/v1/drafts").await.problem(403, "TP4003");
}

#[tokio::test]
async fn runs_are_counted_for_those_who_see_them() {
    let world = World::new().await;
    world.govern().await;
    world.publish("echo", ECHO).await;
    world.publish("nap", NAP).await;
    for id in 0..3 {
        let body = format!(r#"{{"id":{id}}}"#);
        world.post(&world.app, "/v1/workflows/support/echo/runs", &body).await.is(200);
    }
    world.post(&world.app, "/v1/workflows/support/nap/runs", "{}").await.is(200);
    let request = r#"{"namespace":"support","purpose":"p","system":"s","data":"d"}"#;
    let id = world.post(&world.champion, "/v1/requests", request).await.is(201).json()["id"].clone();
    let path = format!("/v1/requests/{}", id.as_str().unwrap());
    let tag = world.get(&world.it, &path).await.is(200).header("etag").unwrap().to_owned();
    let reject = world.ask(&world.it, Method::POST, &format!("{path}/reject")).header("if-match", &tag);
    reject.header("content-type", "application/json").send(r#"{"reason":"no"}"#).await.is(200);

    let of = async |query: &str| {
        let path = format!("/v1/statistics{query}");
        world.get(&world.champion, &path).await.is(200).json()
    };
    let all = of("").await;
    assert_eq!((&all["totals"]["started"], &all["totals"]["completed"]), (&json!(4), &json!(4)), "{all}");
    assert!(all["totals"]["p95Ms"].as_u64().unwrap() >= 200, "a nap takes a quarter of a second: {all}");
    assert!((24..=25).contains(&all["series"].as_array().unwrap().len()), "{all}");
    assert_eq!(all["workflows"][0]["name"], "echo");
    assert_eq!(all["waiting"]["requestToDecision"]["count"], 1);
    assert_eq!(all["waiting"]["draftToLive"]["count"], 2);
    let one = of("?workflow=support/echo&interval=day").await;
    assert_eq!((&one["totals"]["started"], &one["totals"]["faulted"]), (&json!(3), &json!(0)));
    assert!((30..=31).contains(&one["series"].as_array().unwrap().len()));
    let before = of("?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z").await;
    assert_eq!((&before["totals"]["started"], before["totals"].get("p50Ms")), (&json!(0), None));
    assert_eq!(before["series"][0]["start"], "2020-01-01T00:00:00Z");

    for query in ["?from=yesterday", "?workflow=echo", "?interval=week", "?namespace=a&workflow=b/c"] {
        world.get(&world.champion, &format!("/v1/statistics{query}")).await.problem(400, "TP4007");
    }
    let long = "/v1/statistics?from=2020-01-01T00:00:00Z&to=2020-03-01T00:00:00Z";
    world.get(&world.champion, long).await.problem(400, "TP4007");
    let eve = given(&world, "eve", Grant::within(Role::Champion, "billing")).await;
    let theirs = world.get(&eve, "/v1/statistics").await.is(200).json();
    assert_eq!((&theirs["totals"]["started"], &theirs["workflows"]), (&json!(0), &json!([])));
    assert_eq!(theirs["waiting"]["requestToDecision"]["count"], 0);
    world.get(&eve, "/v1/statistics?workflow=support/echo").await.problem(403, "TP4003");
    world.get(&world.app, "/v1/statistics").await.problem(403, "TP4003");
}

#[tokio::test]
async fn the_estate_shows_systems_owners_and_calls() {
    let world = World::new().await;
    world.govern().await;
    world.publish("pay", PAY).await;
    // Nothing listens there, so the call fails.
    world.post(&world.app, "/v1/workflows/support/pay/runs", r#"{"amount":5}"#).await;
    let estate = world.get(&world.it, "/v1/estate").await.is(200).json();
    let workflow = &estate["workflows"][0];
    assert_eq!(
        (&workflow["owner"], &workflow["isOrphan"]),
        (&json!("champion"), &json!(false)),
        "{workflow}"
    );
    let reach = json!({ "kind": "call", "integration": "payments", "operation": "refund", "labels": [],
        "access": "write" });
    assert_eq!(workflow["reaches"], json!([reach]));
    let payments = &estate["integrations"][0];
    let refund = &payments["operations"][0];
    assert_eq!((&payments["title"], &refund["workflows"]), (&json!("Payments"), &json!(["support/pay"])));
    // One call: by the day since the server began, or since all of the last week was counted.
    assert!(refund["callsPerDay"].as_f64().unwrap() > 0.0, "{refund}");
    assert_eq!(refund["callsPerDay"], refund["failuresPerDay"]);

    let eve = given(&world, "eve", Grant::within(Role::Champion, "billing")).await;
    let theirs = world.get(&eve, "/v1/estate").await.is(200).json();
    assert_eq!((&theirs["workflows"], &theirs["grants"]), (&json!([]), &json!([])));
    let refund = &theirs["integrations"][0]["operations"][0];
    assert_eq!((&refund["workflows"], &refund["callsPerDay"]), (&json!([]), &json!(0.0)), "{theirs}");
    world.get(&eve, "/v1/estate?namespace=support").await.problem(403, "TP4003");
    world.get(&world.app, "/v1/estate").await.problem(403, "TP4003");
}

#[tokio::test]
async fn search_finds_what_the_caller_may_see() {
    let world = World::new().await;
    world.govern().await;
    world.publish("echo", ECHO).await;
    let secret = r#"{"id":4711,"name":"needle"}"#;
    let started = world.post(&world.app, "/v1/workflows/support/echo/runs", secret).await.is(200);
    let run = started.header("towpath-run").unwrap().to_owned();
    let found = async |token: &str, words: &str| {
        let answer = world.get(token, &format!("/v1/search?q={words}")).await.is(200);
        let of = |item: &Value, field: &str| item[field].as_str().unwrap().to_owned();
        items(&answer).iter().map(|item| (of(item, "kind"), of(item, "id"))).collect::<Vec<_>>()
    };
    let one = |kind: &str, id: &str| (kind.to_owned(), id.to_owned());
    let echoes = [one("workflow", "support/echo"), one("template", "echo")];
    assert_eq!(found(&world.champion, "ECHO").await, echoes);
    let refunds = found(&world.champion, "refund").await;
    assert!(refunds.contains(&one("operation", "payments.refund")), "{refunds:?}");
    assert!(refunds.contains(&one("policy", "refunds")), "{refunds:?}");
    assert_eq!(found(&world.champion, "refund%20amount").await, [one("operation", "payments.refund")]);
    // A run by its id alone, never by what is in it.
    assert_eq!(found(&world.champion, &run).await, [one("run", &run)]);
    assert_eq!(found(&world.champion, &run[..10]).await, [one("run", &run)]);
    assert_eq!(found(&world.app, &run).await, [one("run", &run)], "it started it");
    assert!(found(&world.champion, "needle").await.is_empty());
    // Nothing of others.
    let eve = given(&world, "eve", Grant::within(Role::Champion, "billing")).await;
    assert!(found(&world.other_app, &run).await.is_empty());
    assert!(found(&eve, &run).await.is_empty());
    assert_eq!(found(&eve, "echo").await, [one("template", "echo")], "templates are everybody's who writes");
    assert_eq!(found(&world.app, "echo").await, [one("workflow", "support/echo")]);
    assert!(found(&world.app, "refund").await.is_empty(), "apps see no operations and no policies");
    assert!(found(&world.it, "champion").await.contains(&one("principal", "champion")));
    assert!(found(&eve, "champion").await.is_empty());
    for query in ["", "?q=", "?q=%20", "?q=a&limit=51"] {
        world.get(&world.champion, &format!("/v1/search{query}")).await.problem(400, "TP4007");
    }
    let long = "a".repeat(101);
    world.get(&world.champion, &format!("/v1/search?q={long}")).await.problem(400, "TP4007");
}
