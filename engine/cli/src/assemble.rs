//! Puts the parts together: the only file that names every one of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use towpath_api::{ApiState, MakesBackups, PerMinute, Settings};
use towpath_audit::{Anchor, AuditLog, HttpPlace, Options};
use towpath_identity::{Grant, Principal, Role, SessionLimits, Sessions, Tokens, system_random};
use towpath_integrations::{FileSecrets, MapSecrets, Secrets};
use towpath_journal::{Documents, MemoryStore, Store};
use towpath_runtime::{Clock, Engine, Parts, Quotas, RetentionTimes, SystemClock, Verifier, Watched};
use towpath_sandbox::{Sandbox, SandboxConfig};
use towpath_store_embedded::{EmbeddedStore, Options as StoreOptions};
use towpath_wire::Limits;

use crate::backup::BackupJobs;

/// A server's parts, ready to be served.
pub(crate) struct Assembly {
    pub(crate) engine: Engine,
    pub(crate) tokens: Arc<Tokens>,
    pub(crate) sessions: Arc<Sessions>,
    pub(crate) store: Arc<EmbeddedStore>,
    pub(crate) limits: Limits,
    pub(crate) per_minute: PerMinute,
    pub(crate) audit: Arc<AuditLog>,
    /// The data folder.
    pub(crate) data: PathBuf,
    pub(crate) backups: Arc<BackupJobs>,
}

/// What an engine that keeps its data is made from.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// The data folder.
    pub(crate) data: PathBuf,
    /// The folder of secrets, one file each.
    pub(crate) secrets: PathBuf,
    /// Where backups go; `None`: `backups` in the data folder.
    pub(crate) backups: Option<PathBuf>,
    /// Where signed heads of the audit log go besides: a file, or an address.
    pub(crate) audit_anchor: Option<String>,
    /// The file with the address's token.
    pub(crate) audit_anchor_token: Option<PathBuf>,
    /// The authorities trusted for it.
    pub(crate) audit_anchor_ca: Option<PathBuf>,
    /// Policies are put in force by two of IT.
    pub(crate) second_approver: bool,
    /// A token counts as its minter's, and those of `it` and `approver` take two; implied by a second approver.
    pub(crate) separate_duties: bool,
    /// The server's own limits.
    pub(crate) limits: Limits,
    /// The most that a namespace may have.
    pub(crate) quotas: Quotas,
    /// How long ended runs are kept where IT says nothing.
    pub(crate) retention: RetentionTimes,
    /// The most that a token may ask for in a minute.
    pub(crate) per_minute: PerMinute,
    /// How long sessions of browsers last, and how many there may be.
    pub(crate) sessions: SessionLimits,
    /// Runs that may be inside the sandbox at once.
    pub(crate) instances: u32,
    /// Most memory of images kept ready between runs, in MiB.
    pub(crate) images_mib: u32,
}

/// Opens the embedded store in a data folder.
pub(crate) fn open_store(data: &Path) -> Result<Arc<EmbeddedStore>, String> {
    let opened = EmbeddedStore::open(data, StoreOptions::default());
    opened.map(Arc::new).map_err(|error| {
        format!(
            "cannot open the data folder `{}`: {error}; {} ({})",
            data.display(),
            error.help(),
            error.code()
        )
    })
}

/// Opens the tokens of a store. With `separate_duties` a token counts as its minter's.
pub(crate) async fn open_tokens(
    store: Arc<dyn Documents>,
    separate_duties: bool,
) -> Result<Arc<Tokens>, String> {
    let now = Arc::new(|| SystemClock.now());
    let opened = Tokens::open(store, now, system_random()).await;
    let opened = opened.map(|tokens| Arc::new(tokens.separate_duties(separate_duties)));
    opened.map_err(|error| format!("cannot read the tokens: {error}"))
}

/// Opens the sessions of a store.
async fn open_sessions(
    store: Arc<dyn Documents>,
    tokens: &Arc<Tokens>,
    limits: SessionLimits,
) -> Result<Arc<Sessions>, String> {
    let now = Arc::new(|| SystemClock.now());
    let opened = Sessions::open(store, Arc::clone(tokens), now, system_random(), limits).await;
    opened.map(Arc::new).map_err(|error| format!("cannot read the sessions: {error}"))
}

/// A server's parts over its data folder. Interrupted runs are taken up.
pub(crate) async fn assemble(plan: &Plan) -> Result<Assembly, String> {
    let data = plan.data.clone();
    let store =
        tokio::task::spawn_blocking(move || open_store(&data)).await.map_err(|error| error.to_string())??;
    let separate_duties = plan.separate_duties || plan.second_approver;
    // Everything that writes goes through this one, so that whoever watches misses nothing.
    let watched = Watched::over(Arc::clone(&store) as Arc<dyn Store>, Arc::new(SystemClock));
    let documents = Arc::clone(&watched) as Arc<dyn Documents>;
    let tokens = open_tokens(Arc::clone(&documents), separate_duties).await?;
    let sessions = open_sessions(documents, &tokens, plan.sessions).await?;
    let parts = Parts {
        store: watched,
        sandbox: sandbox(plan.instances, plan.images_mib, &plan.limits)?,
        runner: towpath_runner_wasm::RUNNER,
        secrets: Arc::new(FileSecrets::new(&plan.secrets)),
        secrets_folder: Some(plan.secrets.clone()),
        tokens: Some(Arc::clone(&tokens)),
        clock: Arc::new(SystemClock),
        limits: plan.limits.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        second_approver: plan.second_approver,
        offline: false,
    };
    let engine = Engine::open(parts).await.map_err(|error| format!("cannot start the engine: {error}"))?;
    engine.set_quotas(plan.quotas);
    engine.set_retention(plan.retention);
    let options =
        Options { folder: plan.data.join("audit"), anchor: anchor_of_plan(plan)?, now: SystemClock.now() };
    let audit = AuditLog::open(&options).map_err(|error| error.to_string())?;
    let (audit, data) = (Arc::new(audit), plan.data.clone());
    let (limits, per_minute) = (plan.limits.clone(), plan.per_minute);
    let folder = plan.backups.clone().unwrap_or_else(|| data.join("backups"));
    let backups = Arc::new(BackupJobs::new(Arc::clone(&store), &data, &plan.secrets, &folder));
    Ok(Assembly { engine, tokens, sessions, store, limits, per_minute, audit, data, backups })
}

