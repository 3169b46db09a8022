//! Checks calls: their targets and their authentication.

use towpath_diagnostics::{Diagnostic, Span, codes};

use super::{Checker, available::Construct, references::Kind};
use crate::{
    link::written_out,
    model::{
        Authentication, AuthenticationPolicy, CallTask, Catalog, Endpoint, FunctionCall, FunctionTarget,
        HttpCall, OrExpression, SecretOr, Spanned, escape,
    },
    words::quote,
};

impl Checker<'_> {
    pub(super) fn call(&mut self, call: &CallTask) {
        let name = |checker: &Self| {
            let pointer = format!("{}/call", checker.place);
            checker.source.pointer(&pointer).map_or(Span::default(), |node| node.span)
        };
        match call {
            CallTask::Http(call) => self.http(call),
            CallTask::Function(call) => self.function(call),
            CallTask::OpenApi(call) => {
                self.construct(Construct::OpenApi, name(self));
                self.authentication(call.authentication.as_ref());
            }
            CallTask::Grpc(call) => {
                self.construct(Construct::Grpc, name(self));
                self.authentication(call.service.authentication.as_ref());
            }
            CallTask::AsyncApi(call) => {
                self.construct(Construct::AsyncApi, name(self));
                self.authentication(call.authentication.as_ref());
                self.iterator(
                    call.subscription.as_ref().and_then(|subscription| subscription.foreach.as_ref()),
                );
            }
            CallTask::Mcp(_) => self.construct(Construct::Mcp, name(self)),
            CallTask::A2a(_) => self.construct(Construct::A2a, name(self)),
        }
    }

    fn http(&mut self, call: &HttpCall) {
        self.absolute(&call.endpoint);
        self.authentication(call.endpoint.authentication.as_ref());
    }

    /// Refuses a relative URI, which has no host.
    fn absolute(&mut self, endpoint: &Endpoint) {
        let OrExpression::Literal(uri) = &endpoint.uri else { return };
        let lower = uri.to_ascii_lowercase();
        // Other mistakes, and URIs that begin with a template, are checked elsewhere.
        if ["http://", "https://", "{"].iter().any(|start| lower.starts_with(start))
            || uri.contains("${")
            || uri.contains(char::is_whitespace)
        {
            return;
        }
        let message = format!("the endpoint {} does not begin with `http://` or `https://`", quote(uri));
        let help = "write the full URL, such as `https://api.acme.example/customers/{id}`";
        self.report(Diagnostic::error(codes::TP0220, message).at(uri.span).help(help));
    }

    fn function(&mut self, call: &FunctionCall) {
        match &call.target {
            FunctionTarget::Url(_) => {
                if let Err(found) = written_out(&call.name) {
                    self.report(found);
                }
            }
            FunctionTarget::Custom(name) => self.reference_at(Kind::Function, &call.name, name),
            FunctionTarget::Catalog { catalog, .. } => self.reference_at(Kind::Catalog, &call.name, catalog),
        }
    }

    /// Checks a catalog, from which functions are fetched at publishing.
    pub(super) fn catalog(&mut self, name: &Spanned<String>, catalog: &Catalog) {
        self.place = format!("/use/catalogs/{}", escape(&name.value));
        if name.value == "default" {
            let message = "the catalog `default` is reserved for what IT offers";
            let help = "rename this catalog, and use the new name in its calls: `log:1.0.0@mine`";
            self.report(Diagnostic::error(codes::TP0306, message).at(name.span).help(help));
        }
        if let Err(found) = catalog.endpoint.written_out() {
            self.report(found);
        }
        self.place = String::new();
    }

    fn authentication(&mut self, authentication: Option<&Authentication>) {
        match authentication {
            None => {}
            Some(Authentication::Named(name)) => self.reference(Kind::Authentication, name),
            Some(Authentication::Inline(policy)) => self.authentication_policy(policy),
        }
    }

    pub(super) fn authentication_policy(&mut self, policy: &AuthenticationPolicy) {
        fn part<T>(part: &SecretOr<T>, span: fn(&T) -> Span) -> (Span, Option<&Spanned<String>>) {
            match part {
                SecretOr::Inline(value) => (span(value), None),
                SecretOr::Secret(name) => (name.span, Some(name)),
            }
        }
        let (construct, (span, secret)) = match policy {
            AuthenticationPolicy::Basic(inner) => (None, part(inner, |value| value.span)),
            AuthenticationPolicy::Bearer(inner) => (None, part(inner, |value| value.span)),
            AuthenticationPolicy::Digest(inner) => {
                (Some(Construct::DigestAuthentication), part(inner, |value| value.span))
            }
            AuthenticationPolicy::OAuth2(inner) => {
                (Some(Construct::OAuth2), part(inner, |value| value.source.span))
            }
            AuthenticationPolicy::Oidc(inner) => {
                (Some(Construct::Oidc), part(inner, |value| value.source.span))
            }
        };
        if let Some(construct) = construct {
            self.construct(construct, span);
        }
        if let Some(name) = secret {
            self.reference(Kind::Secret, name);
        }
    }
}
