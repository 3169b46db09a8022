//! Testing the connection of an integration of kind `http`: one `HEAD` of its base URL.

use ::http::{HeaderMap, Method};

use super::HttpConnection;
use crate::egress::redact::Noting;
use crate::egress::{self, Accepted, Hop};
use crate::tested::{Found, LONGEST};

impl HttpConnection {
    /// Sends it, with what every request carries.
    pub(super) async fn probe(&self, who: &str) -> Found {
        let target = self.target.base.origin().ascii_serialization();
        let noting = Noting::of(self.secrets.as_ref());
        let mut headers = HeaderMap::new();
        if let Err(problem) = self.introduce(&mut headers, &noting) {
            return Found::unreachable(target, problem);
        }
        let sent = noting.sent();
        let hop = Hop { method: Method::HEAD, url: self.target.base.clone(), headers, body: None };
        let answer = egress::probe(egress::Call {
            who,
            hop,
            write: false,
            once: false,
            redirects: 0,
            accepted: Accepted::Any,
            refusals: None,
            errors: None,
            challenge: None,
            max_response_bytes: 0,
            timeout: self.target.timeout.min(LONGEST),
            deadline: None,
            routes: self,
            // Only redirects are authorized, and none is followed.
            authorize: &|_| Ok(()),
            sent: &sent,
        });
        match answer.await {
            Ok(status) => Found::answered(target, who, status.as_u16()),
            Err(problem) => Found::unreachable(target, problem),
        }
    }
}
