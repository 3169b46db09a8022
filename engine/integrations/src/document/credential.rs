//! Values in documents that may be secrets: a text, or `{secret: name}`.

use ::http::HeaderMap;
use ::http::header::{AUTHORIZATION, HeaderValue};
use serde_json::{Value, json};
use towpath_diagnostics::codes;
use towpath_wire::{Problem, problem_types};

use super::fields::{Fields, Findings};
use crate::failure::coded_problem;
use crate::secrets::{SecretString, Secrets, WhyNot, is_secret_name};

/// A text, or the name of a secret.
#[derive(Debug, Clone)]
pub(crate) enum Credential {
    Plain(String),
    Secret(String),
}

impl Credential {
    /// Reads a value.
    pub(crate) fn read(value: &Value, pointer: &str, findings: &mut Findings) -> Option<Self> {
        if let Some(text) = value.as_str() {
            warn_of_variable(text, pointer, findings);
            return Some(Self::Plain(text.to_owned()));
        }
        if !value.is_object() {
            findings.wrong(pointer, "text, or `{secret: name}`");
            return None;
        }
        let fields = Fields::closed(value, pointer, &["secret"], findings)?;
        let name = fields.required_text("secret", findings)?;
        if !is_secret_name(name) {
            findings.wrong(&fields.at("secret"), "the name of a secret: letters, digits, `.`, `_` and `-`");
            return None;
        }
        Some(Self::Secret(name.to_owned()))
    }

    /// Returns the text. A secret is read now.
    pub(crate) fn resolve(&self, secrets: &dyn Secrets) -> Result<SecretString, Problem> {
        match self {
            Self::Plain(text) => Ok(SecretString::new(text.clone())),
            Self::Secret(name) => read_secret(name, secrets),
        }
    }

    /// The name of the secret, if the value is a secret.
    pub(crate) fn secret(&self) -> Option<&str> {
        match self {
            Self::Plain(_) => None,
            Self::Secret(name) => Some(name),
        }
    }

    /// The JSON Schema.
    pub(crate) fn schema() -> Value {
        json!({ "oneOf": [
            { "type": "string" },
            { "type": "object", "additionalProperties": false, "required": ["secret"],
              "properties": { "secret": {
                "type": "string",
                "description": "Name of a secret. It is read when a request is sent.",
              } } },
        ] })
    }
}

/// Warns about a text that looks like a shell variable: variables are not replaced.
pub(crate) fn warn_of_variable(text: &str, pointer: &str, findings: &mut Findings) {
    let text = text.trim();
    let text = text.strip_prefix("Bearer ").unwrap_or(text);
    let Some(name) = text.strip_prefix('$') else { return };
    let name = name.strip_prefix('{').and_then(|name| name.strip_suffix('}')).unwrap_or(name);
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_name && name.bytes().next().is_some_and(|first| !first.is_ascii_digit()) {
        let secret = name.to_ascii_lowercase().replace('_', "-");
        let message = format!("`{text}` is sent unchanged: variables are not replaced");
        let help = format!("keep it as a secret, and write `{{ secret: {secret} }}`");
        findings.warning_with(codes::TP4162, pointer, message, help);
    }
}

/// Reads the secret `name` now.
pub(crate) fn read_secret(name: &str, secrets: &dyn Secrets) -> Result<SecretString, Problem> {
    secrets.get(name).ok_or_else(|| {
        let why = secrets.why_not(name).unwrap_or(WhyNot::Missing);
        coded_problem(problem_types::CONFIGURATION, code_of(&why), why.words(name))
    })
}

/// Warns if the secret `name` cannot be used now, so that IT sees it when the integration is activated. A secret for a
/// header must have one line.
pub(crate) fn warn_of_secret(name: &str, pointer: &str, secrets: &dyn Secrets, findings: &mut Findings) {
    let why = secrets.why_not(name).or_else(|| {
        let is_header = secrets
            .get(name)
            .is_none_or(|secret| crate::egress::headers::parse_header_value(secret.expose()).is_ok());
        (!is_header).then(|| WhyNot::Unusable(NOT_ONE_LINE.to_owned()))
    });
    if let Some(why) = why {
        findings.warning(code_of(&why), pointer, why.words(name));
    }
}

