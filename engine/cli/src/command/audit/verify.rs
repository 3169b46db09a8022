//! `towpath audit verify`: checks a log, and says of each check whom it stops.

use std::path::{Path, PathBuf};

use anstyle::AnsiColor;
use clap::Args;
use serde_json::json;
use towpath_audit::{HttpPlace, PublicKey, Report};

use crate::exit::Exit;
use crate::{disk, output};

/// Check an audit log: the chain of its links and, with an anchor, that the log still contains every signed head.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The folder of the log: `audit` in the server's data folder, or a copy of it.
    folder: PathBuf,
    /// The file that the server appended signed heads to, or the address that gives those it handed over, one a line
    /// (`serve --audit-anchor`).
    #[arg(long, value_name = "FILE|URL")]
    anchor: Option<String>,
    /// A file with the bearer token for the address.
    #[arg(long, value_name = "FILE")]
    anchor_token_file: Option<PathBuf>,
    /// A PEM file of the only authorities trusted for the address [default: those of this machine].
    #[arg(long, value_name = "FILE")]
    anchor_ca: Option<PathBuf>,
    /// The public key, from a place that the server cannot write to [default: `key.pub` of the folder].
    #[arg(long, value_name = "HEX")]
    key: Option<PublicKey>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(crate) async fn run(self) -> Exit {
        let anchor = match self.heads().await {
            Ok(anchor) => anchor,
            Err(error) => {
                output::error(&format!("the anchor cannot be read: {error}"));
                return Exit::Unavailable;
            }
        };
        let report = match towpath_audit::verify(&self.folder, anchor.as_deref(), self.key.as_ref()) {
            Ok(report) => report,
            Err(error) => {
                output::error(&error.to_string());
                return Exit::Unavailable;
            }
        };
        if self.json {
            let checks = report
                .checks
                .iter()
                .map(|check| json!({ "what": check.what, "wrong": check.wrong, "stops": check.stops }));
            let checks: Vec<_> = checks.collect();
            output::json(&json!({
                "ok": report.is_ok(), "entries": report.entries, "unanchored": report.unanchored, "checks": checks,
                "notes": report.notes, "unseen": report.unseen,
            }));
        } else {
            self.show(&report);
        }
        if report.is_ok() { Exit::Success } else { Exit::Found }
    }

    async fn heads(&self) -> Result<Option<String>, String> {
        let Some(anchor) = &self.anchor else { return Ok(None) };
        if !HttpPlace::is_address(anchor) {
            let heads = String::from_utf8(disk::own_bytes(Path::new(anchor))?);
            return heads.map(Some).map_err(|_| format!("`{anchor}` is not text"));
        }
        let place = HttpPlace::new(anchor, self.anchor_token_file.clone(), self.anchor_ca.clone())?;
        place.read().await.map(Some).map_err(|error| error.to_string())
    }

    fn show(&self, report: &Report) {
        for check in &report.checks {
            if check.wrong.is_empty() {
                output::data(&format!("{}    {}", output::paint(AnsiColor::Green, "ok"), check.what));
                output::data(&output::dim(&format!("      stops {}", check.stops)));
                continue;
            }
            output::data(&format!("{} {}", output::paint(AnsiColor::Red, "WRONG"), check.what));
            check.wrong.iter().for_each(|wrong| output::data(&format!("      {wrong}")));
        }
        report.notes.iter().for_each(|note| output::data(&format!("note  {note}")));
        for unseen in &report.unseen {
            output::data(&format!(
                "{} not found by these checks: {unseen}",
                output::paint(AnsiColor::Yellow, "?    ")
            ));
        }
        if self.anchor.is_none() {
            output::help("give --anchor: heads kept elsewhere find these as well");
        }
        if self.key.is_none() && self.anchor.is_some() {
            output::help(
                "the key came from the log's own folder; give --key from elsewhere to stop anyone who replaced it",
            );
        }
    }
}
