//! `towpath diff`: what changed between two definitions, and in what they reach.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;
use towpath_access::{Reach, derive};
use towpath_dsl::{Change, diff};

use crate::exit::Exit;
use crate::{changes, definition, output};

/// Compare two definitions by what they say: tasks, fields, and what they reach.
///
/// Comments, quotes, layout and the order of keys are no difference. Tasks are followed by their names: one that was
/// pushed along by others has not changed, one in another place has moved. The last lines say what the new
/// definition can reach that the old one could not ("now also"), and the other way round ("no longer"): read those
/// first when you review.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  towpath diff old.yaml new.yaml
  git show HEAD:workflow.yaml | towpath diff - workflow.yaml

Exit codes:
  0  both have the same content
  1  they differ
  2  the command line is wrong, or a file is no definition
  3  a file cannot be opened")]
pub(crate) struct Diff {
    /// The old definition, YAML or JSON; `-` is stdin.
    #[arg(value_name = "A")]
    before: PathBuf,
    /// The new definition, YAML or JSON; `-` is stdin.
    #[arg(value_name = "B")]
    after: PathBuf,
    /// Print the changes as JSON, with JSON pointers into both definitions.
    #[arg(long)]
    json: bool,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Report {
    same: bool,
    before: String,
    after: String,
    changes: Vec<Change>,
    #[serde(flatten)]
    reach: Reach,
}

impl Diff {
    pub(crate) fn run(self) -> Exit {
        let (before, after) =
            match (definition::read_definition(&self.before), definition::read_definition(&self.after)) {
                (Ok(before), Ok(after)) => (before, after),
                // The worse of the two.
                (Err(Exit::Unavailable), _) | (_, Err(Exit::Unavailable)) => return Exit::Unavailable,
                _ => return Exit::Usage,
            };
        let changes = diff(&before, &after);
        let reach = Reach::between(&derive(&before), &derive(&after));
        let same = changes.is_empty() && reach.is_same();
        if self.json {
            let (before, after) = (before.digest(), after.digest());
            output::json(&Report { same, before, after, changes, reach });
        } else if same {
            output::say("no difference: both say the same");
        } else {
            changes::show_changes(&changes, &reach);
        }
        if same { Exit::Success } else { Exit::Found }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn the_exit_says_whether_they_differ() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let head = "document: { dsl: 1.0.3, namespace: a, name: b, version: 1.0.0 }\n";
        let one = file("one.yaml", &format!("{head}do: [ {{ a: {{ set: {{ x: 1, y: 2 }} }} }} ]\n"));
        let same = file("same.yaml", &format!("# so\n{head}do:\n- a:\n    set:\n      'y': 2\n      x: 1\n"));
        let other = file("other.yaml", &format!("{head}do: [ {{ a: {{ set: {{ x: 2, y: 2 }} }} }} ]\n"));
        let fork =
            file("fork.yaml", &format!("{head}do: [ {{ a: {{ run: {{ shell: {{ command: ls }} }} }} }} ]\n"));
        let none = file("none.yaml", "do: 5\n");
        let missing = folder.path().join("missing.yaml");
        let cases = [
            (&one, &same, Exit::Success),
            (&one, &other, Exit::Found),
            // What is never run can be compared all the same.
            (&one, &fork, Exit::Found),
            (&fork, &fork, Exit::Success),
            (&one, &none, Exit::Usage),
            (&none, &missing, Exit::Unavailable),
        ];
        for (before, after, exit) in cases {
            for json in [false, true] {
                let diff = Diff { before: before.clone(), after: after.clone(), json };
                assert_eq!(diff.run(), exit, "{} {}", before.display(), after.display());
            }
        }
    }
}
