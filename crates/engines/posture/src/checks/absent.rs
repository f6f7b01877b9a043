//! What is not judged: for its service is not there, or only a person can.

use crate::check::{Check, Judgement};

const ANALYZER: &str = "IAM Access Analyzer";
const MACIE: &str = "Macie";
const RDS: &str = "RDS";
const EFS: &str = "EFS";
const CONFIG: &str = "AWS Config";
const LOGS: &str = "CloudWatch Logs, whose metric filters would count it,";
const HUB: &str = "Security Hub";
const WATCHED: &str = "Who is told soon can still stop it.";

/// Number, level, service, title and rationale.
type Row = (&'static str, u8, &'static str, &'static str, &'static str);

const ROWS: [Row; 24] = [
    (
        "2.19",
        1,
        ANALYZER,
        "Access from outside is analyzed in each region",
        "A resource that is open to others is seen by nobody who does not look for it.",
    ),
    (
        "3.1.3",
        2,
        MACIE,
        "What is in buckets is known and classified",
        "Nobody protects data that nobody knows of.",
    ),
    ("3.2.1", 1, RDS, "Databases are encrypted at rest", "Disks and snapshots go astray."),
    (
        "3.2.2",
        1,
        RDS,
        "Databases take minor versions by themselves",
        "Minor versions bring the fixes of vulnerabilities.",
    ),
    (
        "3.2.3",
        1,
        RDS,
        "Databases are not publicly accessible",
        "A database is for its applications, not for the internet.",
    ),
    ("3.2.4", 1, RDS, "Databases stand in several zones", "One zone may fail."),
    ("3.3.1", 1, EFS, "File systems are encrypted at rest", "Disks and snapshots go astray."),
    (
        "4.3",
        2,
        CONFIG,
        "The configuration of resources is recorded in each region",
        "A change can be looked up only if it was recorded.",
    ),
    ("5.1", 2, LOGS, "Calls that are denied raise an alarm", WATCHED),
    ("5.2", 1, LOGS, "Sign-ins without MFA raise an alarm", WATCHED),
    ("5.3", 1, LOGS, "Use of the root user raises an alarm", WATCHED),
    ("5.4", 1, LOGS, "Changes of IAM policies raise an alarm", WATCHED),
    ("5.5", 1, LOGS, "Changes of trails raise an alarm", WATCHED),
    ("5.6", 1, LOGS, "Sign-ins that fail raise an alarm", WATCHED),
    ("5.7", 2, LOGS, "Keys that are disabled or deleted raise an alarm", WATCHED),
    ("5.8", 1, LOGS, "Changes of bucket policies raise an alarm", WATCHED),
    ("5.9", 2, LOGS, "Changes of what is recorded of configurations raise an alarm", WATCHED),
    ("5.10", 2, LOGS, "Changes of security groups raise an alarm", WATCHED),
    ("5.11", 2, LOGS, "Changes of network ACLs raise an alarm", WATCHED),
    ("5.12", 1, LOGS, "Changes of gateways raise an alarm", WATCHED),
    ("5.13", 1, LOGS, "Changes of route tables raise an alarm", WATCHED),
    ("5.14", 1, LOGS, "Changes of VPCs raise an alarm", WATCHED),
    ("5.15", 1, LOGS, "Changes of the organization raise an alarm", WATCHED),
    (
        "5.16",
        2,
        HUB,
        "Findings of all services come together",
        "Findings that nobody reads help nobody.",
    ),
];

pub(super) fn checks() -> Vec<Check> {
    let absent = ROWS.map(|(id, level, service, title, rationale)| Check {
        id,
        level,
        title,
        rationale,
        needs: &[],
        judgement: Judgement::Absent(service),
    });
    let person = Check {
        id: "2.20",
        level: 2,
        title: "Where there are several accounts, people come from one directory",
        rationale: "Who leaves loses access everywhere only if it was given in one place.",
        needs: &[],
        judgement: Judgement::Person(
            "whether people come from an identity provider or one account is for a person to tell",
        ),
    };
    absent.into_iter().chain([person]).collect()
}
