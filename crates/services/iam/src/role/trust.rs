//! Trust policies.

use bartizan_policy::{Policy, PolicyKind};
use bartizan_service::{Directory, principal_ids};

use crate::error::IamError;

/// How many characters a trust policy may have, white space not counted. (IAM User Guide, "IAM and
/// AWS STS quotas".)
const CHARACTERS_MAX: usize = 2048;

/// A trust policy as it is stored: users and roles by unique id.
///
/// # Errors
/// It is no trust policy, too long, or names a user or role that is not there.
pub(super) fn stored(directory: &Directory, text: &str) -> Result<String, IamError> {
    Policy::parse(text, PolicyKind::Trust).map_err(|error| {
        IamError::MalformedPolicyDocument(error.aws_message(PolicyKind::Trust).to_owned())
    })?;
    if text.chars().filter(|it| !it.is_whitespace()).count() > CHARACTERS_MAX {
        return Err(IamError::quota("ACLSizePerRole", CHARACTERS_MAX));
    }
    principal_ids::stored(text, directory)
        .map_err(|unknown| IamError::MalformedPolicyDocument(unknown.message()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(principal: &str) -> String {
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{principal},"Action":"sts:AssumeRole"}}]}}"#
        )
    }

    #[test]
    fn principals_are_stored_as_aws_stores_them_or_refused() {
        let directory = Directory::default();
        let account = stored(&directory, &policy(r#"{"AWS":"123456789012"}"#)).unwrap();
        assert_eq!(account, policy(r#"{"AWS":"arn:aws:iam::123456789012:root"}"#));
        let cases = [
            (r#"{"AWS":"arn:aws:iam::123456789012:user/bob"}"#, "Invalid principal in policy: "),
            (r#"{"Service":"ec2.amazonaws.com"},"Resource":"*""#, "Has prohibited field Resource"),
        ];
        for (principal, message) in cases {
            let error = stored(&directory, &policy(principal)).unwrap_err();
            assert!(error.to_string().starts_with(message), "{error}");
        }
        let long = "x".repeat(CHARACTERS_MAX);
        let long = policy(&format!(r#"{{"Service":"{long}.amazonaws.com"}}"#));
        assert!(matches!(stored(&directory, &long), Err(IamError::LimitExceeded(_))));
    }
}
