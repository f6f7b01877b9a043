//! Moments and days, and what is counted in them. (Trino documentation, "Date and time functions
//! and operators".)

use jiff::civil::{Date, DateTime, Time};
use jiff::{Span, ToSpan as _};

/// A moment in UTC, to the millisecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(DateTime);

/// What moments are counted and cut by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Millisecond,
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Unit {
    /// The unit of this name.
    pub(crate) fn read(name: &str) -> Option<Self> {
        let units = [
            ("millisecond", Self::Millisecond),
            ("second", Self::Second),
            ("minute", Self::Minute),
            ("hour", Self::Hour),
            ("day", Self::Day),
            ("week", Self::Week),
            ("month", Self::Month),
            ("quarter", Self::Quarter),
            ("year", Self::Year),
        ];
        units.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, unit)| *unit)
    }

    /// So many of them.
    fn span(self, count: i64) -> Option<Span> {
        let span = 0.seconds();
        match self {
            Self::Millisecond => span.try_milliseconds(count),
            Self::Second => span.try_seconds(count),
            Self::Minute => span.try_minutes(count),
            Self::Hour => span.try_hours(count),
            Self::Day => span.try_days(count),
            Self::Week => span.try_weeks(count),
            Self::Month => span.try_months(count),
            Self::Quarter => span.try_months(count.checked_mul(3)?),
            Self::Year => span.try_years(count),
        }
        .ok()
    }
}

