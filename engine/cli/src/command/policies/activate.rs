//! `towpath policies activate`: a folder of policies, put in force on a server all together.

use std::path::PathBuf;

use anstyle::AnsiColor;
use clap::Args;
use towpath_client::{Activate as Asked, Activation, Client, ClientError, Problem};
use towpath_diagnostics::Diagnostic;

use crate::connection::{Server, show_error};
use crate::exit::Exit;
use crate::{output, policy_files};

/// Save the policies of a folder on a server, and put everything that is saved there in force.
///
/// They are checked and tested first, here and on the server; with anything wrong nothing changes. If live workflows
/// lose something, that has to be confirmed: `policies impact` shows what, and the digest that confirms it.
#[derive(Debug, Args)]
pub(crate) struct Activate {
    /// A folder, or one file; without it what is saved on the server is put in force.
    path: Option<PathBuf>,
    /// Only save them, to look at `policies impact` first.
    #[arg(long, requires = "path")]
    save_only: bool,
    /// The digest of the impact report you have read.
    #[arg(long, value_name = "DIGEST")]
    confirm: Option<String>,
    /// Grace period: how long live workflows that lose access keep the previous policies: `7d`, `12h`, `30m`, `90s`.
    #[arg(long, value_name = "TIME", default_value = "0s", value_parser = parse_grace_period)]
    grace: u32,
    /// Put only this policy in force, or take it out where its draft was deleted; may be given several times. All others stay
    /// as they are in force: an emergency forbid does not wait for what else is saved.
    #[arg(long, value_name = "POLICY")]
    only: Vec<String>,
    /// Where the server requires a second person: the digest of your own open proposal, to replace it.
    #[arg(long, value_name = "DIGEST")]
    replace: Option<String>,
    /// Why; shown in the revisions.
    #[arg(long, short)]
    message: Option<String>,
    #[command(flatten)]
    server: Server,
}

impl Activate {
    pub(crate) async fn run(self) -> Exit {
        self.try_run().await.unwrap_or_else(|exit| exit)
    }

    async fn try_run(self) -> Result<Exit, Exit> {
        let client = self.server.client()?;
        let read = match &self.path {
            Some(path) => policy_files::read_policies(path).map_err(crate::folder::Failed::show)?,
            None => Vec::new(),
        };
        if read.iter().flat_map(|policy| &policy.diagnostics).any(Diagnostic::is_error) {
            policy_files::show_policy_findings(&read);
            return Err(Exit::Found);
        }
        for policy in &read {
            let Some(name) = policy.name() else { continue };
            let saved = client.put_policy(name, policy.file.source.clone(), None).await;
            saved.map_err(|error| show_error(&error))?;
        }
        let ok = output::paint(AnsiColor::Green, "ok");
        if self.save_only {
            output::say(&format!(
                "{ok} {} saved; `towpath policies impact` says what they would change",
                read.len()
            ));
            return Ok(Exit::Success);
        }
        if self.only.is_empty() {
            let given: Vec<&str> = read.iter().filter_map(|policy| policy.name()).collect();
            tell_others(&client, &given).await?;
        }
        let asked = Asked {
            reason: self.message,
            impact: self.confirm,
            grace_seconds: self.grace,
            policies: Some(self.only).filter(|only| !only.is_empty()),
            replaces: self.replace,
        };
        let active =
            client.activate_policies(&asked).await.map_err(|error| explain_unconfirmed_activation(&error))?;
        show_activation(&active);
        Ok(Exit::Success)
    }
}

/// Says which policies that others have saved come into force along with one's own.
async fn tell_others(client: &Client, given: &[&str]) -> Result<(), Exit> {
    let me = client.me().await.map_err(|error| show_error(&error))?.id;
    let saved = client.policies().await.map_err(|error| show_error(&error))?;
    let others =
        saved.iter().filter(|one| !one.active && one.by != me && !given.contains(&one.name.as_str()));
    for policy in others {
        let label = output::paint(AnsiColor::Yellow, "warning:");
        let (name, by, at) = (&policy.name, &policy.by, &policy.at);
        output::say(&format!("{label} `{name}`, which {by} saved at {at}, is put in force as well"));
        output::help("`--only NAME` puts single policies in force");
    }
    Ok(())
}

/// Shows the result of an activation.
pub(super) fn show_activation(active: &Activation) {
    let ok = output::paint(AnsiColor::Green, "ok");
    match active {
        Activation::InForce(active) => {
            warned(&active.warnings);
            for grace in &active.graces {
                output::say(&format!(
                    "    {} stays under the policies before until {}",
                    grace.version, grace.until
                ));
            }
            output::say(&format!(
                "{ok} {} in force, as revision {}",
                active.revision.policies.len(),
                active.revision.revision
            ));
            output::data(&active.revision.digest);
        }
        Activation::Proposed(proposed) => {
            warned(&proposed.warnings);
            output::say(&format!(
                "{ok} proposed; another person of IT approves with: `towpath policies approve {}`",
                proposed.digest
            ));
            output::data(&proposed.digest);
        }
    }
}

fn warned(warnings: &[towpath_client::Diagnostic]) {
    for warning in warnings {
        let help = warning.help.as_deref().map(|help| format!("; {help}")).unwrap_or_default();
        output::say(&format!("{} {}{help}", output::paint(AnsiColor::Yellow, "warning"), warning.message));
    }
}

/// Shows the live workflows that something is taken from, where an answer names any; the digest of that.
pub(crate) fn affected_by(problem: &Problem) -> Option<&str> {
    problem.affected.iter().for_each(super::impact::show_affected_workflow);
    problem.impact.as_deref()
}

/// Says what has to be confirmed, and how.
pub(crate) fn explain_unconfirmed_activation(error: &ClientError) -> Exit {
    let exit = show_error(error);
    if let ClientError::Problem(problem) = error
        && let Some(digest) = affected_by(problem)
    {
        output::help(&format!("read `towpath policies impact`, then confirm it with `--confirm {digest}`"));
        output::help("`--grace 7d` gives the owners of these workflows a week");
    }
    exit
}

/// Reads `7d`, `12h`, `30m`, `90s`.
pub(crate) fn parse_grace_period(text: &str) -> Result<u32, String> {
    let wrong = || format!("`{text}` is no time: write `7d`, `12h`, `30m` or `90s`");
    let unit = text.chars().last().ok_or_else(wrong)?;
    let each = match unit {
        'd' => 86_400,
        'h' => 3_600,
        'm' => 60,
        's' => 1,
        _ => return Err(wrong()),
    };
    let number: u32 = text[..text.len() - unit.len_utf8()].parse().map_err(|_| wrong())?;
    number.checked_mul(each).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::parse_grace_period;

    #[test]
    fn times_have_a_unit() {
        assert_eq!(parse_grace_period("7d"), Ok(604_800));
        assert_eq!(parse_grace_period("0s"), Ok(0));
        assert!(
            parse_grace_period("7").is_err()
                && parse_grace_period("d").is_err()
                && parse_grace_period("").is_err()
                && parse_grace_period("7é").is_err()
        );
        assert!(parse_grace_period("99999999d").is_err());
    }
}
