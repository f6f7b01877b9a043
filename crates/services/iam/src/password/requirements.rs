//! Which passwords an account takes. (IAM User Guide, "Set an account password policy for IAM
//! users".)

use bartizan_types::AccountId;

use crate::error::IamError;
use crate::records::{AccountSettings, LoginProfile, PasswordPolicy};

/// The least length where the account has no policy of its own.
const DEFAULT_LENGTH: usize = 8;
/// How many kinds of characters a password has at least where the account has no policy.
const DEFAULT_KINDS: usize = 3;
/// What AWS counts as symbols.
const SYMBOLS: &str = "!@#$%^&*()_+-=[]{}|'";

/// Refuses a password that the account's policy, or the default one, does not take.
pub(crate) fn check(
    settings: &AccountSettings,
    account: AccountId,
    password: &str,
) -> Result<(), IamError> {
    let broken = match &settings.password_policy {
        Some(policy) => broken_rule(policy, password),
        None => (!fits_default(settings, account, password))
            .then(|| "Password does not conform to the account password policy.".to_owned()),
    };
    broken.map_or(Ok(()), |rule| Err(IamError::PasswordPolicyViolation(rule)))
}

/// The hashes whose passwords the policy does not let be used again.
pub(crate) fn not_to_be_reused(settings: &AccountSettings, profile: &LoginProfile) -> Vec<String> {
    let policy = settings.password_policy.as_ref();
    let count = policy.and_then(|policy| policy.reuse_prevention).unwrap_or(0);
    let hashes = std::iter::once(&profile.hash).chain(&profile.earlier);
    hashes.take(usize::try_from(count).unwrap_or(0)).cloned().collect()
}

fn broken_rule(policy: &PasswordPolicy, password: &str) -> Option<String> {
    let has = Kinds::of(password);
    let least = policy.minimum_length;
    if password.chars().count() < usize::try_from(least).unwrap_or(0) {
        return Some(format!("Password should have a minimum length of {least}"));
    }
    let missing = [
        (policy.require_uppercase && !has.uppercase, "uppercase letter"),
        (policy.require_lowercase && !has.lowercase, "lowercase letter"),
        (policy.require_numbers && !has.number, "number"),
        (policy.require_symbols && !has.symbol, "symbol"),
    ];
    let (_, what) = missing.into_iter().find(|(is_missing, _)| *is_missing)?;
    Some(format!("Password should have at least one {what}"))
}

fn fits_default(settings: &AccountSettings, account: AccountId, password: &str) -> bool {
    let has = Kinds::of(password);
    let kinds = [has.uppercase, has.lowercase, has.number, has.symbol];
    let is_name = settings.alias.as_deref() == Some(password) || account.to_string() == password;
    password.chars().count() >= DEFAULT_LENGTH
        && kinds.into_iter().filter(|has| *has).count() >= DEFAULT_KINDS
        && !is_name
}

/// Which kinds of characters a password has.
#[allow(clippy::struct_excessive_bools, reason = "the policy has these four kinds")]
struct Kinds {
    uppercase: bool,
    lowercase: bool,
    number: bool,
    symbol: bool,
}

impl Kinds {
    fn of(password: &str) -> Self {
        let any = |kind: fn(char) -> bool| password.chars().any(kind);
        Self {
            uppercase: any(|letter| letter.is_ascii_uppercase()),
            lowercase: any(|letter| letter.is_ascii_lowercase()),
            number: any(|letter| letter.is_ascii_digit()),
            symbol: any(|letter| SYMBOLS.contains(letter)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> AccountId {
        "123456789012".parse().unwrap()
    }

    #[test]
    fn without_a_policy_aws_default_holds() {
        let settings =
            AccountSettings { alias: Some("Alias-1234".to_owned()), ..AccountSettings::default() };
        for (password, is_taken) in [
            ("Abcdefg1", true),
            ("abcdefg1!", true),
            ("Abcdef1", false),
            ("abcdefg1", false),
            ("123456789012", false),
            ("Alias-1234", false),
        ] {
            assert_eq!(check(&settings, account(), password).is_ok(), is_taken, "{password}");
        }
    }

    #[test]
    fn each_rule_of_a_policy_holds() {
        let policy = PasswordPolicy {
            minimum_length: 6,
            require_symbols: true,
            require_numbers: true,
            require_uppercase: true,
            require_lowercase: true,
            allow_users_to_change: false,
            max_age_days: None,
            reuse_prevention: None,
            hard_expiry: None,
        };
        let settings =
            AccountSettings { password_policy: Some(policy), ..AccountSettings::default() };
        for (password, is_taken) in [
            ("aB3$ef", true),
            ("ÄÖÜaB3'", true),
            ("aB3$e", false),
            ("ab3$ef", false),
            ("AB3$EF", false),
            ("aBc$ef", false),
            ("aB3def", false),
        ] {
            assert_eq!(check(&settings, account(), password).is_ok(), is_taken, "{password}");
        }
    }
}
