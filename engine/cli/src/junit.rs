//! Results as JUnit XML, which every CI system shows.

use std::path::Path;

use crate::exit::Exit;
use crate::{disk, output};

/// One thing that was looked at.
pub(crate) struct Case {
    /// What it belongs to: a policy, or `policies`.
    pub(crate) of: String,
    /// Its name.
    pub(crate) name: String,
    /// What is wrong, in words; nothing when all is well.
    pub(crate) failure: Option<String>,
}

/// Writes the report, if one was requested. An error ends the command.
pub(crate) fn write_junit(path: Option<&Path>, suite: &str, cases: &[Case]) -> Result<(), Exit> {
    let Some(path) = path else { return Ok(()) };
    disk::write_named_file(path, &report(suite, cases)).map_err(|error| {
        output::error(&error);
        Exit::Unavailable
    })
}

fn report(suite: &str, cases: &[Case]) -> String {
    let failures = cases.iter().filter(|case| case.failure.is_some()).count();
    let counts = format!("tests=\"{}\" failures=\"{failures}\"", cases.len());
    let mut xml = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {counts}>\n");
    xml += &format!("  <testsuite name=\"{}\" {counts}>\n", escape_xml(suite));
    for case in cases {
        let head =
            format!("<testcase classname=\"{}\" name=\"{}\"", escape_xml(&case.of), escape_xml(&case.name));
        xml += &match &case.failure {
            None => format!("    {head}/>\n"),
            Some(why) => {
                let first = why.lines().next().unwrap_or_default();
                let (message, why) = (escape_xml(first), escape_xml(why));
                format!("    {head}><failure message=\"{message}\">{why}</failure></testcase>\n")
            }
        };
    }
    xml + "  </testsuite>\n</testsuites>\n"
}

/// Text as XML holds it; characters that XML cannot hold at all are left out.
fn escape_xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\n' | '\t' => escaped.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_says_what_failed() {
        let case = |name: &str, failure: Option<&str>| Case {
            of: "refunds".to_owned(),
            name: name.to_owned(),
            failure: failure.map(str::to_owned),
        };
        let cases = [
            case("small", None),
            case("a \"large\" one\u{7}", Some("expects `deny`\nallowed by <all> & none")),
        ];
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
            <testsuites tests=\"2\" failures=\"1\">\n  \
              <testsuite name=\"policies\" tests=\"2\" failures=\"1\">\n    \
                <testcase classname=\"refunds\" name=\"small\"/>\n    \
                <testcase classname=\"refunds\" name=\"a &quot;large&quot; one\">\
                <failure message=\"expects `deny`\">expects `deny`\nallowed by &lt;all&gt; &amp; none</failure></testcase>\n  \
              </testsuite>\n\
            </testsuites>\n";
        assert_eq!(report("policies", &cases), expected);
    }
}
