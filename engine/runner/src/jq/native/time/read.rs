//! `strptime`: parses a time by a format, like glibc in the C locale.
//!
//! In addition, a zone offset (`%z`) converts the time to UTC, and an ISO 8601 week (`%G`, `%V`) gives a
//! date. jq ignores both.

use super::tm::{DAY, Tm};

pub(super) const DAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The parsed time, and the rest of the text, which is empty or begins with a blank.
pub(super) fn parse_time<'t>(text: &'t str, format: &str) -> Option<(Tm, &'t str)> {
    let mut reader = Reader::new(text.as_bytes());
    reader.read(format.as_bytes())?;
    let rest = text.get(reader.at..)?;
    let is_over = rest.bytes().next().is_none_or(is_blank);
    if !is_over {
        return None;
    }
    reader.finish();
    reader.shift_to_utc()?;
    Some((reader.tm, rest))
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

struct Reader<'t> {
    text: &'t [u8],
    at: usize,
    tm: Tm,
    /// Seconds east of Greenwich.
    offset: Option<i64>,
    century: Option<i64>,
    /// Whether the last parsed year has no century.
    is_short_year: bool,
    is_twelve_hours: bool,
    is_pm: bool,
    has_month: bool,
    has_day: bool,
    has_weekday: bool,
    has_yearday: bool,
    /// Whether the day of the week and of the year must be computed from the date.
    wants_days: bool,
    /// A week of the year, and the day on which it begins: 0 is Sunday.
    week: Option<(i64, i64)>,
    iso_year: Option<i64>,
    iso_week: Option<i64>,
}

