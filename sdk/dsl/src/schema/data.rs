//! Schemas of shared values: texts, expressions, durations, data and its schemas, endpoints, authentications.

use serde_json::{Value, json};

use super::Subject;
use super::field::{Definitions, Field, field, object, text_or_object, with};
use crate::check::Construct;

/// An expression of the form `${ … }`.
pub(super) const EXPRESSION: &str = r"^\s*\$\{[\s\S]*\}\s*$";

/// A semantic version, such as `1.0.0`.
pub(super) const SEMVER: &str =
    r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$";

/// Letters, digits and dashes, at most 63, no dash at either end.
pub(super) const NAME: &str = "^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$";

pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// A text. The check decides whether it may be an expression.
pub(super) fn text() -> Value {
    json!({ "type": "string" })
}

/// A jq expression with or without `${ }`.
pub(super) fn condition() -> Value {
    reference("expression")
}

pub(super) fn boolean() -> Value {
    json!({ "type": "boolean" })
}

pub(super) fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

pub(super) fn texts() -> Value {
    json!({ "type": "array", "items": { "type": "string" } })
}

/// A mapping with free keys.
pub(super) fn mapping() -> Value {
    json!({ "type": "object" })
}

/// A mapping with free keys and texts, or one expression that gives it.
pub(super) fn text_mapping_or_expression() -> Value {
    json!({ "type": ["object", "string"], "additionalProperties": { "type": "string" }, "pattern": EXPRESSION })
}

pub(super) fn text_mapping() -> Value {
    json!({ "type": "object", "additionalProperties": { "type": "string" } })
}

/// A mapping with free keys, or one expression that gives it.
pub(super) fn mapping_or_expression() -> Value {
    json!({ "type": ["object", "string"], "pattern": EXPRESSION })
}

pub(super) fn strict_expression() -> Value {
    json!({ "type": "string", "pattern": EXPRESSION })
}

/// The name of a variable, without its `$`.
pub(super) fn variable() -> Value {
    json!({ "type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$" })
}

/// One of a few words, each with its description.
pub(super) fn words(words: &[(&str, &str)]) -> Value {
    let words: Vec<Value> = words
        .iter()
        .map(|(word, description)| json!({ "const": word, "title": word, "description": description }))
        .collect();
    json!({ "oneOf": words })
}

pub(super) fn add(subject: &Subject<'_>, definitions: &mut Definitions) {
    let expression = json!({
        "title": "Expression", "type": "string",
        "description": "A jq expression on the task's input, such as `.total > 50`. The `${ }` around it is optional here.",
    });
    definitions.add("expression", expression);
    definitions.add("duration", duration());
    definitions.add("schema", schema(subject));
    let transform = |what| {
        json!({ "title": what, "type": ["string", "object"],
            "description": "A jq expression, or a mapping with `${ }` in it." })
    };
    let of_schema = |what| field("schema", what, reference("schema"));
    definitions.add(
        "input",
        object(
            "Input",
            "First validated, then transformed.",
            vec![
                of_schema("The schema of the raw input."),
                field("from", "The transformation of the raw input.", transform("Expression or mapping")),
            ],
        ),
    );
    definitions.add(
        "output",
        object(
            "Output",
            "First transformed, then validated.",
            vec![
                of_schema("The schema of the transformed output."),
                field("as", "The transformation of the raw output.", transform("Expression or mapping")),
            ],
        ),
    );
    definitions.add(
        "export",
        object(
            "Export",
            "Sets `$context` for all following tasks.",
            vec![
                of_schema("The schema of the new context."),
                field("as", "The new context.", transform("Expression or mapping")),
            ],
        ),
    );
    definitions.add(
        "endpoint",
        text_or_object(
            "Endpoint",
            "A URL, or a mapping with a URL and an authentication.",
            vec![
                field("uri", "The URL. `{name}` is filled in from the task's input.", text()).required(),
                field("authentication", "How the call authenticates.", reference("authentication")),
            ],
        ),
    );
    definitions.add(
        "resource",
        object(
            "External resource",
            "An external document.",
            vec![
                field("name", "A name for it.", text()),
                field("endpoint", "Its address.", reference("endpoint")).required(),
            ],
        ),
    );
    authentication(subject, definitions);
    error(definitions);
    if subject.has(Construct::Timeout) {
        let after = || field("after", "How long.", reference("duration")).required();
        definitions.add(
            "timeout",
            text_or_object(
                "Timeout",
                "The name of a timeout under `use.timeouts`, or a timeout.",
                vec![after()],
            ),
        );
        definitions.add("timeoutDefinition", object("Timeout", "The maximum duration.", vec![after()]));
    }
    if subject.has(Construct::Retry) {
        let retry = || retry_fields();
        definitions.add(
            "retry",
            text_or_object("Retry", "The name of a policy under `use.retries`, or a policy.", retry()),
        );
        definitions.add(
            "retryPolicy",
            object("Retry policy", "When and how often a failed attempt is repeated.", retry()),
        );
    }
}

