//! Collects the names of the secrets that a definition may use. Values are never here.

use std::collections::BTreeSet;

use towpath_dsl::model::{
    Authentication, AuthenticationPolicy, CallTask, SecretOr, Spanned, TaskKind, TaskList, Workflow,
};

/// Declared secrets, and those that an authentication names, sorted.
pub(crate) fn named_secrets(workflow: &Workflow) -> Vec<String> {
    let mut names = BTreeSet::new();
    names.extend(workflow.reusable.secrets.iter().map(|secret| secret.value.clone()));
    for (_, policy) in &workflow.reusable.authentications {
        names.extend(secret_of(policy));
    }
    for task in &workflow.reusable.functions {
        secrets_of_calls(&task.kind, &mut names);
    }
    list(&workflow.tasks, &mut names);
    names.into_iter().collect()
}

fn list(tasks: &TaskList, names: &mut BTreeSet<String>) {
    for task in &tasks.tasks {
        secrets_of_calls(&task.kind, names);
    }
}

/// The YAML parser bounds the nesting.
fn secrets_of_calls(kind: &TaskKind, names: &mut BTreeSet<String>) {
    if let TaskKind::Call(call) = kind {
        for authentication in authentications(call) {
            if let Authentication::Inline(policy) = authentication {
                names.extend(secret_of(policy));
            }
        }
    }
    for inside in kind.lists() {
        list(inside, names);
    }
}

fn authentications(call: &CallTask) -> Vec<&Authentication> {
    match call {
        CallTask::Http(call) => call.endpoint.authentication.iter().collect(),
        CallTask::OpenApi(call) => {
            call.authentication.iter().chain(&call.document.endpoint.authentication).collect()
        }
        CallTask::AsyncApi(call) => {
            call.authentication.iter().chain(&call.document.endpoint.authentication).collect()
        }
        CallTask::Grpc(call) => {
            call.service.authentication.iter().chain(&call.proto.endpoint.authentication).collect()
        }
        CallTask::A2a(call) => call.server.iter().flat_map(|server| &server.authentication).collect(),
        CallTask::Function(_) | CallTask::Mcp(_) => Vec::new(),
    }
}

fn secret_of(policy: &AuthenticationPolicy) -> Option<String> {
    fn name<T>(properties: &SecretOr<T>) -> Option<&Spanned<String>> {
        match properties {
            SecretOr::Secret(name) => Some(name),
            SecretOr::Inline(_) => None,
        }
    }
    let name = match policy {
        AuthenticationPolicy::Basic(properties) | AuthenticationPolicy::Digest(properties) => {
            name(properties)
        }
        AuthenticationPolicy::Bearer(properties) => name(properties),
        AuthenticationPolicy::OAuth2(properties) | AuthenticationPolicy::Oidc(properties) => name(properties),
    };
    name.map(|name| name.value.clone())
}