/// Where heads of the audit log go.
fn anchor_of_plan(plan: &Plan) -> Result<Option<Anchor>, String> {
    let Some(place) = &plan.audit_anchor else { return Ok(None) };
    if !HttpPlace::is_address(place) {
        return Ok(Some(Anchor::File(place.into())));
    }
    let (token, ca) = (plan.audit_anchor_token.clone(), plan.audit_anchor_ca.clone());
    let place = HttpPlace::new(place, token, ca).map_err(|why| format!("the audit anchor: {why}"))?;
    Ok(Some(Anchor::Http(place)))
}

/// An engine that keeps nothing: for trying a definition on the command line.
pub(crate) async fn assemble_in_memory(secrets: Option<&Path>) -> Result<Engine, String> {
    let secrets: Arc<dyn Secrets> = match secrets {
        Some(folder) => Arc::new(FileSecrets::new(folder)),
        None => Arc::new(MapSecrets::default()),
    };
    let parts = Parts {
        store: Watched::over(Arc::new(MemoryStore::default()), Arc::new(SystemClock)),
        sandbox: sandbox(4, 32, &Limits::default())?,
        runner: towpath_runner_wasm::RUNNER,
        secrets,
        secrets_folder: None,
        tokens: None,
        clock: Arc::new(SystemClock),
        limits: Limits::default(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        second_approver: false,
        offline: true,
    };
    Engine::open(parts).await.map_err(|error| format!("cannot start the engine: {error}"))
}

/// A sandbox for one receipt: with as much memory as any may ask for.
pub(crate) fn verifying_sandbox() -> Result<Sandbox, String> {
    let config = SandboxConfig {
        cache: cache_folder(),
        instances: 1,
        loads: 1,
        images_bytes: 1,
        memory_bytes: Verifier::MEMORY,
        ..SandboxConfig::default()
    };
    Sandbox::new(config).map_err(|error| format!("cannot set up the sandbox: {error}"))
}

fn sandbox(instances: u32, images_mib: u32, limits: &Limits) -> Result<Sandbox, String> {
    let config = SandboxConfig {
        cache: cache_folder(),
        instances,
        images_bytes: u64::from(images_mib) << 20,
        memory_bytes: limits.memory_bytes,
        ..SandboxConfig::default()
    };
    Sandbox::new(config).map_err(|error| format!("cannot set up the sandbox: {error}"))
}

/// Where compiled code is kept between starts.
fn cache_folder() -> Option<PathBuf> {
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(home)?;
    Some(cache.join("towpath").join("compiled"))
}

/// Everything that a server answers with: the API, and the console around it, which browsers reach at `public_url`.
pub(crate) fn router(assembly: &Assembly, public_url: &str) -> axum::Router {
    towpath_console::around(towpath_api::api_router(api_state(assembly, public_url)))
}

/// What the API is given.
fn api_state(assembly: &Assembly, public_url: &str) -> ApiState {
    ApiState {
        engine: assembly.engine.clone(),
        tokens: Arc::clone(&assembly.tokens),
        sessions: Arc::clone(&assembly.sessions),
        audit: Some(Arc::clone(&assembly.audit)),
        ids: Arc::new(uuid::Uuid::now_v7),
        troubles: Arc::new({
            let data = assembly.data.clone();
            move || crate::room::lack_of_disk_space(&data, crate::room::LEAST).into_iter().collect()
        }),
        backups: Some(Arc::clone(&assembly.backups) as Arc<dyn MakesBackups>),
        templates: crate::templates::all().into(),
        settings: Settings {
            per_minute: assembly.per_minute,
            public_url: public_url.to_owned(),
            input_bytes: usize::try_from(assembly.limits.input_bytes).unwrap_or(usize::MAX),
            ..Settings::default()
        },
    }
}

/// The user of the command line: may do everything on their own local engine.
pub(crate) fn command_line_principal() -> Principal {
    let roles = [Role::It, Role::Champion, Role::App, Role::Operator];
    Principal {
        id: "command-line".to_owned(),
        name: "command line".to_owned(),
        kind: Role::Champion,
        roles: roles.map(|role| Grant { role, namespace: None }).to_vec(),
        may_view: vec![towpath_identity::EVERYTHING.to_owned()],
        minted: towpath_identity::Minted::default(),
    }
}
