//! `call: mcp`. Read, drawn and derived, but refused by the check (TP0312): the runner has no task for it.

use towpath_diagnostics::Span;

use crate::model::{Duration, Endpoint, Spanned, Template};
use crate::parse::{At, Findings};

/// `call: mcp`.
#[derive(Debug, Clone, PartialEq)]
pub struct McpCall {
    /// Version of the protocol. Default: `2025-06-18`.
    pub protocol_version: Option<Spanned<String>>,
    /// The method.
    pub method: Spanned<String>,
    /// Its parameters, a mapping or one `${ … }`.
    pub parameters: Option<Template>,
    /// The timeout of the call.
    pub timeout: Option<Duration>,
    /// The transport to the server.
    pub transport: McpTransport,
    /// Options of the transport, a mapping of texts.
    pub transport_options: Option<Template>,
    /// Name and version of the client.
    pub client: Option<(Spanned<String>, Spanned<String>)>,
    /// The place of the arguments in the source text.
    pub span: Span,
}

/// The transport to an MCP server.
#[derive(Debug, Clone, PartialEq)]
pub enum McpTransport {
    /// Over HTTP.
    Http {
        /// The address.
        endpoint: Endpoint,
        /// With these headers, a mapping of texts.
        headers: Option<Template>,
    },
    /// A process with standard input and output.
    Stdio {
        /// The command.
        command: Spanned<String>,
        /// Its arguments, a list of texts.
        arguments: Option<Template>,
        /// Environment variables, a mapping of texts.
        environment: Option<Template>,
    },
}

impl McpCall {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        const KEYS: &[&str] = &["protocolVersion", "method", "parameters", "timeout", "transport", "client"];
        const METHODS: &[&str] = &[
            "tools/list",
            "tools/call",
            "prompts/list",
            "prompts/get",
            "resources/list",
            "resources/read",
            "resources/templates/list",
        ];
        let with = at.fields(KEYS, findings)?;
        let protocol_version = with.get("protocolVersion").and_then(|at| at.literal(findings));
        let method = with.required("method", findings).and_then(|at| at.word_text(METHODS, findings));
        let parameters = with.get("parameters").and_then(|at| at.mapping_or_expression(findings));
        let timeout = with.get("timeout").and_then(|at| Duration::read(&at, findings));
        let transport = with.required("transport", findings);
        let transport_options =
            transport.as_ref().and_then(|at| at.get("options")).and_then(|at| at.text_mapping(findings));
        let transport = transport.and_then(|at| McpTransport::read(&at, findings));
        let client = with.get("client").and_then(|at| at.fields(&["name", "version"], findings));
        let client = client.and_then(|client| {
            let name = client.required("name", findings).and_then(|at| at.literal(findings));
            let version = client.required("version", findings).and_then(|at| at.literal(findings));
            Some((name?, version?))
        });
        Some(Self {
            protocol_version,
            method: method?,
            parameters,
            timeout,
            transport: transport?,
            transport_options,
            client,
            span: at.node.span,
        })
    }
}

impl McpTransport {
    fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let transport = at.fields(&["http", "stdio", "options"], findings)?;
        let (kind, value) = transport.exactly_one(&["http", "stdio"], findings)?;
        if kind == "http" {
            let http = value.fields(&["endpoint", "headers"], findings)?;
            let endpoint = http.required("endpoint", findings).and_then(|at| Endpoint::read(&at, findings));
            let headers = http.get("headers").and_then(|at| at.text_mapping(findings));
            return Some(Self::Http { endpoint: endpoint?, headers });
        }
        let stdio = value.fields(&["command", "arguments", "environment"], findings)?;
        let command = stdio.required("command", findings).and_then(|at| at.literal(findings));
        let arguments = stdio.get("arguments").and_then(|at| at.text_list(findings));
        let environment = stdio.get("environment").and_then(|at| at.text_mapping(findings));
        Some(Self::Stdio { command: command?, arguments, environment })
    }
}
