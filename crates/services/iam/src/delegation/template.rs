//! Policy templates: what an account may ask for. AWS registers them when it takes a partner on;
//! here the account registers its own, since customers approve the policy that comes of it.

use bartizan_policy::template::PolicyTemplate;
use bartizan_service::{Call, DelegationTemplate as Given};
use bartizan_types::{Arn, Fault};

use crate::error::IamError;
use crate::records::{self, DelegationTemplate};

/// How many templates an account may have.
const TEMPLATES_MAX: usize = 100;

/// Keeps a template.
pub(super) async fn register(call: &Call, given: Given) -> Result<Arn, Fault> {
    PolicyTemplate::parse(&given.document).map_err(|error| {
        IamError::MalformedPolicyDocument(format!("The template is not taken: {error}."))
    })?;
    let template = DelegationTemplate {
        account: call.account()?,
        name: given.name,
        document: given.document,
        requestor_name: given.requestor_name,
        created: call.now,
    };
    let arn = template.arn();
    let done = call.commit(move |tx| {
        let key = DelegationTemplate::key(template.account, &template.name);
        if tx.get::<DelegationTemplate>(&key)?.is_some() {
            return Err(IamError::EntityAlreadyExists(format!(
                "A delegation template called {} already exists.",
                template.name
            )));
        }
        let count = tx.count::<DelegationTemplate>(&key.account, "")?;
        if usize::try_from(count).unwrap_or(usize::MAX) >= TEMPLATES_MAX {
            return Err(IamError::quota("DelegationTemplatesPerAccount", TEMPLATES_MAX));
        }
        Ok(tx.put(&key, &template)?)
    });
    done.await.map(|()| arn)
}

/// The templates of the calling account.
pub(super) fn all(call: &Call) -> Result<Vec<(Arn, Given)>, Fault> {
    let account = call.account()?;
    let templates = call.read(|reader| records::all::<DelegationTemplate>(reader, account))?;
    let given = |template: DelegationTemplate| {
        let arn = template.arn();
        let DelegationTemplate { name, document, requestor_name, .. } = template;
        (arn, Given { name, document, requestor_name })
    };
    Ok(templates.into_iter().map(given).collect())
}

/// Removes a template.
pub(super) async fn remove(call: &Call, arn: String) -> Result<(), Fault> {
    let account = call.account()?;
    let done = call.commit(move |tx| {
        let key = DelegationTemplate::key_of(account, &arn);
        let was_there = match key {
            Some(key) => tx.delete::<DelegationTemplate>(&key)?,
            None => false,
        };
        if was_there {
            return Ok(());
        }
        Err(IamError::NoSuchEntity(format!("Delegation template {arn} does not exist.")))
    });
    done.await
}
