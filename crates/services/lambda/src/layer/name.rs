//! What layers and their versions are called.

use bartizan_service::Call;
use bartizan_types::Arn;

use crate::error::LambdaError;

/// The longest name of a layer.
const NAME_MAX: usize = 64;

/// The layer of a name or an ARN.
pub(super) fn read_name(call: &Call, text: &str) -> Result<Arn, LambdaError> {
    if !text.starts_with("arn:") {
        check(text, text)?;
        let account = Some(call.account()?);
        return Ok(Arn::new("lambda", call.region.as_str(), account, &format!("layer:{text}")));
    }
    let arn: Option<Arn> = text.parse().ok();
    let arn = arn.filter(|arn| arn.service() == "lambda" && arn.account_id().is_some());
    let arn = arn.ok_or_else(|| invalid(text))?;
    check(arn.resource().strip_prefix("layer:").ok_or_else(|| invalid(text))?, text)?;
    in_region(call, arn)
}

/// The layer and the number in the ARN of a version.
pub(super) fn arn_of(call: &Call, text: &str) -> Result<(Arn, u64), LambdaError> {
    let (layer, number) = text.rsplit_once(':').ok_or_else(|| invalid(text))?;
    let number = number_in(number).ok_or_else(|| invalid(text))?;
    if !layer.starts_with("arn:") {
        return Err(invalid(text));
    }
    Ok((read_name(call, layer)?, number))
}

/// The number of a version, which begins at 1.
pub(super) fn number_in(text: &str) -> Option<u64> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| is_number && *number > 0)
}

/// The ARN of a version.
pub(super) fn version_arn(layer: &Arn, number: u64) -> Arn {
    let resource = format!("{}:{number}", layer.resource());
    Arn::new("lambda", layer.region(), layer.account_id(), &resource)
}

fn in_region(call: &Call, arn: Arn) -> Result<Arn, LambdaError> {
    if arn.region() == call.region.as_str() {
        return Ok(arn);
    }
    Err(LambdaError::InvalidParameter(format!(
        "Layers from '{}' are not reachable in this region ('{}')",
        arn.region(),
        call.region.as_str()
    )))
}

fn check(name: &str, text: &str) -> Result<(), LambdaError> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !name.is_empty() && name.len() <= NAME_MAX && name.bytes().all(is_plain) {
        return Ok(());
    }
    Err(invalid(text))
}

fn invalid(text: &str) -> LambdaError {
    let must = "satisfy regular expression pattern: (arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+(:[0-9]+)?)|[a-zA-Z0-9-_]+";
    LambdaError::constraint(text, "layerName", must)
}
