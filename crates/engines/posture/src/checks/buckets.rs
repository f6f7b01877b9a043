//! Buckets.

use serde_json::Value as Json;

use super::check;
use crate::check::{Case, Check, Unassessed};
use crate::facts::{Facts, Topic};
use crate::fields::{is, items, text};
use crate::policy::{denies_plain, statements};
use crate::shell;

const FLAGS: [&str; 4] =
    ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];
const ALL_USERS: [&str; 2] = [
    "http://acs.amazonaws.com/groups/global/AllUsers",
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
];
const ALL_ON: &str =
    "BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true";

pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            "3.1.1",
            2,
            "Buckets are reached by TLS alone",
            "What goes without TLS is read on its way, and its signature with it.",
            &[Topic::BucketPolicies],
            tls,
        ),
        check(
            "3.1.2",
            2,
            "Versions of objects are not deleted by credentials alone",
            "Who takes over credentials would delete the data, and its copies.",
            &[Topic::BucketVersions],
            mfa_delete,
        ),
        check(
            "3.1.4",
            1,
            "Public access to buckets is blocked",
            "One statement or ACL too many opens a bucket to the world.",
            &[Topic::AccountPublicAccess, Topic::BucketPublicAccess],
            blocked,
        ),
        check(
            "B.2",
            1,
            "No bucket is public",
            "What everyone may read, everyone has.",
            &[Topic::AccountPublicAccess, Topic::BucketPublicAccess, Topic::BucketExposure],
            not_public,
        ),
    ]
}

fn tls(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::BucketPolicies, |case, answer, policy| {
        let name = bucket(&answer.resource);
        let document = policy.as_str().unwrap_or_default();
        let statements = if policy.is_null() { Some(Vec::new()) } else { statements(document) };
        let Some(statements) = statements else {
            let why = "its policy is no policy";
            return case.open(Unassessed::NotAnswered, &answer.resource, "", why);
        };
        if denies_plain(&statements, name) {
            return case.good(answer, "its policy denies what comes without TLS");
        }
        let deny = serde_json::json!({
            "Sid": "OnlyTls", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
            "Resource": [format!("arn:aws:s3:::{name}"), format!("arn:aws:s3:::{name}/*")],
            "Condition": { "Bool": { "aws:SecureTransport": "false" } },
        });
        let statements: Json = statements.into_iter().chain([deny]).collect();
        let whole = serde_json::json!({ "Version": "2012-10-17", "Statement": statements });
        let name = shell::word(name);
        let command =
            format!("aws s3api put-bucket-policy --bucket {name} --policy {}", shell::json(&whole));
        let found = "its policy does not deny what comes without TLS";
        case.bad(
            answer,
            found,
            "a statement that denies it, on the bucket and all objects",
            &command,
        );
    });
}

fn bucket(arn: &str) -> &str {
    arn.rsplit(':').next().unwrap_or_default()
}

fn mfa_delete(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::BucketVersions, |case, answer, versions| {
        let lock = versions.get("ObjectLockConfiguration");
        let mode = lock.and_then(|lock| lock.pointer("/Rule/DefaultRetention/Mode"));
        if text(versions, "Status") == "Enabled" && text(versions, "MFADelete") == "Enabled" {
            case.good(answer, "MFA delete is enabled");
        } else if mode.and_then(Json::as_str) == Some("COMPLIANCE") {
            case.good(
                answer,
                "each object is locked in compliance mode, so that nobody deletes it",
            );
        } else {
            let name = shell::word(bucket(&answer.resource));
            let command = format!(
                "aws s3api put-bucket-versioning --bucket {name} --versioning-configuration \
                 Status=Enabled,MFADelete=Enabled --mfa 'SERIAL CODE', by the root user"
            );
            let found = "neither MFA delete nor a lock of objects in compliance mode";
            case.bad(answer, found, "MFA delete", &command);
        }
    });
}

/// The flags that are set for the account.
fn of_account(facts: &Facts) -> [bool; 4] {
    let block = facts.known(Topic::AccountPublicAccess).next();
    FLAGS.map(|flag| block.is_some_and(|(_, block)| is(block, flag)))
}

fn blocked(facts: &Facts, case: &mut Case) {
    let account = of_account(facts);
    if account == [true; 4] {
        return case.each(facts, Topic::AccountPublicAccess, |case, answer, _| {
            case.good(answer, "the account blocks public access");
        });
    }
    let mut any = false;
    case.each(facts, Topic::BucketPublicAccess, |case, answer, block| {
        any = true;
        let missing = missing(account, block);
        if missing.is_empty() {
            return case.good(answer, "public access is blocked");
        }
        let name = shell::word(bucket(&answer.resource));
        let command = format!(
            "aws s3api put-public-access-block --bucket {name} --public-access-block-configuration {ALL_ON}"
        );
        case.bad(answer, &format!("off: {}", missing.join(", ")), "all four on", &command);
    });
    case.each(facts, Topic::AccountPublicAccess, |case, answer, block| {
        if !any {
            let command = format!(
                "aws s3control put-public-access-block --account-id {} \
                 --public-access-block-configuration {ALL_ON}",
                shell::word(&facts.account)
            );
            let found = format!("off: {}", missing([false; 4], block).join(", "));
            case.bad(answer, &found, "all four on, for the account or for each bucket", &command);
        }
    });
}

fn missing(account: [bool; 4], block: &Json) -> Vec<&'static str> {
    let flags = FLAGS.into_iter().zip(account);
    flags.filter(|(flag, is_on)| !is_on && !is(block, flag)).map(|(flag, _)| flag).collect()
}

fn not_public(facts: &Facts, case: &mut Case) {
    if !case.is_known(facts, Topic::AccountPublicAccess)
        || !case.is_known(facts, Topic::BucketPublicAccess)
    {
        return;
    }
    let [_, account_ignores, _, account_restricts] = of_account(facts);
    case.each(facts, Topic::BucketExposure, |case, answer, exposure| {
        let block = facts.known(Topic::BucketPublicAccess);
        let block = block.into_iter().find(|(block, _)| block.resource == answer.resource);
        let is_on = |flag: &str| block.is_some_and(|(_, block)| is(block, flag));
        let name = shell::word(bucket(&answer.resource));
        let mut is_right = true;
        if is(exposure, "IsPublic") && !account_restricts && !is_on("RestrictPublicBuckets") {
            let command =
                format!("aws s3api put-bucket-policy --bucket {name} --policy file://POLICY");
            case.bad(answer, "its policy is public", "principals by name", &command);
            is_right = false;
        }
        let to_all = |grant: &Json| {
            let grantee = grant.get("Grantee").map(|grantee| text(grantee, "URI"));
            grantee.is_some_and(|grantee| ALL_USERS.contains(&grantee))
        };
        let grant = items(exposure, "Grants").iter().find(|grant| to_all(grant));
        if let Some(grant) = grant
            && !account_ignores
            && !is_on("IgnorePublicAcls")
        {
            let found = format!("its ACL gives everyone {}", text(grant, "Permission"));
            let command = format!("aws s3api put-bucket-acl --bucket {name} --acl private");
            case.bad(answer, &found, "no grant to everyone", &command);
            is_right = false;
        }
        if is_right {
            case.good(answer, "not public");
        }
    });
}
