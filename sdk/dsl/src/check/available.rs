//! The one list of what this engine cannot run. A version that learns a construct deletes its line.

use towpath_diagnostics::{Code, codes};

/// Constructs that an engine may not be able to run; [`REFUSED`] says which this one cannot.
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

/// The construct, its code, how messages name it, and what to do instead. Without its line a construct is run.
pub(super) const REFUSED: &[(Construct, Code, &str, &str)] = &[
    (Construct::Grpc, codes::TP0310, "`call: grpc`", FUNCTION),
    (Construct::AsyncApi, codes::TP0311, "`call: asyncapi`", FUNCTION),
    (Construct::Mcp, codes::TP0312, "`call: mcp`", FUNCTION),
    (Construct::A2a, codes::TP0313, "`call: a2a`", FUNCTION),
    (Construct::RunScript, codes::TP0318, "`run: script`", "say it as an expression, with `set`"),
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

/// What will never be run, rather than not yet.
pub(super) const NEVER: &[Construct] = &[Construct::RunContainer, Construct::RunShell];

const FUNCTION: &str = "ask IT for an integration, and call it as a function: `call: <integration>.<operation>:<version>@default`";
