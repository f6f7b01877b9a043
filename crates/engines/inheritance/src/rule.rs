//! What values and names may be.

/// A condition on a value, or on a name that the author chose.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Rule {
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// What the function accepts.
    Fits { what: &'static str, fits: fn(&str) -> bool },
    /// The name of the setting around it, in any case. (Organizations User Guide, "Tag policy syntax
    /// and examples", on `tag_key`.)
    NameAround,
}

impl Rule {
    pub(crate) const fn fits(what: &'static str, fits: fn(&str) -> bool) -> Self {
        Self::Fits { what, fits }
    }

    /// If `value` obeys, in the setting that is called `around`.
    pub(crate) fn accepts(self, value: &str, around: &str) -> bool {
        match self {
            Self::OneOf(words) => words.contains(&value),
            Self::Fits { fits, .. } => fits(value),
            Self::NameAround => value.to_lowercase() == around.to_lowercase(),
        }
    }

    /// What is wanted, for a message.
    pub(crate) fn wanted(self) -> String {
        match self {
            Self::OneOf(words) if words.len() > 8 => "a name of the published list".to_owned(),
            Self::OneOf(words) => format!("one of {}", words.join(", ")),
            Self::Fits { what, .. } => what.to_owned(),
            Self::NameAround => "the name of the setting around it, in any case".to_owned(),
        }
    }
}

pub(crate) const FLAG: Rule = Rule::OneOf(&["true", "false"]);
pub(crate) const SWITCH: Rule = Rule::OneOf(&["enabled", "disabled"]);
pub(crate) const ANY: Rule = Rule::fits("a text", |_| true);
pub(crate) const REGION: Rule = Rule::fits("the name of a Region", is_region);
pub(crate) const REGION_OR_ALL: Rule =
    Rule::fits("the name of a Region or ALL_SUPPORTED", |value| {
        value == "ALL_SUPPORTED" || is_region(value)
    });
/// A tag key has 1 to 128 characters and its value up to 256. (Organizations API Reference, `Tag`.)
pub(crate) const TAG_KEY: Rule = Rule::fits("1 to 128 characters", has_length::<1, 128>);
pub(crate) const TAG_TEXT: Rule = Rule::fits("up to 256 characters", has_length::<0, 256>);

/// From `MIN` to `MAX` characters.
pub(crate) fn has_length<const MIN: usize, const MAX: usize>(value: &str) -> bool {
    (MIN..=MAX).contains(&value.chars().count())
}

/// A whole number from `MIN` to `MAX`.
pub(crate) fn is_whole<const MIN: i64, const MAX: i64>(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    digits.bytes().all(|byte| byte.is_ascii_digit())
        && value.parse().is_ok_and(|number: i64| (MIN..=MAX).contains(&number))
}

/// From 1 to `MAX` letters, digits and characters of `others`.
pub(crate) fn is_word(value: &str, others: &str, max: usize) -> bool {
    (1..=max).contains(&value.len())
        && value.chars().all(|c| c.is_ascii_alphanumeric() || others.contains(c))
}

/// The form of a Region's name, as in `us-gov-east-1`.
pub(crate) fn is_region(value: &str) -> bool {
    let mut parts = value.split('-').rev();
    let number = parts.next().unwrap_or_default();
    let words: Vec<&str> = parts.collect();
    (1..=2).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && (2..=4).contains(&words.len())
        && words.iter().all(|word| {
            (2..=12).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase())
        })
}

/// An ARN of `service` whose Region and account obey, and whose resource begins so and goes on.
pub(crate) fn is_arn(
    value: &str,
    service: &str,
    region: fn(&str) -> bool,
    account: fn(&str) -> bool,
    resource: &str,
) -> bool {
    let mut parts = value.splitn(6, ':');
    let mut next = || parts.next().unwrap_or_default();
    next() == "arn"
        && next().starts_with("aws")
        && next() == service
        && region(next())
        && account(next())
        && next().strip_prefix(resource).is_some_and(|rest| !rest.is_empty())
}

/// Twelve digits.
pub(crate) fn is_account(value: &str) -> bool {
    value.len() == 12 && value.bytes().all(|byte| byte.is_ascii_digit())
}

/// Twelve digits, or the place holder for the account that the policy is in effect for.
pub(crate) fn is_account_or_any(value: &str) -> bool {
    value == "$account" || is_account(value)
}
