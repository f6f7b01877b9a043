//! Dates in condition values: seconds since 1970, or the ISO 8601 forms of the W3C profile, read as
//! leniently as IAM reads them when a policy is stored.

/// The years that a signed 64-bit count of milliseconds can name.
const YEARS: std::ops::RangeInclusive<i64> = -292_275_054..=292_278_993;

/// Whether IAM takes a text for a date.
pub(crate) fn is_date(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    if !text.contains(['t', '-']) {
        return number(&text).is_some();
    }
    let (day, clock) = text.split_once('t').unwrap_or((&text, ""));
    is_day(day) && (clock.is_empty() || is_clock(clock))
}

fn is_day(text: &str) -> bool {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text),
    };
    let mut parts = digits.split('-');
    let year = parts.next().and_then(number).is_some_and(|year| YEARS.contains(&(sign * year)));
    let month = parts.next().is_none_or(|part| within(part, 1, 12));
    let day = parts.next().is_none_or(|part| within(part, 1, 31));
    year && month && day && parts.next().is_none()
}

fn is_clock(text: &str) -> bool {
    let (clock, zone) = match text.find(['z', '+', '-']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let mut parts = clock.split(':');
    let hour = parts.next().is_none_or(|part| within(part, 0, 23));
    let minute = parts.next().is_none_or(|part| within(part, 0, 59));
    let second = parts.next().is_none_or(is_second);
    hour && minute && second && parts.next().is_none() && is_zone(zone)
}

fn is_second(text: &str) -> bool {
    match text.split_once('.') {
        None => within(text, 0, 59),
        Some((second, fraction)) => within(second, 0, 59) && within(fraction, 0, 999_999_999),
    }
}

fn is_zone(text: &str) -> bool {
    let Some(offset) = text.strip_prefix(['+', '-']) else {
        return text.is_empty() || text == "z";
    };
    let two_digits = |part: &str, most| part.len() == 2 && within(part, 0, most);
    match offset.split_once(':') {
        None => two_digits(offset, 23),
        Some((hours, minutes)) => two_digits(hours, 23) && two_digits(minutes, 59),
    }
}

fn within(text: &str, least: i64, most: i64) -> bool {
    number(text).is_some_and(|number| (least..=most).contains(&number))
}

fn number(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn epoch_seconds_and_iso_forms_are_dates() {
        for date in [
            "0",
            "1700000000",
            "9223372036854775807",
            "2017",
            "2017-07",
            "2017-07-01",
            "01T",
            "-5",
            "2017-07-01T00:00Z",
            "2017-07-01t2:00:00",
            "2017-07-01T00:00:00Z",
            "2017-07-01T00:00:00.123456789+10:59",
            "2017-07-01T00:00:00-05:00",
        ] {
            assert!(is_date(date), "{date}");
        }
    }

    #[test]
    fn everything_else_is_none() {
        for wrong in [
            "",
            "tomorrow",
            "9223372036854775808",
            "12.5",
            "2017-13-01",
            "2017-07-32",
            "2017-07-01-01",
            "2017-07-01T24:00:00Z",
            "2017-07-01T00:60:00Z",
            "2017-07-01T00:00:60Z",
            "2017-07-01T00:00:00.1999999999Z",
            "2017-07-01T00:00:00Zulu",
            "2017-07-01T00:00:00+1",
            "300000000-01-01",
            "${aws:CurrentTime}",
        ] {
            assert!(!is_date(wrong), "{wrong}");
        }
    }
}
