//! `raise`: raises an error. Its type is unchanged.

use towpath_diagnostics::codes;
use towpath_dsl::model::{ErrorDefinition, ErrorReference, OrExpression, RaiseTask, Spanned};
use towpath_wire::{Problem, problem_types as types};

use crate::compile::{Compiled, Compiler, Reported};
use crate::expression::Place;
use crate::fault::{Fault, Faultable};
use crate::run::Cx;
use crate::scope::Frame;
use crate::template::Template;
use crate::value::{Labels, Value};

/// `raise`.
#[derive(Debug)]
pub(crate) struct Raise {
    kind: Template,
    status: u16,
    instance: Option<Template>,
    title: Option<Template>,
    detail: Option<Template>,
}

impl Raise {
    pub(super) fn compile(c: &mut Compiler<'_>, task: &RaiseTask) -> Compiled<Self> {
        let workflow = c.workflow();
        let error: &ErrorDefinition = match &task.error {
            ErrorReference::Inline(error) => error,
            // The check of the definition has reported an unknown name.
            ErrorReference::Named(name) => workflow.reusable.error(name).ok_or(Reported)?,
        };
        let mut optional = |text: &Option<OrExpression<Spanned<String>>>| {
            text.as_ref().map(|text| c.text(text, Place::Definition)).transpose()
        };
        let (instance, title, detail) =
            (optional(&error.instance), optional(&error.title), optional(&error.detail));
        let kind = c.text(&error.kind, Place::Definition);
        Ok(Self { kind: kind?, status: *error.status, instance: instance?, title: title?, detail: detail? })
    }

    /// The error to raise, or the error of computing it.
    pub(super) fn run(&self, cx: &Cx, frame: &Frame<'_>, input: &Value) -> Faultable<Box<Fault>> {
        let mut labels = Labels::NONE;
        let mut text = |template: &Template| -> Faultable<Option<String>> {
            let value = template.evaluate(cx, input, frame)?;
            labels |= value.labels_deep();
            if value.is_null() {
                return Ok(None);
            }
            if let Some(text) = value.as_str() {
                return Ok(Some(text.to_owned()));
            }
            let written = cx.write(&value, cx.limits.output_bytes).map_err(|_| too_large())?;
            match written.secrets.first() {
                Some(secret) => Err(Fault::misplaced_secret(&secret.secret, "an error").labelled(cx, labels)),
                None => Ok(Some(written.text.get().to_owned())),
            }
        };
        let kind = text(&self.kind)?;
        let instance = self.instance.as_ref().map(&mut text).transpose()?.flatten();
        let title = self.title.as_ref().map(&mut text).transpose()?.flatten();
        let detail = self.detail.as_ref().map(&mut text).transpose()?.flatten();
        let Some(kind) = kind.filter(|kind| !kind.is_empty()) else {
            let detail = "the `type` of a raised error must be a text";
            return Err(Fault::new(types::EXPRESSION, &codes::TP1008, detail).labelled(cx, labels));
        };
        let labels = cx.label_names(labels);
        let instance = instance.or_else(|| Some(frame.pointer().to_owned()));
        let problem = Problem {
            kind,
            status: self.status,
            title,
            detail,
            instance,
            code: None,
            effect: None,
            raised: true,
            carried_out: towpath_wire::CarriedOut::Unknown,
            labels,
            details: None,
            retry_after: None,
        };
        // An error of a definition can be caught, even if its type is that of a limit.
        Ok(Box::new(Fault { problem, catchable: true }))
    }
}

fn too_large() -> Box<Fault> {
    Fault::limit(&codes::TP1001, "the text of a raised error is too large or nested too deep")
}
