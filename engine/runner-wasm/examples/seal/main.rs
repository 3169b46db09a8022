//! Finishes a newly built runner: `seal IN OUT COMPILER` removes the tool chain's custom sections and appends
//! the seal, which records the build inputs. Only `build.sh` calls it.

mod sources;

use std::process::ExitCode;
use std::{env, fs};

use towpath_runner_wasm::{SEAL_SECTION, Seal};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "a build tool writes to the terminal")]
            {
                eprintln!("seal: {error}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [input, output, compiler] = arguments.as_slice() else {
        return Err("usage: seal IN OUT COMPILER".into());
    };
    let mut module = without_custom_sections(&fs::read(input)?).ok_or("not a WebAssembly module")?;
    let seal = Seal {
        compiler: compiler.clone(),
        wire: towpath_wire::VERSION,
        sources: sources::digest_of_sources()?,
    };
    append_section(&mut module, &serde_json::to_vec(&seal)?);
    fs::write(output, module)?;
    Ok(())
}

/// Removes custom sections, which name tools and their paths and are not needed.
fn without_custom_sections(module: &[u8]) -> Option<Vec<u8>> {
    let (header, mut rest) = module.split_at_checked(8)?;
    let mut kept = header.to_vec();
    while let Some((&id, after)) = rest.split_first() {
        let size_bytes = after.iter().position(|byte| byte & 0x80 == 0)? + 1;
        let size = after[..size_bytes]
            .iter()
            .rev()
            .fold(0_usize, |value, byte| value << 7 | usize::from(byte & 0x7f));
        let section = rest.get(..1 + size_bytes + size)?;
        if id != 0 {
            kept.extend_from_slice(section);
        }
        rest = &rest[section.len()..];
    }
    Some(kept)
}

fn append_section(module: &mut Vec<u8>, payload: &[u8]) {
    let mut section = leb128(SEAL_SECTION.len());
    section.extend_from_slice(SEAL_SECTION.as_bytes());
    section.extend_from_slice(payload);
    module.push(0);
    module.extend(leb128(section.len()));
    module.extend(section);
}

fn leb128(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = (value & 0x7f) as u8;
        value >>= 7;
        bytes.push(if value == 0 { low } else { low | 0x80 });
        if value == 0 {
            return bytes;
        }
    }
}
