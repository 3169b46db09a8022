//! Validates cron expressions: five fields, and an optional time zone.
//!
//! Written by hand, because cron libraries include time zone tables, which would enlarge the sandbox image.

/// The fields: name, minimum, maximum, and the words for the numbers from the minimum up.
const FIELDS: [(&str, u32, u32, &[&str]); 5] = [
    ("minute", 0, 59, &[]),
    ("hour", 0, 23, &[]),
    ("day of the month", 1, 31, &[]),
    ("month", 1, 12, &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
    ("day of the week", 0, 7, &["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
];

/// The problem of a cron expression. `None` if it is valid.
pub(crate) fn problem_of_cron(text: &str) -> Option<String> {
    let mut parts = text.split_ascii_whitespace();
    for (name, least, most, words) in FIELDS {
        let Some(field) = parts.next() else {
            return Some(format!("it has no field for the {name}; a cron expression has five fields"));
        };
        for part in field.split(',') {
            if let Some(problem) = part_problem(part, (least, most), words) {
                return Some(format!("`{part}` is not a valid {name}: {problem}"));
            }
        }
    }
    let zone = parts.next()?;
    // If the sixth field is a day of the week, the expression begins with seconds.
    if part_is_day(zone) {
        return Some("it has six fields and begins with seconds; a cron expression has five".to_owned());
    }
    match parts.next() {
        Some(_) => Some("it has more than five fields and a time zone".to_owned()),
        None if is_zone(zone) => None,
        None => Some(format!("`{zone}` is not the name of a time zone")),
    }
}

fn part_is_day(field: &str) -> bool {
    let (_, least, most, words) = FIELDS[4];
    field.split(',').all(|part| part_problem(part, (least, most), words).is_none())
}

/// Converts an expression of Quartz or Spring to five fields. These have seconds first, an optional year
/// last, `?` for any day, and in Quartz days of the week from 1. `None` if it has no equivalent.
pub(crate) fn in_five_fields(text: &str) -> Option<String> {
    let all: Vec<&str> = text.split_ascii_whitespace().collect();
    let fields = match all.as_slice() {
        [seconds, fields @ ..] if matches!(fields.len(), 5 | 6) && *seconds == "0" => fields.get(..5)?,
        fields if fields.len() == 5 && fields.contains(&"?") => fields,
        _ => return None,
    };
    let is_quartz = all.contains(&"?");
    let mut written: Vec<String> =
        fields.iter().map(|field| if *field == "?" { "*" } else { field }.to_owned()).collect();
    if let Some(day) = written.last_mut().filter(|_| is_quartz) {
        *day = counted_from_0(day)?;
    }
    let written = written.join(" ");
    problem_of_cron(&written).is_none().then_some(written)
}

/// Converts days of the week of Quartz, which counts from 1 (Sunday) to 7.
fn counted_from_0(field: &str) -> Option<String> {
    let (days, step) = field.split_once('/').map_or((field, None), |(days, step)| (days, Some(step)));
    let number = |text: &str| match text.parse::<u32>() {
        Ok(number) => number.checked_sub(1).map(|number| number.to_string()),
        Err(_) => Some(text.to_owned()),
    };
    let part = |part: &str| match part.split_once('-') {
        Some((from, to)) => Some(format!("{}-{}", number(from)?, number(to)?)),
        None => number(part),
    };
    let days: Option<Vec<String>> = days.split(',').map(part).collect();
    let step = step.map_or(String::new(), |step| format!("/{step}"));
    Some(format!("{}{step}", days?.join(",")))
}

/// `*`, `5`, `mon-fri`, `*/15`, `10-40/10`.
fn part_problem(part: &str, (least, most): (u32, u32), words: &[&str]) -> Option<String> {
    let (range, step) = part.split_once('/').map_or((part, None), |(range, step)| (range, Some(step)));
    if let Some(step) = step
        && step.parse::<u32>().map_or(true, |step| step == 0 || step > most)
    {
        return Some(format!("`/` must be followed by a whole number from 1 to {most}"));
    }
    if range == "*" {
        return None;
    }
    let number = |text: &str| {
        let lower = text.to_ascii_lowercase();
        let word = words.iter().zip(least..).find(|(word, _)| **word == lower).map(|(_, number)| number);
        word.or_else(|| text.parse().ok()).filter(|number| (least..=most).contains(number))
    };
    let wrong = || {
        Some(format!("expected a number from {least} to {most}, a range such as `{least}-{most}`, or `*`"))
    };
    match range.split_once('-') {
        None if number(range).is_some() => None,
        Some((from, to)) => match (number(from), number(to)) {
            (Some(from), Some(to)) if from <= to => None,
            (Some(_), Some(_)) => Some("the range ends before it starts".to_owned()),
            _ => wrong(),
        },
        None => wrong(),
    }
}

/// Whether it has the form of a time zone name, such as `Europe/Berlin` or `UTC`.
fn is_zone(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/_+-".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::{in_five_fields, problem_of_cron};

    #[test]
    fn six_fields_begin_with_seconds() {
        let cases = [
            ("0 0 12 * * ?", Some("0 12 * * *")),
            ("0 15 10 ? * MON-FRI", Some("15 10 * * MON-FRI")),
            ("0 15 10 ? * 2-6 2026", Some("15 10 * * 1-5")),
            ("0 0 12 * * MON", Some("0 12 * * MON")),
            ("0 12 ? * 7", Some("0 12 * * 6")),
            ("30 0 12 * * ?", None),
            ("0 15 10 L * ?", None),
            ("0 0 12 * *", None),
        ];
        for (text, expected) in cases {
            assert_eq!(in_five_fields(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn valid_and_invalid_expressions() {
        for fine in [
            "0 0 * * *",
            "*/15 8-18 * * mon-fri",
            "5,35 0 1,15 JAN-jun 7",
            "10-40/10 * * * *",
            "30 6 * * 1-5 Europe/Berlin",
            "0 0 1 1 * UTC",
        ] {
            assert_eq!(problem_of_cron(fine), None, "{fine}");
        }
        for (wrong, why) in [
            ("0 0 * *", "it has no field for the day of the week; a cron expression has five fields"),
            (
                "60 0 * * *",
                "`60` is not a valid minute: expected a number from 0 to 59, a range such as `0-59`, or `*`",
            ),
            (
                "0 0 0 * *",
                "`0` is not a valid day of the month: expected a number from 1 to 31, a range such as `1-31`, or `*`",
            ),
            (
                "*/0 0 * * *",
                "`*/0` is not a valid minute: `/` must be followed by a whole number from 1 to 59",
            ),
            ("0 18-8 * * *", "`18-8` is not a valid hour: the range ends before it starts"),
            (
                "0 0 * * monday",
                "`monday` is not a valid day of the week: expected a number from 0 to 7, a range such as `0-7`, or `*`",
            ),
            ("0 0 * * * here and there", "it has more than five fields and a time zone"),
            ("0 0 12 * * MON", "it has six fields and begins with seconds; a cron expression has five"),
            ("0 0 * * * 7", "it has six fields and begins with seconds; a cron expression has five"),
            ("", "it has no field for the minute; a cron expression has five fields"),
        ] {
            assert_eq!(problem_of_cron(wrong).as_deref(), Some(why), "{wrong}");
        }
    }
}
