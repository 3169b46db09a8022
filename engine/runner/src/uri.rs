//! URI templates as the DSL wants them: RFC 6570's simple expansion, `{name}`, from the top level of the task's input.

use towpath_diagnostics::codes;
use towpath_wire::problem_types as types;

use crate::fault::{Fault, Faultable};
use crate::value::{Kind, Value, WriteLimits};

/// A URI with names to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UriTemplate {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    /// Taken as it stands: `{pet.id}` is the member called `pet.id`.
    Name(String),
}

/// Why a text is no template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// Braces do not come in pairs.
    Braces,
    /// What stands between braces is no plain name: the message.
    Name(String),
}

/// RFC 6570's operators, all but the simple expansion.
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
                return Err(Malformed::Name("`{}` names nothing to fill in".to_owned()));
            }
            if name.starts_with(OPERATORS) || name.contains(',') {
                return Err(Malformed::Name(format!(
                    "only plain names can be filled in, `{{{name}}}` is none"
                )));
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

    /// The URI for this input, with the labels of what was filled in. What is missing is empty.
    pub(crate) fn expand(&self, input: &Value) -> Faultable<Value> {
        let mut uri = String::new();
        let mut labels = crate::value::Labels::NONE;
        for part in &self.parts {
            match part {
                Part::Text(text) => uri.push_str(text),
                Part::Name(name) => {
                    // That a name is missing, too, is something the input says.
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
        Kind::Str(text) => encode(uri, text),
        Kind::Bool(_) | Kind::Int(_) | Kind::Float(_) => encode(uri, &plain(value)),
        Kind::Secret(secret) => return Err(Fault::misplaced_secret(secret, "a URL")),
        Kind::Arr(_) | Kind::Obj(_) => {
            let detail = format!("`{{{name}}}` can only be filled with a text, a number, a boolean or null");
            return Err(Fault::new(types::EXPRESSION, &codes::TP1006, detail));
        }
    }
    Ok(())
}

/// A boolean or a number as JSON writes it.
pub(crate) fn plain(value: &Value) -> String {
    let mut text = Vec::new();
    // A scalar passes no limit.
    let _ = value.write_json(&mut text, WriteLimits::NONE);
    String::from_utf8(text).unwrap_or_default()
}

/// All but RFC 3986's unreserved characters are percent-encoded.
pub(crate) fn encode(uri: &mut String, text: &str) {
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
    fn labels_of_what_is_filled_in_stand_on_the_uri() {
        let mut table = LabelTable::default();
        let (a, b) = (table.labels(["a"]).unwrap(), table.labels(["b"]).unwrap());
        let input = Value::object([("x", Value::int(1).with_labels(a)), ("y", Value::int(2).with_labels(b))]);
        let labels = |text: &str| UriTemplate::parse(text).unwrap().expand(&input).unwrap().labels();
        assert_eq!(labels("/{x}"), a);
        assert_eq!(labels("/{x}/{y}"), a | b);
        assert!(labels("/").is_empty());
    }

    #[test]
    fn what_is_malformed_is_refused() {
        for text in ["a{b", "a}b", "{a{b}}", "}{"] {
            assert_eq!(UriTemplate::parse(text), Err(Malformed::Braces), "{text}");
        }
        for text in ["{}", "x{+y}", "{a,b}", "{?page}"] {
            assert!(matches!(UriTemplate::parse(text), Err(Malformed::Name(_))), "{text}");
        }
    }
}
