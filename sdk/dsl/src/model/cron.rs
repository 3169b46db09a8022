//! Cron expressions: five fields, and perhaps a time zone. Checked here, carried out elsewhere.
//!
//! Written by hand, because the libraries for it bring tables of time zones along, which have no place in a sandbox.

/// The fields: name, least, most, and the words that stand for numbers from the least on.
const FIELDS: [(&str, u32, u32, &[&str]); 5] = [
    ("minute", 0, 59, &[]),
    ("hour", 0, 23, &[]),
    ("day of the month", 1, 31, &[]),
    ("month", 1, 12, &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
    ("day of the week", 0, 7, &["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
];

/// What is wrong with a cron expression; `None` when nothing is.
pub(crate) fn problem(text: &str) -> Option<String> {
    let mut parts = text.split_ascii_whitespace();
    for (name, least, most, words) in FIELDS {
        let Some(field) = parts.next() else {
            return Some(format!("it has five fields, and the one for the {name} is missing"));
        };
        for part in field.split(',') {
            if let Some(problem) = part_problem(part, (least, most), words) {
                return Some(format!("`{part}` is no {name}: {problem}"));
            }
        }
    }
    let zone = parts.next()?;
    // A day of the week is no time zone: six fields begin with seconds.
    if part_is_day(zone) {
        return Some("it has five fields, and this one has six, the first of which are seconds".to_owned());
    }
    match parts.next() {
        Some(_) => Some("there is more after its five fields and the time zone".to_owned()),
        None if is_zone(zone) => None,
        None => Some(format!("`{zone}` is not the name of a time zone")),
    }
}

fn part_is_day(field: &str) -> bool {
    let (_, least, most, words) = FIELDS[4];
    field.split(',').all(|part| part_problem(part, (least, most), words).is_none())
}

/// The same in five fields, of an expression as Quartz and Spring have it: seconds first, perhaps a year last, `?` for any
/// day, and in Quartz the days of the week counted from 1 on. Nothing where it has no counterpart.
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
    problem(&written).is_none().then_some(written)
}

/// Days of the week that Quartz counts from 1, Sunday, to 7.
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
        return Some(format!("after `/` comes a whole number from 1 to {most}"));
    }
    if range == "*" {
        return None;
    }
    let number = |text: &str| {
        let lower = text.to_ascii_lowercase();
        let word = words.iter().zip(least..).find(|(word, _)| **word == lower).map(|(_, number)| number);
        word.or_else(|| text.parse().ok()).filter(|number| (least..=most).contains(number))
    };
    let wrong =
        || Some(format!("it is a number from {least} to {most}, a range such as `{least}-{most}`, or `*`"));
    match range.split_once('-') {
        None if number(range).is_some() => None,
        Some((from, to)) => match (number(from), number(to)) {
            (Some(from), Some(to)) if from <= to => None,
            (Some(_), Some(_)) => Some("the range ends before it begins".to_owned()),
            _ => wrong(),
        },
        None => wrong(),
    }
}

/// Whether it may be the name of a time zone, such as `Europe/Berlin` or `UTC`.
fn is_zone(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/_+-".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::{in_five_fields, problem};

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
    fn what_is_and_what_is_not() {
        for fine in [
            "0 0 * * *",
            "*/15 8-18 * * mon-fri",
            "5,35 0 1,15 JAN-jun 7",
            "10-40/10 * * * *",
            "30 6 * * 1-5 Europe/Berlin",
            "0 0 1 1 * UTC",
        ] {
            assert_eq!(problem(fine), None, "{fine}");
        }
        for (wrong, why) in [
            ("0 0 * *", "it has five fields, and the one for the day of the week is missing"),
            ("60 0 * * *", "`60` is no minute: it is a number from 0 to 59, a range such as `0-59`, or `*`"),
            (
                "0 0 0 * *",
                "`0` is no day of the month: it is a number from 1 to 31, a range such as `1-31`, or `*`",
            ),
            ("*/0 0 * * *", "`*/0` is no minute: after `/` comes a whole number from 1 to 59"),
            ("0 18-8 * * *", "`18-8` is no hour: the range ends before it begins"),
            (
                "0 0 * * monday",
                "`monday` is no day of the week: it is a number from 0 to 7, a range such as `0-7`, or `*`",
            ),
            ("0 0 * * * here and there", "there is more after its five fields and the time zone"),
            ("0 0 12 * * MON", "it has five fields, and this one has six, the first of which are seconds"),
            ("0 0 * * * 7", "it has five fields, and this one has six, the first of which are seconds"),
            ("", "it has five fields, and the one for the minute is missing"),
        ] {
            assert_eq!(problem(wrong).as_deref(), Some(why), "{wrong}");
        }
    }
}
