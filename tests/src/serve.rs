//! `towpath serve` as a process, with documents of the test.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::{Http, demo_binary, free_port, within};

/// A server on loopback. Dropping this ends it.
pub struct Serve {
    folder: tempfile::TempDir,
    child: Mutex<Child>,
    port: u16,
    flags: Vec<String>,
    /// Where it listens.
    pub url: String,
    /// A token with the roles `champion`, `it` and `app`.
    pub token: String,
}

impl Serve {
    /// Starts a server with these integrations and policies, each a file's name and its text.
    ///
    /// # Panics
    /// When it does not get ready.
    pub async fn start(integrations: &[(&str, String)], policies: &[(&str, String)]) -> Self {
        Self::start_with(integrations, policies, &[]).await
    }

    /// [`Serve::start`] with more flags. Without `--audit-anchor` the anchor is a file beside the data.
    ///
    /// # Panics
    /// When it does not get ready.
    pub async fn start_with(
        integrations: &[(&str, String)],
        policies: &[(&str, String)],
        flags: &[&str],
    ) -> Self {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary folder: {error}"));
        for (sub, files) in [("integrations", integrations), ("policies", policies)] {
            write_all(&folder.path().join(sub), files);
        }
        let roles = ["champion", "it", "app"];
        let token = create_token(folder.path(), "tests", &roles, &[]);
        let port = free_port();
        let flags: Vec<String> = flags.iter().map(|&flag| flag.to_owned()).collect();
        let child = Mutex::new(spawn(folder.path(), port, &flags));
        let server = Self { folder, child, port, flags, url: format!("http://127.0.0.1:{port}"), token };
        server.wait_until_ready().await;
        server
    }

    /// The folder with its data and its documents.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Stops it, creates a token on the command line, and starts it again.
    ///
    /// # Panics
    /// When there is no token, or it does not get ready.
    pub async fn root_token(&self, principal: &str, roles: &[&str]) -> String {
        self.root_token_viewing(principal, roles, &[]).await
    }

    /// The same, for somebody who may view values with these labels.
    pub async fn root_token_viewing(&self, principal: &str, roles: &[&str], may_view: &[&str]) -> String {
        self.stop();
        let token = create_token(self.folder.path(), principal, roles, may_view);
        self.restart().await;
        token
    }

    /// `kill -9`, then a start on the same data.
    ///
    /// # Panics
    /// When it does not get ready.
    pub async fn restart(&self) {
        self.spawn_again();
        self.wait_until_ready().await;
    }

    /// [`Serve::restart`], for a server that answers and takes no work.
    ///
    /// # Panics
    /// When it does not answer.
    pub async fn start_again(&self) {
        self.spawn_again();
        self.wait_until("healthz").await;
    }

    fn spawn_again(&self) {
        self.stop();
        *self.child.lock().unwrap_or_else(PoisonError::into_inner) =
            spawn(self.folder.path(), self.port, &self.flags);
    }

    async fn wait_until_ready(&self) {
        self.wait_until("readyz").await;
    }

    /// Waits until this path is answered with a success.
    async fn wait_until(&self, path: &str) {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().no_proxy().build();
        let Ok(client) = client else { panic!("no HTTP client") };
        within(Duration::from_secs(60), "the server is ready", async || {
            let answer = client.get(format!("{}/{path}", self.url)).send().await;
            let is_ready = answer.is_ok_and(|answer| answer.status().is_success());
            is_ready.then_some(()).ok_or_else(|| self.log())
        })
        .await;
    }

    /// An app of a namespace, with a token.
    ///
    /// # Panics
    /// When the server makes none.
    pub async fn app_of(&self, namespace: &str) -> Http {
        let principal = format!("{namespace}-app");
        let asked = serde_json::json!({
            "name": principal, "principal": principal, "grants": [{ "role": "app", "namespace": namespace }],
        });
        let made = self.http().post("/v1/tokens", asked.to_string()).await;
        assert!(made.status < 300, "{}", made.text);
        let token = made.body["secret"].as_str().or(made.body["token"].as_str()).unwrap_or_default();
        assert!(!token.is_empty(), "{}", made.text);
        Http::new(&self.url, token)
    }

    /// Publishes the draft of a workflow with these tasks.
    ///
    /// # Panics
    /// When the server refuses it.
    pub async fn publish(&self, namespace: &str, name: &str, tasks: &str) {
        let definition = format!(
            "document: {{ dsl: 1.0.3, namespace: {namespace}, name: {name}, version: 1.0.0 }}\ndo:\n  {tasks}\n"
        );
        let (http, path) = (self.http(), format!("/v1/workflows/{namespace}/{name}"));
        let saved = http.put(&format!("{path}/draft"), definition).await;
        assert!(saved.status < 300, "{}", saved.text);
        let live = http.post(&format!("{path}/publish"), "").await;
        assert!(live.status < 300, "{}", live.text);
    }

    /// The folder of its audit log, and the file of its anchor.
    pub fn audit(&self) -> (PathBuf, PathBuf) {
        (self.folder.path().join("data/audit"), self.folder.path().join("heads.jsonl"))
    }

    /// A client with the token.
    pub fn http(&self) -> Http {
        Http::new(&self.url, &self.token)
    }

    /// `kill -9`. A server in a `static` must be ended with this: nothing drops it.
    pub fn stop(&self) {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = child.kill();
        let _ = child.wait();
    }

    /// The server's process id.
    pub fn pid(&self) -> u32 {
        self.child.lock().unwrap_or_else(PoisonError::into_inner).id()
    }

    /// What it wrote to standard error.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("server.log")).unwrap_or_default()
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        self.stop();
    }
}

fn spawn(folder: &Path, port: u16, flags: &[String]) -> Child {
    let log = std::fs::File::options().create(true).append(true).open(folder.join("server.log"));
    let mut command = Command::new(demo_binary());
    command
        .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"])
        .arg(folder.join("data"))
        .arg("--integrations")
        .arg(folder.join("integrations"))
        .arg("--policies")
        .arg(folder.join("policies"));
    if !flags.iter().any(|flag| flag == "--audit-anchor") {
        command.arg("--audit-anchor").arg(folder.join("heads.jsonl"));
    }
    command
        .args(flags)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log.map_or_else(|_| Stdio::null(), Stdio::from))
        .spawn()
        .unwrap_or_else(|error| panic!("the server cannot be started: {error}"))
}

fn write_all(folder: &Path, files: &[(&str, String)]) {
    let made = std::fs::create_dir_all(folder);
    let written = files.iter().map(|(name, text)| std::fs::write(folder.join(name), text));
    assert!(made.is_ok() && written.into_iter().all(|one| one.is_ok()), "{}", folder.display());
}

fn create_token(folder: &Path, principal: &str, roles: &[&str], may_view: &[&str]) -> String {
    let roles = roles.iter().flat_map(|role| ["--role", role]);
    let output = Command::new(demo_binary())
        .args(["tokens", "create", principal])
        .args(roles)
        .args(may_view.iter().flat_map(|label| ["--may-view", label]))
        .arg("--data")
        .arg(folder.join("data"))
        .stdin(Stdio::null())
        .output();
    let output = output.unwrap_or_else(|error| panic!("no token: {error}"));
    let token = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    assert!(output.status.success() && !token.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    token
}
