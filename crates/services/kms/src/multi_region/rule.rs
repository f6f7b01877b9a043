//! What calls about multi-Region keys must be allowed, in both regions.

use bartizan_service::{Access, Ask};
use bartizan_types::{Fault, Region};

use crate::key;
use crate::naming::{self, Named, OWN};
use crate::records::key_arn;
use crate::rules;

/// A key that is replicated, and the one that comes of it. (AWS KMS API Reference, `ReplicateKey`,
/// "Required permissions".)
pub(crate) fn replicated(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let call = ask.call;
    let name = ask.text("KeyId").unwrap_or_default();
    let region = ask.text("ReplicaRegion").unwrap_or_default();
    let primary = rules::on_key(call, "kms:ReplicateKey", name, OWN)?;
    let mut new = rules::asked(call, Access::on_any("kms:CreateKey"))
        .key("aws:RequestedRegion", region)
        .key("kms:BypassPolicyLockoutSafetyCheck", key::rule::bypass(ask))
        .key("kms:MultiRegion", "true")
        .key("kms:MultiRegionKeyType", "REPLICA")
        .request_tags(rules::tags(ask));
    let Named::Key(key, _) = naming::find(call, name, OWN)? else { return Ok(vec![primary]) };
    new = new
        .key("kms:KeyOrigin", key.origin.name())
        .key("kms:KeySpec", key.spec.name())
        .key("kms:KeyUsage", key.usage.name());
    let replica = key_arn(&Region::new(region), key.account, &key.id);
    let mut accesses = vec![primary.key("kms:ReplicaRegion", region)];
    accesses.extend(key::rule::with_tagging(ask, new, &replica));
    Ok(accesses)
}

/// The primary key that is and the one that shall be. (AWS KMS API Reference, `UpdatePrimaryRegion`,
/// "Required permissions".)
pub(crate) fn moved(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let call = ask.call;
    let name = ask.text("KeyId").unwrap_or_default();
    let region = ask.text("PrimaryRegion").unwrap_or_default();
    let with = |access: Access| access.key("kms:PrimaryRegion", region);
    let mut accesses = vec![with(rules::on_key(call, ask.action(), name, OWN)?)];
    if let Named::Key(key, _) = naming::find(call, name, OWN)? {
        let replica = key_arn(&Region::new(region), key.account, &key.id);
        let replica = call.directory.kms().key(replica.as_str());
        accesses.extend(replica.map(|replica| with(rules::of_key(call, ask.action(), replica))));
    }
    Ok(accesses)
}
