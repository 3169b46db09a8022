//! The schema of `call`: the protocols, the functions and their arguments.

use serde_json::{Value, json};

use super::Subject;
use super::data::{
    boolean, count, mapping, mapping_or_expression, reference, strict_expression, text, text_mapping,
    text_mapping_or_expression, texts, words,
};
use super::field::{Definitions, field, object, with};
use super::operation;
use crate::check::Construct;

/// A protocol: its name, the construct it needs (`None` if it is always available), its description, its
/// arguments.
type Protocol = (&'static str, Option<Construct>, &'static str, fn() -> Value);

const PROTOCOLS: &[Protocol] = &[
    ("http", None, "An HTTP request, to a host that IT allows.", http),
    ("openapi", Some(Construct::OpenApi), "An operation of an OpenAPI document.", openapi),
    ("grpc", Some(Construct::Grpc), "A method of a gRPC service.", grpc),
    ("asyncapi", Some(Construct::AsyncApi), "A message of an AsyncAPI document.", asyncapi),
    ("mcp", Some(Construct::Mcp), "A request to an MCP server.", mcp),
    ("a2a", Some(Construct::A2a), "An agent.", a2a),
];

fn protocols<'a>(subject: &'a Subject<'_>) -> impl Iterator<Item = &'static Protocol> + 'a {
    PROTOCOLS.iter().filter(|(_, construct, ..)| construct.is_none_or(|construct| subject.has(construct)))
}

fn definition_of(protocol: &str) -> String {
    format!("call-{protocol}")
}

pub(super) fn add(subject: &Subject<'_>, definitions: &mut Definitions) {
    for (name, _, _, arguments) in protocols(subject) {
        definitions.add(&definition_of(name), arguments());
    }
    for operation in subject.operations.unwrap_or_default() {
        definitions
            .add(&operation::definition_of(operation), operation::schema_of_operation_arguments(operation));
    }
}

/// The schema of the value of `call:`.
pub(super) fn schema_of_call_name(subject: &Subject<'_>) -> Value {
    let mut names: Vec<Value> = protocols(subject)
        .map(|(name, _, about, _)| json!({ "const": name, "title": about, "description": about }))
        .collect();
    match subject.operations {
        Some(operations) => names.extend(operations.iter().map(|operation| {
            let effect = if operation.writes { "Writes to another system." } else { "Only reads." };
            json!({ "const": operation.call, "title": operation.title, "description": effect })
        })),
        None => names.push(json!({
            "title": "A function: `<integration>.<operation>:<version>@default`",
            "pattern": r"^[A-Za-z0-9-]+\.[A-Za-z0-9-]+:[0-9]+\.[0-9]+\.[0-9]+([-+][0-9A-Za-z.+-]*)?@default$",
        })),
    }
    if subject.has(Construct::CustomFunctions) {
        let reserved: Vec<&str> = PROTOCOLS.iter().map(|(name, ..)| *name).collect();
        names.push(json!({ "title": "A function under `use.functions`", "pattern": "^[^:@]+$", "not": { "enum": reserved } }));
    }
    if subject.has(Construct::Catalogs) {
        names.push(json!({ "title": "A function of a catalog", "pattern": "^[^@/]+@[A-Za-z0-9-]+$", "not": { "pattern": "@default$" } }));
    }
    if subject.has(Construct::FunctionUrl) {
        names.push(json!({ "title": "A function at a URL", "pattern": "://" }));
    }
    json!({ "type": "string", "oneOf": names })
}

/// The schemas of `with`, for each call.
pub(super) fn schemas_of_arguments(subject: &Subject<'_>) -> Vec<Value> {
    let when = |call: &str| json!({ "properties": { "call": { "const": call } }, "required": ["call"] });
    let with = |definition: String| json!({ "properties": { "with": reference(&definition) } });
    let protocols = protocols(subject).map(|(name, ..)| {
        let mut then = with(definition_of(name));
        then["required"] = json!(["with"]);
        json!({ "if": when(name), "then": then })
    });
    let operations = subject.operations.unwrap_or_default().iter().map(|operation| {
        let mut then = with(operation::definition_of(operation));
        if operation::needs_arguments(operation) {
            then["required"] = json!(["with"]);
        }
        json!({ "if": when(&operation.call), "then": then })
    });
    protocols.chain(operations).collect()
}

fn output() -> Value {
    words(&[
        ("content", "The body, decoded by its content type."),
        ("response", "The whole response: `request`, `statusCode`, `headers`, `content`."),
        ("raw", "The body as base64 text."),
    ])
}

fn http() -> Value {
    object(
        "HTTP request",
        "An HTTP request.",
        vec![
            field(
                "method",
                "The method, such as `get` or `post`.",
                json!({ "type": "string", "pattern": "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$" }),
            )
            .required(),
            field(
                "endpoint",
                "The target: a URL that begins with `http://` or `https://`, or a mapping with a URL and an authentication.",
                reference("endpoint"),
            )
            .required(),
            field("headers", "The request headers: names and texts.", text_mapping_or_expression()),
            field("body", "The body, anything.", json!({})),
            field("query", "The query parameters: names and texts.", text_mapping_or_expression()),
            field("output", "What becomes the output. Default: the content.", output()),
            field("redirect", "Whether statuses 300 to 399 count as success. Default: false.", boolean()),
        ],
    )
}

