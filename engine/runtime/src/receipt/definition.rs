//! Checks that the definition in a receipt is the one that the run is pinned to, and loads it.

use towpath_access::Profile;
use towpath_diagnostics::Diagnostic;
use towpath_journal::Digest;
use towpath_sandbox::{Image, RunnerDigest};
use towpath_wire::{Limits, Load};

use super::verify::{Case, Check, Verifier};

const STOPS: &str = "anyone who shows another definition than the one that ran";

/// Most CPU time for loading, in milliseconds.
const LOAD: u64 = 60_000;

/// A definition that was loaded again.
pub(super) struct Loaded {
    pub(super) image: Image,
    pub(super) profile: Option<Profile>,
}

/// Loads the definition, or says why the run cannot be executed again.
pub(super) async fn check_definition(
    case: &Case<'_>,
    verifier: &Verifier<'_>,
    limits: &Limits,
) -> (Check, Result<Loaded, String>) {
    let mut check = Check::new(STOPS);
    let pinned = &case.started.workflow;
    check.what = format!("the definition of {}/{} {}", pinned.namespace, pinned.name, pinned.version);
    let loaded = match runner_of_run(case, verifier) {
        Ok(runner) => load(case, verifier, &runner, limits, &mut check).await,
        Err(why) => {
            check.skip(why.clone());
            Err(why)
        }
    };
    check.what.push_str(&format!(", {}", pinned.digest));
    (check, loaded)
}

/// The runner that the run is pinned to, ready.
fn runner_of_run(case: &Case<'_>, verifier: &Verifier<'_>) -> Result<RunnerDigest, String> {
    let wanted = &case.started.runner;
    let file = verifier.runners.iter().find(|file| Digest::of(file) == *wanted);
    let file = file.ok_or_else(|| {
        format!("the run is pinned to the runner {wanted}, which is not this program's own: give its file")
    })?;
    verifier.sandbox.add_runner(file).map_err(|error| error.to_string())
}

async fn load(
    case: &Case<'_>,
    verifier: &Verifier<'_>,
    runner: &RunnerDigest,
    limits: &Limits,
    check: &mut Check,
) -> Result<Loaded, String> {
    let definition = &case.receipt.definition;
    let resources = Some(definition.resources.clone());
    let request = Load {
        source: definition.source.clone(),
        functions: None,
        resources,
        settings: None,
        evaluate: None,
    };
    // It was published under the limits of the server, which may be larger than those of the run.
    let memory_bytes = limits.memory_bytes.max(Limits::default().memory_bytes);
    let limits = &Limits { memory_bytes, cpu_ms: LOAD, ..limits.clone() };
    let broken = || "the definition cannot be loaded".to_owned();
    let loaded = match verifier.sandbox.load(runner, &request, limits).await {
        Ok(loaded) => loaded,
        Err(error) => {
            check.wrong.push(format!("it cannot be loaded: {error}"));
            return Err(broken());
        }
    };
    if let Some(found) = loaded.report.diagnostics.iter().find(|found| Diagnostic::is_error(found)) {
        check.wrong.push(format!("it has an error: {}", found.message));
        return Err(broken());
    }
    if let Some(wanted) = loaded.report.wanted.first() {
        check.wrong.push(format!("what it names is not in the receipt: `{wanted}`"));
        return Err(broken());
    }
    let pinned = &case.started.workflow;
    let same = loaded.report.workflow.as_ref().is_some_and(|found| {
        [&found.namespace, &found.name, &found.version, &found.digest]
            == [&pinned.namespace, &pinned.name, &pinned.version, &pinned.digest]
    });
    if !same {
        let digest = loaded.report.workflow.map(|found| found.digest).unwrap_or_default();
        check.wrong.push(format!("it is another one: its digest is {digest}"));
    }
    let image = loaded.image.ok_or_else(broken)?;
    let image = verifier.sandbox.image(runner, &image).map_err(|error| error.to_string())?;
    Ok(Loaded { image, profile: loaded.report.profile })
}
