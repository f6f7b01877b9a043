//! The condition keys of a simulation.

use bartizan_policy::Context;
use bartizan_types::{Principal, Timestamp};

use crate::error::IamError;
use crate::shapes::ContextEntry;

/// How many condition keys a simulation may set.
const ENTRIES_MAX: usize = 2000;

/// What the caller's identity sets, and over it what is given.
pub(super) fn of(
    caller: Option<&Principal>,
    entries: Vec<ContextEntry>,
) -> Result<Context, IamError> {
    let mut context = Context::new();
    if let Some(caller) = caller {
        of_caller(&mut context, caller);
    }
    if entries.len() > ENTRIES_MAX {
        return Err(IamError::InvalidInput(format!("at most {ENTRIES_MAX} context entries")));
    }
    for entry in entries {
        let name = entry.context_key_name.unwrap_or_default();
        let values = entry.context_key_values.unwrap_or_default();
        let kind = entry.context_key_type.as_deref().unwrap_or("string");
        let (scalar, is_list) = match kind.strip_suffix("List") {
            Some(scalar) => (scalar, true),
            None => (kind, false),
        };
        if let Some(bad) = values.iter().find(|value| !is_of_type(scalar, value)) {
            return Err(IamError::InvalidInput(format!(
                "Invalid value {bad} for context key {name} of type {kind}"
            )));
        }
        match <[String; 1]>::try_from(values) {
            Ok([value]) if !is_list => context.set(&name, value),
            Ok([value]) => context.set_list(&name, &[value]),
            Err(values) => context.set_list(&name, &values),
        }
    }
    Ok(context)
}

fn of_caller(context: &mut Context, caller: &Principal) {
    if let Some(arn) = caller.principal_arn() {
        context.set("aws:PrincipalArn", arn.as_str());
    }
    if let Some(account) = caller.account() {
        context.set("aws:PrincipalAccount", account.to_string());
    }
    context.set("aws:PrincipalType", caller.principal_type());
    if let Principal::User { name, id, .. } = caller {
        context.set("aws:username", name.as_str());
        if !id.as_str().is_empty() {
            context.set("aws:userid", id.as_str());
        }
    }
}

fn is_of_type(scalar: &str, value: &str) -> bool {
    match scalar {
        "numeric" => value.parse::<f64>().is_ok_and(f64::is_finite),
        "boolean" => matches!(value.to_ascii_lowercase().as_str(), "true" | "false"),
        "ip" => {
            let (address, prefix) = value.split_once('/').unwrap_or((value, "0"));
            address.parse::<std::net::IpAddr>().is_ok()
                && prefix.parse::<u8>().is_ok_and(|it| it <= 128)
        }
        "date" => value.parse::<i64>().is_ok() || Timestamp::parse_iso8601(value).is_ok(),
        "binary" => value.bytes().all(|it| it.is_ascii_alphanumeric() || b"+/=".contains(&it)),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(kind: &str, values: &[&str]) -> ContextEntry {
        ContextEntry {
            context_key_name: Some("a:b".to_owned()),
            context_key_values: Some(values.iter().map(|one| (*one).to_owned()).collect()),
            context_key_type: Some(kind.to_owned()),
        }
    }

    #[test]
    fn values_are_of_the_type_they_say() {
        let cases: &[(&str, &[&str], bool)] = &[
            ("string", &["anything"], true),
            ("numeric", &["1.5"], true),
            ("numeric", &["one"], false),
            ("boolean", &["True"], true),
            ("boolean", &["yes"], false),
            ("ip", &["10.0.0.1"], true),
            ("ip", &["10.0.0.0/8"], true),
            ("ipList", &["10.0.0.1", "::1"], true),
            ("ip", &["10.0.0.256"], false),
            ("date", &["2026-11-24T09:00:00Z"], true),
            ("date", &["1795510800"], true),
            ("date", &["today"], false),
            ("binary", &["SGk="], true),
            ("binary", &["?"], false),
        ];
        for (kind, values, valid) in cases {
            assert_eq!(of(None, vec![entry(kind, values)]).is_ok(), *valid, "{kind} {values:?}");
        }
    }

    #[test]
    fn lists_are_multivalued_and_single_values_are_not() {
        let multivalued = |kind, values: &[&str]| {
            of(None, vec![entry(kind, values)]).unwrap().is_multivalued("a:b")
        };
        assert!(!multivalued("string", &["x"]));
        assert!(multivalued("stringList", &["x"]));
        assert!(multivalued("stringList", &["x", "y"]));
    }

    #[test]
    fn a_given_key_goes_over_the_callers_own() {
        let caller = Principal::Root { account: "123456789012".parse().unwrap() };
        let given = ContextEntry {
            context_key_name: Some("aws:PrincipalType".to_owned()),
            context_key_values: Some(vec!["User".to_owned()]),
            context_key_type: None,
        };
        let context = of(Some(&caller), vec![given]).unwrap();
        assert_eq!(context.values("aws:PrincipalType").unwrap(), ["User"]);
        assert_eq!(context.values("aws:PrincipalArn").unwrap(), ["arn:aws:iam::123456789012:root"]);
    }
}
