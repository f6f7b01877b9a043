//! The ARNs of configurations, scans and findings. (Amazon Inspector API Reference, `CisScanConfiguration`,
//! `CisScan` and `CisScanResultDetails`.)

use aws_lc_rs::digest::{SHA256, digest};
use bartizan_types::{AccountId, Arn};

/// The kinds of ARNs, as they stand in them.
const CONFIGURATION: &str = "cis-configuration";
const SCAN: &str = "cis-scan";
const FINDING: &str = "cis-finding";

/// The ARN of a configuration; of any where the id is `*`.
pub(crate) fn configuration(owner: AccountId, region: &str, id: &str) -> Arn {
    of(CONFIGURATION, owner, region, id)
}

/// The ARN of a scan.
pub(super) fn scan(owner: AccountId, region: &str, id: &str) -> Arn {
    of(SCAN, owner, region, id)
}

/// The ARN of what a scan found by one check of an instance.
pub(super) fn finding(
    account: AccountId,
    region: &str,
    (scan, instance, check): (&str, &str, &str),
) -> Arn {
    let text = format!("{account}\n{scan}\n{instance}\n{check}");
    let digest = hex::encode(digest(&SHA256, text.as_bytes()));
    let part = |from: usize, to: usize| digest.get(from..to).unwrap_or_default();
    let parts = [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)];
    of(FINDING, account, region, &parts.join("-"))
}

fn of(kind: &str, owner: AccountId, region: &str, id: &str) -> Arn {
    Arn::new("inspector2", region, Some(owner), &format!("owner/{owner}/{kind}/{id}"))
}

/// Whether an ARN looks like that of a configuration.
pub(crate) fn is_of_configuration(named: &str) -> bool {
    named.contains("/cis-configuration/")
}

/// The owner and the id of the configuration of a region that an ARN names.
pub(super) fn configuration_named(named: &str, region: &str) -> Option<(AccountId, String)> {
    named_of(CONFIGURATION, named, region)
}

/// The owner and the id of the scan of a region that an ARN names.
pub(super) fn scan_named(named: &str, region: &str) -> Option<(AccountId, String)> {
    named_of(SCAN, named, region)
}

fn named_of(kind: &str, named: &str, region: &str) -> Option<(AccountId, String)> {
    let (rest, id) = named.rsplit_once('/')?;
    let owner: AccountId = rest.split(':').nth(4)?.parse().ok()?;
    (of(kind, owner, region, id).as_str() == named).then(|| (owner, id.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_name_what_they_are_of() {
        let owner: AccountId = "123456789012".parse().unwrap();
        let made = scan(owner, "us-east-1", "1-2");
        assert_eq!(scan_named(made.as_str(), "us-east-1"), Some((owner, "1-2".to_owned())));
        assert_eq!(scan_named(made.as_str(), "eu-west-1"), None);
        assert_eq!(configuration_named(made.as_str(), "us-east-1"), None);
        for wrong in ["", "/", "arn:aws:inspector2:us-east-1:1:owner/1/cis-scan/1"] {
            assert_eq!(scan_named(wrong, "us-east-1"), None, "{wrong}");
        }
        let one = finding(owner, "us-east-1", ("1", "i-1", "1.1"));
        assert_eq!(one, finding(owner, "us-east-1", ("1", "i-1", "1.1")));
        assert_ne!(one, finding(owner, "us-east-1", ("1", "i-1", "1.2")));
    }
}
