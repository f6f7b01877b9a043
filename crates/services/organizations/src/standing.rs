//! Who may call: most operations are the management account's alone. (Organizations API Reference,
//! each operation.)
//!
//! What the resource policy lets a member account do is decided before its call is handled, by
//! [`crate::rules`]. Membership may change until then: what the decision rests on is kept with the
//! call, and looked at again in the transaction.

use bartizan_service::store::{Reader, StoreError};
use bartizan_service::{Call, Mode};
use bartizan_types::AccountId;

use crate::error::OrganizationsError;
use crate::records::{Node, Organization};
use crate::resource_policy::may_delegate;
use crate::{delegation, tree};

/// The organization of the calling account, and the account's node in it.
pub(crate) fn member(
    reader: &Reader<'_>,
    account: AccountId,
) -> Result<(Organization, Node), OrganizationsError> {
    tree::of_account(reader, account)?.ok_or(OrganizationsError::AWSOrganizationsNotInUse)
}

/// The organization that the calling account manages, if it managed it when its accesses were
/// decided.
pub(crate) fn management(
    reader: &Reader<'_>,
    caller: &Decided,
) -> Result<Organization, OrganizationsError> {
    let (organization, _) = member(reader, caller.account)?;
    let managed = Admission { organization, by: AdmittedBy::Management };
    let is_same =
        caller.rests_on.as_ref().is_none_or(|before| *before == Admission::told(Some(&managed)));
    if managed.organization.management == caller.account && is_same {
        Ok(managed.organization)
    } else {
        Err(OrganizationsError::AccessDenied)
    }
}

/// What lets an account call: the organization it is in, and by what.
pub(crate) struct Admission {
    pub(crate) organization: Organization,
    pub(crate) by: AdmittedBy,
}

/// By what an account may call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AdmittedBy {
    /// It manages the organization.
    Management,
    /// It administers a service of the organization, and reads.
    Administrator,
    /// The resource policy with this id may let it.
    ResourcePolicy(String),
    /// Nothing.
    Nothing,
}

impl Admission {
    /// What lets this account call this operation; `None` where it is in no organization.
    pub(crate) fn of(
        reader: &Reader<'_>,
        account: AccountId,
        (operation, mode): (&str, Mode),
    ) -> Result<Option<Self>, StoreError> {
        let Some((organization, node)) = tree::of_account(reader, account)? else {
            return Ok(None);
        };
        let is_read = mode == Mode::Read;
        let by = if account == organization.management {
            AdmittedBy::Management
        } else if is_read && delegation::is_delegated(reader, &organization, &node.id)? {
            AdmittedBy::Administrator
        } else {
            let policy = organization.resource_policy.as_ref();
            let policy = policy.filter(|_| may_delegate(operation));
            policy.map_or(AdmittedBy::Nothing, |one| AdmittedBy::ResourcePolicy(one.id.clone()))
        };
        Ok(Some(Self { organization, by }))
    }

    /// It in words, to be compared.
    pub(crate) fn told(admission: Option<&Self>) -> String {
        admission.map_or_else(String::new, |one| format!("{} {:?}", one.organization.id, one.by))
    }
}

/// A caller whose accesses were decided, with what the decisions rest on.
#[derive(Debug, Clone)]
pub(crate) struct Decided {
    account: AccountId,
    operation: (&'static str, Mode),
    rests_on: Option<String>,
}

impl Decided {
    /// The caller of this call.
    pub(crate) fn of(call: &Call) -> Result<Self, OrganizationsError> {
        let operation = (call.operation.name, call.operation.mode);
        Ok(Self { account: call.account()?, operation, rests_on: call.rests_on() })
    }
}

/// The organization that the calling account may read: as its management account, as an
/// administrator of one of its services, or as far as the resource policy lets it.
pub(crate) fn reads(reader: &Reader<'_>, call: &Call) -> Result<Organization, OrganizationsError> {
    keeps(reader, &Decided::of(call)?)
}

/// The organization that the calling account may change: as its management account, or as far as the
/// resource policy lets it. What admitted it when its accesses were decided must still admit it.
pub(crate) fn keeps(
    reader: &Reader<'_>,
    caller: &Decided,
) -> Result<Organization, OrganizationsError> {
    let found = Admission::of(reader, caller.account, caller.operation)?;
    let is_same = caller.rests_on.as_ref() == Some(&Admission::told(found.as_ref()));
    let admission = found.ok_or(OrganizationsError::AWSOrganizationsNotInUse)?;
    if is_same && admission.by != AdmittedBy::Nothing {
        return Ok(admission.organization);
    }
    Err(OrganizationsError::AccessDenied)
}

#[cfg(test)]
mod tests {
    use bartizan_service::testkit::World;
    use bartizan_types::Timestamp;

