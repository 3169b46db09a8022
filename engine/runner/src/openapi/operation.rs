//! An operation: its method and address, its parameters with their styles, and its body.

use serde_json::Value;

use super::document::{Document, Unusable, Version, bad};

/// An operation that a call can send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Operation {
    /// In upper case.
    pub(crate) method: String,
    /// Scheme, host and base path, without a trailing slash.
    pub(crate) base: String,
    /// The path of the operation, with `{name}` for parameters.
    pub(crate) path: String,
    pub(crate) parameters: Vec<Parameter>,
    /// The media type of the body, if there is one.
    pub(crate) content_type: Option<String>,
    /// The media type for `Accept`.
    pub(crate) accept: Option<String>,
    /// The error statuses whose JSON bodies are described.
    pub(crate) described: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) required: bool,
    pub(crate) style: Style,
    /// Whether each item or property is a separate parameter.
    pub(crate) explode: bool,
    /// Why it cannot be sent. A call without this parameter is still possible.
    pub(crate) refused: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Path,
    Query,
    Header,
    Cookie,
    /// A field of a form.
    Form,
    /// The whole body.
    Body,
}

/// The serialization style of lists and objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    Space,
    Tab,
    Pipe,
    Deep,
    /// JSON text.
    Json,
}

/// The parameter name of the body, if the document gives it no name.
const BODY: &str = "body";
const FORM: &str = "application/x-www-form-urlencoded";

impl Operation {
    pub(super) fn read(
        document: &Document,
        base: &str,
        path: &str,
        method: &str,
        item: &Value,
        operation: &Value,
    ) -> Result<Self, Unusable> {
        let mut parameters: Vec<Parameter> = Vec::new();
        for written in
            [item, operation].into_iter().filter_map(|holder| holder["parameters"].as_array()).flatten()
        {
            let Some(parameter) = Parameter::read(document, written) else { continue };
            // Parameters of the operation override those of its path.
            parameters.retain(|known| (&known.name, known.place) != (&parameter.name, parameter.place));
            parameters.push(parameter);
        }
        for (name, _) in names_in(path) {
            if !parameters.iter().any(|known| known.place == Place::Path && known.name == name) {
                return Err(bad(&format!("its path has `{{{name}}}`, but no such parameter")));
            }
        }
        let content_type = match document.version {
            Version::Two => content_of_two(document, operation, &mut parameters),
            Version::Three => content_of_three(operation, &mut parameters),
        };
        if let Some(why) =
            parameters.iter().filter(|known| known.required).find_map(|known| known.refused.as_deref())
        {
            return Err(bad(why));
        }
        Ok(Self {
            method: method.to_ascii_uppercase(),
            base: base.to_owned(),
            path: path.to_owned(),
            parameters,
            content_type,
            accept: accepted_media_type(document, operation),
            described: described_errors(document, operation),
        })
    }
}

impl Parameter {
    /// Reads a parameter. Headers that a parameter may not set are ignored, as the specification requires. So
    /// are parameters without a name.
    fn read(document: &Document, written: &Value) -> Option<Self> {
        let name = written["name"].as_str()?;
        let (place, misplaced) = match written["in"].as_str().unwrap_or_default() {
            "path" => (Place::Path, None),
            "query" => (Place::Query, None),
            "header"
                if ["accept", "content-type", "authorization"]
                    .contains(&name.to_ascii_lowercase().as_str()) =>
            {
                return None;
            }
            "header" => (Place::Header, None),
            "cookie" => (Place::Cookie, None),
            "formData" => (Place::Form, None),
            "body" => (Place::Body, None),
            other => (Place::Query, Some(format!("its parameter `{name}` is in `{other}`"))),
        };
        let style = match document.version {
            Version::Two => style_of_two(written, name),
            Version::Three => style_of_three(written, name, place),
        };
        let (style, explode, unstyled) = match style {
            Ok((style, explode)) => (style, explode, None),
            Err(why) => (Style::Simple, false, Some(why)),
        };
        let required = written["required"].as_bool().unwrap_or(false) || place == Place::Path;
        let refused = misplaced.or(unstyled);
        Some(Self { name: name.to_owned(), place, required, style, explode, refused })
    }
}

fn style_of_two(written: &Value, name: &str) -> Result<(Style, bool), String> {
    Ok(match written["collectionFormat"].as_str().unwrap_or("csv") {
        "csv" => (Style::Simple, false),
        "ssv" => (Style::Space, false),
        "tsv" => (Style::Tab, false),
        "pipes" => (Style::Pipe, false),
        "multi" => (Style::Form, true),
        other => return Err(format!("its parameter `{name}` has the `collectionFormat` `{other}`")),
    })
}

