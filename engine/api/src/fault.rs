//! Engine errors, and ends of runs, as HTTP statuses and problem documents. The engine knows no statuses.

use http::StatusCode;
use towpath_api_types::Cause;
use towpath_diagnostics::{Code, codes};
use towpath_journal::{RunId, Status, StoreError};
use towpath_policies::Decision;
use towpath_runtime::{
    CatalogError, Crowd, DeskError, EngineError, Fault, NotYours, RulesError, RunView, RunsError,
    SchedulesError, is_about_the_input,
};
use towpath_wire::Problem;

use crate::decision::{access_for_api, explain_refusal, list_for_api};
use crate::diagnostic::diagnostics;
use crate::problem::{ApiError, title_of_code};

impl From<EngineError> for ApiError {
    /// For callers outside the namespace; see [`of_engine`].
    fn from(error: EngineError) -> Self {
        of_engine(error, false)
    }
}

/// An error of the engine. Insiders learn which policy refused, and whom to contact.
pub(crate) fn of_engine(error: EngineError, insider: bool) -> ApiError {
    match error {
        EngineError::Fault(fault) => of_fault(fault, insider),
        EngineError::Catalog(error) => of_catalog(error, insider),
        EngineError::Rules(error) => of_rules(error, insider),
        EngineError::Runs(error) => of_runs(error, insider),
        EngineError::Desk(error) => of_desk(error, insider),
        EngineError::Schedules(error) => of_schedules(error, insider),
    }
}

fn of_fault(fault: Fault, insider: bool) -> ApiError {
    let words = fault.to_string();
    match fault {
        Fault::NotFound { what, name } => ApiError::not_found(what, &name),
        Fault::Invalid(found) => {
            unprocessable(codes::TP4017, words).with(|body| body.diagnostics = diagnostics(&found, None))
        }
        Fault::Mismatch { .. } => unprocessable(codes::TP4014, words),
        Fault::Conflict { current } => {
            conflict(codes::TP4013, words).with(|body| body.revision = Some(current))
        }
        Fault::StartRefused(decision) => refused(&decision, codes::TP4019, insider),
        Fault::NotYours(NotYours::Unseen(_)) => ApiError::new(StatusCode::FORBIDDEN, codes::TP4094, words),
        Fault::NotYours(_) => ApiError::new(StatusCode::FORBIDDEN, codes::TP4033, words),
        Fault::Changed { digest, .. } => {
            let help = "; look at it again, and decide with its `ETag`";
            conflict(codes::TP4091, format!("{words}{help}"))
                .with(|body| body.digest = Some(digest).filter(|digest| !digest.is_empty()))
        }
        Fault::Quota { most, .. } => ApiError::new(StatusCode::TOO_MANY_REQUESTS, codes::TP4143, words)
            .with(|body| body.limit = Some(most))
            .retry_after(60),
        Fault::Store(error) => store(&error),
        Fault::Internal(log) => ApiError::internal(log),
    }
}

fn of_catalog(error: CatalogError, insider: bool) -> ApiError {
    let words = error.to_string();
    match error {
        CatalogError::Fault(fault) => of_fault(fault, insider),
        CatalogError::VersionTaken { next, .. } => {
            conflict(codes::TP4015, words).with(|body| body.next = Some(next))
        }
        CatalogError::Denied(accesses) => {
            ApiError::new(StatusCode::FORBIDDEN, codes::TP4018, words).with(|body| {
                body.reason = accesses.iter().find_map(|access| access.reason.clone());
                body.contact = accesses.iter().find_map(|access| access.contact.clone());
                body.accesses = accesses.iter().map(|one| access_for_api(one, None)).collect();
            })
        }
        CatalogError::SettingsMisfit(found) => {
            unprocessable(codes::TP4041, words).with(|body| body.diagnostics = diagnostics(&found, None))
        }
        CatalogError::Cases(_) => unprocessable(codes::TP4062, words),
        CatalogError::Standing(_) => conflict(codes::TP4031, words),
        CatalogError::SwitchedOff(reason) => {
            ApiError::new(StatusCode::SERVICE_UNAVAILABLE, codes::TP4032, words)
                .with(|body| body.reason = Some(reason))
        }
        CatalogError::Overtaken(_) => conflict(codes::TP4093, format!("{words}; publish it again")),
        CatalogError::NotPublished(_) => conflict(codes::TP4092, words),
    }
}

