//! Bodies of requests, read within a limit. What is too large is never kept: it is read and thrown away for
//! a while, so that a client that only listens after it has sent everything still hears why.

use std::time::Duration;

use axum::body::{Body, BodyDataStream, HttpBody as _};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, EXPECT};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::de::DeserializeOwned;
use towpath_diagnostics::codes;

use crate::plain::check_json;
use crate::problem::ApiError;
use crate::state::Settings;

/// Most bytes of a body that are thrown away before the connection is closed instead.
const DRAIN_BYTES: usize = 256 << 20;
/// Longest that a body is thrown away.
const DRAIN_TIME: Duration = Duration::from_secs(10);
/// Most bytes of the small JSON bodies that are not documents.
const SMALL_BYTES: usize = 64 << 10;

/// The body of a request that starts a run: JSON text, not decoded.
pub(crate) async fn read_run_input(
    headers: &HeaderMap,
    body: Body,
    settings: &Settings,
) -> Result<Bytes, ApiError> {
    expect_media(headers, is_json, "`application/json`")?;
    Ok(drop_bom(read(headers, body, settings.input_bytes, settings).await?))
}

/// JSON without the byte order mark that some programs write before it.
fn drop_bom(bytes: Bytes) -> Bytes {
    match without_bom(&bytes).len() {
        length if length == bytes.len() => bytes,
        length => bytes.slice(bytes.len() - length..),
    }
}

/// Text without its byte order mark.
pub(crate) fn without_bom(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// A body of any kind, at most as large as an input.
pub(crate) async fn read_bytes_body(
    headers: &HeaderMap,
    body: Body,
    settings: &Settings,
) -> Result<Bytes, ApiError> {
    read(headers, body, settings.input_bytes, settings).await
}

/// The body of a PUT of a document: YAML or JSON text.
pub(crate) async fn read_document_body(
    headers: &HeaderMap,
    body: Body,
    settings: &Settings,
) -> Result<String, ApiError> {
    expect_media(headers, is_document, "`application/yaml` or `application/json`")?;
    text(read(headers, body, settings.document_bytes, settings).await?)
}

/// A small JSON body as [`read_json_body`] reads it; the default where there is none, or `null`.
pub(crate) async fn json_or_default<T: DeserializeOwned + Default>(
    headers: &HeaderMap,
    body: Body,
    settings: &Settings,
) -> Result<T, ApiError> {
    if body.is_end_stream() {
        return Ok(T::default());
    }
    expect_media(headers, is_json, "`application/json`")?;
    let bytes = drop_bom(read(headers, body, SMALL_BYTES, settings).await?);
    check_json(&bytes)?;
    if bytes.is_empty() {
        Ok(T::default())
    } else {
        decode::<Option<T>>(&bytes).map(Option::unwrap_or_default)
    }
}

/// A JSON body as large as an input, decoded; the default where there is none.
pub(crate) async fn input_json<T: DeserializeOwned + Default>(
    headers: &HeaderMap,
    body: Body,
    settings: &Settings,
) -> Result<T, ApiError> {
    let bytes = read_run_input(headers, body, settings).await?;
    if bytes.is_empty() { Ok(T::default()) } else { decode(&bytes) }
}

/// A small JSON body, decoded. Its strings are texts for people; see `plain`.
pub(crate) async fn read_json_body<T: DeserializeOwned>(
    headers: &HeaderMap,
    body: Body,
    settings: &Settings,
) -> Result<T, ApiError> {
    expect_media(headers, is_json, "`application/json`")?;
    let bytes = drop_bom(read(headers, body, SMALL_BYTES, settings).await?);
    check_json(&bytes)?;
    decode(&bytes)
}

/// A small JSON body whose strings are data: any characters are accepted.
pub(crate) async fn data_json<T: DeserializeOwned>(
    headers: &HeaderMap,
    body: Body,
    settings: &Settings,
) -> Result<T, ApiError> {
    expect_media(headers, is_json, "`application/json`")?;
    decode(without_bom(&read(headers, body, SMALL_BYTES, settings).await?))
}

/// A small body of any kind.
pub(crate) async fn small(headers: &HeaderMap, body: Body, settings: &Settings) -> Result<Bytes, ApiError> {
    read(headers, body, SMALL_BYTES, settings).await
}

fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        // Only the message about a wrong type or field is shown: others quote the text.
        let what = if error.is_data() {
            error.to_string()
        } else {
            format!("not JSON at line {line} column {column}")
        };
        ApiError::new(StatusCode::BAD_REQUEST, codes::TP4008, what)
    })
}

fn expect_media(headers: &HeaderMap, fits: fn(&str) -> bool, wanted: &str) -> Result<(), ApiError> {
    let Some(value) = headers.get(CONTENT_TYPE) else { return Ok(()) };
    let media = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    expect_utf8(headers)?;
    if fits(media) {
        return Ok(());
    }
    let detail = format!("the body is sent as `{media}`; send it with `Content-Type:` {wanted}");
    Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, codes::TP4010, detail))
}

