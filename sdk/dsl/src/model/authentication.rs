//! How a call authenticates. Secrets appear only by name.

use towpath_diagnostics::Span;

use super::resource::check_uri;
use super::{Node, OrExpression, Spanned};
use crate::parse::{At, Fields, Findings};

/// An authentication, or the name of one under `use.authentications`.
#[derive(Debug, Clone, PartialEq)]
pub enum Authentication {
    /// Defined here.
    Inline(AuthenticationPolicy),
    /// Defined under `use.authentications`.
    Named(Spanned<String>),
}

/// How a call authenticates.
#[derive(Debug, Clone, PartialEq)]
pub enum AuthenticationPolicy {
    /// `basic`.
    Basic(SecretOr<Credentials>),
    /// `bearer`.
    Bearer(SecretOr<Bearer>),
    /// `digest`.
    Digest(SecretOr<Credentials>),
    /// `oauth2`.
    OAuth2(Box<SecretOr<OAuth2>>),
    /// `oidc`.
    Oidc(Box<SecretOr<OAuth2>>),
}

/// Properties in the definition, or a secret that holds them.
#[derive(Debug, Clone, PartialEq)]
pub enum SecretOr<T> {
    /// A literal value.
    Inline(T),
    /// The secret of this name holds an object with the same properties.
    Secret(Spanned<String>),
}

/// A user name and a password.
#[derive(Debug, Clone, PartialEq)]
pub struct Credentials {
    /// The user name.
    pub username: OrExpression<Spanned<String>>,
    /// Usually `${ $secrets.name }`.
    pub password: OrExpression<Spanned<String>>,
    /// Their place in the source text.
    pub span: Span,
}

/// A bearer token.
#[derive(Debug, Clone, PartialEq)]
pub struct Bearer {
    /// Usually `${ $secrets.name }`.
    pub token: OrExpression<Spanned<String>>,
    /// Its place in the source text.
    pub span: Span,
}

/// OAuth2 and OpenID Connect properties.
#[derive(Debug, Clone, PartialEq)]
pub struct OAuth2 {
    /// The URI of the token issuer.
    pub authority: Spanned<String>,
    /// The grant type.
    pub grant: Spanned<String>,
    /// Paths under the authority (OAuth2 only).
    pub endpoints: Option<OAuth2Endpoints>,
    /// The client that requests a token.
    pub client: Option<OAuth2Client>,
    /// Encoding of the token request.
    pub encoding: Option<Spanned<String>>,
    /// Valid issuers.
    pub issuers: Vec<Spanned<String>>,
    /// Requested scopes.
    pub scopes: Vec<Spanned<String>>,
    /// Requested audiences.
    pub audiences: Vec<Spanned<String>>,
    /// For the password grant.
    pub username: Option<OrExpression<Spanned<String>>>,
    /// For the password grant.
    pub password: Option<OrExpression<Spanned<String>>>,
    /// The party on whose behalf the client acts.
    pub subject: Option<OAuth2Token>,
    /// The acting party.
    pub actor: Option<OAuth2Token>,
    /// The mapping in the definition.
    pub source: Node,
    /// JSON pointer of the mapping.
    pub pointer: String,
}

/// Paths of the OAuth2 endpoints.
#[derive(Debug, Clone, PartialEq)]
pub struct OAuth2Endpoints {
    /// Default: `/oauth2/token`.
    pub token: Option<Spanned<String>>,
    /// Default: `/oauth2/revoke`.
    pub revocation: Option<Spanned<String>>,
    /// Default: `/oauth2/introspect`.
    pub introspection: Option<Spanned<String>>,
}

/// The client that requests a token.
#[derive(Debug, Clone, PartialEq)]
pub struct OAuth2Client {
    /// The client's id.
    pub id: Option<OrExpression<Spanned<String>>>,
    /// The client's secret.
    pub secret: Option<OrExpression<Spanned<String>>>,
    /// A signed assertion.
    pub assertion: Option<OrExpression<Spanned<String>>>,
    /// How the client authenticates. Default: `client_secret_post`.
    pub authentication: Option<Spanned<String>>,
}

/// A token that represents a party.
#[derive(Debug, Clone, PartialEq)]
pub struct OAuth2Token {
    /// The token.
    pub token: OrExpression<Spanned<String>>,
    /// Its type.
    pub kind: Spanned<String>,
}

impl Authentication {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let Some(name) = at.get("use") else {
            return AuthenticationPolicy::read(at, findings).map(Self::Inline);
        };
        at.fields(&["use"], findings)?;
        name.literal(findings).map(Self::Named)
    }
}

impl AuthenticationPolicy {
    const KINDS: &[&str] = &["basic", "bearer", "digest", "oauth2", "oidc"];

    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let policy = at.fields(Self::KINDS, findings)?;
        let (kind, value) = policy.exactly_one(Self::KINDS, findings)?;
        match kind {
            "basic" => SecretOr::read(&value, Credentials::read, findings).map(Self::Basic),
            "bearer" => SecretOr::read(&value, Bearer::read, findings).map(Self::Bearer),
            "digest" => SecretOr::read(&value, Credentials::read, findings).map(Self::Digest),
            "oauth2" => SecretOr::read(&value, OAuth2::read, findings).map(Box::new).map(Self::OAuth2),
            _ => SecretOr::read(&value, OAuth2::read_oidc, findings).map(Box::new).map(Self::Oidc),
        }
    }
}

