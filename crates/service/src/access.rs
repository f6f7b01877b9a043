//! What a call asks to be allowed.

use std::borrow::Cow;

use bartizan_policy::{Attached, Granted};
use bartizan_types::{AccountId, Arn, Fault, Tag};
use bartizan_wire::Value;

use crate::{Call, Directory};

/// One thing a call must be allowed: an action on a resource, with the condition keys that the
/// resource and the parameters set. A call may need several, as `CopyObject` does.
#[derive(Debug, Clone)]
pub struct Access {
    pub(crate) action: Cow<'static, str>,
    pub(crate) resource: String,
    pub(crate) resource_account: Option<AccountId>,
    pub(crate) resource_policy: Option<Attached>,
    pub(crate) keys: Vec<ConditionKey>,
    pub(crate) resource_type: Option<&'static str>,
    pub(crate) by_provider: bool,
    pub(crate) granted: Granted,
    pub(crate) managed_by_aws: bool,
}

/// Of how many condition keys there is room at first.
const KEYS: usize = 12;

/// A condition key a resource or a parameter sets.
#[derive(Debug, Clone)]
pub(crate) struct ConditionKey {
    pub(crate) name: Cow<'static, str>,
    pub(crate) values: KeyValues,
}

/// The values of a condition key.
#[derive(Debug, Clone)]
pub(crate) enum KeyValues {
    /// Of one that has one value.
    One(Cow<'static, str>),
    /// Of a multivalued one.
    Many(Vec<String>),
}

impl Access {
    /// `action` on the resource of this ARN; its account is the ARN's unless
    /// [`Self::owned_by`] says otherwise.
    pub fn on(action: impl Into<Cow<'static, str>>, resource: &Arn) -> Self {
        Self {
            resource_account: resource.account_id(),
            ..Self::bare(action.into(), resource.as_str().to_owned())
        }
    }

    /// That a role is passed to a service, which then acts as it. (IAM User Guide, "Grant a user permissions to pass
    /// a role to an AWS service".)
    pub fn pass_role(directory: &Directory, role: &Arn, service: &'static str) -> Self {
        let held = directory.entity_by_arn(role.as_str());
        let tags = held.map(|role| role.tags.to_vec()).unwrap_or_default();
        Self::on("iam:PassRole", role)
            .resource_type("AWS::IAM::Role")
            .resource_tags(Some("iam"), &tags)
            .key_static("iam:PassedToService", service)
    }

    /// `action` where AWS defines no resource: policies must name `*`.
    pub fn on_any(action: impl Into<Cow<'static, str>>) -> Self {
        Self::bare(action.into(), "*".to_owned())
    }

    /// The same on the resource of this name.
    pub(crate) fn about(mut self, resource: &str) -> Self {
        resource.clone_into(&mut self.resource);
        self
    }

    const fn bare(action: Cow<'static, str>, resource: String) -> Self {
        Self {
            action,
            resource,
            resource_account: None,
            resource_policy: None,
            keys: Vec::new(),
            resource_type: None,
            by_provider: false,
            granted: Granted::No,
            managed_by_aws: false,
        }
    }

    /// The account that owns the resource.
    #[must_use]
    pub const fn owned_by(mut self, account: AccountId) -> Self {
        self.resource_account = Some(account);
        self
    }

    /// The resource's own policy: a bucket policy, a key policy, a role's trust policy.
    #[must_use]
    pub fn resource_policy(mut self, policy: Option<Attached>) -> Self {
        self.resource_policy = policy;
        self
    }

    /// The resource's type as the activity record names it, such as `AWS::S3::Bucket`.
    #[must_use]
    pub const fn resource_type(mut self, name: &'static str) -> Self {
        self.resource_type = Some(name);
        self
    }

    /// Only this identity provider, named by its ARN or its domain, speaks for the caller: whoever
    /// signed, no policy of a caller counts, the resource's policy and the resource control policies
    /// alone decide. Sets `aws:FederatedProvider`.
    #[must_use]
    pub fn by_provider(mut self, provider: &str) -> Self {
        self.by_provider = true;
        self.key("aws:FederatedProvider", provider)
    }

    /// Whom the grants of the key admit.
    #[must_use]
    pub const fn granted(mut self, granted: Granted) -> Self {
        self.granted = granted;
        self
    }

