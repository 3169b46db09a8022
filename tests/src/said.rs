//! What a command printed, and how it ended.

use std::io::Read;
use std::process::{Command, Output, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::within_blocking;

/// See the file.
#[derive(Debug, Clone)]
pub struct Said {
    /// The exit code; `None` after a signal.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Said {
    /// Runs a command without input and without colours.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn of(command: &mut Command) -> Self {
        let output = command.env("NO_COLOR", "1").stdin(Stdio::null()).output();
        Self::from(output.unwrap_or_else(|error| panic!("the command cannot be started: {error}")))
    }

    /// [`Said::of`] for a command that may hang: it is killed after `deadline`.
    ///
    /// # Panics
    /// When it cannot be started, or had to be killed.
    pub fn within(deadline: Duration, command: &mut Command) -> Self {
        let command = command.env("NO_COLOR", "1").stdin(Stdio::null());
        let spawned = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = spawned.unwrap_or_else(|error| panic!("the command cannot be started: {error}"));
        // Read meanwhile: a command that prints more than a pipe holds would wait for its reader.
        let out = read_in_thread(child.stdout.take());
        let err = read_in_thread(child.stderr.take());
        let (end, mut was_killed) = (Instant::now() + deadline, false);
        within_blocking(2 * deadline, "the command ends", || {
            if Instant::now() > end {
                was_killed = child.kill().is_ok();
            }
            matches!(child.try_wait(), Ok(Some(_))).then_some(()).ok_or("it runs")
        });
        assert!(!was_killed, "it hangs: {command:?}");
        let status = child.wait().unwrap_or_else(|error| panic!("its end is not known: {error}"));
        let [stdout, stderr] = [out, err].map(|reader| reader.join().unwrap_or_default());
        Self::from(Output { status, stdout, stderr })
    }

    /// Both streams, standard output first.
    pub fn all(&self) -> String {
        format!("{}{}", self.out, self.err)
    }

    /// Checks the exit code.
    ///
    /// # Panics
    /// When it is another one.
    #[track_caller]
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}", self.all());
        self
    }

    /// Checks that each of these is printed, on either stream.
    ///
    /// # Panics
    /// When one is not.
    #[track_caller]
    pub fn says(self, words: &[&str]) -> Self {
        let all = self.all();
        for word in words {
            assert!(all.contains(word), "`{word}` is not in:\n{all}");
        }
        self
    }

    /// Checks that none of these is printed, on either stream.
    ///
    /// # Panics
    /// When one is.
    #[track_caller]
    pub fn never(self, words: &[&str]) -> Self {
        let all = self.all();
        for word in words {
            assert!(!all.contains(word), "`{word}` is in:\n{all}");
        }
        self
    }

    /// Standard output as JSON.
    ///
    /// # Panics
    /// When it is no JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.all()))
    }
}

impl From<Output> for Said {
    fn from(Output { status, stdout, stderr }: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: status.code(), out: text(&stdout), err: text(&stderr) }
    }
}

/// Reads a stream to its end, as far as it can be read.
fn read_in_thread(stream: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = stream.map(|mut stream| stream.read_to_end(&mut bytes));
        bytes
    })
}
