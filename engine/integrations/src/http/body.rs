//! The `body` of an operation: JSON, a form, XML or plain text, by its `Content-Type`. Each value is escaped for its place.
//! For formats without known escaping, only whole texts and values without special characters are allowed.

use ::http::header::{CONTENT_TYPE, HeaderMap, HeaderName};
use bytes::Bytes;
use serde_json::{Map, Value};
use towpath_diagnostics::codes;
use url::form_urlencoded;

use super::xml;
use crate::document::fields::{Fields, Findings};
use crate::operation::check_names;
use crate::plain::is_plain;
use crate::template::{CannotStand, JsonTemplate, Part, Template};
use crate::{Operation, content};

/// The body of a request.
#[derive(Debug, Clone)]
pub(super) enum Body {
    None,
    /// All arguments, unchanged.
    Arguments,
    /// A value, sent as JSON or as a form. Text without places is sent unchanged.
    Value(JsonTemplate),
    /// One argument, always sent as JSON.
    Json(String),
    /// Text whose values need no escaping.
    Plain(Template),
    /// XML text.
    Xml(Template),
}

/// The format of the body, by its `Content-Type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Media {
    Unsaid,
    Json,
    Form,
    Xml,
    Other,
    /// Known only when the call is made.
    Computed,
}

impl Media {
    fn of(headers: &[(HeaderName, JsonTemplate)]) -> Self {
        let Some((_, written)) = headers.iter().find(|(name, _)| name == CONTENT_TYPE) else {
            return Self::Unsaid;
        };
        let text = match written {
            JsonTemplate::Text(template) if template.names().next().is_none() => template.fill(&Value::Null),
            _ => return Self::Computed,
        };
        let text = text.unwrap_or_default().to_ascii_lowercase();
        match text.split(';').next().unwrap_or_default().trim() {
            "application/x-www-form-urlencoded" => Self::Form,
            "text/xml" | "application/xml" => Self::Xml,
            kind if kind.ends_with("+xml") => Self::Xml,
            "application/json" | "text/json" => Self::Json,
            kind if kind.ends_with("+json") => Self::Json,
            _ => Self::Other,
        }
    }
}

/// Reads the `body` of a request with these headers.
pub(super) fn read_body_template(
    fields: &Fields<'_>,
    headers: &[(HeaderName, JsonTemplate)],
    operation: &Operation,
    findings: &mut Findings,
) -> Option<Body> {
    let place = fields.at("body");
    let value = match fields.get("body") {
        None => return Some(Body::None),
        Some(Value::String(text)) if text == "arguments" => return Some(Body::Arguments),
        Some(value) => value,
    };
    let template = match JsonTemplate::parse(value, &place) {
        Ok(template) => template,
        Err((place, why)) => {
            findings.error(codes::TP3006, &place, why);
            return None;
        }
    };
    let (optional, needed) = template.names();
    check_names(operation, optional, needed, &place, findings);
    let media = Media::of(headers);
    match template {
        JsonTemplate::Whole(name) if media == Media::Json => Some(Body::Json(name)),
        JsonTemplate::Text(template) if template.names().next().is_some() => {
            read_text(template, media, operation, &place, findings)
        }
        JsonTemplate::List(_) | JsonTemplate::Map(_) if media == Media::Xml => {
            let message = "an XML body must be written as text";
            findings.error_with(codes::TP3006, &place, message, "such as `body: '<note>{note}</note>'`");
            None
        }
        template => Some(Body::Value(template)),
    }
}

/// Reads text with places.
fn read_text(
    template: Template,
    media: Media,
    operation: &Operation,
    place: &str,
    findings: &mut Findings,
) -> Option<Body> {
    if media == Media::Xml {
        return match xml::check_xml_template(&template) {
            Ok(()) => Some(Body::Xml(template)),
            Err(why) => {
                findings.error(codes::TP3006, place, why);
                None
            }
        };
    }
    let properties = &operation.input()["properties"];
    // Unknown arguments are reported elsewhere.
    let open = template.names().find(|name| properties.get(name).is_some_and(|schema| !is_plain(schema)));
    let Some(open) = open.map(str::to_owned) else { return Some(Body::Plain(template)) };
    let message = format!("a value of `{{{open}}}` could change the text around it");
    findings.error_with(codes::TP3006, place, message, corrected_form(&template, media, &open));
    None
}

