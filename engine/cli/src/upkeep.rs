//! The upkeep of a server: once an hour, ended runs whose time is over are forgotten. The audit log has it, as a summary.

use std::sync::Arc;
use std::time::Duration;

use towpath_audit::{AuditError, AuditLog, Entry, Phase};
use towpath_runtime::{Clock as _, Engine, EngineError, SystemClock};

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
            tracing::error!("nothing is forgotten while the audit log cannot be written: {error}");
        }
    }
}

/// Forgets the runs whose time is over. The audit log says so before, where anything may be forgotten, and how many they were.
pub(crate) async fn forget_runs(engine: &Engine, audit: &AuditLog) -> Result<(), AuditError> {
    let retention = match engine.retention().await {
        Ok(retention) if retention.is_forever() => return Ok(()),
        Ok(retention) => retention,
        Err(error) => return told(&error),
    };
    let entry = |phase, target: String, status| Entry {
        count: None,
        at: engine.now(),
        phase,
        request: String::new(),
        who: command_line_principal().id,
        token: None,
        action: "RETIRE /v1/runs".to_owned(),
        target,
        from: None,
        policies: None,
        body: None,
        status,
    };
    let request = uuid::Uuid::now_v7().to_string();
    let asked = entry(Phase::Asked, format!("/v1/retention, revision {}", retention.revision), None);
    audit.record(Entry { request: request.clone(), ..asked }).await?;
    let (target, status) = match engine.apply_retention().await {
        Ok(retired) => {
            let (completed, faulted, cancelled) = (retired.completed, retired.faulted, retired.cancelled);
            (format!("{completed} completed, {faulted} faulted, {cancelled} cancelled"), DONE)
        }
        Err(error) => {
            told(&error)?;
            ("ended in an error".to_owned(), FAILED)
        }
    };
    audit.record(Entry { request, ..entry(Phase::Done, target, Some(status)) }).await
}

fn told(error: &EngineError) -> Result<(), AuditError> {
    tracing::error!("ended runs could not be forgotten: {error}");
    Ok(())
}
