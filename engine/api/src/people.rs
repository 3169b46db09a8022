//! The principals involved in what is decided, and who created them: so that a decider recognises one person behind two
//! principals.

use towpath_api_types as api;

use crate::state::Shared;

/// The principals of these ids, each once, in order. What is no principal, such as the command line, is left out.
pub(crate) fn people_of_ids<'a>(state: &Shared, ids: impl IntoIterator<Item = &'a str>) -> Vec<api::Person> {
    let mut found: Vec<api::Person> = Vec::new();
    for id in ids {
        let is_there = found.iter().any(|person| person.id == id);
        if let (false, Ok(person)) = (is_there, state.tokens.principal(id)) {
            found.push(api::Person {
                id: person.record.id,
                created_by: person.record.created_by,
                minted_by: person.minters.into_iter().collect(),
                disabled: person.record.disabled.is_some(),
            });
        }
    }
    found
}
