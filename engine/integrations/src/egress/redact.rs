//! Redacts secrets in responses: secrets that were sent with the request, in all forms in which other systems write them.
//! Redactions are counted.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use ::http::HeaderMap;
use ::http::header::HeaderValue;
use aho_corasick::{AhoCorasick, MatchKind};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use bytes::Bytes;
use serde_json::Value;
use url::form_urlencoded;
use zeroize::Zeroizing;

use crate::secrets::{SecretString, Secrets};
use crate::template::encode_segment;

/// The replacement of a secret.
const REDACTED: &[u8] = b"***";
/// Shorter secrets and forms are not redacted, because they match by accident.
const SHORTEST: usize = 6;

/// A source of secrets that records which ones were read for one call.
pub(crate) struct Noting<'a> {
    secrets: &'a dyn Secrets,
    read: Mutex<Vec<(String, SecretString)>>,
}

impl<'a> Noting<'a> {
    pub(crate) fn of(secrets: &'a dyn Secrets) -> Self {
        Self { secrets, read: Mutex::default() }
    }

    /// Records a value derived from a secret, such as a token.
    pub(crate) fn add(&self, name: &str, text: SecretString) {
        let mut read = self.read.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        read.push((name.to_owned(), text));
    }

    /// All secrets that were read.
    pub(crate) fn sent(self) -> Sent {
        Sent::of(self.read.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner()))
    }
}

impl Secrets for Noting<'_> {
    fn get(&self, name: &str) -> Option<SecretString> {
        let text = self.secrets.get(name)?;
        self.add(name, text.clone());
        Some(text)
    }
}

/// The secrets that are sent with a call, and where responses contained them.
#[derive(Default)]
pub(crate) struct Sent {
    finder: Option<AhoCorasick>,
    /// For each pattern of the finder, the index of its secret.
    of: Vec<usize>,
    names: Vec<String>,
    places: AtomicUsize,
    found: Mutex<BTreeSet<usize>>,
}

impl Sent {
    fn of(read: Vec<(String, SecretString)>) -> Self {
        let (mut forms, mut of, mut names) = (Vec::new(), Vec::new(), Vec::new());
        for (name, text) in read {
            for text in parts_of_secret(&text) {
                let before = forms.len();
                each_form(text.expose(), |form| forms.push(Zeroizing::new(form)));
                of.extend(std::iter::repeat_n(names.len(), forms.len() - before));
            }
            names.push(name);
        }
        if forms.is_empty() {
            return Self::default();
        }
        let mut builder = AhoCorasick::builder();
        let finder =
            builder.match_kind(MatchKind::LeftmostLongest).build(forms.iter().map(|form| form.as_slice()));
        // INVARIANT: this cannot fail: there are a few dozen patterns, and the library's limit is two billion.
        Self { finder: finder.ok(), of, names, ..Self::default() }
    }

    /// Whether a secret is in `text`.
    pub(crate) fn is_in(&self, text: &[u8]) -> bool {
        self.finder.as_ref().is_some_and(|finder| finder.is_match(text))
    }

    /// Redacts the headers of a response.
    pub(crate) fn redact_headers(&self, headers: &mut HeaderMap) {
        for value in headers.values_mut() {
            if let Cow::Owned(redacted) = self.redact(value.as_bytes()) {
                *value = HeaderValue::from_bytes(&redacted).unwrap_or(HeaderValue::from_static("***"));
            }
        }
    }

    /// Redacts the body of a response.
    pub(crate) fn redact_body(&self, body: Bytes) -> Bytes {
        match self.redact(&body) {
            Cow::Borrowed(_) => body,
            Cow::Owned(redacted) => Bytes::from(redacted),
        }
    }

    fn redact<'t>(&self, text: &'t [u8]) -> Cow<'t, [u8]> {
        let Some(finder) = self.finder.as_ref().filter(|finder| finder.is_match(text)) else {
            return Cow::Borrowed(text);
        };
        let mut redacted = Vec::with_capacity(text.len());
        finder.replace_all_with_bytes(text, &mut redacted, |found, _, redacted| {
            redacted.extend_from_slice(REDACTED);
            self.places.fetch_add(1, Ordering::Relaxed);
            let mut names = self.found.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            names.extend(self.of.get(found.pattern().as_usize()));
            true
        });
        Cow::Owned(redacted)
    }

    /// The names of the redacted secrets, and the number of redacted places; `None` if there were none.
    pub(crate) fn came_back(&self) -> Option<(Vec<String>, usize)> {
        let found = self.found.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let mut names: Vec<String> = found.iter().filter_map(|at| self.names.get(*at)).cloned().collect();
        names.sort();
        names.dedup();
        (!names.is_empty()).then(|| (names, self.places.load(Ordering::Relaxed)))
    }
}

/// The secret itself and, if it is a JSON object with the properties of an authentication, all texts in it.
fn parts_of_secret(text: &SecretString) -> Vec<SecretString> {
    let mut parts = vec![text.clone()];
    let mut open: Vec<Value> =
        serde_json::from_str(text.expose()).into_iter().filter(Value::is_object).collect();
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => open.extend(members.into_iter().map(|(_, member)| member)),
            Value::Array(items) => open.extend(items),
            Value::String(text) => parts.push(SecretString::new(text)),
            _ => {}
        }
    }
    parts
}

