//! Receipts: runs of every kind on a demo, each with a receipt that can be carried out again; then bytes are changed, and
//! then receipts are forged by somebody who signs them anew.

#![expect(clippy::unwrap_used, reason = "tests")]

mod attacks;
mod checked;
mod world;

use std::process::{Command, Output};

use serde_json::json;
use towpath_tests::{Random, demo_binary, sample};

use self::checked::{Judge, body, reseal};
use self::world::World;

/// Every run, whatever its kind, is proved; and not one byte of a receipt may be another.
#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_run_has_a_receipt_of_which_every_byte_counts() {
    let mut world = World::start().await;
    let runs = world.every_kind().await;
    let judge = Judge::new();
    for (kind, run) in &runs {
        let receipt = world.receipt(run).await;
        let wrong = judge.problems(&receipt).await;
        assert!(wrong.is_empty(), "{kind}: {wrong:#?}\n{}", String::from_utf8_lossy(&receipt));
    }
    let of = |kind: &str| &runs.iter().find(|(name, _)| *name == kind).unwrap().1;
    let receipt = world.receipt(of("completed")).await;
    let mut random = Random::new(7);
    for _ in 0..sample("receipts", 400, 20_000) {
        let mut changed = receipt.clone();
        let at = random.below(receipt.len());
        let to = u8::try_from(random.below(256)).unwrap();
        if changed[at] == to {
            continue;
        }
        changed[at] = to;
        assert!(!judge.problems(&changed).await.is_empty(), "byte {at} may be {to}");
    }
    the_command_line_says_the_same(&world, of("completed"), &receipt);
    attacks::all(&judge, &world, &runs).await;
    older_journals(&judge, &receipt).await;
    whoever_may_not(&world, of("completed")).await;
}

fn verify(arguments: &[&str]) -> (Option<i32>, String) {
    let Output { status, stdout, stderr } =
        Command::new(demo_binary()).arg("verify").args(arguments).env("NO_COLOR", "1").output().unwrap();
    (status.code(), format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr)))
}

fn the_command_line_says_the_same(world: &World, run: &str, receipt: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("receipt.json");
    let path = file.to_str().unwrap();
    let take = || {
        Command::new(demo_binary())
            .args(["runs", "receipt", run, "-o", path])
            .env("TOWPATH_URL", world.demo.url())
            .env("TOWPATH_TOKEN", world.demo.token("it"))
            .output()
            .unwrap()
    };
    let taken = take();
    assert_eq!(taken.status.code(), Some(0), "{}", String::from_utf8_lossy(&taken.stderr));
    assert_eq!(take().status.code(), Some(3), "nothing is replaced");

    let key = world.demo.data().join("engine/audit/key.pub");
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

    // Somebody else's signature is one, until a key is named. Then nothing is carried out.
    std::fs::write(&file, reseal(&body(receipt))).unwrap();
    assert_eq!(verify(&[path]).0, Some(0));
    let (code, told) = verify(&[&[path][..], &pinned].concat());
    assert!(code == Some(1) && told.contains("it names another key"), "{told}");
    assert!(!told.contains("carried out again") && !told.contains("the journal of run"), "{told}");
    // Under a key of small order one signature fits everything.
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

/// What an older engine wrote is carried out again, and the rest is not said to be well.
async fn older_journals(judge: &Judge, receipt: &[u8]) {
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
    let report = judge.report(&old.to_string()).await;
    assert!(!report.is_wrong() && !report.is_complete(), "{:#?}", report.checks);
    let unchecked: Vec<&String> = report.checks.iter().flat_map(|check| &check.unchecked).collect();
    assert!(unchecked.len() == 1 && unchecked[0].contains("the journal is older"), "{unchecked:?}");
}

async fn whoever_may_not(world: &World, run: &str) {
    let path = format!("/v1/runs/{run}/receipt");
    let champion = r#"{"name":"dan","grants":[{"role":"champion","namespace":"support"}]}"#;
    let champion = world.demo.as_role("it").post("/v1/tokens", champion).await;
    let champion = towpath_tests::Http::new(world.demo.url(), champion.body["token"].as_str().unwrap());
    let refused = champion.get(&path).await;
    assert_eq!((refused.status, &refused.body["code"]), (403, &json!("TP4051")), "{}", refused.text);
    assert!(refused.text.contains("customer-data"), "{}", refused.text);
    let refused = world.demo.as_role("app").get(&path).await;
    assert_eq!((refused.status, &refused.body["code"]), (403, &json!("TP4003")), "{}", refused.text);
    assert_eq!(world.demo.as_role("it").get("/v1/runs/nothing/receipt").await.status, 404);
    let waiting = world.start_waiting().await;
    let early = world.demo.as_role("it").get(&format!("/v1/runs/{waiting}/receipt")).await;
    assert_eq!((early.status, &early.body["code"]), (409, &json!("TP4050")), "{}", early.text);
    let audit = world.demo.as_role("it").get("/v1/audit?limit=200").await;
    assert!(audit.text.contains("GET /v1/runs/{id}/receipt unmasked: customer-data"), "{}", audit.text);
    let schema = world.demo.as_role("it").get("/v1/schemas/receipt").await;
    assert_eq!(schema.body["properties"]["towpath"]["const"], "receipt 1");
}
