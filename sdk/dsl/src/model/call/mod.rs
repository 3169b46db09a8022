//! `call`: one file per kind of call.

mod a2a;
mod asyncapi;
mod function;
mod grpc;
mod http;
mod mcp;
mod openapi;

pub use a2a::A2aCall;
pub use asyncapi::{AsyncApiCall, AsyncApiConsume, AsyncApiMessage, AsyncApiServer, AsyncApiSubscription};
pub use function::asks_for_full_name;
pub(crate) use function::{ANY_FUNCTION, in_full};
pub use function::{FunctionCall, FunctionTarget};
pub use grpc::{GrpcCall, GrpcService};
pub use http::{HttpCall, HttpOutput};
pub use mcp::{McpCall, McpTransport};
pub use openapi::OpenApiCall;

use super::TaskList;
use crate::parse::{At, Fields, Findings};

/// `call`: one file per kind of call.
#[derive(Debug, Clone, PartialEq)]
pub enum CallTask {
    /// `call: a2a`.
    A2a(A2aCall),
    /// `call: asyncapi`.
    AsyncApi(AsyncApiCall),
    /// A function: of a catalog, of `use.functions`, or at a URL.
    Function(FunctionCall),
    /// `call: grpc`.
    Grpc(GrpcCall),
    /// `call: http`.
    Http(HttpCall),
    /// `call: mcp`.
    Mcp(McpCall),
    /// `call: openapi`.
    OpenApi(OpenApiCall),
}

impl CallTask {
    /// The task lists directly inside.
    pub(crate) fn lists(&self) -> Vec<&TaskList> {
        match self {
            Self::AsyncApi(call) => {
                let each = call.subscription.as_ref().and_then(|subscription| subscription.foreach.as_ref());
                each.iter().filter_map(|each| each.tasks.as_ref()).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl CallTask {
    pub(crate) const KEYS: &[&str] = &["call", "with"];

    pub(crate) fn read(task: &Fields<'_>, findings: &mut Findings) -> Option<Self> {
        let name = task.required("call", findings)?.literal(findings)?;
        let protocol = match name.value.as_str() {
            "a2a" => |at: &At<'_>, findings: &mut Findings| A2aCall::read(at, findings).map(Self::A2a),
            "asyncapi" => {
                |at: &At<'_>, findings: &mut Findings| AsyncApiCall::read(at, findings).map(Self::AsyncApi)
            }
            "grpc" => |at: &At<'_>, findings: &mut Findings| GrpcCall::read(at, findings).map(Self::Grpc),
            "http" => |at: &At<'_>, findings: &mut Findings| HttpCall::read(at, findings).map(Self::Http),
            "mcp" => |at: &At<'_>, findings: &mut Findings| McpCall::read(at, findings).map(Self::Mcp),
            "openapi" => {
                |at: &At<'_>, findings: &mut Findings| OpenApiCall::read(at, findings).map(Self::OpenApi)
            }
            _ => return FunctionCall::read(name, task, findings).map(Self::Function),
        };
        protocol(&task.required("with", findings)?, findings)
    }
}
