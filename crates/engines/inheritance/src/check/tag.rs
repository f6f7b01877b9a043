//! The limits of an effective tag policy, as Organizations answers them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Report, ViolationCode};
use crate::merge::Merged;

/// How many bytes an effective tag policy may have.
const BYTES_MAX: usize = 395_000;
/// How many tags may be required of one type of resources.
const REQUIRED_MAX: usize = 50;
/// How many of the tags are named.
const NAMED_MAX: usize = 5;

pub(super) fn check(merged: &Merged<'_>, size: usize, report: &mut Report) {
    let Some(tags) = merged.at(&["tags"]) else { return };
    if size > BYTES_MAX {
        let message = format!(
            "Effective policy size is {size} bytes, which exceeds the maximum limit of {BYTES_MAX} \
             bytes"
        );
        report.add(ViolationCode::ElementsTooMany, message, &["tags"], &tags.contributors());
    }
    let mut required: BTreeMap<&str, (Vec<&str>, BTreeSet<&str>)> = BTreeMap::new();
    for (name, tag) in &tags.members {
        let Some(reported) = tag.at(&["report_required_tag_for"]) else { continue };
        for resource in reported.many() {
            let (names, contributors) = required.entry(resource).or_default();
            names.push(name);
            contributors.extend(reported.contributors());
        }
    }
    for (resource, (names, contributors)) in required {
        if names.len() > REQUIRED_MAX {
            let named: Vec<&str> = names.iter().copied().take(NAMED_MAX).collect();
            let message = format!(
                "Resource type '{resource}' has {} tags for 'report_required_tag_for', which exceeds \
                 the maximum limit of {REQUIRED_MAX}. Contributing tag keys include: {} and {} more",
                names.len(),
                named.join(", "),
                names.len() - named.len()
            );
            report.add(ViolationCode::ElementsTooMany, message, &["tags"], &contributors);
        }
    }
}
