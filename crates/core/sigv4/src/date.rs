//! Dates as requests write them.

use bartizan_types::Timestamp;

/// Reads `YYYYMMDDTHHMMSSZ`, the one form that every request has, without a general parser.
pub(crate) fn basic_date(text: &str) -> Option<Timestamp> {
    let bytes: &[u8; 16] = text.as_bytes().try_into().ok()?;
    let [date @ .., b'T', h1, h2, m1, m2, s1, s2, b'Z'] = bytes else { return None };
    let [y1, y2, y3, y4, mo1, mo2, d1, d2] = date;
    let number = |digits: &[&u8]| {
        digits.iter().try_fold(0_i64, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + i64::from(**digit - b'0'))
        })
    };
    let (year, month, day) = (number(&[y1, y2, y3, y4])?, number(&[mo1, mo2])?, number(&[d1, d2])?);
    let (hour, minute, second) = (number(&[h1, h2])?, number(&[m1, m2])?, number(&[s1, s2])?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if day == 0 || day > days || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    // Days since the epoch, counting years from March, so that a leap day is a year's last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let days = year * 365 + leaps + (month * 153 + 2) / 5 + day - 1 - 719_468;
    Some(Timestamp::from_seconds(((days * 24 + hour) * 60 + minute) * 60 + second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_dates_are_read_as_the_calendar_has_them() {
        let mut instant = Timestamp::from_seconds(-62_135_596_800);
        while instant.seconds() < 253_402_300_800 {
            assert_eq!(basic_date(&instant.amz_date()), Some(instant));
            // A prime number of seconds, a bit above 43 days.
            instant = Timestamp::from_seconds(instant.seconds() + 3_715_213);
        }
        for wrong in [
            "20260229T000000Z",
            "20261301T000000Z",
            "20260001T000000Z",
            "20260100T000000Z",
            "20260101T240000Z",
            "20260101T006000Z",
            "20260101t000000z",
            "2026010100000000",
            "2026-01-01T00:00",
            "",
        ] {
            assert_eq!(basic_date(wrong), None, "{wrong}");
        }
    }
}
