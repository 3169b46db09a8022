//! `call: a2a`. Read, drawn and derived, but refused by the check (TP0313): the runner has no task for it.

use towpath_diagnostics::Span;

use crate::model::{Endpoint, ExternalResource, Spanned, Template};
use crate::parse::{At, Findings};

/// `call: a2a`.
#[derive(Debug, Clone, PartialEq)]
pub struct A2aCall {
    /// The agent that is called.
    pub agent_card: Option<ExternalResource>,
    /// The target.
    pub server: Option<Endpoint>,
    /// The method.
    pub method: Spanned<String>,
    /// Its parameters, a mapping or one `${ … }`.
    pub parameters: Option<Template>,
    /// The place of the arguments in the source text.
    pub span: Span,
}

impl A2aCall {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        const METHODS: &[&str] = &[
            "message/send",
            "message/stream",
            "tasks/get",
            "tasks/list",
            "tasks/cancel",
            "tasks/resubscribe",
            "tasks/pushNotificationConfig/set",
            "tasks/pushNotificationConfig/get",
            "tasks/pushNotificationConfig/list",
            "tasks/pushNotificationConfig/delete",
            "agent/getAuthenticatedExtendedCard",
        ];
        let with = at.fields(&["agentCard", "server", "method", "parameters"], findings)?;
        let agent_card = with.get("agentCard").and_then(|at| ExternalResource::read(&at, findings));
        let server = with.get("server").and_then(|at| Endpoint::read(&at, findings));
        let method = with.required("method", findings).and_then(|at| at.word_text(METHODS, findings));
        let parameters = with.get("parameters").and_then(|at| at.mapping_or_expression(findings));
        Some(Self { agent_card, server, method: method?, parameters, span: at.node.span })
    }
}
