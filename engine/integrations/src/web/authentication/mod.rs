//! How a raw request says who it comes from: what the call wrote, with its secrets, read when it is sent.

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
use crate::document::credential::{basic, header_value, secret};
use crate::failure::problem;
use crate::secrets::SecretString;
pub(super) use digest::Digest;
pub(super) use grant::Grant;
pub(super) use token::{Errand, Tokens, endpoint_named, token_access};

/// The schemes, as `authentication` names them.
pub(super) const SCHEMES: [&str; 5] = ["basic", "bearer", "digest", "oauth2", "oidc"];

/// Where a call asks for a token before it is sent.
pub(super) enum Endpoint {
    /// Here.
    Written(Url),
    /// Found out when it is sent: by a discovery document, or in a secret.
    FoundOut,
}

/// Where the call with these arguments asks for a token; `None` where it asks for none.
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

/// Who a request comes from.
pub(super) enum Scheme {
    /// Nobody.
    Nobody,
    Basic {
        username: SecretString,
        password: SecretString,
    },
    Bearer {
        token: SecretString,
    },
    /// Answers what the server asks.
    Digest(Digest),
    /// Whoever the authority gives a token to.
    Token(Box<Grant>),
}

impl Scheme {
    /// Reads `authentication` of a call's arguments; nothing is sent.
    pub(super) fn read(
        arguments: &Value,
        uses: &[SecretUse],
        secrets: &dyn Secrets,
    ) -> Result<Self, Problem> {
        let Some(written) = arguments["authentication"].as_object() else { return Ok(Self::Nobody) };
        let Some(scheme) = SCHEMES.into_iter().find(|scheme| written.contains_key(*scheme)) else {
            return Ok(Self::Nobody);
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

    /// Puts what needs no asking into the headers of a request that is about to be sent.
    pub(super) fn apply(&self, headers: &mut HeaderMap) -> Result<(), Problem> {
        match self {
            Self::Nobody | Self::Digest(_) | Self::Token(_) => Ok(()),
            Self::Basic { username, password } => {
                headers.insert(AUTHORIZATION, header_value(&basic(username.expose(), password.expose()))?);
                Ok(())
            }
            Self::Bearer { token } => bear(headers, token),
        }
    }
}

/// Puts a token into the headers of a request that is about to be sent.
pub(super) fn bear(headers: &mut HeaderMap, token: &SecretString) -> Result<(), Problem> {
    let text = SecretString::new(format!("Bearer {}", token.expose()));
    headers.insert(AUTHORIZATION, header_value(&text)?);
    Ok(())
}

/// The properties of a scheme: written out, with secrets here and there, or all of them in one secret, as JSON.
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
                let text = secret(&used.secret, secrets)?;
                serde_json::from_str(text.expose()).ok().filter(Value::is_object).ok_or_else(|| {
                    let detail = format!("the secret `{}` is no JSON object", used.secret);
                    problem(problem_types::CONFIGURATION, codes::TP3015, detail)
                })?
            }
        };
        Ok(Self { scheme, written, uses, secrets })
    }

    /// The text at `pointer`, a secret's included.
    fn text(&self, pointer: &str) -> Result<Option<SecretString>, Problem> {
        let place = self.place(pointer);
        if let Some(used) = self.uses.iter().find(|used| used.pointer == place) {
            return secret(&used.secret, self.secrets).map(Some);
        }
        Ok(self.plain(pointer).map(SecretString::new))
    }

    fn required(&self, pointer: &str) -> Result<SecretString, Problem> {
        self.text(pointer)?.ok_or_else(|| self.missing(pointer))
    }

    /// The text at `pointer` where it is no secret.
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
        problem(problem_types::VALIDATION, codes::TP3012, detail)
    }
}

/// JSON Schema of `authentication` in a call's arguments. `null` stands where a secret will.
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
            "oauth2": grant::schema(true),
            "oidc": grant::schema(false),
        },
    })
}
