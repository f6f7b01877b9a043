//! Somebody who keeps accounts, as IAM does.

use std::sync::Arc;

use bartizan_service::store::{Key, Reader, Record, Writer};
use bartizan_service::testkit::Given;
use bartizan_service::{AccountFacts, Accounts, Directory, NewAccount, Ports};
use bartizan_types::{AccountId, Fault, Random, Timestamp};
use serde::{Deserialize, Serialize};

/// Keeps accounts.
pub(crate) struct Kept;

#[derive(Serialize, Deserialize)]
struct Account {
    name: String,
    email: String,
    closed: Option<Timestamp>,
}

impl Record for Account {
    const COLLECTION: &'static str = "test.account";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![("email", self.email.clone())]
    }
}

impl Given for Kept {
    fn enter(&self, _directory: &mut Directory) {}

    fn offer(&self, ports: &mut Ports) {
        ports.accounts = Some(Arc::new(Self));
    }
}

fn key(id: AccountId) -> Key {
    Key::global(id, "account")
}

/// Whether it is the account that others invite, which is there without a record.
fn is_stranger(id: AccountId) -> bool {
    id.to_string() == super::members::STRANGER
}

fn nameless(id: AccountId) -> AccountFacts {
    let (name, email) = (id.to_string(), format!("root@{id}.example"));
    AccountFacts { id, name, email, created: None, closed: None }
}

impl Accounts for Kept {
    fn find(&self, reader: &Reader<'_>, id: AccountId) -> Result<Option<AccountFacts>, Fault> {
        let found = reader.get::<Account>(&key(id))?;
        let facts = |Account { name, email, closed }| AccountFacts {
            id,
            name,
            email,
            created: None,
            closed,
        };
        Ok(found.map(facts).or_else(|| is_stranger(id).then(|| nameless(id))))
    }

    fn by_email(&self, reader: &Reader<'_>, email: &str) -> Result<Option<AccountId>, Fault> {
        let found = reader.find::<Account>("email", email)?.pop();
        Ok(found.and_then(|(key, _)| key.account.parse().ok()))
    }

    fn is_reserved(&self, _email: &str) -> bool {
        false
    }

    fn create(
        &self,
        writer: &mut Writer<'_>,
        new: &NewAccount<'_>,
        _random: &dyn Random,
    ) -> Result<(), Fault> {
        let AccountFacts { id, name, email, closed, .. } = new.facts.clone();
        Ok(writer.put(&key(id), &Account { name, email, closed })?)
    }

    fn rename(
        &self,
        writer: &mut Writer<'_>,
        id: AccountId,
        name: &str,
        _now: Timestamp,
    ) -> Result<(), Fault> {
        let Some(account) = writer.get::<Account>(&key(id))? else { return Ok(()) };
        Ok(writer.put(&key(id), &Account { name: name.to_owned(), ..account })?)
    }

    fn close(&self, writer: &mut Writer<'_>, id: AccountId, now: Timestamp) -> Result<(), Fault> {
        let key = key(id);
        if let Some(account) = writer.get::<Account>(&key)? {
            writer.put(&key, &Account { closed: Some(now), ..account })?;
        }
        Ok(())
    }

    fn enrol(
        &self,
        writer: &mut Writer<'_>,
        id: AccountId,
        _now: Timestamp,
        _random: &dyn Random,
    ) -> Result<AccountFacts, Fault> {
        let AccountFacts { name, email, closed, .. } = nameless(id);
        writer.put(&key(id), &Account { name, email, closed })?;
        Ok(nameless(id))
    }
}