fn duration() -> Value {
    let unit = |key, description| field(key, description, count());
    let units = vec![
        unit("days", "Days of 24 hours."),
        unit("hours", "Hours."),
        unit("minutes", "Minutes."),
        unit("seconds", "Seconds."),
        unit("milliseconds", "Milliseconds."),
    ];
    let about = "ISO 8601 without years and months, such as `PT30S` or `P1DT12H`; or a mapping, such as `seconds: 30`.";
    with(
        text_or_object("Duration", about, units),
        json!({ "pattern": r"^P[0-9WDTHMS.]+$|\$\{", "minProperties": 1 }),
    )
}

fn schema(subject: &Subject<'_>) -> Value {
    let format = if subject.has(Construct::SchemaFormat) {
        text()
    } else {
        json!({ "type": "string", "pattern": "^json(:|$)", "default": "json" })
    };
    let mut fields = vec![
        field("format", "The schema language: `json`, or `json:` with a draft. Default: `json`.", format),
        field(
            "document",
            "The JSON Schema itself (draft 2020-12).",
            json!({ "type": ["object", "boolean"] }),
        ),
    ];
    let one = if subject.has(Construct::SchemaResource) {
        fields.push(field("resource", "The external document with the schema.", reference("resource")));
        json!({ "oneOf": [{ "required": ["document"] }, { "required": ["resource"] }] })
    } else {
        json!({ "required": ["document"] })
    };
    with(object("Schema", "A schema for data.", fields), one)
}

/// A mapping with these fields, or `use` with the name of a secret that contains them.
fn or_secret(title: &str, description: &str, required: &[&str], mut fields: Vec<Field>) -> Value {
    fields.push(field("use", "The secret that contains an object with these keys.", text()));
    let choice = json!({
        "if": { "required": ["use"] }, "then": { "maxProperties": 1 }, "else": { "required": required },
    });
    with(object(title, description, fields), choice)
}

fn authentication(subject: &Subject<'_>, definitions: &mut Definitions) {
    let credentials = |title| {
        or_secret(
            title,
            "A user name and a password.",
            &["username", "password"],
            vec![
                field("username", "The user's name.", text()),
                field("password", "The password, such as `${ $secrets.name }`.", text()),
            ],
        )
    };
    let kinds = || {
        let token = vec![field("token", "The token, such as `${ $secrets.name }`.", text())];
        let mut kinds = vec![
            field("basic", "HTTP basic: a user name and a password.", credentials("Basic")),
            field("bearer", "A bearer token.", or_secret("Bearer", "A bearer token.", &["token"], token)),
        ];
        if subject.has(Construct::DigestAuthentication) {
            kinds.push(field("digest", "HTTP digest: a user name and a password.", credentials("Digest")));
        }
        if subject.has(Construct::OAuth2) {
            kinds.push(field("oauth2", "OAuth 2.0.", oauth2("OAuth 2.0", true)));
        }
        if subject.has(Construct::Oidc) {
            kinds.push(field("oidc", "OpenID Connect.", oauth2("OpenID Connect", false)));
        }
        kinds
    };
    let exactly_one = json!({ "minProperties": 1, "maxProperties": 1 });
    let policy = object("Authentication", "How a call authenticates.", kinds());
    definitions.add("authenticationPolicy", with(policy, exactly_one.clone()));
    let mut fields = kinds();
    fields.push(field("use", "The name of an authentication under `use.authentications`.", text()));
    let either = object("Authentication", "How a call authenticates: defined here, or by name.", fields);
    definitions.add("authentication", with(either, exactly_one));
}

