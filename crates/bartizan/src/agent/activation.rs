//! `bartizan agent activate` and `deactivate`.

use std::process::ExitCode;

use clap::Args;
use serde_json::{Value as Json, json};

use crate::client;
use crate::credentials::Credentials;
use crate::error::CliError;
use crate::format::Format;
use crate::output;

/// The example that the help ends with.
pub(super) const HELP: &str = "\
The role is what the agent may do: it must trust ec2.amazonaws.com, and allow bartizan:SendAgentReport.
Credentials are found where the AWS CLI finds them, and need bartizan:CreateAgentActivation and the
role's iam:PassRole.

Example:
  AWS_PROFILE=root bartizan agent activate --role arn:aws:iam::123456789012:role/host --name web-1";

/// What `activate` can be told.
#[derive(Debug, Args)]
pub(super) struct ActivateOptions {
    /// The ARN of the role whose credentials the agent gets.
    #[arg(long, value_name = "ARN")]
    role: String,
    /// What the instance is called: its tag `Name`.
    #[arg(long)]
    name: Option<String>,
    /// The subnet that the host is in [default: a default one].
    #[arg(long, value_name = "ID")]
    subnet_id: Option<String>,
    /// The security groups that let traffic to the host [default: the default one of its VPC].
    #[arg(long, value_name = "ID", num_args = 1.., value_delimiter = ',')]
    security_group_ids: Vec<String>,
    /// For how long the code is good, in seconds.
    #[arg(long, default_value_t = 3600,
        value_parser = clap::value_parser!(u32).range(60..=2_592_000))]
    expires_in: u32,
    /// Where Bartizan listens [default: <http://127.0.0.1:4566>].
    #[arg(long, env = "AWS_ENDPOINT_URL")]
    endpoint_url: Option<String>,
    /// The form of what is printed: the code alone, or all that there is to tell.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What `deactivate` can be told.
#[derive(Debug, Args)]
pub(super) struct DeactivateOptions {
    /// The id of the activation.
    activation_id: String,
    /// Where Bartizan listens [default: <http://127.0.0.1:4566>].
    #[arg(long, env = "AWS_ENDPOINT_URL")]
    endpoint_url: Option<String>,
}

/// Prints a code.
///
/// # Errors
/// The server refuses.
pub(super) fn activate(options: ActivateOptions) -> Result<ExitCode, CliError> {
    let credentials = Credentials::find()?;
    let endpoint = options.endpoint_url.as_deref().unwrap_or(client::DEFAULT_ENDPOINT);
    let mut input = json!({
        "RoleArn": options.role,
        "SecurityGroupIds": options.security_group_ids,
        "ExpiresInSeconds": options.expires_in,
    });
    let given = [("Name", options.name), ("SubnetId", options.subnet_id)];
    for (name, value) in given {
        if let (Some(value), Some(members)) = (value, input.as_object_mut()) {
            members.insert(name.to_owned(), Json::String(value));
        }
    }
    let answer = client::call(endpoint, &credentials, "CreateAgentActivation", &input)?;
    let text = |name: &str| answer.get(name).and_then(Json::as_str).unwrap_or_default();
    let code = format!("{}:{}", text("ActivationId"), text("ActivationCode"));
    match options.format {
        Format::Text => output::line(&code),
        Format::Json => output::line(&format!(
            "{:#}",
            json!({
                "activation": code,
                "expires": answer.get("Expires"),
                "subnetId": text("SubnetId"),
                "securityGroupIds": answer.get("SecurityGroupIds"),
            })
        )),
    }
    Ok(ExitCode::SUCCESS)
}

/// Takes a code back.
///
/// # Errors
/// The server refuses.
pub(super) fn deactivate(options: &DeactivateOptions) -> Result<ExitCode, CliError> {
    let credentials = Credentials::find()?;
    let endpoint = options.endpoint_url.as_deref().unwrap_or(client::DEFAULT_ENDPOINT);
    let input = json!({ "ActivationId": options.activation_id });
    client::call(endpoint, &credentials, "DeleteAgentActivation", &input)?;
    Ok(ExitCode::SUCCESS)
}

/// The id and the code of an activation, as `activate` prints them.
///
/// # Errors
/// It has not that form; the message does not tell it.
pub(super) fn parts(activation: &str) -> Result<(&str, &str), CliError> {
    activation.trim().split_once(':').ok_or_else(|| {
        let message = "the activation is no code as `bartizan agent activate` prints it";
        CliError::Usage(message.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_two_parts_and_is_not_told() {
        assert_eq!(parts("7a95:SECRET\n").unwrap(), ("7a95", "SECRET"));
        let refused = parts("SECRET").unwrap_err().to_string();
        assert!(!refused.contains("SECRET"), "{refused}");
    }
}
