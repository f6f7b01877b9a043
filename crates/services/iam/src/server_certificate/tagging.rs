//! Tags of server certificates.

use bartizan_service::{Authorized, Call};

use crate::error::IamError;
use crate::records::{self, ServerCertificate};
use crate::shapes::{
    ListServerCertificateTagsRequest, ListServerCertificateTagsResponse,
    TagServerCertificateRequest, UntagServerCertificateRequest,
};
use crate::{Iam, tags};

/// Adds tags.
pub(crate) async fn tag(
    _iam: &Iam,
    call: &Call,
    request: Authorized<TagServerCertificateRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let more = tags::read(Some(request.tags))?;
    let done = call.commit(move |tx| {
        let mut certificate: ServerCertificate =
            records::find(tx, account, &request.server_certificate_name)?;
        tags::put(&mut certificate.tags, more)?;
        records::save(tx, &certificate)
    });
    Ok(done.await?)
}

/// Takes tags away.
pub(crate) async fn untag(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UntagServerCertificateRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let done = call.commit(move |tx| {
        let mut certificate: ServerCertificate =
            records::find(tx, account, &request.server_certificate_name)?;
        tags::remove(&mut certificate.tags, &request.tag_keys);
        records::save(tx, &certificate)
    });
    Ok(done.await?)
}

/// A server certificate's tags.
pub(crate) async fn list_tags(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListServerCertificateTagsRequest>,
) -> Result<ListServerCertificateTagsResponse, IamError> {
    let account = call.account()?;
    let certificate: ServerCertificate =
        call.read(|reader| records::find(reader, account, &request.server_certificate_name))?;
    let page = tags::page(&certificate.tags, request.marker.as_deref(), request.max_items)?;
    Ok(ListServerCertificateTagsResponse {
        tags: page.items,
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}
