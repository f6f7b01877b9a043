//! Times as AWS's logs write them.

use super::number;

/// Seconds since 1970 of `2021-02-04T17:51:55Z`, with or without a fraction or an offset (RFC 3339).
pub(super) fn parse(text: &[u8]) -> Option<i64> {
    let (date, rest) = text.split_at_checked(19)?;
    let part = |from: usize, to: usize| {
        date.get(from..to).and_then(number::parse).and_then(|part| i64::try_from(part).ok())
    };
    let mark = |at: usize| date.get(at).copied();
    let marks = [4, 7, 10, 13, 16].map(mark);
    if marks != [Some(b'-'), Some(b'-'), Some(b'T'), Some(b':'), Some(b':')] {
        return None;
    }
    let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    let (hour, minute, second) = (part(11, 13)?, part(14, 16)?, part(17, 19)?);
    let fits = (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
    if !fits || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let local = days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second;
    Some(local - offset(fraction_off(rest))?)
}

/// What is behind the fraction of a second.
fn fraction_off(text: &[u8]) -> &[u8] {
    let Some(digits) = text.strip_prefix(b".") else { return text };
    let length = digits.iter().take_while(|byte| byte.is_ascii_digit()).count();
    digits.get(length..).unwrap_or_default()
}

/// Seconds that a zone is ahead.
fn offset(zone: &[u8]) -> Option<i64> {
    if zone == b"Z" {
        return Some(0);
    }
    let (sign, rest) = zone.split_first()?;
    let two = |from: usize| rest.get(from..from + 2).and_then(number::parse);
    let (hours, minutes) = (two(0)?, two(3)?);
    if rest.len() != 5 || rest.get(2) != Some(&b':') || hours > 23 || minutes > 59 {
        return None;
    }
    let seconds = i64::try_from(hours * 3_600 + minutes * 60).ok()?;
    match sign {
        b'+' => Some(seconds),
        b'-' => Some(-seconds),
        _ => None,
    }
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970, by the calendar of years that begin in March.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let of_year = (153 * month + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year
        - 719_468
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn times_are_read_or_refused() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("2021-02-04T17:51:55Z", Some(1_612_461_115)),
            ("2021-02-04T17:51:55.123456Z", Some(1_612_461_115)),
            ("2021-02-04T19:51:55+02:00", Some(1_612_461_115)),
            ("2000-02-29T23:59:60Z", Some(951_868_800)),
            ("1600-01-01T00:00:00Z", Some(-11_676_096_000)),
            ("2100-02-29T00:00:00Z", None),
            ("2021-13-04T17:51:55Z", None),
            ("2021-02-04 17:51:55Z", None),
            ("2021-02-04T17:51:55", None),
            ("2021-02-04T17:51:55+2:00", None),
            ("", None),
        ] {
            assert_eq!(parse(text.as_bytes()), seconds, "{text}");
        }
    }
}
