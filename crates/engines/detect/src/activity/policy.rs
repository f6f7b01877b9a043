//! What a single call does, whoever calls: protection that is taken away, and access that is given to all.

use super::Seen;
use super::known::number;
use crate::finding::{Kind, Subject};
use crate::read::{Leaf, leaves};
use crate::record::{Activity, Caller};

/// What is kept of an account's password policy: the length, and how many other demands it makes.
pub(super) type Strength = (u8, u8);

/// A password policy of less is weak by itself: the CIS benchmark asks for 14 signs, AWS's console for 8.
const LENGTH_MIN: u8 = 8;
const DEMANDS: [&str; 4] = [
    "requireSymbols",
    "requireNumbers",
    "requireUppercaseCharacters",
    "requireLowercaseCharacters",
];

/// Looks at what a call does.
pub(super) fn look(seen: &mut Seen<'_, '_>) {
    let call = seen.call;
    if call.identity.caller == Caller::Root && call.is_own() {
        seen.tell(Kind::RootUse, None);
    }
    if call.is_refused() {
        return;
    }
    match (&*call.service, &*call.operation) {
        ("iam", "UpdateAccountPasswordPolicy" | "DeleteAccountPasswordPolicy") => passwords(seen),
        ("cloudtrail", "CreateTrail" | "UpdateTrail") => trail(seen),
        ("cloudtrail", "StopLogging" | "DeleteTrail") => seen.tell(Kind::TrailDisabled, None),
        ("cloudtrail", "PutEventSelectors") if records_less(call) => {
            seen.tell(Kind::TrailDisabled, None);
        }
        ("s3", "DeleteBucket") => {
            let bucket = text(call, "bucketName").unwrap_or_default();
            if seen.account.trail_buckets.has(number(&*bucket)) {
                seen.tell(Kind::TrailDisabled, None);
            }
        }
        ("s3", _) => bucket(seen),
        _ => {}
    }
}

/// The text of the first value under a key of what was asked for.
pub(super) fn text(call: &Activity<'_>, key: &str) -> Option<String> {
    let mut found = None;
    leaves(call.parameters, &mut |name, leaf| {
        if name == key && found.is_none() {
            found = Some(leaf.text().to_owned());
        }
    });
    found
}

fn passwords(seen: &mut Seen<'_, '_>) {
    let mut now: Strength = (0, 0);
    if seen.call.operation == "UpdateAccountPasswordPolicy" {
        leaves(seen.call.parameters, &mut |key, leaf| {
            if key == "minimumPasswordLength" {
                now.0 = leaf.text().parse().unwrap_or_default();
            }
            now.1 += u8::from(DEMANDS.contains(&key) && leaf.is("true"));
        });
    }
    let before = seen.account.passwords.replace(now);
    let is_weak = now.0 < LENGTH_MIN || usize::from(now.1) < DEMANDS.len();
    if before.map_or(is_weak, |before| now.0 < before.0 || now.1 < before.1) {
        seen.tell(Kind::PasswordPolicyWeakened, None);
    }
}

/// Notes a trail's bucket, and tells one that is told to record less.
fn trail(seen: &mut Seen<'_, '_>) {
    let mut is_less = false;
    let (account, call) = (&mut *seen.account, seen.call);
    leaves(call.parameters, &mut |key, leaf| match key {
        "s3BucketName" => {
            account.trail_buckets.note(number(leaf.text()), call.time);
        }
        "isMultiRegionTrail" | "includeGlobalServiceEvents" | "enableLogFileValidation" => {
            is_less |= leaf.is("false");
        }
        _ => {}
    });
    if is_less && call.operation == "UpdateTrail" {
        seen.tell(Kind::TrailDisabled, None);
    }
}

/// Whether selectors leave out management events, or those that change something.
fn records_less(call: &Activity<'_>) -> bool {
    let mut is_less = false;
    leaves(call.parameters, &mut |key, leaf| {
        is_less |= key == "includeManagementEvents" && leaf.is("false")
            || key == "readWriteType" && !leaf.is("All");
    });
    is_less
}

/// Whom a grant lets in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Granted {
    Accounts,
    Everybody,
}

fn bucket(seen: &mut Seen<'_, '_>) {
    let call = seen.call;
    let kind = match &*call.operation {
        "PutBucketAcl" | "PutObjectAcl" | "CreateBucket" => match by_list(call) {
            Some(Granted::Everybody) => Kind::BucketAnonymous,
            Some(Granted::Accounts) => Kind::BucketPublic,
            None => return,
        },
        "PutBucketPolicy" if lets_all_in(call.parameters) => Kind::BucketAnonymous,
        "DeleteBucketPublicAccessBlock" => Kind::BucketBlockDisabled,
        "DeleteAccountPublicAccessBlock" => Kind::AccountBlockDisabled,
        "PutBucketPublicAccessBlock" if blocks_less(call) => Kind::BucketBlockDisabled,
        "PutAccountPublicAccessBlock" if blocks_less(call) => Kind::AccountBlockDisabled,
        "PutBucketLogging" if text(call, "TargetBucket").is_none() => Kind::AccessLoggingDisabled,
        _ => return,
    };
    let name = text(call, "bucketName").unwrap_or_default();
    let principal = call.identity.lasting().to_owned();
    seen.tell(kind, (!name.is_empty()).then_some(Subject::Bucket(name, principal)));
}

/// Whom an access control list lets in: by its short name, or by a group.
fn by_list(call: &Activity<'_>) -> Option<Granted> {
    let mut granted = None;
    leaves(call.parameters, &mut |_, leaf| {
        let text = leaf.text();
        let group = text.rsplit('/').next().filter(|_| text.starts_with("http"));
        let one = match (text, group) {
            ("public-read" | "public-read-write", _) | (_, Some("AllUsers")) => Granted::Everybody,
            ("authenticated-read", _) | (_, Some("AuthenticatedUsers")) => Granted::Accounts,
            _ => return,
        };
        granted = granted.max(Some(one));
    });
    granted
}

/// Whether a policy lets everybody in, without a condition.
fn lets_all_in(policy: &[u8]) -> bool {
    let (mut is_all, mut allows) = (false, false);
    let mut each = |key: &str, leaf: &Leaf<'_>| {
        is_all |= matches!(key, "Principal" | "AWS") && leaf.is("*");
        allows |= key == "Effect" && leaf.is("Allow");
    };
    leaves(policy, &mut each);
    is_all && allows && memchr::memmem::find(policy, br#""Condition""#).is_none()
}

/// Whether not all of a block's four settings are on.
fn blocks_less(call: &Activity<'_>) -> bool {
    let mut is_less = false;
    leaves(call.parameters, &mut |key, leaf| {
        let is_setting = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls"]
            .contains(&key)
            || key == "RestrictPublicBuckets";
        is_less |= is_setting && leaf.is("false");
    });
    is_less
}
