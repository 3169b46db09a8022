//! Computes one digest of all build inputs of the runner: the sources of its crates, the build script, and
//! the locked dependencies on wasm32 with their features.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use sha2::{Digest, Sha256};

/// The workspace crates that are linked into the runner, as folders relative to the workspace root.
const CRATES: &[&str] =
    &["engine/runner", "engine/runner-wasm", "engine/wire", "sdk/access", "sdk/diagnostics", "sdk/dsl"];

/// `sha256:<hex>` of all build inputs. Needs `cargo` and the manifests of the dependencies, but no network
/// once they are fetched.
pub(crate) fn digest_of_sources() -> Result<String, Box<dyn std::error::Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let mut hash = Sha256::new();
    for file in files_of_sources(&root)? {
        let name = file.strip_prefix(&root)?.to_string_lossy().into_owned();
        let content = fs::read(&file)?;
        hash.update(format!("{name} {}\n", content.len()));
        hash.update(&content);
    }
    for dependency in locked_dependencies(&root)? {
        hash.update(format!("{dependency}\n"));
    }
    let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("sha256:{hex}"))
}

/// Every file that affects the runner's bytes, sorted.
fn files_of_sources(root: &Path) -> io::Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::from([root.join("engine/runner-wasm/build.sh")]);
    for folder in CRATES {
        let folder = root.join(folder);
        found.insert(folder.join("Cargo.toml"));
        found.extend(Some(folder.join("build.rs")).filter(|file| file.exists()));
        walk(&folder.join("src"), &mut found)?;
    }
    Ok(found)
}

fn walk(folder: &Path, found: &mut BTreeSet<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, found)?;
        } else {
            found.insert(path);
        }
    }
    Ok(())
}

/// One line for each locked dependency, sorted: name, version, features, checksum.
fn locked_dependencies(root: &Path) -> Result<BTreeSet<String>, Box<dyn std::error::Error>> {
    let lock = fs::read_to_string(root.join("Cargo.lock"))?;
    let tree = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["tree", "--locked", "--package", "towpath-runner-wasm", "--edges", "normal"])
        .args([
            "--target",
            "wasm32-unknown-unknown",
            "--prefix",
            "none",
            "--no-dedupe",
            "--format",
            "{p}|{f}",
        ])
        .current_dir(root)
        // The runner is built alone, so its features are not unified with the rest of the workspace.
        .env_remove("CARGO_RESOLVER_FEATURE_UNIFICATION")
        .env_remove("CARGO_UNSTABLE_FEATURE_UNIFICATION")
        .output()?;
    if !tree.status.success() {
        return Err(format!("`cargo tree`: {}", String::from_utf8_lossy(&tree.stderr)).into());
    }
    let mut found = BTreeSet::new();
    for line in String::from_utf8(tree.stdout)?.lines() {
        let (package, features) = line.split_once('|').ok_or("`cargo tree` wrote an unexpected line")?;
        let mut words = package.split_whitespace();
        let (Some(name), Some(version)) = (words.next(), words.next()) else { continue };
        let version = version.trim_start_matches('v');
        found.insert(format!("{name} {version} {features} {}", checksum_of_package(&lock, name, version)));
    }
    Ok(found)
}

/// The checksum of a package in the lock file. Empty for workspace crates.
fn checksum_of_package<'a>(lock: &'a str, name: &str, version: &str) -> &'a str {
    let head = format!("name = \"{name}\"\nversion = \"{version}\"\n");
    lock.split("[[package]]\n")
        .find_map(|entry| entry.strip_prefix(head.as_str()))
        .and_then(|entry| entry.lines().find_map(|line| line.strip_prefix("checksum = ")))
        .unwrap_or_default()
        .trim_matches('"')
}
