//! The regions. Bartizan serves every region under one address; it lists those that every AWS
//! account has without opting in.

use bartizan_service::{Authorized, Call};
use bartizan_types::REGIONS_ON;

use crate::Ec2;
use crate::error::Ec2Error;
use crate::shapes::{DescribeRegionsRequest, DescribeRegionsResult, Filter, Region};

const OPT_IN_STATUS: &str = "opt-in-not-required";

/// `DescribeRegions`. No region is off, so `AllRegions` adds none.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeRegionsRequest>,
) -> Result<DescribeRegionsResult, Ec2Error> {
    if request.dry_run == Some(true) {
        return Err(Ec2Error::DryRunOperation);
    }
    let endpoint = call.origin.host.clone().unwrap_or_default();
    let regions = select(
        request.region_names.as_deref().unwrap_or_default(),
        request.filters.as_deref().unwrap_or_default(),
        &endpoint,
    )?;
    let regions = regions.into_iter().map(|name| Region {
        opt_in_status: Some(OPT_IN_STATUS.to_owned()),
        region_name: Some(name.to_owned()),
        endpoint: Some(endpoint.clone()),
        ..Region::default()
    });
    Ok(DescribeRegionsResult { regions: Some(regions.collect()) })
}

/// The regions of these names, or all, that pass every filter.
fn select(
    names: &[String],
    filters: &[Filter],
    endpoint: &str,
) -> Result<Vec<&'static str>, Ec2Error> {
    if let Some(unknown) = names.iter().find(|name| !REGIONS_ON.contains(&name.as_str())) {
        return Err(Ec2Error::InvalidParameterValue(format!("Invalid region names: [{unknown}]")));
    }
    let mut left: Vec<&'static str> = REGIONS_ON
        .into_iter()
        .filter(|region| names.is_empty() || names.iter().any(|name| name == region))
        .collect();
    for filter in filters {
        let name = filter.name.as_deref().unwrap_or_default();
        let values = filter.values.as_deref().unwrap_or_default();
        let passes = |text: &str| values.iter().any(|pattern| matches(pattern, text));
        match name {
            "region-name" => left.retain(|region| passes(region)),
            "opt-in-status" => left.retain(|_| passes(OPT_IN_STATUS)),
            "endpoint" => left.retain(|_| passes(endpoint)),
            other => {
                return Err(Ec2Error::InvalidParameterValue(format!(
                    "The filter '{other}' is invalid"
                )));
            }
        }
    }
    Ok(left)
}

/// Whether a filter's value matches: `*` is any text and `?` any character. (Amazon EC2 User
/// Guide, "Filter your resources".)
fn matches(pattern: &str, text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    // For each place in the text, whether the pattern so far may end there.
    let mut ends = vec![false; text.len() + 1];
    if let Some(start) = ends.first_mut() {
        *start = true;
    }
    for letter in pattern.chars() {
        let mut is_reached = false;
        ends = match letter {
            '*' => ends
                .into_iter()
                .map(|end| {
                    is_reached |= end;
                    is_reached
                })
                .collect(),
            _ => std::iter::once(false)
                .chain(
                    ends.iter()
                        .zip(&text)
                        .map(|(end, character)| *end && (letter == '?' || letter == *character)),
                )
                .collect(),
        };
    }
    ends.last() == Some(&true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filter(name: &str, value: &str) -> Filter {
        let (name, values) = (Some(name.to_owned()), Some(vec![value.to_owned()]));
        Filter { name, values }
    }

    #[test]
    fn regions_are_chosen_by_name_and_filter() {
        let names =
            |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        for (asked, filters, count) in [
            (names(&[]), vec![], 17),
            (names(&["eu-west-1", "us-east-1"]), vec![], 2),
            (names(&[]), vec![filter("region-name", "eu-*")], 5),
            (names(&[]), vec![filter("region-name", "eu-west-?")], 3),
            (names(&["us-east-1"]), vec![filter("region-name", "eu-*")], 0),
            (names(&[]), vec![filter("opt-in-status", "opted-in")], 0),
            (names(&[]), vec![filter("endpoint", "localhost*")], 17),
        ] {
            let found = select(&asked, &filters, "localhost:4566").unwrap();
            assert_eq!(found.len(), count, "{asked:?} {filters:?}");
        }
        assert!(select(&names(&["moon-1"]), &[], "").is_err());
        assert!(select(&[], &[filter("colour", "red")], "").is_err());
    }

    #[test]
    fn wildcards() {
        for (pattern, text, does) in [
            ("", "", true),
            ("*", "", true),
            ("?", "", false),
            ("a*c", "abbc", true),
            ("a*c", "abb", false),
            ("*a*", "bab", true),
            ("**", "x", true),
            ("a?", "a", false),
        ] {
            assert_eq!(matches(pattern, text), does, "{pattern} {text}");
        }
    }
}
