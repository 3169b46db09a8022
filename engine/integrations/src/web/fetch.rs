//! Fetches documents that definitions name by URL. This happens once, when a definition is published.

use std::borrow::Cow;

use ::http::Method;
use ::http::header::{ACCEPT, HeaderMap, HeaderValue};
use towpath_access::{Access, Effect, Kind, RunLabels};
use towpath_diagnostics::codes;
use towpath_wire::{Problem, problem_types};

use super::WebConnection;
use crate::call::AuthorizeHop;
use crate::content;
use crate::egress::{self, Accepted, Hop, canonical};
use crate::failure::{coded_problem, communication_problem};
use crate::http::describe;

/// The name of the document in messages.
const WHO: &str = "the document";
/// Prefers JSON, then YAML, then anything else.
const WANTED: &str = "application/json, application/yaml;q=0.9, */*;q=0.8";

pub(super) async fn fetch(
    connection: &WebConnection,
    uri: &str,
    authorize: &dyn AuthorizeHop,
) -> Result<String, Problem> {
    let refuse = |why: &str| {
        let detail = format!("{WHO} cannot be fetched: {why}");
        coded_problem(problem_types::VALIDATION, codes::TP3028, detail)
    };
    let url = canonical::read_url(uri, None).map_err(refuse)?;
    // The address is written in the definition, so the message may show it.
    let origin = format!("`{}`", url.origin().ascii_serialization());
    let (rule, _) = connection.rule(&url, &origin)?;
    let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(WANTED))]);
    let hop = Hop { method: Method::GET, url, headers, body: None };
    let authorize = |hop: &Hop| {
        let mut access = Access { effect: Effect::Read, ..Access::new(Kind::Fetch, RunLabels::NONE) };
        describe(&mut access, hop);
        authorize.authorize(&access)
    };
    authorize(&hop)?;
    let none = egress::Sent::default();
    let sent = egress::send(egress::Call {
        who: WHO,
        hop,
        write: false,
        once: false,
        redirects: rule.redirects,
        accepted: Accepted::Success,
        refusals: None,
        errors: None,
        challenge: None,
        max_response_bytes: rule.max_document_bytes,
        timeout: rule.timeout,
        deadline: None,
        routes: connection,
        authorize: &authorize,
        sent: &none,
    });
    let answer = sent.await.map_err(|failure| *failure.problem)?;
    let text = content::decode_text_body(&answer.body, &answer.headers);
    text.map(Cow::into_owned).map_err(|why| {
        communication_problem(502, codes::TP3027, format!("{WHO} cannot be read as text: {why}"))
    })
}
