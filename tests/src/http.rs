//! An HTTP client for tests: one server, one token; JSON in, status and JSON out.

use std::time::Duration;

use serde_json::Value;

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The header `Location`, if any.
    pub location: Option<String>,
    /// The header `Towpath-Run`: the id of the run.
    pub run: Option<String>,
    /// The media type, without parameters.
    pub content_type: String,
    /// The body; null where it is not JSON.
    pub body: Value,
    /// The body as it came.
    pub text: String,
}

/// Calls one server with one token.
#[derive(Debug, Clone)]
pub struct Http {
    client: reqwest::Client,
    base: String,
    token: String,
}

impl Http {
    /// A caller.
    ///
    /// # Panics
    /// When no client can be made.
    pub fn new(base: &str, token: &str) -> Self {
        // Loopback only: no TLS is ever spoken, but the client wants a provider to be there.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(60)).build();
        let Ok(client) = client else { panic!("no HTTP client: {client:?}") };
        Self { client, base: base.to_owned(), token: token.to_owned() }
    }

    /// The server's address.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// `GET`.
    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None, &[]).await
    }

    /// `POST` with a body.
    pub async fn post(&self, path: &str, body: impl Into<reqwest::Body>) -> Answer {
        self.send("POST", path, Some(body.into()), &[]).await
    }

    /// `PUT` with a body.
    pub async fn put(&self, path: &str, body: impl Into<reqwest::Body>) -> Answer {
        self.send("PUT", path, Some(body.into()), &[]).await
    }

    /// Puts the saved policies in force, and confirms the impact on live workflows.
    pub async fn activate(&self) -> Answer {
        let answer = self.post("/v1/policies/activate", "").await;
        match answer.body["impact"].as_str() {
            Some(impact) if answer.status == 409 => {
                let body = serde_json::json!({ "impact": impact }).to_string();
                self.post("/v1/policies/activate", body).await
            }
            _ => answer,
        }
    }

    /// Reads `thing` and decides on it: `POST thing/verb` with the digest that was shown.
    pub async fn decide(&self, thing: &str, verb: &str, body: impl Into<reqwest::Body>) -> Answer {
        let shown = self.get(thing).await;
        self.decide_shown(thing, verb, shown.body["digest"].as_str().unwrap_or_default(), body).await
    }

    /// `POST thing/verb` for this digest.
    pub async fn decide_shown(
        &self,
        thing: &str,
        verb: &str,
        digest: &str,
        body: impl Into<reqwest::Body>,
    ) -> Answer {
        let tag = format!("\"{digest}\"");
        self.send("POST", &format!("{thing}/{verb}"), Some(body.into()), &[("If-Match", &tag)]).await
    }

    /// Any request; fails the test when there is no answer.
    ///
    /// # Panics
    /// When there is no answer.
    pub async fn send(
        &self,
        method: &str,
        path: &str,
        body: Option<reqwest::Body>,
        headers: &[(&str, &str)],
    ) -> Answer {
        match self.try_send(method, path, body, headers).await {
            Ok(answer) => answer,
            Err(error) => panic!("{method} {path}: {error:?}"),
        }
    }

    /// Any request.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn try_send(
        &self,
        method: &str,
        path: &str,
        body: Option<reqwest::Body>,
        headers: &[(&str, &str)],
    ) -> Result<Answer, reqwest::Error> {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap_or(reqwest::Method::GET);
        let mut request =
            self.client.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let response = request.send().await?;
        let header = |name: &str| {
            response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
        };
        let (status, location, content_type) =
            (response.status().as_u16(), header("location"), header("content-type"));
        let run = Some(header("towpath-run")).filter(|run| !run.is_empty());
        let text = response.text().await?;
        Ok(Answer {
            status,
            location: Some(location).filter(|location| !location.is_empty()),
            run,
            content_type: content_type.split(';').next().unwrap_or_default().to_owned(),
            body: serde_json::from_str(&text).unwrap_or_default(),
            text,
        })
    }
}