/// A corrected form, for the help.
fn corrected_form(template: &Template, media: Media, open: &str) -> String {
    if let Some(value) = as_json(template) {
        return format!("write it as a value, so that each place is escaped: `body: {value}`");
    }
    if let Some(value) = as_form(template).filter(|_| matches!(media, Media::Form | Media::Unsaid)) {
        let header = "`headers: { Content-Type: application/x-www-form-urlencoded }`";
        return match media {
            Media::Form => format!("write it as a value, so that each place is escaped: `body: {value}`"),
            _ => format!("write it as a value, `body: {value}`, with {header}"),
        };
    }
    if media == Media::Unsaid && xml::check_xml_template(template).is_ok() {
        return "declare it as XML, so that each place is escaped: `headers: { Content-Type: application/xml }`"
            .to_owned();
    }
    format!(
        "give `{open}` a pattern without special characters in `input`, as in `{open}: {{ type: string, pattern: \
         \"^[A-Za-z0-9 ._-]*$\" }}`, or take the whole text as one argument: `body: \"{{text}}\"`"
    )
}

/// Converts text of JSON to a value in which each place is a text.
fn as_json(template: &Template) -> Option<Value> {
    let (mut text, mut inside, mut escaped) = (String::new(), false, false);
    for part in template.parts() {
        let literal = match part {
            Part::Argument(name) if inside => {
                text.push_str(&format!("{{{name}}}"));
                continue;
            }
            Part::Argument(name) => {
                text.push_str(&format!("\"{{{name}}}\""));
                continue;
            }
            Part::Text(literal) => literal,
        };
        for c in literal.chars() {
            match c {
                '"' if !escaped => inside = !inside,
                '{' | '}' if inside => text.push(c),
                _ => {}
            }
            escaped = inside && c == '\\' && !escaped;
            text.push(c);
        }
    }
    serde_json::from_str::<Value>(&text).ok().filter(|value| value.is_object() || value.is_array())
}

/// Converts text of a form to its fields.
fn as_form(template: &Template) -> Option<Value> {
    let mut text = String::new();
    for part in template.parts() {
        match part {
            Part::Text(literal) => text.push_str(literal),
            Part::Argument(name) => text.push_str(&format!("{{{name}}}")),
        }
    }
    let is_form = text.split('&').all(|pair| pair.contains('=')) && !text.contains(char::is_whitespace);
    let pairs = form_urlencoded::parse(text.as_bytes());
    let fields: Map<String, Value> =
        pairs.map(|(name, value)| (name.into_owned(), value.into_owned().into())).collect();
    (is_form && fields.keys().all(|name| !name.contains('{'))).then_some(Value::Object(fields))
}

impl Body {
    pub(super) fn is_none(&self) -> bool {
        matches!(self, Self::None)
    }

    /// Returns the bytes with `arguments` filled in, and sets their type in `headers`.
    pub(super) fn fill(
        &self,
        arguments: &Value,
        headers: &mut HeaderMap,
    ) -> Result<Option<Bytes>, CannotStand> {
        let value = match self {
            Self::None => return Ok(None),
            Self::Arguments => arguments.clone(),
            Self::Value(template) => template.fill(arguments)?,
            Self::Json(name) => match arguments.get(name) {
                None => return Ok(None),
                Some(value) => Value::String(value.to_string()),
            },
            Self::Plain(template) => Value::String(template.fill(arguments)?),
            Self::Xml(template) => Value::String(xml::fill_xml_template(template, arguments)?),
        };
        let refused = |why| CannotStand { argument: "body".to_owned(), why };
        content::encode_body(&value, headers).map_err(refused)
    }
}
