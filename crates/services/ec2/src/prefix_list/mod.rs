//! Prefix lists that accounts manage. (Amazon VPC User Guide, "Group CIDR blocks using managed prefix
//! lists".)

mod describe;
mod modify;
pub(crate) mod rule;

use bartizan_service::{Authorized, Call};

pub(crate) use describe::{describe, entries};
pub(crate) use modify::modify;

use self::describe::shown;
use self::modify::add;
use crate::error::{Ec2Error, check_dry_run};
use crate::kind::Kind;
use crate::records::{BY_PREFIX_LIST, PrefixListRecord, SecurityGroupRecord};
use crate::scope;
use crate::shapes::{
    CreateManagedPrefixListRequest, CreateManagedPrefixListResult, DeleteManagedPrefixListRequest,
    DeleteManagedPrefixListResult,
};
use crate::tags::Shown;
use crate::{Ec2, defaults, quotas, tags};

/// The most characters of a name, and what a name must not begin with. (Amazon EC2 API Reference,
/// `CreateManagedPrefixList`.)
const NAME_MAX: usize = 255;
const RESERVED: &str = "com.amazonaws";

/// Makes a prefix list.
pub(crate) async fn create(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<CreateManagedPrefixListRequest>,
) -> Result<CreateManagedPrefixListResult, Ec2Error> {
    let request = request.into_inner();
    let name = check_name(request.prefix_list_name)?;
    let is_v6 = match request.address_family.as_str() {
        "IPv4" => false,
        "IPv6" => true,
        other => {
            return Err(Ec2Error::invalid(format!(
                "Value ({other}) for parameter AddressFamily is invalid. Valid are IPv4 and IPv6."
            )));
        }
    };
    check_max(request.max_entries)?;
    let mut list = PrefixListRecord {
        id: Kind::PrefixList.new_id(&*call.platform.random),
        name,
        is_v6,
        max_entries: request.max_entries,
        version: 1,
        entries: Vec::new(),
        earlier: Vec::new(),
        client_token: request.client_token,
    };
    add(&mut list, request.entries.unwrap_or_default())?;
    let tags = tags::of_new(call, Kind::PrefixList, request.tag_specifications)?;
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let done = call.commit(move |writer| {
        let token = list.client_token.clone();
        let made = match scope.made_before::<PrefixListRecord>(writer, token.as_deref())? {
            Some(made) if made.name != list.name => return Err(scope::token_mismatch()),
            Some(made) => made,
            None => {
                if scope.count::<PrefixListRecord>(writer)? >= quotas::PREFIX_LISTS {
                    let message = "The maximum number of prefix lists has been reached.";
                    return Err(Ec2Error::refused("PrefixListLimitExceeded", message));
                }
                scope.put(writer, &list)?;
                tags::put(writer, &scope, &list.id, tags)?;
                list
            }
        };
        let tags = Shown::one(writer, &scope, &made.id)?;
        let shown = shown(&scope, &made, &tags, "create-complete");
        Ok(CreateManagedPrefixListResult { prefix_list: Some(shown) })
    });
    Ok(done.await?)
}

fn check_name(name: String) -> Result<String, Ec2Error> {
    if name.is_empty() || name.chars().count() > NAME_MAX || name.starts_with(RESERVED) {
        return Err(Ec2Error::invalid(format!(
            "Value ({name}) for parameter PrefixListName is invalid. It has up to {NAME_MAX} \
             characters and does not begin with {RESERVED}."
        )));
    }
    Ok(name)
}

fn check_max(max: i32) -> Result<(), Ec2Error> {
    if (1..=quotas::ENTRIES_PER_LIST).contains(&max) {
        return Ok(());
    }
    Err(Ec2Error::invalid(format!(
        "Value ({max}) for parameter MaxEntries is invalid. Valid are 1 to {}.",
        quotas::ENTRIES_PER_LIST
    )))
}

/// Deletes a prefix list that no rule names.
pub(crate) async fn delete(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DeleteManagedPrefixListRequest>,
) -> Result<DeleteManagedPrefixListResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, id) = (defaults::network(call).await?, request.into_inner().prefix_list_id);
    let done = call.commit(move |writer| {
        let list: PrefixListRecord = scope.find(writer, &id)?;
        if writer.count_found::<SecurityGroupRecord>(BY_PREFIX_LIST, &id)? > 0 {
            let message = format!("The prefix list '{id}' is in use by a security group.");
            return Err(Ec2Error::refused("PrefixListInUse", message));
        }
        let tags = Shown::one(writer, &scope, &id)?;
        let shown = shown(&scope, &list, &tags, "delete-complete");
        scope.remove::<PrefixListRecord>(writer, &id)?;
        Ok(DeleteManagedPrefixListResult { prefix_list: Some(shown) })
    });
    Ok(done.await?)
}
