//! Calls as effects: arguments out, with their labels and the places of secrets; the answer back.

use towpath_diagnostics::codes;
use towpath_wire::{CallEffect, EffectKind, Problem, SecretUse, problem_types as types};

use crate::effects::{Answer, Wanted};
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

/// Calls and waits for the answer. `may_hold_secret` says of a pointer into the arguments whether a secret may stand
/// there, or what the place is called.
pub(crate) async fn call(
    cx: &Cx,
    frame: &Frame<'_>,
    operation: Operation<'_>,
    arguments: &Value,
    may_hold_secret: fn(&str) -> Result<(), &'static str>,
) -> Faultable<Value> {
    call_described(cx, frame, operation, arguments, may_hold_secret, &[]).await
}

/// As [`call`], of an operation of which a document describes the failed answers with the statuses `described`.
pub(crate) async fn call_described(
    cx: &Cx,
    frame: &Frame<'_>,
    operation: Operation<'_>,
    arguments: &Value,
    may_hold_secret: fn(&str) -> Result<(), &'static str>,
    described: &[String],
) -> Faultable<Value> {
    let written = self::arguments(cx, arguments, may_hold_secret)?;
    let wanted = cx.want(
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
    answer(cx, wanted).await
}

/// What an effect carries, as JSON text.
pub(crate) fn arguments(
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

/// Waits for the answer of an effect.
pub(crate) async fn answer(cx: &Cx, wanted: Wanted<'_>) -> Faultable<Value> {
    let effect = wanted.id();
    match wanted.await {
        Answer::Output(output, labels) => cx.read(&output, &labels),
        Answer::Error(problem) => {
            Err(Fault::from_problem(Problem { effect: Some(effect), raised: false, ..problem }))
        }
        Answer::Fired => Err(unexpected_answer()),
    }
}

/// The host answered an effect with what only another kind of effect can get.
pub(crate) fn unexpected_answer() -> Box<Fault> {
    Fault::new(types::RUNTIME, &codes::TP0001, "the answer does not fit the effect")
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
