//! `DeleteTrail`.

use bartizan_service::{Authorized, Call};

use super::{Reference, find_at_home};
use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::insights::Watch;
use crate::records::{Progress, Trail};
use crate::shapes::{DeleteTrailRequest, DeleteTrailResponse};

/// Deletes a trail. What it delivered stays in the bucket; nothing more is delivered.
pub(crate) async fn delete(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<DeleteTrailRequest>,
) -> Result<DeleteTrailResponse, CloudTrailError> {
    let reference = Reference::read(call, &request.name)?;
    let region = call.region.as_str().to_owned();
    let done = call.commit(move |writer| {
        let trail = find_at_home(writer, &reference, &region)?;
        writer.delete::<Trail>(&trail.key())?;
        writer.delete::<Progress>(&trail.key())?;
        writer.delete::<Watch>(&trail.key())?;
        Ok::<_, CloudTrailError>(DeleteTrailResponse::default())
    });
    Ok(done.await?)
}
