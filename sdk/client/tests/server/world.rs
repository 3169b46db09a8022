//! A server on a free port of 127.0.0.1, and a client for each role.

use std::path::Path;
use std::sync::Arc;

use towpath_api::{ApiState, Settings, api_router};
use towpath_client::{Activate, Activation, Client, ClientError, Problem, Publication};
use towpath_identity::{Grant, NewToken, Role, SessionLimits, Sessions, Tokens, system_random};
use towpath_integrations::MapSecrets;
use towpath_journal::MemoryStore;
use towpath_runtime::{Clock as _, Engine, Parts, SystemClock, Watched};
use towpath_sandbox::{Sandbox, SandboxConfig};
use towpath_wire::Limits;
use uuid::Uuid;

/// A server with a client for each role.
pub(crate) struct World {
    pub(crate) url: String,
    pub(crate) champion: Client,
    pub(crate) approver: Client,
    pub(crate) it: Client,
    pub(crate) app: Client,
    pub(crate) auditor: Client,
    pub(crate) operator: Client,
    /// Keeps the folder of secrets until the test ends.
    _secrets: tempfile::TempDir,
}

impl World {
    /// A server without policies or workflows.
    pub(crate) async fn new() -> Self {
        let secrets = tempfile::tempdir().unwrap();
        let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compiled");
        let config = SandboxConfig { cache: Some(cache), instances: 8, ..SandboxConfig::default() };
        let store = Watched::over(Arc::new(MemoryStore::default()), Arc::new(SystemClock));
        let now = Arc::new(|| SystemClock.now());
        let tokens =
            Tokens::open(Arc::clone(&store) as _, Arc::clone(&now) as _, system_random()).await.unwrap();
        let tokens = Arc::new(tokens);
        let (known, limits) = (Arc::clone(&tokens), SessionLimits::default());
        let sessions =
            Sessions::open(Arc::clone(&store) as _, known, now, system_random(), limits).await.unwrap();
        let parts = Parts {
            store,
            sandbox: Sandbox::new(config).unwrap(),
            runner: towpath_runner_wasm::RUNNER,
            secrets: Arc::new(MapSecrets::default()),
            secrets_folder: Some(secrets.path().to_owned()),
            tokens: Some(Arc::clone(&tokens)),
            clock: Arc::new(SystemClock),
            limits: Limits::default(),
            version: "0.0.0".into(),
            second_approver: false,
            offline: false,
        };
        let engine = Engine::open(parts).await.unwrap();
        let (ids, troubles) = (Arc::new(Uuid::now_v7), Arc::new(Vec::new));
        let (settings, known) = (Settings::default(), Arc::clone(&tokens));
        let templates = vec![towpath_client::Template { id: "echo".into(), ..Default::default() }].into();
        let router = api_router(ApiState {
            backups: None,
            engine,
            tokens: known,
            sessions: Arc::new(sessions),
            audit: None,
            ids,
            troubles,
            templates,
            settings,
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let client = async |name: &str, grant: Grant| {
            let new = NewToken {
                name: name.into(),
                principal: format!("{name}@acme.example"),
                kind: None,
                grants: vec![grant],
                may_view: vec![],
                expires_at: None,
            };
            let (secret, _) = tokens.create(new, "test").await.unwrap();
            Client::new(&url, Some(&secret)).unwrap()
        };
        Self {
            champion: client("champion", Grant::within(Role::Champion, "support")).await,
            approver: client("approver", Grant::within(Role::Approver, "support")).await,
            it: client("it", Grant::everywhere(Role::It)).await,
            app: client("app", Grant::within(Role::App, "support")).await,
            auditor: client("auditor", Grant::everywhere(Role::Auditor)).await,
            operator: client("operator", Grant::everywhere(Role::Operator)).await,
            url,
            _secrets: secrets,
        }
    }

    /// A server on which workflows of `support` may be started and may answer.
    pub(crate) async fn governed() -> Self {
        let world = Self::new().await;
        world.put_in_force("start", START).await;
        world
    }

    /// Saves a policy and puts all saved policies in force.
    pub(crate) async fn put_in_force(&self, name: &str, policy: &str) {
        self.it.put_policy(name, policy, None).await.unwrap();
        match self.it.activate_policies(&Activate::default()).await.unwrap() {
            Activation::InForce(active) => assert!(active.revision.policies.contains(&name.to_owned())),
            Activation::Proposed(proposed) => panic!("only proposed: {proposed:?}"),
        }
    }

    /// Publishes `support/{name}` 1.0.0 with this body; it needs no approval.
    pub(crate) async fn publish(&self, name: &str, body: &str) {
        self.champion.put_draft("support", name, definition(name, "1.0.0", body), None).await.unwrap();
        match self.champion.publish("support", name, None).await.unwrap() {
            Publication::Live(published) => assert_eq!(published.current, "1.0.0"),
            Publication::InReview { review, .. } => panic!("in review: {review:?}"),
        }
    }
}

/// The problem document of a refused call.
pub(crate) fn problem<T: std::fmt::Debug>(result: Result<T, ClientError>) -> Problem {
    match result {
        Err(ClientError::Problem(problem)) => *problem,
        other => panic!("no problem document: {other:?}"),
    }
}

/// A definition of `support/{name}`.
pub(crate) fn definition(name: &str, version: &str, body: &str) -> String {
    format!("document: {{ dsl: 1.0.3, namespace: support, name: {name}, version: {version} }}\n{body}")
}

/// Answers with the `id` of the input, which has to be a number.
pub(crate) const ECHO: &str = "
input:
  schema:
    document: { type: object, required: [id], properties: { id: { type: number } } }
do:
  - answer: { set: { got: '${ .id }', exact: 1234567890123456789 } }
";

/// Waits longer than any test.
pub(crate) const SLEEP: &str = "
do:
  - sleep: { wait: { hours: 1 } }
";

const START: &str = "
policy: start
title: Workflows of support may be started
effect: permit
workflow: { properties: { namespace: { const: support } } }
access: { properties: { kind: { enum: [start, respond] } } }
";
