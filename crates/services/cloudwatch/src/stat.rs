//! Statistics. (CloudWatch User Guide, "CloudWatch statistics definitions".)

mod range;

use range::{Bound, Range};

use crate::point::Summary;

/// The most digits behind the point of a percentile.
const DECIMALS_MAX: usize = 10;

/// A statistic of the values of a period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Stat {
    SampleCount,
    Average,
    Sum,
    Minimum,
    Maximum,
    /// The value that so many of a hundred are not above.
    Percentile(f64),
    TrimmedMean(Range),
    WinsorizedMean(Range),
    TrimmedCount(Range),
    TrimmedSum(Range),
    PercentileRank(Range),
}

impl Stat {
    /// The statistic of this name, as `Sum`, `p99.9`, `tm90`, `TM(10%:90%)` or `IQM`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let plain = match text {
            "SampleCount" => Some(Self::SampleCount),
            "Average" => Some(Self::Average),
            "Sum" => Some(Self::Sum),
            "Minimum" => Some(Self::Minimum),
            "Maximum" => Some(Self::Maximum),
            "IQM" => Some(Self::TrimmedMean(Range::of_percent(25.0, 75.0))),
            _ => None,
        };
        plain.or_else(|| Self::abridged(text)).or_else(|| Self::ranged(text))
    }

    /// `p95`, and `tm95` for what is not above the 95th percentile.
    fn abridged(text: &str) -> Option<Self> {
        let start = text.find(|character: char| !character.is_ascii_alphabetic())?;
        let (name, number) = text.split_at_checked(start)?;
        let percent = percent(number)?;
        let range = Range::of_percent(0.0, percent);
        Some(match name.to_ascii_lowercase().as_str() {
            "p" => Self::Percentile(percent),
            "tm" => Self::TrimmedMean(range),
            "wm" => Self::WinsorizedMean(range),
            "tc" => Self::TrimmedCount(range),
            "ts" => Self::TrimmedSum(range),
            _ => return None,
        })
    }

    /// `TM(10%:90%)`, `PR(:300)`.
    fn ranged(text: &str) -> Option<Self> {
        let (name, rest) = text.split_once('(')?;
        let range = Range::parse(rest.strip_suffix(')')?)?;
        Some(match name.to_ascii_uppercase().as_str() {
            "TM" => Self::TrimmedMean(range),
            "WM" => Self::WinsorizedMean(range),
            "TC" => Self::TrimmedCount(range),
            "TS" => Self::TrimmedSum(range),
            // Of a share nobody asks how much it is.
            "PR" if !range.has_percent() => Self::PercentileRank(range),
            _ => return None,
        })
    }

    /// Its value; nothing where what is known does not tell it.
    pub(crate) fn of(&self, summary: &Summary) -> Option<f64> {
        let value = match self {
            Self::SampleCount => summary.samples,
            Self::Average => summary.sum / summary.samples,
            Self::Sum => summary.sum,
            Self::Minimum => summary.least,
            Self::Maximum => summary.greatest,
            // Percentiles are of values that are not negative.
            _ if summary.least < 0.0 => return None,
            _ => self.of_values(summary.values.as_deref()?, summary.samples)?,
        };
        value.is_finite().then_some(value)
    }

    fn of_values(&self, values: &[(f64, f64)], samples: f64) -> Option<f64> {
        let weight = |values: &[(f64, f64)]| values.iter().map(|(_, count)| count).sum::<f64>();
        let sum =
            |values: &[(f64, f64)]| values.iter().map(|(value, count)| value * count).sum::<f64>();
        let mean = |values: &[(f64, f64)]| sum(values) / weight(values);
        Some(match self {
            Self::Percentile(percent) => Bound::Percent(*percent).value(values)?,
            Self::TrimmedMean(range) => mean(&range.cut(values)),
            Self::WinsorizedMean(range) => mean(&range.clamp(values)?),
            Self::TrimmedCount(range) => weight(&range.cut(values)),
            Self::TrimmedSum(range) => sum(&range.cut(values)),
            Self::PercentileRank(range) => weight(&range.cut(values)) * 100.0 / samples,
            _ => return None,
        })
    }
}

/// A number from 0 to 100.
fn percent(text: &str) -> Option<f64> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(decimals) || decimals.len() > DECIMALS_MAX {
        return None;
    }
    text.parse().ok().filter(|percent| (0.0..=100.0).contains(percent))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One to ten, once each.
    fn ten() -> Summary {
        Summary::of_values((1..=10).map(|value| (f64::from(value), 1.0)).collect()).unwrap()
    }

    #[test]
    fn statistics_of_one_to_ten() {
        for (name, wanted) in [
            ("SampleCount", 10.0),
            ("Average", 5.5),
            ("Sum", 55.0),
            ("Minimum", 1.0),
            ("Maximum", 10.0),
            ("p0", 1.0),
            ("p50", 5.0),
            ("p90", 9.0),
            ("p99.9", 10.0),
            ("p100", 10.0),
            ("tm90", 5.0),
            ("TM(10%:90%)", 5.5),
            ("TM(2:4)", 3.5),
            ("TM(:5)", 3.0),
            ("TC(10%:90%)", 8.0),
            ("TC(2:4)", 2.0),
            ("ts50", 15.0),
            ("TS(80%:)", 19.0),
            ("WM(10%:90%)", 5.4),
            ("wm90", 5.4),
            ("PR(:5)", 50.0),
            ("PR(5:7)", 20.0),
            ("IQM", 5.5),
        ] {
            let value = Stat::parse(name).unwrap().of(&ten()).unwrap();
            assert!((value - wanted).abs() < 1e-9, "{name}: {value}, not {wanted}");
        }
    }

    #[test]
    fn what_is_no_statistic() {
        for name in [
            "",
            "sum",
            "average",
            "p",
            "p101",
            "p-1",
            "p1.",
            "p.5",
            "p1e1",
            "pNaN",
            "tm",
            "tm101",
            "TM",
            "TM()",
            "TM(:)",
            "TM(10%)",
            "TM(90%:10%)",
            "TM(5:4)",
            "TM(10%:5)",
            "TM(a:b)",
            "TM(1:2",
            "PR(10%:90%)",
            "XX(1:2)",
            "p99.99999999999",
            "äp9",
            "p٣",
        ] {
            assert_eq!(Stat::parse(name), None, "{name}");
        }
    }

    #[test]
    fn what_the_data_does_not_tell_is_not_told() {
        let p90 = Stat::parse("p90").unwrap();
        assert_eq!(p90.of(&Summary::of_statistics(3.0, 6.0, 1.0, 3.0)), None);
        assert_eq!(p90.of(&Summary::of_statistics(3.0, 6.0, 2.0, 2.0)), Some(2.0));
        assert_eq!(p90.of(&Summary::of_values(vec![(-1.0, 1.0), (3.0, 1.0)]).unwrap()), None);
        assert_eq!(Stat::parse("TM(20:30)").unwrap().of(&ten()), None);
    }
}
