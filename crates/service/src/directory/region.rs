//! Which regions accounts have.

use std::collections::BTreeSet;
use std::sync::Arc;

use bartizan_types::{AccountId, REGIONS_OPT_IN, Region};

use super::Directory;

impl Directory {
    /// Whether an account's principals may act in a region: every one does where a region is on by
    /// default, or is none that AWS's list knows; elsewhere the account must have opted in.
    pub fn has_region(&self, account: AccountId, region: &Region) -> bool {
        !REGIONS_OPT_IN.contains(&region.as_str())
            || self.opted_regions.get(&account).is_some_and(|opted| opted.contains(region.as_str()))
    }

    /// Enters the regions that an account opted in to.
    pub fn put_opted_regions(&mut self, account: AccountId, regions: BTreeSet<Arc<str>>) {
        if regions.is_empty() {
            self.opted_regions.remove(&account);
        } else {
            self.opted_regions.insert(account, Arc::new(regions));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_that_is_opted_in_to_is_there_for_the_account_alone() {
        let [one, other] = [1, 2].map(|number| AccountId::from_number(number).unwrap());
        let mut directory = Directory::default();
        let has = |directory: &Directory, account, name| {
            directory.has_region(account, &Region::new(name))
        };
        directory.put_opted_regions(one, BTreeSet::from([Arc::from("af-south-1")]));
        for (account, region, expected) in [
            (one, "af-south-1", true),
            (other, "af-south-1", false),
            (one, "me-south-1", false),
            (other, "eu-west-1", true),
            (other, "moon-north-1", true),
        ] {
            assert_eq!(has(&directory, account, region), expected, "{account} {region}");
        }
        directory.put_opted_regions(one, BTreeSet::new());
        assert!(!has(&directory, one, "af-south-1"));
    }
}
