//! The walkthrough in `examples/walkthrough`, played as a stranger would.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::process::Command;

use towpath_tests::{Demo, demo_binary, root};

#[test]
fn the_walkthrough_comes_to_its_end() {
    let demo = Demo::start();
    let mut play = Command::new(root().join("examples/walkthrough/walkthrough.sh"));
    play.env("TOWPATH_BIN", demo_binary()).env("TOWPATH_URL", demo.url()).current_dir(demo.data());
    for (name, role) in [("CHAMPION", "champion"), ("APPROVER", "approver"), ("IT", "it"), ("APP", "app")] {
        play.env(name, demo.token(role));
    }
    let output = play.output().unwrap();
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(said.ends_with("That was the whole story.\n"), "{said}");
}
