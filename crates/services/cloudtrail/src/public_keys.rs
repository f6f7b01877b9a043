//! `ListPublicKeys`: what the digests of a region can be verified with.

use bartizan_service::{Authorized, Call};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::CloudTrail;
use crate::digest::fingerprint;
use crate::error::CloudTrailError;
use crate::shapes::{ListPublicKeysRequest, ListPublicKeysResponse, PublicKey};

/// The keys that signed, or could have signed, in a time; without one, those of now.
pub(crate) async fn list(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<ListPublicKeysRequest>,
) -> Result<ListPublicKeysResponse, CloudTrailError> {
    if request.next_token.is_some() {
        return Err(CloudTrailError::InvalidToken());
    }
    let from = request.start_time.unwrap_or(call.now);
    let until = request.end_time.unwrap_or(call.now);
    if from > until {
        return Err(CloudTrailError::InvalidTimeRange());
    }
    let keys = call.read(|reader| crate::digest::keys_of(reader, call.region.as_str()))?;
    let mut listed = Vec::new();
    for key in keys.iter().filter(|key| key.from <= until && key.until >= from) {
        let value = STANDARD.decode(&key.public).unwrap_or_default();
        listed.push(PublicKey {
            fingerprint: Some(fingerprint(&value)),
            value: Some(value.into()),
            validity_start_time: Some(key.from),
            validity_end_time: Some(key.until),
        });
    }
    Ok(ListPublicKeysResponse { public_key_list: Some(listed), next_token: None })
}