impl Moment {
    /// Reads `YYYY-MM-DD`, with a time of day behind a space or a `T`, with a fraction of a second
    /// and a `Z` or without.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_suffix(" UTC").or_else(|| text.strip_suffix('Z')).unwrap_or(text);
        let is_plain = text.bytes().all(|b| b.is_ascii_digit() || b"-: .T".contains(&b));
        let read: DateTime = text.parse().ok().filter(|_| is_plain)?;
        let millis = read.millisecond();
        let time =
            Time::new(read.hour(), read.minute(), read.second(), i32::from(millis) * 1_000_000);
        Some(Self(read.date().to_datetime(time.ok()?)))
    }

    /// The moment so many milliseconds after 1970.
    pub(crate) fn from_millis(millis: i64) -> Option<Self> {
        let moment = jiff::Timestamp::from_millisecond(millis).ok()?;
        Some(Self(jiff::tz::TimeZone::UTC.to_datetime(moment)))
    }

    /// Milliseconds since 1970.
    pub(crate) fn millis(self) -> Option<i64> {
        let moment = jiff::tz::TimeZone::UTC.to_timestamp(self.0).ok()?;
        Some(moment.as_millisecond())
    }

    /// As queries show it: `YYYY-MM-DD HH:MM:SS.mmm`.
    pub(crate) fn text(self) -> String {
        let (date, time) = (self.0.date(), self.0.time());
        format!(
            "{date} {:02}:{:02}:{:02}.{:03}",
            time.hour(),
            time.minute(),
            time.second(),
            time.millisecond()
        )
    }

    /// Its day: `YYYY-MM-DD`.
    pub(crate) fn day_text(self) -> String {
        self.0.date().to_string()
    }

    /// The day of the week, from 1 for Monday.
    pub(crate) fn weekday(self) -> i64 {
        i64::from(self.0.date().weekday().to_monday_one_offset())
    }

    /// The moment so many units later.
    pub(crate) fn plus(self, unit: Unit, count: i64) -> Option<Self> {
        self.0.checked_add(unit.span(count)?).ok().map(Self)
    }

    /// The moment at which its unit began.
    pub(crate) fn cut(self, unit: Unit) -> Option<Self> {
        let (date, time) = (self.0.date(), self.0.time());
        let at = |hour, minute, second, millis: i16| {
            let time = Time::new(hour, minute, second, i32::from(millis) * 1_000_000).ok()?;
            Some(Self(date.to_datetime(time)))
        };
        let midnight = |date: Date| Self(date.to_datetime(Time::midnight()));
        match unit {
            Unit::Millisecond => Some(self),
            Unit::Second => at(time.hour(), time.minute(), time.second(), 0),
            Unit::Minute => at(time.hour(), time.minute(), 0, 0),
            Unit::Hour => at(time.hour(), 0, 0, 0),
            Unit::Day => Some(midnight(date)),
            Unit::Week => midnight(date).plus(Unit::Day, 1 - self.weekday()),
            Unit::Month => Some(midnight(date.first_of_month())),
            Unit::Quarter => {
                let month = (date.month() - 1) / 3 * 3 + 1;
                Date::new(date.year(), month, 1).ok().map(midnight)
            }
            Unit::Year => Some(midnight(date.first_of_year())),
        }
    }

    /// How many whole units it is until `other`; fewer than none where that is earlier.
    pub(crate) fn until(self, unit: Unit, other: Self) -> Option<i64> {
        let (from, to) = (self.millis()?, other.millis()?);
        let passed = to.checked_sub(from)?;
        Some(match unit {
            Unit::Millisecond => passed,
            Unit::Second => passed / 1000,
            Unit::Minute => passed / 60_000,
            Unit::Hour => passed / 3_600_000,
            Unit::Day => passed / 86_400_000,
            Unit::Week => passed / (7 * 86_400_000),
            Unit::Month => self.months_until(other),
            Unit::Quarter => self.months_until(other) / 3,
            Unit::Year => self.months_until(other) / 12,
        })
    }

    fn months_until(self, other: Self) -> i64 {
        let months = |date: Date| i64::from(date.year()) * 12 + i64::from(date.month());
        let between = months(other.0.date()) - months(self.0.date());
        let day = |moment: Self| (moment.0.date().day(), moment.0.time());
        if between > 0 && day(other) < day(self) {
            between - 1
        } else if between < 0 && day(other) > day(self) {
            between + 1
        } else {
            between
        }
    }

    /// The year, the month and so on, as a number.
    pub(crate) fn part(self, unit: Unit) -> i64 {
        let (date, time) = (self.0.date(), self.0.time());
        match unit {
            Unit::Millisecond => i64::from(time.millisecond()),
            Unit::Second => i64::from(time.second()),
            Unit::Minute => i64::from(time.minute()),
            Unit::Hour => i64::from(time.hour()),
            Unit::Day => i64::from(date.day()),
            Unit::Week => i64::from(date.iso_week_date().week()),
            Unit::Month => i64::from(date.month()),
            Unit::Quarter => i64::from((date.month() - 1) / 3 + 1),
            Unit::Year => i64::from(date.year()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn moment(text: &str) -> Moment {
        Moment::read(text).unwrap()
    }

    #[test]
    fn moments_are_read_in_each_form_that_queries_use() {
        for text in [
            "2026-11-24 09:05:00",
            "2026-11-24 09:05:00.000",
            "2026-11-24T09:05:00Z",
            "2026-11-24 09:05:00 UTC",
            "2026-11-24 09:05",
        ] {
            assert_eq!(moment(text).text(), "2026-11-24 09:05:00.000", "{text}");
        }
        assert_eq!(moment("2026-11-24").text(), "2026-11-24 00:00:00.000");
        for wrong in ["", "yesterday", "2026-13-01", "2026-11-24 25:00:00", "2026-11-24[UTC]"] {
            assert_eq!(Moment::read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn moments_are_cut_and_counted_as_trino_does() {
        let at = moment("2026-11-25 18:36:21.500");
        for (unit, cut) in [
            (Unit::Second, "2026-11-25 18:36:21.000"),
            (Unit::Hour, "2026-11-25 18:00:00.000"),
            (Unit::Day, "2026-11-25 00:00:00.000"),
            (Unit::Week, "2026-11-23 00:00:00.000"),
            (Unit::Month, "2026-11-01 00:00:00.000"),
            (Unit::Quarter, "2026-10-01 00:00:00.000"),
            (Unit::Year, "2026-01-01 00:00:00.000"),
        ] {
            assert_eq!(at.cut(unit).unwrap().text(), cut, "{unit:?}");
        }
        assert_eq!(at.plus(Unit::Week, -1).unwrap().text(), "2026-11-18 18:36:21.500");
        assert_eq!(at.plus(Unit::Month, 3).unwrap().text(), "2027-02-25 18:36:21.500");
        assert_eq!(at.plus(Unit::Year, i64::MAX), None);
        let later = moment("2027-01-24 00:00:00");
        for (unit, count) in
            [(Unit::Day, 59), (Unit::Month, 1), (Unit::Year, 0), (Unit::Hour, 1421)]
        {
            assert_eq!(at.until(unit, later), Some(count), "{unit:?}");
            assert_eq!(later.until(unit, at), Some(-count), "{unit:?}");
        }
        assert_eq!((at.weekday(), at.part(Unit::Quarter)), (3, 4));
    }

    proptest! {
        #[test]
        fn a_moment_is_read_from_its_text(millis in 0_i64..4_000_000_000_000) {
            let at = Moment::from_millis(millis).unwrap();
            prop_assert_eq!(Moment::read(&at.text()), Some(at));
            prop_assert_eq!(at.millis(), Some(millis));
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in ".{0,40}") {
            Moment::read(&text);
        }
    }
}
