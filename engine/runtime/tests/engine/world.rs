//! What every test here starts from: an engine with a permit for what stays inside of it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use towpath_identity::{Grant, Principal, Role};
use towpath_integrations::MapSecrets;
use towpath_journal::{RunId, Store};
use towpath_runtime::{
    Activate, Clock, Engine, EngineError, Parts, RunView, StartRequest, SystemClock, Watched,
};
use towpath_sandbox::{Sandbox, SandboxConfig};
use towpath_wire::Limits;

pub(crate) const PERMIT_START: &str = "policy: start\ntitle: t\neffect: permit\naccess:\n  type: object\n  required: [kind]\n  \
                            properties:\n    kind: { enum: [start, respond, emit, listen, run] }\nreason: r\n";

/// In the place of [`PERMIT_START`]: nothing may be started.
pub(crate) const PERMIT_NOTHING: &str = "policy: start\ntitle: t\neffect: permit\naccess:\n  type: object\n  \
                              required: [kind]\n  properties:\n    kind: { const: emit }\nreason: r\n";

pub(crate) fn sandbox() -> Sandbox {
    let cache = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("compiled");
    let config = SandboxConfig { cache: Some(cache), instances: 32, ..SandboxConfig::default() };
    Sandbox::new(config).unwrap()
}

pub(crate) async fn engine(store: Arc<dyn Store>) -> Engine {
    engine_at(store, Arc::new(SystemClock)).await
}

/// An engine with this clock.
pub(crate) async fn engine_at(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Engine {
    Engine::open(Parts {
        store: Watched::over(store, Arc::clone(&clock)),
        sandbox: sandbox(),
        runner: towpath_runner_wasm::RUNNER,
        secrets: Arc::new(MapSecrets::default()),
        secrets_folder: None,
        tokens: None,
        clock,
        limits: Limits::default(),
        version: "0.0.0".to_owned(),
        second_approver: false,
        offline: false,
    })
    .await
    .unwrap()
}

pub(crate) fn somebody() -> Principal {
    let roles = vec![Grant { role: Role::Champion, namespace: None }];
    Principal {
        id: "champion".to_owned(),
        name: "c".to_owned(),
        kind: Role::Champion,
        roles,
        may_view: vec![],
        minted: towpath_identity::Minted::default(),
    }
}

pub(crate) async fn permitted(store: Arc<dyn Store>) -> Engine {
    permitted_at(store, Arc::new(SystemClock)).await
}

/// [`permitted`] with this clock.
pub(crate) async fn permitted_at(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Engine {
    let engine = engine_at(store, clock).await;
    engine.put_policy(&somebody(), "start", PERMIT_START.to_owned(), None).await.unwrap();
    engine.activate_policies(&somebody(), Activate::at_the_start()).await.unwrap();
    engine
}

pub(crate) fn workflow(name: &str, version: &str, tasks: &str) -> String {
    format!("document: {{dsl: 1.0.3, namespace: test, name: {name}, version: {version}}}\ndo:\n{tasks}")
}

pub(crate) async fn publish(engine: &Engine, name: &str, source: String) -> Result<(), EngineError> {
    engine.save_draft(&somebody(), "test", name, source, None).await?;
    engine.publish(&somebody(), "test", name, None).await.map(|_| ())
}

pub(crate) fn request(name: &str, input: &str) -> StartRequest {
    StartRequest {
        namespace: "test".to_owned(),
        name: name.to_owned(),
        version: None,
        input: input.to_owned().into(),
        idempotency_key: None,
        awaited: true,
    }
}

pub(crate) async fn call(engine: &Engine, name: &str, input: &str) -> RunView {
    let started = engine.start(&somebody(), request(name, input)).await.unwrap();
    engine.wait(started.run, Duration::from_secs(20)).await.unwrap().expect("the run ends")
}

pub(crate) fn output(view: &RunView) -> &str {
    view.output.as_ref().unwrap_or_else(|| panic!("no output: {:?}", view.error)).get()
}

/// Calls `look` until it gives something.
///
/// # Panics
/// After 30 seconds, with `what`.
pub(crate) async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(Instant::now() < end, "not within 30 seconds: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Waits until a run, as it is on disk, is like this.
pub(crate) async fn run_that(engine: &Engine, what: &str, run: RunId, is: impl Fn(&RunView) -> bool) {
    eventually(what, async || engine.run(run).await.is_ok_and(|view| is(&view)).then_some(())).await;
}

/// Waits for a fixed time. `reason` says why no condition can be waited for instead.
pub(crate) async fn pause(time: Duration, reason: &str) {
    debug_assert!(!reason.is_empty());
    tokio::time::sleep(time).await;
}
