//! A plan in a file, to be carried out as it was looked at or not at all. It holds no text and no value.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::plan::{Act, Item, Plan};
use super::tree::Kind;
use crate::input;

/// The value of `kind`, which tells a plan from other files.
const FORM: &str = "towpath plan 1";

/// A plan as it is saved.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SavedPlan {
    form: String,
    /// The server it is for.
    pub(crate) server: String,
    /// Where the folder lay.
    pub(crate) folder: PathBuf,
    /// What is only on the server goes.
    pub(crate) prune: bool,
    /// These kinds alone; empty: all that the folder has.
    pub(crate) only: Vec<Kind>,
    /// The environment whose values were put in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) environment: Option<String>,
    digest: String,
    contents: String,
    items: Vec<SavedItem>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedItem {
    kind: Kind,
    name: String,
    act: Act,
    basis: String,
}

impl SavedPlan {
    /// What has to be kept of a plan.
    pub(crate) fn new(plan: &Plan, server: &str, folder: &Path, prune: bool, only: &[Kind]) -> Self {
        let item = |item: &Item| {
            let basis = item.ground()?.to_owned();
            Some(SavedItem { kind: item.kind, name: item.name.clone(), act: item.act, basis })
        };
        Self {
            form: FORM.to_owned(),
            server: server.to_owned(),
            folder: folder.canonicalize().unwrap_or_else(|_| folder.to_owned()),
            prune,
            only: only.to_vec(),
            environment: None,
            digest: plan.digest.clone(),
            contents: plan.folder.clone(),
            items: plan.items.iter().filter_map(item).collect(),
        }
    }

    /// The same, made for an environment.
    pub(crate) fn environment(self, name: Option<&str>) -> Self {
        Self { environment: name.map(str::to_owned), ..self }
    }

    /// Reads a saved plan.
    pub(crate) fn read(path: &Path) -> Result<Self, String> {
        let text = input::read_file(path)?;
        let wrong =
            || format!("`{}` is neither a folder nor a plan that `towpath plan -o` saved", path.display());
        let saved: Self = serde_json::from_str(&text).map_err(|_| wrong())?;
        if saved.form == FORM { Ok(saved) } else { Err(wrong()) }
    }

    /// What is otherwise than when the plan was made; empty: nothing.
    pub(crate) fn differs(&self, now: &Plan) -> Vec<String> {
        if self.digest == now.digest {
            return Vec::new();
        }
        let mut differs = Vec::new();
        if self.contents != now.folder {
            differs.push("the folder holds something else than when the plan was made".to_owned());
        }
        for item in &now.items {
            let Some(ground) = item.ground() else { continue };
            let before = self.items.iter().find(|saved| (saved.kind, &saved.name) == (item.kind, &item.name));
            let (kind, name) = (item.kind, &item.name);
            match before {
                None => differs.push(format!("{kind} `{name}` is new since then")),
                Some(before) if before.basis != ground || before.act != item.act => {
                    differs.push(format!("{kind} `{name}` was changed on the server since then"));
                }
                Some(_) => {}
            }
        }
        for gone in &self.items {
            if !now.items.iter().any(|item| (item.kind, &item.name) == (gone.kind, &gone.name)) {
                differs.push(format!("{} `{}` is gone since then", gone.kind, gone.name));
            }
        }
        if differs.is_empty() {
            differs.push("what would be done is not what was planned".to_owned());
        }
        differs
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn plan(folder: &str, items: &[(&str, &str)]) -> Plan {
        let item = |(name, basis): &(&str, &str)| Item {
            basis: (*basis).to_owned(),
            ..Item::new(Kind::Policy, name, Act::Change)
        };
        Plan::new(folder.to_owned(), items.iter().map(item).collect(), Vec::new())
    }

    #[test]
    fn what_changed_since_is_named() {
        let saved =
            SavedPlan::new(&plan("f", &[("a", "1"), ("b", "1")]), "http://s", Path::new("d"), false, &[]);
        assert!(saved.differs(&plan("f", &[("a", "1"), ("b", "1")])).is_empty());
        let differs = saved.differs(&plan("g", &[("a", "2"), ("c", "1")]));
        assert_eq!(
            differs,
            [
                "the folder holds something else than when the plan was made",
                "policy `a` was changed on the server since then",
                "policy `c` is new since then",
                "policy `b` is gone since then",
            ]
        );
    }

    #[test]
    fn a_saved_plan_is_read_back_and_nothing_else_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plan.json");
        let saved =
            SavedPlan::new(&plan("f", &[("a", "1")]), "http://s", folder.path(), true, &[Kind::Policy]);
        std::fs::write(&path, serde_json::to_string(&saved).unwrap()).unwrap();
        assert_eq!(SavedPlan::read(&path).unwrap(), saved);
        std::fs::write(&path, "{}").unwrap();
        assert!(SavedPlan::read(&path).unwrap_err().contains("neither a folder nor a plan"));
    }
}
