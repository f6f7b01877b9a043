//! Availability zones. (Amazon EC2 User Guide, "Regions and Zones"; AWS RAM User Guide, "Availability
//! Zone IDs".)

use bartizan_service::{Authorized, Call};
use bartizan_types::Region;

use crate::Ec2;
use crate::error::{Ec2Error, check_dry_run};
use crate::filter::{self, Filtered};
use crate::shapes::{
    AvailabilityZone, DescribeAvailabilityZonesRequest, DescribeAvailabilityZonesResult, Tag,
};

/// The regions that have not the zones a, b and c with the ids 1, 2 and 3: the letters that accounts
/// see, and the numbers of their ids. Which letter stands for which id AWS shuffles for each account;
/// here each stands for
/// one that is common.
const OTHERS: [(&str, &str, &[u8]); 6] = [
    ("us-east-1", "abcdef", &[6, 1, 2, 4, 3, 5]),
    ("us-west-1", "ab", &[3, 1]),
    ("us-west-2", "abcd", &[1, 2, 3, 4]),
    ("ap-northeast-1", "acd", &[1, 2, 4]),
    ("ap-northeast-2", "abcd", &[1, 2, 3, 4]),
    ("ca-central-1", "abd", &[1, 2, 4]),
];
/// The words of a region's name that zone ids shorten.
const SHORT: [(&str, &str); 9] = [
    ("gov-", "g"),
    ("northeast", "ne"),
    ("southeast", "se"),
    ("central", "c"),
    ("north", "n"),
    ("south", "s"),
    ("east", "e"),
    ("west", "w"),
    ("-", ""),
];

/// A zone: its name and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Zone {
    pub(crate) name: String,
    pub(crate) id: String,
}

/// The zones of a region, in the order of their names.
pub(crate) fn of(region: &Region) -> Vec<Zone> {
    let region = region.as_str();
    let (letters, numbers) = OTHERS
        .iter()
        .find(|(name, ..)| *name == region)
        .map_or(("abc", &[1, 2, 3][..]), |(_, letters, numbers)| (*letters, *numbers));
    let zone = |(letter, number): (char, &u8)| Zone {
        name: format!("{region}{letter}"),
        id: format!("{}-az{number}", shortened(region)),
    };
    letters.chars().zip(numbers).map(zone).collect()
}

/// The zone of a region that a request names by its name or its id, or the first if by none.
pub(crate) fn named(
    region: &Region,
    name: Option<&str>,
    id: Option<&str>,
) -> Result<Zone, Ec2Error> {
    let zones = of(region);
    let names = || zones.iter().map(|zone| zone.name.as_str()).collect::<Vec<_>>().join(", ");
    let is_named = |zone: &&Zone| {
        name.is_none_or(|name| zone.name == name) && id.is_none_or(|id| zone.id == id)
    };
    zones.iter().find(is_named).cloned().ok_or_else(|| {
        let (parameter, value) = match name {
            Some(name) => ("availabilityZone", name),
            None => ("availabilityZoneId", id.unwrap_or_default()),
        };
        Ec2Error::invalid(format!(
            "Value ({value}) for parameter {parameter} is invalid. Subnets can currently only be \
             created in the following availability zones: {}.",
            names()
        ))
    })
}

/// `us-east-1` as `use1`.
fn shortened(region: &str) -> String {
    SHORT.iter().fold(region.to_owned(), |text, (long, short)| text.replace(long, short))
}

/// The zones of the region.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeAvailabilityZonesRequest>,
) -> Result<DescribeAvailabilityZonesResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let mut zones: Vec<AvailabilityZone> =
        of(&call.region).into_iter().map(|zone| shown(&call.region, zone)).collect();
    keep(&mut zones, request.zone_names.as_deref(), |zone| zone.zone_name.as_deref())?;
    keep(&mut zones, request.zone_ids.as_deref(), |zone| zone.zone_id.as_deref())?;
    filter::retain(&mut zones, request.filters.as_deref().unwrap_or_default())?;
    Ok(DescribeAvailabilityZonesResult { availability_zones: Some(zones) })
}

