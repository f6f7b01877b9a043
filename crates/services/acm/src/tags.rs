//! Tags of certificates.

use bartizan_service::{Authorized, Call};
use bartizan_types::Tag;

use crate::Certificates;
use crate::error::AcmError;
use crate::records;
use crate::shapes::{
    self, AddTagsToCertificateRequest, ListTagsForCertificateRequest,
    ListTagsForCertificateResponse, RemoveTagsFromCertificateRequest,
};

/// The most tags of a certificate.
const TAGS_MAX: usize = 50;
/// What the keys of AWS's own tags begin with.
const RESERVED: &str = "aws:";

/// Gives a certificate tags; one whose key is there takes its place.
pub(crate) async fn add(
    _service: &Certificates,
    call: &Call,
    request: Authorized<AddTagsToCertificateRequest>,
) -> Result<(), AcmError> {
    let request = request.into_inner();
    let more = read(request.tags)?;
    change(call, request.certificate_arn, move |tags| {
        for tag in more {
            tags.retain(|other| other.key != tag.key);
            tags.push(tag);
        }
        if tags.len() > TAGS_MAX {
            let message = format!("A certificate cannot have more than {TAGS_MAX} tags.");
            return Err(AcmError::TooManyTags(message));
        }
        Ok(())
    })
    .await
}

/// Takes tags away: those of a key and a value, or of a key alone.
pub(crate) async fn remove(
    _service: &Certificates,
    call: &Call,
    request: Authorized<RemoveTagsFromCertificateRequest>,
) -> Result<(), AcmError> {
    let request = request.into_inner();
    let gone = request.tags;
    change(call, request.certificate_arn, move |tags| {
        tags.retain(|tag| {
            let is_it = |one: &shapes::Tag| {
                one.key == tag.key && one.value.as_ref().is_none_or(|value| *value == tag.value)
            };
            !gone.iter().any(is_it)
        });
        Ok(())
    })
    .await
}

/// Tells a certificate's tags.
pub(crate) async fn list(
    _service: &Certificates,
    call: &Call,
    request: Authorized<ListTagsForCertificateRequest>,
) -> Result<ListTagsForCertificateResponse, AcmError> {
    let arn = &request.certificate_arn;
    let key = records::key(call.account()?, call.region.as_str(), arn)?;
    let record = call.read(|reader| records::find(reader, &key, arn))?;
    let shown = |tag: Tag| shapes::Tag { key: tag.key, value: Some(tag.value) };
    Ok(ListTagsForCertificateResponse { tags: Some(record.tags.into_iter().map(shown).collect()) })
}

/// The tags of a request: none twice, and none of AWS's own.
pub(crate) fn read(tags: Vec<shapes::Tag>) -> Result<Vec<Tag>, AcmError> {
    let mut read: Vec<Tag> = Vec::new();
    for shapes::Tag { key, value } in tags {
        if key.to_ascii_lowercase().starts_with(RESERVED) {
            let message = format!("Tag key {key} begins with {RESERVED}, which is reserved.");
            return Err(AcmError::InvalidTag(message));
        }
        if read.iter().any(|other| other.key == key) {
            return Err(AcmError::InvalidTag(format!("Tag key {key} is named more than once.")));
        }
        read.push(Tag { key, value: value.unwrap_or_default() });
    }
    Ok(read)
}

async fn change(
    call: &Call,
    arn: String,
    with: impl FnOnce(&mut Vec<Tag>) -> Result<(), AcmError> + Send + 'static,
) -> Result<(), AcmError> {
    let key = records::key(call.account()?, call.region.as_str(), &arn)?;
    let done = call.commit(move |writer| {
        let mut record = records::find(writer, &key, &arn)?;
        with(&mut record.tags)?;
        Ok::<_, AcmError>(writer.put(&key, &record)?)
    });
    Ok(done.await?)
}