impl<'t> Reader<'t> {
    fn new(text: &'t [u8]) -> Self {
        Self {
            text,
            at: 0,
            tm: Tm::EMPTY,
            offset: None,
            century: None,
            is_short_year: false,
            is_twelve_hours: false,
            is_pm: false,
            has_month: false,
            has_day: false,
            has_weekday: false,
            has_yearday: false,
            wants_days: false,
            week: None,
            iso_year: None,
            iso_week: None,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(is_blank) {
            self.at += 1;
        }
    }

    /// Parses by a format. `None` if the text does not match.
    fn read(&mut self, format: &[u8]) -> Option<()> {
        let mut format = format.iter().copied();
        while let Some(byte) = format.next() {
            if is_blank(byte) {
                self.blanks();
                continue;
            }
            if byte != b'%' {
                self.literal(byte)?;
                continue;
            }
            let mut conversion = format.next()?;
            // Padding and letter case are ignored when parsing.
            while matches!(conversion, b'-' | b'_' | b'0' | b'^' | b'#') {
                conversion = format.next()?;
            }
            let modifier = matches!(conversion, b'E' | b'O').then_some(conversion);
            if let Some(modifier) = modifier {
                conversion = format.next()?;
                let allowed: &[u8] = if modifier == b'E' { b"cCyYxX" } else { b"bBdehHImMSuUVwWy" };
                if !allowed.contains(&conversion) {
                    return None;
                }
            }
            self.conversion(conversion)?;
        }
        Some(())
    }

    fn literal(&mut self, wanted: u8) -> Option<()> {
        if self.peek() != Some(wanted) {
            return None;
        }
        self.at += 1;
        Some(())
    }

    fn conversion(&mut self, conversion: u8) -> Option<()> {
        match conversion {
            b'%' => self.literal(b'%')?,
            b'n' | b't' => self.blanks(),
            b'a' | b'A' => {
                self.tm.weekday = self.name(&DAYS)?;
                self.has_weekday = true;
            }
            b'b' | b'B' | b'h' => {
                self.tm.month = self.name(&MONTHS)?;
                (self.has_month, self.wants_days) = (true, true);
            }
            b'c' => self.read(b"%a %b %e %H:%M:%S %Y")?,
            b'x' | b'D' => self.read(b"%m/%d/%y")?,
            b'X' | b'T' => self.read(b"%H:%M:%S")?,
            b'F' => self.read(b"%Y-%m-%d")?,
            b'r' => self.read(b"%I:%M:%S %p")?,
            b'R' => self.read(b"%H:%M")?,
            b's' => self.epoch()?,
            b'Z' => {
                self.blanks();
                while self.peek().is_some_and(|byte| !is_blank(byte)) {
                    self.at += 1;
                }
            }
            b'z' => self.zone()?,
            b'H' | b'k' | b'I' | b'l' | b'M' | b'S' | b'p' => self.clock(conversion)?,
            b'U' | b'W' => self.week = Some((self.number(0, 53, 2)?, i64::from(conversion == b'W'))),
            b'V' => self.iso_week = Some(self.number(0, 53, 2)?),
            b'G' => self.iso_year = Some(self.digits()?),
            b'g' => {
                self.number(0, 99, 2)?;
            }
            _ => self.date(conversion)?,
        }
        Some(())
    }

    fn clock(&mut self, conversion: u8) -> Option<()> {
        match conversion {
            b'H' | b'k' => {
                self.tm.hour = self.number(0, 23, 2)?;
                self.is_twelve_hours = false;
            }
            b'I' | b'l' => {
                self.tm.hour = self.number(1, 12, 2)? % 12;
                self.is_twelve_hours = true;
            }
            b'M' => self.tm.minute = self.number(0, 59, 2)?,
            b'S' => self.tm.second = self.number(0, 61, 2)?,
            _ => self.is_pm = self.name(&["AM", "PM"])? == 1,
        }
        Some(())
    }

    fn date(&mut self, conversion: u8) -> Option<()> {
        match conversion {
            b'd' | b'e' => {
                self.tm.day = self.number(1, 31, 2)?;
                (self.has_day, self.wants_days) = (true, true);
            }
            b'm' => {
                self.tm.month = self.number(1, 12, 2)? - 1;
                (self.has_month, self.wants_days) = (true, true);
            }
            b'j' => {
                self.tm.yearday = self.number(1, 366, 3)? - 1;
                self.has_yearday = true;
            }
            b'u' => {
                self.tm.weekday = self.number(1, 7, 1)? % 7;
                self.has_weekday = true;
            }
            b'w' => {
                self.tm.weekday = self.number(0, 6, 1)?;
                self.has_weekday = true;
            }
            b'C' => {
                self.century = Some(self.number(0, 99, 2)?);
                self.wants_days = true;
            }
            b'y' => {
                let year = self.number(0, 99, 2)?;
                self.tm.year = if year >= 69 { 1900 + year } else { 2000 + year };
                (self.is_short_year, self.wants_days) = (true, true);
            }
            b'Y' => {
                self.tm.year = self.number(0, 9999, 4)?;
                (self.is_short_year, self.wants_days) = (false, true);
            }
            _ => return None,
        }
        Some(())
    }

    /// A number of at most `digits` digits, with optional blanks before it.
    fn number(&mut self, from: i64, to: i64, digits: u32) -> Option<i64> {
        self.blanks();
        let mut number = 0;
        let mut read = 0;
        while let Some(digit) = self.peek().filter(u8::is_ascii_digit) {
            if read == digits || read > 0 && number * 10 > to {
                break;
            }
            number = number * 10 + i64::from(digit - b'0');
            read += 1;
            self.at += 1;
        }
        (read > 0 && (from..=to).contains(&number)).then_some(number)
    }

    /// A number of any length.
    fn digits(&mut self) -> Option<i64> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        std::str::from_utf8(&self.text[start..self.at]).ok()?.parse().ok()
    }

    /// The index of a name, written in full or with its first three letters, in any letter case.
    fn name(&mut self, names: &[&str]) -> Option<i64> {
        let rest = &self.text[self.at..];
        let begins = |name: &str| {
            rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
        };
        let (place, length) = names.iter().enumerate().find_map(|(place, name)| {
            let short = name.get(..3).unwrap_or(name);
            [*name, short].into_iter().find(|name| begins(name)).map(|name| (place, name.len()))
        })?;
        self.at += length;
        i64::try_from(place).ok()
    }

    /// Seconds since 1970.
    fn epoch(&mut self) -> Option<()> {
        self.tm = Tm::at(self.digits()?)?;
        Some(())
    }

