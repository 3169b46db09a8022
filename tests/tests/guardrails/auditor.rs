//! The auditor: the audit log has every change without its values, and a changed log is detected.

use super::*;

/// A workflow was published and called; the champion was refused a change, and an unknown token too.
async fn changed() -> Refunds {
    let refunds = Refunds::start().await;
    refunds.publish(&quiet().replace("a: 1", "a: secret-word")).ends(0);
    assert_eq!(refunds.call(1).await.status, 200);
    refunds.champion.cli(&["workflows", "off", "support/refund", "-m", "no"]).ends(4);
    let nobody = refunds.world.with_token("tp_nobody");
    assert_eq!(nobody.put("/v1/policies/x", "policy: x").await.status, 401);
    refunds
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_log_has_every_change_and_no_value() {
    let refunds = changed().await;
    let found = refunds.it.get("/v1/audit?who=mia@acme.example").await;
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
    assert!(!refunds.it.get("/v1/audit?limit=1000").await.text.contains("secret-word"), "no values");
    assert_eq!(refunds.champion.get("/v1/audit").await.status, 403);
    let listed = refunds.it.cli(&["audit", "list", "--who", "mia@acme.example"]).out;
    assert_eq!(listed.lines().count(), 3, "{listed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_or_cut_audit_log_is_found_out() {
    let refunds = changed().await;
    let (folder, anchor) = refunds.world.server.audit();
    let verify = |anchored: bool| {
        let mut arguments = vec!["audit", "verify", folder.to_str().unwrap()];
        if anchored {
            arguments.extend(["--anchor", anchor.to_str().unwrap()]);
        }
        refunds.it.cli(&arguments)
    };
    verify(true).ends(0).says(&["the log matches", "stops anyone"]);
    let exported = refunds.it.get("/v1/audit/export").await.text;
    assert!(exported.lines().count() > 6 && exported.starts_with("{\"hash\":"), "{exported}");

    let mut files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let file = files.find(|path| path.extension().is_some_and(|ending| ending == "jsonl")).unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("mia@acme.example", "eve@acme.example")).unwrap();
    verify(false).ends(1).says(&["was changed"]);
    // Only the anchor shows that the end is missing.
    let cut: Vec<&str> = text.lines().collect();
    std::fs::write(&file, cut[..cut.len() - 2].join("\n") + "\n").unwrap();
    verify(false).ends(0);
    verify(true).ends(1).says(&["was cut off"]);
}
