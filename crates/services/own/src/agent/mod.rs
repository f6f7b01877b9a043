//! Agents: programs on hosts, which make these instances and tell what is on them. An administrator's
//! activation lets a host register itself once; from then on a key that never leaves the host gives it
//! sessions of the role that the activation named. (The closest public model: AWS Systems Manager API
//! Reference, `CreateActivation`; AWS Systems Manager User Guide, "Setting up Systems Manager for hybrid
//! and multicloud environments".)

mod activation;
mod credentials;
mod flows;
mod keep_up;
mod port;
mod registration;
mod report;
mod throttle;

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::store::{Key, Reader, Record};
use bartizan_service::{Access, Call, HostPlace, Hosts, NetworkPlace};
use bartizan_types::{AccountId, Arn, Fault, Region, Timestamp};
use serde::{Deserialize, Serialize};

pub(crate) use self::activation::{create, delete, rule as activation_rule};
pub(crate) use self::credentials::issue;
pub(crate) use self::flows::take as take_flows;
pub use self::keep_up::keep_up as keep_up_agents;
pub use self::port::AgentsProjection;
pub(crate) use self::registration::register;
pub(crate) use self::report::{rule as report_rule, take};
pub(crate) use self::throttle::Throttle;
use crate::error::OwnError;

/// The service whose roles hosts have, as instances of AWS do.
const PRINCIPAL: &str = "ec2.amazonaws.com";
/// For how many intervals an agent may say nothing before its host does not count as running.
const PATIENCE_INTERVALS: u32 = 3;
/// The interval of agents that did not say theirs yet.
const FIRST_INTERVAL: Duration = Duration::from_mins(1);

/// How many sessions of an agent are good at once: one follows the other, and their answers may get lost.
const SESSIONS_MAX: usize = 8;

/// The index by ids, for callers that name no account.
const BY_ID: &str = "by-id";

/// What lets one host register itself. The code is kept as its digest alone.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Activation {
    id: String,
    /// The SHA-256 of the code.
    code_digest: String,
    role: Arn,
    name: Option<String>,
    subnet: String,
    groups: Vec<String>,
    expires: Timestamp,
    /// The host that used it.
    used: Option<Use>,
}

/// How an activation was used.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Use {
    instance: String,
    public_key: String,
}

impl Record for Activation {
    const COLLECTION: &'static str = "bartizan.agent-activation";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_ID, self.id.clone())]
    }
}

impl Activation {
    fn arn(&self, place: &NetworkPlace) -> Arn {
        let resource = format!("agent-activation/{}", self.id);
        Arn::new("bartizan", place.region.as_str(), Some(place.account), &resource)
    }

    fn place(&self) -> HostPlace {
        HostPlace { subnet: self.subnet.clone(), groups: self.groups.clone() }
    }
}

/// An agent that is registered.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Agent {
    instance: String,
    role: Arn,
    /// Its Ed25519 key, in hexadecimal digits.
    public_key: String,
    /// When the last proof was signed that credentials were given for: no earlier one is good again.
    proved_millis: i64,
    /// Which inventory it handed in last.
    inventory: Option<String>,
    /// The sessions that it was given last: by no others, of whatever name, does it report.
    #[serde(default)]
    sessions: Vec<Issued>,
}

/// A session that an agent was given.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Issued {
    /// The id of its access key, which no other session has.
    access_key: String,
    expires: Timestamp,
}

impl Record for Agent {
    const COLLECTION: &'static str = "bartizan.agent";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_ID, self.instance.clone())]
    }
}

impl Agent {
    /// No agent of this instance, or not with this key.
    fn unknown(instance: &str) -> OwnError {
        OwnError::AgentNotRegistered(instance.to_owned())
    }

    /// Enters a session that the agent is given.
    fn enter(&mut self, session: Issued, now: Timestamp) {
        self.sessions.retain(|one| now < one.expires);
        self.sessions.push(session);
        let over = self.sessions.len().saturating_sub(SESSIONS_MAX);
        self.sessions.drain(..over);
    }
}

/// Lets the agent of an instance go on, and nobody else.
fn admit(call: &Call, place: &NetworkPlace, instance: &str) -> Result<(), OwnError> {
    let known = call.read(|reader| found::<Agent>(reader, instance))?;
    let (_, agent) = known
        .filter(|(at, _)| (at.account, &at.region) == (place.account, &place.region))
        .ok_or_else(|| Agent::unknown(instance))?;
    if agent.is_caller(&call.caller, call.now) {
        return Ok(());
    }
    Err(OwnError::NotItsAgent(instance.to_owned()))
}

/// The record of this id, wherever it is, and where.
fn found<T: Record>(reader: &Reader<'_>, id: &str) -> Result<Option<(NetworkPlace, T)>, OwnError> {
    let Some((key, record)) = reader.find::<T>(BY_ID, id)?.into_iter().next() else {
        return Ok(None);
    };
    Ok(place_of(&key).map(|place| (place, record)))
}

fn place_of(key: &Key) -> Option<NetworkPlace> {
    let account: AccountId = key.account.parse().ok()?;
    Some(NetworkPlace { account, region: Region::new(&key.region) })
}

fn key_of(place: &NetworkPlace, id: &str) -> Key {
    Key::new(place.account, place.region.as_str(), id)
}

/// Where the caller is.
fn place_of_caller(call: &Call) -> Result<NetworkPlace, Fault> {
    Ok(NetworkPlace { account: call.account()?, region: call.region.clone() })
}

fn instance_arn(place: &NetworkPlace, instance: &str) -> Arn {
    let resource = format!("instance/{instance}");
    Arn::new("ec2", place.region.as_str(), Some(place.account), &resource)
}

fn hosts(call: &Call) -> Result<&Arc<dyn Hosts>, Fault> {
    call.platform
        .ports
        .hosts
        .as_ref()
        .ok_or_else(|| Fault::new("NotImplemented", "no service here keeps instances", 501))
}

/// What lets whoever holds the secret of a resource act on it: callers come without credentials, and what
/// they bring is looked at once this is decided, so that their attempts are in the record of its account.
fn admitting(action: &'static str, arn: &Arn, kind: &'static str) -> Access {
    const ADMITS: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",
        "Action":["bartizan:RegisterAgent","bartizan:GetAgentCredentials"],"Resource":"*"}]}"#;
    static POLICY: LazyLock<Option<Attached>> = LazyLock::new(|| {
        let policy = Policy::parse(ADMITS, PolicyKind::Resource).ok()?;
        Some(Attached::inline("agents", Arc::new(policy)))
    });
    Access::on(action, arn).resource_policy(POLICY.clone()).resource_type(kind)
}
