//! The variables that functions are given, checked. (AWS Lambda Developer Guide, "Working with Lambda environment
//! variables".)

use std::collections::BTreeMap;

use crate::error::LambdaError;
use crate::records::Opened;
use crate::shapes::Environment;

/// The most bytes of all variables together.
const VARIABLES_MAX: usize = 4096;
/// What Lambda sets. (AWS Lambda Developer Guide, "Defined runtime environment variables".)
const RESERVED: [&str; 21] = [
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_ENDPOINT_URL",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SECRET_KEY",
    "AWS_SESSION_TOKEN",
    "BARTIZAN_LAYERS",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
];
/// The variables of a request; none where there are none.
pub(crate) fn read(environment: Environment) -> Result<Option<Opened>, LambdaError> {
    let given: BTreeMap<String, String> = environment.variables.unwrap_or_default();
    let invalid = |message: String| Err(LambdaError::InvalidParameter(message));
    let is_name = |name: &str| {
        let mut letters = name.chars();
        letters.next().is_some_and(|first| first.is_ascii_alphabetic())
            && name.len() > 1
            && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    };
    let reserved: Vec<&str> =
        given.keys().map(String::as_str).filter(|name| RESERVED.contains(name)).collect();
    if !reserved.is_empty() {
        return invalid(format!(
            "Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: {}",
            reserved.join(", ")
        ));
    }
    if let Some(wrong) = given.keys().find(|name| !is_name(name)) {
        let must = "satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+";
        return Err(LambdaError::constraint(wrong, "environment.variables", must));
    }
    if given.values().any(|value| value.contains('\0')) {
        return invalid("The value of an environment variable has no null byte.".to_owned());
    }
    let bytes: usize = given.iter().map(|(name, value)| name.len() + value.len()).sum();
    if bytes > VARIABLES_MAX {
        return invalid(
            "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit."
                .to_owned(),
        );
    }
    let opened: Opened = given.into_iter().map(|(name, value)| (name, value.into())).collect();
    Ok(Some(opened).filter(|opened| !opened.is_empty()))
}
