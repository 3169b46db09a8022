//! `call` of a function.

use crate::model::{Spanned, Template};
use crate::{
    parse::{Fields, Findings, patterns},
    words::quote,
};
use towpath_diagnostics::{Diagnostic, codes};

/// `call` of a function.
#[derive(Debug, Clone, PartialEq)]
pub struct FunctionCall {
    /// The name as written.
    pub name: Spanned<String>,
    /// The parsed name.
    pub target: FunctionTarget,
    /// `with`, a mapping.
    pub arguments: Option<Template>,
}

/// The target of a function call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FunctionTarget {
    /// `crm.get-customer:1.0.0@default`.
    Catalog {
        /// `crm`: the part before the first dot. Empty if there is no dot, which only catalogs other than
        /// `default` allow.
        integration: String,
        /// `get-customer`.
        operation: String,
        /// `1.0.0`.
        version: String,
        /// `default`.
        catalog: String,
    },
    /// A function under `use.functions`.
    Custom(String),
    /// A function at a URL.
    Url(String),
}

/// The catalog with the operations that IT offers.
const DEFAULT_CATALOG: &str = "default";

impl FunctionCall {
    pub(crate) fn read(name: Spanned<String>, task: &Fields<'_>, findings: &mut Findings) -> Option<Self> {
        let arguments = task.get("with").and_then(|at| at.mapping_template(findings));
        let target = FunctionTarget::read(&name, task, findings)?;
        Some(Self { name, target, arguments })
    }
}

impl FunctionTarget {
    fn read(name: &Spanned<String>, task: &Fields<'_>, findings: &mut Findings) -> Option<Self> {
        if name.contains("://") {
            return Some(Self::Url(name.value.clone()));
        }
        let problem = match name.split_once('@') {
            None if !name.contains(':') && !name.is_empty() => return Some(Self::Custom(name.value.clone())),
            None => "names no catalog",
            Some((function, catalog)) => match Self::of_catalog(function, catalog) {
                Ok(target) => return Some(target),
                Err(problem) => problem,
            },
        };
        let message = format!("the function {} {problem}", quote(name));
        let help = in_full(name);
        findings.report(task.at.error(codes::TP0221, message).at(name.span).help(help));
        None
    }

    /// Whether it is an operation of an integration, in the catalog `default`. All other functions are tasks.
    pub fn is_offered(&self) -> bool {
        matches!(self, Self::Catalog { catalog, .. } if catalog == DEFAULT_CATALOG)
    }

    fn of_catalog(function: &str, catalog: &str) -> Result<Self, &'static str> {
        let (path, version) = function.split_once(':').ok_or("names no version")?;
        if !patterns::is_semver(version) {
            return Err("names no semantic version");
        }
        if !patterns::is_name(catalog) {
            return Err("names an invalid catalog");
        }
        let (integration, operation) = path.split_once('.').unwrap_or(("", path));
        let is_complete = patterns::is_name(integration) && patterns::is_name(operation);
        let is_named = !integration.is_empty() && !operation.is_empty();
        if catalog == DEFAULT_CATALOG && is_named && !is_complete {
            return Err("contains an invalid name; names consist of letters, digits and dashes");
        }
        if catalog == DEFAULT_CATALOG && !is_complete || operation.is_empty() {
            return Err("does not name an integration and an operation");
        }
        Ok(Self::Catalog {
            integration: integration.to_owned(),
            operation: operation.to_owned(),
            version: version.to_owned(),
            catalog: catalog.to_owned(),
        })
    }
}

/// The help for a name that may belong to anything.
pub(crate) const ANY_FUNCTION: &str =
    "write `http`, or the full name of a function, such as `crm.get-customer:1.0.0@default`";

/// Whether this is about the name of a function, and its help is only the form of a full name. Who knows the operations
/// can write a better one.
pub fn asks_for_full_name(found: &Diagnostic, written: &str) -> bool {
    (found.code == codes::TP0221 || found.code == codes::TP0224)
        && found.help.as_deref().is_some_and(|help| help == ANY_FUNCTION || help == in_full(written))
}

/// The help with the full form of a name.
pub(crate) fn in_full(name: &str) -> String {
    const EXAMPLE: &str = "crm.get-customer:1.0.0@default";
    let (function, catalog) = name.split_once('@').unwrap_or((name, DEFAULT_CATALOG));
    let (path, version) = function.split_once(':').unwrap_or((function, "1.0.0"));
    let version = version.trim_start_matches('v');
    let version = match version.split('.').count() {
        1 => format!("{version}.0.0"),
        2 => format!("{version}.0"),
        _ => version.to_owned(),
    };
    let (integration, operation) = path.split_once('.').unwrap_or(("<integration>", path));
    let dashed = format!("{integration}.{}", operation.replace(['_', '.'], "-"));
    let full = format!("{dashed}:{version}@{catalog}");
    let target =
        FunctionTarget::of_catalog(&format!("{}:{version}", dashed.replace("<integration>", "crm")), catalog);
    if target.is_err() || full.len() > 100 {
        return format!("write `<integration>.<operation>:<version>@default`, such as `{EXAMPLE}`");
    }
    format!("write the full name, with its integration, version and catalog, such as `{full}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_catalog_functions() {
        let read = |name: &str| name.split_once('@').and_then(|(f, c)| FunctionTarget::of_catalog(f, c).ok());
        let target =
            |integration: &str, operation: &str, version: &str, catalog: &str| FunctionTarget::Catalog {
                integration: integration.to_owned(),
                operation: operation.to_owned(),
                version: version.to_owned(),
                catalog: catalog.to_owned(),
            };
        assert_eq!(
            read("crm.get-customer:1.0.0@default"),
            Some(target("crm", "get-customer", "1.0.0", "default"))
        );
        assert_eq!(read("log:0.5.2@global"), Some(target("", "log", "0.5.2", "global")));
        for bad in [
            "crm:1.0.0@default",
            "crm.get@default",
            "crm.get:1.0@default",
            ".get:1.0.0@default",
            "crm.:1.0.0@default",
            "crm.a.b:1.0.0@default",
            "crm.get:1.0.0@",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
