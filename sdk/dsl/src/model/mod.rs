//! The Open Workflow DSL 1.0.3 as types. Every part has its place in the source text.
//!
//! Each file has the type of one construct and the code that reads it. [`crate::check`] decides whether this
//! engine supports a construct. The runner executes it.

mod authentication;
mod call;
mod cron;
mod data;
mod do_task;
mod document;
mod duration;
mod emit;
mod error;
mod event;
mod expression;
mod for_task;
mod fork;
mod listen;
mod node;
mod raise;
mod resource;
mod retry;
mod reusable;
mod run;
mod schedule;
mod set;
mod switch;
mod task;
mod try_task;
mod wait;
mod workflow;

use towpath_diagnostics::Span;

pub use authentication::{
    Authentication, AuthenticationPolicy, Bearer, Credentials, OAuth2, OAuth2Client, OAuth2Endpoints,
    OAuth2Token, SecretOr,
};
pub use call::asks_for_full_name;
pub use call::{
    A2aCall, AsyncApiCall, AsyncApiConsume, AsyncApiMessage, AsyncApiServer, AsyncApiSubscription, CallTask,
    FunctionCall, FunctionTarget, GrpcCall, GrpcService, HttpCall, HttpOutput, McpCall, McpTransport,
    OpenApiCall,
};
pub(crate) use call::{ANY_FUNCTION, in_full};
pub use data::{Export, Input, Output, Schema, SchemaSource};
pub use do_task::DoTask;
pub use document::{Document, Evaluate};
pub(crate) use document::{as_name, as_version};
pub use duration::Duration;
pub(crate) use duration::duration_mapping as suggested_duration;
pub use emit::EmitTask;
pub use error::{ErrorDefinition, ErrorFilter, ErrorReference};
pub use event::{Correlation, EventFilter, EventStrategy, ReadAs, SubscriptionIterator, Until};
pub use expression::{Expression, OrExpression, Template, Transform, expression};
pub use for_task::{ForTask, Iterated};
pub use fork::ForkTask;
pub use listen::ListenTask;
pub use node::{Node, NodeKind, Piece, escape};
pub use raise::RaiseTask;
pub use resource::{Endpoint, ExternalResource};
pub use retry::{Backoff, RetryPolicy, RetryReference};
pub use reusable::{Catalog, Extension, Use};
pub use run::{
    ContainerRun, Process, ProcessReturn, RunTask, ScriptRun, ScriptSource, ShellRun, WorkflowRun,
};
pub use schedule::{Missed, Overlap, Schedule, ScheduleOptions};
pub use set::SetTask;
pub use switch::{SwitchCase, SwitchTask};
pub use task::{Flow, Task, TaskKind, TaskList, Timeout, TimeoutReference};
pub use try_task::{Catch, TryTask};
pub use wait::WaitTask;
pub(crate) use workflow::Parts;
pub use workflow::Workflow;

/// A value and its place in the source text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place, in bytes.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Creates a value with its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}
