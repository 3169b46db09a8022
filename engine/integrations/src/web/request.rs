//! Builds a request from the arguments of `call: http`.

use ::http::Method;
use ::http::header::{HeaderMap, HeaderName};
use serde_json::{Value, json};
use towpath_diagnostics::{Code, codes};
use towpath_wire::{Problem, problem_types};
use url::Url;

use super::authentication;
use crate::content;
use crate::egress::{Hop, canonical, headers};
use crate::failure::coded_problem;
use crate::http::request::METHODS;

/// The name of the call in messages.
pub(super) const WHO: &str = "call: http";

/// JSON Schema of the arguments. `null` is the placeholder of a secret.
pub(super) fn input_schema() -> Value {
    let single = json!({ "type": ["string", "number", "boolean", "null"] });
    let several = json!({ "type": ["string", "number", "boolean", "null", "array"], "items": single });
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["method", "endpoint"],
        "properties": {
            "method": { "type": "string" },
            "endpoint": {
                "type": "object", "additionalProperties": false, "required": ["uri"],
                "properties": { "uri": { "type": "string" } },
            },
            "headers": { "type": "object", "additionalProperties": single },
            "query": { "type": "object", "additionalProperties": several },
            "body": { "type": ["object", "array", "string", "number", "boolean", "null"] },
            "redirect": { "type": "boolean" },
            "output": { "enum": ["content", "raw", "response"] },
            "authentication": authentication::schema(),
        },
    })
}

pub(super) fn refuse(code: Code, detail: impl std::fmt::Display) -> Problem {
    coded_problem(problem_types::VALIDATION, code, format!("`{WHO}` is refused: {detail}"))
}

/// The problem of a duplicate header: it is unclear which one the other system reads.
pub(super) fn header_twice(name: &str) -> Problem {
    let detail = format!(
        "the header `{name}` appears twice: names that differ only in case, or in `_` and `-`, are the same"
    );
    refuse(codes::TP3008, detail)
}

/// The method and the URL with its query.
pub(super) fn method_and_url(arguments: &Value) -> Result<(Method, Url), Problem> {
    let word = arguments["method"].as_str().unwrap_or_default().to_ascii_uppercase();
    let method = METHODS.iter().find(|(known, _)| *known == word).map(|(_, method)| method.clone());
    let method = method.ok_or_else(|| refuse(codes::TP3028, "unknown `method`"))?;
    let uri = arguments["endpoint"]["uri"].as_str().unwrap_or_default();
    let invalid = |why: &str| refuse(codes::TP3028, why);
    let mut url = canonical::read_url(uri, None).map_err(invalid)?;
    let written: Vec<String> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
    for (name, value) in arguments["query"].as_object().into_iter().flatten() {
        if written.contains(name) {
            let detail = format!(
                "the parameter `{name}` is in the query of `endpoint` and in `query`; keep one of them"
            );
            return Err(refuse(codes::TP3029, detail));
        }
        let place = |text: &str| {
            url.query_pairs_mut().append_pair(name, text);
        };
        content::each_text(value, place)
            .map_err(|why| refuse(codes::TP3029, format!("query `{name}`: {why}")))?;
    }
    canonical::settle_path_and_query(&mut url).map_err(invalid)?;
    Ok((method, url))
}

/// The whole request, without secrets.
pub(super) fn fill_raw_request(arguments: &Value) -> Result<Hop, Problem> {
    let (method, url) = method_and_url(arguments)?;
    let mut headers = HeaderMap::new();
    for (name, value) in arguments["headers"].as_object().into_iter().flatten() {
        let invalid = |why: &str| refuse(codes::TP3008, format!("the header `{name}` cannot be sent: {why}"));
        let header: HeaderName = headers::parse_header_name(name).map_err(invalid)?;
        if headers.contains_key(&header) {
            return Err(header_twice(name));
        }
        let mut refused = None;
        let place = |text: &str| match headers::parse_header_value(text) {
            Ok(value) => {
                headers.insert(&header, value);
            }
            Err(why) => refused = Some(why),
        };
        content::each_text(value, place).map_err(invalid)?;
        if let Some(why) = refused {
            return Err(invalid(why));
        }
    }
    let body = match arguments.get("body") {
        None => None,
        Some(body) => content::encode_body(body, &mut headers)
            .map_err(|why| refuse(codes::TP3029, format!("`body`: {why}")))?,
    };
    Ok(Hop { method, url, headers, body })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn arguments_become_a_request() {
        let hop = fill_raw_request(&json!({
            "method": "post",
            "endpoint": { "uri": "https://API.acme.example/a/../b?x=1#frag" },
            "query": { "q": "a&b", "n": [1, 2], "absent": null },
            "headers": { "X-Request": 7, "X-Absent": null },
            "body": { "a": 1 },
        }))
        .unwrap();
        assert_eq!(hop.method, Method::POST);
        assert_eq!(hop.url.as_str(), "https://api.acme.example/b?x=1&q=a%26b&n=1&n=2");
        assert_eq!(hop.headers["x-request"], "7");
        assert_eq!(hop.headers["content-type"], "application/json");
        assert!(!hop.headers.contains_key("x-absent"));
        assert_eq!(hop.body.unwrap(), r#"{"a":1}"#);
    }

    #[test]
    fn what_no_request_may_be_is_refused() {
        let with = |method: &str, uri: &str, headers: Value| {
            fill_raw_request(&json!({ "method": method, "endpoint": { "uri": uri }, "headers": headers }))
                .unwrap_err()
                .code
                .unwrap()
        };
        for (method, uri) in [
            ("CONNECT", "https://a.example"),
            ("TRACE", "https://a.example"),
            ("get", "/relative"),
            ("get", "file:///etc/passwd"),
            ("get", "ftp://a.example"),
            ("get", "https://u:p@a.example"),
            ("get", "https://a.example."),
            ("get", "https://"),
            ("get", "https:a.example"),
            ("get", "https:///a.example"),
            ("get", " https://a.example"),
            ("get", "https://a.ex\tample/"),
        ] {
            assert_eq!(with(method, uri, json!({})), "TP3028", "{method} {uri}");
        }
        for headers in [
            json!({ "Host": "b.example" }),
            json!({ "Content-Length": 0 }),
            json!({ "transfer-encoding": "chunked" }),
            json!({ "X-A": "a\r\nX-B: b" }),
            json!({ "X A": "a" }),
        ] {
            assert_eq!(with("get", "https://a.example", headers.clone()), "TP3008", "{headers}");
        }
    }
}