fn openapi() -> Value {
    object(
        "OpenAPI",
        "An operation of an OpenAPI document.",
        vec![
            field("document", "The OpenAPI document.", reference("resource")).required(),
            field("operationId", "Which operation.", text()).required(),
            field("parameters", "Its parameters.", mapping()),
            field("authentication", "How the call authenticates.", reference("authentication")),
            field("output", "What becomes the output. Default: the content.", output()),
            field("redirect", "Whether statuses 300 to 399 count as success. Default: false.", boolean()),
        ],
    )
}

fn grpc() -> Value {
    let service = object(
        "Service",
        "A gRPC service.",
        vec![
            field("name", "Its name.", text()).required(),
            field(
                "host",
                "Its host.",
                json!({ "type": "string", "pattern": "^[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$" }),
            )
            .required(),
            field("port", "Its port.", json!({ "type": "integer", "minimum": 0, "maximum": 65535 })),
            field("authentication", "How the call authenticates.", reference("authentication")),
        ],
    );
    object(
        "gRPC",
        "A method of a gRPC service.",
        vec![
            field("proto", "The proto file.", reference("resource")).required(),
            field("service", "The service.", service).required(),
            field("method", "The method.", text()).required(),
            field("arguments", "Its arguments.", mapping()),
        ],
    )
}

fn asyncapi() -> Value {
    const KNOWN: &[&str] = &[
        "amqp",
        "amqp1",
        "anypointmq",
        "googlepubsub",
        "http",
        "ibmmq",
        "jms",
        "kafka",
        "mercure",
        "mqtt",
        "mqtt5",
        "nats",
        "pulsar",
        "redis",
        "sns",
        "solace",
        "sqs",
        "stomp",
        "ws",
    ];
    let consume = with(
        object(
            "Consume",
            "When the subscription stops.",
            vec![
                field("for", "How long.", reference("duration")),
                field("amount", "This many.", count()),
                field("while", "Continue while this is true.", strict_expression()),
                field("until", "Continue until this is true.", strict_expression()),
            ],
        ),
        json!({ "oneOf": [{ "required": ["amount"] }, { "required": ["while"] }, { "required": ["until"] }] }),
    );
    let subscription = object(
        "Subscription",
        "The subscription.",
        vec![
            field("filter", "Which messages.", strict_expression()),
            field("consume", "When the subscription stops.", consume).required(),
            field("foreach", "The tasks for each message.", reference("iterator")),
        ],
    );
    let message = object(
        "Message",
        "A message to publish.",
        vec![field("payload", "Its payload.", mapping()), field("headers", "Its headers.", mapping())],
    );
    let server = object(
        "Server",
        "A server of the document.",
        vec![field("name", "Its name.", text()).required(), field("variables", "Its variables.", mapping())],
    );
    let call = object(
        "AsyncAPI",
        "A message of an AsyncAPI document.",
        vec![
            field("document", "The AsyncAPI document.", reference("resource")).required(),
            field("channel", "The channel, for AsyncAPI 2.", text()),
            field("operation", "The operation, for AsyncAPI 3.", text()),
            field("server", "Which server.", server),
            field("protocol", "Which protocol.", json!({ "enum": KNOWN })),
            field("message", "The message to publish.", message),
            field("subscription", "The subscription.", subscription),
            field("authentication", "How the call authenticates.", reference("authentication")),
        ],
    );
    let either = |a: &str, b: &str| json!({ "oneOf": [{ "required": [a] }, { "required": [b] }] });
    with(call, json!({ "allOf": [either("operation", "channel"), either("message", "subscription")] }))
}

fn mcp() -> Value {
    const METHODS: &[&str] = &[
        "tools/list",
        "tools/call",
        "prompts/list",
        "prompts/get",
        "resources/list",
        "resources/read",
        "resources/templates/list",
    ];
    let http = object(
        "HTTP",
        "Over HTTP.",
        vec![
            field("endpoint", "Where.", reference("endpoint")).required(),
            field("headers", "The request headers.", text_mapping()),
        ],
    );
    let stdio = object(
        "Process",
        "Start the server as a process.",
        vec![
            field("command", "The command.", text()).required(),
            field("arguments", "Its arguments.", texts()),
            field("environment", "Environment variables.", text_mapping()),
        ],
    );
    let transport = with(
        object(
            "Transport",
            "The transport to the server.",
            vec![
                field("http", "Over HTTP.", http),
                field("stdio", "Start the server as a process.", stdio),
                field("options", "Options of the transport.", text_mapping()),
            ],
        ),
        json!({ "oneOf": [{ "required": ["http"] }, { "required": ["stdio"] }] }),
    );
    object(
        "MCP",
        "A request to an MCP server.",
        vec![
            field("protocolVersion", "The protocol version.", text()),
            field("method", "The method.", json!({ "enum": METHODS })).required(),
            field("parameters", "Its parameters.", mapping_or_expression()),
            field("timeout", "The maximum duration.", reference("duration")),
            field("transport", "The transport to the server.", transport).required(),
            field(
                "client",
                "The name and version of the client.",
                object(
                    "Client",
                    "The name and version of the client.",
                    vec![
                        field("name", "Its name.", text()).required(),
                        field("version", "Its version.", text()).required(),
                    ],
                ),
            ),
        ],
    )
}

fn a2a() -> Value {
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
    object(
        "A2A",
        "An agent.",
        vec![
            field("agentCard", "The agent that is called.", reference("resource")),
            field("server", "Where to.", reference("endpoint")),
            field("method", "The method.", json!({ "enum": METHODS })).required(),
            field("parameters", "Its parameters.", mapping_or_expression()),
        ],
    )
}
