//! One constant and one page for each code. The build script generates both from the files under `codes/`.

use crate::Code;

include!(concat!(env!("OUT_DIR"), "/constants.rs"));

mod pages {
    include!(concat!(env!("OUT_DIR"), "/pages.rs"));
}

/// Every code with its page, in order.
pub fn pages() -> &'static [(&'static str, &'static str)] {
    pages::PAGES
}

/// The page of `code` in Markdown. The case of `code` does not matter.
pub fn page(code: &str) -> Option<&'static str> {
    pages::PAGES.iter().find(|(name, _)| name.eq_ignore_ascii_case(code)).map(|(_, page)| *page)
}

#[cfg(test)]
mod tests {
    use super::pages;

    /// Codes of limits, whose pages have no wrong and right example.
    const LIMITS: &[&str] = &["TP0102", "TP0114", "TP0200"];

    #[test]
    fn every_code_of_definitions_and_data_shows_what_is_wrong_and_what_is_right() {
        let is_shown = |code: &str| ("TP01".."TP03").contains(&code) || ("TP04".."TP07").contains(&code);
        for (code, page) in pages().iter().filter(|(code, _)| is_shown(code) && !LIMITS.contains(code)) {
            let examples: String = page.split("```").skip(1).step_by(2).collect();
            assert!(examples.contains("wrong") && examples.contains("right"), "{code}: {page}");
            assert!(page.contains("**What to do:**"), "{code}");
        }
    }
}