    /// Whether AWS manages the resource, as `alias/aws/s3`: resource control policies do not bind it.
    #[must_use]
    pub const fn managed_by_aws(mut self, managed: bool) -> Self {
        self.managed_by_aws = managed;
        self
    }

    /// Sets a condition key of one value.
    #[must_use]
    pub fn key(self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.push(name.into(), KeyValues::One(Cow::Owned(value.into())))
    }

    /// Sets a condition key to a value that is one of the code's own.
    #[must_use]
    pub fn key_static(self, name: &'static str, value: &'static str) -> Self {
        self.push(Cow::Borrowed(name), KeyValues::One(Cow::Borrowed(value)))
    }

    /// Sets a condition key of one value where there is a value.
    #[must_use]
    pub fn key_if(
        self,
        name: impl Into<Cow<'static, str>>,
        value: Option<impl Into<String>>,
    ) -> Self {
        match value {
            Some(value) => self.key(name, value),
            None => self,
        }
    }

    /// Sets a multivalued condition key.
    #[must_use]
    pub fn key_list(self, name: impl Into<Cow<'static, str>>, values: Vec<String>) -> Self {
        self.push(name.into(), KeyValues::Many(values))
    }

    /// Sets `aws:ResourceTag/…` and, with a service prefix such as `iam`, `iam:ResourceTag/…`.
    #[must_use]
    pub fn resource_tags<'t>(
        mut self,
        prefix: Option<&str>,
        tags: impl IntoIterator<Item = &'t Tag>,
    ) -> Self {
        for tag in tags {
            if let Some(prefix) = prefix {
                self = self.key(format!("{prefix}:ResourceTag/{}", tag.key), tag.value.clone());
            }
            self = self.key(format!("aws:ResourceTag/{}", tag.key), tag.value.clone());
        }
        self
    }

    /// Sets `aws:RequestTag/…` and `aws:TagKeys` from tags the caller sends.
    #[must_use]
    pub fn request_tags<'t>(mut self, tags: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let mut names = Vec::new();
        for (key, value) in tags {
            self = self.key(format!("aws:RequestTag/{key}"), value);
            names.push(key.to_owned());
        }
        if names.is_empty() { self } else { self.key_list("aws:TagKeys", names) }
    }

    fn push(mut self, name: Cow<'static, str>, values: KeyValues) -> Self {
        if self.keys.is_empty() {
            self.keys.reserve(KEYS);
        }
        self.keys.push(ConditionKey { name, values });
        self
    }

    /// The action, as `iam:CreateUser`.
    pub fn action(&self) -> &str {
        &self.action
    }

    /// The resource's ARN, or `*`.
    pub fn resource(&self) -> &str {
        &self.resource
    }
}

/// What a resource rule is asked: which [`Access`] does this call need?
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// The call, with its caller and the directory.
    pub call: &'a Call,
    /// The decoded and validated input.
    pub input: &'a Value,
    /// The operation's declared actions; the first is the main one.
    pub actions: &'static [&'static str],
}

impl<'a> Ask<'a> {
    /// The operation's main action.
    pub fn action(&self) -> &'static str {
        self.actions.first().copied().unwrap_or_default()
    }

    /// A text member of the input.
    pub fn text(&self, member: &str) -> Option<&'a str> {
        self.input.field(member).and_then(Value::text)
    }

    /// A list of tags in the input, as (key, value).
    pub fn tags(&self, member: &str) -> Vec<(&'a str, &'a str)> {
        let Some(Value::List(tags)) = self.input.field(member) else { return Vec::new() };
        tags.iter()
            .filter_map(|tag| {
                Some((tag.field("Key")?.text()?, tag.field("Value")?.text().unwrap_or_default()))
            })
            .collect()
    }

    /// A list of tag keys in the input.
    pub fn tag_keys(&self, member: &str) -> Vec<String> {
        let Some(Value::List(keys)) = self.input.field(member) else { return Vec::new() };
        keys.iter().filter_map(|key| key.text().map(str::to_owned)).collect()
    }
}

/// An operation's resource rule.
pub type Rule = fn(&Ask<'_>) -> Result<Vec<Access>, Fault>;

/// The rule of operations that AWS never refuses by policy, such as `sts:GetCallerIdentity`.
///
/// # Errors
/// Never.
pub const fn needs_no_permission(_ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(Vec::new())
}

/// The rule of operations without a resource: the main action on `*`.
///
/// # Errors
/// Never.
pub fn any_resource(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![Access::on_any(ask.action())])
}
