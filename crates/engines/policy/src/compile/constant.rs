//! Values of conditions, read without allocation.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::code::{Reader, Writer};

/// A decimal number, exact: units of 10⁻¹².
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Number(i128);

const FRACTION_DIGITS: usize = 12;

impl Number {
    /// Reads an integer or decimal of at most 24 digits before the point.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix(['-', '+']) {
            Some(digits) => (text.starts_with('-'), digits),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let digits = whole.len() + fraction.len();
        if digits == 0 || whole.len() > 24 || fraction.len() > FRACTION_DIGITS {
            return None;
        }
        let padding = FRACTION_DIGITS - fraction.len();
        let mut value = 0_i128;
        for byte in whole.bytes().chain(fraction.bytes()) {
            if !byte.is_ascii_digit() {
                return None;
            }
            value = value * 10 + i128::from(byte - b'0');
        }
        for _ in 0..padding {
            value *= 10;
        }
        Some(Self(if negative { -value } else { value }))
    }

    pub(crate) fn write(self, code: &mut Writer) {
        code.raw(&self.0.to_le_bytes());
    }

    pub(crate) fn read(code: &mut Reader<'_>) -> Self {
        Self(i128::from_le_bytes(code.array()))
    }
}

/// An instant in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instant(i64);

/// Epoch values from here on are milliseconds, smaller ones seconds (it is the year 5138).
const EPOCH_MILLIS_MIN: u64 = 100_000_000_000;

impl Instant {
    /// Reads a date of the W3C profile of ISO 8601, from the year alone to fractions of a second,
    /// or seconds or milliseconds since the epoch. (IAM User Guide, "Date condition operators".)
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let bytes = text.as_bytes();
        if bytes.len() != 4 && bytes.len() != 8 && bytes.iter().all(u8::is_ascii_digit)
            || text.starts_with('-')
        {
            let number: i64 = text.parse().ok()?;
            let millis = number.unsigned_abs() >= EPOCH_MILLIS_MIN;
            return Some(Self(if millis { number } else { number * 1000 }));
        }
        let mut reader = DateReader { rest: bytes };
        reader.instant().map(Self)
    }

    pub(crate) fn write(self, code: &mut Writer) {
        code.raw(&self.0.to_le_bytes());
    }

    pub(crate) fn read(code: &mut Reader<'_>) -> Self {
        Self(i64::from_le_bytes(code.array()))
    }
}

struct DateReader<'t> {
    rest: &'t [u8],
}

impl DateReader<'_> {
    fn instant(&mut self) -> Option<i64> {
        let year = self.digits(4)?;
        let extended = self.eat(b'-');
        let (month, day) = if self.rest.is_empty() {
            (1, 1)
        } else {
            let month = self.digits(2)?;
            let separated = extended && self.eat(b'-');
            let has_day = separated || (!extended && !self.rest.is_empty());
            (month, if has_day { self.digits(2)? } else { 1 })
        };
        if !(1..=12).contains(&month) || day < 1 || day > days_in_month(year, month) {
            return None;
        }
        let mut millis = days_from_civil(year, month, day) * 86_400_000;
        if self.eat(b'T') || self.eat(b't') || self.eat(b' ') {
            millis += self.time()? + self.zone()?;
        }
        self.rest.is_empty().then_some(millis)
    }

    fn time(&mut self) -> Option<i64> {
        let hours = self.digits(2)?;
        let extended = self.eat(b':');
        let minutes = self.digits(2)?;
        let has_seconds = if extended {
            self.eat(b':')
        } else {
            self.rest.first().is_some_and(u8::is_ascii_digit)
        };
        let mut millis = 0;
        if has_seconds {
            let seconds = self.digits(2)?;
            if seconds > 60 {
                return None;
            }
            millis = seconds * 1000 + if self.eat(b'.') { self.fraction()? } else { 0 };
        }
        (hours <= 24 && minutes < 60).then_some((hours * 60 + minutes) * 60_000 + millis)
    }

    fn fraction(&mut self) -> Option<i64> {
        let mut millis = 0;
        let mut weight = 100;
        let mut count = 0;
        while let Some(digit) = self.digit() {
            millis += digit * weight;
            weight /= 10;
            count += 1;
        }
        (count > 0).then_some(millis)
    }

    /// What to add to reach UTC, in milliseconds; no zone means UTC.
    fn zone(&mut self) -> Option<i64> {
        if self.rest.is_empty() || self.eat(b'Z') || self.eat(b'z') {
            return Some(0);
        }
        let sign = if self.eat(b'+') {
            -1
        } else if self.eat(b'-') {
            1
        } else {
            return None;
        };
        let hours = self.digits(2)?;
        self.eat(b':');
        let minutes = if self.rest.is_empty() { 0 } else { self.digits(2)? };
        (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes) * 60_000)
    }

    fn digits(&mut self, count: usize) -> Option<i64> {
        (0..count).try_fold(0, |value, _| Some(value * 10 + self.digit()?))
    }

    fn digit(&mut self) -> Option<i64> {
        let (first, rest) = self.rest.split_first()?;
        let digit = first.is_ascii_digit().then(|| i64::from(first - b'0'))?;
        self.rest = rest;
        Some(digit)
    }

    fn eat(&mut self, wanted: u8) -> bool {
        match self.rest.split_first() {
            Some((first, rest)) if *first == wanted => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }
}