/// Calls `add` with every form in which a response may contain a secret.
fn each_form(secret: &str, mut add: impl FnMut(Vec<u8>)) {
    if secret.len() < SHORTEST {
        return;
    }
    let mut written = BTreeSet::new();
    escaped_forms_of_secret(secret, &mut written);
    let alphabets = [STANDARD_NO_PAD, URL_SAFE_NO_PAD];
    for (alphabet, offset) in
        alphabets.iter().flat_map(|alphabet| (0..3).map(move |offset| (alphabet, offset)))
    {
        // Inside a longer text, such as `user:password`, the first and the last character also encode other bytes.
        let mut bytes = Zeroizing::new(vec![0; offset]);
        bytes.extend_from_slice(secret.as_bytes());
        let encoded = alphabet.encode(&*bytes);
        let first = (offset * 8).div_ceil(6);
        let last = bytes.len() * 8 / 6;
        if let Some(inner) = encoded.get(first..last).filter(|inner| inner.len() >= SHORTEST) {
            escaped_forms_of_secret(inner, &mut written);
        }
    }
    written.into_iter().for_each(|form| add(form.into_bytes()));
    let wide: Vec<u16> = secret.encode_utf16().collect();
    add(wide.iter().flat_map(|unit| unit.to_le_bytes()).collect());
    add(wide.iter().flat_map(|unit| unit.to_be_bytes()).collect());
}

/// `text` unchanged, and escaped for JSON, URLs, forms and markup.
fn escaped_forms_of_secret(text: &str, written: &mut BTreeSet<String>) {
    let json = Value::from(text).to_string();
    let json = json.trim_start_matches('"').strip_suffix('"').unwrap_or_default();
    let mut ascii = String::new();
    let mut upper = String::new();
    for c in json.chars() {
        let mut units = [0; 2];
        for unit in c.encode_utf16(&mut units).iter().filter(|_| !c.is_ascii()) {
            ascii.push_str(&format!("\\u{unit:04x}"));
            upper.push_str(&format!("\\u{unit:04X}"));
        }
        if c.is_ascii() {
            ascii.push(c);
            upper.push(c);
        }
    }
    for json in [json, &ascii, &upper] {
        written.insert(json.replace('/', "\\/"));
        written.insert(json.to_owned());
    }
    let form: String = form_urlencoded::byte_serialize(text.as_bytes()).collect();
    for encoded in [encode_segment(text), form, url_encoded(text)] {
        written.insert(lower_hex(&encoded));
        written.insert(encoded);
    }
    written.insert(quick_xml::escape::escape(text).into_owned());
    written.insert(text.to_owned());
}

/// Percent-encodes all but reserved and unreserved characters.
fn url_encoded(text: &str) -> String {
    let keep = |c: char| "!$&'()*+,;=:@/?".contains(c);
    text.chars()
        .map(|c| if keep(c) { c.to_string() } else { encode_segment(c.encode_utf8(&mut [0; 4])) })
        .collect()
}

/// Converts percent-encodings to lower case.
fn lower_hex(encoded: &str) -> String {
    let mut pieces = encoded.split('%');
    let mut lower = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (hex, rest) = piece.split_at_checked(2).unwrap_or((piece, ""));
        lower.push('%');
        lower.push_str(&hex.to_ascii_lowercase());
        lower.push_str(rest);
    }
    lower
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use base64::engine::general_purpose::{STANDARD, URL_SAFE};

    use super::*;

    fn sent(secrets: &[(&str, &str)]) -> Sent {
        Sent::of(secrets.iter().map(|(name, text)| ((*name).to_owned(), SecretString::new(*text))).collect())
    }

    #[test]
    fn a_secret_is_found_in_every_form() {
        let secret = "p/ä\"ss+w?rd&1~";
        let json = serde_json::to_string(secret).unwrap();
        for text in [
            secret.to_owned(),
            format!("x{secret}y"),
            json.clone(),
            json.replace('/', "\\/"),
            json.replace('ä', "\\u00e4"),
            json.replace('ä', "\\u00E4"),
            STANDARD.encode(secret),
            URL_SAFE.encode(secret),
            STANDARD.encode(format!("ada:{secret}")),
            STANDARD.encode(format!("adam:{secret}!")),
            STANDARD.encode(format!("a:{secret}!!")),
            encode_segment(&STANDARD.encode(secret)),
            encode_segment(secret),
            encode_segment(secret).to_ascii_lowercase(),
            form_urlencoded::byte_serialize(secret.as_bytes()).collect(),
            quick_xml::escape::escape(secret).into_owned(),
        ] {
            let sent = sent(&[("key", secret)]);
            let redacted = sent.redact_body(Bytes::from(format!("{{\"echo\": \"{text}\"}}")));
            assert!(redacted.windows(3).any(|window| window == REDACTED), "{text}");
            assert!(!sent.is_in(&redacted), "{text}");
            assert_eq!(sent.came_back(), Some((vec!["key".to_owned()], 1)), "{text}");
        }
        let wide: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(sent(&[("key", secret)]).is_in(&wide));
    }

    #[test]
    fn nothing_else_is_touched() {
        let sent = sent(&[
            ("key", "s3cret-token"),
            ("short", "it"),
            ("all", r#"{"client":{"secret":"inner-secret"}}"#),
        ]);
        for text in ["it is fine", "s3cret", "token", "{}", ""] {
            assert_eq!(sent.redact_body(Bytes::from(text)), text);
        }
        assert_eq!(sent.came_back(), None);
        let mut headers = HeaderMap::new();
        headers.insert("x-echo", HeaderValue::from_static("Bearer s3cret-token"));
        headers.insert("x-other", HeaderValue::from_static("inner-secret, inner-secret"));
        sent.redact_headers(&mut headers);
        assert_eq!(headers["x-echo"], "Bearer ***");
        assert_eq!(headers["x-other"], "***, ***");
        assert_eq!(sent.came_back(), Some((vec!["all".to_owned(), "key".to_owned()], 3)));
    }
}
