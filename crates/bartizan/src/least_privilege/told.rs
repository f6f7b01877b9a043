//! A least policy and its difference from what is granted, for people.

use std::fmt::Write as _;

use bartizan_policy::least::LeastPolicy;

use super::found::{Found, Recorded, Unused};
use super::{MANAGED_CHARACTERS_MAX, characters};
use crate::output::harmless;
use crate::table;

/// How many actions of a service are named; JSON has all.
const NAMED_MAX: usize = 12;
/// How long a line is about.
const LINE: usize = 100;

/// The policy, what would go away, and what is left out of it.
pub(super) fn told(found: &Found, policy: &LeastPolicy) -> String {
    let mut out = format!(
        "Principal  {}\nRecorded   {} that {} allowed\n\n",
        found.principal,
        counted(found.totals.requests, "request"),
        if found.totals.requests == 1 { "was" } else { "were" },
    );
    match &policy.text {
        Some(text) => {
            let _ = writeln!(out, "{text}\n");
            let count = characters(text);
            let _ = writeln!(
                out,
                "It has {count} characters. Every recorded request that it is about stays allowed."
            );
            if count > MANAGED_CHARACTERS_MAX {
                let _ = writeln!(
                    out,
                    "That is more than the {MANAGED_CHARACTERS_MAX} of a managed policy: use a lower \
                     --resources-max."
                );
            }
        }
        None => out.push_str("Nothing was used that needs a permission of the principal.\n"),
    }
    if policy.folded_actions > 0 {
        let _ = writeln!(
            out,
            "Of {} the resources were folded by their prefixes.",
            counted(i64::try_from(policy.folded_actions).unwrap_or(i64::MAX), "action"),
        );
    }
    out.push_str(&unused(&found.unused()));
    out.push_str(&listed(
        "Allowed by the resource's policy alone, so it needs no permission here:",
        found.of_ground("RESOURCE"),
    ));
    out.push_str(&listed(
        "Allowed then, and no longer by the principal's policies, so left out:",
        found.of_ground("REVOKED"),
    ));
    if found.totals.not_replayable > 0 {
        let _ = writeln!(
            out,
            "\n{} of this time are not replayable: too little of them was kept. What they need may \
             be missing.",
            counted(found.totals.not_replayable, "permission"),
        );
    }
    out
}

/// What would go away: services of which something was used, and the names of the others.
fn unused(unused: &[Unused]) -> String {
    if unused.is_empty() {
        return "\nNothing would go away: every action that is granted was used.\n".to_owned();
    }
    let mut out = "\nWould go away, as it was never used:\n".to_owned();
    let (partly, wholly): (Vec<&Unused>, Vec<&Unused>) =
        unused.iter().partition(|one| one.used > 0 || one.actions.len() <= NAMED_MAX);
    let rows = partly.iter().map(|one| {
        let named: Vec<&str> = one.actions.iter().take(NAMED_MAX).map(String::as_str).collect();
        let more = one.actions.len() - named.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let used = format!("{} of {}", one.used, one.granted);
        [one.service.clone(), used, format!("{}{more}", named.join(", "))]
    });
    let head = ["SERVICE", "USED", "NEVER USED"].map(str::to_owned);
    if !partly.is_empty() {
        out.push_str(&table::table(&head, rows));
    }
    if !wholly.is_empty() {
        let names: Vec<&str> = wholly.iter().map(|one| one.service.as_str()).collect();
        let _ = writeln!(out, "  and all of {} services:", names.len());
        out.push_str(&wrapped(&names));
    }
    out
}

/// Names in lines.
fn wrapped(names: &[&str]) -> String {
    let (mut out, mut line) = (String::new(), String::new());
    for (index, name) in names.iter().enumerate() {
        let comma = if index + 1 < names.len() { ", " } else { "" };
        if line.len() + name.len() > LINE {
            let _ = writeln!(out, "    {}", line.trim_end());
            line.clear();
        }
        line.push_str(&harmless(name));
        line.push_str(comma);
    }
    let _ = writeln!(out, "    {line}");
    out
}

fn listed<'f>(title: &str, uses: impl Iterator<Item = &'f Recorded>) -> String {
    let rows: Vec<[String; 5]> = uses
        .map(|one| {
            [
                one.count.to_string(),
                one.action.clone(),
                one.resource.clone(),
                one.first_time.iso8601(),
                one.last_time.iso8601(),
            ]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let head = ["TIMES", "ACTION", "RESOURCE", "FIRST", "LAST"].map(str::to_owned);
    format!("\n{title}\n{}", table::table(&head, rows.into_iter()))
}

fn counted(number: i64, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}

#[cfg(test)]
mod tests {
    use super::super::found::tests::somebody;
    use super::*;

    #[test]
    fn a_policy_is_told_with_what_would_go_away() {
        let policy = LeastPolicy { text: Some("{}".to_owned()), folded_actions: 1 };
        let text = told(&somebody(), &policy);
        for part in [
            "Principal  arn:aws:iam::123456789012:role/r\nRecorded   6 requests",
            "It has 2 characters.",
            "Of 1 action the resources were folded",
            "  iam      1 of 2",
            "Allowed by the resource's policy alone",
            "s3:GetObject",
            "no longer by the principal's policies",
            "sqs:SendMessage",
            "3 permissions of this time are not replayable",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        let nothing = LeastPolicy { text: None, folded_actions: 0 };
        assert!(told(&somebody(), &nothing).contains("Nothing was used that needs"));
        let long = LeastPolicy { text: Some("x".repeat(6145)), folded_actions: 0 };
        assert!(told(&somebody(), &long).contains("use a lower --resources-max"));
    }

    #[test]
    fn many_names_stand_in_lines() {
        let names = ["abcdefghijklmnopqrstuvwxyz"; 5];
        let text = wrapped(&names);
        assert_eq!(text.lines().count(), 2);
        assert!(text.lines().all(|line| line.starts_with("    a") && line.len() < LINE + 32));
        assert_eq!(wrapped(&["a\u{1b}", "b"]), "    a\u{fffd}, b\n");
    }
}
