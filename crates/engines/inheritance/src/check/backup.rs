//! Rules of backup plans whose settings contradict each other. (AWS Backup Developer Guide,
//! "Creating a backup plan"; "Backup policy syntax and examples", on `lifecycle` and
//! `scan_actions`.)

use super::Report;
use crate::merge::Merged;

/// How long a continuous backup is kept at most, in days.
const CONTINUOUS_DAYS_MAX: u64 = 35;
/// How long a backup stays in cold storage at least, in days.
const COLD_DAYS_MIN: u64 = 90;

pub(super) fn check(merged: &Merged<'_>, report: &mut Report) {
    let Some(plans) = merged.at(&["plans"]) else { return };
    for (plan_name, plan) in &plans.members {
        let rules = plan.at(&["rules"]).into_iter().flat_map(|rules| &rules.members);
        for (name, rule) in rules {
            let way = ["plans", plan_name, "rules", name];
            check_rule(rule, &way, report);
            if rule.at(&["scan_actions"]).is_some() && plan.at(&["scan_settings"]).is_none() {
                let fields = [("scan_actions", "undefined"), ("scan_settings", "undefined")];
                report.contradiction(&fields, &way, rule);
            }
        }
    }
}

fn check_rule(rule: &Merged<'_>, way: &[&str], report: &mut Report) {
    const DELETE: &str = "delete_after_days";
    let kept = rule.one(&["lifecycle", DELETE]);
    if let ("true", Some(delete)) = (rule.one(&[CONTINUOUS]).unwrap_or_default(), kept)
        && days(delete) > CONTINUOUS_DAYS_MAX
    {
        report.contradiction(&[(CONTINUOUS, "true"), (DELETE, delete)], way, rule);
    }
    let copies = rule.at(&["copy_actions"]).into_iter().flat_map(|copies| copies.members.values());
    for at in std::iter::once(rule).chain(copies) {
        let archived = at.one(&["lifecycle", ARCHIVE]) == Some("true");
        let moved = at.one(&["lifecycle", COLD]);
        if let (true, Some(delete), Some(cold)) = (archived, at.one(&["lifecycle", DELETE]), moved)
            && days(delete) < days(cold).saturating_add(COLD_DAYS_MIN)
        {
            let fields = [(ARCHIVE, "true"), (DELETE, delete), (COLD, cold)];
            report.contradiction(&fields, way, rule);
        }
    }
}

const CONTINUOUS: &str = "enable_continuous_backup";
const ARCHIVE: &str = "opt_in_to_archive_for_supported_resources";
const COLD: &str = "move_to_cold_storage_after_days";

/// A number that was checked when the policy was read.
fn days(text: &str) -> u64 {
    text.parse().unwrap_or(0)
}
