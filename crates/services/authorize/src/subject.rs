//! Who is asked about, found in the directory. Only the caller's own account is answered for.

use std::collections::HashMap;
use std::sync::Arc;

use bartizan_service::inquiry::{Inquiry, Key};
use bartizan_service::types::{AccessKeyId, AccountId, Arn, Principal, Tag};
use bartizan_service::{Call, Caller};

use crate::batch::{Text, Who};
use crate::error::Refusal;

/// The principals of a batch, each found once.
pub(crate) struct Subjects<'b> {
    call: &'b Call,
    account: AccountId,
    shared: &'b [Key<'b>],
    found: Vec<Result<Inquiry, Refusal>>,
    places: HashMap<&'b Who<'b>, usize>,
    /// Who was asked about last: as a rule the whole batch is about one.
    last: Option<(&'b Who<'b>, usize)>,
}

impl<'b> Subjects<'b> {
    pub(crate) fn new(call: &'b Call, account: AccountId, shared: &'b [Key<'b>]) -> Self {
        Self { call, account, shared, found: Vec::new(), places: HashMap::new(), last: None }
    }

    /// The inquiry about this principal.
    pub(crate) fn inquiry(&mut self, who: &'b Who<'b>) -> Result<&mut Inquiry, Refusal> {
        let place = match self.last {
            Some((last, place)) if std::ptr::eq(last, who) || last == who => place,
            _ => self.place(who),
        };
        self.last = Some((who, place));
        let inquiry = self.found.get_mut(place).ok_or_else(Refusal::unknown_principal)?;
        inquiry.as_mut().map_err(|refusal| refusal.clone())
    }

    fn place(&mut self, who: &'b Who<'b>) -> usize {
        *self.places.entry(who).or_insert_with(|| {
            let subject = subject(self.call, self.account, who);
            let (directory, now) = (&self.call.directory, self.call.now);
            let inquiry = subject.map(|it| Inquiry::about(it, directory, now, self.shared));
            self.found.push(inquiry);
            self.found.len() - 1
        })
    }
}

fn subject(call: &Call, account: AccountId, who: &Who<'_>) -> Result<Caller, Refusal> {
    let subject = match who {
        Who::Caller => Ok(call.caller.clone()),
        Who::Arn(arn) => named(call, account, arn.as_str()),
        Who::Credentials { access_key_id, session_token } => {
            credentials(call, access_key_id, session_token.as_ref())
        }
    }?;
    // Of others, not even whether they exist is told.
    if subject.principal.account() == Some(account) {
        Ok(subject)
    } else {
        Err(Refusal::unknown_principal())
    }
}

fn named(call: &Call, account: AccountId, text: &str) -> Result<Caller, Refusal> {
    let arn: Arn = text.parse().map_err(|_| {
        Refusal::invalid("Principal is neither an ARN nor `caller` nor credentials")
    })?;
    if arn.account_id() != Some(account) {
        return Err(Refusal::unknown_principal());
    }
    let found = match (arn.service(), arn.resource().split_once('/')) {
        ("iam", None) if arn.resource() == "root" => {
            Some(caller(Principal::Root { account }, Arc::from([])))
        }
        ("iam", Some(("user" | "role", _))) => {
            call.directory.entity_by_arn(text).and_then(|entity| Caller::of_entity(entity, ""))
        }
        ("sts", Some(("assumed-role", rest))) => {
            rest.split_once('/').and_then(|(role, session)| {
                Caller::of_entity(call.directory.role_by_name(account, role)?, session)
            })
        }
        _ => None,
    };
    found.ok_or_else(Refusal::unknown_principal)
}

fn caller(principal: Principal, principal_tags: Arc<[Tag]>) -> Caller {
    Caller { principal, access_key: None, session: None, principal_tags }
}

fn credentials(
    call: &Call,
    access_key_id: &Text<'_>,
    session_token: Option<&Text<'_>>,
) -> Result<Caller, Refusal> {
    let id = AccessKeyId::from_client(access_key_id.as_str());
    if let Some(token) = session_token {
        let opened = call.platform.tokens.open(&call.directory, &id, token.as_str(), call.now);
        let is_good = |caller: &Caller| {
            caller.session.as_ref().is_some_and(|session| session.is_good_in(&call.region))
        };
        return opened.ok().map(|(caller, _)| caller).filter(is_good).ok_or_else(|| {
            Refusal::credentials("The session token is not of this access key, or has expired")
        });
    }
    let unknown = || Refusal::credentials("There is no such active access key in this account");
    let key = call.directory.access_key(&id).filter(|key| key.active).ok_or_else(unknown)?;
    if call.caller.principal.account() != Some(key.account) {
        return Err(unknown());
    }
    let mut subject = match &key.user {
        None => caller(Principal::Root { account: key.account }, Arc::from([])),
        Some(user) => call
            .directory
            .user(user)
            .and_then(|entity| Caller::of_entity(entity, ""))
            .ok_or_else(unknown)?,
    };
    subject.access_key = Some(id);
    Ok(subject)
}
