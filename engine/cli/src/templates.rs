//! Templates: the example definitions that the binary carries, as the API hands them out. They are ours, so they are read
//! here, natively.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;
use towpath_api::{Template, TemplateBlank};

include!(concat!(env!("OUT_DIR"), "/templates.rs"));

/// The files of one template, as they are in the repository.
pub(crate) struct Files {
    /// The folder.
    id: &'static str,
    /// `template.yaml`; the examples that have none are described by their definitions.
    about: Option<&'static str>,
    definition: &'static str,
    tests: Option<&'static str>,
    policy: Option<&'static str>,
}

/// `template.yaml`. The folder is its name.
#[derive(Debug, Default, Deserialize)]
struct About {
    title: Option<String>,
    description: Option<String>,
    /// Where it stands among the templates.
    order: Option<u32>,
    blank: Option<TemplateBlank>,
    /// What to try first.
    case: Option<Value>,
}

/// All templates, in the order in which to show them. One that cannot be read is left out; a test finds it.
pub(crate) fn all() -> Vec<Template> {
    let mut found = Vec::new();
    for files in TEMPLATES {
        match read(files) {
            Ok(template) => found.push(template),
            Err(error) => tracing::error!(template = files.id, "it cannot be read: {error}"),
        }
    }
    found.sort_by(|(a, one), (b, other)| (a, &one.id).cmp(&(b, &other.id)));
    found.into_iter().map(|(_, template)| template).collect()
}

/// A template, and where it stands.
fn read(files: &Files) -> Result<(u32, Template), String> {
    let Files { id, about, definition, tests, policy } = files;
    let about: About = about.map(yaml).transpose()?.unwrap_or_default();
    let (workflow, found) = towpath_dsl::read(definition);
    let document = workflow.ok_or_else(|| format!("the definition: {found:?}"))?.document;
    let title = document.title.as_ref().unwrap_or(&document.name).value.clone();
    let summary = document.summary.as_ref().map(|summary| summary.value.clone());
    let template = Template {
        id: (*id).to_owned(),
        title: about.title.unwrap_or(title),
        description: about.description.or(summary).unwrap_or_default().trim().to_owned(),
        needs: needs(definition),
        namespace: document.namespace.value.clone(),
        name: document.name.value.clone(),
        definition: (*definition).to_owned(),
        blank: about.blank,
        case: about.case,
        cases: tests.map(yaml).transpose()?.unwrap_or_default(),
        policy: policy.map(str::to_owned),
    };
    Ok((about.order.unwrap_or(u32::MAX), template))
}

/// The operations that a definition calls.
fn needs(definition: &str) -> Vec<String> {
    let profile = crate::definition::check_natively(definition, None).profile.unwrap_or_default();
    let accesses = profile.accesses.into_iter().map(|reached| reached.access);
    let operations =
        accesses.filter_map(|access| Some(format!("{}.{}", access.integration?, access.operation?)));
    operations.collect::<BTreeSet<String>>().into_iter().collect()
}

fn yaml<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    let (node, found) = towpath_dsl::yaml::parse(text, towpath_dsl::yaml::Limits::default());
    let node = node.filter(|_| found.is_empty()).ok_or_else(|| format!("{found:?}"))?;
    serde_json::from_value(node.to_json()).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_read_described_and_calls_something() {
        let templates = all();
        assert_eq!(templates.len(), TEMPLATES.len(), "one cannot be read");
        assert!(templates.len() >= 4, "the examples are missing");
        for template in &templates {
            let Template { id, title, description, needs, definition, .. } = template;
            assert!(!title.is_empty() && !description.is_empty(), "{id}");
            assert!(!needs.is_empty(), "{id} calls nothing");
            let report = crate::definition::check_natively(definition, None);
            assert!(report.is_ok(), "{id}: {:?}", report.diagnostics);
        }
        let status = templates.iter().find(|template| template.id == "order-status");
        assert!(status.is_some_and(|status| status.title == "Order status" && status.policy.is_some()));
    }
}
