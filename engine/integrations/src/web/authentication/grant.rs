//! The token that a call wants: its authority, client, grant and scopes. Pure.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use towpath_diagnostics::codes;
use towpath_wire::{Problem, problem_types};
use url::Url;

use super::{Properties, WHO};
use crate::egress::canonical;
use crate::failure::coded_problem;
use crate::secrets::SecretString;

/// RFC 8693.
pub(super) const TOKEN_EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
/// RFC 7523.
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const WELL_KNOWN: &str = "/.well-known/openid-configuration";

/// The default path of the token endpoint below an authority.
const DEFAULT_PATH: &str = "/oauth2/token";

/// The wanted token.
pub(in crate::web) struct Grant {
    pub(super) kind: GrantKind,
    /// No slash at the end. For OpenID Connect, without the path of the discovery document.
    pub(super) authority: String,
    /// The token endpoint; `None`: it is found by discovery.
    pub(super) token: Option<Url>,
    pub(super) id: Option<String>,
    pub(super) secret: Option<SecretString>,
    /// Whether the client id and secret are sent in the header instead of the body.
    pub(super) basic: bool,
    /// Whether the request is JSON instead of a form.
    pub(super) json: bool,
    pub(super) issuers: Vec<String>,
    pub(super) scopes: Vec<String>,
    /// Parameters besides those of RFC 6749.
    pub(super) extra: Vec<(&'static str, SecretString)>,
}

/// The grants of RFC 6749 that need no browser, and the grant of RFC 8693.
pub(super) enum GrantKind {
    ClientCredentials,
    Password { username: SecretString, password: SecretString },
    Refresh { token: SecretString },
    Exchange,
}

impl Grant {
    pub(super) fn read(properties: &Properties<'_>, discovered: bool) -> Result<Self, Problem> {
        let authority = properties.plain("/authority").ok_or_else(|| properties.missing("/authority"))?;
        let mut authority = authority.trim_end_matches('/');
        if discovered {
            authority = authority.strip_suffix(WELL_KNOWN).unwrap_or(authority);
        }
        let token = match discovered {
            true => None,
            false => {
                let path = properties.plain("/endpoints/token").unwrap_or(DEFAULT_PATH);
                Some(url_below_authority(authority, path, properties)?)
            }
        };
        let mut extra = Vec::new();
        extra.extend(
            properties
                .list("/audiences")
                .into_iter()
                .map(|audience| ("audience", SecretString::new(audience))),
        );
        let kind = match properties.plain("/grant").unwrap_or_default() {
            "client_credentials" => GrantKind::ClientCredentials,
            "password" => GrantKind::Password {
                username: properties.required("/username")?,
                password: properties.required("/password")?,
            },
            "refresh_token" => GrantKind::Refresh { token: properties.required("/subject/token")? },
            TOKEN_EXCHANGE => {
                extra.push(("subject_token", properties.required("/subject/token")?));
                extra.push(("subject_token_type", properties.required("/subject/type")?));
                if properties.has("/actor") {
                    extra.push(("actor_token", properties.required("/actor/token")?));
                    extra.push(("actor_token_type", properties.required("/actor/type")?));
                }
                GrantKind::Exchange
            }
            _ => {
                let detail = format!("`{WHO}` is refused: its `grant` is not supported");
                return Err(coded_problem(problem_types::CONFIGURATION, codes::TP3032, detail));
            }
        };
        let method = properties.plain("/client/authentication").unwrap_or("client_secret_post");
        let mut secret = None;
        match method {
            "client_secret_basic" | "client_secret_post" => secret = properties.text("/client/secret")?,
            "client_secret_jwt" | "private_key_jwt" => {
                extra.push(("client_assertion_type", SecretString::new(JWT_BEARER)));
                extra.push(("client_assertion", properties.required("/client/assertion")?));
            }
            _ => {}
        }
        let id = properties.text("/client/id")?.map(|id| id.expose().to_owned());
        if id.is_none() && method != "none" {
            return Err(properties.missing("/client/id"));
        }
        Ok(Self {
            kind,
            authority: authority.to_owned(),
            token,
            id,
            secret,
            basic: method == "client_secret_basic",
            json: properties.plain("/request/encoding") == Some("application/json"),
            issuers: properties.list("/issuers"),
            scopes: properties.list("/scopes"),
            extra,
        })
    }

