//! Kinds of files: their media types, and which of them are sent compressed.

/// The media type of texts for people.
pub(crate) const TEXT: &str = "text/plain; charset=utf-8";

/// A kind of file, by the end of its name.
pub(crate) struct Kind {
    ending: &'static str,
    pub(crate) media: &'static str,
    /// Whether compressing it makes it smaller.
    pub(crate) shrinks: bool,
}

const fn kind(ending: &'static str, media: &'static str, shrinks: bool) -> Kind {
    Kind { ending, media, shrinks }
}

/// Every kind that the console may have.
const KINDS: &[Kind] = &[
    kind("css", "text/css; charset=utf-8", true),
    kind("html", "text/html; charset=utf-8", true),
    kind("ico", "image/x-icon", false),
    kind("js", "text/javascript; charset=utf-8", true),
    kind("json", "application/json", true),
    kind("map", "application/json", true),
    kind("png", "image/png", false),
    kind("svg", "image/svg+xml", true),
    kind("txt", TEXT, true),
    kind("webmanifest", "application/manifest+json", true),
    kind("webp", "image/webp", false),
    kind("woff2", "font/woff2", false),
];

/// The kind of a file; `None` for a name that ends with no known ending.
pub(crate) fn of(path: &str) -> Option<&'static Kind> {
    let (_, ending) = path.rsplit('/').next()?.rsplit_once('.')?;
    KINDS.iter().find(|kind| kind.ending.eq_ignore_ascii_case(ending))
}

/// Whether a path can only mean a file. Names of workflows and versions have dots too, so an unknown ending is none.
pub(crate) fn names_a_file(path: &str) -> bool {
    of(path).is_some() || path.starts_with("assets/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_from_files() {
        for file in ["index.html", "assets/app-1a2b.js", "assets/app", "robots.txt", "a/b.SVG"] {
            assert!(names_a_file(file), "{file}");
        }
        for page in ["", "runs", "workflows/support/refund-triage/1.0.0", "workflows/a/b.c", "js", "x/.."] {
            assert!(!names_a_file(page), "{page}");
        }
    }
}
