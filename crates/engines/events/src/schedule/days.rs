//! On which days a cron expression runs: days of a month, or days of its weeks.

use jiff::civil::Date;

use super::field::{Bounds, Set, number};

const OF_MONTH: Bounds = Bounds { low: 1, high: 31, names: &[], has_steps: true };
const OF_WEEK: Bounds = Bounds {
    low: 1,
    high: 7,
    names: &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
    has_steps: false,
};

/// Days of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Days {
    OfMonth(Set),
    /// `L`
    Last,
    /// `LW`: the last day from Monday to Friday.
    LastWeekday,
    /// `15W`: the day from Monday to Friday that is nearest, in the same month.
    Nearest(u16),
    /// Sunday is 1.
    OfWeek(Set),
    /// `6L`: the last of the month.
    LastOfWeek(u16),
    /// `6#3`: the third of the month.
    Nth(u16, u16),
}

impl Days {
    /// Reads the day of the month and the day of the week, of which one is `?`.
    pub(super) fn read(of_month: &str, of_week: &str) -> Option<Self> {
        match (of_month, of_week) {
            (of_month, "?") => Self::read_of_month(of_month),
            ("?", of_week) => Self::read_of_week(of_week),
            _ => None,
        }
    }

    fn read_of_month(text: &str) -> Option<Self> {
        Some(match text {
            "L" => Self::Last,
            "LW" => Self::LastWeekday,
            text => match text.strip_suffix('W') {
                Some(day) => Self::Nearest(OF_MONTH.value(day)?),
                None => Self::OfMonth(Set::read(text, OF_MONTH)?),
            },
        })
    }

    fn read_of_week(text: &str) -> Option<Self> {
        if text == "L" {
            return Set::read("7", OF_WEEK).map(Self::OfWeek);
        }
        if let Some((day, nth)) = text.split_once('#') {
            let nth = number(nth).filter(|nth| (1..=5).contains(nth))?;
            return Some(Self::Nth(OF_WEEK.value(day)?, nth));
        }
        Some(match text.strip_suffix('L') {
            Some(day) => Self::LastOfWeek(OF_WEEK.value(day)?),
            None => Self::OfWeek(Set::read(text, OF_WEEK)?),
        })
    }

    /// Whether a day is one.
    pub(super) fn has(&self, date: Date) -> bool {
        let day = date.day();
        let (last, weekday) = (date.days_in_month(), of_week(date));
        match self {
            Self::OfMonth(days) => u16::try_from(day).is_ok_and(|day| days.has(day)),
            Self::Last => day == last,
            Self::LastWeekday => nearest(date, last) == day,
            Self::Nearest(wanted) => {
                let wanted = i8::try_from(*wanted).unwrap_or(i8::MAX);
                wanted <= last && nearest(date, wanted) == day
            }
            Self::OfWeek(days) => days.has(weekday),
            Self::LastOfWeek(wanted) => weekday == *wanted && day > last - 7,
            Self::Nth(wanted, nth) => {
                weekday == *wanted && u16::try_from((day - 1) / 7 + 1) == Ok(*nth)
            }
        }
    }
}

/// The day of the week, Sunday being 1.
fn of_week(date: Date) -> u16 {
    u16::try_from(date.weekday().to_sunday_one_offset()).unwrap_or_default()
}

/// The day from Monday to Friday that is nearest to a day of a month and in it.
fn nearest(month: Date, day: i8) -> i8 {
    let last = month.days_in_month();
    let weekday = month.with().day(day).build().map(of_week).unwrap_or_default();
    match weekday {
        7 if day == 1 => 3,
        7 => day - 1,
        1 if day == last => day - 2,
        1 => day + 1,
        _ => day,
    }
}
