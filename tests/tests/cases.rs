//! `towpath test`: cases of definitions, with declared answers in place of real systems.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::process::Command;

use towpath_tests::{demo_binary, root};

/// Runs the cases; the exit code and the output.
fn test(example: &str, cases: Option<&Path>, more: &[&str]) -> (Option<i32>, String) {
    let examples = root().join("examples");
    let mut command = Command::new(demo_binary());
    command.arg("test").arg(examples.join(example).join("workflow.yaml"));
    command.arg("--integrations").arg(examples.join("acme/integrations"));
    command.arg("--policies").arg(examples.join("acme/policies"));
    command.arg("--policies").arg(examples.join(example).join("policy.yaml"));
    if let Some(cases) = cases {
        command.arg("--cases").arg(cases);
    }
    let output = command.args(more).env("NO_COLOR", "1").output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn the_cases_of_the_examples_hold() {
    let mut tried = 0;
    for entry in std::fs::read_dir(root().join("examples")).unwrap() {
        let path = entry.unwrap().path();
        if path.join("tests.yaml").is_file() {
            let (code, said) = test(&path.file_name().unwrap().to_string_lossy(), None, &[]);
            assert_eq!(code, Some(0), "{}\n{said}", path.display());
            tried += 1;
        }
    }
    assert!(tried > 0);
}

#[test]
fn what_is_otherwise_than_expected_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let (cases, junit) = (folder.path().join("cases.yaml"), folder.path().join("junit.xml"));
    let order = "order: { id: o-1, items: [{ sku: rope, price: 10, qty: 1 }] }, customer: { tier: standard }";
    let text = format!(
        "- name: another amount\n  input: {{ {order} }}\n  results: {{ payments.refund: {{ refund: r-1, amount: 10 }} }}\n  \
         expect: {{ output: {{ decision: paid, refund: r-1, amount: 11 }} }}\n\
         - name: not declared\n  input: {{ {order} }}\n  expect: {{ calls: [] }}\n\
         - name: no result of this operation\n  input: {{ {order} }}\n  results: {{ payments.refund: {{ refund: 7 }} }}\n  expect: {{}}\n"
    );
    std::fs::write(&cases, text).unwrap();
    let (code, said) = test("refund-triage", Some(&cases), &["--junit", junit.to_str().unwrap()]);
    assert_eq!(code, Some(1), "{said}");
    for part in [
        r#"output: expected {"decision":"paid","refund":"r-1","amount":11}, got {"decision":"paid","refund":"r-1","amount":10}"#,
        r#"calls: expected [], got ["payments.refund"]"#,
        "does not fit its output schema",
        "0 passed, 3 failed",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
    let report = std::fs::read_to_string(&junit).unwrap();
    assert!(
        report.contains("tests=\"3\" failures=\"3\"") && report.contains("support/refund-triage"),
        "{report}"
    );

    std::fs::write(&cases, "- nam: x\n").unwrap();
    let (code, said) = test("refund-triage", Some(&cases), &[]);
    assert!(code == Some(2) && said.contains("unknown field `nam`"), "{said}");
}

#[test]
fn who_would_have_to_release_is_told_and_nobody_is_asked() {
    let folder = tempfile::tempdir().unwrap();
    let hold = "policy: held\ntitle: Refunds are held\neffect: hold\napprovers: { role: approver }\n\
                access: { properties: { integration: { const: payments } } }\nreason: r\n";
    std::fs::write(folder.path().join("hold.yaml"), hold).unwrap();
    let cases = folder.path().join("cases.yaml");
    let text = "- name: released\n  input: { order: { id: o-1, items: [{ sku: rope, price: 10, qty: 1 }] }, customer: { tier: gold } }\n  \
                results: { payments.refund: { refund: r-1, amount: 10 } }\n  \
                expect: { held: [payments.refund], calls: [{ operation: payments.refund }] }\n";
    std::fs::write(&cases, text).unwrap();
    let (code, said) = test(
        "refund-triage",
        Some(&cases),
        &["--policies", folder.path().join("hold.yaml").to_str().unwrap()],
    );
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn what_a_definition_reaches_is_shown_without_running_it() {
    let file = root().join("examples/complaint-intake/workflow.yaml");
    let output = Command::new(demo_binary()).arg("profile").arg(&file).env("NO_COLOR", "1").output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        said.contains("call   it calls crm.get-customer 1.0.0  line 22  /do/0/lookUp/try/0/getCustomer"),
        "{said}"
    );
    let output = Command::new(demo_binary()).args(["profile", "--json"]).arg(&file).output().unwrap();
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(told["digest"].as_str().unwrap().starts_with("sha256:"));
    assert_eq!(told["profile"]["accesses"].as_array().unwrap().len(), 5);
}

#[test]
fn integrations_are_checked_without_reaching_anything() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.yaml"), "integration: a\nkind: htp\n").unwrap();
    let check = |path: &Path| {
        let output = Command::new(demo_binary()).args(["integrations", "check"]).arg(path).output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert_eq!(check(&root().join("examples/acme/integrations")).0, Some(0));
    let (code, said) = check(folder.path());
    assert!(code == Some(1) && said.contains("htp"), "{said}");
}