fn style_of_three(written: &Value, name: &str, place: Place) -> Result<(Style, bool), String> {
    if written.get("content").is_some() {
        return Ok((Style::Json, false));
    }
    let usual = match place {
        Place::Query | Place::Cookie => "form",
        _ => "simple",
    };
    let style = match (written["style"].as_str().unwrap_or(usual), place) {
        ("form", Place::Query | Place::Cookie) => Style::Form,
        ("spaceDelimited", Place::Query) => Style::Space,
        ("pipeDelimited", Place::Query) => Style::Pipe,
        ("deepObject", Place::Query) => Style::Deep,
        ("simple", Place::Path | Place::Header) => Style::Simple,
        ("label", Place::Path) => Style::Label,
        ("matrix", Place::Path) => Style::Matrix,
        (other, _) => return Err(format!("its parameter `{name}` has the `style` `{other}`")),
    };
    Ok((style, written["explode"].as_bool().unwrap_or(style == Style::Form)))
}

/// The media type of the body. If none is supported, the body parameters are refused.
fn content_of_two(document: &Document, operation: &Value, parameters: &mut [Parameter]) -> Option<String> {
    let sent =
        parameters.iter().find(|parameter| matches!(parameter.place, Place::Body | Place::Form))?.place;
    let consumes = operation.get("consumes").or_else(|| document.root().get("consumes"));
    let consumes: Vec<&str> =
        consumes.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let content_type = match sent {
        Place::Form if consumes.is_empty() => Ok(FORM.to_owned()),
        Place::Form => match consumes.into_iter().find(|one| essence(one) == FORM) {
            Some(form) => Ok(form.to_owned()),
            None => Err("it takes a multipart form, which cannot be sent".to_owned()),
        },
        _ => preferred_media_type(&consumes),
    };
    content_type
        .map_err(|why| {
            for parameter in parameters.iter_mut().filter(|parameter| parameter.place == sent) {
                parameter.refused.get_or_insert_with(|| why.clone());
            }
        })
        .ok()
}

fn content_of_three(operation: &Value, parameters: &mut Vec<Parameter>) -> Option<String> {
    let written = operation.get("requestBody")?;
    let offered: Vec<&str> =
        written["content"].as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    let (content_type, refused) = match preferred_media_type(&offered) {
        Ok(content_type) => (Some(content_type), None),
        Err(why) => (None, Some(why)),
    };
    parameters.push(Parameter {
        name: BODY.to_owned(),
        place: Place::Body,
        required: written["required"].as_bool().unwrap_or(false),
        style: Style::Json,
        explode: false,
        refused,
    });
    content_type
}

/// The preferred media type to send: JSON, then a form, then text.
fn preferred_media_type(offered: &[&str]) -> Result<String, String> {
    let find = |wanted: fn(&str) -> bool| offered.iter().find(|one| wanted(&essence(one)));
    let found = find(is_json).or_else(|| find(|one| one == FORM)).or_else(|| find(is_text));
    match found {
        Some(found) => Ok((*found).to_owned()),
        None if offered.is_empty() || offered.iter().any(|one| essence(one) == "*/*") => {
            Ok("application/json".to_owned())
        }
        None => Err("its body is neither JSON nor a form nor text".to_owned()),
    }
}

/// The media type to request, if one of the responses is JSON.
fn accepted_media_type(document: &Document, operation: &Value) -> Option<String> {
    let mut offered: Vec<&str> = Vec::new();
    match document.version {
        Version::Two => {
            let produces = operation.get("produces").or_else(|| document.root().get("produces"));
            offered
                .extend(produces.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str));
        }
        Version::Three => {
            for (status, response) in operation["responses"].as_object().into_iter().flatten() {
                if !status.starts_with('2') && status != "default" {
                    continue;
                }
                let content = response["content"].as_object().into_iter().flatten();
                offered.extend(content.map(|(name, _)| name.as_str()));
            }
        }
    }
    offered.into_iter().find(|one| is_json(&essence(one))).map(str::to_owned)
}

/// The error responses that are described.
fn described_errors(document: &Document, operation: &Value) -> Vec<String> {
    let is_described = |answer: &Value| match document.version {
        Version::Two => answer.get("schema").is_some(),
        Version::Three => {
            answer["content"].as_object().into_iter().flatten().any(|(name, _)| is_json(&essence(name)))
        }
    };
    let answers = operation["responses"].as_object().into_iter().flatten();
    let failed = answers.filter(|(status, answer)| !status.starts_with(['1', '2']) && is_described(answer));
    failed.map(|(status, _)| status.clone()).collect()
}

/// The names in the braces of a path, each with the text after it.
pub(super) fn names_in(path: &str) -> impl Iterator<Item = (&str, &str)> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}'))
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

pub(super) fn is_json(essence: &str) -> bool {
    essence == "application/json" || essence.ends_with("+json")
}

fn is_text(essence: &str) -> bool {
    essence.starts_with("text/") || essence == "application/xml" || essence.ends_with("+xml")
}
