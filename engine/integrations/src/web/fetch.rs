//! Documents that definitions name by their URL, fetched once, when a definition is published.

use std::borrow::Cow;

use ::http::Method;
use ::http::header::{ACCEPT, HeaderMap, HeaderValue};
use towpath_access::{Access, Effect, Kind, RunLabels};
use towpath_diagnostics::codes;
use towpath_wire::{Problem, problem_types};

use super::WebConnection;
use crate::content;
use crate::egress::{self, Answers, Hop, canonical};
use crate::failure::{communication, problem};
use crate::http::describe;
use crate::registry::JudgeHop;

/// How messages name it.
const WHO: &str = "the document";
/// JSON before YAML before anything else.
const WANTED: &str = "application/json, application/yaml;q=0.9, */*;q=0.8";

pub(super) async fn fetch(
    connection: &WebConnection,
    uri: &str,
    judge: &dyn JudgeHop,
) -> Result<String, Problem> {
    let refuse = |why: &str| {
        let detail = format!("{WHO} cannot be fetched: {why}");
        problem(problem_types::VALIDATION, codes::TP3028, detail)
    };
    let url = canonical::read(uri, None).map_err(refuse)?;
    // Nothing runs yet: the address is one that the definition spells out.
    let origin = format!("`{}`", url.origin().ascii_serialization());
    let (rule, _) = connection.rule(&url, &origin)?;
    let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(WANTED))]);
    let hop = Hop { method: Method::GET, url, headers, body: None };
    let judge = |hop: &Hop| {
        let mut access = Access { effect: Effect::Read, ..Access::new(Kind::Fetch, RunLabels::NONE) };
        describe(&mut access, hop);
        judge.judge(&access)
    };
    judge(&hop)?;
    let none = egress::Sent::default();
    let sent = egress::send(egress::Call {
        who: WHO,
        hop,
        write: false,
        once: false,
        redirects: rule.redirects,
        answers: Answers::Success,
        refusals: None,
        errors: None,
        challenge: None,
        max_response_bytes: rule.max_document_bytes,
        timeout: rule.timeout,
        deadline: None,
        routes: connection,
        judge: &judge,
        sent: &none,
    });
    let answer = sent.await.map_err(|failure| *failure.problem)?;
    let text = content::text(&answer.body, &answer.headers);
    text.map(Cow::into_owned)
        .map_err(|why| communication(502, codes::TP3027, format!("{WHO} cannot be read as text: {why}")))
}
