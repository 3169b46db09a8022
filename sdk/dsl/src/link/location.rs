//! Finds the URL of an external function, which is called by URL or by its name in a catalog.

use towpath_diagnostics::{Diagnostic, codes};

use crate::model::{Endpoint, FunctionTarget, OrExpression, Spanned, Use};

impl Endpoint {
    /// Its URI, if it is fixed and needs no authentication, so that it can be fetched at publishing.
    ///
    /// # Errors
    /// The URI is not fixed, or needs authentication (TP0607).
    pub fn written_out(&self) -> Result<&str, Diagnostic> {
        let OrExpression::Literal(uri) = &self.uri else {
            return Err(not_written_out().at(self.span));
        };
        if self.authentication.is_some() {
            let message = "documents are fetched at publishing without authentication";
            let help = "copy it into the definition, or host it where no authentication is needed";
            return Err(Diagnostic::error(codes::TP0607, message).at(self.span).help(help));
        }
        written_out(uri)
    }
}

/// A URI that can be fetched at publishing.
pub(crate) fn written_out(uri: &Spanned<String>) -> Result<&str, Diagnostic> {
    if uri.value.contains(['{', '}']) {
        return Err(not_written_out().at(uri.span));
    }
    let lower = uri.value.to_ascii_lowercase();
    if !lower.starts_with("https://") && !lower.starts_with("http://") {
        let message = format!("`{}` does not begin with `http://` or `https://`", uri.value);
        return Err(Diagnostic::error(codes::TP0607, message).at(uri.span).help("write the full URL"));
    }
    Ok(&uri.value)
}

fn not_written_out() -> Diagnostic {
    let message = "a document that is fetched at publishing needs a fixed URL";
    Diagnostic::error(codes::TP0607, message).help("write the full URL, without expressions and `{name}`")
}

impl FunctionTarget {
    /// The URL of the function's definition. `None` for functions in the definition itself, for those of the
    /// catalog `default`, and if the check already reported that there is none.
    pub fn location(&self, reusable: &Use) -> Option<String> {
        match self {
            Self::Url(url) => Some(raw_file_url(url)),
            Self::Catalog { integration, operation, version, catalog } if catalog != "default" => {
                let root = reusable.catalogs.iter().find(|(name, _)| name.value == *catalog)?;
                let root = root.1.endpoint.written_out().ok()?.trim_end_matches('/');
                let dot = if integration.is_empty() { "" } else { "." };
                Some(raw_file_url(&format!(
                    "{root}/functions/{integration}{dot}{operation}/{version}/function.yaml"
                )))
            }
            Self::Catalog { .. } | Self::Custom(_) => None,
        }
    }
}

/// Converts the URL of a GitHub or GitLab page that shows a file to the URL of the file itself, as the
/// specification requires for catalogs. Other URLs are unchanged. The specification's example of a function
/// has the form `<folder>@<revision>`.
fn raw_file_url(url: &str) -> String {
    github(url).or_else(|| gitlab(url)).unwrap_or_else(|| url.to_owned())
}

fn github(url: &str) -> Option<String> {
    let path = strip_host(url, "github.com")?;
    let (owner, rest) = path.split_once('/')?;
    let (repository, rest) = rest.split_once('/')?;
    let (revision, file) = match rest.split_once('/') {
        Some(("tree" | "blob" | "raw", rest)) => {
            let (revision, file) = rest.split_once('/')?;
            (revision, file.to_owned())
        }
        _ => match rest.rsplit_once('@') {
            Some((folder, revision)) => (revision, format!("{folder}/function.yaml")),
            None => ("HEAD", rest.to_owned()),
        },
    };
    Some(format!("https://raw.githubusercontent.com/{owner}/{repository}/{revision}/{file}"))
}

fn gitlab(url: &str) -> Option<String> {
    let path = strip_host(url, "gitlab.com")?;
    if let Some((project, rest)) = path.split_once("/-/") {
        let (_, rest) = rest.split_once('/')?;
        return Some(format!("https://gitlab.com/{project}/-/raw/{rest}"));
    }
    // The root of a project, and a path below it. A project path has two parts, unless `/-/` marks its end.
    let (owner, rest) = path.split_once('/')?;
    let (project, file) = rest.split_once('/')?;
    Some(format!("https://gitlab.com/{owner}/{project}/-/raw/HEAD/{file}"))
}

/// The part of the URL after the host, if it has this host.
fn strip_host<'a>(url: &'a str, host: &str) -> Option<&'a str> {
    let (scheme, rest) = url.split_once("://")?;
    let (authority, path) = rest.split_once('/')?;
    (scheme.eq_ignore_ascii_case("https") && authority.eq_ignore_ascii_case(host)).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::raw_file_url;

    #[test]
    fn pages_of_repositories_are_resolved_to_files() {
        for (page, file) in [
            (
                "https://github.com/acme/catalog/tree/main/functions/log/1.0.0/function.yaml",
                "https://raw.githubusercontent.com/acme/catalog/main/functions/log/1.0.0/function.yaml",
            ),
            (
                "https://github.com/acme/catalog/functions/log/1.0.0/function.yaml",
                "https://raw.githubusercontent.com/acme/catalog/HEAD/functions/log/1.0.0/function.yaml",
            ),
            (
                "https://github.com/acme/functions/validateEmailAddress@v1.0.0",
                "https://raw.githubusercontent.com/acme/functions/v1.0.0/validateEmailAddress/function.yaml",
            ),
            (
                "https://gitlab.com/acme/group/catalog/-/tree/main/functions/log/1.0.0/function.yaml",
                "https://gitlab.com/acme/group/catalog/-/raw/main/functions/log/1.0.0/function.yaml",
            ),
            (
                "https://gitlab.com/acme/catalog/functions/log/1.0.0/function.yaml",
                "https://gitlab.com/acme/catalog/-/raw/HEAD/functions/log/1.0.0/function.yaml",
            ),
            ("https://files.acme.example/a.yaml", "https://files.acme.example/a.yaml"),
            ("http://github.com/acme/catalog/a@b", "http://github.com/acme/catalog/a@b"),
            ("https://github.com/acme", "https://github.com/acme"),
        ] {
            assert_eq!(raw_file_url(page), file);
        }
    }
}
