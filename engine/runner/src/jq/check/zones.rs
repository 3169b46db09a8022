//! Checks literal names of time zones when an expression is compiled.

use jaq_core::load::lex::StrPart;
use jaq_core::load::parse::Term;

use super::super::Mistake;
use super::super::native::zone;
use super::Checker;
use super::literals::literal_value;
use crate::value::Kind;

/// Functions that take a time zone: name, number of arguments, index of the zone.
const WITH_ZONE: &[(&str, usize, usize)] = &[("localtime", 1, 0), ("mktime", 1, 0), ("strflocaltime", 2, 1)];

impl<'s> Checker<'s> {
    /// Checks the time zone of a call.
    pub(super) fn zone(&mut self, name: &'s str, args: &[Term<&'s str>]) {
        let is_own = self.functions.contains(&(name, args.len()));
        let place = WITH_ZONE.iter().find(|(known, count, _)| *known == name && *count == args.len());
        let Some((.., place)) = place.filter(|_| !is_own && !self.trusted) else { return };
        let Some(Term::Str(None, parts)) = args.get(*place) else { return };
        let (Some(StrPart::Str(word)), Some(Kind::Str(zone))) = (parts.first(), literal_value(&args[*place]))
        else {
            return;
        };
        if zone::zone_exists(&zone) {
            return;
        }
        let close = zone::close_to(&zone).map(str::to_owned);
        self.fail(word, Mistake::NoZone(zone.to_string(), close));
    }
}
