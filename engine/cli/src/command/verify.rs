//! `towpath verify`: checks the receipt of a run, offline, and says of each check whom it stops.

use std::path::{Path, PathBuf};

use anstyle::AnsiColor;
use clap::Args;
use serde_json::{Value, json};
use towpath_audit::{KeyError, PublicKey, SealedReceipt, SignedReceipt};
use towpath_runtime::{Check, ReceiptReport, Verifier, verify_receipt};

use crate::exit::Exit;
use crate::{assemble, disk, output};

/// Check the receipt of a run: carry the run out again in the sandbox, and take every decision again.
///
/// Needs no server and no network. Exits with 0 only when everything was looked at and nothing is wrong, with 1 when
/// something is wrong, and with 3 when something could not be looked at.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// The receipt, as `towpath runs receipt` wrote it.
    receipt: PathBuf,
    /// The public key of the server's audit log, or a file with it (`audit/key.pub` in its data folder), from a place
    /// that the receipt's maker cannot change.
    #[arg(long, value_name = "FILE|HEX")]
    key: Option<String>,
    /// A runner (`runner.wasm`) of an older engine, for runs that are pinned to one; you say that it can be trusted.
    #[arg(long, value_name = "FILE")]
    runner: Vec<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Verify {
    pub(crate) async fn run(self) -> Exit {
        self.verify().await.unwrap_or_else(|exit| exit)
    }

    async fn verify(self) -> Result<Exit, Exit> {
        let bytes = read(&self.receipt)?;
        let key = self.key.as_deref().map(public_key).transpose()?;
        let files = self.runner.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
        let sealed = match SealedReceipt::read(&bytes) {
            Ok(sealed) => sealed,
            Err(error) => {
                self.show(&[unreadable(&error.to_string())], None);
                return Ok(Exit::Found);
            }
        };
        // The signature first: nothing of a receipt is carried out that somebody else may have written.
        let (signature, signed) = check_signature(sealed, key.as_ref(), bytes.len());
        let Some(signed) = signed else {
            self.show(&[signature], None);
            return Ok(Exit::Found);
        };
        let runners: Vec<&[u8]> =
            std::iter::once(towpath_runner_wasm::RUNNER).chain(files.iter().map(Vec::as_slice)).collect();
        let sandbox = assemble::verifying_sandbox().map_err(|error| {
            output::error(&error);
            Exit::Unavailable
        })?;
        let verifier = Verifier { sandbox: &sandbox, runners: &runners, version: env!("CARGO_PKG_VERSION") };
        let report = verify_receipt(signed.text(), &verifier).await;
        let mut checks = vec![signature];
        checks.extend(report.checks.iter().cloned());
        self.show(&checks, Some(&report));
        Ok(exit(&checks))
    }

    fn show(&self, checks: &[Check], report: Option<&ReceiptReport>) {
        if self.json {
            output::json(&as_json(checks, report, self.key.is_some()));
            return;
        }
        for check in checks {
            let (word, colour) = match (check.wrong.is_empty(), check.unchecked.is_empty()) {
                (false, _) => ("WRONG", AnsiColor::Red),
                (true, false) => ("?    ", AnsiColor::Yellow),
                (true, true) => ("ok   ", AnsiColor::Green),
            };
            output::data(&format!("{} {}", output::paint(colour, word), check.what));
            check.wrong.iter().for_each(|wrong| output::data(&format!("      {wrong}")));
            check.unchecked.iter().for_each(|why| output::data(&format!("      not checked: {why}")));
            if check.is_ok() {
                output::data(&output::dim(&format!("      stops {}", check.stops)));
            }
        }
        if self.key.is_none() {
            output::help(
                "the key came from the receipt itself, so the signature stops nobody who makes a receipt of their own; \
                 give --key from elsewhere",
            );
        }
    }
}

/// The signature over every byte, and what it signs where it is right.
fn check_signature(
    sealed: SealedReceipt,
    key: Option<&PublicKey>,
    bytes: usize,
) -> (Check, Option<SignedReceipt>) {
    let named = sealed.key.clone();
    let (wrong, signed) = match sealed.signed_by(key.unwrap_or(&named)) {
        Ok(signed) => (Vec::new(), Some(signed)),
        Err(wrong) => (wrong, None),
    };
    let stops = match key {
        Some(_) => "anyone without this key: not a byte was changed since the server signed",
        None => "anyone who changes it and does not sign it anew, with a key of their own",
    };
    let what = format!("{bytes} bytes, signed with the key {named}");
    (Check { what, wrong, unchecked: Vec::new(), stops }, signed)
}

fn unreadable(why: &str) -> Check {
    let what = "a signed receipt".to_owned();
    Check { what, wrong: vec![why.to_owned()], unchecked: Vec::new(), stops: "" }
}

fn exit(checks: &[Check]) -> Exit {
    if checks.iter().any(|check| !check.wrong.is_empty()) {
        return Exit::Found;
    }
    if checks.iter().all(Check::is_ok) { Exit::Success } else { Exit::Unavailable }
}

fn as_json(checks: &[Check], report: Option<&ReceiptReport>, pinned: bool) -> Value {
    let receipt = report.and_then(|report| report.receipt.as_ref());
    let started = report.and_then(|report| report.started.as_ref());
    let each: Vec<Value> = checks
        .iter()
        .map(|check| json!({ "what": check.what, "wrong": check.wrong, "unchecked": check.unchecked, "stops": check.stops }))
        .collect();
    json!({
        "ok": checks.iter().all(Check::is_ok),
        "keyGiven": pinned,
        "run": receipt.map(|receipt| &receipt.run),
        "workflow": started.map(|started| &started.workflow),
        "startedBy": started.map(|started| &started.principal),
        "policySets": receipt.map(|receipt| receipt.policies.keys().collect::<Vec<_>>()),
        "checks": each,
    })
}

fn read(path: &Path) -> Result<Vec<u8>, Exit> {
    disk::own_bytes(path).map_err(|error| {
        output::error(&error);
        Exit::Unavailable
    })
}

/// A key, or the file that contains it.
fn public_key(text: &str) -> Result<PublicKey, Exit> {
    let written = disk::read_operator_file(Path::new(text)).unwrap_or_else(|_| text.to_owned());
    written.trim().parse().map_err(|error: KeyError| {
        output::error(&error.to_string());
        output::help("give 64 hexadecimal digits, or a file with them: `key.pub` of the server's audit log");
        Exit::Usage
    })
}
