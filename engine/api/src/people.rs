//! Whose tokens did something that is decided about: so that whoever decides sees one person behind two principals.

use serde::Serialize;
use utoipa::ToSchema;

use crate::state::Shared;

/// A principal that has to do with what is shown.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PersonBody {
    /// The principal.
    id: String,
    /// Who created it.
    created_by: String,
    /// Who minted its tokens.
    minted_by: Vec<String>,
    /// None of its tokens opens anything any more.
    disabled: bool,
}

/// The principals of these ids, each once, in order. What is no principal, such as the command line, is left out.
pub(crate) fn people<'a>(state: &Shared, ids: impl IntoIterator<Item = &'a str>) -> Vec<PersonBody> {
    let mut found: Vec<PersonBody> = Vec::new();
    for id in ids {
        let is_there = found.iter().any(|person| person.id == id);
        if let (false, Ok(person)) = (is_there, state.tokens.principal(id)) {
            found.push(PersonBody {
                id: person.record.id,
                created_by: person.record.created_by,
                minted_by: person.minters.into_iter().collect(),
                disabled: person.record.disabled.is_some(),
            });
        }
    }
    found
}
