//! The regions. Bartizan serves every region under one address; it lists those that the account has
//! and, if asked, those that it did not opt in to.

use bartizan_service::{Authorized, Call};
use bartizan_types::{REGIONS_ON, REGIONS_OPT_IN};

use crate::Ec2;
use crate::error::{Ec2Error, check_dry_run};
use crate::filter::{self, matches};
use crate::shapes::{DescribeRegionsRequest, DescribeRegionsResult, Filter, Region};

/// A region, and how it stands with it.
type Standing = (&'static str, &'static str);

/// `DescribeRegions`.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeRegionsRequest>,
) -> Result<DescribeRegionsResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let endpoint = call.origin.host.clone().unwrap_or_default();
    let account = call.caller.principal.account();
    let regions = select(
        standings(request.all_regions == Some(true), |name| {
            let region = bartizan_types::Region::new(name);
            account.is_some_and(|account| call.directory.has_region(account, &region))
        }),
        request.region_names.as_deref().unwrap_or_default(),
        request.filters.as_deref().unwrap_or_default(),
        &endpoint,
    )?;
    let regions = regions.into_iter().map(|(name, status)| Region {
        opt_in_status: Some(status.to_owned()),
        region_name: Some(name.to_owned()),
        endpoint: Some(endpoint.clone()),
        ..Region::default()
    });
    Ok(DescribeRegionsResult { regions: Some(regions.collect()) })
}

/// The regions that an account has, or all.
fn standings(all: bool, has: impl Fn(&str) -> bool) -> Vec<Standing> {
    let opted = REGIONS_OPT_IN.into_iter().filter_map(|name| {
        if has(name) { Some((name, "opted-in")) } else { all.then_some((name, "not-opted-in")) }
    });
    REGIONS_ON.into_iter().map(|name| (name, "opt-in-not-required")).chain(opted).collect()
}

/// The regions of these names, or all of `there`, that pass every filter.
fn select(
    there: Vec<Standing>,
    names: &[String],
    filters: &[Filter],
    endpoint: &str,
) -> Result<Vec<Standing>, Ec2Error> {
    filter::check_size(filters)?;
    let is_there = |name: &String| there.iter().any(|(one, _)| one == name);
    if let Some(unknown) = names.iter().find(|name| !is_there(name)) {
        return Err(Ec2Error::invalid(format!("Invalid region names: [{unknown}]")));
    }
    let mut left: Vec<Standing> = there
        .into_iter()
        .filter(|(region, _)| names.is_empty() || names.iter().any(|name| name == region))
        .collect();
    for filter in filters {
        let name = filter.name.as_deref().unwrap_or_default();
        let values = filter.values.as_deref().unwrap_or_default();
        let passes = |text: &str| values.iter().any(|pattern| matches(pattern, text));
        match name {
            "region-name" => left.retain(|(region, _)| passes(region)),
            "opt-in-status" => left.retain(|(_, status)| passes(status)),
            "endpoint" => left.retain(|_| passes(endpoint)),
            other => {
                return Err(filter::unknown(other));
            }
        }
    }
    Ok(left)
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
        let there = || standings(true, |name| name == "af-south-1");
        assert_eq!(standings(false, |name| name == "af-south-1").len(), 18);
        for (asked, filters, count) in [
            (names(&[]), vec![], 34),
            (names(&["af-south-1", "us-east-1"]), vec![filter("opt-in-status", "opted-in")], 1),
            (names(&[]), vec![filter("opt-in-status", "opt-in-not-required")], 17),
            (names(&["eu-west-1", "us-east-1"]), vec![], 2),
            (names(&[]), vec![filter("region-name", "us-*")], 4),
            (names(&[]), vec![filter("region-name", "eu-west-?")], 3),
            (names(&["us-east-1"]), vec![filter("region-name", "eu-*")], 0),
            (names(&[]), vec![filter("opt-in-status", "not-opted-in")], 16),
            (names(&[]), vec![filter("endpoint", "localhost*")], 34),
        ] {
            let found = select(there(), &asked, &filters, "localhost:4566").unwrap();
            assert_eq!(found.len(), count, "{asked:?} {filters:?}");
        }
        assert!(select(there(), &names(&["moon-1"]), &[], "").is_err());
        assert!(select(there(), &[], &[filter("colour", "red")], "").is_err());
    }
}
