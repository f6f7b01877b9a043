//! Events that other services publish, within their own transactions.

use bartizan_service::store::Writer;
use bartizan_service::{AwsEvent, ServiceEvents};
use bartizan_types::{AccountId, Fault};

use crate::Exchange;
use crate::event::{Accepted, Parts};
use crate::names::BusName;

impl ServiceEvents for Exchange {
    fn listens(&self, account: AccountId, region: &str) -> bool {
        Self::listens(self, &BusName::default_of(account, region))
    }

    fn publish(&self, writer: &mut Writer<'_>, event: &AwsEvent<'_>) -> Result<(), Fault> {
        let bus = BusName::default_of(event.account, event.region);
        if !Self::listens(self, &bus) {
            return Ok(());
        }
        let json = Parts {
            id: event.id,
            detail_type: event.detail_type,
            source: event.source,
            account: event.account,
            time: event.time,
            region: event.region,
            resources: event.resources,
            detail: event.detail,
        }
        .json();
        let rules = self.matching(&bus, &json);
        if rules.is_empty() {
            return Ok(());
        }
        let vault = self.vault()?;
        vault.prepare_in(writer, event.account)?;
        Accepted::new(vault, &bus, (event.id, &json), rules, (event.now, false))?.store(writer)
    }
}
