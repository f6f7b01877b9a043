//! The columns that events have. (CloudTrail User Guide, "CloudTrail Lake event schema";
//! CloudTrail User Guide, "CloudTrail record contents".)

use crate::kind::Kind;

/// What is in a member of an event.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    Text,
    Boolean,
    Time,
    /// Texts under names that events choose.
    Map,
    Row(&'static [Member]),
    List(&'static [Member]),
    /// The whole event.
    Event,
}

/// A member of an event or of a row: its name in the event's JSON, and what is in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member(pub(crate) &'static str, pub(crate) Shape);

use Shape::{Boolean, Event, List, Map, Row, Text, Time};

const ATTRIBUTES: &[Member] = &[Member("creationDate", Text), Member("mfaAuthenticated", Text)];

const ISSUER: &[Member] = &[
    Member("type", Text),
    Member("principalId", Text),
    Member("arn", Text),
    Member("accountId", Text),
    Member("userName", Text),
];

const FEDERATION: &[Member] = &[Member("federatedProvider", Text), Member("attributes", Map)];

const SESSION: &[Member] = &[
    Member("attributes", Row(ATTRIBUTES)),
    Member("sessionIssuer", Row(ISSUER)),
    Member("webIdFederationData", Row(FEDERATION)),
    Member("sourceIdentity", Text),
    Member("ec2RoleDelivery", Text),
    Member("ec2IssuedInVpc", Text),
    Member("assumedRoot", Text),
];

const ON_BEHALF_OF: &[Member] = &[Member("userId", Text), Member("identityStoreArn", Text)];

const IDENTITY: &[Member] = &[
    Member("type", Text),
    Member("principalId", Text),
    Member("arn", Text),
    Member("accountId", Text),
    Member("accessKeyId", Text),
    Member("userName", Text),
    Member("sessionContext", Row(SESSION)),
    Member("invokedBy", Text),
    Member("identityProvider", Text),
    Member("credentialId", Text),
    Member("onBehalfOf", Row(ON_BEHALF_OF)),
];

const RESOURCE: &[Member] = &[Member("accountId", Text), Member("type", Text), Member("ARN", Text)];

const TLS: &[Member] = &[
    Member("tlsVersion", Text),
    Member("cipherSuite", Text),
    Member("clientProvidedHostHeader", Text),
];

/// The columns of an event data store, in the order that `SELECT *` shows them.
pub(crate) const COLUMNS: &[Member] = &[
    Member("eventVersion", Text),
    Member("userIdentity", Row(IDENTITY)),
    Member("eventTime", Time),
    Member("eventSource", Text),
    Member("eventName", Text),
    Member("awsRegion", Text),
    Member("sourceIPAddress", Text),
    Member("userAgent", Text),
    Member("errorCode", Text),
    Member("errorMessage", Text),
    Member("requestParameters", Map),
    Member("responseElements", Map),
    Member("additionalEventData", Map),
    Member("requestID", Text),
    Member("eventID", Text),
    Member("readOnly", Boolean),
    Member("resources", List(RESOURCE)),
    Member("eventType", Text),
    Member("apiVersion", Text),
    Member("managementEvent", Boolean),
    Member("recipientAccountId", Text),
    Member("sharedEventID", Text),
    Member("annotation", Text),
    Member("vpcEndpointId", Text),
    Member("vpcEndpointAccountId", Text),
    Member("serviceEventDetails", Map),
    Member("addendum", Map),
    Member("edgeDeviceDetails", Map),
    Member("insightDetails", Map),
    Member("eventCategory", Text),
    Member("tlsDetails", Row(TLS)),
    Member("sessionCredentialFromConsole", Text),
    Member("eventJson", Event),
];

/// The member of this name; letters count the same in upper and lower case.
pub(crate) fn member(members: &[Member], name: &str) -> Option<Member> {
    members.iter().copied().find(|member| member.0.eq_ignore_ascii_case(name))
}

impl Shape {
    /// The type of its values in a query.
    pub(crate) const fn kind(self) -> Kind {
        match self {
            Text | Event => Kind::Text,
            Boolean => Kind::Boolean,
            Time => Kind::Timestamp,
            Map | Row(_) | List(_) => Kind::Json,
        }
    }
}