impl<T> SecretOr<T> {
    fn read(
        at: &At<'_>,
        read: fn(&At<'_>, &mut Findings) -> Option<T>,
        findings: &mut Findings,
    ) -> Option<Self> {
        let Some(name) = at.get("use") else { return read(at, findings).map(Self::Inline) };
        at.fields(&["use"], findings)?;
        name.literal(findings).map(Self::Secret)
    }
}

impl Credentials {
    fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let credentials = at.fields(&["username", "password"], findings)?;
        let username =
            credentials.required("username", findings).and_then(|at| at.text_or_expression(findings));
        let password =
            credentials.required("password", findings).and_then(|at| at.text_or_expression(findings));
        Some(Self { username: username?, password: password?, span: at.node.span })
    }
}

impl Bearer {
    fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let bearer = at.fields(&["token"], findings)?;
        let token = bearer.required("token", findings).and_then(|at| at.text_or_expression(findings));
        Some(Self { token: token?, span: at.node.span })
    }
}

impl OAuth2 {
    const KEYS: &[&str] = &[
        "authority",
        "grant",
        "client",
        "request",
        "issuers",
        "scopes",
        "audiences",
        "username",
        "password",
        "subject",
        "actor",
    ];
    const GRANTS: &[&str] = &[
        "authorization_code",
        "client_credentials",
        "password",
        "refresh_token",
        "urn:ietf:params:oauth:grant-type:token-exchange",
    ];
    const ENCODINGS: &[&str] = &["application/x-www-form-urlencoded", "application/json"];

    fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let fields = at.any_fields(findings)?;
        fields.refuse_unknown(&[Self::KEYS, &["endpoints"]], findings);
        Self::read_fields(&fields, findings)
    }

    fn read_oidc(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let fields = at.any_fields(findings)?;
        fields.refuse_unknown(&[Self::KEYS], findings);
        Self::read_fields(&fields, findings)
    }

    fn read_fields(fields: &Fields<'_>, findings: &mut Findings) -> Option<Self> {
        let authority = fields.required("authority", findings).and_then(|at| {
            let authority = at.literal(findings)?;
            check_uri(&at, &authority, findings);
            Some(authority)
        });
        let grant = fields.required("grant", findings).and_then(|at| at.word_text(Self::GRANTS, findings));
        let request = fields.get("request").and_then(|at| at.fields(&["encoding"], findings));
        let encoding = request.and_then(|request| request.get("encoding"));
        let encoding = encoding.and_then(|at| at.word_text(Self::ENCODINGS, findings));
        Some(Self {
            endpoints: fields.get("endpoints").and_then(|at| OAuth2Endpoints::read(&at, findings)),
            client: fields.get("client").and_then(|at| OAuth2Client::read(&at, findings)),
            encoding,
            issuers: texts(fields, "issuers", findings),
            scopes: texts(fields, "scopes", findings),
            audiences: texts(fields, "audiences", findings),
            username: fields.get("username").and_then(|at| at.text_or_expression(findings)),
            password: fields.get("password").and_then(|at| at.text_or_expression(findings)),
            subject: fields.get("subject").and_then(|at| OAuth2Token::read(&at, findings)),
            actor: fields.get("actor").and_then(|at| OAuth2Token::read(&at, findings)),
            source: fields.at.node.clone(),
            pointer: fields.at.pointer.clone(),
            authority: authority?,
            grant: grant?,
        })
    }
}

fn texts(fields: &Fields<'_>, key: &str, findings: &mut Findings) -> Vec<Spanned<String>> {
    if let Some(at) = fields.get(key) {
        // The texts may be expressions, which are collected with those of the definition.
        at.template(findings);
    }
    let items = fields.get(key).and_then(|at| at.items(findings)).unwrap_or_default();
    items.iter().filter_map(|item| item.text(findings)).collect()
}

impl OAuth2Endpoints {
    fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let endpoints = at.fields(&["token", "revocation", "introspection"], findings)?;
        let mut text = |key| endpoints.get(key).and_then(|at: At<'_>| at.literal(findings));
        Some(Self {
            token: text("token"),
            revocation: text("revocation"),
            introspection: text("introspection"),
        })
    }
}

impl OAuth2Client {
    const METHODS: &[&str] =
        &["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "none"];

    fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let client = at.fields(&["id", "secret", "assertion", "authentication"], findings)?;
        let authentication =
            client.get("authentication").and_then(|at| at.word_text(Self::METHODS, findings));
        let mut text = |key| client.get(key).and_then(|at: At<'_>| at.text_or_expression(findings));
        Some(Self { id: text("id"), secret: text("secret"), assertion: text("assertion"), authentication })
    }
}

impl OAuth2Token {
    fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let token = at.fields(&["token", "type"], findings)?;
        let text = token.required("token", findings).and_then(|at| at.text_or_expression(findings));
        let kind = token.required("type", findings).and_then(|at| at.literal(findings));
        Some(Self { token: text?, kind: kind? })
    }
}
