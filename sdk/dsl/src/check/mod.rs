//! Checks that need the whole definition: whether names are defined, and whether this engine supports it.
//!
//! A construct that this engine does not support is refused here, with its own code.

mod available;
mod calls;
mod directives;
mod no_effect;
mod reachable;
mod recursion;
mod references;
mod schedule;

pub(crate) use self::available::{Construct, is_available};

use towpath_diagnostics::{Code, Diagnostic, Span};

use self::{
    available::{NEVER, REFUSED},
    references::Kind,
};
use crate::model::{
    ErrorReference, Node, Parts, Process, RetryReference, Schema, SchemaSource, SubscriptionIterator, Task,
    TaskKind, TaskList, TimeoutReference, escape,
};
use crate::{parse::Findings, problems::Problems};

/// Reports all problems of the definition `source`, of which `parts` could be read.
pub(crate) fn check(source: &Node, parts: &Parts, findings: &mut Findings) {
    directives::check_directives(findings);
    let problems = &mut findings.problems;
    Checker { source, parts, problems, place: String::new() }.workflow();
}

/// The same for an external function, which is checked in isolation.
pub(crate) fn check_function(source: &Node, parts: &Parts, findings: &mut Findings) {
    directives::check_directives(findings);
    let problems = &mut findings.problems;
    Checker { source, parts, problems, place: String::new() }.functions();
}

/// Whether `code` reports a construct that this engine does not support.
pub(crate) fn is_refusal(code: &Code) -> bool {
    REFUSED.iter().any(|(_, refused, ..)| refused == code)
}

struct Checker<'a> {
    source: &'a Node,
    parts: &'a Parts,
    problems: &'a mut Problems,
    /// JSON pointer of the current task.
    place: String,
}

impl<'a> Checker<'a> {
    fn report(&mut self, diagnostic: Diagnostic) {
        let place = diagnostic.pointer.clone().unwrap_or_else(|| self.place.clone());
        self.problems.report(diagnostic.pointer(place));
    }

    /// Refuses a construct that this engine does not support.
    fn construct(&mut self, construct: Construct, span: Span) {
        let Some((_, code, name, help)) = REFUSED.iter().find(|(refused, ..)| *refused == construct) else {
            return;
        };
        let diagnostic = if NEVER.contains(&construct) {
            let help = format!(
                "the engine never starts processes, because policies could not control their access; {help}"
            );
            Diagnostic::error(code.clone(), format!("{name} is never available in this engine")).help(help)
        } else {
            Diagnostic::error(code.clone(), format!("{name} is not available in this engine yet")).help(*help)
        };
        self.report(diagnostic.at(span));
    }

    /// The place of the last key in a JSON pointer, if it is the key of a mapping.
    fn key(&self, pointer: &str) -> Span {
        let (parent, key) = pointer.rsplit_once('/').unwrap_or_default();
        let entries = self.source.pointer(parent).and_then(|node| node.as_object()).unwrap_or_default();
        let entry = entries.iter().find(|(name, _)| escape(&name.value) == key);
        entry.map_or(self.source.span, |(name, _)| name.span)
    }

    fn key_of_place(&self, key: &str) -> Span {
        self.key(&format!("{}/{key}", self.place))
    }

    fn workflow(&mut self) {
        let parts = self.parts;
        self.reusable();
        self.schedule();
        if let Some(evaluate) = &parts.evaluate {
            if let Some(language) = evaluate.language.as_ref().filter(|language| language.value != "jq") {
                self.construct(Construct::Language, language.span);
            }
            if let Some(mode) = evaluate.mode.as_ref().filter(|mode| mode.value == "loose") {
                self.construct(Construct::LooseMode, mode.span);
            }
        }
        self.timeout(parts.timeout.as_ref());
        self.schema(parts.input.as_ref().and_then(|input| input.schema.as_ref()));
        self.schema(parts.output.as_ref().and_then(|output| output.schema.as_ref()));
        parts.tasks.iter().for_each(|list| self.tasks(list));
    }

