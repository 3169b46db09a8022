//! Tests of responses: whether they prove that a call was carried out, and what workflows see of them.

use super::*;

#[tokio::test]
async fn error_answers_keep_their_status_and_lose_their_text() {
    for status in [400, 401, 403, 404, 409, 422, 500, 503, 302, 304] {
        let answer = move |_: &Arrived| {
            (StatusCode::from_u16(status).unwrap(), "the customer's secret-iban").into_response()
        };
        let (_server, base) = server(answer).await;
        let registry = registry(&[&crm(&base, "redirects: 3")]).await;
        // Only some statuses prove that a write was not carried out.
        let way = if REFUSALS.contains(&status) { "refused" } else { "unknown" };
        let read = (effect("crm", "get-customer", json!({ "id": "1" })), "refused");
        for (one, way) in [read, (pay("pay-once"), way)] {
            let failure = call(&registry, &one).await.unwrap_err();
            assert_eq!(failed_as(&failure), (way, "TP3025".to_owned()), "{status}");
            assert!(failure.answered);
            assert_eq!(failure.problem.status, status);
            assert_eq!(failure.problem.kind, problem_types::COMMUNICATION);
            assert!(!format!("{failure:?}").contains("secret"), "{failure:?}");
        }
    }
}

#[tokio::test]
async fn a_gateway_that_lost_the_server_leaves_a_write_unknown() {
    for status in [502, 504] {
        let (_server, base) = server(move |_| StatusCode::from_u16(status).unwrap().into_response()).await;
        let registry = registry(&[&crm(&base, "")]).await;
        for (one, way) in
            [(pay("pay-once"), "unknown"), (effect("crm", "get-customer", json!({ "id": "1" })), "refused")]
        {
            let failure = call(&registry, &one).await.unwrap_err();
            assert_eq!(failed_as(&failure), (way, "TP3025".to_owned()), "{status}");
            assert_eq!(failure.problem.status, status);
        }
    }
}

#[tokio::test]
async fn answers_must_fit_and_not_be_too_large() {
    for (answer, code) in [
        (json!({ "id": 4711 }), "TP3013"),
        (json!(["secret-iban"]), "TP3013"),
        (json!({ "id": "x".repeat(1000) }), "TP3026"),
    ] {
        let (_server, base) = server(move |_| Json(answer.clone()).into_response()).await;
        let registry = registry(&[&crm(&base, "")]).await;
        let failure =
            call(&registry, &effect("crm", "get-customer", json!({ "id": "1" }))).await.unwrap_err();
        assert_eq!(failed_as(&failure), ("refused", code.to_owned()));
        assert!(!format!("{failure:?}").contains("4711") && !format!("{failure:?}").contains("secret-iban"));
    }
}

#[tokio::test]
async fn a_body_without_a_length_is_cut_at_the_limit() {
    let (_server, base) = server(|_| {
        let chunks = futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>("x".repeat(300)));
        axum::body::Body::from_stream(chunks).into_response()
    })
    .await;
    let registry = registry(&[&crm(&base, "")]).await;
    let failure = call(&registry, &effect("crm", "get-customer", json!({ "id": "1" }))).await.unwrap_err();
    assert_eq!(failed_as(&failure), ("refused", "TP3026".to_owned()));
    // The write was carried out, but its response cannot be used.
    let failure = call(&registry, &pay("pay-once")).await.unwrap_err();
    assert_eq!(failed_as(&failure), ("done", "TP3026".to_owned()));
}

/// The document with one more line in `pay-once`.
fn pay_once_with(base: &str, line: &str) -> String {
    crm(base, "").replace("  pay-once:\n", &format!("  pay-once:\n    {line}\n"))
}

#[tokio::test]
async fn an_answer_through_a_proxy_and_one_that_it_did_not_name_prove_nothing() {
    for (header, more, way) in [
        (None, "", "refused"),
        (None, "refusals: [404]", "unknown"),
        (None, "refusals: [422]", "refused"),
        (Some("via"), "", "unknown"),
        (Some("proxy-status"), "", "unknown"),
    ] {
        let (_server, base) = server(move |_| {
            let mut response = StatusCode::UNPROCESSABLE_ENTITY.into_response();
            if let Some(header) = header {
                response.headers_mut().insert(header, "1.1 edge".parse().unwrap());
            }
            response
        })
        .await;
        let text = pay_once_with(&base, more);
        let registry = registry(&[&text]).await;
        let failure = call(&registry, &pay("pay-once")).await.unwrap_err();
        assert_eq!(failed_as(&failure), (way, "TP3025".to_owned()), "{header:?} {more}");
    }
}

