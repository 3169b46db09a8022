//! What would become of each document: a folder against a server, without asking anything.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use towpath_client::{Text, VersionState};
use towpath_identity::Action;

use super::check::{Body, Definition, Document, Folder};
use super::plan::{Act, Block, Item, Plan};
use super::seen::Seen;
use super::tree::Kind;
use super::{Wanted, lines, workflows};

/// Makes the plan, as far as comparing folder and server shows it.
pub(crate) fn compare_with_server(folder: &Folder, seen: &Seen, wanted: Wanted) -> Plan {
    let mut items = Vec::new();
    for document in &folder.documents {
        let mut item = match &document.body {
            Body::Integration(_) => integration(document, seen, wanted),
            Body::Policy(_) => policy(document, seen, wanted),
            Body::Workflow(definition) => workflows::planned_workflow(document, definition, seen, wanted),
            Body::Settings(values) => settings(document, values, folder, seen),
        };
        item.file = Some(document.place.clone());
        items.push(item);
    }
    items.extend(only_there(folder, seen, wanted));
    wait_together(&mut items, seen);
    let items = workflows::in_order(items, folder);
    let warnings = warnings(folder, seen, &items);
    Plan::new(folder.digest(), items, warnings)
}

fn integration(document: &Document, seen: &Seen, wanted: Wanted) -> Item {
    let Some(there) = &seen.integrations else {
        return note_unseen(
            Item::new(Kind::Integration, &document.name, Act::Change),
            seen,
            Action::ReadIntegration,
        );
    };
    let saved = there.get(&document.name);
    let act = match saved {
        None => Act::Add,
        Some(saved) if saved.source == document.source => Act::Same,
        Some(_) => Act::Change,
    };
    let mut item = Item::new(Kind::Integration, &document.name, act);
    describe_text_change(&mut item, saved.map(|saved| saved.source.as_str()), &document.source, wanted);
    item.basis = basis_of_text(saved);
    note_missing_permission(item, seen.may(Action::WriteIntegration, None))
}

fn policy(document: &Document, seen: &Seen, wanted: Wanted) -> Item {
    let Some(there) = &seen.policies else {
        return note_unseen(Item::new(Kind::Policy, &document.name, Act::Change), seen, Action::ReadPolicy);
    };
    let (saved, active) = (there.get(&document.name), seen.in_force(&document.name));
    let is_saved = saved.is_some_and(|saved| saved.source == document.source);
    let is_active = active == Some(document.source.as_str());
    let act = match (is_saved, is_active) {
        (true, true) => Act::Same,
        (true, false) => Act::Activate,
        _ if saved.is_none() && active.is_none() => Act::Add,
        _ => Act::Change,
    };
    let mut item = Item::new(Kind::Policy, &document.name, act);
    let old = active.or_else(|| saved.map(|saved| saved.source.as_str()));
    describe_text_change(&mut item, old, &document.source, wanted);
    if act == Act::Activate {
        item.details.insert(0, "saved already, not in force".to_owned());
    } else if let Some(saved) = saved.filter(|saved| !saved.active && act == Act::Change) {
        item.details.insert(0, format!("replaces what {} saved and did not put in force", saved.by));
    }
    // What is in force counts too: an activation needs no save.
    item.basis = format!("{}, in force {}", basis_of_text(saved), in_short(active));
    note_missing_permission(item, may_write(document, seen))
}

/// Whether the token may write a policy and put it in force.
fn may_write(document: &Document, seen: &Seen) -> Result<(), String> {
    let all = seen.may(Action::WritePolicy, None).and_then(|()| seen.may(Action::ActivatePolicies, None));
    match &document.body {
        Body::Policy(policy) if policy.owner.is_some() => {
            all.or_else(|_| seen.may(Action::WriteOwnPolicy, policy.owner.as_deref()))
        }
        _ => all,
    }
}

