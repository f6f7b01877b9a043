//! ARNs of the service, and the records that they name. (Service Authorization Reference, "Actions,
//! resources, and condition keys for AWS Elastic Load Balancing V2".)

use bartizan_service::store::{Key, Reader, Record, Writer};
use bartizan_service::{Call, NetworkPlace};
use bartizan_types::{AccountId, Arn, Fault, Random, Region, Tag};

use crate::error::ElbError;

/// The service in ARNs.
const SERVICE: &str = "elasticloadbalancing";
/// How many records a scan reads at a time.
const SCAN: usize = 1000;

/// A kind of resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Balancer,
    Group,
    Listener,
    Rule,
}

impl Kind {
    /// Its name in ARNs.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Balancer => "loadbalancer",
            Self::Group => "targetgroup",
            Self::Listener => "listener",
            Self::Rule => "listener-rule",
        }
    }

    /// Its name in the activity record.
    pub(crate) const fn recorded(self) -> &'static str {
        match self {
            Self::Balancer => "AWS::ElasticLoadBalancingV2::LoadBalancer",
            Self::Group => "AWS::ElasticLoadBalancingV2::TargetGroup",
            Self::Listener => "AWS::ElasticLoadBalancingV2::Listener",
            Self::Rule => "AWS::ElasticLoadBalancingV2::ListenerRule",
        }
    }

    /// There is none with this ARN.
    pub(crate) fn not_found(self) -> ElbError {
        let (code, what) = match self {
            Self::Balancer => ("LoadBalancerNotFound", "load balancers"),
            Self::Group => ("TargetGroupNotFound", "target groups"),
            Self::Listener => ("ListenerNotFound", "listeners"),
            Self::Rule => ("RuleNotFound", "rules"),
        };
        ElbError::refused(code, format!("One or more {what} not found"))
    }

    /// The kind that an ARN is of, and what follows in it.
    pub(crate) fn of_arn(arn: &Arn) -> Option<(Self, &str)> {
        let (name, id) = arn.resource().split_once('/')?;
        let all = [Self::Balancer, Self::Group, Self::Listener, Self::Rule];
        let kind = all.into_iter().find(|kind| kind.name() == name)?;
        (arn.service() == SERVICE).then_some((kind, id))
    }
}

/// A resource, stored under what follows its kind in its ARN.
pub(crate) trait Resource: Record {
    /// Its kind.
    const KIND: Kind;

    /// What follows its kind in its ARN.
    fn id(&self) -> &str;

    /// Its tags.
    fn tags(&self) -> &[Tag];

    /// Its tags, to be changed.
    fn tags_mut(&mut self) -> &mut Vec<Tag>;
}

/// An account in one region.
#[derive(Debug, Clone)]
pub(crate) struct Scope {
    pub(crate) account: AccountId,
    pub(crate) region: Region,
}

impl Scope {
    /// The one that a call is about.
    pub(crate) fn of(call: &Call) -> Result<Self, Fault> {
        Ok(Self { account: call.account()?, region: call.region.clone() })
    }

    /// The same, as the port to networks takes it.
    pub(crate) fn place(&self) -> NetworkPlace {
        NetworkPlace { account: self.account, region: self.region.clone() }
    }

    /// The ARN of a resource.
    pub(crate) fn arn(&self, kind: Kind, id: &str) -> Arn {
        let resource = format!("{}/{id}", kind.name());
        Arn::new(SERVICE, self.region.as_str(), Some(self.account), &resource)
    }

    /// The store's key of what has this id.
    pub(crate) fn key(&self, id: &str) -> Key {
        Key::new(self.account, self.region.as_str(), id)
    }

    /// The id in an ARN of one of the account's resources in the region.
    pub(crate) fn id(&self, kind: Kind, text: &str) -> Result<String, ElbError> {
        let arn = arn(text)?;
        let id =
            Kind::of_arn(&arn).filter(|(found, _)| *found == kind).map(|(_, id)| id.to_owned());
        let id = id.ok_or_else(|| invalid_arn(text))?;
        if arn != self.arn(kind, &id) {
            return Err(kind.not_found());
        }
        Ok(id)
    }

    /// The resource of this ARN, which must be there.
    pub(crate) fn find<T: Resource>(&self, reader: &Reader<'_>, arn: &str) -> Result<T, ElbError> {
        self.by_id(reader, &self.id(T::KIND, arn)?)
    }

    /// The resource of this id, which must be there.
    pub(crate) fn by_id<T: Resource>(&self, reader: &Reader<'_>, id: &str) -> Result<T, ElbError> {
        reader.get(&self.key(id))?.ok_or_else(|| T::KIND.not_found())
    }

    /// Every record of a collection whose id begins so.
    pub(crate) fn all<T: Record>(
        &self,
        reader: &Reader<'_>,
        prefix: &str,
    ) -> Result<Vec<T>, ElbError> {
        let (account, region) = (self.account.to_string(), self.region.as_str());
        let mut records = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page = reader.scan::<T>(&account, region, prefix, after.as_deref(), SCAN)?;
            let is_last = page.len() < SCAN;
            after = page.last().map(|(key, _)| key.id.clone());
            records.extend(page.into_iter().map(|(_, record)| record));
            if is_last {
                return Ok(records);
            }
        }
    }

    /// Stores a resource.
    pub(crate) fn put<T: Resource>(
        &self,
        writer: &mut Writer<'_>,
        resource: &T,
    ) -> Result<(), ElbError> {
        Ok(writer.put(&self.key(resource.id()), resource)?)
    }

    /// Removes a resource.
    pub(crate) fn remove<T: Resource>(
        &self,
        writer: &mut Writer<'_>,
        id: &str,
    ) -> Result<(), ElbError> {
        writer.delete::<T>(&self.key(id))?;
        Ok(())
    }
}

/// An ARN that a request gives.
pub(crate) fn arn(text: &str) -> Result<Arn, ElbError> {
    text.parse().map_err(|_| invalid_arn(text))
}

fn invalid_arn(text: &str) -> ElbError {
    ElbError::invalid(format!("'{text}' is not a valid ARN of the resource that is asked for"))
}

/// The last part of a new id.
pub(crate) fn new_id(random: &dyn Random) -> String {
    format!("{:016x}", random.next_u64())
}

/// Whether a balancer or a group may be called so. (Elastic Load Balancing API Reference,
/// `CreateLoadBalancer` and `CreateTargetGroup`.)
pub(crate) fn check_name(what: &str, name: &str) -> Result<(), ElbError> {
    const NAME_MAX: usize = 32;
    let why = if name.is_empty() {
        "cannot be empty".to_owned()
    } else if name.len() > NAME_MAX {
        format!("cannot be longer than '{NAME_MAX}' characters")
    } else if !name.chars().all(|one| one.is_ascii_alphanumeric() || one == '-') {
        "can only contain characters that are alphanumeric characters or hyphens(-)".to_owned()
    } else if name.starts_with('-') || name.ends_with('-') {
        "cannot begin or end with a hyphen(-)".to_owned()
    } else if name.starts_with("internal-") {
        "cannot begin with 'internal-'".to_owned()
    } else {
        return Ok(());
    };
    Err(ElbError::invalid(format!("{what} '{name}' {why}")))
}
