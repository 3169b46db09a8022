//! Folders of documents that the tests of `plan` start from.

use std::path::{Path, PathBuf};

/// The value that no output may show.
pub(crate) const SECRET: &str = "hunter2-never-shown";

pub(crate) const PAYMENTS: &str = "# Where money leaves the house.
integration: payments
title: Payments
owner: finance@acme.example
kind: http
connection:
  baseUrl: https://pay.acme.example
  headers: { authorization: { secret: pay-key } }
operations:
  refund:
    version: 1.0.0
    title: Refund
    effect: write
    idempotent: no
    request: { method: POST, path: /refunds, body: arguments }
    input:
      type: object
      additionalProperties: false
      required: [amount]
      properties: { amount: { type: number } }
    output: { type: object }
";
pub(crate) const LEGACY: &str = "integration: legacy
title: What was there before
owner: it@acme.example
kind: http
connection: { baseUrl: https://legacy.acme.example }
operations:
  look:
    version: 1.0.0
    title: Look
    effect: read
    request: { method: GET, path: /look }
    input: { type: object, additionalProperties: false, properties: {} }
    output: { type: object }
";
pub(crate) const PERMIT: &str = "policy: all
title: Everything here
effect: permit
access: {}
reason: Tests.
tests: [{ name: all, access: { kind: start }, expect: allow }]
";
pub(crate) const LIMIT: &str = "policy: small-limits
title: Limits stay small
effect: forbid
access:
  required: [arguments]
  properties:
    kind: { const: configure }
    arguments: { type: object, required: [limit], properties: { limit: { type: number, minimum: 50 } } }
reason: Large limits are for finance.
";
pub(crate) const REVIEW: &str = "policy: sales-is-looked-at
title: What sales publishes is looked at
effect: review
approvers: { role: approver }
workflow: { properties: { namespace: { const: sales } } }
reason: Sales is new here.
";
pub(crate) const REFUND: &str = "document:
  dsl: 1.0.3
  namespace: support
  name: refund
  version: 1.0.0
  title: Refund
  metadata:
    settings:
      type: object
      properties: { limit: { type: number, minimum: 0, maximum: 100, default: 5 } }
do:
  - pay: { call: 'payments.refund:1.0.0@default', with: { amount: '${ .amount }' } }
";
/// Starts the other, and comes before it by name.
pub(crate) const BATCH: &str = "document: { dsl: 1.0.3, namespace: support, name: batch, version: 1.0.0 }
do:
  - each: { run: { workflow: { namespace: support, name: refund, version: latest, input: { amount: 1 } } } }
";

/// A folder of documents.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// Everything in order.
    pub(crate) fn whole() -> Self {
        let folder = Self::new();
        folder.write("integrations/payments.yaml", PAYMENTS);
        folder.write("policies/all.yaml", PERMIT);
        folder.write("policies/limits/small.yaml", LIMIT);
        folder.write("workflows/refund/workflow.yaml", REFUND);
        folder.write("workflows/refund/tests.yaml", "- name: one\n  expect: {}\n");
        folder.write("workflows/batch.yaml", BATCH);
        folder.write("settings/support/refund.yaml", "limit: 7\n");
        folder
    }

    pub(crate) fn path(&self) -> &str {
        self.0.path().to_str().unwrap()
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.file(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Every file, with what is in it.
    pub(crate) fn contents(&self) -> Vec<(String, String)> {
        fn walk(root: &Path, folder: &Path, found: &mut Vec<(String, String)>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(root, &path, found);
                } else {
                    let place = path.strip_prefix(root).unwrap().display().to_string();
                    found.push((place, std::fs::read_to_string(&path).unwrap()));
                }
            }
        }
        let mut found = Vec::new();
        walk(self.0.path(), self.0.path(), &mut found);
        found.sort();
        found
    }
}