    fn reusable(&mut self) {
        let reusable = &self.parts.reusable;
        for (name, catalog) in &reusable.catalogs {
            self.catalog(name, catalog);
        }
        self.recursion();
        for (name, policy) in &reusable.authentications {
            self.place = format!("/use/authentications/{}", escape(&name.value));
            self.authentication_policy(policy);
        }
        self.functions();
        self.retries();
        for extension in &reusable.extensions {
            extension.before.iter().chain(&extension.after).for_each(|list| self.tasks(list));
        }
        self.place = String::new();
    }

    fn functions(&mut self) {
        let parts = self.parts;
        parts.reusable.functions.iter().for_each(|task| self.task(task));
    }

    fn tasks(&mut self, list: &'a TaskList) {
        self.reachable(list);
        for task in &list.tasks {
            self.task(task);
        }
    }

    fn task(&mut self, task: &'a Task) {
        let outer = std::mem::replace(&mut self.place, task.pointer.clone());
        self.timeout(task.timeout.as_ref());
        self.schema(task.input.as_ref().and_then(|input| input.schema.as_ref()));
        self.schema(task.output.as_ref().and_then(|output| output.schema.as_ref()));
        self.schema(task.export.as_ref().and_then(|export| export.schema.as_ref()));
        self.export(task.export.as_ref());
        self.kind(task);
        for list in task.kind.lists() {
            self.tasks(list);
        }
        self.place = outer;
    }

    fn kind(&mut self, task: &'a Task) {
        match &task.kind {
            TaskKind::Do(_)
            | TaskKind::Emit(_)
            | TaskKind::For(_)
            | TaskKind::Fork(_)
            | TaskKind::Set(_)
            | TaskKind::Switch(_)
            | TaskKind::Wait(_) => {}
            TaskKind::Call(call) => self.call(call),
            TaskKind::Listen(listen) => self.iterator(listen.foreach.as_ref()),
            TaskKind::Raise(raise) => {
                if let ErrorReference::Named(name) = &raise.error {
                    self.reference(Kind::Error, name);
                }
            }
            TaskKind::Run(run) => {
                let (construct, key) = match &run.process {
                    Process::Container(_) => (Construct::RunContainer, "run/container"),
                    Process::Script(_) => (Construct::RunScript, "run/script"),
                    Process::Shell(_) => (Construct::RunShell, "run/shell"),
                    Process::Workflow(_) => return,
                };
                self.construct(construct, self.key_of_place(key));
            }
            TaskKind::Try(try_) => {
                try_.catch.retry.iter().for_each(|retry| self.retry(retry));
                if let Some(RetryReference::Named(name)) = &try_.catch.retry {
                    self.reference(Kind::Retry, name);
                }
            }
        }
    }

    fn timeout(&mut self, timeout: Option<&TimeoutReference>) {
        if let Some(TimeoutReference::Named(name)) = timeout {
            self.reference(Kind::Timeout, name);
        }
    }

    fn schema(&mut self, schema: Option<&Schema>) {
        let Some(schema) = schema else { return };
        let is_json = |format: &str| format == "json" || format.starts_with("json:");
        if let Some(format) = schema.format.as_ref().filter(|format| !is_json(format)) {
            self.construct(Construct::SchemaFormat, format.span);
        }
        if let SchemaSource::Resource(_) = &schema.source {
            self.construct(Construct::SchemaResource, self.key(&format!("{}/resource", schema.pointer)));
        }
    }

    fn iterator(&mut self, iterator: Option<&SubscriptionIterator>) {
        let Some(iterator) = iterator else { return };
        self.schema(iterator.output.as_ref().and_then(|output| output.schema.as_ref()));
        self.schema(iterator.export.as_ref().and_then(|export| export.schema.as_ref()));
        self.export(iterator.export.as_ref());
    }
}
