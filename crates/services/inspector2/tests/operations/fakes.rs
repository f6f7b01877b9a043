//! An organization that the world's account manages.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};

use bartizan_service::directory::Account;
use bartizan_service::store::Reader;
use bartizan_service::testkit::{ACCOUNT, Given};
use bartizan_service::types::{AccountId, Fault, Timestamp};
use bartizan_service::{
    Directory, Governance, GovernedTree, Membership, Memberships, PlannedNode, PlannedPolicy, Ports,
};

/// A member that Organizations has registered as the administrator of Inspector.
pub(crate) const MEMBER: &str = "222222222222";
/// Another member.
pub(crate) const OTHER: &str = "444444444444";
/// An account that may join.
pub(crate) const NEW: &str = "555555555555";
/// An account of no organization.
pub(crate) const STRANGER: &str = "999999999999";

/// The organization, and whether it still has that administrator.
pub(crate) struct Organization {
    accounts: Mutex<Vec<&'static str>>,
    is_registered: Mutex<bool>,
    gate: Mutex<Option<Gate>>,
}

/// Where the next that reads says that it does, and waits; on another thread than that of the test.
type Gate = (Sender<()>, Receiver<()>, ThreadId);

impl Organization {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            accounts: Mutex::new(vec![ACCOUNT, MEMBER, OTHER]),
            is_registered: Mutex::new(true),
            gate: Mutex::default(),
        })
    }

    /// Has the next that reads of the organization wait: when it does, and that it may go on.
    pub(crate) fn hold(&self) -> (Receiver<()>, Sender<()>) {
        let ((begun, begins), (end, ends)) = (channel(), channel());
        *self.gate.lock().unwrap() = Some((begun, ends, thread::current().id()));
        (begins, end)
    }

    pub(crate) fn join(&self, account: &'static str) {
        self.accounts.lock().unwrap().push(account);
    }

    pub(crate) fn leave(&self, account: &str) {
        self.accounts.lock().unwrap().retain(|known| *known != account);
    }

    pub(crate) fn deregister(&self) {
        *self.is_registered.lock().unwrap() = false;
    }
}

impl Memberships for Organization {
    fn find(&self, _: &Reader<'_>, account: AccountId) -> Result<Option<Membership>, Fault> {
        let gate = self.gate.lock().unwrap().take();
        if let Some((begun, ends, test)) = gate {
            assert_ne!(thread::current().id(), test);
            begun.send(()).unwrap();
            ends.recv().unwrap();
        }
        let account = account.to_string();
        let is_registered = account == MEMBER && *self.is_registered.lock().unwrap();
        let service = || "inspector2.amazonaws.com".to_owned();
        let is_there = self.accounts.lock().unwrap().contains(&account.as_str());
        Ok(is_there.then(|| Membership {
            organization: "o-example".to_owned(),
            management: ACCOUNT.parse().unwrap(),
            path: format!("o-example/r-root/{account}/"),
            tags: Vec::new(),
            has_all_features: true,
            trusted: vec![service()],
            administers: is_registered.then(service).into_iter().collect(),
        }))
    }
}

impl Governance for Organization {
    fn plan(
        &self,
        _: &Reader<'_>,
        _: AccountId,
        _: &PlannedPolicy<'_>,
    ) -> Result<PlannedNode, Fault> {
        panic!("Inspector plans no policies")
    }

    fn tree(&self, _: &Reader<'_>, _: AccountId) -> Result<GovernedTree, Fault> {
        panic!("Inspector reads no trees")
    }

    fn accounts(
        &self,
        _: &Reader<'_>,
        caller: AccountId,
    ) -> Result<BTreeMap<AccountId, Timestamp>, Fault> {
        assert_eq!(caller.to_string(), ACCOUNT);
        let accounts = self.accounts.lock().unwrap();
        let joined = |account: &&str| (account.parse().unwrap(), Timestamp::from_seconds(0));
        Ok(accounts.iter().map(joined).collect())
    }

    fn oversees(&self, _: &Reader<'_>, _: AccountId, _: AccountId) -> Result<Timestamp, Fault> {
        panic!("Inspector oversees nobody's record")
    }
}

/// What brings it into a world.
pub(crate) struct Brought(pub(crate) Arc<Organization>);

impl Given for Brought {
    fn enter(&self, directory: &mut Directory) {
        for account in [MEMBER, OTHER, NEW, STRANGER] {
            directory.put_account(account.parse().unwrap(), Account::default());
        }
    }

    fn offer(&self, ports: &mut Ports) {
        ports.memberships = Some(Arc::clone(&self.0) as Arc<dyn Memberships>);
        ports.governance = Some(Arc::clone(&self.0) as Arc<dyn Governance>);
    }
}
