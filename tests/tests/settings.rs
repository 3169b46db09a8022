//! Settings from outside: a champion changes a threshold without a new version, within the workflow's schema and IT's
//! policies. Which settings runs start with, what is refused, and what lasts.

#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};
use towpath_tests::{Answer, Demo, Http, root};

const PLACE: &str = "/v1/workflows/support/refund-triage";

async fn put(http: &Http, values: Value, matching: &[(&str, &str)]) -> Answer {
    let body = json!({ "values": values, "reason": "spring sale" }).to_string();
    let json = [&[("Content-Type", "application/json")], matching].concat();
    http.send("PUT", &format!("{PLACE}/settings"), Some(body.into()), &json).await
}

/// Calls the workflow with a refund of this amount.
async fn decision(app: &Http, price: u32) -> Value {
    let order = json!({ "id": "o-1", "items": [{ "sku": "rope", "price": price, "qty": 1 }] });
    let input = json!({ "order": order, "customer": { "tier": "standard" } }).to_string();
    let answer = app.post(&format!("{PLACE}/runs"), input).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.body["decision"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_threshold_changes_without_a_new_version_and_within_bounds() {
    let mut demo = Demo::start();
    let (champion, app) = (demo.as_role("champion"), demo.as_role("app"));
    let first = champion.get(&format!("{PLACE}/settings")).await;
    assert_eq!((first.status, &first.body["values"]), (200, &json!({ "payUpTo": 50 })), "{}", first.text);
    assert_eq!((&first.body["revision"], &first.body["set"]), (&json!(0), &json!({})));
    assert_eq!(decision(&app, 80).await, "review");

    // The workflow's schema, IT's policy and roles each refuse on their own.
    let misfit = put(&champion, json!({ "payUpTo": 201 }), &[]).await;
    assert_eq!((misfit.status, &misfit.body["code"]), (422, &json!("TP4041")), "{}", misfit.text);
    assert_eq!(misfit.body["diagnostics"][0]["message"], "`payUpTo` must be at most 200");
    let unknown = put(&champion, json!({ "payUpto": 60 }), &[]).await;
    assert_eq!(unknown.body["diagnostics"][0]["help"], "did you mean `payUpTo`?", "{}", unknown.text);
    let refused = put(&champion, json!({ "payUpTo": 150 }), &[]).await;
    assert_eq!((refused.status, &refused.body["code"]), (403, &json!("TP4019")), "{}", refused.text);
    assert_eq!(refused.body["reason"], "More than 100 euros at once is for finance to decide.");
    assert_eq!(put(&app, json!({ "payUpTo": 60 }), &[]).await.status, 403);
    assert_eq!(app.get(&format!("{PLACE}/settings")).await.status, 403);
    let none = champion.get("/v1/workflows/support/order-status/settings").await;
    assert_eq!(none.status, 404, "{}", none.text);

    let changed = put(&champion, json!({ "payUpTo": 80 }), &[("If-None-Match", "*")]).await;
    assert_eq!(
        (changed.status, &changed.body["values"]),
        (200, &json!({ "payUpTo": 80 })),
        "{}",
        changed.text
    );
    assert_eq!((&changed.body["reason"], &changed.body["revision"]), (&json!("spring sale"), &json!(1)));
    assert_eq!(put(&champion, json!({}), &[("If-None-Match", "*")]).await.status, 412, "somebody was first");
    assert_eq!(decision(&app, 80).await, "paid");

    // The setting is in the run's journal, survives a restart, and the audit log names who changed it.
    let runs = champion.get("/v1/runs?namespace=support&workflow=refund-triage").await;
    let of = |at: usize| {
        let id = runs.body["runs"][at]["id"].as_str().unwrap();
        let (champion, path) = (champion.clone(), format!("/v1/runs/{id}/journal"));
        async move {
            champion.get(&path).await.body["records"][0]["record"]["started"]["step"]["event"]["start"]
                .clone()
        }
    };
    assert_eq!(of(0).await["settings"], json!({ "payUpTo": 80 }));
    assert_eq!(of(1).await["settings"], json!({ "payUpTo": 50 }));
    demo.kill_engine();
    demo.start_engine();
    let champion = demo.as_role("champion");
    let kept = champion.get(&format!("{PLACE}/settings")).await;
    assert_eq!(kept.body["values"], json!({ "payUpTo": 80 }), "{}", kept.text);
    let audit = demo.as_role("it").get("/v1/audit?limit=200").await;
    assert!(audit.text.contains("PUT /v1/workflows/{namespace}/{name}/settings"), "{}", audit.text);

    // A version whose schema refuses the present settings is not published; another one keeps them.
    let source = std::fs::read_to_string(root().join("examples/refund-triage/workflow.yaml")).unwrap();
    for (maximum, version, status) in [("70", "1.1.0", 422), ("90", "1.2.0", 201)] {
        let source = source
            .replace("maximum: 200", &format!("maximum: {maximum}"))
            .replace("version: 1.0.0", &format!("version: {version}"));
        champion.put(&format!("{PLACE}/draft"), source).await;
        let published = champion.post(&format!("{PLACE}/publish"), "").await;
        assert_eq!(published.status, status, "{}", published.text);
    }
    assert_eq!(champion.get(&format!("{PLACE}/settings")).await.body["version"], "1.2.0");
    assert_eq!(
        put(&champion, json!({}), &[("If-Match", "\"1\"")]).await.body["values"],
        json!({ "payUpTo": 50 })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_shows_and_sets_them() {
    let demo = Demo::start();
    let champion = demo.as_role("champion");
    let settings = |arguments: &[&str]| champion.cli(&[&["settings"], arguments].concat());
    let line =
        "payUpTo  50 (default)  Refunds up to this are paid at once, in euros; at least 0, at most 200\n";
    assert_eq!(settings(&["show", "support/refund-triage"]).out, line);
    let set = settings(&["set", "support/refund-triage", "payUpTo=80", "-m", "spring sale"]);
    assert!(set.out.starts_with("payUpTo  80  Refunds") && set.err.contains(": spring sale"), "{set:?}");
    for (arguments, code, says) in [
        (vec!["payUpTo=150"], 4, "More than 100 euros at once is for finance to decide."),
        (vec!["payUpTo=lots"], 1, "`payUpTo` must be of type `number`"),
        (vec!["payUpTo"], 2, "write `name=value`"),
    ] {
        settings(&[&["set", "support/refund-triage"][..], &arguments].concat()).ends(code).says(&[says]);
    }
    let back = settings(&["set", "support/refund-triage", "--default", "payUpTo"]);
    assert!(back.out.starts_with("payUpTo  50 (default)"), "{back:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_default_is_evaluated_like_a_setting() {
    let demo = Demo::start();
    let champion = demo.as_role("champion");
    let text = champion.get(&format!("{PLACE}/definition")).await.text;
    let (before, rest) = text.split_once("version: ").unwrap();
    let rest = rest.split_once(|c: char| !c.is_ascii_digit() && c != '.').unwrap().1;
    for (version, default, status) in [("9.0.0", 150, 403), ("9.0.1", 90, 201)] {
        let next = format!("{before}version: {version}\n{rest}");
        assert!(next.contains("default: 50"), "{next}");
        let next = next.replace("default: 50", &format!("default: {default}"));
        let saved = champion.put(&format!("{PLACE}/draft"), next).await;
        assert!(saved.status < 300, "{}", saved.text);
        let published = champion.post(&format!("{PLACE}/publish"), "").await;
        assert_eq!(published.status, status, "{default}: {}", published.text);
        if status == 403 {
            assert_eq!(published.body["code"], "TP4018", "{}", published.text);
            assert_eq!(published.body["reason"], "More than 100 euros at once is for finance to decide.");
        }
    }
}
