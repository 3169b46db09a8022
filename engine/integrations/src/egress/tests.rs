#![expect(clippy::unwrap_used, reason = "tests")]
//! Tests of TLS and connection timeouts, for all kinds that use HTTP.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use crate::testing::{Names, call, effect, failed_as, registry_with};
use crate::{IntegrationDocument, Lookup, MapSecrets, Registry};

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tls"))
}

/// A server with the certificate of `crm.acme.example`.
async fn tls_server() -> u16 {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let chain = CertificateDer::pem_file_iter(folder().join("server.pem")).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            chain.collect::<Result<_, _>>().unwrap(),
            PrivateKeyDer::from_pem_file(folder().join("server.key")).unwrap(),
        )
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            if let Ok(mut stream) = acceptor.accept(stream).await {
                let mut buffer = [0; 4096];
                let _ = stream.read(&mut buffer).await;
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await;
                let _ = stream.shutdown().await;
            }
        }
    });
    port
}

fn crm(base: &str, more: &str) -> String {
    format!(
        "{{integration: crm, owner: it, kind: http, connection: {{baseUrl: '{base}', {more}}},
          operations: {{get: {{version: 1.0.0, effect: write, request: {{method: GET, path: /}}}}}}}}"
    )
}

async fn build(text: &str) -> Result<Registry, Vec<towpath_diagnostics::Diagnostic>> {
    let document = IntegrationDocument::parse(text).0.unwrap().relative_to(folder());
    let names = Names::new([("crm.acme.example", &["127.0.0.1"]), ("erp.acme.example", &["127.0.0.1"])]);
    Registry::build_with_lookup(vec![document], Arc::new(MapSecrets::default()), names).await
}

#[tokio::test]
async fn only_the_authority_of_the_document_is_trusted() {
    let port = tls_server().await;
    for (host, more, works) in [
        ("crm.acme.example", "ca: ca.pem", true),
        ("crm.acme.example", "ca: other.pem", false),
        ("crm.acme.example", "", false),
        // A name that is not in the certificate, and an address.
        ("erp.acme.example", "ca: ca.pem", false),
        ("127.0.0.1", "ca: ca.pem", false),
    ] {
        let registry = build(&crm(&format!("https://{host}:{port}"), more)).await.unwrap();
        let result = call(&registry, &effect("crm", "get", json!({}))).await;
        match works {
            true => assert_eq!(result.unwrap(), json!("ok")),
            false => {
                assert_eq!(
                    failed_as(&result.unwrap_err()),
                    ("not sent", "TP3023".to_owned()),
                    "{host} {more}"
                )
            }
        }
    }
}

#[tokio::test]
async fn a_file_without_authorities_is_told_when_connecting() {
    for file in ["missing.pem", "README.md", "server.key"] {
        let found = build(&crm("https://crm.acme.example", &format!("ca: {file}"))).await.unwrap_err();
        assert_eq!(found.len(), 1, "{file}");
        assert_eq!(found[0].code.as_str(), "TP3007");
        assert!(found[0].message.starts_with("`crm`: ") && found[0].span.is_some());
    }
}

/// A name server that never answers.
struct Silent;

#[async_trait::async_trait]
impl Lookup for Silent {
    async fn lookup(&self, _: &str) -> std::io::Result<Vec<IpAddr>> {
        std::future::pending().await
    }
}

#[tokio::test]
async fn waiting_for_a_connection_has_an_end_and_nothing_left() {
    let text = crm("http://crm.acme.example", "connectTimeout: 100ms");
    let registry = registry_with(&[&text], Arc::new(Silent)).await;
    let start = Instant::now();
    let failure = call(&registry, &effect("crm", "get", json!({}))).await.unwrap_err();
    assert_eq!(failed_as(&failure), ("not sent", "TP3024".to_owned()));
    assert!(start.elapsed() < Duration::from_secs(3));
}