    use super::*;
    use crate::records::{FeatureSet, JoinedMethod, Member, NodeKind};
    use crate::resource_policy::ResourcePolicy;

    fn account(number: u64) -> AccountId {
        AccountId::from_number(number).unwrap()
    }

    /// An organization, with account 3 as its member.
    fn joined(world: &World, management: u64, resource_policy: Option<&str>) {
        let management = account(management);
        let since = Timestamp::from_seconds(0);
        let organization = Organization {
            id: format!("o-{management}"),
            management,
            feature_set: FeatureSet::All,
            created: since,
            root: "r-0000".to_owned(),
            enabled: Vec::new(),
            trusted: Vec::new(),
            resource_policy: resource_policy.map(|id| ResourcePolicy {
                id: id.to_owned(),
                content: String::new(),
                tags: Vec::new(),
            }),
            all_features: None,
        };
        let member = Member { account: account(3), joined: JoinedMethod::Invited };
        let node = Node {
            management,
            id: account(3).to_string(),
            parent: Some(organization.root.clone()),
            since,
            tags: Vec::new(),
            attached: Vec::new(),
            kind: NodeKind::Account(member),
        };
        let write = world.road.platform().store.write_blocking(move |tx| {
            for known in [account(1), account(2)] {
                tx.delete::<Node>(&Node::key(known, &node.id))?;
            }
            tx.put(&Organization::key(management), &organization)?;
            tx.put(&Node::key(management, &node.id), &node)
        });
        write.unwrap();
    }

    /// A call of account 3 whose accesses are decided now.
    fn decided(world: &World) -> Decided {
        let operation = ("AttachPolicy", Mode::Write);
        let found = world.road.platform().store.read(|reader| {
            Admission::of(reader, account(3), operation)
                .map(|found| Admission::told(found.as_ref()))
        });
        Decided { account: account(3), operation, rests_on: Some(found.unwrap()) }
    }

    fn is_kept(world: &World, caller: &Decided) -> bool {
        let found = world.road.platform().store.read(|reader| match keeps(reader, caller) {
            Ok(_) => Ok(true),
            Err(OrganizationsError::AccessDenied) => Ok(false),
            Err(error) => Err(error),
        });
        found.unwrap()
    }

    #[test]
    fn who_managed_another_organization_when_it_was_decided_does_not_change_this_one() {
        let world = World::new(Vec::new(), |_| Vec::new());
        joined(&world, 3, None);
        let caller = |id: &str| Decided {
            account: account(3),
            operation: ("MoveAccount", Mode::Write),
            rests_on: Some(format!("{id} {:?}", AdmittedBy::Management)),
        };
        let manages = |caller: &Decided| {
            let found = world.road.platform().store.read(|reader| management(reader, caller));
            found.is_ok()
        };
        assert!(manages(&caller(&format!("o-{}", account(3)))));
        assert!(!manages(&caller("o-before")));
    }

    #[test]
    fn what_admitted_a_caller_must_still_admit_it() {
        let world = World::new(Vec::new(), |_| Vec::new());
        joined(&world, 1, Some("rp-1"));
        let caller = decided(&world);
        assert!(is_kept(&world, &caller));
        joined(&world, 1, Some("rp-2"));
        assert!(!is_kept(&world, &caller), "another resource policy");
        joined(&world, 2, Some("rp-1"));
        assert!(!is_kept(&world, &caller), "another organization");
        joined(&world, 1, Some("rp-1"));
        assert!(is_kept(&world, &caller));
        joined(&world, 1, None);
        assert!(!is_kept(&world, &caller), "none any more");
        assert!(!is_kept(&world, &decided(&world)), "nothing admits it");
    }
}
