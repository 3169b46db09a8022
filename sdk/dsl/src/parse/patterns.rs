//! The patterns of the specification's JSON Schema, without a regular expression engine.

/// A semantic version (2.0.0), as in `document.version`.
pub(crate) fn is_semver(text: &str) -> bool {
    let (text, build) = text.split_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
    let (core, pre) = text.split_once('-').map_or((text, None), |(core, pre)| (core, Some(pre)));
    let numbers: Vec<&str> = core.split('.').collect();
    numbers.len() == 3
        && numbers.iter().all(|number| is_number(number))
        && pre.is_none_or(|pre| {
            pre.split('.').all(|part| is_identifier(part) && (is_number(part) || !is_digits(part)))
        })
        && build.is_none_or(|build| build.split('.').all(is_identifier))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_number(text: &str) -> bool {
    is_digits(text) && (text == "0" || !text.starts_with('0'))
}

fn is_identifier(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// An RFC 1123 name: letters, digits and dashes, at most 63, no dash at either end.
pub(crate) fn is_name(text: &str) -> bool {
    text.len() <= 63 && is_identifier(text) && !text.starts_with('-') && !text.ends_with('-')
}

/// A host name: like a name, with dots.
pub(crate) fn is_host(text: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    let edge = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    bytes.len() <= 63 && edge(bytes.first()) && edge(bytes.last()) && bytes.iter().copied().all(inner)
}

/// A jq variable name, without `$`.
pub(crate) fn is_variable(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// An HTTP token: methods and header names.
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// A URI or a URI template: no spaces, braces closed and not nested.
pub(crate) fn is_uri_template(text: &str) -> bool {
    let braces_match = text.chars().try_fold(false, |open, character| match character {
        '{' => (!open).then_some(true),
        '}' => open.then_some(false),
        _ => Some(open),
    });
    !text.is_empty() && !text.contains(char::is_whitespace) && braces_match == Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(is: fn(&str) -> bool, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(is(text), "{text}");
        }
        for text in bad {
            assert!(!is(text), "{text}");
        }
    }

    #[test]
    fn patterns() {
        let long = "a".repeat(63);
        let too_long = "a".repeat(64);
        check(
            is_semver,
            &["1.0.0", "0.0.0", "10.20.30", "1.0.0-alpha.1", "1.0.0-0a+b.01", "1.0.0+x-y", "1.0.0--"],
            &[
                "1.0",
                "1",
                "v1.0.0",
                "01.0.0",
                "1.0.0-",
                "1.0.0-01",
                "1.0.0+",
                "1.0.0.0",
                "",
                "1.0.0-a..b",
                "1.0.x",
            ],
        );
        check(is_name, &["a", "A-1", "0", &long], &["", "-a", "a-", "a_b", "a.b", "ä", &too_long]);
        check(is_host, &["a", "a.example", "a-b.c1"], &["", ".a", "a.", "a/b", "${ .x }"]);
        check(is_variable, &["item", "_x1"], &["", "1x", "$item", "a-b", "é"]);
        check(is_token, &["GET", "x-custom"], &["", "a b", "a:b", "é"]);
        check(
            is_uri_template,
            &["https://a.example/{id}", "/x", "a:b", "{+base}/y"],
            &["", "a b", "a{b", "a}b", "a{b{c}}"],
        );
    }
}
