//! Checking receipts in this process, and signing them with a key of one's own.

use serde_json::Value;
use towpath_audit::{AuditLog, Options, SealedReceipt};
use towpath_runtime::{ReceiptReport, Verifier, verify_receipt};
use towpath_sandbox::{Sandbox, SandboxConfig};

/// Checks receipts as the command line does, without its start.
pub(crate) struct Judge {
    sandbox: Sandbox,
}

impl Judge {
    pub(crate) fn new() -> Self {
        let cache = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("compiled");
        let config = SandboxConfig { cache: Some(cache), instances: 2, ..SandboxConfig::default() };
        Self { sandbox: Sandbox::new(config).unwrap() }
    }

    /// Everything against a receipt; nothing, when it is proved.
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

    /// Checks what is signed.
    pub(crate) async fn report(&self, receipt: &str) -> ReceiptReport {
        let runners: &[&[u8]] = &[towpath_runner_wasm::RUNNER];
        let version = env!("CARGO_PKG_VERSION");
        verify_receipt(receipt, &Verifier { sandbox: &self.sandbox, runners, version }).await
    }
}

/// What is signed in a receipt.
pub(crate) fn body(receipt: &[u8]) -> Value {
    let sealed: Value = serde_json::from_slice(receipt).unwrap();
    sealed["receipt"].clone()
}

/// The same, or another one, signed with a key that nobody knows.
pub(crate) fn reseal(body: &Value) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { folder: folder.path().join("audit"), anchor: None, now: 1 };
    AuditLog::open(&options).unwrap().seal(body.to_string()).unwrap().into_bytes()
}
