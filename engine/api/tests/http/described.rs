//! Holds every answer of these tests against the OpenAPI description: its status and its media type stand there.

use std::sync::LazyLock;

use axum::http::{Method, StatusCode};
use serde_json::Value;

static DESCRIBED: LazyLock<Value> =
    LazyLock::new(|| serde_json::to_value(towpath_api::openapi_description()).unwrap_or_default());

/// What the description does not say of the answer; `None` where it says it, or does not know the route.
pub(crate) fn difference(
    method: &Method,
    path: &str,
    status: StatusCode,
    media: Option<&str>,
    is_empty: bool,
) -> Option<String> {
    let operation = operation(method, path)?;
    let place = format!("{method} {path}: {status}");
    let range = format!("{}XX", &status.as_str()[..1]);
    let exact = &operation["responses"][status.as_str()];
    let response = if exact.is_object() { exact } else { &operation["responses"][range] };
    if !response.is_object() {
        return Some(format!("{place} is not described"));
    }
    if is_empty || *method == Method::HEAD {
        return None;
    }
    let media = media.unwrap_or_default().split(';').next().unwrap_or_default();
    let content = response["content"].as_object();
    // Media types that depend on what is requested are described as any.
    let is_known = content.is_some_and(|content| content.contains_key(media) || content.contains_key("*/*"));
    (!is_known).then(|| format!("{place} as `{media}` is not described: {content:?}"))
}

/// The operation of a path: the one with the fewest parameters that fits.
fn operation(method: &Method, path: &str) -> Option<&'static Value> {
    let asked: Vec<&str> = path.split('/').collect();
    let fits = |template: &str| {
        let parts: Vec<&str> = template.split('/').collect();
        parts.len() == asked.len()
            && parts.iter().zip(&asked).all(|(part, asked)| part.starts_with('{') || part == asked)
    };
    let paths = DESCRIBED["paths"].as_object()?;
    let found = paths.iter().filter(|(template, _)| fits(template));
    let (_, item) = found.min_by_key(|(template, _)| template.matches('{').count())?;
    let method = if *method == Method::HEAD { Method::GET } else { method.clone() };
    item.get(method.as_str().to_ascii_lowercase())
}
