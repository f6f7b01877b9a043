//! The operations of the four kinds of lists.

/// The handlers of a kind of lists.
macro_rules! handlers {
    ($module:ident, $kind:expr, $id:ident, $ids:ident,
     [$create:ident $created:ident] [$get:ident $got:ident] [$update:ident $updated:ident]
     [$delete:ident $deleted:ident] [$list:ident $listed:ident] $($more:ident = $from:expr;)*) => {
        /// The handlers of this kind.
        pub(crate) mod $module {
            use bartizan_service::{Authorized, Call};

            use crate::GuardDuty;
            use crate::detector::Place;
            use crate::error::GuardDutyError;
            use crate::lists::record::{Kind, ListRecord};
            use crate::lists::{self, Changed, New};
            use crate::shapes::{
                $create, $created, $delete, $deleted, $get, $got, $list, $listed, $update, $updated,
            };

            const KIND: Kind = $kind;

            /// Makes a list.
            pub(crate) async fn create(
                _service: &GuardDuty,
                call: &Call,
                request: Authorized<$create>,
            ) -> Result<$created, GuardDutyError> {
                let request = request.into_inner();
                let new = New {
                    detector: request.detector_id,
                    name: request.name,
                    format: request.format,
                    location: request.location,
                    owner: request.expected_bucket_owner,
                    activate: request.activate,
                    token: request.client_token,
                    tags: request.tags,
                };
                lists::create(call, KIND, new, |$id| $created { $id }).await
            }

            /// Tells of a list.
            pub(crate) async fn get(
                _service: &GuardDuty,
                call: &Call,
                request: Authorized<$get>,
            ) -> Result<$got, GuardDutyError> {
                let place = Place::of(call)?;
                let named = (request.detector_id.as_str(), request.$id.as_str());
                let record: ListRecord =
                    call.read(|reader| lists::find(reader, &place, KIND, named))?;
                Ok($got {
                    status: record.status(),
                    $($more: $from(&record),)*
                    name: record.name,
                    format: record.format,
                    location: record.location,
                    tags: Some(record.tags),
                    expected_bucket_owner: record.owner,
                })
            }

            /// Changes a list.
            pub(crate) async fn update(
                _service: &GuardDuty,
                call: &Call,
                request: Authorized<$update>,
            ) -> Result<$updated, GuardDutyError> {
                let request = request.into_inner();
                let changed = Changed {
                    detector: request.detector_id,
                    id: request.$id,
                    name: request.name,
                    location: request.location,
                    owner: request.expected_bucket_owner,
                    activate: request.activate,
                };
                lists::update(call, KIND, changed, $updated {}).await
            }

            /// Forgets a list.
            pub(crate) async fn delete(
                _service: &GuardDuty,
                call: &Call,
                request: Authorized<$delete>,
            ) -> Result<$deleted, GuardDutyError> {
                let request = request.into_inner();
                let named = (request.detector_id, request.$id);
                lists::delete(call, KIND, named, $deleted {}).await
            }

            /// Lists lists.
            pub(crate) async fn list(
                _service: &GuardDuty,
                call: &Call,
                request: Authorized<$list>,
            ) -> Result<$listed, GuardDutyError> {
                let page = (request.next_token.as_deref(), request.max_results);
                let ($ids, next_token) = lists::ids(call, KIND, &request.detector_id, page)?;
                Ok($listed { $ids, next_token })
            }
        }
    };
}

handlers!(ip_set, Kind::Trusted, ip_set_id, ip_set_ids,
    [CreateIPSetRequest CreateIPSetResponse] [GetIPSetRequest GetIPSetResponse]
    [UpdateIPSetRequest UpdateIPSetResponse] [DeleteIPSetRequest DeleteIPSetResponse]
    [ListIPSetsRequest ListIPSetsResponse]);

handlers!(threat_intel_set, Kind::Threats, threat_intel_set_id, threat_intel_set_ids,
    [CreateThreatIntelSetRequest CreateThreatIntelSetResponse]
    [GetThreatIntelSetRequest GetThreatIntelSetResponse]
    [UpdateThreatIntelSetRequest UpdateThreatIntelSetResponse]
    [DeleteThreatIntelSetRequest DeleteThreatIntelSetResponse]
    [ListThreatIntelSetsRequest ListThreatIntelSetsResponse]);

handlers!(threat_entity_set, Kind::ThreatEntities, threat_entity_set_id, threat_entity_set_ids,
    [CreateThreatEntitySetRequest CreateThreatEntitySetResponse]
    [GetThreatEntitySetRequest GetThreatEntitySetResponse]
    [UpdateThreatEntitySetRequest UpdateThreatEntitySetResponse]
    [DeleteThreatEntitySetRequest DeleteThreatEntitySetResponse]
    [ListThreatEntitySetsRequest ListThreatEntitySetsResponse]
    created_at = |one: &ListRecord| Some(one.created);
    updated_at = |one: &ListRecord| Some(one.updated);
    error_details = |one: &ListRecord| one.error.clone(););

handlers!(trusted_entity_set, Kind::TrustedEntities, trusted_entity_set_id, trusted_entity_set_ids,
    [CreateTrustedEntitySetRequest CreateTrustedEntitySetResponse]
    [GetTrustedEntitySetRequest GetTrustedEntitySetResponse]
    [UpdateTrustedEntitySetRequest UpdateTrustedEntitySetResponse]
    [DeleteTrustedEntitySetRequest DeleteTrustedEntitySetResponse]
    [ListTrustedEntitySetsRequest ListTrustedEntitySetsResponse]
    created_at = |one: &ListRecord| Some(one.created);
    updated_at = |one: &ListRecord| Some(one.updated);
    error_details = |one: &ListRecord| one.error.clone(););
