//! A stub of the systems outside, on loopback: the servers that the specification's tests and examples call, with certificates
//! of an authority made for this run. The server under test finds them only by its own documents.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use axum::{Json, Router, http};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// How a request to a host is answered.
pub type Answering = fn(&Seen) -> Option<Response>;

/// A request that came.
#[derive(Debug, Clone)]
pub struct Seen {
    /// `GET`, `POST`, …
    pub method: String,
    /// The host in its URL.
    pub host: String,
    /// The path.
    pub path: String,
    /// The query, as it came.
    pub query: String,
    /// Headers, by their names in lower case.
    pub headers: HashMap<String, String>,
    /// The body; null where it is no JSON.
    pub body: Value,
}

/// The stub.
pub struct Stub {
    /// The authority's certificate, a PEM file that is there as long as the stub is.
    pub ca: tempfile::NamedTempFile,
    /// Where TLS is spoken.
    pub tls: SocketAddr,
    /// Where plain HTTP is spoken.
    pub plain: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

#[derive(Clone)]
struct Shared {
    answering: Answering,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Stub {
    /// Starts it for these hosts; 404 where `answering` gives nothing.
    ///
    /// # Panics
    /// When it cannot be started.
    pub async fn start(hosts: &[&str], answering: Answering) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let (authority, config) = certificates(hosts);
        let ca = tempfile::NamedTempFile::new().and_then(|file| {
            std::fs::write(file.path(), authority)?;
            Ok(file)
        });
        let ca = ca.unwrap_or_else(|error| panic!("no certificate file: {error}"));
        let seen = Arc::default();
        let shared = Shared { answering, seen: Arc::clone(&seen) };
        let router = Router::new().fallback(answer).with_state(shared);
        let (tls, plain) = (bind().await, bind().await);
        let addresses = (tls.local_addr(), plain.local_addr());
        let (Ok(tls_at), Ok(plain_at)) = addresses else { panic!("no address") };
        let listener = Tls { listener: tls, acceptor: TlsAcceptor::from(Arc::new(config)) };
        let secure = axum::serve(listener, router.clone());
        tokio::spawn(async move { secure.await });
        tokio::spawn(async move { axum::serve(plain, router).await });
        Self { ca, tls: tls_at, plain: plain_at, seen }
    }

    /// Every request so far, in order.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn bind() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.unwrap_or_else(|error| panic!("no port: {error}"))
}

async fn answer(State(shared): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap_or_else(|_| Bytes::new());
    let headers: HashMap<String, String> = parts
        .headers
        .iter()
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()))
        .collect();
    let host = headers.get("host").and_then(|host| host.split(':').next()).unwrap_or_default().to_owned();
    let seen = Seen {
        method: parts.method.to_string(),
        host,
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers,
        body: serde_json::from_slice(&body).unwrap_or_default(),
    };
    let answer = (shared.answering)(&seen);
    shared.seen.lock().unwrap_or_else(PoisonError::into_inner).push(seen);
    answer.unwrap_or_else(|| {
        (http::StatusCode::NOT_FOUND, Json(json!({ "message": "not found" }))).into_response()
    })
}

/// An authority, and a server's certificate for all hosts.
fn certificates(hosts: &[&str]) -> (String, rustls::ServerConfig) {
    let make = || -> Result<_, Box<dyn std::error::Error>> {
        let mut authority = CertificateParams::new(Vec::new())?;
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate()?)?;
        let key = KeyPair::generate()?;
        let names: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
        let certificate = CertificateParams::new(names)?.signed_by(&key, &authority)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let config = rustls::ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)?;
        Ok((authority.pem(), config))
    };
    make().unwrap_or_else(|error| panic!("no certificates: {error}"))
}

/// Takes connections and shakes hands.
struct Tls {
    listener: TcpListener,
    acceptor: TlsAcceptor,
}

impl axum::serve::Listener for Tls {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, SocketAddr) {
        loop {
            if let Ok((stream, address)) = self.listener.accept().await
                && let Ok(stream) = self.acceptor.accept(stream).await
            {
                return (stream, address);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}