/// Keeps those of these names, which must all be there.
fn keep(
    zones: &mut Vec<AvailabilityZone>,
    names: Option<&[String]>,
    name: impl Fn(&AvailabilityZone) -> Option<&str>,
) -> Result<(), Ec2Error> {
    let Some(names) = names.filter(|names| !names.is_empty()) else { return Ok(()) };
    let is_there = |wanted: &&String| zones.iter().any(|zone| name(zone) == Some(wanted.as_str()));
    if let Some(unknown) = names.iter().find(|wanted| !is_there(wanted)) {
        return Err(Ec2Error::invalid(format!("Invalid availability zone: [{unknown}]")));
    }
    zones.retain(|zone| names.iter().any(|wanted| name(zone) == Some(wanted.as_str())));
    Ok(())
}

fn shown(region: &Region, zone: Zone) -> AvailabilityZone {
    AvailabilityZone {
        opt_in_status: Some("opt-in-not-required".to_owned()),
        messages: Some(Vec::new()),
        region_name: Some(region.to_string()),
        zone_name: Some(zone.name),
        zone_id: Some(zone.id),
        group_name: Some(format!("{region}-zg-1")),
        network_border_group: Some(region.to_string()),
        zone_type: Some("availability-zone".to_owned()),
        state: Some("available".to_owned()),
        ..AvailabilityZone::default()
    }
}

impl Filtered for AvailabilityZone {
    const FILTERS: &'static [&'static str] = &[
        "group-name",
        "message",
        "opt-in-status",
        "parent-zone-id",
        "parent-zone-name",
        "region-name",
        "state",
        "zone-id",
        "zone-name",
        "zone-type",
    ];

    fn tags(&self) -> &[Tag] {
        &[]
    }

    fn texts(&self, name: &str) -> Vec<String> {
        filter::text(match name {
            "group-name" => self.group_name.as_ref(),
            "opt-in-status" => self.opt_in_status.as_ref(),
            "region-name" => self.region_name.as_ref(),
            "state" => self.state.as_ref(),
            "zone-id" => self.zone_id.as_ref(),
            "zone-name" => self.zone_name.as_ref(),
            "zone-type" => self.zone_type.as_ref(),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_named_as_aws_names_them() {
        for (region, count, name, id) in [
            ("us-east-1", 6, "us-east-1a", "use1-az6"),
            ("us-west-1", 2, "us-west-1a", "usw1-az3"),
            ("eu-central-1", 3, "eu-central-1a", "euc1-az1"),
            ("eu-north-1", 3, "eu-north-1a", "eun1-az1"),
            ("ap-southeast-2", 3, "ap-southeast-2a", "apse2-az1"),
            ("ap-northeast-1", 3, "ap-northeast-1a", "apne1-az1"),
            ("us-gov-west-1", 3, "us-gov-west-1a", "usgw1-az1"),
        ] {
            let zones = of(&Region::new(region));
            assert_eq!(zones.len(), count, "{region}");
            let first = Zone { name: name.to_owned(), id: id.to_owned() };
            assert_eq!(zones.first(), Some(&first));
        }
    }

    #[test]
    fn a_zone_is_named_by_its_name_or_its_id() {
        let region = Region::new("eu-west-1");
        let name = |name, id| named(&region, name, id).map(|zone| zone.name).ok();
        assert_eq!(name(None, None).as_deref(), Some("eu-west-1a"));
        assert_eq!(name(Some("eu-west-1c"), None).as_deref(), Some("eu-west-1c"));
        assert_eq!(name(None, Some("euw1-az2")).as_deref(), Some("eu-west-1b"));
        assert_eq!(name(Some("eu-west-1c"), Some("euw1-az2")), None);
        assert_eq!(name(Some("us-east-1a"), None), None);
    }
}
