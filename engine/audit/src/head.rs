//! Signed heads: how far a chain had come, said by whoever has the key.

use serde::{Deserialize, Serialize};

use crate::keys::{Keys, PublicKey};

/// How far a chain had come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The chain's file name.
    pub chain: String,
    /// Number of its last link.
    pub number: u64,
    /// Hash of its last link.
    pub hash: String,
    /// Over all of that, in hexadecimal.
    pub signature: String,
}

impl Head {
    pub(crate) fn sign(keys: &Keys, chain: &str, number: u64, hash: &str) -> Self {
        let signature = keys.sign(&message(chain, number, hash));
        Self { chain: chain.to_owned(), number, hash: hash.to_owned(), signature }
    }

    /// Whether whoever has the key said so.
    pub fn is_signed_by(&self, key: &PublicKey) -> bool {
        key.verifies(&message(&self.chain, self.number, &self.hash), &self.signature)
    }
}

/// What is signed. The parts have no line ends in them, so no other parts give the same text.
fn message(chain: &str, number: u64, hash: &str) -> Vec<u8> {
    format!("towpath audit head 1\n{chain}\n{number}\n{hash}\n").into_bytes()
}
