//! Compares definitions with the server. Versions are immutable, so this is more than comparing texts.

use std::collections::BTreeMap;

use towpath_access::{Kind as Reached, Profile, Reach, derive};
use towpath_client::{ReviewState, Version, VersionState};
use towpath_dsl::{Change, diff};
use towpath_identity::Action;

use super::Wanted;
use super::check::{Definition, Document, Folder};
use super::compare::{note_missing_permission, note_unseen};
use super::plan::{Act, Block, Item};
use super::seen::{Remote, Seen, definition_digest};
use super::tree::Kind;
use crate::changes::line_of_change;

/// Changes that are listed unless all of them are wanted.
const MOST: usize = 5;

/// The planned change of one definition.
pub(crate) fn planned_workflow(
    document: &Document,
    definition: &Definition,
    seen: &Seen,
    wanted: Wanted,
) -> Item {
    let namespace = Some(definition.identity.namespace.as_str());
    let mut item = Item::new(Kind::Workflow, &document.name, Act::Add);
    item.version = Some(definition.identity.version.clone());
    if seen.may(Action::ReadDefinition, namespace).is_err() {
        return note_unseen(item, seen, Action::ReadDefinition);
    }
    let none = Remote::default();
    let remote = seen.workflows.get(&document.name).unwrap_or(&none);
    item.basis = basis_of_workflow(remote);
    let known = remote.versions.iter().find(|version| version.version == definition.identity.version);
    match known {
        Some(known) => compare_published(&mut item, known, definition, remote),
        None => compare_unpublished(&mut item, definition, remote, wanted),
    }
    let needed = match item.act {
        Act::RollBack => seen.may(Action::ChangeVersions, namespace),
        _ => seen.may(Action::WriteDraft, namespace).and_then(|()| seen.may(Action::Publish, namespace)),
    };
    note_missing_permission(item, needed)
}

/// Its version is on the server.
fn compare_published(item: &mut Item, known: &Version, definition: &Definition, remote: &Remote) {
    let version = &known.version;
    let latest = remote.latest.as_ref().map(|latest| latest.version.as_str()).unwrap_or_default();
    if known.digest != definition.identity.digest {
        item.act = Act::Change;
        let next = next_free_version(version, &remote.versions);
        let why = format!("version {version} is published with another content; give it {next}");
        item.block = Some(Block::Wrong(why));
    } else if known.state == VersionState::Retired {
        item.act = Act::Change;
        let next = next_free_version(version, &remote.versions);
        item.block = Some(Block::Wrong(format!("version {version} is retired there; give it {next}")));
    } else if version == latest {
        item.act = Act::Same;
        if known.state != VersionState::Published {
            item.summary = known.state.to_string();
        }
        if known.review == Some(ReviewState::InReview) {
            item.act = Act::Waits;
            let by: Vec<&str> = known.awaiting.iter().map(|awaiting| awaiting.by.as_str()).collect();
            item.summary = format!("is published, and waits for a review by {}", by.join(" and by "));
        }
    } else {
        item.act = Act::RollBack;
        item.summary = format!("callers get {latest} now, and would get {version} again");
        if known.state == VersionState::Suspended {
            item.block = Some(Block::Wrong(format!("version {version} is suspended; resume it first")));
        }
    }
}

/// Its version is not on the server, or waits there.
fn compare_unpublished(item: &mut Item, definition: &Definition, remote: &Remote, wanted: Wanted) {
    let digest = &definition.identity.digest;
    if let Some((review, _)) = remote.review.as_ref().filter(|(_, submitted)| submitted == digest) {
        match review.state {
            ReviewState::InReview => {
                item.act = Act::Waits;
                let by: Vec<&str> = review.awaiting.iter().map(|awaiting| awaiting.by.as_str()).collect();
                item.summary = format!("waits for a review by {}", by.join(" and by "));
                return;
            }
            ReviewState::Rejected => {
                let next = next_free_version(&review.version, &remote.versions);
                let why = format!("version {} was rejected; change it, and give it {next}", review.version);
                item.block = Some(Block::Wrong(why));
            }
            ReviewState::ChangesRequested => {
                item.details.push("changes were requested of this very content".to_owned());
            }
            ReviewState::Published | ReviewState::NotNeeded => {}
        }
    }
    if let (Some(latest), Some(source)) = (&remote.latest, &remote.source) {
        item.act = Act::Change;
        describe_version_change(item, latest, source, definition, wanted);
    }
    let is_known = |digest: &str| {
        digest == definition.identity.digest || remote.versions.iter().any(|version| version.digest == digest)
    };
    if let Some(draft) = &remote.draft
        && !definition_digest(&draft.source).is_some_and(|digest| is_known(&digest))
    {
        let by = &draft.author;
        item.details.push(format!("replaces the draft that {by} saved on {}", day(&draft.saved_at)));
    }
}