fn oauth2(title: &str, has_endpoints: bool) -> Value {
    let token = |title, description| {
        object(
            title,
            description,
            vec![
                field("token", "The token.", text()).required(),
                field("type", "The token's type.", text()).required(),
            ],
        )
    };
    let grants = [
        "authorization_code",
        "client_credentials",
        "password",
        "refresh_token",
        "urn:ietf:params:oauth:grant-type:token-exchange",
    ];
    let methods =
        ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "none"];
    let mut fields = vec![
        field("authority", "The URI of the token issuer.", text()),
        field("grant", "The grant type.", json!({ "enum": grants })),
        field(
            "client",
            "The client that requests a token.",
            object(
                "Client",
                "The client that requests a token.",
                vec![
                    field("id", "The client's id.", text()),
                    field("secret", "The client's secret.", text()),
                    field("assertion", "A signed assertion.", text()),
                    field("authentication", "How the client authenticates.", json!({ "enum": methods })),
                ],
            ),
        ),
        field(
            "request",
            "The token request.",
            object(
                "Request",
                "The token request.",
                vec![field(
                    "encoding",
                    "Its encoding.",
                    json!({ "enum": ["application/x-www-form-urlencoded", "application/json"] }),
                )],
            ),
        ),
        field("issuers", "Valid issuers.", texts()),
        field("scopes", "The requested scopes.", texts()),
        field("audiences", "The requested audiences.", texts()),
        field("username", "For the password grant.", text()),
        field("password", "For the password grant.", text()),
        field(
            "subject",
            "The party on whose behalf the client acts.",
            token("Subject", "The party on whose behalf the client acts."),
        ),
        field("actor", "Who acts.", token("Actor", "Who acts.")),
    ];
    if has_endpoints {
        fields.push(field(
            "endpoints",
            "Paths under the authority.",
            object(
                "Endpoints",
                "Paths under the authority.",
                vec![
                    field("token", "Default: `/oauth2/token`.", text()),
                    field("revocation", "Default: `/oauth2/revoke`.", text()),
                    field("introspection", "Default: `/oauth2/introspect`.", text()),
                ],
            ),
        ));
    }
    or_secret(title, "How a token is requested.", &["authority", "grant"], fields)
}

fn error(definitions: &mut Definitions) {
    let fields = |is_filter: bool| {
        let kind = field("type", "A URI that names the type of error.", text());
        let status = json!({ "type": "integer", "minimum": 100, "maximum": 599 });
        let status = field("status", "A status as in HTTP, 100 to 599.", status);
        let mut fields =
            if is_filter { vec![kind, status] } else { vec![kind.required(), status.required()] };
        fields.push(field("instance", "A JSON pointer to where it happened.", text()));
        fields.push(field("title", "A short title.", text()));
        fields.push(field("detail", "Details of this occurrence.", text()));
        if is_filter {
            fields.push(field("details", "The same as `detail`.", text()));
        }
        fields
    };
    definitions.add("errorDefinition", object("Error", "An error to raise.", fields(false)));
    let either =
        text_or_object("Error", "The name of an error under `use.errors`, or an error.", fields(false));
    definitions.add("error", either);
    let filter = object(
        "Error filter",
        "The conditions for catching an error. Absent keys match any value.",
        fields(true),
    );
    definitions.add("errorFilter", with(filter, json!({ "minProperties": 1 })));
}

fn retry_fields() -> Vec<Field> {
    let backoff = |key, description| field(key, description, mapping());
    vec![
        field("when", "Retry only if this is true.", condition()),
        field("exceptWhen", "Do not retry if this is true.", condition()),
        field("delay", "The wait before the next attempt.", reference("duration")),
        field(
            "backoff",
            "How the wait grows between attempts.",
            with(
                object(
                    "Backoff",
                    "How the wait grows between attempts.",
                    vec![
                        backoff("constant", "The wait stays the same."),
                        backoff("exponential", "Doubling."),
                        backoff("linear", "The wait grows by the same amount."),
                    ],
                ),
                json!({ "minProperties": 1, "maxProperties": 1 }),
            ),
        ),
        field(
            "limit",
            "When to give up.",
            object(
                "Limit",
                "When to give up.",
                vec![
                    field(
                        "attempt",
                        "The limits of each attempt.",
                        object(
                            "Attempts",
                            "The limits of each attempt.",
                            vec![
                                field("count", "Most attempts.", count()),
                                field(
                                    "duration",
                                    "The maximum duration of one attempt.",
                                    reference("duration"),
                                ),
                            ],
                        ),
                    ),
                    field(
                        "duration",
                        "The maximum duration of all attempts together.",
                        reference("duration"),
                    ),
                ],
            ),
        ),
        field(
            "jitter",
            "A random extra wait.",
            object(
                "Jitter",
                "A random extra wait.",
                vec![
                    field("from", "At least.", reference("duration")).required(),
                    field("to", "At most.", reference("duration")).required(),
                ],
            ),
        ),
    ]
}
