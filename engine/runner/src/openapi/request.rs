//! Builds a request from parameter values: address, headers and body, in the styles of each version.

use towpath_diagnostics::codes;
use towpath_wire::problem_types as types;

use super::operation::{Operation, Parameter, Place, Style, is_json, names_in};
use crate::fault::{Fault, Faultable};
use crate::uri::{percent_encode, plain_scalar};
use crate::value::{Labels, Map, Value, WriteLimits};

/// The value of a parameter without null items and members, which RFC 6570 treats as absent. A body, and a
/// parameter that is JSON text, keeps them.
fn given_value(parameters: &Value, parameter: &Parameter) -> Option<Value> {
    let value = parameters.get(&parameter.name).filter(|value| !value.is_null())?;
    let keeps = parameter.place == Place::Body || parameter.style == Style::Json;
    Some(if keeps { value } else { without_null(value) })
}

/// The absence reveals that a value was null, so its labels are kept.
fn without_null(value: Value) -> Value {
    let mut labels = value.shape();
    let mut stays = |inner: &Value| {
        labels |= if inner.is_null() { inner.labels() } else { Labels::NONE };
        !inner.is_null()
    };
    let kept = if let Some(items) = value.items() {
        Value::array(items.filter(&mut stays).map(without_null))
    } else if let Some(members) = value.members() {
        let kept = members.filter(|(_, member)| stays(member));
        Value::object(kept.map(|(key, member)| (key.clone(), without_null(member))))
    } else {
        return value;
    };
    kept.with_labels(labels)
}

/// An empty list or object is left out.
fn is_empty(value: &Value) -> bool {
    value.as_array().is_some_and(<[Value]>::is_empty) || value.as_object().is_some_and(Map::is_empty)
}

/// The request.
#[derive(Debug)]
pub(crate) struct Request {
    /// With the query, and the labels of the values in it.
    pub(crate) uri: Value,
    pub(crate) headers: Vec<(String, Value)>,
    pub(crate) body: Option<Value>,
}

impl Operation {
    /// The request for these values of its parameters.
    pub(crate) fn fill(&self, parameters: &Value) -> Faultable<Request> {
        self.check(parameters)?;
        let given = |parameter: &Parameter| given_value(parameters, parameter);
        let mut uri = format!("{}{}", self.base, self.path.split('{').next().unwrap_or_default());
        let mut labels = parameters.shape();
        for (_, absent) in parameters.members().into_iter().flatten().filter(|(_, value)| value.is_null()) {
            labels |= absent.labels();
        }
        for (name, after) in names_in(&self.path) {
            let parameter = self.parameters.iter().find(|one| one.place == Place::Path && one.name == name);
            let (Some(parameter), Some(value)) = (parameter, parameter.and_then(given)) else { continue };
            labels |= value.labels_deep();
            uri.push_str(&in_path(parameter, &value)?);
            uri.push_str(after);
        }
        let mut query = Vec::new();
        let (mut headers, mut cookies, mut form) = (Vec::new(), Vec::new(), Vec::new());
        let (mut cookie_labels, mut body) = (Labels::NONE, None);
        for parameter in &self.parameters {
            let Some(value) = given(parameter) else { continue };
            match parameter.place {
                Place::Path => {}
                Place::Query => {
                    labels |= value.labels_deep();
                    in_query(parameter, &value, &mut query)?;
                }
                Place::Header | Place::Cookie if is_empty(&value) && parameter.style != Style::Json => {}
                Place::Header => headers.push((parameter.name.clone(), in_header(parameter, &value)?)),
                Place::Cookie => {
                    cookie_labels |= value.labels_deep();
                    cookies.push(format!(
                        "{}={}",
                        parameter.name,
                        write_delimited(parameter, &value, ",", encoded)?
                    ));
                }
                Place::Form => form.push((parameter.name.as_str(), in_form(parameter, &value)?)),
                Place::Body => body = Some(self.body(value)),
            }
        }
        if !query.is_empty() {
            uri.push(if uri.contains('?') { '&' } else { '?' });
            uri.push_str(&query.join("&"));
        }
        if !cookies.is_empty() {
            headers.push(("Cookie".to_owned(), Value::str(cookies.join("; ")).with_labels(cookie_labels)));
        }
        if !form.is_empty() {
            body = Some(Value::object(form));
        }
        headers.extend(self.accept.iter().map(|accept| ("Accept".to_owned(), Value::str(accept.as_str()))));
        if let (Some(content_type), Some(_)) = (&self.content_type, &body) {
            headers.push(("Content-Type".to_owned(), Value::str(content_type.as_str())));
        }
        Ok(Request { uri: Value::str(uri).with_labels(labels), headers, body })
    }