fn settings(document: &Document, values: &Map<String, Value>, folder: &Folder, seen: &Seen) -> Item {
    let namespace = document.name.split_once('/').map(|(namespace, _)| namespace);
    let there = seen.settings.get(&document.name);
    let none = Map::new();
    let set = there.map_or(&none, |there| &there.set);
    let act = match there {
        _ if set == values => Act::Same,
        Some(there) if there.revision > 0 => Act::Change,
        _ => Act::Add,
    };
    let mut item = Item::new(Kind::Settings, &document.name, act);
    let names: BTreeSet<&String> = values.keys().chain(set.keys()).collect();
    let mut definitions = folder.definitions();
    let own = definitions.find(|(definition, _)| definition.name == document.name);
    let schema = there.map(|there| &there.schema).or(own.and_then(|(_, own)| own.settings.as_ref()));
    let default = |name: &str| schema.and_then(|schema| schema["properties"][name].get("default"));
    let of = |set: &Map<String, Value>, name: &str| match set.get(name).or_else(|| default(name)) {
        Some(value) => value.to_string(),
        None => "its default".to_owned(),
    };
    let changed = names.into_iter().filter(|name| values.get(*name) != set.get(*name));
    let words: Vec<String> =
        changed.map(|name| format!("{name}: {} → {}", of(set, name), of(values, name))).collect();
    item.summary = words.join(", ");
    item.basis = match there {
        Some(there) => format!("revision {}", there.revision),
        None => "nothing".to_owned(),
    };
    match seen.may(Action::ReadDefinition, namespace) {
        Ok(()) => note_missing_permission(item, seen.may(Action::ChangeSettings, namespace)),
        Err(_) => note_unseen(item, seen, Action::ReadDefinition),
    }
}

/// What is on the server and not in the folder, of the kinds that the folder has.
fn only_there(folder: &Folder, seen: &Seen, wanted: Wanted) -> Vec<Item> {
    let act = if wanted.prune { Act::Remove } else { Act::Left };
    let mut items = Vec::new();
    let is_there = |kind: Kind, name: &str| folder.kinds.contains(&kind) && folder.get(kind, name).is_none();
    for (name, text) in
        seen.integrations.iter().flatten().filter(|(name, _)| is_there(Kind::Integration, name))
    {
        let mut item = Item { basis: basis_of_text(Some(text)), ..Item::new(Kind::Integration, name, act) };
        let reach = |(_, definition): &(&Document, &Definition)| {
            let mut reached = definition.profile.accesses.iter();
            reached.any(|reached| reached.access.integration.as_ref() == Some(name))
        };
        if let Some((user, _)) = folder.definitions().find(reach).filter(|_| act == Act::Remove) {
            item.block = Some(Block::Wrong(format!("{} still calls it", user.place)));
        }
        items.push(note_missing_permission(item, seen.may(Action::WriteIntegration, None)));
    }
    for (name, text) in seen.policies.iter().flatten().filter(|(name, _)| is_there(Kind::Policy, name)) {
        let active = seen.in_force(name);
        let mut item = Item::new(Kind::Policy, name, act);
        item.basis = format!("{}, in force {}", basis_of_text(Some(text)), in_short(active));
        if !text.active && act == Act::Left {
            item.summary = format!("saved by {} and not in force as it is saved", text.by);
        }
        items.push(note_missing_permission(item, seen.may(Action::WritePolicy, None)));
    }
    for (name, remote) in seen.workflows.iter().filter(|(name, _)| is_there(Kind::Workflow, name)) {
        let Some(latest) = remote.latest.as_ref().filter(|latest| latest.state != VersionState::Retired)
        else {
            continue;
        };
        let mut item = Item::new(Kind::Workflow, name, act);
        item.version = Some(latest.version.clone());
        item.basis = format!("{} {}", latest.version, latest.state);
        if act == Act::Remove {
            item.summary = "all its versions are retired; runs under way go on".to_owned();
        }
        items.push(note_missing_permission(item, seen.may(Action::ChangeVersions, Some(&latest.namespace))));
    }
    items
}

/// Settings of a workflow that was never live wait with it.
fn wait_together(items: &mut [Item], seen: &Seen) {
    let waits: BTreeSet<String> = items
        .iter()
        .filter(|item| item.kind == Kind::Workflow && item.act == Act::Waits)
        .map(|item| item.name.clone())
        .collect();
    for item in items.iter_mut().filter(|item| item.kind == Kind::Settings && item.act == Act::Add) {
        if waits.contains(&item.name) && !seen.settings.contains_key(&item.name) {
            item.act = Act::Waits;
            item.summary = "set once the workflow is live".to_owned();
            item.block = None;
        }
    }
}

