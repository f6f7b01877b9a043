//! What rules would take. Those that ask where requests come from are weighed though nobody here may
//! know it.

use bartizan_service::{Authorized, Call};

use crate::Waf;
use crate::compile;
use crate::entity::{self, Place};
use crate::error::WafError;
use crate::scope::Kind;
use crate::shapes::{CheckCapacityRequest, CheckCapacityResponse};

/// Weighs rules.
pub(crate) async fn check(
    _service: &Waf,
    call: &Call,
    request: Authorized<CheckCapacityRequest>,
) -> Result<CheckCapacityResponse, WafError> {
    let of = Place::of(call, &request.scope, Kind::WebAcl)?.name("", "");
    let settings = entity::settings(request.into_inner());
    let capacity = call.read(|reader| compile::weighed(reader, &of, &settings))?;
    Ok(CheckCapacityResponse { capacity: Some(i64::try_from(capacity).unwrap_or(i64::MAX)) })
}
