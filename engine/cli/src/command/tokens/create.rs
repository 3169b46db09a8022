//! `towpath tokens create`.

use clap::Args;
use towpath_client::{RoleGrant, UnknownWord};
use towpath_identity::{Grant, NewToken, Role};

use super::{Access, Place};
use crate::exit::Exit;
use crate::output;

/// Create a token. It is printed once, on stdout, and stored nowhere.
#[derive(Debug, Args)]
pub(crate) struct Create {
    /// Its name in lists.
    name: String,
    /// Whose token it is, such as `shop@acme.example` [default: the name].
    #[arg(long, value_name = "ID")]
    principal: Option<String>,
    /// A role, everywhere or in one namespace: `it`, `champion:support`. May be given several times.
    #[arg(long = "role", value_name = "ROLE[:NAMESPACE]", required = true, value_parser = parse_grant)]
    roles: Vec<Grant>,
    /// A label of values it may see in runs, journals and holds, `customer-data`, or `*`. May be given several times.
    #[arg(long = "may-view", value_name = "LABEL")]
    may_view: Vec<String>,
    #[command(flatten)]
    place: Place,
}

fn parse_grant(text: &str) -> Result<Grant, String> {
    let (role, namespace) = match text.split_once(':') {
        Some((role, namespace)) => (role, Some(namespace.to_owned())),
        None => (text, None),
    };
    let role: Role = role.parse().map_err(|error: towpath_identity::UnknownRole| error.to_string())?;
    Ok(Grant { role, namespace })
}

/// A role as the API names it.
fn role_grant(grant: Grant) -> Result<RoleGrant, UnknownWord> {
    grant.role.as_str().parse().map(|role| RoleGrant { role, namespace: grant.namespace })
}

impl Create {
    pub(crate) async fn run(self) -> Exit {
        let access = match self.place.open().await {
            Ok(access) => access,
            Err(exit) => return exit,
        };
        match access {
            Access::Data(tokens) => {
                let new = NewToken {
                    principal: self.principal.unwrap_or_else(|| self.name.clone()),
                    name: self.name,
                    kind: None,
                    grants: self.roles,
                    may_view: self.may_view,
                    expires_at: None,
                };
                let (secret, token) = match tokens.create(new, "command-line").await {
                    Ok(created) => created,
                    Err(error) => return super::failed(&error),
                };
                let Err(error) = output::once(&secret) else { return Exit::Success };
                let revoked = tokens.revoke(&token.id).await;
                exit_for_lost_token(&error, &token.id, revoked.is_ok())
            }
            Access::Server(client) => {
                let grants: Result<Vec<RoleGrant>, UnknownWord> =
                    self.roles.into_iter().map(role_grant).collect();
                let grants = match grants {
                    Ok(grants) => grants,
                    Err(error) => return super::failed(&error),
                };
                let new = towpath_client::NewToken {
                    name: self.name,
                    principal: self.principal,
                    grants,
                    may_view: self.may_view,
                    ..towpath_client::NewToken::default()
                };
                let created = match client.create_token(&new).await {
                    Ok(created) => created,
                    Err(error) => return crate::connection::show_error(&error),
                };
                let id = &created.about.id;
                if let Err(error) = output::once(&created.token) {
                    let revoked = client.revoke_token(id).await;
                    return exit_for_lost_token(&error, id, revoked.is_ok());
                }
                if created.about.waiting {
                    output::say(&format!("token {id} opens nothing before another of IT confirms it"));
                    output::help(&format!("they run: towpath tokens confirm {id}"));
                }
                Exit::Success
            }
        }
    }
}

/// The token could not be printed and is lost: it is revoked again.
fn exit_for_lost_token(error: &std::io::Error, id: &str, is_revoked: bool) -> Exit {
    output::error(&format!("the token could not be printed: {error}"));
    match is_revoked {
        true => {
            output::help("it is revoked again; run the command once more where its output can be written")
        }
        false => output::help(&format!("revoke it: towpath tokens revoke {id}")),
    }
    Exit::Unavailable
}
