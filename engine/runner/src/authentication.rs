//! The argument `authentication` of the integration `web`. The host performs the authentication.

use towpath_diagnostics::{Diagnostic, Span, codes};
use towpath_dsl::model::{
    self, AuthenticationPolicy, Credentials, OAuth2, OAuth2Client, OrExpression, SecretOr, Spanned,
};

use crate::compile::{Compiled, Compiler, Reported, all_compiled};
use crate::expression::Place;
use crate::fault::Faultable;
use crate::run::Cx;
use crate::scope::Frame;
use crate::template::Template;
use crate::uri::{Malformed, UriTemplate};
use crate::value::Value;

/// One scheme with its properties, such as `{basic: {username, password}}`, or `{basic: <secret>}` if one
/// secret contains them all.
#[derive(Debug)]
pub(crate) struct Authentication {
    scheme: &'static str,
    properties: Template,
}

impl Authentication {
    pub(crate) fn compile(c: &mut Compiler<'_>, written: &model::Authentication) -> Compiled<Self> {
        let workflow = c.workflow();
        let policy = match written {
            model::Authentication::Inline(policy) => policy,
            // The check of the definition has reported an unknown name.
            model::Authentication::Named(name) => workflow.reusable.authentication(name).ok_or(Reported)?,
        };
        let plain = |scheme, properties| Self { scheme, properties };
        Ok(match policy {
            AuthenticationPolicy::Basic(basic) => plain("basic", credentials_template(c, basic)?),
            AuthenticationPolicy::Digest(digest) => plain("digest", credentials_template(c, digest)?),
            AuthenticationPolicy::Bearer(SecretOr::Inline(bearer)) => {
                plain("bearer", properties_template(c, &[("token", &bearer.token)])?)
            }
            AuthenticationPolicy::Bearer(SecretOr::Secret(name)) => plain("bearer", secret_template(name)),
            AuthenticationPolicy::OAuth2(oauth2) => plain("oauth2", oauth2_template(c, oauth2)?),
            AuthenticationPolicy::Oidc(oidc) => plain("oidc", oauth2_template(c, oidc)?),
        })
    }

    /// The value of the argument. `input` fills in the placeholders of the authority.
    pub(crate) fn evaluate(&self, cx: &Cx, frame: &Frame<'_>, input: &Value) -> Faultable<Value> {
        Ok(Value::object([(self.scheme, self.properties.evaluate(cx, input, frame)?)]))
    }
}

fn credentials_template(c: &mut Compiler<'_>, written: &SecretOr<Credentials>) -> Compiled<Template> {
    match written {
        SecretOr::Inline(Credentials { username, password, .. }) => {
            properties_template(c, &[("username", username), ("password", password)])
        }
        SecretOr::Secret(name) => Ok(secret_template(name)),
    }
}

fn secret_template(name: &Spanned<String>) -> Template {
    Template::Literal(Value::secret(name.value.as_str()))
}

fn properties_template(
    c: &mut Compiler<'_>,
    fields: &[(&str, &OrExpression<Spanned<String>>)],
) -> Compiled<Template> {
    let fields = fields.iter().map(|(name, text)| Ok(((*name).into(), c.text(text, Place::Definition)?)));
    Ok(Template::Object(fields.collect::<Compiled<Vec<_>>>()?))
}

fn oauth2_template(c: &mut Compiler<'_>, written: &SecretOr<OAuth2>) -> Compiled<Template> {
    let oauth2 = match written {
        SecretOr::Inline(oauth2) => oauth2,
        SecretOr::Secret(name) => return Ok(secret_template(name)),
    };
    let possible = check_grant_properties(c, oauth2);
    let entries = oauth2.source.as_object().unwrap_or_default().iter().map(|(key, node)| {
        let value = match key.value.as_str() {
            "authority" => authority_template(c, &oauth2.authority)?,
            name => {
                let pointer = format!("{}/{}", oauth2.pointer, model::escape(name));
                c.template(&model::Template { node: node.clone(), pointer }, Place::Definition)?
            }
        };
        Ok((key.value.as_str().into(), value))
    });
    let entries = all_compiled(entries.collect());
    possible?;
    Ok(Template::Object(entries?))
}

fn authority_template(c: &mut Compiler<'_>, text: &Spanned<String>) -> Compiled<Template> {
    match UriTemplate::parse(text) {
        Ok(template) => Ok(Template::Uri(template)),
        // The check of the definition has reported this.
        Err(Malformed::Braces) => Err(Reported),
        Err(Malformed::Name(message)) => {
            let help = "write `{name}` to fill in a value from the top level of the task's input";
            Err(c.report(Diagnostic::error(codes::TP0605, message).at(text.span).help(help)))
        }
    }
}

/// Checks that the grant is supported and that its properties are present.
fn check_grant_properties(c: &mut Compiler<'_>, oauth2: &OAuth2) -> Compiled<()> {
    let mut lacking = Vec::new();
    let mut needs = |place: Span, who: &str, what: &[(&str, bool)]| {
        for (property, _) in what.iter().filter(|(_, is_there)| !is_there) {
            let message = format!("`{who}` needs `{property}`");
            lacking
                .push(Diagnostic::error(codes::TP0606, message).at(place).help(help_for_lacking(property)));
        }
    };
    let grant = &oauth2.grant;
    match grant.value.as_str() {
        "authorization_code" => {
            let message =
                "`grant: authorization_code` needs a person with a browser, which a workflow does not have";
            let help = "use `client_credentials`, or another grant that the authority offers for services";
            return Err(c.report(Diagnostic::error(codes::TP0322, message).at(grant.span).help(help)));
        }
        "password" => needs(
            grant.span,
            "grant: password",
            &[("username", oauth2.username.is_some()), ("password", oauth2.password.is_some())],
        ),
        "refresh_token" => {
            needs(grant.span, "grant: refresh_token", &[("subject", oauth2.subject.is_some())])
        }
        "client_credentials" => {}
        _ => needs(grant.span, "the token exchange", &[("subject", oauth2.subject.is_some())]),
    }
    let client = oauth2.client.as_ref();
    let method = client.and_then(|client| client.authentication.as_ref());
    let (word, place) =
        method.map_or(("client_secret_post", grant.span), |method| (method.value.as_str(), method.span));
    let has = |property: fn(&OAuth2Client) -> bool| client.is_some_and(property);
    if word != "none" {
        needs(place, word, &[("client.id", has(|client| client.id.is_some()))]);
    }
    if word.ends_with("_jwt") {
        needs(place, word, &[("client.assertion", has(|client| client.assertion.is_some()))]);
    }
    if lacking.is_empty() {
        return Ok(());
    }
    for found in lacking {
        c.report(found);
    }
    Err(Reported)
}

/// The help for a property that is not there.
fn help_for_lacking(property: &str) -> &'static str {
    match property {
        "client.assertion" => "the engine does not sign JWTs: give a signed JWT, usually a secret",
        "subject" => "its `token` is presented to the authority",
        _ => "add it, usually as a secret: `${ $secrets.name }`",
    }
}
