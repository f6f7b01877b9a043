//! An organization that lets Account Management in, and somebody who keeps accounts.

use std::sync::Arc;

use bartizan_service::directory::Account;
use bartizan_service::store::{Reader, Writer};
use bartizan_service::testkit::{ACCOUNT, Given};
use bartizan_service::types::{AccountId, Fault, Principal, Random, Tag, Timestamp};
use bartizan_service::{
    AccountFacts, Accounts, Caller, Directory, Membership, Memberships, NewAccount, Ports,
};

/// A member of the test account's organization.
pub(crate) const MEMBER: &str = "210987654321";
/// The member that administers Account Management.
pub(crate) const ADMINISTRATOR: &str = "310987654321";
/// The management account of another organization.
pub(crate) const STRANGER: &str = "999999999999";

/// What is given.
pub(crate) struct Organized;

impl Given for Organized {
    fn enter(&self, directory: &mut Directory) {
        for account in [MEMBER, ADMINISTRATOR, STRANGER] {
            directory.put_account(account.parse().unwrap(), Account::default());
        }
    }

    fn offer(&self, ports: &mut Ports) {
        ports.memberships = Some(Arc::new(Self));
        ports.accounts = Some(Arc::new(Self));
    }
}

/// The root user of an account.
pub(crate) fn root_of(account: &str) -> Caller {
    let principal = Principal::Root { account: account.parse().unwrap() };
    Caller { principal, ..Caller::anonymous() }
}

impl Memberships for Organized {
    fn find(&self, _reader: &Reader<'_>, account: AccountId) -> Result<Option<Membership>, Fault> {
        let account = account.to_string();
        let management = match account.as_str() {
            ACCOUNT | MEMBER | ADMINISTRATOR => ACCOUNT,
            STRANGER => STRANGER,
            _ => return Ok(None),
        };
        let service = || vec!["account.amazonaws.com".to_owned()];
        Ok(Some(Membership {
            organization: format!("o-{management}"),
            management: management.parse().unwrap(),
            path: format!("o-{management}/r-0000/"),
            tags: vec![Tag { key: "team".to_owned(), value: "red".to_owned() }],
            has_all_features: true,
            trusted: service(),
            administers: if account == ADMINISTRATOR { service() } else { Vec::new() },
        }))
    }
}

impl Accounts for Organized {
    fn find(&self, _reader: &Reader<'_>, id: AccountId) -> Result<Option<AccountFacts>, Fault> {
        let (name, email) = ("ledger".to_owned(), format!("root@{id}.example"));
        let created = Some(Timestamp::from_seconds(0));
        Ok(Some(AccountFacts { id, name, email, created, closed: None }))
    }

    fn by_email(&self, _reader: &Reader<'_>, _email: &str) -> Result<Option<AccountId>, Fault> {
        Ok(None)
    }

    fn is_reserved(&self, _email: &str) -> bool {
        false
    }

    fn create(
        &self,
        _writer: &mut Writer<'_>,
        _new: &NewAccount<'_>,
        _random: &dyn Random,
    ) -> Result<(), Fault> {
        Ok(())
    }

    fn rename(
        &self,
        _writer: &mut Writer<'_>,
        _id: AccountId,
        _name: &str,
        _now: Timestamp,
    ) -> Result<(), Fault> {
        Ok(())
    }

    fn close(&self, _: &mut Writer<'_>, _: AccountId, _: Timestamp) -> Result<(), Fault> {
        Ok(())
    }

    fn enrol(
        &self,
        writer: &mut Writer<'_>,
        id: AccountId,
        _now: Timestamp,
        _random: &dyn Random,
    ) -> Result<AccountFacts, Fault> {
        Ok(Accounts::find(self, writer, id)?.unwrap())
    }
}
