//! The committed `dist/` was built from these sources, and is as it was built. `build.sh` computes the same digests.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

/// Folders and files that tools put beside the sources.
const MADE: [&str; 6] = ["node_modules", "dist", "coverage", "test-results", "playwright-report", ".vite"];
const ENDINGS: [&str; 2] = [".tsbuildinfo", ".log"];

fn files(folder: &Path, is_left_out: &dyn Fn(&str) -> bool, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if is_left_out(&path.file_name().unwrap().to_string_lossy()) {
            continue;
        }
        if path.is_dir() { files(&path, is_left_out, found) } else { found.push(path) }
    }
}

/// SHA-256 over a line for each file, in the order of their paths: its SHA-256, two spaces, the path within `root`.
fn digest(root: &Path, folders: &[&str], is_left_out: &dyn Fn(&str) -> bool) -> String {
    let mut found = Vec::new();
    folders.iter().for_each(|folder| files(&root.join(folder), is_left_out, &mut found));
    let path = |file: &PathBuf| file.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
    let mut found: Vec<_> = found.iter().map(|file| (path(file), file)).collect();
    found.sort();
    let mut lines = String::new();
    for (path, file) in found {
        let content = std::fs::read(file).unwrap();
        writeln!(lines, "{}  {path}", HEXLOWER.encode(&Sha256::digest(content))).unwrap();
    }
    HEXLOWER.encode(&Sha256::digest(lines))
}

#[test]
fn it_was_built_from_these_sources() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.join("../..");
    let is_made = |name: &str| MADE.contains(&name) || ENDINGS.iter().any(|ending| name.ends_with(ending));
    let sources = digest(&root, &["engine/console/web", "sdk/client-ts"], &is_made);
    let built = digest(&here.join("dist"), &[""], &|_| false);
    let committed = std::fs::read_to_string(here.join("dist.sha256")).unwrap();
    assert_eq!(
        committed,
        format!("sources {sources}\nbuilt {built}\n"),
        "the console is older than its sources, or was changed by hand: run engine/console/build.sh"
    );
}
