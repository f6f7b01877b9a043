//! Whose permission a call about an access key needs.

use bartizan_service::{Access, Ask};
use bartizan_types::{AccessKeyId, Arn, Fault};

use crate::records::{self, AccessKey, Named, Owner, User};
use crate::rules;

/// The user or root user whose key it is; a key that is not there is nobody's.
pub(crate) fn owner(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let account = ask.call.account()?;
    let id = AccessKeyId::from_client(ask.text("AccessKeyId").unwrap_or_default());
    let key = ask.call.read(|reader| reader.get::<AccessKey>(&AccessKey::key(account, &id)))?;
    let owner = match key.map(|key| key.owner) {
        Some(Owner::User(owner)) => {
            ask.call.read(|reader| records::find_by_id::<User>(reader, &owner))?
        }
        Some(Owner::Root) => {
            return Ok(vec![Access::on(ask.action(), &rules::root_arn(account))]);
        }
        None => None,
    };
    let access = match &owner {
        Some(user) => Access::on(ask.action(), &user.arn()).resource_tags(Some("iam"), &user.tags),
        None => Access::on(ask.action(), &Arn::new("iam", "", Some(account), "user/*")),
    };
    Ok(vec![access.resource_type(User::TYPE)])
}