/// How the new version differs from the one that callers get, and what it reaches.
fn describe_version_change(
    item: &mut Item,
    latest: &Version,
    source: &str,
    definition: &Definition,
    wanted: Wanted,
) {
    let (Some(before), _) = towpath_dsl::read(source) else { return };
    let after = &definition.workflow;
    let mut changes = diff(&before, after);
    // That it has another version is said already.
    changes.retain(|change| !matches!(change, Change::Changed { to, .. } if to == "/document/version"));
    let reach = Reach::between(&derive(&before), &derive(after));
    let s = if changes.len() == 1 { "" } else { "s" };
    item.summary = format!("after {}: {} change{s}", latest.version, changes.len());
    for reached in &reach.gained {
        item.details.push(format!("now also: {}", reached.what));
    }
    for reached in &reach.lost {
        item.details.push(format!("no longer: {}", reached.what));
    }
    let shown = if wanted.diff { changes.len() } else { MOST };
    for change in changes.iter().take(shown) {
        item.details.push(anstream::adapter::strip_str(&line_of_change(change)).to_string());
    }
    if changes.len() > shown {
        item.details.push(format!("… and {} more; --diff shows all", changes.len() - shown));
    }
}

/// What must be unchanged on the server when it is published.
fn basis_of_workflow(remote: &Remote) -> String {
    let versions: Vec<String> =
        remote.versions.iter().map(|version| format!("{} {}", version.version, version.state)).collect();
    let latest = remote.latest.as_ref().map_or("none", |latest| latest.version.as_str());
    let draft = remote.draft.as_ref().map_or(0, |draft| draft.revision);
    let review = remote.review.as_ref().map_or("none", |(review, _)| review.state.as_str());
    format!("latest {latest}, versions [{}], draft {draft}, review {review}", versions.join(", "))
}

/// The next patch version that is free.
fn next_free_version(version: &str, taken: &[Version]) -> String {
    let core = version.split(['-', '+']).next().unwrap_or(version);
    let numbers: Vec<u64> = core.split('.').map(|part| part.parse().unwrap_or_default()).collect();
    let [major, minor, patch] = [0, 1, 2].map(|at| numbers.get(at).copied().unwrap_or_default());
    let candidates = (1..).map(|more| format!("{major}.{minor}.{}", patch + more));
    let mut free = candidates.filter(|next| !taken.iter().any(|version| version.version == *next));
    free.next().unwrap_or_default()
}

fn day(at: &str) -> &str {
    at.split('T').next().unwrap_or(at)
}

/// The workflows that a definition starts, as `namespace/name`.
pub(crate) fn workflows_started_by(profile: &Profile) -> impl Iterator<Item = String> + '_ {
    profile.accesses.iter().filter(|access| access.access.kind == Reached::Run).filter_map(|access| {
        let fields = access.arguments_schema.get("properties")?;
        let text = |name: &str| fields.get(name)?.get("const")?.as_str();
        Some(format!("{}/{}", text("namespace")?, text("name")?))
    })
}

/// The items in the order in which they are put in force: what workflows start comes before them, and what is removed
/// comes last of its kind.
pub(crate) fn in_order(items: Vec<Item>, folder: &Folder) -> Vec<Item> {
    let starts: BTreeMap<&str, Vec<String>> = folder
        .definitions()
        .map(|(document, definition)| {
            (document.name.as_str(), workflows_started_by(&definition.profile).collect())
        })
        .collect();
    let mut order: Vec<&str> = Vec::new();
    for name in starts.keys() {
        order_after_started(name, &starts, &mut Vec::new(), &mut order);
    }
    let place = |item: &Item| {
        let own = order.iter().position(|name| *name == item.name);
        let last = item.file.is_none();
        (item.kind, last, own.filter(|_| item.kind == Kind::Workflow).unwrap_or_default())
    };
    let mut items = items;
    items.sort_by_key(place);
    items
}

/// A workflow after those it starts. A circle is cut where it closes.
fn order_after_started<'a>(
    name: &'a str,
    starts: &'a BTreeMap<&str, Vec<String>>,
    path: &mut Vec<&'a str>,
    order: &mut Vec<&'a str>,
) {
    if order.contains(&name) || path.contains(&name) {
        return;
    }
    path.push(name);
    for started in starts.get(name).into_iter().flatten() {
        if let Some((known, _)) = starts.get_key_value(started.as_str()) {
            order_after_started(known, starts, path, order);
        }
    }
    path.pop();
    order.push(name);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_started_comes_first_and_circles_end() {
        let starts: BTreeMap<&str, Vec<String>> = [
            ("a", vec!["c".to_owned()]),
            ("b", vec!["a".to_owned()]),
            ("c", vec!["d".to_owned(), "elsewhere".to_owned()]),
            ("d", vec!["c".to_owned()]),
        ]
        .into();
        let mut order = Vec::new();
        for name in starts.keys() {
            order_after_started(name, &starts, &mut Vec::new(), &mut order);
        }
        assert_eq!(order, ["d", "c", "a", "b"]);
    }

    #[test]
    fn the_next_version_is_free() {
        let taken = |version: &str| Version {
            namespace: String::new(),
            name: String::new(),
            version: version.to_owned(),
            title: String::new(),
            digest: String::new(),
            author: String::new(),
            published_at: String::new(),
            state: VersionState::Published,
            reason: None,
            callers_get: None,
            switched_off: None,
            review: None,
            awaiting: Vec::new(),
        };
        assert_eq!(next_free_version("1.0.0", &[taken("1.0.0"), taken("1.0.1")]), "1.0.2");
        assert_eq!(next_free_version("1.2.3-beta+x", &[]), "1.2.4");
    }
}
