//! The operator's price table, and money: decimal, exact.

use std::collections::HashSet;
use std::fmt;
use std::path::Path;
use std::str::FromStr;

use serde::{Deserialize, Serialize, Serializer};

use super::usage::Line;
use crate::error::CliError;

/// How many decimal places amounts have.
const PLACES: usize = 12;
const ONE: i128 = 1_000_000_000_000;

/// An amount of money, in units of 10⁻¹².
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Money(i128);

/// A price table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Prices {
    /// The name of the currency.
    pub(super) currency: String,
    #[serde(default)]
    price: Vec<Price>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Price {
    service: String,
    /// All operations of the service where there is none.
    operation: Option<String>,
    /// All regions where there is none.
    region: Option<String>,
    /// For each call, as a text, so that it is what was written.
    #[serde(deserialize_with = "money")]
    per_call: Money,
}

impl Prices {
    /// Reads a table: JSON where the file's name ends so, else TOML.
    ///
    /// # Errors
    /// The file cannot be read, or is no table.
    pub(super) fn read(path: &Path) -> Result<Self, CliError> {
        let text = std::fs::read_to_string(path).map_err(CliError::file(path))?;
        let is_json = path.extension().is_some_and(|it| it.eq_ignore_ascii_case("json"));
        Self::parse(&text, is_json)
            .map_err(|error| CliError::Usage(format!("{}: {error}", path.display())))
    }

    fn parse(text: &str, is_json: bool) -> Result<Self, String> {
        let prices: Self = if is_json {
            serde_json::from_str(text).map_err(|error| error.to_string())?
        } else {
            toml::from_str(text).map_err(|error| error.to_string())?
        };
        let mut known = HashSet::new();
        for price in &prices.price {
            if !known.insert((&price.service, &price.operation, &price.region)) {
                return Err(format!("{} has two prices for the same calls", price.service));
            }
        }
        Ok(prices)
    }

    /// The price of a call: of the prices that fit, the one that says most; the operation says more
    /// than the region.
    pub(super) fn of(&self, line: &Line) -> Option<Money> {
        let fits = |wanted: &Option<String>, found: &String| {
            wanted.as_ref().is_none_or(|wanted| wanted == found)
        };
        let prices = self.price.iter().filter(|price| {
            price.service == line.service
                && fits(&price.operation, &line.operation)
                && fits(&price.region, &line.region)
        });
        let best = prices.max_by_key(|price| (price.operation.is_some(), price.region.is_some()));
        best.map(|price| price.per_call)
    }
}

impl Money {
    /// So many of it.
    pub(super) fn times(self, count: u64) -> Option<Self> {
        self.0.checked_mul(i128::from(count)).map(Self)
    }

    /// Both.
    pub(super) fn plus(self, more: Self) -> Option<Self> {
        self.0.checked_add(more.0).map(Self)
    }
}

impl FromStr for Money {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("`{text}` is no price: write it as 0.0004, at most {PLACES} places");
        let (whole, places) = text.split_once('.').unwrap_or((text, "0"));
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
        if !is_number(whole) || !is_number(places) || places.len() > PLACES || whole.len() > PLACES
        {
            return Err(wrong());
        }
        let whole: i128 = whole.parse().map_err(|_| wrong())?;
        let part: i128 = format!("{places:0<PLACES$}").parse().map_err(|_| wrong())?;
        Ok(Self(whole * ONE + part))
    }
}

impl fmt::Display for Money {
    /// With two places, and more where it has more.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / ONE, self.0 % ONE);
        let places = format!("{part:0PLACES$}");
        let shown = places.trim_end_matches('0');
        write!(f, "{whole}.{shown:0<2}")
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

fn money<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Money, D::Error> {
    String::deserialize(input)?.parse().map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TABLE: &str = r#"
        currency = "EUR"
        [[price]]
        service = "s3"
        per_call = "0.0001"
        [[price]]
        service = "s3"
        region = "eu-west-1"
        per_call = "0.0002"
        [[price]]
        service = "s3"
        operation = "GetObject"
        per_call = "0.0000004"
    "#;

    fn line(service: &str, operation: &str, region: &str) -> Line {
        Line {
            account_id: "111122223333".to_owned(),
            service: service.to_owned(),
            operation: operation.to_owned(),
            region: region.to_owned(),
            calls: 3,
            failed_calls: 0,
        }
    }

    #[test]
    fn the_price_that_says_most_is_taken() {
        let prices = Prices::parse(TABLE, false).unwrap();
        for (service, operation, region, price) in [
            ("s3", "PutObject", "us-east-1", Some("0.0001")),
            ("s3", "PutObject", "eu-west-1", Some("0.0002")),
            ("s3", "GetObject", "eu-west-1", Some("0.0000004")),
            ("sqs", "SendMessage", "eu-west-1", None),
        ] {
            let found = prices.of(&line(service, operation, region)).map(|it| it.to_string());
            assert_eq!(found.as_deref(), price, "{service} {operation} {region}");
        }
    }

    #[test]
    fn tables_that_are_none_are_refused() {
        let twice = format!("{TABLE}\n[[price]]\nservice = \"s3\"\nper_call = \"1\"");
        let price = |text: &str| format!("currency=\"EUR\"\n[[price]]\nservice=\"s3\"\n{text}");
        for wrong in [
            "",
            &twice,
            &price("per_call = 0.1"),
            &price("per_call = \"-1\""),
            &price("per_call = \"1e3\""),
            &price("per_call = \"0.0000000000001\""),
            &price("per_call = \"1\"\nper = \"call\""),
        ] {
            assert!(Prices::parse(wrong, false).is_err(), "{wrong}");
        }
        assert!(Prices::parse(r#"{"currency":"EUR","price":[]}"#, true).is_ok());
    }

    proptest! {
        #[test]
        fn money_is_what_was_written(whole in 0..1_000_000_000_u64, part in 0..1_000_000_000_000_u64) {
            let money: Money = format!("{whole}.{part:012}").parse().unwrap();
            prop_assert_eq!(money.to_string().parse::<Money>().unwrap(), money);
            prop_assert_eq!(money.0, i128::from(whole) * ONE + i128::from(part));
        }

        #[test]
        fn no_text_breaks_it(text in ".{0,40}") {
            let _ = text.parse::<Money>();
            let _ = Prices::parse(&text, false);
            let _ = Prices::parse(&text, true);
        }
    }
}
