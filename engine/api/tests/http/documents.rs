//! Policies, integrations, functions, secrets, schemas, codes.

use axum::http::Method;
use serde_json::{Value, json};

use crate::world::World;

#[tokio::test]
async fn policies_are_drafts_until_activated() {
    let world = World::new().await;
    let path = "/v1/policies/night";
    let text = "# why\npolicy: night\ntitle: Nothing at night\neffect: forbid\naccess: { properties: { kind: { const: emit } } }\n";
    let saved = world.put(&world.it, path, text).await.is(200);
    assert_eq!((saved.header("etag"), &saved.json()["active"]), (Some("\"1\""), &json!(false)));
    assert_eq!(world.get(&world.champion, path).await.is(200).json()["source"], text);
    let activated = world.post(&world.it, "/v1/policies/activate", "").await.is(200).json();
    assert_eq!((&activated["policies"], &activated["by"]), (&json!(["night"]), &json!("it")));
    let list = world.get(&world.auditor, "/v1/policies").await.is(200).json();
    assert_eq!(
        (&list["policies"][0]["name"], &list["policies"][0]["active"]),
        (&json!("night"), &json!(true))
    );

    let problem = world.put(&world.it, path, "policy: night\neffect: allow\n").await.problem(422, "TP4017");
    let found = problem["diagnostics"].as_array().unwrap();
    assert!(!found.is_empty() && found.iter().any(|found| found["range"].is_object()), "{problem}");
    world.put(&world.it, "/v1/policies/day", text).await.problem(422, "TP4014");
    world
        .ask(&world.it, Method::PUT, path)
        .header("if-match", "\"7\"")
        .send(text)
        .await
        .problem(412, "TP4013");
    world.delete(&world.it, path).await.is(204);
    world.get(&world.it, path).await.problem(404, "TP4004");
}

#[tokio::test]
async fn it_tests_the_connection_of_an_integration() {
    let world = World::new().await;
    world.govern().await;
    let path = "/v1/integrations/payments/test";
    let tested = world.post(&world.it, path, "").await.is(200).json();
    assert_eq!((&tested["reachable"], &tested["target"]), (&json!(false), &json!("http://127.0.0.1:9")));
    assert_eq!((&tested["problem"]["code"], &tested["status"]), (&json!("TP3023"), &json!(null)));
    assert!(tested["tookMs"].is_u64(), "{tested}");
    world.post(&world.champion, path, "").await.problem(403, "TP4003");
    world.post(&world.operator, path, "").await.problem(403, "TP4003");
    world.post(&world.it, "/v1/integrations/none/test", "").await.problem(404, "TP4004");
    world.post(&world.it, "/v1/integrations/web/test", "").await.problem(422, "TP4138");
}

#[tokio::test]
async fn an_impact_report_says_what_is_probably_wrong_with_what_was_sent() {
    let world = World::new().await;
    world.govern().await;
    let odd = "policy: odd\ntitle: Odd\neffect: forbid\naccess:\n  properties:\n    integration: { const: paymants }\n";
    let fine =
        "policy: fine\ntitle: Fine\neffect: forbid\naccess: { properties: { kind: { const: emit } } }\n";
    let sent = json!({ "policies": { "odd": odd, "fine": fine } }).to_string();
    let report = world.post(&world.it, "/v1/policies/impact", &sent).await.is(200).json();
    let misspelt = |policy: &str| -> Vec<Value> {
        let found = report["warnings"][policy].as_array().unwrap();
        found.iter().filter(|warning| warning["code"] == "TP2010").cloned().collect()
    };
    assert_eq!(misspelt("fine"), Vec::<Value>::new(), "{report}");
    let place = &misspelt("odd")[0];
    assert_eq!(
        (&place["severity"], &place["range"]["start"]["line"]),
        (&json!("warning"), &json!(5)),
        "{report}"
    );
    assert_eq!(world.get(&world.it, "/v1/policies/impact").await.is(200).json()["warnings"], json!(null));
}

#[tokio::test]
async fn a_failing_test_stops_the_activation() {
    let world = World::new().await;
    let text = "policy: odd\ntitle: Odd\neffect: forbid\naccess: { properties: { kind: { const: emit } } }\n\
                tests: [ { name: emits are fine, access: { kind: emit }, expect: allow } ]\n";
    world.put(&world.it, "/v1/policies/odd", text).await.is(200);
    let problem = world.post(&world.it, "/v1/policies/activate", "").await.problem(422, "TP4028");
    assert!(!problem["diagnostics"].as_array().unwrap().is_empty(), "{problem}");
    assert_eq!(world.get(&world.it, "/v1/policies").await.is(200).json()["policies"][0]["active"], false);
}

