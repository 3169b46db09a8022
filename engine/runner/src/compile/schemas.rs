//! Schemas of a definition, inline or by URL.

use towpath_diagnostics::Diagnostic;
use towpath_dsl::model::{ExternalResource, Schema as WrittenSchema, SchemaSource};

use super::{Compiled, Compiler, Reported};
use crate::schema::{Schema, invalid, no_effect};

impl Compiler<'_> {
    pub(super) fn schema(&mut self, schema: Option<&WrittenSchema>) -> Compiled<Option<Schema>> {
        let Some(WrittenSchema { source, pointer, span, format }) = schema else { return Ok(None) };
        // The check of the definition has reported other formats.
        if format.as_ref().is_some_and(|format| *format.value != *"json" && !format.starts_with("json:")) {
            return Err(Reported);
        }
        let document = match source {
            SchemaSource::Document(document) => document,
            SchemaSource::Resource(resource) => return self.fetched_schema(resource).map(Some),
        };
        let json = document.to_json();
        let problems = invalid::check_keywords(document, &format!("{pointer}/document"));
        let is_wrong = problems.iter().any(Diagnostic::is_error);
        self.diagnostics.extend(problems);
        self.diagnostics.extend(no_effect::check_keywords_without_effect(
            document,
            &format!("{pointer}/document"),
            self.workflow,
        ));
        if is_wrong {
            return Err(Reported);
        }
        Schema::asserting(&json).map(Some).map_err(|error| {
            let error = invalid::explain_schema_error(error, &json);
            let place = document.pointer(&error.pointer).map_or(*span, |node| node.span);
            let mut found = Diagnostic::error(error.code, error.message)
                .at(place)
                .pointer(format!("{pointer}/document{}", error.pointer));
            found.help = error.help;
            self.report(found)
        })
    }

    fn fetched_schema(&mut self, resource: &ExternalResource) -> Compiled<Schema> {
        let uri = resource.endpoint.uri_text().unwrap_or_default();
        let schema = self.resources.schema(&resource.endpoint).map_err(|found| self.report(found))?;
        let Some(schema) = schema else { return Ok(Schema::unknown(uri)) };
        Schema::compile(&schema).map_err(|error| {
            let message = format!("the schema at `{uri}` cannot be used: {}", error.message);
            let mut found = Diagnostic::error(error.code, message).at(resource.endpoint.span);
            found.help = error.help;
            self.report(found)
        })
    }
}
