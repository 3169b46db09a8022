//! The plan: what would become of each document, and what it rests on.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::tree::Kind;
use crate::exit::Exit;

/// What becomes of a document on the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Act {
    /// It is as it should be.
    Same,
    /// It is only on the server, and stays.
    Left,
    /// It was submitted and waits for an approval; there is nothing more to do.
    Waits,
    /// It is new.
    Add,
    /// It is another.
    Change,
    /// It is saved, and put in force.
    Activate,
    /// Callers get this version again.
    RollBack,
    /// It is only on the server, and goes.
    Remove,
}

impl Act {
    /// Whether something is done.
    pub(crate) fn changes(self) -> bool {
        !matches!(self, Self::Same | Self::Left | Self::Waits)
    }

    /// The sign before it.
    pub(crate) fn sign(self) -> char {
        match self {
            Self::Same => '=',
            Self::Left | Self::Waits => ' ',
            Self::Add => '+',
            Self::Change | Self::Activate | Self::RollBack => '~',
            Self::Remove => '-',
        }
    }
}

/// Why a change cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Block {
    /// Something has to be put right first.
    Wrong(String),
    /// Policies refuse it.
    Refused(String),
    /// The token's roles are not enough.
    NotYours(String),
}

/// What becomes of one document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Item {
    pub(crate) kind: Kind,
    /// `crm`, `support/refund-triage`.
    pub(crate) name: String,
    /// Its file, from the folder's root; absent for what is only on the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) file: Option<String>,
    pub(crate) act: Act,
    /// The version of a workflow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) version: Option<String>,
    /// In a few words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) summary: String,
    /// What else there is to say, a line each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) details: Vec<String>,
    /// What stood on the server: it must still stand there when the plan is carried out.
    pub(crate) basis: String,
    /// Why it cannot be done.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub(crate) block: Option<Block>,
}

impl Item {
    /// A document of which nothing is known yet but that it is there.
    pub(crate) fn new(kind: Kind, name: &str, act: Act) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            file: None,
            act,
            version: None,
            summary: String::new(),
            details: Vec::new(),
            basis: "nothing".to_owned(),
            block: None,
        }
    }

    /// Whether something has to be done for it.
    pub(crate) fn changes(&self) -> bool {
        self.act.changes()
    }

    /// What the plan rests on with it; nothing where it does not matter what becomes of it meanwhile. Policies that are only
    /// on the server matter: they are put in force along with the others.
    pub(crate) fn ground(&self) -> Option<&str> {
        match (self.act, self.kind) {
            (Act::Left, Kind::Policy) => Some(&self.basis),
            (Act::Left, _) => None,
            (Act::Same | Act::Waits, _) => Some(""),
            _ => Some(&self.basis),
        }
    }
}

/// What would change on a server.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Plan {
    /// Digest of this plan: of what is in the folder, and of what stood on the server.
    pub(crate) digest: String,
    /// Digest of what is in the folder.
    pub(crate) folder: String,
    /// Everything, by kind, what comes first first.
    pub(crate) items: Vec<Item>,
    /// What to look at.
    pub(crate) warnings: Vec<String>,
}

impl Plan {
    /// Puts the parts together.
    pub(crate) fn new(folder: String, items: Vec<Item>, warnings: Vec<String>) -> Self {
        let mut text = folder.clone();
        for item in &items {
            let Some(ground) = item.ground() else { continue };
            text += &format!("\n{} {} {:?} {ground}", item.kind, item.name, item.act);
        }
        Self { digest: digest_of_text(text.as_bytes()), folder, items, warnings }
    }

    /// What is done.
    pub(crate) fn changes(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.changes())
    }

    /// Items that cannot be as they should: what is said of it, and how a command ends because of it.
    pub(crate) fn blocked(&self) -> Option<Exit> {
        let mut blocks = self.items.iter().filter_map(|item| item.block.as_ref()).peekable();
        blocks.peek()?;
        let is_wrong = blocks.any(|block| matches!(block, Block::Wrong(_)));
        Some(if is_wrong { Exit::Found } else { Exit::Refused })
    }
}

/// `sha256:…` of a text.
pub(crate) fn digest_of_text(text: &[u8]) -> String {
    let hash = Sha256::digest(text);
    hash.iter().fold("sha256:".to_owned(), |digest, byte| digest + &format!("{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_of_the_folder_and_of_the_server() {
        let plan = |folder: &str, basis: &str| {
            let item = Item { basis: basis.to_owned(), ..Item::new(Kind::Policy, "a", Act::Change) };
            Plan::new(folder.to_owned(), vec![item], Vec::new()).digest
        };
        assert_eq!(plan("a", "revision 1"), plan("a", "revision 1"));
        assert_ne!(plan("a", "revision 1"), plan("a", "revision 2"));
        assert_ne!(plan("a", "revision 1"), plan("b", "revision 1"));
    }

    #[test]
    fn what_is_wrong_comes_before_what_is_not_allowed() {
        let blocked = |blocks: &[Block]| {
            let item = |block: &Block| Item {
                block: Some(block.clone()),
                ..Item::new(Kind::Policy, "a", Act::Change)
            };
            Plan::new(String::new(), blocks.iter().map(item).collect(), Vec::new()).blocked()
        };
        let (wrong, refused) = (Block::Wrong(String::new()), Block::Refused(String::new()));
        assert_eq!(blocked(&[]), None);
        assert_eq!(blocked(std::slice::from_ref(&refused)), Some(Exit::Refused));
        assert_eq!(blocked(&[refused, wrong]), Some(Exit::Found));
    }
}
