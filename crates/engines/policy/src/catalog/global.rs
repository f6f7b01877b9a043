//! Global condition keys. (IAM User Guide, "AWS global condition context keys".)

use super::service::{ValueType, same_key};

/// A condition key that begins with `aws:`.
#[derive(Debug, Clone, Copy)]
pub struct GlobalKey {
    /// The key; a placeholder stands for a name of the caller's choice.
    pub key: &'static str,
    /// The type of its values.
    pub value_type: ValueType,
    /// Whether a request may carry many values of it.
    pub multivalued: bool,
    /// Whether every request carries it, so that every action supports it; where not, an action
    /// supports it only if the service's page lists it.
    pub on_every_request: bool,
}

/// The global key with this name; case is ignored.
pub fn global_key(key: &str) -> Option<&'static GlobalKey> {
    KEYS.iter().find(|it| same_key(it.key, key))
}

/// All global keys.
pub fn global_keys() -> &'static [GlobalKey] {
    KEYS
}

const fn one(key: &'static str, value_type: ValueType) -> GlobalKey {
    GlobalKey { key, value_type, multivalued: false, on_every_request: true }
}

const fn many(key: &'static str, value_type: ValueType) -> GlobalKey {
    GlobalKey { key, value_type, multivalued: true, on_every_request: true }
}

const fn of_some_actions(key: GlobalKey) -> GlobalKey {
    GlobalKey { on_every_request: false, ..key }
}

use ValueType::{Arn, Bool, Date, IpAddress, Numeric, String};

static KEYS: &[GlobalKey] = &[
    // properties of the principal
    one("aws:PrincipalArn", Arn),
    one("aws:PrincipalAccount", String),
    many("aws:PrincipalOrgPaths", String),
    one("aws:PrincipalOrgID", String),
    one("aws:PrincipalTag/${TagKey}", String),
    one("aws:PrincipalIsAWSService", Bool),
    one("aws:PrincipalServiceName", String),
    many("aws:PrincipalServiceNamesList", String),
    one("aws:PrincipalType", String),
    one("aws:userid", String),
    one("aws:username", String),
    // properties of a role session
    one("aws:AssumedRoot", Bool),
    one("aws:FederatedProvider", String),
    one("aws:TokenIssueTime", Date),
    one("aws:MultiFactorAuthAge", Numeric),
    one("aws:MultiFactorAuthPresent", Bool),
    one("aws:ChatbotSourceArn", Arn),
    one("aws:Ec2InstanceSourceVpc", String),
    one("aws:Ec2InstanceSourcePrivateIPv4", IpAddress),
    one("aws:SourceIdentity", String),
    one("ec2:RoleDelivery", Numeric),
    one("ec2:SourceInstanceArn", Arn),
    one("glue:RoleAssumedBy", String),
    one("glue:CredentialIssuingService", String),
    one("lambda:SourceFunctionArn", Arn),
    one("ssm:SourceInstanceArn", Arn),
    one("identitystore:UserId", String),
    one("aws:SignInSessionArn", Arn),
    // properties of the network
    one("aws:SourceIp", IpAddress),
    one("aws:SourceVpc", String),
    one("aws:SourceVpcArn", Arn),
    one("aws:SourceVpce", String),
    one("aws:VpceAccount", String),
    one("aws:VpceOrgID", String),
    many("aws:VpceOrgPaths", String),
    one("aws:VpcSourceIp", IpAddress),
    // properties of the resource
    one("aws:ResourceAccount", String),
    many("aws:ResourceOrgPaths", String),
    one("aws:ResourceOrgID", String),
    of_some_actions(one("aws:ResourceTag/${TagKey}", String)),
    // properties of the request
    many("aws:CalledVia", String),
    one("aws:CalledViaFirst", String),
    one("aws:CalledViaLast", String),
    one("aws:ViaAWSService", Bool),
    one("aws:CalledViaAWSMCP", String),
    one("aws:ViaAWSMCPService", Bool),
    one("aws:CurrentTime", Date),
    one("aws:EpochTime", Date),
    one("aws:referer", String),
    one("aws:RequestedRegion", String),
    of_some_actions(one("aws:RequestTag/${TagKey}", String)),
    of_some_actions(many("aws:TagKeys", String)),
    one("aws:SecureTransport", Bool),
    one("aws:SourceAccount", String),
    one("aws:SourceArn", Arn),
    one("aws:SourceOrgID", String),
    many("aws:SourceOrgPaths", String),
    one("aws:UserAgent", String),
    one("aws:IsMcpServiceAction", Bool),
];
