//! The scripts in `examples/`, played as a reader would: the walkthrough, the tour, and the commands of the README.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::process::Command;

use towpath_tests::{Demo, demo_binary, free_port, root};

/// Plays a script; what it printed.
fn play(script: &mut Command) -> String {
    let output = script.env("TOWPATH_BIN", demo_binary()).output().unwrap();
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    said
}

/// Plays the commands of a page, and compares what they print with the page.
fn play_page(page: &str) {
    let address = || format!("127.0.0.1:{}", free_port());
    let said = play(
        Command::new(root().join("examples/tour/tour.sh"))
            .arg(root().join(page))
            .env("TOUR_LISTEN", address())
            .env("TOUR_COMPANY", address()),
    );
    assert!(said.ends_with("printed what the page shows.\n"), "{said}");
}

#[test]
fn the_walkthrough_comes_to_its_end() {
    let demo = Demo::start();
    let mut script = Command::new(root().join("examples/walkthrough/walkthrough.sh"));
    script.env("TOWPATH_URL", demo.url()).current_dir(demo.data());
    for (name, role) in [("CHAMPION", "champion"), ("APPROVER", "approver"), ("IT", "it"), ("APP", "app")] {
        script.env(name, demo.token(role));
    }
    let said = play(&mut script);
    assert!(said.ends_with("That was the whole story.\n"), "{said}");
}

#[test]
fn the_tour_prints_what_its_page_shows() {
    play_page("examples/tour/README.md");
}

#[test]
fn the_readme_prints_what_it_shows() {
    play_page("README.md");
}

/// The YAML that the README shows is the beginning of a file of `examples/first`.
#[test]
fn the_readme_shows_the_files_it_plays() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let files = ["workflow.yaml", "at-most-50.yaml"]
        .map(|name| std::fs::read_to_string(root().join("examples/first").join(name)).unwrap());
    let shown: Vec<&str> =
        readme.split("```yaml\n").skip(1).map(|block| block.split("```").next().unwrap()).collect();
    assert_eq!(shown.len(), files.len());
    for (block, file) in shown.iter().zip(&files) {
        assert!(file.starts_with(block), "the README shows\n{block}and the file is\n{file}");
    }
}
