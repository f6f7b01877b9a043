//! Streams made and deleted.

use bartizan_service::store::Key;
use bartizan_service::{Authorized, Call};

use crate::error::LogsError;
use crate::records::{Refuse, Stream, stream_key};
use crate::shapes::{CreateLogStreamRequest, DeleteLogStreamRequest};
use crate::{Logs, names};

/// Makes a stream.
pub(crate) async fn create(
    _logs: &Logs,
    call: &Call,
    request: Authorized<CreateLogStreamRequest>,
) -> Result<(), LogsError> {
    let request = request.into_inner();
    let group = names::group(call, &request.log_group_name)?;
    let stream = Stream {
        id: call.platform.random.uuid(),
        arn: names::stream(&group, &request.log_stream_name),
        name: request.log_stream_name,
        created: call.now,
        reach: None,
        last_ingested: None,
        segments: 0,
    };
    let done = call.commit(move |writer| {
        let group = names::find(writer, &group)?;
        let key = stream_key(&group, &stream.name)?;
        if writer.get::<Stream>(&key)?.is_some() {
            return Err(LogsError::StreamExists);
        }
        Ok(writer.put(&key, &stream)?)
    });
    Ok(done.await?)
}

/// Deletes a stream with its events.
pub(crate) async fn delete(
    _logs: &Logs,
    call: &Call,
    request: Authorized<DeleteLogStreamRequest>,
) -> Result<(), LogsError> {
    let request = request.into_inner();
    let arn = names::group(call, &request.log_group_name)?;
    let done = call.commit(move |writer| {
        let group = names::find(writer, &arn)?;
        let stream = names::find_stream(writer, &group, &request.log_stream_name)?;
        let key = stream_key(&group, &stream.name)?;
        writer.delete::<Stream>(&key)?;
        let refuse = Key { id: format!("{}/{}", group.id, stream.id), ..key };
        Ok::<_, LogsError>(writer.put(&refuse, &Refuse {})?)
    });
    Ok(done.await?)
}