fn warnings(folder: &Folder, seen: &Seen, items: &[Item]) -> Vec<String> {
    let mut warnings = Vec::new();
    if !folder.unknown.is_empty() {
        warnings.push(format!(
            "left alone, since it is no document of a known kind: {}",
            folder.unknown.join(", ")
        ));
    }
    if let Some(known) = &seen.secrets {
        for (name, file) in folder.secrets().into_iter().filter(|(name, _)| !known.contains(*name)) {
            warnings.push(format!("the secret `{name}` of {file} is not on the server yet"));
        }
    }
    let activates = items.iter().any(|item| item.kind == Kind::Policy && item.changes());
    if activates && seen.may(Action::ActivatePolicies, None).is_ok() {
        warnings.extend(effects_of_activation(folder, seen, items));
    }
    warnings
}

/// What else happens when all saved policies are put in force: what others saved, and what they deleted.
fn effects_of_activation(folder: &Folder, seen: &Seen, items: &[Item]) -> Vec<String> {
    let goes = |name: &str| {
        items.iter().any(|item| item.kind == Kind::Policy && item.name == name && item.act == Act::Remove)
    };
    let others = |name: &str| folder.get(Kind::Policy, name).is_none() && !goes(name);
    let saved = seen.policies.iter().flatten().filter(|(name, text)| !text.active && others(name));
    let deleted = seen.active.policies.iter().map(|policy| policy.name.as_str()).filter(|name| {
        others(name) && seen.policies.as_ref().is_some_and(|saved| !saved.contains_key(*name))
    });
    let saved = saved.map(|(name, text)| {
        format!(
            "the policy `{name}`, which {} saved on the server, is put in force along with these",
            text.by
        )
    });
    let deleted = deleted.map(|name| {
        format!("the policy `{name}`, which was deleted on the server, goes out of force along with these")
    });
    saved.chain(deleted).collect()
}

/// Says how a text changed.
fn describe_text_change(item: &mut Item, old: Option<&str>, new: &str, wanted: Wanted) {
    if !matches!(item.act, Act::Change | Act::Activate) {
        return;
    }
    let old = old.unwrap_or_default();
    let (added, removed) = lines::count_changed_lines(old, new);
    item.summary = format!("{added} line{} new, {removed} gone", if added == 1 { "" } else { "s" });
    if wanted.diff {
        item.details = lines::unified_diff(old, new);
    }
}

/// The revision of a saved text.
fn basis_of_text(saved: Option<&Text>) -> String {
    saved.map_or_else(|| "nothing".to_owned(), |saved| format!("revision {}", saved.revision))
}

fn in_short(active: Option<&str>) -> String {
    active.map_or_else(|| "nothing".to_owned(), |text| super::plan::digest_of_text(text.as_bytes()))
}

/// Notes what the token may not do, where something is to be done.
pub(crate) fn note_missing_permission(mut item: Item, may: Result<(), String>) -> Item {
    if let (true, Err(why)) = (item.changes() && item.block.is_none(), may) {
        item.block = Some(Block::NotYours(why));
    }
    item
}

