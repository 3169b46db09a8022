//! `towpath check-store`: reads a data folder that no server has open, every frame, pointer and large content of it.

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use towpath_store_embedded::{Report, check};

use crate::exit::Exit;
use crate::output;

/// Check a data folder that no server has open: every frame of the log, every pointer in it, and every content it names.
///
/// Reads only. Exits with 0 when nothing is wrong, with 1 when something is, and with 3 when the folder cannot be read or a
/// server has it open. A server also reads its log again by itself, once a day, and says in its log what it finds.
#[derive(Debug, Args)]
pub(crate) struct CheckStore {
    /// The data folder.
    data: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl CheckStore {
    pub(crate) fn run(self) -> Exit {
        // Checking an empty folder would make it a store.
        if !self.data.join("log").is_dir() {
            output::error(&format!("`{}` is no data folder: it has no folder `log`", self.data.display()));
            return Exit::Unavailable;
        }
        let report = match check(&self.data) {
            Ok(report) => report,
            Err(error) => {
                output::error(&format!(
                    "the data folder `{}` cannot be checked: {error}",
                    self.data.display()
                ));
                return Exit::Unavailable;
            }
        };
        if self.json {
            output::json(&as_json(&report));
        } else {
            show(&report);
        }
        if report.findings.is_empty() { Exit::Success } else { Exit::Found }
    }
}

fn show(report: &Report) {
    for finding in &report.findings {
        output::data(&finding.to_string());
    }
    let Report { segments, frames, runs, records, torn_bytes, findings } = report;
    output::data(&format!(
        "{segments} segments, {frames} frames, {runs} runs, {records} records: {}",
        match findings.len() {
            0 => "nothing is wrong".to_owned(),
            1 => "1 place is damaged".to_owned(),
            many => format!("{many} places are damaged"),
        }
    ));
    if *torn_bytes > 0 {
        output::data(&format!(
            "{torn_bytes} bytes at the end are unfinished, as a crash leaves them; they are cut off at the next start"
        ));
    }
    if !findings.is_empty() {
        output::help(
            "stop here and keep a copy of the folder; restore the newest backup, and replay nothing from this one",
        );
    }
}

fn as_json(report: &Report) -> serde_json::Value {
    let findings: Vec<_> = report
        .findings
        .iter()
        .map(|finding| json!({ "place": finding.place, "offset": finding.offset, "what": finding.what }))
        .collect();
    json!({
        "segments": report.segments, "frames": report.frames, "runs": report.runs, "records": report.records,
        "tornBytes": report.torn_bytes, "findings": findings,
    })
}
