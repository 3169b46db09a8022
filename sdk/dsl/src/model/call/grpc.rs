//! `call: grpc`. Read, drawn and derived, but refused by the check (TP0310): the runner has no task for it.

use towpath_diagnostics::Span;

use crate::model::{Authentication, ExternalResource, Spanned, Template};
use crate::{
    parse::{At, Findings, patterns},
    words::quote,
};
use towpath_diagnostics::codes;

/// `call: grpc`.
#[derive(Debug, Clone, PartialEq)]
pub struct GrpcCall {
    /// The proto file.
    pub proto: ExternalResource,
    /// The service.
    pub service: GrpcService,
    /// The method.
    pub method: Spanned<String>,
    /// Its arguments, a mapping.
    pub arguments: Option<Template>,
    /// The place of the arguments in the source text.
    pub span: Span,
}

/// A gRPC service.
#[derive(Debug, Clone, PartialEq)]
pub struct GrpcService {
    /// Its name.
    pub name: Spanned<String>,
    /// Its host.
    pub host: Spanned<String>,
    /// Its port.
    pub port: Option<Spanned<u16>>,
    /// How the call authenticates.
    pub authentication: Option<Authentication>,
}

impl GrpcCall {
    pub(crate) fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let with = at.fields(&["proto", "service", "method", "arguments"], findings)?;
        let proto = with.required("proto", findings).and_then(|at| ExternalResource::read(&at, findings));
        let service = with.required("service", findings).and_then(|at| GrpcService::read(&at, findings));
        let method = with.required("method", findings).and_then(|at| at.literal(findings));
        let arguments = with.get("arguments").and_then(|at| at.mapping_template(findings));
        Some(Self { proto: proto?, service: service?, method: method?, arguments, span: at.node.span })
    }
}

impl GrpcService {
    fn read(at: &At<'_>, findings: &mut Findings) -> Option<Self> {
        let service = at.fields(&["name", "host", "port", "authentication"], findings)?;
        let name = service.required("name", findings).and_then(|at| at.literal(findings));
        let host = service.required("host", findings).and_then(|at| {
            let host = at.literal(findings)?;
            if !patterns::is_host(&host) {
                findings.report(at.error(codes::TP0204, format!("{} is not a host name", quote(&host))));
            }
            Some(host)
        });
        let port = service.get("port").and_then(|at| at.integer(0, 65_535, findings));
        let port = port.and_then(|port| Some(Spanned::new(u16::try_from(port.value).ok()?, port.span)));
        let authentication = service.get("authentication").and_then(|at| Authentication::read(&at, findings));
        Some(Self { name: name?, host: host?, port, authentication })
    }
}
