//! XML text with places. A place is in the text of an element or in an attribute, where values can be escaped.

use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::Event;
use serde_json::Value;

use crate::template::{CannotStand, Part, Template};

/// Placeholder for a value while the text around it is parsed.
const PLACE: &str = "x-place-x";

/// Checks that the text around the places is XML, and that each place is in the text of an element or in an attribute.
pub(super) fn check_xml_template(template: &Template) -> Result<(), String> {
    let text: String = template
        .parts()
        .iter()
        .map(|part| match part {
            Part::Text(text) => text.as_str(),
            Part::Argument(_) => PLACE,
        })
        .collect();
    let not_xml = |why: &dyn std::fmt::Display| format!("the text is not XML: {why}");
    let (mut reader, mut depth, mut found) = (Reader::from_str(&text), 0_usize, 0);
    loop {
        let event = reader.read_event().map_err(|error| not_xml(&error))?;
        match &event {
            Event::Eof => break,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(text) if depth > 0 => found += places(text),
            Event::Start(tag) | Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    found += places(&attribute.map_err(|error| not_xml(&error))?.value);
                }
                depth += usize::from(matches!(event, Event::Start(_)));
            }
            _ => {}
        }
    }
    if depth > 0 {
        return Err(not_xml(&"an element is not closed"));
    }
    match found == template.names().count() {
        true => Ok(()),
        false => Err("a value may stand only in the text of an element or in an attribute".to_owned()),
    }
}

fn places(text: &[u8]) -> usize {
    text.windows(PLACE.len()).filter(|window| *window == PLACE.as_bytes()).count()
}

/// The text with all arguments filled in and escaped.
pub(super) fn fill_xml_template(template: &Template, arguments: &Value) -> Result<String, CannotStand> {
    template.fill_with(arguments, |name, text| {
        let is_known = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
        if !text.chars().all(is_known) {
            let why = "it has characters that XML cannot hold";
            return Err(CannotStand { argument: name.to_owned(), why });
        }
        // XML parsers replace line breaks in attributes by blanks, unless they are character references.
        Ok(escape(&text).replace('\t', "&#9;").replace('\n', "&#10;").replace('\r', "&#13;"))
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_stays_in_its_place() {
        let template = Template::parse("<o id=\"{id}\" b='{id}'><n>{note}!</n></o>").unwrap();
        check_xml_template(&template).unwrap();
        let filled =
            fill_xml_template(&template, &json!({ "id": "\" x='1'", "note": "</n><amount>9</amount>&\n" }))
                .unwrap();
        let mut reader = Reader::from_str(&filled);
        let mut names = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Eof => break,
                Event::Start(tag) => names.push((tag.name().as_ref().to_vec(), tag.attributes().count())),
                _ => {}
            }
        }
        assert_eq!(names, [(b"o".to_vec(), 2), (b"n".to_vec(), 0)], "{filled}");
        assert!(fill_xml_template(&template, &json!({ "id": "\u{0}", "note": "" })).is_err());
    }

    #[test]
    fn places_that_cannot_be_escaped_are_refused() {
        for text in [
            "<{a}/>",
            "<o {a}='1'/>",
            "<o a={a}/>",
            "<!-- {a} --><o/>",
            "<o><![CDATA[{a}]]></o>",
            "<?x {a}?><o/>",
            "<o>&{a};</o>",
            "<o>{a}",
            "<o>{a}</p>",
            "{a}<o/>",
        ] {
            assert!(check_xml_template(&Template::parse(text).unwrap()).is_err(), "{text}");
        }
    }
}