/// Refuses a body that says that it is in another encoding than the one it is read in.
pub(crate) fn expect_utf8(headers: &HeaderMap) -> Result<(), ApiError> {
    let media = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_other =
        |name: &&str| !["utf-8", "utf8", "us-ascii"].iter().any(|known| name.eq_ignore_ascii_case(known));
    match media.split(';').skip(1).find_map(charset_of_media_type).filter(is_other) {
        None => Ok(()),
        Some(charset) => {
            let detail = format!("the body is sent as `charset={charset}`; send it as UTF-8");
            Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, codes::TP4010, detail))
        }
    }
}

/// The character encoding that a parameter of a media type names.
fn charset_of_media_type(parameter: &str) -> Option<&str> {
    let (name, value) = parameter.split_once('=')?;
    name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
}

fn is_json(media: &str) -> bool {
    media == "application/json"
        || media.eq_ignore_ascii_case("application/json")
        || media.to_ascii_lowercase().ends_with("+json")
}

fn is_document(media: &str) -> bool {
    const TEXT: [&str; 5] =
        ["application/yaml", "text/yaml", "application/x-yaml", "text/x-yaml", "text/plain"];
    is_json(media)
        || TEXT.iter().any(|text| media.eq_ignore_ascii_case(text))
        || media.to_ascii_lowercase().ends_with("+yaml")
}

fn text(bytes: Bytes) -> Result<String, ApiError> {
    String::from_utf8(bytes.into()).map_err(|error| {
        let detail = format!("the body is not UTF-8 text: byte {}", error.utf8_error().valid_up_to());
        ApiError::new(StatusCode::BAD_REQUEST, codes::TP4008, detail)
    })
}

async fn read(headers: &HeaderMap, body: Body, limit: usize, settings: &Settings) -> Result<Bytes, ApiError> {
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let mut stream = body.into_data_stream();
    if announced.is_some_and(|length| length > limit as u64) {
        // A client that asks first has sent nothing yet, and will not.
        let waits = headers.contains_key(EXPECT);
        let drained = !waits && drain_body(&mut stream).await;
        return Err(too_large(limit, drained));
    }
    match tokio::time::timeout(settings.body_timeout, collect_request_body(&mut stream, limit)).await {
        Ok(Ok(Some(bytes))) => Ok(bytes),
        Ok(Ok(None)) => {
            let drained = drain_body(&mut stream).await;
            Err(too_large(limit, drained))
        }
        Ok(Err(error)) => {
            let error =
                ApiError::new(StatusCode::BAD_REQUEST, codes::TP4008, "the body broke off").log(error);
            Err(error.header(CONNECTION, HeaderValue::from_static("close")))
        }
        Err(_) => {
            let detail = format!("the body did not arrive within {} s", settings.body_timeout.as_secs());
            let error = ApiError::new(StatusCode::REQUEST_TIMEOUT, codes::TP4012, detail);
            Err(error.header(CONNECTION, HeaderValue::from_static("close")))
        }
    }
}

/// The whole body; `None` when it is larger than `limit`.
async fn collect_request_body(stream: &mut BodyDataStream, limit: usize) -> Result<Option<Bytes>, String> {
    let Some(first) = stream.next().await else { return Ok(Some(Bytes::new())) };
    let first = first.map_err(|error| error.to_string())?;
    if first.len() > limit {
        return Ok(None);
    }
    // Small bodies come in one piece, which is passed on as it is.
    let Some(second) = stream.next().await else { return Ok(Some(first)) };
    let mut whole = BytesMut::from(first);
    let mut next = Some(second);
    while let Some(part) = next {
        let part = part.map_err(|error| error.to_string())?;
        if whole.len() + part.len() > limit {
            return Ok(None);
        }
        whole.extend_from_slice(&part);
        next = stream.next().await;
    }
    Ok(Some(whole.freeze()))
}

/// Reads the rest and forgets it; whether the end was reached.
async fn drain_body(stream: &mut BodyDataStream) -> bool {
    let all = async {
        let mut seen = 0;
        while let Some(part) = stream.next().await {
            let Ok(part) = part else { return false };
            seen += part.len();
            if seen > DRAIN_BYTES {
                return false;
            }
        }
        true
    };
    tokio::time::timeout(DRAIN_TIME, all).await.unwrap_or(false)
}

fn too_large(limit: usize, drained: bool) -> ApiError {
    let detail = format!("the body is larger than {limit} bytes, the most that is taken here");
    let error = ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, codes::TP4009, detail)
        .with(|body| body.limit = Some(limit as u64));
    if drained { error } else { error.header(CONNECTION, HeaderValue::from_static("close")) }
}
