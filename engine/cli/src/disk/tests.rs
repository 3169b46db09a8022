//! What is refused: links, pipes, devices, and too much of anything.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::os::unix::fs::{PermissionsExt as _, symlink};

use rustix::fs::{CWD, FileType, Mode, mknodat};

use super::*;

fn fifo(path: &Path) {
    mknodat(CWD, path, FileType::Fifo, Mode::from_raw_mode(0o600), 0).unwrap();
}

fn all(root: &Path) -> Result<Vec<String>, String> {
    let folder = Folder::open(root)?;
    let seen = Walk::new(&folder, Hidden::PassedOver).all(&folder)?;
    let named = |seen: Seen| match seen {
        Seen::Document(file) => Some(file.path),
        _ => None,
    };
    let names = seen.into_iter().filter_map(named);
    Ok(names.map(|path| path.strip_prefix(root).unwrap().display().to_string()).collect())
}

#[test]
fn a_folder_gives_what_is_in_it_and_refuses_what_leads_out() {
    let top = tempfile::tempdir().unwrap();
    let (root, outside) = (top.path().join("root"), top.path().join("outside.yaml"));
    std::fs::create_dir_all(root.join("deep/er")).unwrap();
    std::fs::write(&outside, "secret: 1").unwrap();
    std::fs::write(root.join("deep/er/a.yaml"), "a: 1").unwrap();
    std::fs::write(root.join("notes.txt"), "x").unwrap();
    symlink("notes.txt", root.join("README")).unwrap();
    symlink("/etc", root.join(".hidden")).unwrap();
    assert_eq!(all(&root).unwrap(), ["deep/er/a.yaml"]);
    // The root itself may be reached by a link.
    symlink(&root, top.path().join("current")).unwrap();
    assert_eq!(all(&top.path().join("current")).unwrap(), ["deep/er/a.yaml"]);

    let refused = |plant: &dyn Fn(&Path), says: &str| {
        let place = root.join("deep/x.yaml");
        plant(&place);
        let why = all(&root).unwrap_err();
        assert!(why.contains("deep/x.yaml") && why.contains(says), "{why}");
        std::fs::remove_file(&place).unwrap();
    };
    refused(&|place| symlink(&outside, place).unwrap(), "is a link");
    refused(&|place| symlink("er/a.yaml", place).unwrap(), "is a link");
    refused(&|place| symlink(".", place).unwrap(), "is a link");
    refused(&|place| symlink("nowhere", place).unwrap(), "is a link");
    refused(&|place| symlink("/dev/zero", place).unwrap(), "is a link");
    refused(&fifo, "is a pipe");
    refused(&|place| drop(std::os::unix::net::UnixListener::bind(place).unwrap()), "is a socket");
    refused(&|place| std::fs::File::create(place).unwrap().set_len(1 << 30).unwrap(), "more than 16 MiB");
    symlink("..", root.join("deep/round")).unwrap();
    assert!(all(&root).unwrap_err().contains("deep/round` is a link"));
}

#[test]
fn a_folder_may_be_too_deep_and_too_wide() {
    let top = tempfile::tempdir().unwrap();
    let mut path = top.path().to_owned();
    (0..14).for_each(|_| path.push("d"));
    std::fs::create_dir_all(&path).unwrap();
    assert!(all(top.path()).unwrap_err().contains("12 folders deep"));
    let wide = tempfile::tempdir().unwrap();
    (0..=20_000).for_each(|at| drop(std::fs::File::create(wide.path().join(at.to_string())).unwrap()));
    assert!(all(wide.path()).unwrap_err().contains("more than 20000 names"));
}

#[test]
fn one_file_is_read_where_it_is_one() {
    let top = tempfile::tempdir().unwrap();
    let (file, link, pipe) =
        (top.path().join("a.yaml"), top.path().join("b.yaml"), top.path().join("c.yaml"));
    std::fs::write(&file, "a: 1").unwrap();
    symlink(&file, &link).unwrap();
    fifo(&pipe);
    assert_eq!(read_document_file(&file).unwrap(), "a: 1");
    assert!(read_document_file(&link).unwrap_err().contains("is a link"));
    assert_eq!(read_operator_file(&link).unwrap(), "a: 1");
    for read in [read_document_file, read_operator_file] {
        assert!(read(&pipe).unwrap_err().contains("is a pipe"));
        assert!(read(Path::new("/dev/zero")).unwrap_err().contains("is a device"));
        assert!(read(top.path()).unwrap_err().contains("is a folder"));
        assert!(read(&top.path().join("none")).unwrap_err().contains("No such file"));
    }
    assert!(read_bounded(std::io::repeat(0), "stdin").unwrap_err().contains("more than 16 MiB"));
}

#[test]
fn nothing_is_written_through_a_link() {
    let top = tempfile::tempdir().unwrap();
    let (root, outside) = (top.path().join("root"), top.path().join("outside"));
    std::fs::create_dir_all(&outside).unwrap();
    std::fs::write(outside.join("a.yaml"), "theirs").unwrap();
    let writer = Writer::open(&root).unwrap();
    let place = Path::new("policies/teams/a.yaml");
    writer.write(place, "one").unwrap();
    std::fs::set_permissions(root.join(place), std::fs::Permissions::from_mode(0o640)).unwrap();
    writer.write(place, "two").unwrap();
    assert_eq!(std::fs::read_to_string(root.join(place)).unwrap(), "two");
    assert_eq!(std::fs::metadata(root.join(place)).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(std::fs::read_dir(root.join("policies/teams")).unwrap().count(), 1, "nothing is left beside");

    symlink(outside.join("a.yaml"), root.join("b.yaml")).unwrap();
    symlink(&outside, root.join("workflows")).unwrap();
    for place in ["b.yaml", "workflows/a.yaml"] {
        assert!(writer.write(Path::new(place), "ours").unwrap_err().contains("is a link"), "{place}");
    }
    for place in ["../outside/a.yaml", "/etc/x", ""] {
        assert!(writer.write(Path::new(place), "ours").is_err(), "{place}");
    }
    assert!(write_named_file(&root.join("b.yaml"), "ours").unwrap_err().contains("is a link"));
    assert!(write_named_file(Path::new("/dev/null"), "ours").unwrap_err().contains("is a device"));
    assert_eq!(std::fs::read_to_string(outside.join("a.yaml")).unwrap(), "theirs");
}
