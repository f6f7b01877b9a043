//! What functions are called: names, partial and whole ARNs, qualifiers. (AWS Lambda API Reference,
//! `FunctionName` of each operation.)

use bartizan_service::Call;
use bartizan_types::{AccountId, Arn};

use crate::error::LambdaError;

/// The version that is changed.
pub(crate) const LATEST: &str = "$LATEST";
/// The longest name of a function, and of an alias.
const NAME_MAX: usize = 64;
const ALIAS_MAX: usize = 128;

/// A function, and which of its versions or aliases is meant, where one was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// The function's ARN without a qualifier.
    pub(crate) arn: Arn,
    /// A version or an alias.
    pub(crate) qualifier: Option<String>,
}

impl Named {
    /// The ARN with the qualifier, where there is one.
    pub(crate) fn qualified(&self) -> Arn {
        match &self.qualifier {
            Some(qualifier) => qualified(&self.arn, qualifier),
            None => self.arn.clone(),
        }
    }

    /// The function's name.
    pub(crate) fn name(&self) -> &str {
        name_of(&self.arn)
    }

    /// The account that owns the function.
    pub(crate) fn account(&self) -> Result<AccountId, LambdaError> {
        self.arn.account_id().ok_or_else(|| LambdaError::no_function(&self.arn))
    }
}

/// The ARN of a function in the caller's account and region.
pub(crate) fn arn(call: &Call, account: AccountId, name: &str) -> Arn {
    Arn::new("lambda", call.region.as_str(), Some(account), &format!("function:{name}"))
}

/// The ARN of a version or an alias.
pub(crate) fn qualified(arn: &Arn, qualifier: &str) -> Arn {
    let resource = format!("{}:{qualifier}", arn.resource());
    Arn::new("lambda", arn.region(), arn.account_id(), &resource)
}

/// The name in a function's ARN.
pub(crate) fn name_of(arn: &Arn) -> &str {
    let resource = arn.resource();
    let name = resource.strip_prefix("function:").unwrap_or(resource);
    name.split(':').next().unwrap_or_default()
}

/// Reads `FunctionName`, and the qualifier that a parameter of its own may name.
pub(crate) fn read(call: &Call, text: &str, beside: Option<&str>) -> Result<Named, LambdaError> {
    let invalid = || {
        LambdaError::constraint(
            text,
            "functionName",
            "satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?",
        )
    };
    let mut parts: Vec<&str> = text.split(':').collect();
    let mut region = call.region.as_str();
    let mut account = None;
    if parts.first() == Some(&"arn") {
        if parts.len() < 7 || parts.get(2) != Some(&"lambda") {
            return Err(invalid());
        }
        region = parts.get(3).copied().unwrap_or_default();
        parts.drain(..4);
    }
    if let Some(found) = parts.first().and_then(|first| first.parse::<AccountId>().ok())
        && parts.len() > 1
    {
        account = Some(found);
        parts.remove(0);
    }
    if parts.len() > 1 && parts.first() == Some(&"function") {
        parts.remove(0);
    }
    let (name, inside) = match parts.as_slice() {
        [name] => (*name, None),
        [name, qualifier] => (*name, Some(*qualifier)),
        _ => return Err(invalid()),
    };
    check_name(name).map_err(|_| invalid())?;
    if region != call.region.as_str() {
        return Err(LambdaError::NotFound(format!(
            "Functions from '{region}' are not reachable in this region ('{}')",
            call.region.as_str()
        )));
    }
    let qualifier = match (inside, beside) {
        (Some(inside), Some(beside)) if inside != beside => {
            return Err(LambdaError::InvalidParameter(
                "The derived qualifier from the function name does not match the specified qualifier."
                    .to_owned(),
            ));
        }
        (inside, beside) => inside.or(beside),
    };
    if let Some(qualifier) = qualifier {
        check_qualifier(qualifier)?;
    }
    let account = match account {
        Some(account) => account,
        None => call.account()?,
    };
    Ok(Named { arn: arn(call, account, name), qualifier: qualifier.map(str::to_owned) })
}

/// Whether a function may have this name.
pub(crate) fn check_name(name: &str) -> Result<(), LambdaError> {
    if !name.is_empty() && name.len() <= NAME_MAX && name.bytes().all(is_plain) {
        return Ok(());
    }
    Err(LambdaError::constraint(name, "functionName", "have length less than or equal to 64"))
}

/// Whether an alias may have this name: it is no number, which versions are.
pub(crate) fn check_alias(name: &str) -> Result<(), LambdaError> {
    let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number && name.len() <= ALIAS_MAX && name.bytes().all(is_plain) {
        return Ok(());
    }
    let must = "satisfy regular expression pattern: ((?!^[0-9]+$)([a-zA-Z0-9-_]+))";
    Err(LambdaError::constraint(name, "name", must))
}

fn check_qualifier(qualifier: &str) -> Result<(), LambdaError> {
    let plain = !qualifier.is_empty() && qualifier.bytes().all(is_plain);
    if qualifier == LATEST || plain && qualifier.len() <= ALIAS_MAX {
        return Ok(());
    }
    let must = "satisfy regular expression pattern: \\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+";
    Err(LambdaError::constraint(qualifier, "qualifier", must))
}

/// Whether a qualifier is a version's number.
pub(crate) fn number(qualifier: &str) -> Option<u64> {
    let is_number = qualifier.bytes().all(|byte| byte.is_ascii_digit());
    qualifier.parse().ok().filter(|_| is_number)
}

const fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}
