//! URI templates of the DSL: the simple expansion of RFC 6570, `{name}`, from the top level of the task's
//! input.

use towpath_diagnostics::codes;
use towpath_wire::problem_types as types;

use crate::fault::{Fault, Faultable};
use crate::value::{Kind, Value, WriteLimits};

/// A URI template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UriTemplate {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    /// A literal member name: `{pet.id}` is the member called `pet.id`.
    Name(String),
}

/// Why a text is not a valid template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// The braces are not paired.
    Braces,
    /// The text between braces is not a plain name. Contains the message.
    Name(String),
}

/// The operators of RFC 6570 other than simple expansion.
const OPERATORS: [char; 14] = ['+', '#', '.', '/', ';', '?', '&', '=', ',', '!', '@', '|', '$', '%'];

impl UriTemplate {
    pub(crate) fn parse(text: &str) -> Result<Self, Malformed> {
        let mut parts = Vec::new();
        let mut at = 0;
        while let Some(offset) = text[at..].find(['{', '}']) {
            let open = at + offset;
            let inside = &text[open + 1..];
            let end = inside.find(['{', '}']).filter(|end| inside.as_bytes()[*end] == b'}');
            let Some(length) = end.filter(|_| text.as_bytes()[open] == b'{') else {
                return Err(Malformed::Braces);
            };
            let name = &inside[..length];
            if name.is_empty() {
                return Err(Malformed::Name("`{}` has no name to fill in".to_owned()));
            }
            if name.starts_with(OPERATORS) || name.contains(',') {
                return Err(Malformed::Name(format!("only plain names can be filled in, not `{{{name}}}`")));
            }
            if at < open {
                parts.push(Part::Text(text[at..open].to_owned()));
            }
            parts.push(Part::Name(name.to_owned()));
            at = open + length + 2;
        }
        if at < text.len() {
            parts.push(Part::Text(text[at..].to_owned()));
        }
        Ok(Self { parts })
    }

    /// The URI for this input, with the labels of the inserted values. Missing values are empty.
    pub(crate) fn expand(&self, input: &Value) -> Faultable<Value> {
        let mut uri = String::new();
        let mut labels = crate::value::Labels::NONE;
        for part in &self.parts {
            match part {
                Part::Text(text) => uri.push_str(text),
                Part::Name(name) => {
                    // The absence of a name also reveals something about the input.
                    labels |= input.shape();
                    let Some(value) = input.get(name) else { continue };
                    labels |= value.labels();
                    append(&mut uri, name, &value)?;
                }
            }
        }
        Ok(Value::str(uri).with_labels(labels))
    }
}

fn append(uri: &mut String, name: &str, value: &Value) -> Faultable<()> {
    match value.kind() {
        Kind::Null => {}
        Kind::Str(text) => percent_encode(uri, text),
        Kind::Bool(_) | Kind::Int(_) | Kind::Float(_) => percent_encode(uri, &plain_scalar(value)),
        Kind::Secret(secret) => return Err(Fault::misplaced_secret(secret, "a URL")),
        Kind::Arr(_) | Kind::Obj(_) => {
            let detail = format!("`{{{name}}}` can only be filled with a text, a number, a boolean or null");
            return Err(Fault::new(types::EXPRESSION, &codes::TP1006, detail));
        }
    }
    Ok(())
}

/// A boolean or a number as in JSON.
pub(crate) fn plain_scalar(value: &Value) -> String {
    let mut text = Vec::new();
    // A scalar exceeds no limit.
    let _ = value.write_json(&mut text, WriteLimits::NONE);
    String::from_utf8(text).unwrap_or_default()
}

/// Percent-encodes all characters except the unreserved ones of RFC 3986.
pub(crate) fn percent_encode(uri: &mut String, text: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push('%');
            uri.push(char::from(HEX[usize::from(byte >> 4)]));
            uri.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::value::LabelTable;

    fn expand(template: &str, input: &Value) -> String {
        UriTemplate::parse(template).unwrap().expand(input).unwrap().as_str().unwrap().to_owned()
    }

    #[test]
    fn names_are_filled_in_and_encoded() {
        let input = Value::from(&serde_json::json!({
            "id": 7, "name": "Ö/b c", "pet.id": "x", "yes": true, "none": null, "half": 0.5
        }));
        for (template, expected) in [
            ("https://acme.example/pets/{id}", "https://acme.example/pets/7"),
            ("https://acme.example/{name}?q={yes}", "https://acme.example/%C3%96%2Fb%20c?q=true"),
            ("{pet.id}{none}{missing}{half}", "x0.5"),
            ("https://acme.example", "https://acme.example"),
            ("", ""),
        ] {
            assert_eq!(expand(template, &input), expected);
        }
        assert_eq!(expand("/{id}", &Value::int(3)), "/");
    }

    #[test]
    fn lists_and_secrets_cannot_be_filled_in() {
        for (value, code) in [(Value::array([]), "TP1006"), (Value::secret("s"), "TP1004")] {
            let input = Value::object([("x", value)]);
            let fault = UriTemplate::parse("/{x}").unwrap().expand(&input).unwrap_err();
            assert_eq!(fault.problem.code.as_deref(), Some(code));
        }
    }

    #[test]
    fn the_uri_has_the_labels_of_inserted_values() {
        let mut table = LabelTable::default();
        let (a, b) = (table.labels(["a"]).unwrap(), table.labels(["b"]).unwrap());
        let input = Value::object([("x", Value::int(1).with_labels(a)), ("y", Value::int(2).with_labels(b))]);
        let labels = |text: &str| UriTemplate::parse(text).unwrap().expand(&input).unwrap().labels();
        assert_eq!(labels("/{x}"), a);
        assert_eq!(labels("/{x}/{y}"), a | b);
        assert!(labels("/").is_empty());
    }

    #[test]
    fn malformed_templates_are_refused() {
        for text in ["a{b", "a}b", "{a{b}}", "}{"] {
            assert_eq!(UriTemplate::parse(text), Err(Malformed::Braces), "{text}");
        }
        for text in ["{}", "x{+y}", "{a,b}", "{?page}"] {
            assert!(matches!(UriTemplate::parse(text), Err(Malformed::Name(_))), "{text}");
        }
    }
}
