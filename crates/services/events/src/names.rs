//! What buses and rules are called: names and ARNs. (Service Authorization Reference, "Amazon EventBridge".)

use std::fmt;

use bartizan_service::Call;
use bartizan_service::store::Key;
use bartizan_types::{AccountId, Arn};

use crate::error::EventsError;

/// The bus that every account has in each region.
pub(crate) const DEFAULT: &str = "default";
/// How the names of FIFO queues end.
pub(crate) const FIFO: &str = ".fifo";
const BUS: &str = "event-bus/";
const RULE: &str = "rule/";

/// A bus: where it is, and its name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct BusName {
    pub(crate) account: AccountId,
    pub(crate) region: String,
    pub(crate) name: String,
}

impl BusName {
    /// The default bus of an account.
    pub(crate) fn default_of(account: AccountId, region: &str) -> Self {
        Self { account, region: region.to_owned(), name: DEFAULT.to_owned() }
    }

    /// The bus that a request names, by its name or its ARN; the default one where it names none.
    pub(crate) fn named(call: &Call, given: Option<&str>) -> Result<Self, EventsError> {
        let given = given.unwrap_or(DEFAULT);
        if given.starts_with("arn:") {
            return Self::of_arn(given)
                .ok_or_else(|| EventsError::parameter("EventBusName", "it is no ARN of a bus."));
        }
        let account = call.account()?;
        Ok(Self { account, region: call.region.as_str().to_owned(), name: given.to_owned() })
    }

    /// As [`Self::named`], one of the caller's own where it is called: of all but `PutEvents`.
    pub(crate) fn own(call: &Call, given: Option<&str>) -> Result<Self, EventsError> {
        let bus = Self::named(call, given)?;
        if bus.account == call.account()? && bus.region == call.region.as_str() {
            return Ok(bus);
        }
        Err(EventsError::NoSuchBus(bus.name))
    }

    /// The bus of an ARN.
    pub(crate) fn of_arn(text: &str) -> Option<Self> {
        let arn: Arn = text.parse().ok()?;
        let name = arn.resource().strip_prefix(BUS).filter(|name| !name.is_empty())?;
        let account = arn.account_id().filter(|_| arn.service() == "events")?;
        Some(Self { account, region: arn.region().to_owned(), name: name.to_owned() })
    }

    pub(crate) fn is_default(&self) -> bool {
        self.name == DEFAULT
    }

    pub(crate) fn arn(&self) -> Arn {
        let resource = format!("{BUS}{}", self.name);
        Arn::new("events", &self.region, Some(self.account), &resource)
    }

    pub(crate) fn key(&self) -> Key {
        Key::new(self.account, &self.region, &*self.name)
    }

    /// The bus of a key.
    pub(crate) fn of_key(key: &Key) -> Option<Self> {
        let account = key.account.parse().ok()?;
        Some(Self { account, region: key.region.clone(), name: key.id.clone() })
    }

    /// A rule of the bus.
    pub(crate) fn rule(&self, name: &str) -> RuleName {
        RuleName { bus: self.clone(), name: name.to_owned() }
    }
}

/// A rule, and its bus.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct RuleName {
    pub(crate) bus: BusName,
    pub(crate) name: String,
}

impl RuleName {
    pub(crate) fn arn(&self) -> Arn {
        let resource = if self.bus.is_default() {
            format!("{RULE}{}", self.name)
        } else {
            format!("{RULE}{}/{}", self.bus.name, self.name)
        };
        Arn::new("events", &self.bus.region, Some(self.bus.account), &resource)
    }

    /// The rule of an ARN.
    pub(crate) fn of_arn(arn: &Arn) -> Option<Self> {
        let rest = arn.resource().strip_prefix(RULE)?;
        let (bus, name) = rest.rsplit_once('/').unwrap_or((DEFAULT, rest));
        let account = arn.account_id()?;
        let bus = BusName { account, region: arn.region().to_owned(), name: bus.to_owned() };
        Some(bus.rule(name))
    }

    pub(crate) fn key(&self) -> Key {
        Key::new(self.bus.account, &self.bus.region, self.to_string())
    }

    /// The rule of a key.
    pub(crate) fn of_key(key: &Key) -> Option<Self> {
        let (bus, name) = key.id.rsplit_once('/')?;
        let bus = BusName {
            account: key.account.parse().ok()?,
            region: key.region.clone(),
            name: bus.to_owned(),
        };
        Some(bus.rule(name))
    }

    pub(crate) fn missing(&self) -> EventsError {
        EventsError::NoSuchRule { rule: self.name.clone(), bus: self.bus.name.clone() }
    }
}

/// The name of the bus and the rule's own: the id of its key.
impl fmt::Display for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.bus.name, self.name)
    }
}
