//! Tests of the committed `runner.wasm`: its only import is the memory, it has the expected exports, and it
//! is up to date.
#![cfg(not(target_arch = "wasm32"))]

#[path = "../examples/seal/sources.rs"]
mod sources;

use towpath_runner_wasm::{RUNNER, seal};

/// The payload of the section with this id.
fn section(wanted: u8) -> Option<&'static [u8]> {
    let mut rest = &RUNNER[8..];
    while let Some((&id, after)) = rest.split_first() {
        let (size, after) = number(after);
        let (payload, after) = after.split_at(size);
        if id == wanted {
            return Some(payload);
        }
        rest = after;
    }
    None
}

fn number(bytes: &[u8]) -> (usize, &[u8]) {
    let end = bytes.iter().position(|byte| byte & 0x80 == 0).map_or(bytes.len(), |at| at + 1);
    let value = bytes[..end].iter().rev().fold(0, |value, byte| value << 7 | usize::from(byte & 0x7f));
    (value, &bytes[end..])
}

fn name(bytes: &[u8]) -> (String, &[u8]) {
    let (size, bytes) = number(bytes);
    let (name, rest) = bytes.split_at(size);
    (String::from_utf8_lossy(name).into_owned(), rest)
}

#[test]
fn the_only_import_is_the_memory() {
    let (count, imports) = number(section(2).unwrap_or_default());
    assert_eq!(count, 1, "imports: {:?}", String::from_utf8_lossy(imports));
    let (module, rest) = name(imports);
    let (field, rest) = name(rest);
    assert_eq!((module.as_str(), field.as_str()), ("env", "memory"));
    assert_eq!(rest.first(), Some(&2), "it must be a memory");
}

#[test]
fn the_exports_are_those_the_host_calls() {
    let (count, mut rest) = number(section(7).unwrap_or_default());
    let mut functions = Vec::new();
    for _ in 0..count {
        let (export, after) = name(rest);
        let kind = after[0];
        let (_, after) = number(&after[1..]);
        rest = after;
        if kind == 0 {
            functions.push(export);
        }
    }
    functions.sort();
    // The randomness hook is exported because it must be a symbol. It only writes a constant.
    assert_eq!(functions, ["__getrandom_v03_custom", "alloc", "breadcrumb", "load", "step", "wire_version"]);
}

/// The linker does not know that an imported memory is zero, so it adds a start function that clears it. The
/// start function must do nothing else. The sandbox removes it for memories that come from an image.
#[test]
fn the_start_function_only_clears_memory() {
    let Some(start) = section(8) else { return };
    // No function is imported, so the index of a function is the index of its body.
    let (index, _) = number(start);
    let (count, mut rest) = number(section(10).unwrap_or_default());
    assert!(index < count);
    for _ in 0..index {
        let (size, after) = number(rest);
        rest = &after[size..];
    }
    let (size, body) = number(rest);
    // No locals, then: i32.const ADDRESS, i32.const 0, i32.const LENGTH, memory.fill, end.
    let body = body[..size].strip_prefix(&[0x00, 0x41]).map(|rest| number(rest).1);
    let body = body.and_then(|rest| rest.strip_prefix(&[0x41, 0x00, 0x41])).map(|rest| number(rest).1);
    assert_eq!(body, Some(&[0xfc, 0x0b, 0x00, 0x0b][..]));
}

#[test]
fn its_seal_has_the_wire_version() {
    assert_eq!(seal(RUNNER).map(|seal| seal.wire), Some(towpath_wire::VERSION));
}

#[test]
fn it_was_built_from_these_sources() -> Result<(), Box<dyn std::error::Error>> {
    let made_from = seal(RUNNER).map(|seal| seal.sources);
    assert_eq!(
        made_from,
        Some(sources::digest_of_sources()?),
        "runner.wasm is older than its sources: run engine/runner-wasm/build.sh"
    );
    Ok(())
}
