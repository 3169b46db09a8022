//! A server under test with what belongs to it: its documents, the people who use it, and the stub of the systems that its
//! integrations call.

use serde_json::{Value, json};

use crate::steps::grant;
use crate::{Demo, Http, Serve, Stub};

/// A policy that permits everything, for tests of something else.
pub const PERMIT_ALL: &str =
    "policy: all\ntitle: Everything here\neffect: permit\naccess: {}\nreason: Tests.\n";

/// A server that listens: `towpath serve`, or the demo with its company.
pub trait Server {
    /// Its address.
    fn url(&self) -> &str;
    /// Somebody who may create tokens for anybody.
    fn root(&self) -> Http;
}

impl Server for Serve {
    fn url(&self) -> &str {
        &self.url
    }

    fn root(&self) -> Http {
        self.http()
    }
}

impl Server for Demo {
    fn url(&self) -> &str {
        Demo::url(self)
    }

    fn root(&self) -> Http {
        self.as_role("it")
    }
}

/// See the file.
pub struct World<S = Serve> {
    /// The server.
    pub server: S,
    stub: Option<Stub>,
}

impl World<Serve> {
    /// A server with these policies.
    pub async fn start(policies: &[&str]) -> Self {
        Self::with(&[], policies, &[]).await
    }

    /// A server with these integrations, policies and flags. A document is named by its first line.
    pub async fn with(integrations: &[&str], policies: &[&str], flags: &[&str]) -> Self {
        let (integrations, policies) = (named(integrations), named(policies));
        let server = Serve::start_with(&borrowed(&integrations), &borrowed(&policies), flags).await;
        Self { server, stub: None }
    }

    /// [`World::with`], beside a stub that the integrations name.
    pub async fn beside(stub: Stub, integrations: &[&str], policies: &[&str], flags: &[&str]) -> Self {
        Self { stub: Some(stub), ..Self::with(integrations, policies, flags).await }
    }

    /// [`World::person`] with a token made on the command line, so no person created it. The server is restarted for it.
    pub async fn root_person(&self, id: &str, roles: &[&str]) -> Http {
        Http::new(&self.server.url, &self.server.root_token(id, roles).await)
    }
}

impl World<Demo> {
    /// The demo and its company.
    pub fn demo() -> Self {
        Self { server: Demo::start(), stub: None }
    }
}

impl<S: Server> World<S> {
    /// The stub.
    ///
    /// # Panics
    /// When the world was started without one.
    pub fn stub(&self) -> &Stub {
        self.stub.as_ref().unwrap_or_else(|| panic!("this world has no stub"))
    }

    /// Somebody with these grants (`champion:support`, `it`).
    pub async fn person(&self, id: &str, grants: &[&str]) -> Http {
        self.person_viewing(id, grants, &[]).await
    }

    /// [`World::person`], who may view values with these labels.
    ///
    /// # Panics
    /// When the answer has no token.
    pub async fn person_viewing(&self, id: &str, grants: &[&str], may_view: &[&str]) -> Http {
        let made = self.mint(&self.server.root(), id, grants, may_view).await;
        self.with_token(made["token"].as_str().unwrap_or_else(|| panic!("no token: {made}")))
    }

    /// Creates a token for `id` as `minter`; what the API answers.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn mint(&self, minter: &Http, id: &str, grants: &[&str], may_view: &[&str]) -> Value {
        let grants: Vec<Value> = grants.iter().map(|text| grant(text)).collect();
        let body = json!({ "name": id, "principal": id, "grants": grants, "mayView": may_view });
        let made = minter.post("/v1/tokens", body.to_string()).await;
        assert_eq!(made.status, 201, "{}", made.text);
        made.body
    }

    /// A client with this token.
    pub fn with_token(&self, token: &str) -> Http {
        Http::new(self.server.url(), token)
    }
}

fn named(texts: &[&str]) -> Vec<(String, String)> {
    let file = |text: &str| {
        let name = text.lines().next().and_then(|line| line.split_once(": ")).unwrap_or_default().1;
        assert!(!name.is_empty(), "the first line names no document: {text}");
        format!("{name}.yaml")
    };
    texts.iter().map(|text| (file(text), (*text).to_owned())).collect()
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, String)> {
    files.iter().map(|(name, text)| (name.as_str(), text.clone())).collect()
}
