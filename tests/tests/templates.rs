//! The templates of `examples/templates/`: each is checked, formatted and tested as it stands, and goes live in the demo
//! company, where it does what it says. A new folder needs no code.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use towpath_tests::{Demo, Http, demo_binary, free_port, root};

/// One folder.
struct Template {
    folder: PathBuf,
    /// `template.yaml`.
    says: Value,
    /// The definition, as text and as a value.
    source: String,
    definition: Value,
}

impl Template {
    fn read(folder: PathBuf) -> Self {
        let says = yaml(&std::fs::read_to_string(folder.join("template.yaml")).unwrap());
        let source = std::fs::read_to_string(folder.join("workflow.yaml")).unwrap();
        let definition = yaml(&source);
        Self { folder, says, source, definition }
    }

    fn id(&self) -> String {
        self.folder.file_name().unwrap().to_string_lossy().into_owned()
    }

    /// `support/returns`.
    fn workflow(&self) -> String {
        let word = |name: &str| self.definition["document"][name].as_str().unwrap().to_owned();
        format!("{}/{}", word("namespace"), word("name"))
    }

    /// IT puts its policy in force.
    async fn permit(&self, it: &Http) {
        let text = std::fs::read_to_string(self.folder.join("policy.yaml")).unwrap();
        let name = yaml(&text)["policy"].as_str().unwrap().to_owned();
        it.save_policy(&name, text).await;
        let activated = it.activate().await;
        assert!(activated.status < 300, "{name}: {}", activated.text);
    }
}

fn yaml(text: &str) -> Value {
    let (node, found) = towpath_dsl::yaml::parse(text, towpath_dsl::yaml::Limits::default());
    assert!(found.is_empty(), "{found:?}\n{text}");
    node.unwrap().to_json()
}

/// In the order in which they are shown.
fn all() -> Vec<Template> {
    let folders = std::fs::read_dir(root().join("examples/templates")).unwrap();
    let mut found: Vec<Template> =
        folders.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).map(Template::read).collect();
    found.sort_by_key(|template| template.says["order"].as_u64());
    assert!(found.len() >= 8, "{}", found.len());
    found
}

/// Runs a command of the CLI; its exit code and everything it said.
fn run(words: &[&str], paths: &[&Path]) -> (Option<i32>, String) {
    let output = Command::new(demo_binary()).args(words).args(paths).env("NO_COLOR", "1").output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&said).into_owned())
}

/// Whether `actual` has everything that `expected` has.
fn holds(expected: &Value, actual: &Value) -> bool {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => {
            expected.iter().all(|(key, value)| actual.get(key).is_some_and(|actual| holds(value, actual)))
        }
        (expected, actual) => expected == actual,
    }
}

/// Every property of a schema, also those of properties, says what it is and has an example.
fn explained(schema: &Value, pointer: &str, missing: &mut Vec<String>) {
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let pointer = format!("{pointer}/{name}");
        if property["title"].as_str().is_none_or(str::is_empty) {
            missing.push(format!("{pointer} has no title"));
        }
        if property["properties"].is_null() && property["examples"].get(0).is_none() {
            missing.push(format!("{pointer} has no example"));
        }
        explained(property, &pointer, missing);
    }
}

#[test]
fn each_says_what_it_is_and_what_to_change() {
    let templates = all();
    for (place, template) in templates.iter().enumerate() {
        let (id, says) = (template.id(), &template.says);
        assert_eq!(says["id"], id.as_str());
        assert_eq!(says["order"], json!(place + 1), "{id}: the orders are 1, 2, 3, …");
        assert_eq!(says["title"], template.definition["document"]["title"], "{id}");
        assert!(says["description"].as_str().unwrap().len() > 60, "{id}");
        let blank = &says["blank"];
        let place = template.definition.pointer(blank["pointer"].as_str().unwrap());
        let place = place.unwrap_or_else(|| panic!("{id}: nothing is at {}", blank["pointer"]));
        let is_same_type = std::mem::discriminant(place) == std::mem::discriminant(&blank["example"]);
        assert!(is_same_type && !place.is_object() && *place != blank["example"], "{id}: {blank}");
        assert!(blank["label"].as_str().unwrap().ends_with('?'), "{id}: a label is a question");
        let mut missing = Vec::new();
        explained(&template.definition["input"]["schema"]["document"], "", &mut missing);
        // Settings have a default, which is their example.
        let mut settings = Vec::new();
        explained(&template.definition["document"]["metadata"]["settings"], "", &mut settings);
        missing.extend(settings.into_iter().filter(|what| !what.ends_with("no example")));
        assert!(missing.is_empty(), "{id}: {missing:#?}");
        let page = std::fs::read_to_string(root().join("examples/templates/README.md")).unwrap();
        assert!(page.contains(&format!("[{id}]({id}/")), "{id} is not in the table of the page");
    }
}

