//! Help for missing keys.

/// The help for the keys that are missing most often.
pub(super) fn help_for_missing_key(pointer: &str, key: &str) -> Option<&'static str> {
    let parent = pointer.rsplit('/').next().unwrap_or_default();
    let help = match (parent, key) {
        ("", "document") => {
            "begin with `document: { dsl: '1.0.3', namespace: support, name: my-workflow, version: '0.1.0' }`"
        }
        (_, "do") => "add `do:` and below it a list of tasks, each as `- name: { … }`",
        ("document", "dsl") => "add `dsl: '1.0.3'`, the version of the workflow language",
        ("document", "namespace") => {
            "add `namespace:` with the team it belongs to, such as `namespace: support`"
        }
        ("document", "name") => "add `name:` with a unique name, such as `name: order-status`",
        ("document", "version") => "add `version: '0.1.0'`, and increase it with each change",
        ("for", "in") => "add `in:` with the list to loop over, such as `in: .items`",
        (_, "try") => "add `try:` and below it the tasks whose errors are caught",
        (_, "catch") => "add `catch:` with the error handling, such as `catch: { then: end }`",
        (_, "then") => "add `then:` with the name of a task, or `continue`, `exit` or `end`",
        (_, "endpoint") => "add `endpoint: https://…`",
        (_, "method") => "add `method: get`",
        (_, "with") => "add `with:` and below it the conditions",
        (_, "error") => {
            "add `error:` with the name of one under `use.errors`, or with its `type` and `status`"
        }
        (_, "type") => "add `type:` with a URI, such as `type: https://acme.example/errors/not-found`",
        (_, "status") => "add `status:` with a number, such as `status: 404`",
        (_, "after") => "add `after: PT30S`",
        (_, "document") => {
            "add `document:` and below it the JSON Schema, such as `document: { type: object }`"
        }
        _ => return None,
    };
    Some(help)
}