fn of_rules(error: RulesError, insider: bool) -> ApiError {
    let words = error.to_string();
    match error {
        RulesError::Fault(fault) => of_fault(fault, insider),
        RulesError::InUse { .. } => conflict(codes::TP4070, words),
        RulesError::NothingToConfirm(_) => conflict(codes::TP4080, words),
        RulesError::Unconfirmed(impact) => conflict(codes::TP4042, words).with(|body| {
            body.affected = list_for_api(&impact.affected);
            body.impact = Some(impact.digest);
        }),
        RulesError::IntegrationUnconfirmed(impact) => conflict(codes::TP4133, words).with(|body| {
            body.affected = list_for_api(&impact.affected);
            body.impact = Some(impact.digest);
        }),
        RulesError::ProposalOpen { digest, .. } => {
            conflict(codes::TP4132, words).with(|body| body.digest = Some(digest))
        }
        RulesError::NameTaken(_) => conflict(codes::TP4137, words),
        RulesError::Activation(found) => {
            unprocessable(codes::TP4028, words).with(|body| body.diagnostics = diagnostics(&found, None))
        }
    }
}

fn of_schedules(error: SchedulesError, insider: bool) -> ApiError {
    let words = error.to_string();
    match error {
        SchedulesError::Fault(fault) => of_fault(fault, insider),
        SchedulesError::NoReason => unprocessable(codes::TP4035, words),
    }
}

fn of_runs(error: RunsError, insider: bool) -> ApiError {
    let words = error.to_string();
    match error {
        RunsError::Fault(fault) => of_fault(fault, insider),
        RunsError::Catalog(error) => of_catalog(error, insider),
        RunsError::HoldSettled(_) => conflict(codes::TP4095, words),
        RunsError::Declared(_) => unprocessable(codes::TP4060, words),
        RunsError::NoCase(_) => conflict(codes::TP4061, words),
        RunsError::Input(problem) => wrong_input(&problem),
        RunsError::KeyReused(run) => unprocessable(codes::TP4016, words).run(run),
        RunsError::HasEnded(..) => conflict(codes::TP4096, words),
        RunsError::NoReason(_) => unprocessable(codes::TP4035, words),
        RunsError::NoRerun(_) => unprocessable(codes::TP4180, words),
        RunsError::NotEnded(run) => conflict(codes::TP4050, words).run(run),
        RunsError::Busy => unavailable_now(codes::TP4024, words),
        RunsError::Paused => unavailable_now(codes::TP4170, words).retry_after(60),
        RunsError::NotPaused => conflict(codes::TP4173, words),
        RunsError::Crowded(Crowd::Principal | Crowd::Namespace) => {
            ApiError::new(StatusCode::TOO_MANY_REQUESTS, codes::TP4141, words).retry_after(5)
        }
        RunsError::Crowded(Crowd::Server) => unavailable_now(codes::TP4142, words),
        RunsError::ForeignSource(_) => unprocessable(codes::TP4144, words),
    }
}

fn of_desk(error: DeskError, insider: bool) -> ApiError {
    let words = error.to_string();
    match error {
        DeskError::Fault(fault) => of_fault(fault, insider),
        DeskError::Catalog(error) => of_catalog(error, insider),
        DeskError::Rules(error) => of_rules(error, insider),
        DeskError::Settled(_) | DeskError::RequestSettled(_) => conflict(codes::TP4034, words),
        DeskError::NothingRefused => conflict(codes::TP4038, words),
        DeskError::NoDraft => unprocessable(codes::TP4039, words),
    }
}

/// The end of a run that gave no output.
pub(crate) fn of_run(view: &RunView, insider: bool) -> ApiError {
    let run = view.head.run;
    match (&view.refusal, &view.error) {
        _ if view.head.status == Status::Cancelled => {
            ApiError::new(StatusCode::CONFLICT, codes::TP4023, words_of_cancelled(view, insider)).run(run)
        }
        (Some(decision), error) => {
            let code = error.as_ref().and_then(known_code).unwrap_or(codes::TP4019);
            let task = error.as_ref().and_then(|error| error.instance.clone()).filter(|_| insider);
            refused(decision, code, insider).with(|body| body.instance = task).run(run)
        }
        (None, Some(error)) if error.raised && (400..600).contains(&error.status) => {
            raised_for_caller(error).run(run)
        }
        (None, Some(error)) if is_about_the_input(error) => wrong_input(error).run(run),
        (None, Some(error)) if is_unreleased(error) => refused_release(error, insider).run(run),
        (None, Some(error)) => faulted_run(error, run, insider),
        (None, None) => ApiError::internal("a run ended without an output or an error").run(run),
    }
}

/// What is said of a cancelled run. That a write may have happened is for everybody, which one for insiders.
fn words_of_cancelled(view: &RunView, insider: bool) -> String {
    let which: Vec<String> = view
        .in_doubt
        .iter()
        .map(|write| format!("`{}` (effect {}, {})", write.operation, write.effect, write.task))
        .collect();
    match (which.as_slice(), insider) {
        ([], _) => "the run was cancelled".to_owned(),
        (_, false) => "the run was cancelled; a write was under way and may have happened".to_owned(),
        (which, true) => {
            format!(
                "the run was cancelled; a write was under way and may have happened: {}",
                which.join(", ")
            )
        }
    }
}

