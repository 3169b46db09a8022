//! The `@formats`: escaping of texts for various target formats.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use jaq_core::ValR;
use jaq_core::native::{bome, v};

use super::super::{fault, val};
use super::Entries;
use crate::value::track::record_read;
use crate::value::{Kind, Value, number};

pub(super) fn entries() -> Entries {
    Box::new([
        ("@text", v(0), |cv| bome(Ok(jaq_core::ValT::into_string(cv.1)))),
        ("@json", v(0), |cv| bome(json(&cv.1))),
        ("@csv", v(0), |cv| bome(row_of_cells(&cv.1, "csv", b',', csv_cell))),
        ("@tsv", v(0), |cv| bome(row_of_cells(&cv.1, "tsv", b'\t', tsv_cell))),
        ("@html", v(0), |cv| bome(escaped_text(cv.1, html))),
        ("@uri", v(0), |cv| bome(escaped_text(cv.1, uri))),
        ("@urid", v(0), |cv| bome(unescape_uri(cv.1))),
        ("@sh", v(0), |cv| bome(words_for_shell(&cv.1))),
        ("@base64", v(0), |cv| bome(escaped_text(cv.1, |text| STANDARD.encode(text)))),
        ("@base64d", v(0), |cv| bome(decoded_text(cv.1, decode_base64))),
        ("@base32", v(0), |cv| bome(escaped_text(cv.1, encode_base32))),
        ("@base32d", v(0), |cv| {
            bome(decoded_text(cv.1, |text| decode_base32(text).ok_or("is not valid base32 data")))
        }),
    ])
}

fn json(value: &Value) -> ValR<Value> {
    value
        .to_json()
        .map(val::text_with_labels)
        .map_err(|name| fault::plain_error(&fault::secret_message(&name)))
}

/// `value` as text, escaped.
fn escaped_text(value: Value, with: impl Fn(&str) -> String) -> ValR<Value> {
    if let Some(error) = fault::error_for_secret(&value) {
        return Err(error);
    }
    let text = jaq_core::ValT::into_string(value);
    record_read(text.labels());
    Ok(val::text_with_labels(with(text.as_str().unwrap_or_default())))
}

fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("&apos;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

fn uri(text: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    out
}

fn unescape_uri(value: Value) -> ValR<Value> {
    decoded_text(value, |text| {
        let bytes = text.as_bytes();
        let mut out = Vec::with_capacity(bytes.len());
        let mut at = 0;
        let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
        let escaped = |at: usize| Some((digit(at + 1)? * 16 + digit(at + 2)?) as u8);
        while at < bytes.len() {
            if bytes[at] == b'%' {
                out.push(escaped(at).ok_or("is not a valid uri encoding")?);
                at += 3;
            } else {
                out.push(bytes[at]);
                at += 1;
            }
        }
        match std::str::from_utf8(&out) {
            Ok(_) => Ok(out),
            Err(_) => Err("is not a valid uri encoding"),
        }
    })
}

/// One line of cells.
fn row_of_cells(
    value: &Value,
    name: &str,
    between: u8,
    cell: fn(&Value, &mut Vec<u8>) -> bool,
) -> ValR<Value> {
    let Kind::Arr(array) = value.kind() else {
        return Err(fault::error_about_value(
            value,
            &format!("cannot be {name}-formatted, only an array can be"),
        ));
    };
    record_read(value.labels_deep());
    let mut out = Vec::new();
    for (at, item) in array.items.iter().enumerate() {
        if at > 0 {
            out.push(between);
        }
        if !cell(item, &mut out) {
            return Err(fault::error_about_value(item, &format!("is not valid in a {name} row")));
        }
    }
    Ok(val::text_with_labels(String::from_utf8(out).unwrap_or_default()))
}

/// Writes a cell that is not a text. False if the type is not allowed.
fn plain_cell(value: &Value, out: &mut Vec<u8>) -> bool {
    match value.kind() {
        Kind::Null => {}
        Kind::Bool(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        Kind::Int(int) => number::write_int(out, *int),
        Kind::Float(float) if float.is_nan() => {}
        Kind::Float(float) => number::write_float(out, *float),
        _ => return false,
    }
    true
}

fn csv_cell(value: &Value, out: &mut Vec<u8>) -> bool {
    let Kind::Str(text) = value.kind() else { return plain_cell(value, out) };
    out.push(b'"');
    out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
    out.push(b'"');
    true
}

fn tsv_cell(value: &Value, out: &mut Vec<u8>) -> bool {
    let Kind::Str(text) = value.kind() else { return plain_cell(value, out) };
    for byte in text.bytes() {
        match byte {
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            other => out.push(other),
        }
    }
    true
}

/// Words for a POSIX shell.
fn words_for_shell(value: &Value) -> ValR<Value> {
    record_read(value.labels_deep());
    let one = std::slice::from_ref(value);
    let mut out = Vec::new();
    for (at, item) in value.as_array().unwrap_or(one).iter().enumerate() {
        if at > 0 {
            out.push(b' ');
        }
        match item.kind() {
            Kind::Str(text) => out.extend_from_slice(format!("'{}'", text.replace('\'', "'\\''")).as_bytes()),
            Kind::Null => out.extend_from_slice(b"null"),
            _ if plain_cell(item, &mut out) => {}
            _ => return Err(fault::error_about_value(item, "can not be escaped for shell")),
        }
    }
    Ok(val::text_with_labels(String::from_utf8(out).unwrap_or_default()))
}

/// `value` as decoded text. Bytes that are not UTF-8 become U+FFFD, as in jq.
fn decoded_text(value: Value, with: impl Fn(&str) -> Result<Vec<u8>, &'static str>) -> ValR<Value> {
    if let Some(error) = fault::error_for_secret(&value) {
        return Err(error);
    }
    let text = jaq_core::ValT::into_string(value);
    record_read(text.labels());
    match with(text.as_str().unwrap_or_default()) {
        Ok(bytes) => Ok(val::text_with_labels(String::from_utf8_lossy(&bytes))),
        Err(tail) => Err(fault::error_about_value(&text, tail)),
    }
}

fn decode_base64(text: &str) -> Result<Vec<u8>, &'static str> {
    const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let digits = text.trim_end_matches('=');
    let engine = GeneralPurpose::new(&base64::alphabet::STANDARD, LENIENT);
    engine.decode(digits).map_err(|error| match error {
        base64::DecodeError::InvalidLength(_) => "trailing base64 byte found",
        // The library reports an extra last digit as an invalid one.
        base64::DecodeError::InvalidLastSymbol(..) => "trailing base64 byte found",
        _ => "is not valid base64 data",
    })
}

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

fn encode_base32(text: &str) -> String {
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(5) {
        let mut block = [0; 8];
        block[3..3 + chunk.len()].copy_from_slice(chunk);
        let bits = u64::from_be_bytes(block);
        let used = (chunk.len() * 8).div_ceil(5);
        for at in 0..8 {
            let digit = BASE32[(bits >> (35 - 5 * at) & 31) as usize];
            out.push(if at < used { char::from(digit) } else { '=' });
        }
    }
    out
}

fn decode_base32(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.trim_end_matches('=').bytes() {
        let digit = BASE32.iter().position(|known| *known == byte)?;
        bits = bits << 5 | digit as u32;
        count += 5;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    Some(out)
}
