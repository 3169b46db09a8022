//! What is visible of an object over HTTP, and which state that is.

use serde_json::{Value, json};

use crate::case::Case;

/// Reads everything of an object that an event might change.
pub(crate) async fn look(case: &Case<'_>) -> Value {
    match case.table.name.as_str() {
        "version" => versions(case).await,
        "review" | "review-of-published" => review(case).await,
        "request" => request(case).await,
        "grant" => grant(case).await,
        "hold" | "run" => run(case).await,
        "policy-set" | "proposal" => policy(case).await,
        "switch" => switch(case).await,
        other => panic!("nobody looks at `{other}`"),
    }
}

/// The state that was seen.
pub(crate) fn state(cycle: &str, seen: &Value) -> String {
    match cycle {
        "version" => version_state(seen),
        "review" => review_state(seen),
        "review-of-published" => queue_state(seen).to_owned(),
        "request" => named(&seen["state"], "none").to_owned(),
        "grant" => grant_state(seen),
        "hold" => hold_state(seen),
        "run" => run_state(seen),
        "policy-set" | "proposal" => policy_state(cycle, seen).to_owned(),
        _ => switch_state(seen).to_owned(),
    }
}

fn named<'a>(value: &'a Value, otherwise: &'a str) -> &'a str {
    value.as_str().unwrap_or(otherwise)
}

/// What a `GET` shows; null where there is nothing.
async fn get(case: &Case<'_>, path: &str) -> Value {
    let answer = case.scene.get("all", path).await;
    if answer.told.status == 404 { Value::Null } else { answer.body }
}

async fn versions(case: &Case<'_>) -> Value {
    let flow = format!("/v1/workflows/{}/flow", case.place);
    let mut seen = json!({ "latest": get(case, &flow).await["version"], "versions": {} });
    for version in get(case, &format!("{flow}/versions")).await["versions"].as_array().into_iter().flatten() {
        let number = named(&version["version"], "");
        seen["versions"][number] = json!({ "state": version["state"], "reason": version["reason"] });
    }
    seen
}

fn version_state(seen: &Value) -> String {
    let standing = seen["versions"]["1.0.0"]["state"].as_str();
    let has_next = seen["versions"]["1.1.0"].is_object();
    match (standing, has_next, named(&seen["latest"], "")) {
        (None, false, "") => "none".to_owned(),
        (None, true, "1.1.0") => "nextOnly".to_owned(),
        (Some(standing), false, "1.0.0") => standing.to_owned(),
        (Some("published"), true, "1.1.0") => "superseded".to_owned(),
        (Some("suspended"), true, "1.1.0") => "supersededSuspended".to_owned(),
        (Some("retired"), true, "1.1.0") => "supersededRetired".to_owned(),
        (Some("published"), true, "1.0.0") => "rolledBack".to_owned(),
        _ => format!("unknown: {seen}"),
    }
}

async fn review(case: &Case<'_>) -> Value {
    let review = get(case, &format!("/v1/reviews/{}/flow/1.0.0", case.place)).await;
    let live = get(case, &format!("/v1/workflows/{}/flow", case.place)).await;
    json!({
        "state": review["state"], "source": review["source"], "approvals": review["approvals"],
        "history": review["history"], "awaiting": review["awaiting"], "live": live["digest"],
    })
}

fn review_state(seen: &Value) -> String {
    let by: Vec<&str> =
        seen["approvals"].as_array().into_iter().flatten().map(|one| named(&one["policy"], "")).collect();
    let state = match (named(&seen["state"], "none"), by.as_slice()) {
        ("inReview", []) => "inReview",
        ("inReview", ["looked-at"]) => "approvedByApprover",
        ("inReview", ["looked-at-by-it"]) => "approvedByIt",
        ("inReview", _) => "approvedAndNotLive",
        ("changesRequested", ["looked-at-by-it"]) => "changesToApproved",
        (state, _) => state,
    };
    if (state == "published") == seen["live"].is_string() {
        state.to_owned()
    } else {
        format!("{state}, and yet live: {}", seen["live"])
    }
}

fn queue_state(seen: &Value) -> &'static str {
    match (named(&seen["state"], "none"), seen["live"].is_string()) {
        ("none" | "notNeeded", true) => "live",
        ("inReview", true) => "queued",
        ("published", true) => "approved",
        ("changesRequested", true) => "changesRequested",
        ("rejected", true) => "rejected",
        _ => "unknown",
    }
}

/// The first request, whether its permit is saved, and whether that is in force.
async fn request(case: &Case<'_>) -> Value {
    let mut listed = get(case, &format!("/v1/requests?namespace={}", case.place)).await["requests"].take();
    let mut all = listed.as_array_mut().map(std::mem::take).unwrap_or_default();
    all.sort_by_key(|request| named(&request["id"], "").to_owned());
    let first = all.into_iter().next().unwrap_or_default();
    let permit = case.permit_name().await;
    let saved = get(case, &format!("/v1/policies/{permit}")).await;
    let active = get(case, "/v1/policies/active").await;
    let is_active = active["policies"].as_array().into_iter().flatten().any(|one| one["name"] == permit);
    let grants = get(case, &format!("/v1/grants?namespace={}", case.place)).await;
    let in_force = json!({ "saved": saved["revision"], "active": is_active, "grants": grants["grants"] });
    let mut state = named(&first["state"], "none").to_owned();
    let has_any = !saved.is_null() || is_active || grants["grants"] != json!([]);
    if state != "granted" && has_any {
        state = format!("{state}, and yet permitted: {in_force}");
    }
    json!({ "state": state, "decision": first["decision"], "permit": first["permit"], "inForce": in_force })
}