/// The definition raised it, for the caller: it is passed on as it is.
fn raised_for_caller(error: &Problem) -> ApiError {
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    ApiError::new(status, codes::TP4022, "").log(format!("the workflow raised `{}`", error.kind)).with(
        |body| {
            body.kind.clone_from(&error.kind);
            body.title = error.title.clone().unwrap_or_else(|| title_of_code("", status));
            body.detail.clone_from(&error.detail);
            body.instance.clone_from(&error.instance);
        },
    )
}

/// Whether a run ended because nobody released one of its calls in time, or somebody declined to.
fn is_unreleased(error: &Problem) -> bool {
    let is_known = |code: &str| [codes::TP1120, codes::TP1121].iter().any(|known| known.as_str() == code);
    error.effect.is_some() && error.code.as_deref().is_some_and(is_known)
}

/// A refusal like any other: a policy wanted a release. Insiders read what was said.
fn refused_release(error: &Problem, insider: bool) -> ApiError {
    let code = known_code(error).unwrap_or(codes::TP1120);
    let detail = match &error.detail {
        Some(detail) if insider => detail.clone(),
        _ if code == codes::TP1121 => "a call had to be released, and was declined".to_owned(),
        _ => "a call had to be released, and nobody released it in time".to_owned(),
    };
    let place = error.instance.clone().filter(|_| insider);
    ApiError::new(StatusCode::FORBIDDEN, code, detail).with(|body| {
        body.instance = place;
        body.cause = insider.then(|| cause(error));
    })
}

/// Anything else that ended a run. The caller learns that it failed; insiders learn why.
fn faulted_run(error: &Problem, run: RunId, insider: bool) -> ApiError {
    let code = known_code(error).unwrap_or(codes::TP4021);
    let detail = match &error.detail {
        Some(detail) if insider => detail.clone(),
        _ => "the workflow ended in an error; its owner finds the cause under this run's id".to_owned(),
    };
    let place = error.instance.as_deref().unwrap_or("/");
    ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, code, detail)
        .log(format!("the workflow failed at `{place}` with `{}`", error.kind))
        .with(|body| {
            body.cause = insider.then(|| cause(error));
        })
        .run(run)
}

fn cause(error: &Problem) -> Cause {
    Cause {
        kind: error.kind.clone(),
        status: error.status,
        title: error.title.clone(),
        detail: error.detail.clone(),
        instance: error.instance.clone(),
    }
}

fn refused(decision: &Decision, code: Code, insider: bool) -> ApiError {
    ApiError::new(StatusCode::FORBIDDEN, code, "").with(|body| explain_refusal(decision, insider, body))
}

/// The caller's own input is wrong: 400, or 413 and the like where the engine says so.
fn wrong_input(error: &Problem) -> ApiError {
    let status = match error.status {
        413 | 415 | 422 => StatusCode::from_u16(error.status).unwrap_or(StatusCode::BAD_REQUEST),
        _ => StatusCode::BAD_REQUEST,
    };
    let code = known_code(error).unwrap_or(codes::TP4020);
    let detail =
        error.detail.clone().unwrap_or_else(|| "the input is not what the workflow takes".to_owned());
    ApiError::new(status, code, detail).with(|body| body.instance.clone_from(&error.instance))
}

fn store(error: &StoreError) -> ApiError {
    let words = error.to_string();
    match error {
        StoreError::Full(_) => {
            let detail = "the server's disk is full; nothing was changed";
            ApiError::new(StatusCode::INSUFFICIENT_STORAGE, codes::TP4025, detail).log(words).retry_after(60)
        }
        StoreError::Conflict { current } => ApiError::new(StatusCode::CONFLICT, codes::TP4013, words)
            .with(|body| body.revision = Some(*current)),
        StoreError::Claimed { existing } => unprocessable(codes::TP4016, words).run(existing.run),
        StoreError::Corrupt(_) => ApiError::internal(words),
        StoreError::Io(_)
        | StoreError::Closed
        | StoreError::Fenced { .. }
        | StoreError::OutOfOrder { .. } => {
            unavailable_now(codes::TP4026, "the server cannot reach its store now").log(words)
        }
    }
}

fn conflict(code: Code, detail: impl Into<String>) -> ApiError {
    ApiError::new(StatusCode::CONFLICT, code, detail)
}

fn unprocessable(code: Code, detail: impl Into<String>) -> ApiError {
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail)
}

/// Not now.
pub(crate) fn unavailable_now(code: Code, detail: impl Into<String>) -> ApiError {
    ApiError::new(StatusCode::SERVICE_UNAVAILABLE, code, detail).retry_after(1)
}

/// The code an error brought along, if it is one of ours: it may come from an older runner.
fn known_code(error: &Problem) -> Option<Code> {
    let code = error.code.as_deref()?;
    codes::pages().iter().find(|(known, _)| *known == code).map(|(known, _)| Code::from_static(known))
}

#[cfg(test)]
mod tests;