    /// The address of the discovery document.
    pub(super) fn discovery(&self) -> Result<Url, Problem> {
        canonical::read_url(&format!("{}{WELL_KNOWN}", self.authority), None).map_err(|_| no_url())
    }

    /// The key of the cached token: a digest of everything that distinguishes it from other tokens.
    pub(super) fn key(&self, endpoint: &Url) -> [u8; 32] {
        let (kind, one, two) = match &self.kind {
            GrantKind::ClientCredentials => ("client", "", ""),
            GrantKind::Password { username, password } => ("password", username.expose(), password.expose()),
            GrantKind::Refresh { token } => ("refresh", token.expose(), ""),
            GrantKind::Exchange => ("exchange", "", ""),
        };
        let mut hash = Sha256::new();
        let mut add = |text: &str| {
            hash.update(text.len().to_be_bytes());
            hash.update(text.as_bytes());
        };
        add(endpoint.as_str());
        for text in [kind, one, two, self.id.as_deref().unwrap_or_default()] {
            add(text);
        }
        add(self.secret.as_ref().map(SecretString::expose).unwrap_or_default());
        add(if self.basic { "basic" } else { "post" });
        add(if self.json { "json" } else { "form" });
        for list in [&self.scopes, &self.issuers] {
            add(&list.len().to_string());
            list.iter().for_each(|text| add(text));
        }
        for (name, text) in &self.extra {
            add(name);
            add(text.expose());
        }
        hash.finalize().into()
    }
}

/// The token endpoint in `oauth2` of a call's arguments, if it is written out and not in a secret.
pub(super) fn written_endpoint(written: &Value) -> Option<Url> {
    let authority = written["authority"].as_str()?.trim_end_matches('/');
    let path = written["endpoints"]["token"].as_str().unwrap_or(DEFAULT_PATH);
    address(authority, path).ok()
}

fn address(authority: &str, path: &str) -> Result<Url, &'static str> {
    let whole = path.starts_with("https://") || path.starts_with("http://");
    let text = if whole { path.to_owned() } else { format!("{authority}/{}", path.trim_start_matches('/')) };
    canonical::read_url(&text, None)
}

/// Appends `path` to the authority. A whole URL is used unchanged.
fn url_below_authority(authority: &str, path: &str, properties: &Properties<'_>) -> Result<Url, Problem> {
    address(authority, path).map_err(|why| {
        let detail = format!("`{WHO}` is refused: `{}`: {why}", properties.place("/authority"));
        coded_problem(problem_types::VALIDATION, codes::TP3028, detail)
    })
}

fn no_url() -> Problem {
    let detail = format!("`{WHO}` is refused: `/authentication/oidc/authority` is not a URL");
    coded_problem(problem_types::VALIDATION, codes::TP3028, detail)
}

/// JSON Schema of the properties. `endpoints`: whether endpoints can be written.
pub(super) fn grant_schema(endpoints: bool) -> Value {
    let text = json!({ "type": ["string", "null"] });
    let texts = json!({ "type": "array", "items": { "type": "string" } });
    let closed = |properties: Value| json!({ "type": "object", "additionalProperties": false, "properties": properties });
    let token = closed(json!({ "token": text, "type": { "type": "string" } }));
    let mut properties = json!({
        "authority": { "type": "string" },
        "grant": { "enum": ["client_credentials", "password", "refresh_token", TOKEN_EXCHANGE] },
        "client": closed(json!({
            "id": text, "secret": text, "assertion": text,
            "authentication": { "enum": [
                "client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "none",
            ] },
        })),
        "request": closed(json!({
            "encoding": { "enum": ["application/x-www-form-urlencoded", "application/json"] },
        })),
        "issuers": texts, "scopes": texts, "audiences": texts,
        "username": text, "password": text,
        "subject": token, "actor": token,
    });
    if endpoints {
        let path = json!({ "type": "string" });
        properties["endpoints"] = closed(json!({ "token": path, "revocation": path, "introspection": path }));
    }
    json!({
        "type": ["object", "null"], "additionalProperties": false,
        "required": ["authority", "grant"], "properties": properties,
    })
}
