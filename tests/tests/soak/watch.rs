//! What is measured, and when it counts as flat.

use std::fmt;
use std::time::Duration;

use serde_json::{Value, json};

use crate::load::Taken;

/// A span of the time: a minute, at full size.
pub(crate) struct Span {
    number: u32,
    rss_mib: f64,
    descriptors: f64,
    pub(crate) calls: Vec<Duration>,
    pub(crate) publications: Vec<Duration>,
    pub(crate) activations: Vec<Duration>,
}

impl Span {
    pub(crate) const HEAD: &str =
        "span  RSS MiB   fds   calls   p50 ms   p99 ms   published p50 ms   activated p50 ms";

    /// The measurements of a span. Latencies are sorted.
    pub(crate) fn taken(number: u32, process: u32, taken: Taken) -> Self {
        let Taken { mut calls, mut publications, mut activations } = taken;
        for times in [&mut calls, &mut publications, &mut activations] {
            times.sort();
        }
        let (rss_mib, descriptors) = (rss_mib(process), descriptors(process));
        Self { number, rss_mib, descriptors, calls, publications, activations }
    }

    pub(crate) fn as_json(&self) -> Value {
        json!({
            "span": self.number, "rssMiB": self.rss_mib, "descriptors": self.descriptors, "calls": self.calls.len(),
            "p50Ms": at(&self.calls, 0.5), "p99Ms": at(&self.calls, 0.99),
            "publications": self.publications.len(), "publicationP50Ms": at(&self.publications, 0.5),
            "activations": self.activations.len(), "activationP50Ms": at(&self.activations, 0.5),
        })
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:>4} {:>8.1} {:>5} {:>7} {:>8.2} {:>8.2} {:>9} {:>8.2} {:>9} {:>8.2}",
            self.number,
            self.rss_mib,
            self.descriptors,
            self.calls.len(),
            at(&self.calls, 0.5),
            at(&self.calls, 0.99),
            self.publications.len(),
            at(&self.publications, 0.5),
            self.activations.len(),
            at(&self.activations, 0.5),
        )
    }
}

/// A quantile of sorted times, in milliseconds.
fn at(sorted: &[Duration], quantile: f64) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in a list"
    )]
    let place = (sorted.len().saturating_sub(1) as f64 * quantile).round() as usize;
    let time = sorted.get(place).copied().unwrap_or_default();
    (time.as_secs_f64() * 100_000.0).round() / 100.0
}

fn rss_mib(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    let kib: f64 = line.trim().trim_end_matches(" kB").parse().unwrap_or_default();
    (kib / 102.4).round() / 10.0
}

fn descriptors(process: u32) -> f64 {
    let open = std::fs::read_dir(format!("/proc/{process}/fd")).map_or(0, Iterator::count);
    f64::from(u32::try_from(open).unwrap_or_default())
}

/// Compares the median over the second quarter of the time with that over the last. During the first quarter the server
/// gets warm.
pub(crate) struct Flat {
    what: &'static str,
    unit: &'static str,
    second: f64,
    last: f64,
    most: f64,
}

impl Flat {
    pub(crate) fn is_flat(&self) -> bool {
        self.last <= self.most
    }

    pub(crate) fn as_json(&self) -> Value {
        json!({
            "what": self.what, "unit": self.unit, "secondQuarter": self.second, "lastQuarter": self.last, "atMost": self.most,
            "flat": self.is_flat(),
        })
    }
}

impl fmt::Display for Flat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, unit, second, last, most } = self;
        let word = if self.is_flat() { "flat" } else { "GREW" };
        write!(
            f,
            "{what}: {word}, {second:.1} {unit} in the second quarter, {last:.1} in the last, at most {most:.1}"
        )
    }
}

/// What is compared, and how much it may grow.
///
/// - Memory: a twentieth and 48 MiB. The store's index cache goes on filling up to its 64 MiB, a kilobyte for each run, and
///   the calls of up to 20,000 recorded runs are kept; 600 versions that each kept an image would be 1.3 GB more.
/// - Descriptors: 16. Connections and segments of the log come and go; each image that is kept would be one more.
/// - Latency of calls: half as much again and 2 ms at the median, twice and 25 ms at the 99th percentile, since other
///   processes share the machine. What grows with the number of runs or versions grows by a factor of three in this time.
/// - Publishing and activating: half as much again and 250 ms. An activation that read all recorded runs would take
///   seconds at the end.
type Rule = (&'static str, &'static str, fn(&Span) -> f64, f64, f64);

const RULES: [Rule; 6] = [
    ("memory", "MiB", |span| span.rss_mib, 1.05, 48.0),
    ("descriptors", "open", |span| span.descriptors, 1.0, 16.0),
    ("calls, p50", "ms", |span| at(&span.calls, 0.5), 1.5, 2.0),
    ("calls, p99", "ms", |span| at(&span.calls, 0.99), 2.0, 25.0),
    ("publishing, p50", "ms", |span| at(&span.publications, 0.5), 1.5, 250.0),
    ("activating, p50", "ms", |span| at(&span.activations, 0.5), 1.5, 250.0),
];

/// Compares the second quarter with the last.
pub(crate) fn flatness(spans: &[Span]) -> Vec<Flat> {
    let quarter = spans.len() / 4;
    let median = |spans: &[Span], of: fn(&Span) -> f64| {
        let mut values: Vec<f64> = spans.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    let each = RULES.into_iter().map(|(what, unit, of, factor, more)| {
        let second = median(&spans[quarter..quarter * 2], of);
        let last = median(&spans[spans.len() - quarter..], of);
        Flat { what, unit, second, last, most: second * factor + more }
    });
    each.collect()
}
