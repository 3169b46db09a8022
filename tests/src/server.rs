//! `towpath demo` as a process: started on free ports, killed, started again on the same data.

use std::io::{BufReader, Read as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::Value;

use crate::{Http, within_blocking};

/// A demo on loopback. Dropping this ends its processes.
pub struct Demo {
    folder: tempfile::TempDir,
    listen: u16,
    company: u16,
    engine: Option<Child>,
    neighbour: Child,
    /// What the start printed under `--json`.
    pub ready: Value,
}

/// The binary under test: `TOWPATH_BIN`, or the one cargo built beside this test.
///
/// # Panics
/// When there is none.
pub fn demo_binary() -> PathBuf {
    if let Some(path) = std::env::var_os("TOWPATH_BIN") {
        return path.into();
    }
    let beside = std::env::current_exe().ok().and_then(|test| Some(test.parent()?.parent()?.join("towpath")));
    match beside.filter(|path| path.exists()) {
        Some(path) => path,
        None => panic!("build the binary first: cargo build -p towpath-cli"),
    }
}

impl Demo {
    /// Starts the company and the server on free ports with fresh data.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary folder: {error}"));
        Self::start_in(folder, |_| {})
    }

    /// [`Demo::start`], after `prepare` has filled the data folder.
    ///
    /// # Panics
    /// When a process cannot be started or does not open.
    pub fn start_in(folder: tempfile::TempDir, prepare: impl FnOnce(&Path)) -> Self {
        let (listen, company) = (free_port(), free_port());
        prepare(folder.path());
        // The company is a process of its own: it must survive a killed server, and end with the test.
        let neighbour = Command::new(demo_binary())
            .args(["demo", "--company", "--company-listen", &address(company), "--data"])
            .arg(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("the company cannot be started: {error}"));
        wait_for(company);
        let mut demo = Self { folder, listen, company, engine: None, neighbour, ready: Value::Null };
        demo.start_engine();
        demo
    }

    /// Starts the server (again) on the same data.
    ///
    /// # Panics
    /// When it does not get ready.
    pub fn start_engine(&mut self) {
        let log =
            std::fs::File::options().create(true).append(true).open(self.folder.path().join("engine.log"));
        let mut child = Command::new(demo_binary())
            .args(["demo", "--json", "--listen", &address(self.listen)])
            .args(["--company-listen", &address(self.company), "--data"])
            .arg(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log.map_or_else(|_| Stdio::null(), Stdio::from))
            .spawn()
            .unwrap_or_else(|error| panic!("the demo cannot be started: {error}"));
        self.ready =
            read_object(&mut child).unwrap_or_else(|| panic!("the demo did not start: {}", self.log()));
        self.engine = Some(child);
    }

    /// `kill -9` of the server. The company keeps running.
    pub fn kill_engine(&mut self) {
        if let Some(mut child) = self.engine.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// The server's process id.
    pub fn engine_pid(&self) -> Option<u32> {
        self.engine.as_ref().map(Child::id)
    }

    /// Calls the server as `champion`, `it` or `app`.
    pub fn as_role(&self, role: &str) -> Http {
        Http::new(self.url(), self.token(role))
    }

    /// Where the server listens.
    pub fn url(&self) -> &str {
        self.ready["url"].as_str().unwrap_or_default()
    }

    /// The token of `champion`, `it` or `app`.
    pub fn token(&self, role: &str) -> &str {
        self.ready["tokens"][role].as_str().unwrap_or_default()
    }

    /// The company's log of calls.
    pub async fn company_log(&self) -> Value {
        Http::new(self.ready["company"].as_str().unwrap_or_default(), "").get("/log").await.body
    }

    /// The folder of the data.
    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// What the server wrote to standard error.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("engine.log")).unwrap_or_default()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.kill_engine();
        let _ = self.neighbour.kill();
        let _ = self.neighbour.wait();
    }
}

fn address(port: u16) -> String {
    format!("127.0.0.1:{port}")
}

/// A free port, below those that the system gives to outgoing connections: one of these may be taken before a server listens on it.
///
/// # Panics
/// When there is none.
pub fn free_port() -> u16 {
    static ASKED: AtomicU32 = AtomicU32::new(0);
    for _ in 0..1_000 {
        // Processes that ask at the same time begin at different ones.
        let asked = ASKED.fetch_add(1, Ordering::Relaxed);
        let number = std::process::id().wrapping_mul(131).wrapping_add(asked.wrapping_mul(977));
        let port = 10_000 + (number % 22_000) as u16;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
    panic!("no free port");
}

fn wait_for(port: u16) {
    within_blocking(Duration::from_secs(60), "the company listens", || {
        std::net::TcpStream::connect(("127.0.0.1", port))
    });
}

/// Reads the JSON object that the child prints once it is ready.
fn read_object(child: &mut Child) -> Option<Value> {
    let mut text = Vec::new();
    let stdout = child.stdout.take()?;
    for byte in BufReader::new(stdout).bytes() {
        text.push(byte.ok()?);
        if text.ends_with(b"\n}") {
            return serde_json::from_slice(&text).ok();
        }
    }
    None
}
