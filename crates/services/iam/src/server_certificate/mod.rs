//! Server certificates.

mod change;
mod port;
pub(crate) mod rule;
mod tagging;

pub(crate) use change::{delete, update, upload};
pub(crate) use port::CertificateKeeper;
pub(crate) use tagging::{list_tags, tag, untag};

use bartizan_service::{Authorized, Call};

use crate::error::IamError;
use crate::records::{self, Named, ServerCertificate};
use crate::shapes::{
    GetServerCertificateRequest, GetServerCertificateResponse, ListServerCertificatesRequest,
    ListServerCertificatesResponse, ServerCertificate as Shown, ServerCertificateMetadata,
};
use crate::{Iam, paging, tags};

/// A certificate with its chain; its private key is never told.
pub(crate) async fn get(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GetServerCertificateRequest>,
) -> Result<GetServerCertificateResponse, IamError> {
    let account = call.account()?;
    let record: ServerCertificate =
        call.read(|reader| records::find(reader, account, &request.server_certificate_name))?;
    Ok(GetServerCertificateResponse {
        server_certificate: Shown {
            server_certificate_metadata: metadata(&record),
            certificate_body: record.body,
            certificate_chain: record.chain,
            tags: tags::shown_if_any(&record.tags),
        },
    })
}

/// The account's certificates.
pub(crate) async fn list(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListServerCertificatesRequest>,
) -> Result<ListServerCertificatesResponse, IamError> {
    let account = call.account()?;
    let mut found = call.read(|reader| records::all::<ServerCertificate>(reader, account))?;
    let prefix = request.path_prefix.as_deref().unwrap_or("/");
    found.retain(|certificate| certificate.path.starts_with(prefix));
    let page = paging::page(found, request.marker.as_deref(), request.max_items, |certificate| {
        paging::by_name(&certificate.name)
    })?;
    Ok(ListServerCertificatesResponse {
        server_certificate_metadata_list: page.items.iter().map(metadata).collect(),
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}

fn metadata(record: &ServerCertificate) -> ServerCertificateMetadata {
    ServerCertificateMetadata {
        path: record.path.clone(),
        server_certificate_name: record.name.clone(),
        server_certificate_id: record.id.to_string(),
        arn: record.arn().to_string(),
        upload_date: Some(record.uploaded),
        expiration: Some(record.expires),
    }
}
