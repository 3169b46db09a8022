//! Documents that definitions name by their URL, fetched once, when a definition is published.

use ::http::Method;
use ::http::header::{ACCEPT, HeaderMap, HeaderValue};
use towpath_access::{Access, Effect, Kind};
use towpath_diagnostics::codes;
use towpath_wire::{Problem, problem_types};

use super::WebConnection;
use crate::egress::{self, Answers, Hop, canonical};
use crate::failure::{communication, problem};
use crate::http::describe;
use crate::registry::JudgeHop;

/// How messages name it.
const WHO: &str = "the document";
/// Most bytes of a document.
const MOST_BYTES: usize = 1 << 20;
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
    let (rule, _) = connection.rule(&url)?;
    let headers = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(WANTED))]);
    let hop = Hop { method: Method::GET, url, headers, body: None };
    let judge = |hop: &Hop| {
        let mut access = Access { effect: Effect::Read, ..Access::new(Kind::Fetch) };
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
        challenge: None,
        max_response_bytes: rule.max_response_bytes.min(MOST_BYTES),
        timeout: rule.timeout,
        deadline: None,
        routes: connection,
        judge: &judge,
        sent: &none,
    });
    let answer = sent.await.map_err(|failure| *failure.problem)?;
    String::from_utf8(answer.body.into())
        .map_err(|_| communication(502, codes::TP3027, format!("{WHO} is no text in UTF-8")))
}
