//! The list of constructs that this engine cannot run. When the engine gains a construct, delete its line
//! here.

use towpath_diagnostics::{Code, codes};

/// Constructs that are optional for an engine; [`REFUSED`] lists those that this engine lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Construct {
    Retry,
    Timeout,
    Schedule,
    Extensions,
    CustomFunctions,
    Catalogs,
    FunctionUrl,
    SchemaResource,
    OpenApi,
    Grpc,
    AsyncApi,
    Mcp,
    A2a,
    Emit,
    Listen,
    Fork,
    RunWorkflow,
    RunScript,
    RunContainer,
    RunShell,
    DigestAuthentication,
    OAuth2,
    Oidc,
    Language,
    LooseMode,
    SchemaFormat,
}

/// The construct, its code, its name in messages, and the help. A construct without a line here is supported.
pub(super) const REFUSED: &[(Construct, Code, &str, &str)] = &[
    (Construct::Grpc, codes::TP0310, "`call: grpc`", FUNCTION),
    (Construct::AsyncApi, codes::TP0311, "`call: asyncapi`", FUNCTION),
    (Construct::Mcp, codes::TP0312, "`call: mcp`", FUNCTION),
    (Construct::A2a, codes::TP0313, "`call: a2a`", FUNCTION),
    (Construct::RunScript, codes::TP0318, "`run: script`", "write it as an expression under `set`"),
    (Construct::RunContainer, codes::TP0319, "`run: container`", FUNCTION),
    (Construct::RunShell, codes::TP0320, "`run: shell`", FUNCTION),
    (
        Construct::Language,
        codes::TP0324,
        "this expression language",
        "write expressions in jq, and delete `language`",
    ),
    (
        Construct::LooseMode,
        codes::TP0325,
        "`mode: loose`",
        "write `${ }` around expressions, and delete `mode`",
    ),
    (Construct::SchemaFormat, codes::TP0326, "this schema format", "write a JSON Schema, and `format: json`"),
];

/// Whether this engine runs a construct.
pub(crate) fn is_available(construct: Construct) -> bool {
    REFUSED.iter().all(|(refused, ..)| *refused != construct)
}

/// Constructs that will never be supported. The others are not supported yet.
pub(super) const NEVER: &[Construct] = &[Construct::RunContainer, Construct::RunShell];

const FUNCTION: &str = "ask IT for an integration, and call it as a function: `call: <integration>.<operation>:<version>@default`";
