//! `ResourceHandlingOption`: the resources that a scenario of EC2 must name.

use bartizan_types::Arn;

use crate::error::IamError;

/// Checks that the resources of the scenario are named.
pub(super) fn check(option: Option<&str>, resources: &[String]) -> Result<(), IamError> {
    let Some(option) = option else { return Ok(()) };
    let more: &[&str] = match option {
        "EC2-VPC-InstanceStore" => &[],
        "EC2-VPC-InstanceStore-Subnet" => &["subnet"],
        "EC2-VPC-EBS" => &["volume"],
        "EC2-VPC-EBS-Subnet" => &["subnet", "volume"],
        other => {
            return Err(IamError::InvalidInput(format!("Invalid ResourceHandlingOption: {other}")));
        }
    };
    let always = ["instance", "image", "security-group", "network-interface"];
    let missing = always.iter().chain(more).find(|kind| !resources.iter().any(|it| is(it, kind)));
    missing.map_or(Ok(()), |kind| {
        Err(IamError::InvalidInput(format!(
            "The resource {kind} is required for the scenario {option}"
        )))
    })
}

fn is(resource: &str, kind: &str) -> bool {
    resource.parse::<Arn>().is_ok_and(|arn| {
        arn.service() == "ec2"
            && arn.resource().split_once('/').is_some_and(|(found, _)| found == kind)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scenario_needs_its_resources() {
        let all: Vec<String> =
            ["instance", "image", "security-group", "network-interface", "volume", "subnet"]
                .iter()
                .map(|kind| format!("arn:aws:ec2:us-east-1:123456789012:{kind}/x"))
                .collect();
        let cases = [
            (None, 0, true),
            (Some("EC2-VPC-InstanceStore"), 4, true),
            (Some("EC2-VPC-InstanceStore"), 3, false),
            (Some("EC2-VPC-EBS"), 4, false),
            (Some("EC2-VPC-EBS"), 5, true),
            (Some("EC2-VPC-EBS-Subnet"), 5, false),
            (Some("EC2-VPC-EBS-Subnet"), 6, true),
            (Some("EC2-VPC-InstanceStore-Subnet"), 6, true),
            (Some("EC2-Somewhere"), 6, false),
        ];
        for (option, count, accepted) in cases {
            assert_eq!(check(option, &all[..count]).is_ok(), accepted, "{option:?} {count}");
        }
    }
}
