//! Accounts as other services make and name them. (Organizations User Guide, "Creating a member
//! account in an organization".)

use bartizan_service::{AccountFacts, Accounts, NewAccount};
use bartizan_store::{Reader, Writer};
use bartizan_types::{AccountId, Fault, IdKind, Random, Timestamp, UniqueId};

use crate::records::{self, Account, BY_EMAIL, Policies, Role, key};
use crate::role::service_role;
use crate::{library, role};

/// The service whose role is in every account of an organization.
const ORGANIZATIONS: &str = "organizations.amazonaws.com";
/// The policy of the role by which the management account administers an account.
const ADMINISTRATOR: &str = "/AdministratorAccess";
/// Where the addresses of root users are that nobody gave one: a name that is never one of the
/// Internet's. (RFC 2606, section 2.)
const NOWHERE: &str = ".invalid";
/// The name before it.
const ROOT: &str = "root@";

/// Keeps accounts.
#[derive(Debug)]
pub(crate) struct AccountKeeper;

impl Accounts for AccountKeeper {
    fn find(&self, reader: &Reader<'_>, id: AccountId) -> Result<Option<AccountFacts>, Fault> {
        let found = reader.get::<Account>(&Account::key(id))?;
        Ok(found.map(facts))
    }

    fn by_email(&self, reader: &Reader<'_>, email: &str) -> Result<Option<AccountId>, Fault> {
        let email = email.to_lowercase();
        if let Some(id) = nameless(&email) {
            let account = reader.get::<Account>(&Account::key(id))?;
            return Ok(account.filter(|account| account.email.is_none()).map(|account| account.id));
        }
        let found = reader.find::<Account>(BY_EMAIL, &email)?.pop();
        Ok(found.map(|(_, account)| account.id))
    }

    fn is_reserved(&self, email: &str) -> bool {
        nameless(&email.to_lowercase()).is_some()
    }

    fn create(
        &self,
        writer: &mut Writer<'_>,
        new: &NewAccount<'_>,
        random: &dyn Random,
    ) -> Result<(), Fault> {
        let AccountFacts { id, name, email, closed, .. } = new.facts.clone();
        let (name, email) = (Some(name), Some(email));
        writer
            .put(&Account::key(id), &Account { id, created: new.created, name, email, closed })?;
        let access = Role {
            name: new.access_role.to_owned(),
            path: "/".to_owned(),
            trust: trust(new.management),
            policies: Policies {
                inline: Vec::new(),
                attached: vec![format!("{}{ADMINISTRATOR}", library::ARN_PREFIX)],
            },
            ..role::bare(id, UniqueId::generate(IdKind::Role, random), new.created)
        };
        records::create(writer, &access).map_err(Fault::from)?;
        link(writer, id, new.created, random)
    }

    fn rename(
        &self,
        writer: &mut Writer<'_>,
        id: AccountId,
        name: &str,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let account = stored_or_new(writer, id, now)?;
        let name = Some(name.to_owned());
        Ok(writer.put(&Account::key(id), &Account { name, ..account })?)
    }

    fn close(&self, writer: &mut Writer<'_>, id: AccountId, now: Timestamp) -> Result<(), Fault> {
        let key = Account::key(id);
        if let Some(account) = writer.get::<Account>(&key)? {
            writer.put(&key, &Account { closed: Some(now), ..account })?;
        }
        Ok(())
    }

    fn enrol(
        &self,
        writer: &mut Writer<'_>,
        id: AccountId,
        now: Timestamp,
        random: &dyn Random,
    ) -> Result<AccountFacts, Fault> {
        let account = stored_or_new(writer, id, now)?;
        writer.put(&Account::key(id), &account)?;
        link(writer, id, now, random)?;
        Ok(facts(account))
    }
}

/// The account, or one that calls already and is not stored yet.
fn stored_or_new(reader: &Reader<'_>, id: AccountId, now: Timestamp) -> Result<Account, Fault> {
    let new = Account { id, created: now, name: None, email: None, closed: None };
    Ok(reader.get::<Account>(&Account::key(id))?.unwrap_or(new))
}

/// The account that has this address, in small letters, for as long as nobody gives it another.
fn nameless(email: &str) -> Option<AccountId> {
    email.strip_prefix(ROOT)?.strip_suffix(NOWHERE)?.parse().ok()
}

fn facts(account: Account) -> AccountFacts {
    let Account { id, created, name, email, closed } = account;
    AccountFacts {
        id,
        name: name.unwrap_or_else(|| id.to_string()),
        email: email.unwrap_or_else(|| format!("{ROOT}{id}{NOWHERE}")),
        created: Some(created),
        closed,
    }
}

/// Sees to it that the account has the role that is linked to Organizations.
fn link(
    writer: &mut Writer<'_>,
    account: AccountId,
    now: Timestamp,
    random: &dyn Random,
) -> Result<(), Fault> {
    let id = UniqueId::generate(IdKind::Role, random);
    let Some(linked) = service_role(account, id, now, ORGANIZATIONS) else { return Ok(()) };
    if writer.get::<Role>(&key(account, &linked.name))?.is_some() {
        return Ok(());
    }
    records::create(writer, &linked).map_err(Fault::from)
}

/// Whom the management account lets assume the role.
fn trust(management: AccountId) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"arn:aws:iam::{management}:root"}},"Action":"sts:AssumeRole"}}]}}"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_an_account_without_one_is_nobody_elses() {
        for (email, is_reserved) in [
            ("root@123456789012.invalid", true),
            ("Root@123456789012.INVALID", true),
            ("root@12345678901.invalid", false),
            ("root@123456789012.example", false),
            ("ada@123456789012.invalid", false),
        ] {
            assert_eq!(AccountKeeper.is_reserved(email), is_reserved, "{email}");
        }
    }
}
