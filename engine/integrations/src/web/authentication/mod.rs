//! Authentication of raw requests: the `authentication` of the call with its secrets, read when the request is sent.

mod digest;
mod grant;
#[cfg(test)]
mod tests;
mod token;

use ::http::header::{AUTHORIZATION, HeaderMap};
use serde_json::Value;
use towpath_diagnostics::codes;
use towpath_wire::{Problem, SecretUse, problem_types};
use url::Url;

use super::request::WHO;
use crate::Secrets;
use crate::document::credential::{basic_credentials, header_value, read_secret};
use crate::failure::coded_problem;
use crate::secrets::SecretString;
pub(super) use digest::Digest;
pub(super) use grant::Grant;
pub(super) use token::{Errand, Tokens, endpoint_named, token_access};

/// The names of the schemes in `authentication`.
pub(super) const SCHEMES: [&str; 5] = ["basic", "bearer", "digest", "oauth2", "oidc"];

/// Where a call requests a token before it is sent.
pub(super) enum Endpoint {
    /// At this URL.
    Written(Url),
    /// Found when the call is sent: in a discovery document, or in a secret.
    FoundOut,
}

/// The token endpoint of a call with these arguments; `None` if it requests no token.
pub(super) fn endpoint(arguments: &Value) -> Option<Endpoint> {
    let written = arguments["authentication"].as_object()?;
    match (written.get("oauth2"), written.get("oidc")) {
        (Some(oauth2), _) => {
            Some(grant::written_endpoint(oauth2).map_or(Endpoint::FoundOut, Endpoint::Written))
        }
        (None, Some(_)) => Some(Endpoint::FoundOut),
        (None, None) => None,
    }
}

/// The authentication of a request.
pub(super) enum Scheme {
    /// None.
    None,
    Basic {
        username: SecretString,
        password: SecretString,
    },
    Bearer {
        token: SecretString,
    },
    /// Answers the challenge of the server.
    Digest(Digest),
    /// A token from an authority.
    Token(Box<Grant>),
}

impl Scheme {
    /// Reads `authentication` of a call's arguments. Sends nothing.
    pub(super) fn read(
        arguments: &Value,
        uses: &[SecretUse],
        secrets: &dyn Secrets,
    ) -> Result<Self, Problem> {
        let Some(written) = arguments["authentication"].as_object() else { return Ok(Self::None) };
        let Some(scheme) = SCHEMES.into_iter().find(|scheme| written.contains_key(*scheme)) else {
            return Ok(Self::None);
        };
        let properties = Properties::read(scheme, &written[scheme], uses, secrets)?;
        Ok(match scheme {
            "basic" => Self::Basic {
                username: properties.required("/username")?,
                password: properties.required("/password")?,
            },
            "bearer" => Self::Bearer { token: properties.required("/token")? },
            "digest" => Self::Digest(Digest::read(&properties)?),
            _ => Self::Token(Box::new(Grant::read(&properties, scheme == "oidc")?)),
        })
    }

    /// Adds credentials that need no other request to the headers, right before the request is sent.
    pub(super) fn apply(&self, headers: &mut HeaderMap) -> Result<(), Problem> {
        match self {
            Self::None | Self::Digest(_) | Self::Token(_) => Ok(()),
            Self::Basic { username, password } => {
                headers.insert(
                    AUTHORIZATION,
                    header_value(&basic_credentials(username.expose(), password.expose()))?,
                );
                Ok(())
            }
            Self::Bearer { token } => bear(headers, token),
        }
    }
}

/// Adds a token to the headers, right before the request is sent.
pub(super) fn bear(headers: &mut HeaderMap, token: &SecretString) -> Result<(), Problem> {
    let text = SecretString::new(format!("Bearer {}", token.expose()));
    headers.insert(AUTHORIZATION, header_value(&text)?);
    Ok(())
}

/// The properties of a scheme: written out (some may be secrets), or all of them in one secret as JSON.
struct Properties<'a> {
    scheme: &'static str,
    written: Value,
    uses: &'a [SecretUse],
    secrets: &'a dyn Secrets,
}

impl<'a> Properties<'a> {
    fn read(
        scheme: &'static str,
        written: &Value,
        uses: &'a [SecretUse],
        secrets: &'a dyn Secrets,
    ) -> Result<Self, Problem> {
        let whole = uses.iter().find(|used| used.pointer.strip_prefix("/authentication/") == Some(scheme));
        let written = match whole {
            None => written.clone(),
            Some(used) => {
                let text = read_secret(&used.secret, secrets)?;
                serde_json::from_str(text.expose()).ok().filter(Value::is_object).ok_or_else(|| {
                    let detail = format!("the secret `{}` is not a JSON object", used.secret);
                    coded_problem(problem_types::CONFIGURATION, codes::TP3015, detail)
                })?
            }
        };
        Ok(Self { scheme, written, uses, secrets })
    }

    /// The text at `pointer`, which may be a secret.
    fn text(&self, pointer: &str) -> Result<Option<SecretString>, Problem> {
        let place = self.place(pointer);
        if let Some(used) = self.uses.iter().find(|used| used.pointer == place) {
            return read_secret(&used.secret, self.secrets).map(Some);
        }
        Ok(self.plain(pointer).map(SecretString::new))
    }

    fn required(&self, pointer: &str) -> Result<SecretString, Problem> {
        self.text(pointer)?.ok_or_else(|| self.missing(pointer))
    }

    /// The text at `pointer`, if it is not a secret.
    fn plain(&self, pointer: &str) -> Option<&str> {
        self.written.pointer(pointer).and_then(Value::as_str)
    }

    /// The texts at `pointer`.
    fn list(&self, pointer: &str) -> Vec<String> {
        let items = self.written.pointer(pointer).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    fn has(&self, pointer: &str) -> bool {
        self.written.pointer(pointer).is_some()
    }

    fn place(&self, pointer: &str) -> String {
        format!("/authentication/{}{pointer}", self.scheme)
    }

    fn missing(&self, pointer: &str) -> Problem {
        let detail = format!("`{WHO}` is refused: `{}` is missing", self.place(pointer));
        coded_problem(problem_types::VALIDATION, codes::TP3012, detail)
    }
}

/// JSON Schema of `authentication` in a call's arguments. `null` is the placeholder of a secret.
pub(super) fn schema() -> Value {
    use serde_json::json;
    let text = json!({ "type": ["string", "null"] });
    let closed = |required: &[&str], properties: Value| {
        json!({
            "type": ["object", "null"], "additionalProperties": false,
            "required": required, "properties": properties,
        })
    };
    let credentials = closed(&["username", "password"], json!({ "username": text, "password": text }));
    json!({
        "type": "object", "additionalProperties": false, "minProperties": 1, "maxProperties": 1,
        "properties": {
            "basic": credentials,
            "bearer": closed(&["token"], json!({ "token": text })),
            "digest": credentials,
            "oauth2": grant::grant_schema(true),
            "oidc": grant::grant_schema(false),
        },
    })
}