    /// The names that are required and not among `given`.
    pub(crate) fn missing(&self, given: impl Fn(&str) -> bool) -> Vec<&str> {
        let required = self.parameters.iter().filter(|parameter| parameter.required);
        required.map(|parameter| parameter.name.as_str()).filter(|name| !given(name)).collect()
    }

    /// Whether the operation has a parameter of this name.
    pub(crate) fn takes(&self, name: &str) -> bool {
        self.parameters.iter().any(|parameter| parameter.name == name)
    }

    fn check(&self, parameters: &Value) -> Faultable<()> {
        let given = |name: &str| parameters.get(name).is_some_and(|value| !value.is_null());
        if let Some(name) = self.missing(given).first() {
            return Err(mismatch(format!("the operation needs the parameter `{name}`")));
        }
        let refused = self.parameters.iter().filter(|parameter| given(&parameter.name));
        if let Some(why) = refused.into_iter().find_map(|parameter| parameter.refused.as_deref()) {
            return Err(mismatch(format!("the call cannot be made: {why}")));
        }
        let unknown = parameters.as_object().into_iter().flat_map(|members| members.iter());
        // An unknown name may be data, like a value, so it is not repeated.
        match unknown.map(|(name, _)| name).any(|name| !self.takes(name)) {
            true => Err(mismatch("`parameters` has a name that the operation does not have")),
            false => Ok(()),
        }
    }

