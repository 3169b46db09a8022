//! What every request is given.

use std::sync::Arc;
use std::time::Duration;

use towpath_api_types::Template;
use towpath_audit::AuditLog;
use towpath_identity::{Sessions, Tokens};
use towpath_runtime::Engine;
use uuid::Uuid;

use crate::backups::MakesBackups;
use crate::rates::PerMinute;

/// Makes ids for incidents, which the log and the caller share.
pub type NewId = Arc<dyn Fn() -> Uuid + Send + Sync>;

/// Reports what is wrong around the server, such as a full disk; empty where nothing is. Never a path: the callers need no
/// token.
pub type Troubles = Arc<dyn Fn() -> Vec<String> + Send + Sync>;

/// What the API is made of.
#[derive(Clone)]
pub struct ApiState {
    /// The engine.
    pub engine: Engine,
    /// Who may ask.
    pub tokens: Arc<Tokens>,
    /// Who is signed in with a browser.
    pub sessions: Arc<Sessions>,
    /// Where what changes something is written down; `None`: nowhere.
    pub audit: Option<Arc<AuditLog>>,
    /// Makes ids for incidents; `Uuid::now_v7` outside tests.
    pub ids: NewId,
    /// What keeps the server from taking work, though it runs.
    pub troubles: Troubles,
    /// Makes backups; `None`: this server has no folder for them.
    pub backups: Option<Arc<dyn MakesBackups>>,
    /// Definitions to begin with, in the order in which to show them.
    pub templates: Arc<[Template]>,
    /// What the operator chose.
    pub settings: Settings,
}

/// [`ApiState`] as handlers get it.
pub(crate) type Shared = Arc<ApiState>;

/// What the operator may choose about the API.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Longest a call waits for its run before it is answered with 202; callers may only ask for less.
    pub wait: Duration,
    /// Most bytes of a run's input.
    pub input_bytes: usize,
    /// Most bytes of a definition, a policy or an integration.
    pub document_bytes: usize,
    /// Longest a request's body may take to arrive.
    pub body_timeout: Duration,
    /// The address of the console for browsers, without a slash at its end. Where it begins with `https://`, cookies are only for
    /// `https`.
    pub public_url: String,
    /// What one token may ask for in a minute.
    pub per_minute: PerMinute,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            wait: Duration::from_secs(30),
            input_bytes: 1 << 20,
            document_bytes: 1 << 20,
            body_timeout: Duration::from_secs(30),
            public_url: "http://127.0.0.1:7410".to_owned(),
            per_minute: PerMinute::default(),
        }
    }
}
