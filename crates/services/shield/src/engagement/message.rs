//! What the webhook is told. (docs/proactive-engagement.md)

use bartizan_service::HealthChecks;
use bartizan_service::store::Reader;
use bartizan_types::{AccountId, Timestamp};
use bytes::Bytes;
use serde_json::{Value as Json, json};

use crate::health_check;
use crate::protection;
use crate::records::{AttackRecord, Contact, VectorRecord};

/// The message about an attack, as it is now.
pub(super) fn of(
    reader: &Reader<'_>,
    checks: Option<&dyn HealthChecks>,
    (account, contacts): (AccountId, &[Contact]),
    (attack, since): (&AttackRecord, Timestamp),
) -> Bytes {
    let protection = protection::of_resource(reader, account, &attack.resource).ok();
    let arns = protection.iter().flat_map(|held| &held.health_checks);
    let checked = |arn: &String| {
        let known = health_check::health(checks, account, arn);
        json!({
            "healthCheckArn": arn,
            "isHealthy": known.as_ref().map(|known| known.is_healthy),
            "lastFailure": known.and_then(|known| known.last_failure).map(|seen| seen.status),
        })
    };
    let message = json!({
        "version": 1,
        "type": "ProactiveEngagement",
        "accountId": account.to_string(),
        "unhealthySince": since.iso8601(),
        "protection": protection.as_ref().map(|held| json!({ "id": held.id, "name": held.name })),
        "healthChecks": arns.map(checked).collect::<Vec<_>>(),
        "attack": shown(attack),
        "emergencyContacts": contacts.iter().map(contact).collect::<Vec<_>>(),
    });
    Bytes::from(message.to_string())
}

fn shown(attack: &AttackRecord) -> Json {
    let vector = |one: &VectorRecord| json!({ "vectorType": one.name, "total": one.total, "maxPerSecond": one.most_a_second });
    json!({
        "attackId": attack.id,
        "resourceArn": attack.resource,
        "startTime": attack.began.iso8601(),
        "endTime": attack.is_over.then(|| attack.lasted_until.iso8601()),
        "attackVectors": attack.vectors.iter().map(vector).collect::<Vec<_>>(),
        "mitigations": attack.mitigations,
    })
}

fn contact(one: &Contact) -> Json {
    json!({
        "emailAddress": one.email, "phoneNumber": one.phone, "contactNotes": one.notes,
    })
}
