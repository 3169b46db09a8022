//! `strftime`: formats a time, like glibc in the C locale. Text that is not a conversion is unchanged.
//!
//! In addition, `%:z` writes a zone offset with a colon.

use jiff::civil::DateTime;

use super::read::{DAYS, MONTHS};

/// Maximum width of a conversion, in characters.
const WIDEST: usize = 1024;

/// A point in time in a time zone.
pub(super) struct Shown<'z> {
    /// The local date and time.
    pub(super) time: DateTime,
    /// Seconds since 1970.
    pub(super) seconds: i64,
    /// Seconds east of Greenwich.
    pub(super) offset: i64,
    /// The short name of the zone.
    pub(super) zone: &'z str,
}

/// Formats `shown` by `format`. `None` if a conversion is wider than [`WIDEST`].
pub(super) fn format_time(format: &str, shown: &Shown<'_>) -> Option<String> {
    let mut out = String::with_capacity(format.len() + 16);
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let (conversion, after) = Conversion::read(&rest[at..]);
        if conversion.width > WIDEST {
            return None;
        }
        match conversion.write(shown) {
            Some(text) => out.push_str(&text),
            None => out.push_str(&rest[at..rest.len() - after.len()]),
        }
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

/// One conversion: `%`, flags, a width, a modifier, and the conversion character.
struct Conversion {
    /// `_`, `-` or `0`.
    pad: Option<char>,
    upper: bool,
    swap: bool,
    colon: bool,
    width: usize,
    modifier: Option<char>,
    /// `None` at the end of the format.
    what: Option<char>,
}

impl Conversion {
    /// The conversion at the start of `text`, and the rest.
    fn read(text: &str) -> (Self, &str) {
        let (mut pad, mut upper, mut swap) = (None, false, false);
        let mut characters = text.chars();
        characters.next();
        let mut next = characters.next();
        while let Some(flag) = next.filter(|flag| "_-0^#".contains(*flag)) {
            match flag {
                '^' => upper = true,
                '#' => swap = true,
                _ => pad = Some(flag),
            }
            next = characters.next();
        }
        let mut width = 0_usize;
        while let Some(digit) = next.and_then(|digit| digit.to_digit(10)) {
            width = width.saturating_mul(10).saturating_add(digit as usize);
            next = characters.next();
        }
        let colon = next == Some(':') && characters.as_str().starts_with('z');
        if colon {
            next = characters.next();
        }
        let modifier = next.filter(|next| matches!(next, 'E' | 'O'));
        if modifier.is_some() {
            next = characters.next();
        }
        (Self { pad, upper, swap, colon, width, modifier, what: next }, characters.as_str())
    }

    /// `None` if there is no such conversion.
    fn write(&self, shown: &Shown<'_>) -> Option<String> {
        let what = self.what?;
        let allowed = match self.modifier {
            Some('E') => "cCyYxX",
            Some(_) => "bBdehHImMSuUVwWy",
            None => return self.part(what, shown),
        };
        if allowed.contains(what) { self.part(what, shown) } else { None }
    }

    fn part(&self, what: char, shown: &Shown<'_>) -> Option<String> {
        let time = shown.time;
        let (hour, year) = (i64::from(time.hour()), i64::from(time.year()));
        let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
        let weekday = i64::from(time.weekday().to_sunday_zero_offset());
        let yearday = i64::from(time.day_of_year()) - 1;
        let iso = time.date().iso_week_date();
        Some(match what {
            '%' => self.text("%"),
            'n' => self.text("\n"),
            't' => self.text("\t"),
            'a' => self.name(short(DAYS.get(usize::try_from(weekday).ok()?)?)),
            'A' => self.name(DAYS.get(usize::try_from(weekday).ok()?)?),
            'b' | 'h' => self.name(short(month(time)?)),
            'B' => self.name(month(time)?),
            'c' => self.whole("%a %b %e %H:%M:%S %Y", shown)?,
            'x' | 'D' => self.whole("%m/%d/%y", shown)?,
            'X' | 'T' => self.whole("%H:%M:%S", shown)?,
            'F' => self.whole("%Y-%m-%d", shown)?,
            'r' => self.whole("%I:%M:%S %p", shown)?,
            'R' => self.whole("%H:%M", shown)?,
            'p' | 'P' => {
                let half = if hour < 12 { "AM" } else { "PM" };
                self.lowered(half, what == 'P' || self.swap)
            }
            'Z' => self.lowered(shown.zone, self.swap),
            'z' => self.zone(shown.offset),
            'C' => self.number(1, year.div_euclid(100)),
            'd' => self.number(2, i64::from(time.day())),
            'e' => self.spaced(i64::from(time.day())),
            'g' => self.number(2, i64::from(iso.year()).rem_euclid(100)),
            'G' => self.number(1, i64::from(iso.year())),
            'H' => self.number(2, hour),
            'I' => self.number(2, twelve),
            'j' => self.number(3, yearday + 1),
            'k' => self.spaced(hour),
            'l' => self.spaced(twelve),
            'm' => self.number(2, i64::from(time.month())),
            'M' => self.number(2, i64::from(time.minute())),
            's' => self.number(1, shown.seconds),
            'S' => self.number(2, i64::from(time.second())),
            'u' => self.number(1, (weekday + 6) % 7 + 1),
            'U' => self.number(2, (yearday - weekday + 7) / 7),
            'V' => self.number(2, i64::from(iso.week())),
            'w' => self.number(1, weekday),
            'W' => self.number(2, (yearday - (weekday + 6) % 7 + 7) / 7),
            'y' => self.number(2, year.rem_euclid(100)),
            'Y' => self.number(1, year),
            _ => return None,
        })
    }

    /// A number with at least `digits` digits.
    fn number(&self, digits: usize, number: i64) -> String {
        self.padded_number(self.pad.unwrap_or('0'), digits, number)
    }

    /// A number of two characters, with a space before a single digit.
    fn spaced(&self, number: i64) -> String {
        self.padded_number(self.pad.unwrap_or('_'), 2, number)
    }

    fn padded_number(&self, pad: char, digits: usize, number: i64) -> String {
        let sign = if number < 0 { "-" } else { "" };
        let text = number.unsigned_abs().to_string();
        let missing = digits.max(self.width).saturating_sub(sign.len() + text.len());
        match pad {
            '-' => self.text(&format!("{sign}{text}")),
            '_' => format!("{}{sign}{text}", " ".repeat(missing)),
            _ => format!("{sign}{}{text}", "0".repeat(missing)),
        }
    }

    fn zone(&self, offset: i64) -> String {
        let sign = if offset < 0 { '-' } else { '+' };
        let minutes = offset.abs() / 60;
        match self.colon {
            true => format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60),
            false => format!("{sign}{}", self.number(4, minutes / 60 * 100 + minutes % 60)),
        }
    }

    /// The name of a day or a month.
    fn name(&self, name: &str) -> String {
        match self.upper || self.swap {
            true => self.text(&name.to_ascii_uppercase()),
            false => self.text(name),
        }
    }

    fn lowered(&self, text: &str, lower: bool) -> String {
        match lower {
            true => self.text(&text.to_ascii_lowercase()),
            false => self.text(text),
        }
    }

    /// A combination of several conversions.
    fn whole(&self, format: &str, shown: &Shown<'_>) -> Option<String> {
        let text = format_time(format, shown)?;
        Some(match self.upper {
            true => self.text(&text.to_ascii_uppercase()),
            false => self.text(&text),
        })
    }

    fn text(&self, text: &str) -> String {
        let fill = if self.pad == Some('0') { "0" } else { " " };
        let missing = self.width.saturating_sub(text.chars().count());
        format!("{}{text}", fill.repeat(missing))
    }
}

fn short(name: &str) -> &str {
    name.get(..3).unwrap_or(name)
}

fn month(time: DateTime) -> Option<&'static str> {
    MONTHS.get(usize::try_from(time.month()).ok()?.checked_sub(1)?).copied()
}
