//! `plan`, `apply` and `pull` from outside: a folder under version control against servers. Roles, refusals, and changes that
//! happen between plan and apply.

#![expect(clippy::unwrap_used, reason = "tests")]

#[path = "plan/folder.rs"]
mod folder;

use serde_json::{Value, json};
use towpath_tests::{Http, Said, World, root};

use folder::{BATCH, Folder, LEGACY, LIMIT, PAYMENTS, PERMIT, REFUND, REVIEW, SECRET};

/// Runs a command as somebody. No secret and no token is printed.
fn run_as(who: &Http, arguments: &[&str]) -> Said {
    who.cli(arguments).never(&[SECRET, who.token()])
}

/// [`run_as`] with the token that has all roles.
fn run(world: &World, arguments: &[&str]) -> Said {
    run_as(&world.server.http(), arguments)
}

async fn policy(world: &World, name: &str) -> Value {
    world.server.http().get(&format!("/v1/policies/{name}")).await.body
}

async fn latest(world: &World, workflow: &str) -> Value {
    world.server.http().get(&format!("/v1/workflows/{workflow}")).await.body["version"].clone()
}

async fn settings(world: &World) -> Value {
    world.server.http().get("/v1/workflows/support/refund/settings").await.body["values"].clone()
}

/// The changes of a plan, each as `kind name act`.
fn acts(plan: &Said) -> Vec<String> {
    let plan = plan.json();
    let items = plan["plan"]["items"].as_array().unwrap().clone();
    let text = |item: &Value, key: &str| item[key].as_str().unwrap().to_owned();
    let changes =
        items.iter().filter(|item| !["same", "left", "waits"].contains(&text(item, "act").as_str()));
    changes
        .map(|item| format!("{} {} {}", text(item, "kind"), text(item, "name"), text(item, "act")))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_is_planned_and_applied_and_exactly_what_changes_is_changed() {
    let (world, folder) = (World::start(&[]).await, Folder::whole());
    folder.write("README.md", "ours\n");
    let first = run(&world, &["plan", folder.path()]).ends(5).says(&[
        "+ payments",
        "+ all",
        "+ support/refund 1.0.0",
        "+ support/batch 1.0.0",
        "limit: 5 → 7",
        "goes live",
        "the secret `pay-key` of integrations/payments.yaml is not on the server yet",
        "README.md",
        "plan: 6 new, 0 changed, 0 removed",
    ]);
    let place = |what: &str| first.out.find(what).unwrap();
    assert!(
        place("+ support/refund") < place("+ support/batch"),
        "what is started comes first: {}",
        first.out
    );
    assert_eq!(
        world.server.http().get("/v1/policies").await.body["policies"],
        json!([]),
        "a plan saves nothing"
    );
    assert_eq!(world.server.http().get("/v1/workflows/support/refund/draft").await.status, 404);

    run(&world, &["apply", folder.path()]).ends(2).says(&["there is no terminal to ask on", "--yes"]);
    let junit = folder.file("report.xml");
    let applied =
        run(&world, &["apply", folder.path(), "--yes", "--json", "--junit", junit.to_str().unwrap()]).ends(0);
    assert_eq!(applied.json()["applied"], true, "{}", applied.all());
    assert_eq!(applied.json()["steps"].as_array().unwrap().len(), 7, "{}", applied.all());
    let report = std::fs::read_to_string(&junit).unwrap();
    assert!(report.contains("tests=\"7\" failures=\"0\""), "{report}");
    std::fs::remove_file(junit).unwrap();
    run(&world, &["plan", folder.path()]).ends(0).says(&["nothing to change"]);
    run(&world, &["apply", folder.path()]).ends(0).says(&["nothing to change"]);
    let put = world.server.http().put("/v1/secrets/pay-key", json!({ "value": SECRET }).to_string()).await;
    assert_eq!(put.status, 204, "{}", put.text);
    assert_eq!(world.server.http().get("/v1/secrets").await.body["secrets"], json!(["pay-key"]));
    run(&world, &["plan", folder.path()]).ends(0).never(&["pay-key"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_plan_does_nothing_once_server_or_folder_have_changed() {
    let (world, folder) = (World::start(&[]).await, Folder::whole());
    run(&world, &["apply", folder.path(), "--yes"]).ends(0);
    // One change of each kind.
    folder.write("policies/all.yaml", &PERMIT.replace("Everything here", "All of it"));
    folder.write(
        "workflows/refund/workflow.yaml",
        &REFUND.replace("version: 1.0.0\n", "version: 1.1.0\n").replace(".amount }", ".amount * 2 }"),
    );
    folder.write("settings/support/refund.yaml", "limit: 8\n");
    let saved = folder.file("plan.json");
    let saved = saved.to_str().unwrap();
    let changed = run(&world, &["plan", folder.path(), "--json", "-o", saved]).ends(5);
    let expected = ["policy all change", "workflow support/refund change", "settings support/refund change"];
    assert_eq!(acts(&changed), expected, "{}", changed.all());
    run(&world, &["plan", folder.path(), "--diff"]).ends(5).says(&[
        "- title: Everything here",
        "+ title: All of it",
        "after 1.0.0: 1 change",
        "/do/0/pay/with/amount",
        "limit: 7 → 8",
    ]);
    assert!(!std::fs::read_to_string(saved).unwrap().contains("Everything"), "a plan holds no texts");

    // A document changes on the server: the saved plan does nothing at all.
    let theirs = PERMIT.replace("Tests.", "Theirs.");
    assert_eq!(world.server.http().put("/v1/policies/all", theirs.clone()).await.status, 200);
    run(&world, &["apply", saved])
        .ends(1)
        .says(&["the plan is out of date, so nothing was done", "policy `all` was changed on the server"]);
    assert_eq!(policy(&world, "all").await["source"], json!(theirs));
    assert_eq!(latest(&world, "support/refund").await, "1.0.0");
    assert_eq!(settings(&world).await, json!({ "limit": 7 }));
    run(&world, &["plan", folder.path(), "-o", saved])
        .ends(5)
        .says(&["replaces what", "did not put in force"]);
    folder.write("settings/support/refund.yaml", "limit: 9\n");
    run(&world, &["apply", saved]).ends(1).says(&["the folder holds something else"]);
    folder.write("settings/support/refund.yaml", "limit: 8\n");
    run(&world, &["apply", saved, "--url", "http://127.0.0.1:9"]).ends(2).says(&["the plan is for"]);
    run(&world, &["apply", saved]).ends(0).says(&["1.1.0 is live", "set, as revision 2"]);
    assert_eq!(latest(&world, "support/refund").await, "1.1.0");
    assert_eq!(settings(&world).await, json!({ "limit": 8 }));
    run(&world, &["apply", saved]).ends(1).says(&["out of date"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_are_immutable_and_going_back_is_a_change() {
    let (world, folder) = (World::start(&[]).await, Folder::whole());
    run(&world, &["apply", folder.path(), "--yes"]).ends(0);
    let newer = REFUND.replace("version: 1.0.0\n", "version: 1.1.0\n").replace(".amount }", ".amount * 2 }");
    folder.write("workflows/refund/workflow.yaml", &newer);
    run(&world, &["apply", folder.path(), "--yes"]).ends(0);
    let same_version = REFUND.replace("version: 1.0.0\n", "version: 1.1.0\n");
    folder.write("workflows/refund/workflow.yaml", &same_version);
    let wrong = "version 1.1.0 is published with another content; give it 1.1.1";
    run(&world, &["plan", folder.path()]).ends(1).says(&[wrong]);
    run(&world, &["apply", folder.path(), "--yes"]).ends(1).says(&[wrong, "nothing was done"]);
    folder.write("workflows/refund/workflow.yaml", REFUND);
    run(&world, &["plan", folder.path()]).ends(5).says(&["callers get 1.1.0 now, and would get 1.0.0 again"]);
    run(&world, &["apply", folder.path(), "--yes"]).ends(0);
    assert_eq!(latest(&world, "support/refund").await, "1.0.0");
    run(&world, &["plan", folder.path()]).ends(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_stops_it_and_doing_it_again_goes_on() {
    let (world, folder) = (World::start(&[]).await, Folder::whole());
    // A refusal that the plan finds: nothing is done.
    let forbid = "policy: no-refunds\ntitle: No refunds\neffect: forbid\naccess: { properties: { integration: { const: payments } } }\nreason: Not this year.\n";
    folder.write("policies/none.yaml", forbid);
    for command in [&["plan"][..], &["apply", "--yes"]] {
        let refused = run(&world, &[command, &[folder.path()]].concat()).ends(4);
        refused.says(&[
            "refused: policies refuse it",
            "workflows/refund/workflow.yaml:12:",
            "Not this year.",
        ]);
    }
    assert_eq!(world.server.http().get("/v1/integrations").await.body["integrations"], json!([]));
    std::fs::remove_file(folder.file("policies/none.yaml")).unwrap();

    // A refusal that only the server finds, of settings: earlier steps stay, later ones are not done.
    let legacy = world.server.http().put("/v1/integrations/legacy", LEGACY.to_owned()).await;
    assert_eq!(legacy.status, 200, "{}", legacy.text);
    folder.write("settings/support/refund.yaml", "limit: 60\n");
    run(&world, &["apply", folder.path(), "--yes", "--prune"]).ends(4).says(&[
        "1.0.0 is live",
        "FAIL settings support/refund",
        "Large limits are for finance.",
        "-- integration legacy: not done",
        "stopped: 6 done, 1 failed, 1 not done",
    ]);
    assert_eq!(latest(&world, "support/batch").await, "1.0.0");
    folder.write("settings/support/refund.yaml", "limit: 9\n");
    let rest = run(&world, &["plan", folder.path(), "--prune", "--json"]).ends(5);
    assert_eq!(acts(&rest), ["integration legacy remove", "settings support/refund add"], "{}", rest.all());
    run(&world, &["apply", folder.path(), "--yes", "--prune"]).ends(0);
    assert_eq!(settings(&world).await, json!({ "limit": 9 }));
    run(&world, &["plan", folder.path(), "--prune"]).ends(0);

    // New policies are checked against live versions. Drafts of others that would come into force are named.
    folder.write("policies/none.yaml", forbid);
    assert_eq!(
        world.server.http().put("/v1/policies/sales-is-looked-at", REVIEW.to_owned()).await.status,
        200
    );
    run(&world, &["plan", folder.path()]).ends(5).says(&[
        "support/refund 1.0.0 is live, and would be refused some of what it does",
        "the policy `sales-is-looked-at`, which tests saved on the server, is put in force along",
    ]);

    // Without policies or integrations in the folder, the server predicts the result.
    let other = Folder::new();
    let calls = REFUND.replace("payments.refund:1.0.0", "payments.refnd:1.0.0").replace("1.0.0\n", "1.3.0\n");
    other.write("workflows/refund.yaml", &calls);
    run(&world, &["plan", other.path()])
        .ends(1)
        .says(&["it cannot be published as it is", "workflows/refund.yaml:12:"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_changes_what_their_roles_let_them_and_reviews_are_waited_for() {
    let (world, folder) = (World::start(&[]).await, Folder::whole());
    run(&world, &["apply", folder.path(), "--yes"]).ends(0);
    let champion = world.person("mia@acme.example", &["champion:support"]).await;
    let it = world.person("ivo@acme.example", &["it"]).await;
    let app = world.person("shop@acme.example", &["app"]).await;

    // A champion may neither read integrations nor change policies.
    folder.write("policies/all.yaml", &PERMIT.replace("Tests.", "Mine."));
    let mine = run_as(&champion, &["plan", folder.path()]).ends(4);
    mine.says(&["not yours to change: writing a policy needs the role `it`", "cannot be compared"]);
    run_as(&champion, &["apply", folder.path(), "--yes"]).ends(4).says(&["nothing was done"]);
    assert_eq!(policy(&world, "all").await["source"], PERMIT);
    run_as(&app, &["plan", folder.path()]).ends(4).says(&["not yours to change"]);
    // IT may, but publishes nothing.
    folder.write("workflows/batch.yaml", &BATCH.replace("1.0.0 }", "1.0.1 }"));
    run_as(&it, &["apply", folder.path(), "--yes"])
        .ends(4)
        .says(&["writing a draft in namespace `support` needs the role `champion`"]);
    assert_eq!(policy(&world, "all").await["source"], PERMIT);
    // Each applies their part.
    let saved = folder.file("plan.json");
    let saved = saved.to_str().unwrap();
    run_as(&it, &["plan", folder.path(), "--only", "policies", "-o", saved]).ends(5).never(&["batch"]);
    run_as(&it, &["apply", saved, "--only", "policies"]).ends(2);
    run_as(&it, &["apply", saved]).ends(0).says(&["policy activation"]);
    run_as(&champion, &["apply", folder.path(), "--only", "settings", "--yes"])
        .ends(0)
        .says(&["nothing to change"]);

    // A folder with workflows only.
    let own = Folder::new();
    own.write("workflows/batch.yaml", &BATCH.replace("1.0.0 }", "1.0.1 }"));
    run_as(&champion, &["apply", own.path(), "--yes"]).ends(0).says(&["1.0.1 is live"]);
    own.write("workflows/lead.yaml", "document: { dsl: 1.0.3, namespace: sales, name: lead, version: 1.0.0 }\ndo: [{ a: { set: { a: 1 } } }]\n");
    run_as(&champion, &["plan", own.path()]).ends(4).says(&["in namespace `sales` needs the role"]);

    // A version that waits for its approval is as planned.
    folder.write("workflows/batch.yaml", &BATCH.replace("1.0.0 }", "1.0.1 }"));
    folder.write("policies/review.yaml", REVIEW);
    let lead = "document:\n  { dsl: 1.0.3, namespace: sales, name: lead, version: 1.0.0, metadata: { settings: { type: object, properties: { n: { type: integer, default: 1 } } } } }\ndo: [{ a: { set: { a: 1 } } }]\n";
    folder.write("workflows/lead.yaml", lead);
    folder.write("settings/sales/lead.yaml", "n: 2\n");
    run(&world, &["plan", folder.path()])
        .ends(5)
        .says(&["waits for a review by", "policy `sales-is-looked-at`"]);
    run(&world, &["apply", folder.path(), "--yes"])
        .ends(0)
        .says(&["waits workflow sales/lead", "waits settings sales/lead"]);
    run(&world, &["plan", folder.path()]).ends(0).says(&["sales/lead 1.0.0  waits for a review"]);
    let approver = world.person("ada@acme.example", &["approver"]).await;
    run_as(&approver, &["reviews", "approve", "sales/lead", "1.0.0"]).ends(0);
    run(&world, &["plan", folder.path()]).ends(5).says(&["+ sales/lead  n: 1 → 2"]);
    run(&world, &["apply", folder.path(), "--yes"]).ends(0);
    run(&world, &["plan", folder.path()]).ends(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_only_on_the_server_stays_unless_it_is_to_go() {
    let (world, folder) = (World::start(&[]).await, Folder::whole());
    let old = Folder::whole();
    let look = "document: { dsl: 1.0.3, namespace: support, name: look, version: 1.0.0 }\ndo: [{ a: { call: 'legacy.look:1.0.0@default' } }]\n";
    old.write("integrations/legacy.yaml", LEGACY);
    old.write("policies/review.yaml", REVIEW);
    old.write("workflows/look.yaml", look);
    run(&world, &["apply", old.path(), "--yes"]).ends(0);

    run(&world, &["plan", folder.path()]).ends(0).says(&[
        "legacy  only on the server, left alone",
        "support/look 1.0.0  only",
        "nothing to change",
    ]);
    // Only kinds that the folder has are compared.
    let policies = Folder::new();
    policies.write("policies/all.yaml", PERMIT);
    policies.write("policies/small.yaml", LIMIT);
    let fewer = run(&world, &["plan", policies.path(), "--prune", "--json"]).ends(5);
    assert_eq!(acts(&fewer), ["policy sales-is-looked-at remove"], "{}", fewer.all());

    // An integration that a live version uses is not deleted.
    let http = world.server.http();
    let used = http.send("DELETE", "/v1/integrations/legacy", None, &[]).await;
    assert_eq!((used.status, &used.body["code"]), (409, &json!("TP4070")), "{}", used.text);
    assert!(used.text.contains("support/look 1.0.0"), "{}", used.text);
    run(&world, &["integrations", "delete", "legacy"]).ends(1).says(&["support/look 1.0.0"]);
    let stale = http.send("DELETE", "/v1/integrations/legacy", None, &[("If-Match", "\"9\"")]).await;
    assert!([409, 412].contains(&stale.status), "{}", stale.text);
    let mine = world.person("mia@acme.example", &["champion"]).await;
    assert_eq!(mine.send("DELETE", "/v1/integrations/legacy", None, &[]).await.status, 403);
    assert_eq!(http.send("DELETE", "/v1/integrations/none", None, &[]).await.status, 404);
    let stale = http.send("DELETE", "/v1/policies/all", None, &[("If-Match", "\"9\"")]).await;
    assert_eq!(stale.status, 412, "{}", stale.text);

    folder.write("workflows/look.yaml", &look.replace("1.0.0 }", "1.0.1 }"));
    run(&world, &["plan", folder.path(), "--prune"])
        .ends(1)
        .says(&["- legacy", "workflows/look.yaml still calls it"]);
    std::fs::remove_file(folder.file("workflows/look.yaml")).unwrap();
    let gone = run(&world, &["plan", folder.path(), "--prune", "--json"]).ends(5);
    let expected =
        ["integration legacy remove", "policy sales-is-looked-at remove", "workflow support/look remove"];
    assert_eq!(acts(&gone), expected, "{}", gone.all());
    run(&world, &["plan", folder.path(), "--prune"])
        .ends(5)
        .says(&["- support/look 1.0.0  all its versions are retired"]);
    run(&world, &["apply", folder.path(), "--prune", "--yes"]).ends(0).says(&["1 version retired"]);
    assert_eq!(http.get("/v1/integrations/legacy").await.status, 404);
    assert_eq!(http.get("/v1/policies/active").await.body["policies"].as_array().unwrap().len(), 2);
    assert_eq!(http.get("/v1/workflows/support/look").await.body["state"], "retired");
    run(&world, &["plan", folder.path(), "--prune"]).ends(0);
    let listed = run(&world, &["integrations", "list"]).ends(0);
    assert!(listed.out.starts_with("payments  revision 1"), "{}", listed.out);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_server_is_taken_over_to_another() {
    let (test, live, folder) = (World::start(&[]).await, World::start(&[]).await, Folder::whole());
    run(&test, &["apply", folder.path(), "--yes"]).ends(0);
    for world in [&test, &live] {
        let put =
            world.server.http().put("/v1/secrets/pay-key", json!({ "value": SECRET }).to_string()).await;
        assert_eq!(put.status, 204);
    }
    // A saved draft of a policy is not pulled.
    assert_eq!(
        test.server.http().put("/v1/policies/all", PERMIT.replace("Tests.", "Not yet.")).await.status,
        200
    );

    let (first, second) = (Folder::new(), Folder::new());
    let pulled = run(&test, &["pull", first.path(), "--json"]).ends(0);
    assert_eq!(pulled.json()["secrets"], json!(["pay-key"]), "{}", pulled.all());
    let expected = [
        ("integrations/payments.yaml", PAYMENTS),
        ("policies/all.yaml", PERMIT),
        ("policies/small-limits.yaml", LIMIT),
        ("settings/support/refund.yaml", "limit: 7\n"),
        ("workflows/support/batch.yaml", BATCH),
        ("workflows/support/refund.yaml", REFUND),
    ];
    let contents = |files: &[(&str, &str)]| -> Vec<(String, String)> {
        files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    };
    assert_eq!(first.contents(), contents(&expected), "exactly as it was put");
    run(&live, &["apply", first.path(), "--yes"]).ends(0);
    run(&live, &["pull", second.path()]).ends(0).says(&["6 written", "pay-key"]);
    assert_eq!(second.contents(), first.contents());
    run(&live, &["plan", first.path()]).ends(0);

    // Files with other content are not overwritten.
    second.write("policies/all.yaml", "mine\n");
    second.write("settings/support/refund.yaml", "# seven\nlimit: 7\n");
    run(&live, &["pull", second.path()])
        .ends(1)
        .says(&["`policies/all.yaml` says something else", "nothing was written"]);
    assert_eq!(std::fs::read_to_string(second.file("policies/all.yaml")).unwrap(), "mine\n");
    run(&live, &["pull", second.path(), "--force"]).ends(0).says(&["1 written, 5 as they were"]);
    assert_eq!(std::fs::read_to_string(second.file("policies/all.yaml")).unwrap(), PERMIT);
    // A document keeps its file.
    run(&live, &["pull", folder.path()]).ends(0).says(&["0 written, 6 as they were"]);
    let champion = live.person("mia@acme.example", &["champion"]).await;
    run_as(&champion, &["pull", Folder::new().path()])
        .ends(0)
        .says(&["left out: integrations: reading integrations"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_folder_is_told_at_once_and_nothing_is_sent() {
    let (world, folder) = (World::start(&[]).await, Folder::whole());
    folder.write("integrations/payments.yaml", &PAYMENTS.replace("kind: http", "kind: htp"));
    folder.write("policies/twice.yaml", PERMIT);
    folder.write(
        "policies/failing.yaml",
        &PERMIT.replace("policy: all", "policy: odd").replace("expect: allow", "expect: deny"),
    );
    folder.write("workflows/batch.yaml", &BATCH.replace("do:", "don:"));
    folder.write("settings/support/refund.yaml", "limit: 700\n");
    folder.write("settings/refund.yaml", "limit: 7\n");
    let reports = Folder::new();
    let junit = reports.file("report.xml");
    run(&world, &["plan", folder.path(), "--junit", junit.to_str().unwrap()]).ends(1).says(&[
        "did you mean `http`?",
        "`policies/all.yaml` and `policies/twice.yaml` are both the policy `all`",
        "failing.yaml",
        "did you mean `do`?",
        "`limit` must be at most 100",
        "`settings/refund.yaml` is not the settings of a workflow",
        "nothing was sent",
    ]);
    let report = std::fs::read_to_string(junit).unwrap();
    assert!(report.contains("failures=\"6\"") && report.contains("both the policy"), "{report}");
    let told = run(&world, &["apply", folder.path(), "--yes", "--json"]).ends(1);
    assert!(told.json()["problems"].as_array().unwrap().len() >= 6, "{}", told.all());
    assert_eq!(world.server.http().get("/v1/integrations").await.body["integrations"], json!([]));
    let empty = Folder::new();
    run(&world, &["plan", empty.path()])
        .ends(3)
        .says(&["has none of the folders `integrations`, `policies`"]);
    run(&world, &["apply", empty.file("none").to_str().unwrap()]).ends(3);
    empty.write("plan.json", "{}");
    run(&world, &["apply", empty.file("plan.json").to_str().unwrap()])
        .ends(2)
        .says(&["neither a folder nor a plan"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_company_of_the_examples_is_such_a_folder() {
    let world = World::start(&[]).await;
    let folder = root().join("examples/company");
    let folder = folder.to_str().unwrap();
    run(&world, &["apply", folder, "--yes"]).ends(0);
    run(&world, &["plan", folder]).ends(0).says(&["nothing to change"]);
    let me = world.server.http().get("/v1/me").await;
    assert_eq!((me.status, &me.body["id"]), (200, &json!("tests")), "{}", me.text);
    assert_eq!(world.with_token("tp_none").get("/v1/me").await.status, 401);
}