#[test]
fn each_is_checked_formatted_and_tested_without_a_warning() {
    let company = root().join("examples/acme");
    let (integrations, policies) = (company.join("integrations"), company.join("policies"));
    for template in all() {
        let id = template.id();
        let file = |name: &str| template.folder.join(name);
        let (definition, policy) = (file("workflow.yaml"), file("policy.yaml"));
        let names = ["template.yaml", "workflow.yaml", "tests.yaml", "policy.yaml"].map(file);
        let texts: Vec<&Path> = names.iter().map(PathBuf::as_path).collect();
        let (code, said) = run(&["fmt", "--check"], &texts);
        assert_eq!(code, Some(0), "{id}\n{said}");
        let integrations = Path::new(&integrations);
        let known = [&definition, Path::new("--integrations"), integrations];
        let (code, said) = run(&["check"], &known);
        assert!(code == Some(0) && !said.contains("warning"), "{id}\n{said}");
        for verb in ["check", "test"] {
            let (code, said) = run(&["policies", verb], &[&policy]);
            assert!(code == Some(0) && !said.contains("warning"), "{id}\n{said}");
        }
        let by = Path::new("--policies");
        for more in [&[][..], &[by, &policies, by, &policy][..]] {
            let (code, said) = run(&["test"], &[&known[..], more].concat());
            assert!(code == Some(0) && said.contains("0 failed"), "{id}\n{said}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_goes_live_in_the_demo_and_does_what_it_says() {
    let demo = Demo::start();
    let (it, champion, app) = (demo.as_role("it"), demo.as_role("champion"), demo.as_role("app"));
    for template in all() {
        let (workflow, case) = (template.workflow(), &template.says["case"]);
        template.permit(&it).await;
        champion.put_live(&workflow, template.source.clone()).await;
        if let Some(settings) = case.get("settings") {
            let body = json!({ "values": settings }).to_string();
            let set = champion.put(&format!("/v1/workflows/{workflow}/settings"), body).await;
            assert_eq!(set.status, 200, "{workflow}: {}", set.text);
        }
        let answer = app.call(&workflow, &case["input"]).await;
        assert_eq!(answer.status, 200, "{workflow}: {}", answer.text);
        assert!(holds(&case["output"], &answer.body), "{workflow}: {}", answer.text);

        // Somebody fills in the blank, and nothing else.
        let mut changed = template.definition.clone();
        let place = changed.pointer_mut(template.says["blank"]["pointer"].as_str().unwrap());
        *place.unwrap() = template.says["blank"]["example"].clone();
        changed["document"]["version"] = json!("1.1.0");
        champion.put_live(&workflow, changed.to_string()).await;
    }
}

/// Puts the payments where nobody listens.
async fn stop_payments(it: &Http) {
    let found = it.get("/v1/integrations/payments").await;
    let source = found.body["source"].as_str().unwrap().to_owned();
    let address = source.split("baseUrl: ").nth(1).and_then(|rest| rest.lines().next()).unwrap();
    let away = source.replace(address, &format!("http://127.0.0.1:{}/payments", free_port()));
    let put = it.put("/v1/integrations/payments", away.clone()).await;
    let put = match put.body["impact"].as_str() {
        Some(impact) if put.status == 409 => {
            it.put(&format!("/v1/integrations/payments?confirm={impact}"), away).await
        }
        _ => put,
    };
    assert_eq!(put.status, 200, "{}", put.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_return_is_a_ticket_while_payments_are_down() {
    let demo = Demo::start();
    let returns = all().into_iter().find(|template| template.id() == "returns").unwrap();
    let workflow = returns.workflow();
    returns.permit(&demo.as_role("it")).await;
    demo.as_role("champion").put_live(&workflow, returns.source.clone()).await;
    let call = async |order: &str| {
        let answer = demo.as_role("app").call(&workflow, &json!({ "orderId": order })).await;
        (answer.status, answer.body)
    };
    // Too old, too dear, on its way: none of these is paid back.
    for (order, reason) in [
        ("o-1006", "it was delivered 30 days ago or earlier"),
        ("o-1002", "it costs 100 euros or more"),
        ("o-1001", "it was not delivered yet"),
    ] {
        let (status, answer) = call(order).await;
        assert!(status == 200 && answer["decision"] == "ticket" && answer["reason"] == reason, "{answer}");
    }
    assert_eq!(call("o-9999").await.0, 404);

    stop_payments(&demo.as_role("it")).await;
    let (status, answer) = call("o-1005").await;
    assert_eq!((status, &answer["decision"]), (200, &json!("ticket")), "{answer}");
    assert_eq!(answer["reason"], "the payment provider did not answer three times");
    let log = demo.company_log().await;
    let tickets = log["writes"].as_array().unwrap();
    assert!(tickets.iter().all(|write| write["what"] == "crm/complaints") && tickets.len() == 4, "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_that_the_team_closes_is_not_reminded_of() {
    let demo = Demo::start();
    let complaint = all().into_iter().find(|template| template.id() == "complaint-follow-up").unwrap();
    let workflow = complaint.workflow();
    complaint.permit(&demo.as_role("it")).await;
    let champion = demo.as_role("champion");
    champion.put_live(&workflow, complaint.source.clone()).await;
    let run = champion.start(&workflow, &complaint.says["case"]["input"]).await;
    champion.waiting(&run).await;
    let log = demo.company_log().await;
    let ticket = &log["writes"][0]["answer"]["ticket"];
    assert!(ticket.is_string(), "{log}");
    champion
        .send_event(&json!({
            "specversion": "1.0", "id": "closed-1", "source": "/desk", "type": "com.acme.complaint.closed",
            "data": { "ticket": ticket },
        }))
        .await;
    let ended = champion.ended(&run).await;
    assert_eq!(ended["output"], json!({ "ticket": ticket, "closed": true }), "{ended}");
    assert_eq!(demo.company_log().await["arrived"], 1);
}