const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a date of the Gregorian calendar, counted in eras of 400 years that
/// begin in March.
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Bits of an IPv6 address before the IPv4 address mapped into it (RFC 4291, section 2.5.5.2).
const MAPPED_PREFIX: u8 = 96;

/// Reads an address or a block of addresses; IPv4 in the clothes of IPv6 is IPv4.
pub(crate) fn network(text: &str) -> Option<IpNet> {
    let text = text.trim();
    let network = match text.parse::<IpNet>() {
        Ok(network) => network,
        Err(_) => text.parse::<IpAddr>().ok().map(IpNet::from)?,
    };
    let mapped = match network {
        IpNet::V6(wide) => wide
            .addr()
            .to_ipv4_mapped()
            .zip(wide.prefix_len().checked_sub(MAPPED_PREFIX))
            .and_then(|(address, bits)| Ipv4Net::new(address, bits).ok()),
        IpNet::V4(_) => None,
    };
    Some(mapped.map_or(network, IpNet::V4))
}

const IPV4: u8 = 4;
const IPV6: u8 = 6;

/// Writes a block of addresses.
pub(crate) fn write_network(network: IpNet, code: &mut Writer) {
    match network {
        IpNet::V4(network) => {
            code.byte(IPV4);
            code.raw(&network.addr().octets());
        }
        IpNet::V6(network) => {
            code.byte(IPV6);
            code.raw(&network.addr().octets());
        }
    }
    code.byte(network.prefix_len());
}

/// Reads what [`write_network`] wrote.
pub(crate) fn read_network(code: &mut Reader<'_>) -> Option<IpNet> {
    if code.byte() == IPV4 {
        let address: [u8; 4] = code.array();
        Ipv4Net::new(address.into(), code.byte()).ok().map(IpNet::V4)
    } else {
        let address: [u8; 16] = code.array();
        Ipv6Net::new(address.into(), code.byte()).ok().map(IpNet::V6)
    }
}

/// Reads a requester's address; IPv4 in the clothes of IPv6 is IPv4.
pub(crate) fn address(text: &str) -> Option<IpAddr> {
    text.trim().parse::<IpAddr>().ok().map(|address| address.to_canonical())
}

/// Reads a truth value, whatever its case.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// Decodes base64 (RFC 4648, section 4), padding optional.
pub(crate) fn base64(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for byte in digits.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).ok()?);
        }
    }
    (count < 6).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact() {
        for (left, right) in [("5", "5.0"), ("-1.50", "-1.5"), ("+7", "007"), ("0", "-0")] {
            assert_eq!(Number::parse(left), Number::parse(right), "{left} {right}");
            assert!(Number::parse(left).is_some(), "{left}");
        }
        assert!(Number::parse("9007199254740993") > Number::parse("9007199254740992"));
        for wrong in ["", "-", ".", "1e3", "0x1", "inf", "1.2.3", "1234567890123456789012345"] {
            assert_eq!(Number::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn dates_in_every_form() {
        let noon = Some(Instant(1_467_288_000_000));
        for text in [
            "2016-06-30T12:00:00Z",
            "2016-06-30T12:00:00.000Z",
            "2016-06-30T12:00Z",
            "20160630T120000Z",
            "2016-06-30T14:00:00+02:00",
            "2016-06-30T14:00:00+0200",
            "2016-06-30T12:00:00",
            "1467288000",
            "1467288000000",
        ] {
            assert_eq!(Instant::parse(text), noon, "{text}");
        }
        for (text, millis) in [
            ("1970", 0),
            ("1970-02", 2_678_400_000),
            ("1970-01-02", 86_400_000),
            ("19700102", 86_400_000),
            ("0", 0),
            ("-1", -1000),
            ("-9223372036854775808", i64::MIN),
            ("2000-02-29", 951_782_400_000),
            ("2016-06-30T19:42:23.431Z", 1_467_315_743_431),
        ] {
            assert_eq!(Instant::parse(text), Some(Instant(millis)), "{text}");
        }
        for wrong in ["", "yesterday", "2016-13-01", "2015-02-29", "2016-06-30T", "2016-06-30Tx"] {
            assert_eq!(Instant::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn addresses() {
        assert!(network("203.0.113.9/24").unwrap().contains(&address("203.0.113.200").unwrap()));
        assert!(network("203.0.113.9").unwrap().contains(&address("::ffff:203.0.113.9").unwrap()));
        assert!(network("2001:DB8::/32").unwrap().contains(&address("2001:db8::1").unwrap()));
        assert!(
            network("::ffff:203.0.113.0/120").unwrap().contains(&address("203.0.113.9").unwrap())
        );
        assert!(!network("::/0").unwrap().contains(&address("203.0.113.9").unwrap()));
        assert!(!network("0.0.0.0/0").unwrap().contains(&address("::1").unwrap()));
        assert_eq!(address("[object Object]"), None);
    }

    #[test]
    fn base64_is_decoded() {
        assert_eq!(base64("QQ==").unwrap(), b"A");
        assert_eq!(base64("YnVja2V0L29iamVjdA==").unwrap(), b"bucket/object");
        assert_eq!(base64("A"), None);
        assert_eq!(base64("a b="), None);
    }
}
