//! The hosts of one call: the first, those that redirected it, the last, and the authority of its token. The response or
//! error has the labels of all of them.

use std::collections::BTreeSet;

use parking_lot::Mutex;
use towpath_wire::Problem;
use url::Url;

use super::WebConnection;
use crate::egress::{Route, Routes};

/// The hosts of one call so far.
pub(super) struct Visited<'a> {
    connection: &'a WebConnection,
    labels: Mutex<BTreeSet<String>>,
}

impl<'a> Visited<'a> {
    pub(super) fn of(connection: &'a WebConnection) -> Self {
        Self { connection, labels: Mutex::default() }
    }

    /// The labels of the hosts, sorted.
    pub(super) fn labels(&self) -> Vec<String> {
        self.labels.lock().iter().cloned().collect()
    }

    /// Records the host of `url`.
    pub(super) fn visit(&self, url: &Url) {
        if let Some((rule, _)) = self.connection.hosts.iter().find(|(rule, _)| rule.covers(url)) {
            self.labels.lock().extend(rule.labels.iter().cloned());
        }
    }
}

impl Routes for Visited<'_> {
    // INVARIANT: every request of a call is sent by a route from this function.
    fn route(&self, url: &Url) -> Result<Route<'_>, Problem> {
        let route = self.connection.route(url)?;
        self.visit(url);
        Ok(route)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use axum::Json;
    use axum::http::StatusCode;
    use axum::response::IntoResponse as _;
    use serde_json::json;
    use towpath_access::{Access, RunLabels};
    use towpath_wire::CallEffect;

    use crate::testing::{Arrived, Hops, Server, effect, redirect, registry};
    use crate::{CallContext, CallFailure, Output, Registry};

    fn get(port: u16, path: &str, authority: Option<u16>) -> CallEffect {
        let mut arguments = json!({
            "method": "get", "endpoint": { "uri": format!("http://127.0.0.1:{port}{path}") }, "redirect": true,
        });
        if let Some(port) = authority {
            arguments["authentication"] = json!({ "oidc": {
                "authority": format!("http://127.0.0.1:{port}"), "grant": "client_credentials",
                "client": { "id": "a", "secret": "b" },
            } });
        }
        effect("web", "request", arguments)
    }

    /// Calls for a run that has received `seen`. Returns also the other accesses that were authorized.
    async fn call(registry: &Registry, effect: &CallEffect) -> (Result<Output, CallFailure>, Vec<Access>) {
        let hops = Hops::default();
        let context =
            CallContext { idempotency_key: None, namespace: "acme", authorize: &hops, deadline: None };
        let prepared = registry.prepare_for(effect, RunLabels::from_iter(["seen".to_owned()])).unwrap();
        let called = registry.call(&prepared, context).await;
        let authorized = std::mem::take(&mut *hops.authorized.lock().unwrap());
        (called, authorized)
    }

    /// Three hosts: the first redirects to the second, the second to the third, and the third answers.
    async fn three() -> (Registry, [u16; 3]) {
        let last = Server::start(|arrived: &Arrived| match arrived.uri.as_str() {
            "/missing" => StatusCode::NOT_FOUND.into_response(),
            _ => Json(json!("end")).into_response(),
        })
        .await
        .port;
        let middle = Server::start(move |arrived: &Arrived| match arrived.uri.as_str() {
            "/.well-known/openid-configuration" => Json(json!({
                "issuer": "x", "token_endpoint": format!("http://127.0.0.1:{last}/token"),
            }))
            .into_response(),
            "/nowhere" => redirect(302, "http://127.0.0.1:1/"),
            path => redirect(302, format!("http://127.0.0.1:{last}{path}")),
        })
        .await
        .port;
        let first = Server::start(move |arrived: &Arrived| {
            redirect(302, format!("http://127.0.0.1:{middle}{}", arrived.uri))
        })
        .await
        .port;
        let host = |port: u16, label: &str| {
            format!(
                "{{host: 127.0.0.1, schemes: [http], ports: [{port}], labels: [{label}], tokenPaths: [/token]}}"
            )
        };
        let hosts = [host(first, "first"), host(middle, "middle"), host(last, "last")].join(",");
        let text = format!("{{integration: web, kind: web, owner: it, hosts: [{hosts}]}}");
        (registry(&[&text]).await, [first, middle, last])
    }

    #[tokio::test]
    async fn every_host_of_a_call_labels_what_comes_back() {
        let (registry, [first, middle, last]) = three().await;
        let output = call(&registry, &get(first, "/end", None)).await.0.unwrap();
        assert_eq!(output.labels, ["first", "last", "middle"]);
        let labels = |failure: CallFailure| failure.problem.labels;
        let failure = call(&registry, &get(first, "/missing", None)).await.0.unwrap_err();
        assert_eq!(labels(failure), ["first", "last", "middle"]);
        let failure = call(&registry, &get(middle, "/nowhere", None)).await.0.unwrap_err();
        let message = failure.problem.detail.clone().unwrap();
        assert!(!message.contains("127.0.0.1"), "{message}");
        assert_eq!(labels(failure), ["middle"]);
        // Nothing was sent to the host of the call. The error comes from the authority.
        let failure = call(&registry, &get(last, "/end", Some(middle))).await.0.unwrap_err();
        assert_eq!(labels(failure), ["middle"]);
    }

    #[tokio::test]
    async fn every_request_of_a_call_is_authorized_with_what_the_run_has_received() {
        let (registry, [first, middle, last]) = three().await;
        for effect in
            [get(first, "/end", None), get(last, "/end", Some(middle)), get(last, "/end", Some(first))]
        {
            let (_, authorized) = call(&registry, &effect).await;
            assert!(!authorized.is_empty());
            assert!(authorized.iter().all(|access| access.run_labels.to_vec() == ["seen"]), "{authorized:?}");
        }
    }
}
