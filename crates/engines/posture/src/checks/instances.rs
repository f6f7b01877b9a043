//! Instances and their volumes.

use serde_json::Value as Json;

use super::check;
use crate::check::{Case, Check, Unassessed};
use crate::facts::{Answer, Facts, Topic};
use crate::fields::{is, text};
use crate::shell;

pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            "2.17",
            2,
            "Instances call by roles of their own",
            "Keys that are put on a machine stay there, and are found.",
            &[Topic::Instances, Topic::InstanceProfiles],
            roles,
        ),
        check(
            "6.1.1",
            1,
            "New volumes are encrypted, in each region",
            "Disks and snapshots go astray.",
            &[Topic::VolumeEncryption],
            volumes,
        ),
        check(
            "6.7",
            1,
            "Instances tell credentials only to who begins a session",
            "The first version of the metadata service answers any request that a server can be made to send.",
            &[Topic::Instances],
            metadata,
        ),
    ]
}

fn is_there(instance: &Json) -> bool {
    let state = instance.get("State").map(|state| text(state, "Name")).unwrap_or_default();
    !["terminated", "shutting-down"].contains(&state)
}

fn roles(facts: &Facts, case: &mut Case) {
    if !facts.known(Topic::Instances).any(|(_, instance)| is_there(instance)) {
        case.is_known(facts, Topic::Instances);
        return;
    }
    if !case.is_known(facts, Topic::InstanceProfiles) {
        return;
    }
    case.each(facts, Topic::Instances, |case, answer, instance| {
        if !is_there(instance) {
            return;
        }
        let id = text(instance, "InstanceId");
        let is_its = |(other, profile): &(&Answer, &Json)| {
            other.region == answer.region
                && text(profile, "InstanceId") == id
                && ["associated", "associating"].contains(&text(profile, "State"))
        };
        if facts.known(Topic::InstanceProfiles).any(|one| is_its(&one)) {
            return case.good(answer, "it has an instance profile");
        }
        let command = format!(
            "aws ec2 associate-iam-instance-profile --instance-id {} --iam-instance-profile Name=PROFILE{}",
            shell::word(id),
            shell::region(&answer.region)
        );
        case.bad(answer, "no instance profile", "one of its role", &command);
    });
}

fn volumes(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::VolumeEncryption, |case, answer, default| {
        if is(default, "EbsEncryptionByDefault") {
            return case.good(answer, "new volumes are encrypted");
        }
        let command =
            format!("aws ec2 enable-ebs-encryption-by-default{}", shell::region(&answer.region));
        case.bad(answer, "new volumes may be plain", "encryption by default", &command);
    });
}

fn metadata(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::Instances, |case, answer, instance| {
        if !is_there(instance) {
            return;
        }
        let Some(options) = instance.get("MetadataOptions").filter(|options| options.is_object())
        else {
            let why = "nothing is told of its metadata service";
            return case.open(Unassessed::NotServed, &answer.resource, &answer.region, why);
        };
        if text(options, "HttpEndpoint") == "disabled" || text(options, "HttpTokens") == "required"
        {
            return case.good(answer, "sessions are required");
        }
        let command = format!(
            "aws ec2 modify-instance-metadata-options --instance-id {} --http-tokens required{}",
            shell::word(text(instance, "InstanceId")),
            shell::region(&answer.region)
        );
        case.bad(answer, "sessions are optional", "http tokens required", &command);
    });
}
