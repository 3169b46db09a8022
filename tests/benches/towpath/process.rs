//! What a process has used so far, as Linux tells it.

use std::collections::BTreeMap;

/// Clock ticks of `/proc` in a microsecond: they are a hundredth of a second on every Linux.
const MICROS_PER_TICK: f64 = 10_000.0;

/// A process so far.
pub(crate) struct Spent {
    /// CPU time, also of threads that have ended.
    pub(crate) cpu_us: f64,
    /// Bytes sent to the disk.
    pub(crate) written: f64,
    /// Context switches of the threads that it has now.
    pub(crate) switches: f64,
    pub(crate) resident: f64,
}

impl Spent {
    pub(crate) fn of(pid: u32) -> Self {
        let read = |name: &str| std::fs::read_to_string(format!("/proc/{pid}/{name}")).unwrap_or_default();
        let status = read("status");
        let switches = Threads::each(pid, |task| {
            let status = std::fs::read_to_string(task.join("status")).unwrap_or_default();
            field(&status, "voluntary_ctxt_switches:") + field(&status, "nonvoluntary_ctxt_switches:")
        });
        Self {
            cpu_us: ticks(&read("stat")) * MICROS_PER_TICK,
            written: field(&read("io"), "write_bytes:"),
            switches: switches.iter().map(|(_, count)| count).sum(),
            resident: field(&status, "VmRSS:") * 1024.0,
        }
    }
}

/// CPU time of threads in microseconds, by their names. Numbers in names are left out, so that workers count as one.
pub(crate) struct Threads {
    by_name: BTreeMap<String, f64>,
}

impl Threads {
    pub(crate) fn of(pid: u32) -> Self {
        let mut by_name = BTreeMap::new();
        for (name, micros) in Self::each(pid, |task| {
            ticks(&std::fs::read_to_string(task.join("stat")).unwrap_or_default()) * MICROS_PER_TICK
        }) {
            *by_name.entry(name).or_insert(0.0) += micros;
        }
        Self { by_name }
    }

    /// What was used since `earlier`, where it is anything.
    pub(crate) fn since(mut self, earlier: &Self) -> BTreeMap<String, f64> {
        for (name, micros) in &mut self.by_name {
            *micros -= earlier.by_name.get(name).copied().unwrap_or(0.0);
        }
        self.by_name.retain(|_, micros| *micros > 0.0);
        self.by_name
    }

    fn each(pid: u32, measure: impl Fn(&std::path::Path) -> f64) -> Vec<(String, f64)> {
        let Ok(tasks) = std::fs::read_dir(format!("/proc/{pid}/task")) else { return Vec::new() };
        tasks
            .flatten()
            .map(|task| {
                let name = std::fs::read_to_string(task.path().join("comm")).unwrap_or_default();
                let name =
                    name.trim().trim_end_matches(|at: char| at.is_ascii_digit() || at == '-').to_owned();
                (name, measure(&task.path()))
            })
            .collect()
    }
}

/// The clock ticks of CPU time, for the program and for the kernel, of a process or a thread.
fn ticks(stat: &str) -> f64 {
    let after: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
    let number = |at: usize| after.get(at).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0);
    number(11) + number(12)
}

/// The number after a name.
fn field(text: &str, name: &str) -> f64 {
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|rest| rest.split_whitespace().next()).and_then(|number| number.parse().ok()).unwrap_or(0.0)
}
