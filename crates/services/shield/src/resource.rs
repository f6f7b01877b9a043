//! What can be protected. (AWS Shield Advanced API Reference, `CreateProtection`.)

use bartizan_service::{Call, NetworkPlace};
use bartizan_types::{Arn, Region};
use serde::{Deserialize, Serialize};

use crate::error::ShieldError;

/// The kinds of resources that can be protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ResourceKind {
    /// A distribution.
    Distribution,
    /// A hosted zone.
    HostedZone,
    /// An elastic IP address.
    ElasticAddress,
    /// A classic load balancer.
    ClassicBalancer,
    /// An application load balancer.
    ApplicationBalancer,
    /// A standard accelerator.
    Accelerator,
}

impl ResourceKind {
    pub(crate) const ALL: [Self; 6] = [
        Self::Distribution,
        Self::HostedZone,
        Self::ElasticAddress,
        Self::ClassicBalancer,
        Self::ApplicationBalancer,
        Self::Accelerator,
    ];

    /// As the API names it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Distribution => "CLOUDFRONT_DISTRIBUTION",
            Self::HostedZone => "ROUTE_53_HOSTED_ZONE",
            Self::ElasticAddress => "ELASTIC_IP_ALLOCATION",
            Self::ClassicBalancer => "CLASSIC_LOAD_BALANCER",
            Self::ApplicationBalancer => "APPLICATION_LOAD_BALANCER",
            Self::Accelerator => "GLOBAL_ACCELERATOR",
        }
    }

    /// The kind that the API names so.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether web ACLs protect resources of the kind.
    pub(crate) const fn has_web_acl(self) -> bool {
        matches!(self, Self::Distribution | Self::ApplicationBalancer)
    }

    /// The kind of the resource that an ARN names.
    fn of(arn: &Arn) -> Result<Self, ShieldError> {
        let (service, resource) = (arn.service(), arn.resource());
        let Some((name, id)) = resource.split_once('/') else {
            let message = "Relative ID must be in the form '<resource>/<id>'.";
            return Err(ShieldError::InvalidResource(message.to_owned()));
        };
        match (service, name) {
            ("elasticloadbalancing", "loadbalancer") if id.starts_with("app/") => {
                Ok(Self::ApplicationBalancer)
            }
            ("elasticloadbalancing", "loadbalancer") if !id.contains('/') => {
                Ok(Self::ClassicBalancer)
            }
            ("cloudfront", "distribution") => Ok(Self::Distribution),
            ("globalaccelerator", "accelerator") => Ok(Self::Accelerator),
            ("route53", "hostedzone") => Ok(Self::HostedZone),
            ("ec2", "eip-allocation") => Ok(Self::ElasticAddress),
            _ => {
                let message = format!("Unrecognized resource '{name}' of service '{service}'.");
                Err(ShieldError::InvalidResource(message))
            }
        }
    }
}

/// The kind of a resource that is there and the caller's.
pub(crate) fn existing(call: &Call, text: &str) -> Result<ResourceKind, ShieldError> {
    let invalid = || {
        let message = format!("The resource {text} does not exist, or is not the account's.");
        ShieldError::InvalidResource(message)
    };
    let arn: Arn = text.parse().map_err(|_| invalid())?;
    let kind = ResourceKind::of(&arn)?;
    let account = call.account()?;
    // The ARNs of hosted zones name no account.
    let is_own = kind == ResourceKind::HostedZone || arn.account_id() == Some(account);
    if is_own && is_there(call, kind, &arn)? { Ok(kind) } else { Err(invalid()) }
}

/// Whether the resource is there, as far as somebody keeps such resources here.
fn is_there(call: &Call, kind: ResourceKind, arn: &Arn) -> Result<bool, ShieldError> {
    let ports = &call.platform.ports;
    match kind {
        ResourceKind::ApplicationBalancer => {
            let port = ports.web_resources.as_ref();
            Ok(port.map_or(Ok(false), |port| port.is_there(call, arn))?)
        }
        ResourceKind::ElasticAddress => {
            let (Some(port), Some((_, id))) = (&ports.networks, arn.resource().split_once('/'))
            else {
                return Ok(false);
            };
            let place =
                NetworkPlace { account: call.account()?, region: Region::new(arn.region()) };
            Ok(call.read(|reader| port.has_address(reader, &place, id))?)
        }
        ResourceKind::ClassicBalancer => Ok(false),
        ResourceKind::Distribution | ResourceKind::HostedZone | ResourceKind::Accelerator => {
            Ok(true)
        }
    }
}
