//! The company's process: found running, or started.

use std::fs::File;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

/// How long the company may take to open.
const PATIENCE: Duration = Duration::from_secs(20);

/// The company, and its process if this demo started it.
pub(crate) struct Neighbour(Option<Child>);

impl Neighbour {
    /// Ends the company in good order, if this demo started it.
    pub(crate) async fn stop(&mut self) {
        if let Some(mut child) = self.0.take() {
            // Whatever it has answered is in its ledger already.
            let _ = child.kill().await;
        }
    }
}

/// Starts the company unless it is running.
pub(crate) async fn start_company(data: &Path, listen: SocketAddr) -> Result<Neighbour, String> {
    let folder = super::company_data(data);
    if let Some(answer) = ask_company_health(listen).await {
        let expected = folder.display().to_string();
        if answer.contains(&format!("\"{expected}\"")) {
            return Ok(Neighbour(None));
        }
        let what = match answer.contains("\"company\":\"acme\"") {
            true => "the company of another demo listens",
            false => "something else listens",
        };
        return Err(format!(
            "{what} on {listen}, where the demo company would; stop it, or choose another address with --company-listen"
        ));
    }
    let mut child = spawn_company(data, listen)?;
    let opened = tokio::time::timeout(PATIENCE, async {
        while ask_company_health(listen).await.is_none() {
            if let Ok(Some(status)) = child.try_wait() {
                return Err(format!("the company ended at once ({status}); see `{}`", log(data).display()));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(())
    });
    let opened = opened.await.unwrap_or_else(|_| Err(format!("the company did not open on {listen}")));
    let mut neighbour = Neighbour(Some(child));
    if let Err(why) = opened {
        neighbour.stop().await;
        return Err(why);
    }
    Ok(neighbour)
}

fn log(data: &Path) -> std::path::PathBuf {
    data.join("company.log")
}

/// The same binary, in a process group of its own: neither Ctrl-C nor a killed server ends it.
fn spawn_company(data: &Path, listen: SocketAddr) -> Result<Child, String> {
    let failed = |error: std::io::Error| format!("cannot start the company: {error}");
    let log = File::create(log(data)).map_err(failed)?;
    let binary = std::env::current_exe().map_err(failed)?;
    Command::new(binary)
        .args(["demo", "--company", "--company-listen", &listen.to_string(), "--data"])
        .arg(data)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .process_group(0)
        .spawn()
        .map_err(failed)
}

/// What `GET /health` says; `None` when nobody listens.
async fn ask_company_health(listen: SocketAddr) -> Option<String> {
    let asked = async {
        let mut stream = TcpStream::connect(listen).await.ok()?;
        let request = format!("GET /health HTTP/1.1\r\nHost: {listen}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut answer = Vec::new();
        stream.take(16 << 10).read_to_end(&mut answer).await.ok()?;
        Some(String::from_utf8_lossy(&answer).into_owned())
    };
    match tokio::time::timeout(Duration::from_secs(2), asked).await {
        Ok(answer) => answer,
        // Somebody listens, but not the company.
        Err(_) => Some(String::new()),
    }
}