    /// Text for a JSON body is quoted; other text is sent unchanged.
    fn body(&self, value: Value) -> Value {
        let json = self.content_type.as_deref().is_some_and(|media_type| {
            is_json(&media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
        });
        match value.as_str() {
            Some(_) if json => Value::str(as_json(&value)).with_labels(value.labels()),
            _ => value,
        }
    }
}

fn mismatch(detail: impl Into<String>) -> Box<Fault> {
    Fault::new(types::VALIDATION, &codes::TP1013, detail)
}

fn in_path(parameter: &Parameter, value: &Value) -> Faultable<String> {
    let Parameter { name, explode, .. } = parameter;
    let (is_list, is_object) = (value.as_array().is_some(), value.as_object().is_some());
    if is_empty(value) && parameter.style != Style::Json {
        return Err(mismatch(format!("the parameter `{name}` is part of the path, and is empty")));
    }
    let text = match parameter.style {
        Style::Label => {
            format!(".{}", write_delimited(parameter, value, if *explode { "." } else { "," }, encoded)?)
        }
        Style::Matrix if is_object && *explode => {
            format!(";{}", write_delimited(parameter, value, ";", encoded)?)
        }
        Style::Matrix if is_list && *explode => {
            format!(";{name}={}", write_delimited(parameter, value, &format!(";{name}="), encoded)?)
        }
        Style::Matrix => format!(";{name}={}", write_delimited(parameter, value, ",", encoded)?),
        style => write_delimited(parameter, value, separator_of_style(style), encoded)?,
    };
    if ["", ".", ".."].contains(&text.as_str()) {
        return Err(mismatch(format!(
            "the parameter `{name}` is part of the path, and its value is not allowed there"
        )));
    }
    Ok(text)
}

fn in_query(parameter: &Parameter, value: &Value, query: &mut Vec<String>) -> Faultable<()> {
    let name = encoded(&parameter.name);
    if parameter.style == Style::Deep {
        return write_deep_object(parameter, &name, value, query);
    }
    match (value.items(), value.members()) {
        (Some(items), _) if parameter.explode => {
            for item in items {
                query.push(format!("{name}={}", encoded(&scalar(parameter, &item)?)));
            }
        }
        (_, Some(_)) if parameter.explode => query.extend(write_pairs(parameter, value, encoded)?),
        _ if is_empty(value) && parameter.style != Style::Json => {}
        _ => query.push(format!(
            "{name}={}",
            write_delimited(parameter, value, separator_of_style(parameter.style), encoded)?
        )),
    }
    Ok(())
}

/// `name[key]=value` for every level. The depth is bounded, because that of every value is.
fn write_deep_object(
    parameter: &Parameter,
    name: &str,
    value: &Value,
    query: &mut Vec<String>,
) -> Faultable<()> {
    if let Some(members) = value.members() {
        for (key, member) in members {
            write_deep_object(parameter, &format!("{name}%5B{}%5D", encoded(key)), &member, query)?;
        }
    } else if let Some(items) = value.items() {
        for item in items {
            write_deep_object(parameter, name, &item, query)?;
        }
    } else {
        query.push(format!("{name}={}", encoded(&scalar(parameter, value)?)));
    }
    Ok(())
}

/// A header may be a whole secret. The host decides in which headers.
fn in_header(parameter: &Parameter, value: &Value) -> Faultable<Value> {
    match value.as_array().is_none() && value.as_object().is_none() && parameter.style != Style::Json {
        true => Ok(value.clone()),
        false => Ok(Value::str(write_delimited(parameter, value, ",", str::to_owned)?)
            .with_labels(value.labels_deep())),
    }
}

/// The host repeats the name for each item of a list.
fn in_form(parameter: &Parameter, value: &Value) -> Faultable<Value> {
    match value.as_array().is_none() || parameter.explode {
        true => Ok(value.clone()),
        false => {
            let text = write_delimited(parameter, value, unencoded(parameter.style), str::to_owned)?;
            Ok(Value::str(text).with_labels(value.labels_deep()))
        }
    }
}

/// A value as one text: its items, or its names and values, joined by `separator`.
fn write_delimited(
    parameter: &Parameter,
    value: &Value,
    separator: &str,
    write: fn(&str) -> String,
) -> Faultable<String> {
    if parameter.style == Style::Json {
        return match secret_in(value) {
            Some(secret) => Err(Fault::misplaced_secret(secret, "a request")),
            None => Ok(write(&as_json(value))),
        };
    }
    if let Some(items) = value.items() {
        let items: Faultable<Vec<String>> = items.map(|item| Ok(write(&scalar(parameter, &item)?))).collect();
        return Ok(items?.join(separator));
    }
    if value.as_object().is_some() {
        return Ok(write_pairs(parameter, value, write)?.join(separator));
    }
    Ok(write(&scalar(parameter, value)?))
}

/// `name=value` for each member with `explode`, otherwise `name,value`.
fn write_pairs(parameter: &Parameter, value: &Value, write: fn(&str) -> String) -> Faultable<Vec<String>> {
    let between = if parameter.explode { "=" } else { separator_of_style(parameter.style) };
    let members = value.members().into_iter().flatten();
    members
        .map(|(key, member)| Ok(format!("{}{between}{}", write(key), write(&scalar(parameter, &member)?))))
        .collect()
}

fn scalar(parameter: &Parameter, value: &Value) -> Faultable<String> {
    if let Some(secret) = value.as_secret() {
        return Err(Fault::misplaced_secret(secret, "a request"));
    }
    match (value.as_str(), value.as_array().is_some() || value.as_object().is_some()) {
        (Some(text), _) => Ok(text.to_owned()),
        (None, false) => Ok(plain_scalar(value)),
        (None, true) => {
            let detail = format!("the parameter `{}` cannot be a list or an object there", parameter.name);
            Err(mismatch(detail))
        }
    }
}

/// The separator of items in an address.
fn separator_of_style(style: Style) -> &'static str {
    match style {
        Style::Space => "%20",
        Style::Tab => "%09",
        Style::Pipe => "%7C",
        _ => ",",
    }
}

fn unencoded(style: Style) -> &'static str {
    match style {
        Style::Space => " ",
        Style::Tab => "\t",
        Style::Pipe => "|",
        _ => ",",
    }
}

fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    percent_encode(&mut encoded, text);
    encoded
}

fn as_json(value: &Value) -> String {
    let mut text = Vec::new();
    // The size limit of the whole arguments applies when they are written.
    let _ = value.write_json(&mut text, WriteLimits::NONE);
    String::from_utf8(text).unwrap_or_default()
}

fn secret_in(value: &Value) -> Option<&str> {
    if let Some(secret) = value.as_secret() {
        return Some(secret);
    }
    let items = value.as_array().into_iter().flatten().find_map(secret_in);
    items.or_else(|| value.as_object()?.iter().find_map(|(_, member)| secret_in(member)))
}