#[tokio::test]
async fn a_write_whose_answer_does_not_fit_was_carried_out() {
    for (status, body, code) in [
        (200, "{\"ok\":true}", "TP3013"),
        (200, "<p>done</p>", "TP3027"),
        (201, "", "TP3013"),
        (204, "", "TP3013"),
    ] {
        let (_server, base) = server(move |_| {
            (StatusCode::from_u16(status).unwrap(), [("content-type", "application/json")], body)
                .into_response()
        })
        .await;
        let text = pay_once_with(&base, "output: { type: object, required: [receipt] }");
        let failure = call(&registry(&[&text]).await, &pay("pay-once")).await.unwrap_err();
        assert_eq!(failed_as(&failure), ("done", code.to_owned()), "{status} {body}");
    }
}

#[tokio::test]
async fn a_broken_answer_leaves_a_write_unknown_or_done() {
    for bytes in [
        "",
        "HTTP/1.1 200 OK\r\ncontent-le",
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-type: application/json\r\n\r\n{{{",
        "HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-encoding: gzip\r\n\r\nabc",
        "SMTP ready\r\n",
    ] {
        let port = answer_bytes(bytes, Duration::ZERO).await;
        let registry = registry(&[&crm(&format!("http://127.0.0.1:{port}"), "")]).await;
        let failure = call(&registry, &pay("pay-once")).await.unwrap_err();
        // A complete head with a good status proves that it was carried out, whatever is wrong with the body.
        let way = if bytes.contains("\r\n\r\n") { "done" } else { "unknown" };
        assert_eq!(failed_as(&failure), (way, "TP3027".to_owned()), "{bytes:?}");
        let failure =
            call(&registry, &effect("crm", "get-customer", json!({ "id": "1" }))).await.unwrap_err();
        assert_eq!(failed_as(&failure), ("refused", "TP3027".to_owned()), "{bytes:?}");
    }
}

/// The document with more lines in `get-customer`.
fn get_customer_with(base: &str, lines: &str) -> String {
    crm(base, "").replace("  get-customer:\n", &format!("  get-customer:\n{lines}"))
}

#[tokio::test]
async fn a_failed_answer_says_what_its_operation_describes_and_how_long_to_wait() {
    let (_server, base) = server(|_| {
        let body = Json(json!({ "code": "E7", "secret-iban": "DE00" }));
        (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "7")], body).into_response()
    })
    .await;
    let open = "    errors: { type: object, required: [code] }\n";
    let closed =
        "    errors: { type: object, additionalProperties: false, properties: { code: { type: string } } }\n";
    for (lines, details) in
        [(open, Some(json!({ "code": "E7", "secret-iban": "DE00" }))), (closed, None), ("", None)]
    {
        let registry = registry(&[&get_customer_with(&base, lines)]).await;
        let failure =
            call(&registry, &effect("crm", "get-customer", json!({ "id": "1" }))).await.unwrap_err();
        assert_eq!((failure.problem.status, failure.problem.retry_after), (429, Some(7)));
        assert_eq!(failure.problem.details, details, "{lines}");
        assert!(!failure.problem.detail.unwrap().contains("E7"));
    }
}

#[tokio::test]
async fn headers_that_an_operation_names_are_part_of_its_result() {
    let (_server, base) = server(|_| {
        let headers = [("location", "/customers/7"), ("x-next", "2"), ("set-cookie", "s=1")];
        (headers, Json(json!({ "id": "7" }))).into_response()
    })
    .await;
    let lines = "    responseHeaders: [Location, X-Next, X-Absent]\n";
    let document = get_customer_with(&base, lines);
    let start = document.find("    output:").unwrap();
    let length = document[start..].find('\n').unwrap();
    let document = document.replacen(
        &document[start..start + length],
        "    output: { type: object, required: [body, headers] }",
        1,
    );
    let registry = registry(&[&document]).await;
    assert_eq!(
        call(&registry, &effect("crm", "get-customer", json!({ "id": "1" }))).await.unwrap(),
        json!({ "body": { "id": "7" }, "headers": { "location": "/customers/7", "x-next": "2" } })
    );
    let refused =
        crate::IntegrationDocument::parse(&get_customer_with(&base, "    responseHeaders: [Set-Cookie]\n"));
    assert!(refused.1.iter().any(|found| found.code.as_str() == "TP3008"), "{:?}", refused.1);
}

#[tokio::test]
async fn an_answer_that_is_packed_though_unasked_is_unpacked() {
    use std::io::Write as _;
    let (_server, base) = server(|arrived| {
        let length = if arrived.uri.contains("bomb") { 100_000 } else { 1 };
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(json!({ "id": "7".repeat(length) }).to_string().as_bytes()).unwrap();
        let headers = [("content-type", "application/json"), ("content-encoding", "gzip")];
        (headers, gzip.finish().unwrap()).into_response()
    })
    .await;
    let registry = registry(&[&crm(&base, "")]).await;
    let get = |id: &str| effect("crm", "get-customer", json!({ "id": id }));
    assert_eq!(call(&registry, &get("1")).await.unwrap(), json!({ "id": "7" }));
    let failure = call(&registry, &get("bomb")).await.unwrap_err();
    assert_eq!(failed_as(&failure), ("refused", "TP3026".to_owned()));
}
