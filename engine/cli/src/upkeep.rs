//! The upkeep of a server: once an hour, ended runs whose time is over are forgotten. The audit log has it, as a summary.

use std::sync::Arc;
use std::time::Duration;

use towpath_audit::{AuditError, AuditLog, Entry, Phase};
use towpath_runtime::{Clock as _, Engine, Forgotten, SystemClock};

use crate::assemble::command_line_principal;

const EVERY: Duration = Duration::from_secs(3_600);
/// Statuses of entries in the audit log: it was done, or ended in an error.
const DONE: u16 = 200;
const FAILED: u16 = 500;

/// Forgets runs as long as the server lives; the first time after an hour.
pub(crate) async fn keep_up(engine: Engine, audit: Arc<AuditLog>) {
    loop {
        SystemClock.sleep(EVERY).await;
        if let Err(error) = forget_runs(&engine, &audit).await {
            tracing::error!("what is forgotten cannot be written to the audit log: {error}");
        }
    }
}

/// Forgets the runs whose time is over. Where there are any, the audit log says so before, and then how many they were.
pub(crate) async fn forget_runs(engine: &Engine, audit: &AuditLog) -> Result<(), AuditError> {
    match engine.has_overdue_runs().await {
        Ok(true) => {}
        Ok(false) => return Ok(()),
        Err(error) => {
            tracing::error!("nobody knows which runs are to be forgotten: {error}");
            return Ok(());
        }
    }
    let entry = |phase, target: &str, status| Entry {
        count: None,
        at: engine.now(),
        phase,
        request: String::new(),
        who: command_line_principal().id,
        token: None,
        action: "FORGET /v1/runs".to_owned(),
        target: target.to_owned(),
        from: None,
        policies: None,
        body: None,
        status,
    };
    let request = uuid::Uuid::now_v7().to_string();
    let asked = entry(Phase::Asked, "/v1/retention", None);
    audit.record(Entry { request: request.clone(), ..asked }).await?;
    let (Forgotten { completed, faulted, cancelled }, done) = engine.forget_overdue_runs().await;
    let status = match &done {
        Ok(()) => DONE,
        Err(error) => {
            tracing::error!("not all runs whose time is over could be forgotten: {error}");
            FAILED
        }
    };
    let target = format!("{completed} completed, {faulted} faulted, {cancelled} cancelled");
    audit.record(Entry { request, ..entry(Phase::Done, &target, Some(status)) }).await
}
