//! JSON Schemas of the known arguments of a raw request: its method, its endpoint and its authentication.

use serde_json::{Value, json};
use towpath_dsl::model::{
    AuthenticationPolicy, Credentials, Endpoint, OAuth2, OrExpression, SecretOr, Spanned,
};

use crate::arguments::{Reading, closed_mapping_schema, schema_of_secret, secret_of};

/// The pattern for a value that is filled into a URL: unreserved characters and escapes.
pub const FILLED: &str = "[A-Za-z0-9._~%-]*";

/// `method`, in upper case, as it is sent.
pub(crate) fn schema_of_method(written: &str) -> Value {
    let method = written.to_ascii_uppercase();
    if method.contains("${") { json!({ "type": "string" }) } else { json!({ "const": method }) }
}

/// `endpoint`: a literal URL, or the pattern of the URL with names filled in.
pub(crate) fn schema_of_endpoint(endpoint: &Endpoint) -> Value {
    let uri = match &endpoint.uri {
        OrExpression::Expression(_) => json!({ "type": "string" }),
        OrExpression::Literal(uri) if uri.value.contains(['{', '}']) => json!({
            "type": "string",
            "pattern": filled(&uri.value),
            "description": uri.value,
        }),
        OrExpression::Literal(uri) => json!({ "const": uri.value }),
    };
    closed_mapping_schema(vec![("uri".to_owned(), uri)])
}

/// The pattern of a text with `{name}` filled in.
pub fn filled(template: &str) -> String {
    let mut pattern = "^".to_owned();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        escape(before, &mut pattern);
        pattern.push_str(FILLED);
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    escape(rest, &mut pattern);
    pattern.push('$');
    pattern
}

/// Punctuation that has no meaning in a pattern.
const PLAIN: &str = "/_-#&:%=~<>'\"!,;@`";

fn escape(text: &str, pattern: &mut String) {
    for c in text.chars() {
        if c.is_ascii_punctuation() && !PLAIN.contains(c) {
            pattern.push('\\');
        }
        pattern.push(c);
    }
}

/// `authentication`: the scheme and its properties, or the secret that contains them.
pub(crate) fn schema_of_authentication(reading: Reading, policy: &AuthenticationPolicy) -> Value {
    let (scheme, properties) = match policy {
        AuthenticationPolicy::Basic(inner) => ("basic", credentials(reading, inner)),
        AuthenticationPolicy::Digest(inner) => ("digest", credentials(reading, inner)),
        AuthenticationPolicy::Bearer(SecretOr::Secret(name)) => ("bearer", schema_of_secret(&name.value)),
        AuthenticationPolicy::Bearer(SecretOr::Inline(bearer)) => {
            ("bearer", closed_mapping_schema(vec![("token".to_owned(), text(reading, &bearer.token))]))
        }
        AuthenticationPolicy::OAuth2(inner) => ("oauth2", token(reading, inner)),
        AuthenticationPolicy::Oidc(inner) => ("oidc", token(reading, inner)),
    };
    closed_mapping_schema(vec![(scheme.to_owned(), properties)])
}

fn credentials(reading: Reading, inner: &SecretOr<Credentials>) -> Value {
    match inner {
        SecretOr::Secret(name) => schema_of_secret(&name.value),
        SecretOr::Inline(Credentials { username, password, .. }) => closed_mapping_schema(vec![
            ("username".to_owned(), text(reading, username)),
            ("password".to_owned(), text(reading, password)),
        ]),
    }
}

fn token(reading: Reading, inner: &SecretOr<OAuth2>) -> Value {
    let oauth2 = match inner {
        SecretOr::Secret(name) => return schema_of_secret(&name.value),
        SecretOr::Inline(oauth2) => oauth2,
    };
    let entries = oauth2.source.as_object().unwrap_or_default().iter().map(|(key, node)| {
        let is_filled = key.value == "authority" && oauth2.authority.value.contains('{');
        let value = match is_filled {
            true => json!({ "type": "string", "pattern": filled(&oauth2.authority.value) }),
            false => reading.sealed(node),
        };
        (key.value.clone(), value)
    });
    closed_mapping_schema(entries.collect())
}

fn text(reading: Reading, written: &OrExpression<Spanned<String>>) -> Value {
    match written {
        OrExpression::Literal(literal) => reading.text(&literal.value),
        OrExpression::Expression(expression) => {
            secret_of(&expression.jq).map_or(Value::Bool(true), schema_of_secret)
        }
    }
}