    /// `Z`, `+01`, `+0100` or `+01:00`.
    fn zone(&mut self) -> Option<()> {
        self.blanks();
        let sign = self.peek()?;
        self.at += 1;
        if sign == b'Z' {
            self.offset = Some(0);
            return Some(());
        }
        if !matches!(sign, b'+' | b'-') {
            return None;
        }
        let (mut number, mut count) = (0_i64, 0);
        while let Some(digit) = self.peek().filter(|byte| count < 4 && byte.is_ascii_digit()) {
            number = number * 10 + i64::from(digit - b'0');
            count += 1;
            self.at += 1;
            let is_colon = count == 2 && self.peek() == Some(b':');
            if is_colon && self.text.get(self.at + 1).is_some_and(u8::is_ascii_digit) {
                self.at += 1;
            }
        }
        let number = match count {
            2 => number * 100,
            4 => number,
            _ => return None,
        };
        if number % 100 >= 60 {
            return None;
        }
        let seconds = number / 100 * 3_600 + number % 100 * 60;
        self.offset = Some(if sign == b'-' { -seconds } else { seconds });
        Some(())
    }

    /// Computes the parts that follow from the parsed ones.
    fn finish(&mut self) {
        if self.is_twelve_hours && self.is_pm {
            self.tm.hour += 12;
        }
        if let Some(century) = self.century {
            let year = if self.is_short_year { self.tm.year.rem_euclid(100) } else { 0 };
            self.tm.year = century * 100 + year;
        }
        if self.wants_days {
            if !self.has_weekday {
                if !(self.has_month && self.has_day) && self.has_yearday {
                    self.date_from_yearday();
                    (self.has_month, self.has_day) = (true, true);
                }
                self.tm.weekday = self.tm.weekday_of_date();
            }
            if !self.has_yearday {
                self.tm.yearday = self.tm.yearday_of_date();
            }
        }
        if let Some((week, begins)) = self.week.filter(|_| self.has_weekday) {
            if !self.has_yearday {
                let first = Tm { month: 0, day: 1, ..self.tm }.weekday_of_date();
                self.tm.yearday =
                    (7 - (first - begins)) % 7 + (week - 1) * 7 + (self.tm.weekday - begins + 7) % 7;
            }
            self.date_from_yearday();
        }
        if let (Some(year), Some(week)) = (self.iso_year, self.iso_week)
            && !self.has_month
            && !self.has_day
            && !self.has_yearday
        {
            self.date_from_iso_week(year, week);
        }
    }

    fn date_from_yearday(&mut self) {
        let (month, day) = Tm::date_of_yearday(self.tm.year, self.tm.yearday);
        if !self.has_month {
            self.tm.month = month;
        }
        if !self.has_day {
            self.tm.day = day;
        }
    }

    /// The 4th of January is in the first week, and weeks begin on Monday.
    fn date_from_iso_week(&mut self, year: i64, week: i64) {
        let fourth = Tm { year, month: 0, day: 4, hour: 0, minute: 0, second: 0, ..self.tm };
        let monday = fourth.seconds() - (fourth.weekday_of_date() + 6) % 7 * DAY;
        let weekday = if self.has_weekday { (self.tm.weekday + 6) % 7 } else { 0 };
        if let Some(date) = Tm::at(monday.saturating_add(((week - 1) * 7 + weekday) * DAY)) {
            let Tm { hour, minute, second, .. } = self.tm;
            self.tm = Tm { hour, minute, second, ..date };
        }
    }

    /// Converts the time to UTC, if the text has an offset.
    fn shift_to_utc(&mut self) -> Option<()> {
        let Some(offset) = self.offset.filter(|offset| *offset != 0) else { return Some(()) };
        if self.tm.day == 0 {
            // A time without a date wraps around.
            let clock = self.tm.hour * 3_600 + self.tm.minute * 60 + self.tm.second - offset;
            let clock = clock.rem_euclid(DAY);
            (self.tm.hour, self.tm.minute, self.tm.second) = (clock / 3_600, clock / 60 % 60, clock % 60);
            return Some(());
        }
        self.tm = Tm::at(self.tm.seconds().checked_sub(offset)?)?;
        Some(())
    }
}
