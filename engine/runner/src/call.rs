//! Calls as effects: sends the arguments with their labels and the places of secrets, and waits for the
//! result.

use towpath_diagnostics::codes;
use towpath_wire::{CallEffect, EffectKind, Problem, SecretUse, problem_types as types};

use crate::effects::{EffectResult, PendingEffect};
use crate::fault::{Fault, Faultable};
use crate::run::{Cx, Written};
use crate::scope::Frame;
use crate::value::{Value, WriteError};

/// An operation of an integration.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Operation<'a> {
    pub(crate) integration: &'a str,
    pub(crate) operation: &'a str,
    pub(crate) version: &'a str,
}

/// Calls and waits for the result. `may_hold_secret` decides for a pointer into the arguments whether a
/// secret is allowed there; if not, it returns the name of the place.
pub(crate) async fn call_and_wait(
    cx: &Cx,
    frame: &Frame<'_>,
    operation: Operation<'_>,
    arguments: &Value,
    may_hold_secret: fn(&str) -> Result<(), &'static str>,
) -> Faultable<Value> {
    call_described(cx, frame, operation, arguments, may_hold_secret, &[]).await
}

/// Like [`call_and_wait`], for an operation whose document describes the error bodies of the statuses `described`.
pub(crate) async fn call_described(
    cx: &Cx,
    frame: &Frame<'_>,
    operation: Operation<'_>,
    arguments: &Value,
    may_hold_secret: fn(&str) -> Result<(), &'static str>,
    described: &[String],
) -> Faultable<Value> {
    let written = self::arguments_of_effect(cx, arguments, may_hold_secret)?;
    let wanted = cx.request(
        frame,
        EffectKind::Call(CallEffect {
            integration: operation.integration.to_owned(),
            operation: operation.operation.to_owned(),
            version: operation.version.to_owned(),
            arguments: written.text,
            secrets: written.secrets,
            labels: cx.label_names(arguments.labels_deep()),
            described: described.to_vec(),
        }),
    );
    result_of(cx, wanted).await
}

/// The arguments of an effect, as JSON text.
pub(crate) fn arguments_of_effect(
    cx: &Cx,
    arguments: &Value,
    may_hold_secret: fn(&str) -> Result<(), &'static str>,
) -> Faultable<Written> {
    let about = |fault: Box<Fault>| fault.about(cx, arguments);
    let written = cx.write(arguments, cx.limits.effect_bytes).map_err(|error| about(too_large(error)))?;
    for SecretUse { pointer, secret } in &written.secrets {
        may_hold_secret(pointer).map_err(|place| about(Fault::misplaced_secret(secret, place)))?;
    }
    Ok(written)
}

/// Waits for the result of an effect.
pub(crate) async fn result_of(cx: &Cx, pending: PendingEffect<'_>) -> Faultable<Value> {
    let effect = pending.id();
    match pending.await {
        EffectResult::Output(output, labels) => cx.read(&output, &labels),
        EffectResult::Error(problem) => {
            Err(Fault::from_problem(Problem { effect: Some(effect), raised: false, ..problem }))
        }
        EffectResult::Fired => Err(unexpected_result()),
    }
}

/// The host sent a result that belongs to another kind of effect.
pub(crate) fn unexpected_result() -> Box<Fault> {
    Fault::new(types::RUNTIME, &codes::TP0001, "the result does not match the effect")
}

fn too_large(error: WriteError) -> Box<Fault> {
    match error {
        WriteError::TooLarge(bytes) => {
            Fault::limit(&codes::TP1002, format!("the arguments of the call are larger than {bytes} bytes"))
        }
        WriteError::TooDeep(depth) => Fault::limit(
            &codes::TP1003,
            format!("the arguments of the call are nested deeper than {depth} levels"),
        ),
    }
}
