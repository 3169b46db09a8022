//! Generates a constant for every page under `codes/`, so that a code without a page does not compile.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // The path is relative to the package folder, where a build script runs, because several checkouts may
    // share a target folder.
    let folder = Path::new("codes");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut names: Vec<String> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<Vec<_>, std::io::Error>>()?
        .into_iter()
        .filter_map(|name| name.strip_suffix(".md").map(str::to_owned))
        .collect();
    names.sort();
    let mut constants = String::new();
    let mut table = String::from("pub(super) static PAGES: &[(&str, &str)] = &[\n");
    for name in &names {
        let path = folder.join(format!("{name}.md"));
        let text = fs::read_to_string(&path)?;
        let title = text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix(&format!("# {name}: ")))
            .ok_or_else(|| format!("{}: the first line must be `# {name}: <title>`", path.display()))?;
        writeln!(constants, "/// {title}\npub const {name}: Code = Code::from_static({name:?});")?;
        let path = format!("/{}", path.display());
        writeln!(table, "    ({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))),")?;
    }
    table.push_str("];\n");
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("constants.rs"), constants)?;
    fs::write(Path::new(&out).join("pages.rs"), table)?;
    Ok(())
}