const NOT_ONE_LINE: &str =
    "it has a line break or another control character inside, and a header has one line";

fn code_of(why: &WhyNot) -> towpath_diagnostics::Code {
    match why {
        WhyNot::Missing => codes::TP3015,
        WhyNot::Unusable(_) => codes::TP4161,
    }
}

/// A secret as a header value that is never shown.
pub(crate) fn header_value(text: &SecretString) -> Result<HeaderValue, Problem> {
    let mut value = crate::egress::headers::parse_header_value(text.expose()).map_err(|_| {
        let detail = format!("a secret cannot be the value of a header: {NOT_ONE_LINE}");
        coded_problem(problem_types::CONFIGURATION, codes::TP4161, detail)
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// How requests authenticate.
#[derive(Debug, Clone)]
pub(crate) enum Authentication {
    Basic { username: Credential, password: Credential },
    Bearer { token: Credential },
}

impl Authentication {
    /// Reads a value.
    pub(crate) fn read(value: &Value, pointer: &str, findings: &mut Findings) -> Option<Self> {
        let fields = Fields::closed(value, pointer, &["basic", "bearer"], findings)?;
        let read = |of: &Fields<'_>, key: &str, findings: &mut Findings| {
            Credential::read(of.required(key, findings)?, &of.at(key), findings)
        };
        match (fields.get("basic"), fields.get("bearer")) {
            (Some(basic), None) => {
                let basic = Fields::closed(basic, &fields.at("basic"), &["username", "password"], findings)?;
                let username = read(&basic, "username", findings);
                let password = read(&basic, "password", findings);
                Some(Self::Basic { username: username?, password: password? })
            }
            (None, Some(bearer)) => {
                let bearer = Fields::closed(bearer, &fields.at("bearer"), &["token"], findings)?;
                Some(Self::Bearer { token: read(&bearer, "token", findings)? })
            }
            _ => {
                findings.wrong(pointer, "either `basic` or `bearer`");
                None
            }
        }
    }

    /// Adds it to the headers of a request, right before the request is sent.
    pub(crate) fn apply(&self, headers: &mut HeaderMap, secrets: &dyn Secrets) -> Result<(), Problem> {
        let text = match self {
            Self::Basic { username, password } => {
                basic_credentials(username.resolve(secrets)?.expose(), password.resolve(secrets)?.expose())
            }
            Self::Bearer { token } => {
                SecretString::new(format!("Bearer {}", token.resolve(secrets)?.expose()))
            }
        };
        headers.insert(AUTHORIZATION, header_value(&text)?);
        Ok(())
    }

    /// The names of its secrets.
    pub(crate) fn secrets(&self) -> Vec<&str> {
        match self {
            Self::Basic { username, password } => {
                [username, password].iter().filter_map(|one| one.secret()).collect()
            }
            Self::Bearer { token } => token.secret().into_iter().collect(),
        }
    }

    /// The JSON Schema.
    pub(crate) fn schema() -> Value {
        let credential = Credential::schema();
        let closed = |properties: Value| {
            let required: Vec<String> =
                properties.as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect();
            json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
        };
        let basic = closed(json!({ "username": credential, "password": credential }));
        let bearer = closed(json!({ "token": credential }));
        json!({
            "description": "How every request authenticates.",
            "oneOf": [closed(json!({ "basic": basic })), closed(json!({ "bearer": bearer }))],
        })
    }
}

/// Encodes `Basic` credentials.
pub(crate) fn basic_credentials(username: &str, password: &str) -> SecretString {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    SecretString::new(format!("Basic {}", STANDARD.encode(format!("{username}:{password}"))))
}