#[tokio::test]
async fn only_it_writes_what_governs() {
    let world = World::new().await;
    for token in [&world.app, &world.champion, &world.auditor, &world.operator] {
        for (method, path) in [
            (Method::PUT, "/v1/policies/a"),
            (Method::DELETE, "/v1/policies/a"),
            (Method::POST, "/v1/policies/activate"),
            (Method::PUT, "/v1/integrations/a"),
            (Method::PUT, "/v1/secrets/a"),
        ] {
            let problem = world.ask(token, method, path).send("{}").await.problem(403, "TP4003");
            assert_eq!(problem["needed"], json!(["it"]), "{path}");
        }
    }
}

#[tokio::test]
async fn integrations_are_in_force_at_once() {
    let world = World::new().await;
    world.govern().await;
    let integration = world.get(&world.auditor, "/v1/integrations/payments").await.is(200).json();
    assert_eq!(integration["active"], true);
    world.get(&world.champion, "/v1/integrations/payments").await.problem(403, "TP4003");
    let functions = world.get(&world.champion, "/v1/functions").await.is(200).json();
    let calls: Vec<&Value> = functions["functions"].as_array().unwrap().iter().map(|f| &f["call"]).collect();
    assert!(calls.contains(&&json!("payments.refund:1.0.0@default")), "{functions}");
    world
        .put(&world.it, "/v1/integrations/broken", "integration: broken\nkind: telepathy\n")
        .await
        .problem(422, "TP4017");
}

#[tokio::test]
async fn schemas_and_codes_are_served() {
    let world = World::new().await;
    let kinds = world.get(&world.app, "/v1/schemas").await.is(200).json();
    for kind in kinds["kinds"].as_array().unwrap() {
        let schema = world.get(&world.app, &format!("/v1/schemas/{}", kind.as_str().unwrap())).await.is(200);
        assert_eq!(schema.header("content-type"), Some("application/schema+json"));
        assert!(schema.json().is_object());
    }
    assert!(kinds["kinds"].as_array().unwrap().contains(&json!("policy")));
    world.get(&world.app, "/v1/schemas/horoscope").await.problem(404, "TP4004");
    let page = world.get("", "/v1/codes/TP4004").await.is(200);
    assert!(page.bytes.starts_with(b"# TP4004: "));
    world.get("", "/v1/codes/TP9999").await.problem(404, "TP4004");
}

#[tokio::test]
async fn the_schema_of_workflows_knows_the_operations() {
    let world = World::new().await;
    world.govern().await;
    let path = "/v1/schemas/workflow?namespace=support";
    let schema = world.get(&world.champion, path).await.is(200);
    assert_eq!(schema.header("content-type"), Some("application/schema+json"));
    let validator = jsonschema::validator_for(&schema.json()).unwrap();
    let pay = |namespace: &str, call: &str, amount: Value| {
        json!({
            "document": { "dsl": "1.0.3", "namespace": namespace, "name": "pay", "version": "1.0.0" },
            "do": [{ "pay": { "call": call, "with": { "amount": amount } } }],
        })
    };
    let refund = "payments.refund:1.0.0@default";
    assert!(validator.is_valid(&pay("support", refund, json!("${ .amount }"))));
    assert!(validator.is_valid(&pay("support", refund, json!(5))));
    assert!(!validator.is_valid(&pay("support", refund, json!("five"))));
    assert!(!validator.is_valid(&pay("support", "payments.steal:1.0.0@default", json!(5))));
    assert!(!validator.is_valid(&pay("sales", refund, json!(5))));

    // Without a namespace nobody learns what can be called; with one, whoever has a role there does.
    let plain = world.get(&world.app, "/v1/schemas/workflow").await.is(200);
    assert!(!String::from_utf8_lossy(&plain.bytes).contains("payments.refund"));
    for token in [&world.it, &world.auditor, &world.operator] {
        world.get(token, path).await.is(200);
    }
    world.get(&world.app, path).await.problem(403, "TP4003");
    world.get(&world.champion, "/v1/schemas/workflow?namespace=sales").await.problem(403, "TP4003");
    world.get("", path).await.problem(401, "TP4001");
    world.get(&world.it, "/v1/schemas/policy?namespace=support").await.problem(400, "TP4007");
    world.get(&world.it, "/v1/schemas/workflow?namespaces=support").await.problem(400, "TP4007");
}

#[tokio::test]
async fn a_secret_without_a_place_to_keep_it_is_refused() {
    let world = World::new().await;
    let ask = || {
        world.ask(&world.it, Method::PUT, "/v1/secrets/crm-key").header("content-type", "application/json")
    };
    let refused = ask().send("{\"value\":\"hush\"}").await;
    assert!(!refused.status.is_success(), "{refused:?}");
    assert!(!String::from_utf8_lossy(&refused.bytes).contains("hush"));
    let wrong = ask().send("{\"value\":\"hush\",\"valu\":1}").await;
    wrong.problem(400, "TP4008");
    let broken = ask().send("{\"value\":\"hush\"").await;
    assert!(!String::from_utf8_lossy(&broken.bytes).contains("hush"));
    broken.problem(400, "TP4008");
}
