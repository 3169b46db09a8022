//! Checks receipts in this process, and signs them with another key.

use serde_json::Value;
use towpath_audit::{AuditLog, Options, SealedReceipt};
use towpath_runtime::{ReceiptReport, Verifier, verify_receipt};
use towpath_sandbox::{Sandbox, SandboxConfig};

/// Checks receipts as the command line does, without starting a process.
pub(crate) struct Evaluate {
    sandbox: Sandbox,
}

impl Evaluate {
    pub(crate) fn new() -> Self {
        let cache = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("compiled");
        let config = SandboxConfig { cache: Some(cache), instances: 2, ..SandboxConfig::default() };
        Self { sandbox: Sandbox::new(config).unwrap() }
    }

    /// The problems of a receipt; none when it verifies.
    pub(crate) async fn problems(&self, bytes: &[u8]) -> Vec<String> {
        let sealed = match SealedReceipt::read(bytes) {
            Ok(sealed) => sealed,
            Err(error) => return vec![error.to_string()],
        };
        let key = sealed.key.clone();
        let signed = match sealed.signed_by(&key) {
            Ok(signed) => signed,
            Err(wrong) => return wrong,
        };
        let report = self.report(signed.text()).await;
        report.checks.into_iter().flat_map(|check| [check.wrong, check.unchecked].concat()).collect()
    }

    /// Checks the signed part.
    pub(crate) async fn report(&self, receipt: &str) -> ReceiptReport {
        let runners: &[&[u8]] = &[towpath_runner_wasm::RUNNER];
        let version = env!("CARGO_PKG_VERSION");
        verify_receipt(receipt, &Verifier { sandbox: &self.sandbox, runners, version }).await
    }
}

/// The signed part of a receipt.
pub(crate) fn body(receipt: &[u8]) -> Value {
    let sealed: Value = serde_json::from_slice(receipt).unwrap();
    sealed["receipt"].clone()
}

/// A receipt with this body, signed with a new key.
pub(crate) fn reseal(body: &Value) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { folder: folder.path().join("audit"), anchor: None, now: 1 };
    AuditLog::open(&options).unwrap().seal(body.to_string()).unwrap().into_bytes()
}