async fn grant(case: &Case<'_>) -> Value {
    let requests = get(case, &format!("/v1/requests?namespace={}", case.place)).await;
    let grants = get(case, &format!("/v1/grants?namespace={}", case.place)).await;
    let operation = get(case, &format!("/v1/integrations/{}", case.place)).await;
    let decided = requests["requests"][0]["state"].clone();
    json!({ "request": decided, "grants": grants["grants"], "operation": operation["revision"] })
}

fn grant_state(seen: &Value) -> String {
    let grants = seen["grants"].as_array().map(Vec::as_slice).unwrap_or_default();
    match (named(&seen["request"], "none"), grants) {
        ("none", []) => "none".to_owned(),
        ("open", []) => "asked".to_owned(),
        ("granted", [grant]) => named(&grant["state"], "unknown").to_owned(),
        _ => format!("unknown: {seen}"),
    }
}

/// The runs of this case, the journal of the first, and the calls that wait.
async fn run(case: &Case<'_>) -> Value {
    let listed = get(case, &format!("/v1/runs?namespace={}", case.place)).await;
    let runs = listed["runs"].as_array().cloned().unwrap_or_default();
    let Some(first) = runs.first() else { return json!({ "runs": 0 }) };
    let journal = get(case, &format!("/v1/runs/{}/journal", named(&first["id"], "0"))).await;
    let records: Vec<&Value> =
        journal["records"].as_array().into_iter().flatten().map(|record| &record["record"]).collect();
    let holds = get(case, &format!("/v1/holds?namespace={}", case.place)).await["holds"].clone();
    if let Some(effect) = holds[0]["effect"].as_u64() {
        case.remember("effect", effect.to_string());
    }
    json!({ "runs": runs.len(), "status": first["status"], "records": records, "holds": holds })
}

fn run_state(seen: &Value) -> String {
    let is_other = seen["records"].to_string().contains(r#""amount":8"#);
    match (seen["runs"].as_u64(), named(&seen["status"], "")) {
        (Some(0), _) => "none".to_owned(),
        (Some(1), status) if is_other => format!("{status}Other"),
        (Some(1), status) => status.to_owned(),
        _ => format!("two runs under one key: {seen}"),
    }
}

fn hold_state(seen: &Value) -> String {
    let is_short = seen["records"].to_string().contains(r#""amount":2000"#);
    let awaiting: Vec<&str> = seen["holds"][0]["awaiting"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| named(&one["policy"], ""))
        .collect();
    let declined = seen["records"].as_array().into_iter().flatten().find_map(|record| record.get("declined"));
    let state = match (seen["runs"].as_u64(), named(&seen["status"], "")) {
        (Some(0), _) => "none",
        (Some(1), "completed") => "released",
        (Some(1), "cancelled") => "cancelled",
        (Some(1), "faulted") => match declined {
            Some(declined) if declined["by"].is_string() => "declined",
            _ if is_short => "timedOut",
            _ => "faulted",
        },
        (Some(1), "waiting") => match awaiting.as_slice() {
            [_] if is_short => "waitingShort",
            ["held", "held-for-it"] => "waiting",
            ["held-for-it"] => "releasedByApprover",
            ["held"] => "releasedByIt",
            _ => "waiting for nobody",
        },
        (Some(1), _) => "running",
        _ => "two runs under one key",
    };
    state.to_owned()
}

/// The policy as it is saved, as it is in force, and what is proposed.
async fn policy(case: &Case<'_>) -> Value {
    let saved = get(case, &format!("/v1/policies/{}", case.place)).await;
    let active = get(case, "/v1/policies/active").await;
    let text = |policies: &Value| {
        let mut all = policies.as_array().into_iter().flatten();
        all.find(|one| one["name"] == case.place.as_str()).map(|one| one["source"].clone())
    };
    let mut seen = json!({
        "saved": saved["source"], "active": text(&active["policies"]), "revision": active["revision"],
    });
    if case.table.two_approvers {
        let proposed = get(case, "/v1/policy-sets/proposed").await;
        seen["proposed"] = proposed["texts"][&case.place].clone();
        seen["proposal"] = json!([proposed["digest"], proposed["reason"]]);
    }
    seen
}

fn policy_state(cycle: &str, seen: &Value) -> &'static str {
    let is_proposed = seen["proposed"].is_string();
    match (seen["saved"].as_str(), seen["active"].as_str()) {
        (Some(_), None) if is_proposed => "proposed",
        _ if is_proposed => "in force, and still proposed",
        (None, None) => "absent",
        (Some(_), None) => "saved",
        (Some(saved), Some(active)) => match (saved == active, active.contains(crate::events::CHANGED)) {
            (true, false) => "inForce",
            (false, false) => "changed",
            (true, true) => "replaced",
            (false, true) => "changedBack",
        },
        (None, Some(_)) if cycle == "policy-set" => "deleted",
        (None, Some(_)) => "in force, and not saved",
    }
}

async fn switch(case: &Case<'_>) -> Value {
    let flow = format!("/v1/workflows/{}/flow", case.place);
    json!({ "live": get(case, &flow).await["version"], "switch": get(case, &format!("{flow}/switch")).await })
}

fn switch_state(seen: &Value) -> &'static str {
    match (seen["live"].is_string(), &seen["switch"]["on"]) {
        (false, Value::Bool(false)) => "off, and there is nothing",
        (false, _) => "none",
        (true, Value::Bool(true)) => "on",
        (true, _) => "off",
    }
}
