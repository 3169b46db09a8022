//! Every example of the specification is accepted, or refused only for constructs that this engine does not
//! support.

#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

use std::{collections::BTreeSet, env, fs, path::PathBuf};

/// The folder of the specification, if available.
fn specification() -> Option<PathBuf> {
    let workspace = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder =
        env::var_os("TOWPATH_SPEC").map_or_else(|| workspace.join("../shared/open-workflow"), PathBuf::from);
    if folder.join("examples").is_dir() {
        return Some(folder);
    }
    let missing = format!("NOT TESTED: no examples at {}; set TOWPATH_SPEC", folder.display());
    assert!(env::var("CI").as_deref() != Ok("true"), "{missing}");
    eprintln!("{missing}");
    None
}

#[test]
fn examples_are_accepted_or_cleanly_refused() {
    let Some(specification) = specification() else { return };
    let mut accepted = BTreeSet::new();
    let mut count = 0;
    for entry in fs::read_dir(specification.join("examples")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        count += 1;
        let source = fs::read_to_string(&path).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let (workflow, diagnostics) = towpath_dsl::read(&source);
        assert!(workflow.is_some(), "{name}: {diagnostics:#?}");
        for diagnostic in &diagnostics {
            let code = diagnostic.code.as_str();
            assert!(code.starts_with("TP03") || code == "TP0215", "{name}: {diagnostic:#?}");
            let span = diagnostic.span.unwrap();
            assert!(!source[span.start..span.end].is_empty(), "{name}: {diagnostic:#?}");
        }
        if !diagnostics.iter().any(towpath_diagnostics::Diagnostic::is_error) {
            accepted.insert(name);
        }
    }
    assert!(count >= 60, "{count} examples");
    let runnable = [
        "accumulate-room-readings",
        "authentication-bearer",
        "authentication-bearer-uri-format",
        "authentication-oauth2",
        "authentication-oauth2-secret",
        "authentication-oidc",
        "authentication-oidc-secret",
        "authentication-reusable",
        "call-custom-function-cataloged",
        "call-custom-function-inline",
        "call-http-endpoint-interpolation",
        "call-http-endpoint-interpolation-shorthand",
        "call-http-query-headers-expressions",
        "call-http-query-parameters",
        "call-http-redirect",
        "call-openapi",
        "call-openapi-redirect",
        "conditional-task",
        "do-multiple",
        "do-single",
        "emit",
        "for",
        "for-inline-array",
        "fork",
        "listen-to-all",
        "listen-to-all read-envelope",
        "listen-to-any",
        "listen-to-any-filter",
        "listen-to-any-forever-foreach",
        "listen-to-any-until-condition",
        "listen-to-any-until-consumed",
        "listen-to-one",
        "mock-service-extension",
        "raise-inline",
        "raise-reusable",
        "run-subflow",
        "schedule-cron",
        "schedule-event-driven",
        "set",
        "set-expression",
        "star-wars-homeworld",
        "switch-then-string",
        "try-catch",
        "try-catch-retry-inline",
        "try-catch-retry-reusable",
        "try-catch-then",
        "try-catch-then-directive",
        "wait-duration-inline",
        "wait-duration-iso8601",
    ];
    assert_eq!(accepted, runnable.map(str::to_owned).into());
}
