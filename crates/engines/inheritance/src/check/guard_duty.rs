//! Foundational threat detection is enabled in each block that enables another feature. ("Amazon
//! `GuardDuty` policy syntax and examples".)

use super::Report;
use crate::merge::Merged;

pub(super) fn check(merged: &Merged<'_>, report: &mut Report) {
    let Some(enablement) = merged.at(&["guardduty", "enablement"]) else { return };
    for (name, block) in &enablement.members {
        let foundational = block.one(&[FOUNDATIONAL, "status"]);
        let mut others = block.members.iter().filter(|(feature, _)| **feature != FOUNDATIONAL);
        let enabled = others.find(|(_, it)| it.one(&["status"]) == Some("enabled"));
        if let (Some((feature, _)), Some("disabled") | None) = (enabled, foundational) {
            let fields =
                [(*feature, "enabled"), (FOUNDATIONAL, foundational.unwrap_or("undefined"))];
            report.contradiction(&fields, &["guardduty", "enablement", name], block);
        }
    }
}

const FOUNDATIONAL: &str = "foundational";
