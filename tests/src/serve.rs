//! `towpath serve` as a process: a server of its own, with the documents a test gives it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::{Http, demo_binary, free_port};

/// A server on loopback. It ends with this value.
pub struct Serve {
    folder: tempfile::TempDir,
    child: Mutex<Child>,
    port: u16,
    flags: Vec<String>,
    /// Where it listens.
    pub url: String,
    /// A token that may everything.
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

    /// Like [`Serve::start`], with more flags; a file of its own is the audit log's anchor where none is named.
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

    /// The folder of its data and of the documents that it is given.
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

    /// The same, for somebody who may view these labels.
    pub async fn root_token_viewing(&self, principal: &str, roles: &[&str], may_view: &[&str]) -> String {
        self.stop();
        let token = create_token(self.folder.path(), principal, roles, may_view);
        self.restart().await;
        token
    }

    /// Kills it without mercy and starts it again on the same data.
    ///
    /// # Panics
    /// When it does not get ready.
    pub async fn restart(&self) {
        self.stop();
        *self.child.lock().unwrap_or_else(PoisonError::into_inner) =
            spawn(self.folder.path(), self.port, &self.flags);
        self.wait_until_ready().await;
    }

    async fn wait_until_ready(&self) {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().no_proxy().build();
        let Ok(client) = client else { panic!("no HTTP client") };
        let until = Instant::now() + Duration::from_secs(60);
        loop {
            let answer = client.get(format!("{}/readyz", self.url)).send().await;
            if answer.is_ok_and(|answer| answer.status().is_success()) {
                return;
            }
            assert!(Instant::now() < until, "the server is not ready: {}", self.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The folder of its audit log, and the anchor outside of its data.
    pub fn audit(&self) -> (PathBuf, PathBuf) {
        (self.folder.path().join("data/audit"), self.folder.path().join("heads.jsonl"))
    }

    /// Calls it.
    pub fn http(&self) -> Http {
        Http::new(&self.url, &self.token)
    }

    /// Ends it. A server in a `static` has to be ended so: nothing drops it.
    pub fn stop(&self) {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = child.kill();
        let _ = child.wait();
    }

    /// The server's process id.
    pub fn pid(&self) -> u32 {
        self.child.lock().unwrap_or_else(PoisonError::into_inner).id()
    }

    /// What it said on stderr.
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
