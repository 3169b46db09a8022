//! Receipts of runs of every kind: each verifies, no byte of it can be changed, and no forgery passes that was signed anew.

#![expect(clippy::unwrap_used, reason = "tests")]

mod attacks;
mod checked;
mod company;

use std::process::Command;

use serde_json::json;
use towpath_tests::{Random, Said, demo_binary, sample};

use self::checked::{Evaluate, body, reseal};
use self::company::Company;

/// The receipt of every kind of run verifies, and no byte of it can be changed.
#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_run_has_a_receipt_of_which_every_byte_counts() {
    let mut company = Company::start().await;
    let runs = company.every_kind().await;
    let evaluate = Evaluate::new();
    for (kind, run) in &runs {
        let receipt = company.receipt(run).await;
        let wrong = evaluate.problems(&receipt).await;
        assert!(wrong.is_empty(), "{kind}: {wrong:#?}\n{}", String::from_utf8_lossy(&receipt));
    }
    let of = |kind: &str| &runs.iter().find(|(name, _)| *name == kind).unwrap().1;
    let receipt = company.receipt(of("completed")).await;
    let mut random = Random::new(7);
    for _ in 0..sample("receipts", 400, 20_000) {
        let mut changed = receipt.clone();
        let at = random.below(receipt.len());
        let to = u8::try_from(random.below(256)).unwrap();
        if changed[at] == to {
            continue;
        }
        changed[at] = to;
        assert!(!evaluate.problems(&changed).await.is_empty(), "byte {at} may be {to}");
    }
    the_command_line_says_the_same(&company, of("completed"), &receipt);
    attacks::all(&evaluate, &company, &runs).await;
    older_journals(&evaluate, &receipt).await;
    whoever_may_not(&company, of("completed")).await;
}

fn verify(arguments: &[&str]) -> (Option<i32>, String) {
    let said = Said::of(Command::new(demo_binary()).arg("verify").args(arguments));
    (said.code, said.all())
}

fn the_command_line_says_the_same(company: &Company, run: &str, receipt: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("receipt.json");
    let path = file.to_str().unwrap();
    let take = || company.it().cli(&["runs", "receipt", run, "-o", path]);
    take().ends(0);
    // An existing file is not replaced.
    take().ends(3);

    let key = company.world.server.data().join("engine/audit/key.pub");
    let pinned = ["--key", key.to_str().unwrap()];
    let (code, told) = verify(&[&[path][..], &pinned].concat());
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(told.lines().filter(|line| line.starts_with("ok ")).count(), 6, "{told}");
    let hex = std::fs::read_to_string(&key).unwrap();
    let (code, told) = verify(&[path, "--key", hex.trim(), "--json"]);
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!((code, &told["ok"], &told["run"]), (Some(0), &json!(true), &json!(run)));
    let (code, told) = verify(&[path]);
    assert!(code == Some(0) && told.contains("give --key from elsewhere"), "{told}");

    // Without `--key`, any key's signature counts. With it, nothing is replayed before the signature is checked.
    std::fs::write(&file, reseal(&body(receipt))).unwrap();
    assert_eq!(verify(&[path]).0, Some(0));
    let (code, told) = verify(&[&[path][..], &pinned].concat());
    assert!(code == Some(1) && told.contains("it names another key"), "{told}");
    assert!(!told.contains("carried out again") && !told.contains("the journal of run"), "{told}");
    // Under a key of small order, one signature fits every text.
    let (neutral, forged) = (format!("01{}", "0".repeat(62)), format!("01{}", "0".repeat(126)));
    let body = serde_json::to_string(&body(receipt)).unwrap();
    let weak = format!(
        "{{\"towpath\":\"receipt 1\",\"key\":\"{neutral}\",\"signature\":\"{forged}\",\"receipt\":{body}}}\n"
    );
    std::fs::write(&file, weak).unwrap();
    let (code, told) = verify(&[path]);
    assert!(code == Some(1) && told.contains("proves nothing") && !told.contains("carried out"), "{told}");
    assert_eq!(verify(&[path, "--key", &neutral]).0, Some(2));
    for at in [0, 40, 200, receipt.len() / 2, receipt.len() - 1] {
        let mut changed = receipt.to_vec();
        changed[at] ^= 1;
        std::fs::write(&file, &changed).unwrap();
        let (code, told) = verify(&[path]);
        assert_eq!(code, Some(1), "byte {at}: {told}");
    }
    assert_eq!(verify(&[path, "--key", "abc"]).0, Some(2));
    assert_eq!(verify(&["no/such/file"]).0, Some(3));
}

/// A journal of an older engine is replayed, and what it lacks is reported as unchecked.
async fn older_journals(evaluate: &Evaluate, receipt: &[u8]) {
    let mut old = body(receipt);
    for entry in old["records"].as_array_mut().unwrap() {
        let record = entry["record"].as_object_mut().unwrap();
        let fields = record.values_mut().next().unwrap();
        if let Some(fields) = fields.as_object_mut() {
            for name in ["subject", "approvals", "access", "answer"] {
                fields.remove(name);
            }
        }
    }
    let report = evaluate.report(&old.to_string()).await;
    assert!(!report.is_wrong() && !report.is_complete(), "{:#?}", report.checks);
    let unchecked: Vec<&String> = report.checks.iter().flat_map(|check| &check.unchecked).collect();
    assert!(unchecked.len() == 1 && unchecked[0].contains("the journal is older"), "{unchecked:?}");
}

async fn whoever_may_not(company: &Company, run: &str) {
    let path = format!("/v1/runs/{run}/receipt");
    let champion = company.world.person("dan", &["champion:support"]).await;
    let refused = champion.get(&path).await;
    assert_eq!((refused.status, &refused.body["code"]), (403, &json!("TP4051")), "{}", refused.text);
    assert!(refused.text.contains("customer-data"), "{}", refused.text);
    let refused = company.world.server.as_role("app").get(&path).await;
    assert_eq!((refused.status, &refused.body["code"]), (403, &json!("TP4003")), "{}", refused.text);
    assert_eq!(company.it().get("/v1/runs/nothing/receipt").await.status, 404);
    let waiting = company.start_waiting().await;
    let early = company.it().get(&format!("/v1/runs/{waiting}/receipt")).await;
    assert_eq!((early.status, &early.body["code"]), (409, &json!("TP4050")), "{}", early.text);
    let audit = company.it().get("/v1/audit?limit=200").await;
    assert!(audit.text.contains("GET /v1/runs/{id}/receipt unmasked: customer-data"), "{}", audit.text);
    let schema = company.it().get("/v1/schemas/receipt").await;
    assert_eq!(schema.body["properties"]["towpath"]["const"], "receipt 1");
}
