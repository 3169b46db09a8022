//! Gathers the examples, so that the binary's `demo` publishes the very files that people read.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Relative to the package, in which a build script runs: a target folder may serve several checkouts.
    let examples = Path::new("../../examples");
    println!("cargo::rerun-if-changed={}", examples.display());
    let mut text = String::new();
    table(&mut text, "INTEGRATIONS", &files(&examples.join("acme/integrations"))?)?;
    let mut policies = files(&examples.join("acme/policies"))?;
    let mut workflows = Vec::new();
    for folder in example_folders(examples)? {
        // An example without a policy is there to be refused.
        let (policy, workflow) = (folder.join("policy.yaml"), folder.join("workflow.yaml"));
        if policy.exists() && workflow.exists() {
            policies.push(policy);
            workflows.push(workflow);
        }
    }
    table(&mut text, "POLICIES", &policies)?;
    table(&mut text, "WORKFLOWS", &workflows)?;
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("examples.rs"), text)?;
    fs::write(Path::new(&out).join("templates.rs"), templates(examples)?)?;
    Ok(())
}

/// The folders of one example each.
fn example_folders(examples: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found: Vec<PathBuf> =
        fs::read_dir(examples)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    found.retain(|path| path.is_dir());
    found.sort();
    Ok(found)
}

/// The folders of `templates`, and the examples that `demo` publishes, each with its files.
fn templates(examples: &Path) -> Result<String, Box<dyn std::error::Error>> {
    let of_teams = examples.join("templates");
    let mut all = if of_teams.is_dir() { example_folders(&of_teams)? } else { Vec::new() };
    all.extend(example_folders(examples)?.into_iter().filter(|folder| folder.join("policy.yaml").exists()));
    all.retain(|folder| folder.join("workflow.yaml").exists());
    let mut text =
        "/// The templates, by their folders.\npub(crate) static TEMPLATES: &[Files] = &[\n".to_owned();
    for folder in all {
        let id = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let include = |name: &str| {
            let path = folder.join(name);
            println!("cargo::rerun-if-changed={}", path.display());
            let included =
                format!("include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/{}\"))", path.display());
            path.exists().then_some(included)
        };
        let optional = |name: &str| include(name).map_or("None".to_owned(), |text| format!("Some({text})"));
        let definition = include("workflow.yaml").unwrap_or_default();
        let (about, tests, policy) =
            (optional("template.yaml"), optional("tests.yaml"), optional("policy.yaml"));
        writeln!(
            text,
            "    Files {{ id: {id:?}, about: {about}, definition: {definition}, tests: {tests}, policy: {policy} }},"
        )?;
    }
    text.push_str("];\n");
    Ok(text)
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    found.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    found.sort();
    Ok(found)
}

fn table(text: &mut String, name: &str, files: &[PathBuf]) -> Result<(), Box<dyn std::error::Error>> {
    writeln!(text, "/// Texts of the examples' {}.", name.to_lowercase())?;
    writeln!(text, "pub(crate) static {name}: &[&str] = &[")?;
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        let path = format!("/{}", file.display());
        writeln!(text, "    include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?})),")?;
    }
    writeln!(text, "];")?;
    Ok(())
}
