//! Which resources calls about MFA devices concern, where it is not just the user who has them.

use bartizan_service::{Access, Ask};
use bartizan_types::{AccountId, Arn, Fault};

use super::virtual_serial;
use crate::records::MfaDevice;
use crate::rules;

/// The type as the activity record names it.
const TYPE: &str = "AWS::IAM::VirtualMFADevice";

/// A virtual device that the call makes.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let path = ask.text("Path").unwrap_or("/");
    let name = ask.text("VirtualMFADeviceName").unwrap_or_default();
    let arn = virtual_serial(ask.call.account()?, path, name);
    let access = Access::on(ask.action(), &arn).resource_type(TYPE).request_tags(ask.tags("Tags"));
    rules::with_tagging(ask, access, "iam:TagMFADevice")
}

/// The device, with the tags it has and those the call names.
pub(crate) fn existing(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let account = ask.call.account()?;
    let serial = ask.text("SerialNumber").unwrap_or_default();
    let device =
        ask.call.read(|reader| reader.get::<MfaDevice>(&MfaDevice::key(account, serial)))?;
    let tags = device.as_ref().map_or(&[][..], |device| &device.tags);
    let access = Access::on(ask.action(), &arn(account, serial))
        .resource_type(TYPE)
        .resource_tags(Some("iam"), tags)
        .request_tags(ask.tags("Tags"));
    let keys = ask.tag_keys("TagKeys");
    Ok(vec![if keys.is_empty() { access } else { access.key_list("aws:TagKeys", keys) }])
}

/// The user whose security key is registered. (Service Authorization Reference,
/// `iam:RegisterSecurityKey`.)
pub(crate) fn registration(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let stage = if ask.input.field("Credential").is_some() { "Activate" } else { "Create" };
    let (access, _) = rules::on_user(ask)?;
    Ok(vec![access.key("iam:RegisterSecurityKey", stage)])
}

/// A serial number as an ARN of this account.
fn arn(account: AccountId, serial: &str) -> Arn {
    let own = format!("arn:aws:iam::{account}:");
    let resource = match serial.strip_prefix(&own) {
        Some(resource) => resource.to_owned(),
        None => format!("mfa/{serial}"),
    };
    Arn::new("iam", "", Some(account), &resource)
}