/// What cannot be compared, since the token may not look.
pub(crate) fn note_unseen(mut item: Item, seen: &Seen, action: Action) -> Item {
    let namespace = item.name.split_once('/').map(|(namespace, _)| namespace.to_owned());
    let why = seen.may(action, namespace.as_deref()).err().unwrap_or_default();
    "cannot be compared".clone_into(&mut item.summary);
    item.block = Some(Block::NotYours(why));
    item
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::collections::BTreeMap;

    use towpath_client::{ActivePolicies, ActivePolicy};
    use towpath_identity::{Grant, Principal, Role};

    use super::super::check::validate_documents;
    use super::super::tree::Tree;
    use super::*;

    fn policy(name: &str, title: &str) -> String {
        format!("policy: {name}\ntitle: {title}\neffect: permit\naccess: {{}}\nreason: It is so.\n")
    }

    fn folder(names: &[&str]) -> Folder {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("policies")).unwrap();
        for name in names {
            let path = folder.path().join(format!("policies/{name}.yaml"));
            std::fs::write(path, policy(name, "Ours")).unwrap();
        }
        let (folder, problems) = validate_documents(folder.path(), Tree::read(folder.path(), None).unwrap());
        assert!(problems.is_empty());
        folder
    }

    fn text(name: &str, source: String, active: bool) -> Text {
        let (by, at) = ("ivo".to_owned(), String::new());
        Text { name: name.to_owned(), source, revision: 3, active, by, at }
    }

    /// A server with one saved policy, and another or the same text of it in force.
    fn seen(role: Role, saved: &[(&str, &str)], active: &[(&str, &str)]) -> Seen {
        let is_active = |name: &str, title: &str| active.contains(&(name, title));
        let texts = saved
            .iter()
            .map(|(name, title)| {
                let text = text(name, policy(name, title), is_active(name, title));
                ((*name).to_owned(), text)
            })
            .collect();
        let active = active
            .iter()
            .map(|(name, title)| ActivePolicy { name: (*name).to_owned(), source: policy(name, title) })
            .collect();
        Seen {
            me: Principal {
                id: "ivo".to_owned(),
                name: "ivo".to_owned(),
                kind: role,
                roles: vec![Grant::everywhere(role)],
                may_view: Vec::new(),
                minted: towpath_identity::Minted::default(),
            },
            integrations: Some([("crm".to_owned(), text("crm", String::new(), true))].into()),
            policies: Some(texts),
            active: ActivePolicies { revision: 1, policies: active, ..ActivePolicies::default() },
            workflows: BTreeMap::new(),
            settings: BTreeMap::new(),
            secrets: None,
        }
    }

    fn plan(folder: &Folder, seen: &Seen, prune: bool) -> Plan {
        compare_with_server(folder, seen, Wanted { prune, diff: false })
    }

    #[test]
    fn a_policy_is_as_it_should_be_when_it_is_saved_and_in_force() {
        let (ours, theirs) = (("a", "Ours"), ("a", "Theirs"));
        let cases: [(&[_], &[_], Act); 6] = [
            (&[ours], &[ours], Act::Same),
            (&[ours], &[theirs], Act::Activate),
            (&[ours], &[], Act::Activate),
            (&[theirs], &[ours], Act::Change),
            (&[], &[ours], Act::Change),
            (&[], &[], Act::Add),
        ];
        for (saved, active, act) in cases {
            let plan = plan(&folder(&["a"]), &seen(Role::It, saved, active), false);
            assert_eq!((plan.items[0].act, &plan.items[0].block), (act, &None), "{saved:?} {active:?}");
        }
    }

    #[test]
    fn only_what_changes_needs_a_role() {
        let plan = |saved: &[_]| plan(&folder(&["a"]), &seen(Role::Champion, saved, saved), false);
        assert_eq!(plan(&[("a", "Ours")]).blocked(), None);
        let blocked = plan(&[("a", "Theirs")]);
        assert!(matches!(&blocked.items[0].block, Some(Block::NotYours(why)) if why.contains("`it`")));
    }

    #[test]
    fn what_is_only_there_stays_unless_it_is_to_go_and_other_kinds_are_not_looked_at() {
        let both = [("a", "Ours"), ("b", "Theirs")];
        let seen = seen(Role::It, &both, &both);
        let acts = |prune| {
            let plan = plan(&folder(&["a"]), &seen, prune);
            plan.items.into_iter().map(|item| (item.name, item.act)).collect::<Vec<_>>()
        };
        let expected = |act| vec![("a".to_owned(), Act::Same), ("b".to_owned(), act)];
        assert_eq!(acts(false), expected(Act::Left));
        assert_eq!(acts(true), expected(Act::Remove));
    }

    #[test]
    fn what_comes_along_is_named() {
        let saved = [("a", "Theirs"), ("b", "New")];
        let seen = seen(Role::It, &saved, &[("a", "Theirs"), ("c", "Deleted")]);
        let warnings = plan(&folder(&["a"]), &seen, false).warnings;
        let expected = [
            "the policy `b`, which ivo saved on the server, is put in force along with these",
            "the policy `c`, which was deleted on the server, goes out of force along with these",
        ];
        assert_eq!(warnings, expected);
    }
}
