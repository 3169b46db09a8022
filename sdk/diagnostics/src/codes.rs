//! One constant and one page for each code; both come from the files under `codes/`.

use crate::Code;

include!(concat!(env!("OUT_DIR"), "/constants.rs"));

mod pages {
    include!(concat!(env!("OUT_DIR"), "/pages.rs"));
}

/// Every code with its page, in order.
pub fn pages() -> &'static [(&'static str, &'static str)] {
    pages::PAGES
}

/// The page of `code`, in Markdown, whatever its case.
pub fn page(code: &str) -> Option<&'static str> {
    pages::PAGES.iter().find(|(name, _)| name.eq_ignore_ascii_case(code)).map(|(_, page)| *page)
}
