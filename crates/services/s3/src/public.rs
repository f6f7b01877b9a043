//! Whether a bucket policy is public. (Amazon S3 User Guide, "Blocking public access to your
//! Amazon S3 storage", "The meaning of 'public'".)

use std::net::IpAddr;

use bartizan_policy::Effect;
use bartizan_policy::Statement;
use bartizan_policy::document::{ConditionEntry, Document, PrincipalElement};

/// The keys that, with fixed values, make a grant to everyone a grant to some.
const NARROWING: &[&str] = &[
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "aws:vpcsourceip",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
];

/// Bits of an IPv6 address before the IPv4 address mapped into it. (RFC 4291, section 2.5.5.2.)
const MAPPED_PREFIX: u8 = 96;

/// Whether a statement of the policy allows anyone at all.
pub(crate) fn is_public(policy: &Document) -> bool {
    policy.statements.iter().any(allows_anyone)
}

fn allows_anyone(statement: &Statement) -> bool {
    let names_everyone = match (&statement.principal, &statement.not_principal) {
        (Some(principal), _) => names_everyone(principal),
        (None, Some(_)) => true,
        (None, None) => false,
    };
    statement.effect == Some(Effect::Allow)
        && names_everyone
        && !statement.conditions.iter().any(narrows)
}

/// Also by a kind other than `AWS`: whoever has an account has identity providers as it likes.
fn names_everyone(principal: &PrincipalElement) -> bool {
    let of_kinds = principal.entries.iter().flat_map(|entry| &entry.element.values);
    principal.text.iter().chain(of_kinds).any(|text| text.value.contains('*'))
}

fn narrows(condition: &ConditionEntry) -> bool {
    let key = condition.key.value.to_ascii_lowercase();
    let operator = condition.operator.value.to_ascii_lowercase();
    let is_positive = matches!(
        operator.as_str(),
        "stringequals"
            | "stringequalsignorecase"
            | "stringlike"
            | "arnequals"
            | "arnlike"
            | "ipaddress"
            | "foranyvalue:stringequals"
            | "foranyvalue:stringlike"
    );
    if !is_positive || !NARROWING.contains(&key.as_str()) || condition.element.values.is_empty() {
        return false;
    }
    condition.element.values.iter().all(|value| match key.as_str() {
        "aws:sourceip" | "aws:vpcsourceip" => is_narrow_range(&value.value),
        "aws:userid" => {
            value.value.strip_suffix(":*").map_or(&*value.value, |id| id).chars().all(is_fixed)
        }
        "aws:sourcearn" | "aws:principalarn" | "s3:dataaccesspointarn" => {
            has_fixed_account(&value.value)
        }
        "aws:principalorgpaths" | "aws:sourceorgpaths" => {
            let organization = value.value.split('/').next().unwrap_or_default();
            organization.starts_with("o-") && organization.chars().all(is_fixed)
        }
        _ => value.value.chars().all(is_fixed),
    })
}

const fn is_fixed(character: char) -> bool {
    !matches!(character, '*' | '?' | '$')
}

/// An ARN whose account is written out.
fn has_fixed_account(arn: &str) -> bool {
    let account = arn.split(':').nth(4).unwrap_or_default();
    let bucket = arn.strip_prefix("arn:aws:s3:::").unwrap_or_default();
    (account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit()))
        || (!bucket.is_empty() && arn.chars().all(is_fixed))
}

/// A range of addresses that is no wider than /8, or /32 for IPv6. IPv4 in the clothes of IPv6 is
/// IPv4, as where the condition is decided.
fn is_narrow_range(text: &str) -> bool {
    let (address, bits) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
    let Ok(address) = address.parse::<IpAddr>() else { return false };
    let whole = if address.is_ipv4() { 32 } else { 128 };
    let Some(bits) = bits.map_or(Some(whole), |bits| bits.parse::<u8>().ok()) else { return false };
    let is_mapped = address.is_ipv6() && address.to_canonical().is_ipv4();
    match address {
        IpAddr::V4(_) => bits >= 8,
        IpAddr::V6(_) if is_mapped => bits >= MAPPED_PREFIX + 8,
        IpAddr::V6(_) => bits >= 32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public(principal: &str, condition: &str) -> bool {
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{principal},
               "Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{condition}}}]}}"#
        );
        is_public(&Document::parse(&text).unwrap())
    }

    #[test]
    fn grants_to_everyone_are_public_unless_a_fixed_value_narrows_them() {
        for (principal, condition, outcome) in [
            (r#""*""#, "{}", true),
            (r#"{"AWS":"*"}"#, "{}", true),
            (r#"{"AWS":["arn:aws:iam::123456789012:root"]}"#, "{}", false),
            (r#"{"Service":"cloudtrail.amazonaws.com"}"#, "{}", false),
            (r#"{"Federated":"*"}"#, "{}", true),
            (r#"{"Federated":"accounts.google.com"}"#, "{}", false),
            (r#""*""#, r#"{"StringEquals":{"aws:SourceVpc":"vpc-91237329"}}"#, false),
            (r#""*""#, r#"{"StringLike":{"aws:SourceVpc":"vpc-*"}}"#, true),
            (r#""*""#, r#"{"StringNotEquals":{"aws:SourceVpc":"vpc-1"}}"#, true),
            (r#""*""#, r#"{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#, false),
            (r#""*""#, r#"{"IpAddress":{"aws:SourceIp":"0.0.0.0/1"}}"#, true),
            (r#""*""#, r#"{"IpAddress":{"aws:SourceIp":"::/0"}}"#, true),
            (r#""*""#, r#"{"IpAddress":{"aws:SourceIp":"::ffff:0.0.0.0/96"}}"#, true),
            (r#""*""#, r#"{"IpAddress":{"aws:SourceIp":"::ffff:192.0.2.0/120"}}"#, false),
            (r#""*""#, r#"{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-*"}}"#, true),
            (r#""*""#, r#"{"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":"o-1/*"}}"#, false),
            (r#""*""#, r#"{"StringEquals":{"aws:PrincipalOrgID":"o-1"}}"#, false),
            (r#""*""#, r#"{"StringEquals":{"aws:PrincipalOrgID":"${aws:x}"}}"#, true),
            (r#""*""#, r#"{"StringEquals":{"aws:UserAgent":"me"}}"#, true),
            (r#""*""#, r#"{"ArnLike":{"aws:SourceArn":"arn:aws:s3:::source"}}"#, false),
            (r#""*""#, r#"{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:*:t"}}"#, true),
            (r#""*""#, r#"{"StringLike":{"aws:userid":"AROAEXAMPLEID:*"}}"#, false),
        ] {
            assert_eq!(public(principal, condition), outcome, "{principal} {condition}");
        }
    }
}
