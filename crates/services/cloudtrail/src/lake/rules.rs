//! What calls on event data stores must be allowed. (Service Authorization Reference, "Actions,
//! resources, and condition keys for AWS CloudTrail".)

use bartizan_service::store::Key;
use bartizan_service::{Access, Ask};
use bartizan_sql::Statement;
use bartizan_types::{Arn, Fault};

use super::query::Query;
use super::{Reference, records};
use crate::error::CloudTrailError;

/// The event data store as the activity record names its type.
const TYPE: &str = "AWS::CloudTrail::EventDataStore";

/// The main action on the store in `EventDataStore`.
pub(crate) fn named(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![on(ask, ask.action(), ask.text("EventDataStore").unwrap_or_default())?])
}

/// A store that the call makes, with its tags, which must be allowed too where there are any. Its
/// id is not known yet.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let any = records::arn(ask.call.region.as_str(), ask.call.account()?, "*");
    let tags = ask.tags("TagsList");
    let actions = ask.actions.iter().take(if tags.is_empty() { 1 } else { ask.actions.len() });
    let access =
        |action: &&'static str| Access::on(*action, &any).request_tags(tags.iter().copied());
    Ok(actions.map(access).collect())
}

/// The main action on each store that the statement reads. One that cannot be read is refused after
/// the decision, so that who may not ask learns nothing.
pub(crate) fn read_by_statement(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let text = ask.text("QueryStatement").unwrap_or_default();
    let statement = Statement::read(text, ask.call.now.millis());
    let stores = statement.as_ref().map(Statement::stores).unwrap_or_default();
    on_each(ask, stores.iter().map(|(store, _)| *store))
}

/// The main action on each store that the query in `QueryId` reads.
pub(crate) fn queried(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let id = ask.text("QueryId").unwrap_or_default();
    let key = Key::new(ask.call.account()?, ask.call.region.as_str(), id);
    let query = ask.call.read(|reader| reader.get::<Query>(&key))?;
    on_each(ask, query.iter().flat_map(|query| query.stores.iter().map(String::as_str)))
}

fn on_each<'s>(ask: &Ask<'_>, stores: impl Iterator<Item = &'s str>) -> Result<Vec<Access>, Fault> {
    let access = stores.map(|store| on(ask, ask.action(), store)).collect::<Result<Vec<_>, _>>()?;
    if access.is_empty() {
        let any = records::arn(ask.call.region.as_str(), ask.call.account()?, "*");
        return Ok(vec![Access::on(ask.action(), &any)]);
    }
    Ok(access)
}

/// An action on the store of this ARN or id.
pub(crate) fn on(ask: &Ask<'_>, action: &'static str, text: &str) -> Result<Access, Fault> {
    let reference = Reference::read(ask.call, text)?;
    let arn = reference.arn();
    let access = Access::on(action, &arn).resource_type(TYPE);
    Ok(match ask.call.directory.resource(arn.as_str()) {
        Some(store) => {
            access.resource_policy(store.policy.clone()).resource_tags(None, &store.tags)
        }
        None => access,
    })
}

/// The main action on the resource in `ResourceArn`.
pub(crate) fn of_policy(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let text = ask.text("ResourceArn").unwrap_or_default();
    if names_store(text) {
        return Ok(vec![on(ask, ask.action(), text)?]);
    }
    let arn: Result<Arn, _> = text.parse();
    let arn = arn.map_err(|_| CloudTrailError::ResourceARNNotValid(text.to_owned()))?;
    Ok(vec![Access::on(ask.action(), &arn)])
}

/// Whether a text names an event data store and no trail.
pub(crate) fn names_store(text: &str) -> bool {
    text.starts_with("arn:") && text.contains(":eventdatastore/")
}
