//! Certificates listed. (ACM API Reference, `ListCertificates` and `Filters`.)

use bartizan_pki::Certificate;
use bartizan_service::paging::page;
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use crate::Certificates;
use crate::describe::{algorithm, domain, status, user};
use crate::error::AcmError;
use crate::records::Imported;
use crate::shapes::{
    CertificateSummary, Filters, ListCertificatesRequest, ListCertificatesResponse,
};

/// The kinds of keys that are listed where nobody asks for others.
const KEYS: [&str; 2] = ["RSA_1024", "RSA_2048"];
/// How many other names a summary tells.
const NAMES_MAX: usize = 100;
/// How many certificates are a page where nobody says.
const PAGE: i32 = 1000;

/// Lists certificates.
pub(crate) async fn list(
    _service: &Certificates,
    call: &Call,
    request: Authorized<ListCertificatesRequest>,
) -> Result<ListCertificatesResponse, AcmError> {
    let request = request.into_inner();
    let filters = request.includes.as_ref();
    if filters.is_some_and(|filters| filters.export_option.is_some()) {
        return Err(AcmError::not_implemented("A filter by exportOption"));
    }
    let is_descending = match (request.sort_by.as_deref(), request.sort_order.as_deref()) {
        (None, None) => false,
        (Some(_), Some(order)) => order == "DESCENDING",
        _ => {
            return Err(AcmError::validation("SortBy and SortOrder must be specified together."));
        }
    };
    let account = call.account()?;
    let (mut found, region) = (Vec::new(), call.region.as_str());
    call.read(|reader| {
        let all = reader.scan::<Imported>(&account.to_string(), region, "", None, usize::MAX)?;
        for (_, record) in all {
            let certificate = record.certificate()?;
            if is_wanted(&certificate, &request, call.now) {
                let user = user(call, reader, account, record.arn.as_str())?;
                found.push(summary(&record, &certificate, user.is_some(), call.now));
            }
        }
        Ok::<_, AcmError>(())
    })?;
    let limit = usize::try_from(request.max_items.unwrap_or(PAGE)).unwrap_or(1);
    let sorted = request.sort_by.is_some();
    let page = page(found, request.next_token.as_deref(), limit, |one| {
        let at = one.created_at.map_or(0, Timestamp::millis);
        let at = if is_descending { i64::MAX - at } else { at };
        let arn = one.certificate_arn.clone().unwrap_or_default();
        if sorted { format!("{at:020}{arn}") } else { arn }
    })?;
    Ok(ListCertificatesResponse {
        next_token: page.next,
        certificate_summary_list: Some(page.items),
    })
}

fn is_wanted(certificate: &Certificate, request: &ListCertificatesRequest, now: Timestamp) -> bool {
    let is_among = |wanted: Option<&Vec<String>>, names: &[&str]| {
        wanted.is_none_or(|wanted| wanted.iter().any(|name| names.contains(&name.as_str())))
    };
    let filters = request.includes.as_ref();
    let of = |which: fn(&Filters) -> &Option<Vec<String>>| {
        filters.and_then(|filters| which(filters).as_ref())
    };
    let key = algorithm(certificate).1;
    let has_key = match of(|filters| &filters.key_types) {
        Some(wanted) => wanted.contains(&key),
        None => KEYS.contains(&key.as_str()),
    };
    let purposes: Vec<_> = certificate.purposes().into_iter().map(|(name, _)| name).collect();
    has_key
        && is_among(request.certificate_statuses.as_ref(), &[status(certificate, now)])
        && is_among(request.certificate_key_pair_origins.as_ref(), &["CUSTOMER_PROVIDED"])
        && is_among(of(|filters| &filters.key_usage), &certificate.key_uses())
        && is_among(of(|filters| &filters.extended_key_usage), &purposes)
        // What a service of AWS manages is none that was imported.
        && filters.is_none_or(|filters| filters.managed_by.is_none())
}

fn summary(
    record: &Imported,
    certificate: &Certificate,
    in_use: bool,
    now: Timestamp,
) -> CertificateSummary {
    let mut names = certificate.dns_names();
    let has_more = names.len() > NAMES_MAX;
    names.truncate(NAMES_MAX);
    let texts = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
    let purposes = certificate.purposes().into_iter().map(|(name, _)| name).collect();
    CertificateSummary {
        certificate_arn: Some(record.arn.to_string()),
        domain_name: domain(certificate),
        subject_alternative_name_summaries: Some(names),
        has_additional_subject_alternative_names: Some(has_more),
        status: Some(status(certificate, now).to_owned()),
        r#type: Some("IMPORTED".to_owned()),
        key_algorithm: Some(algorithm(certificate).0),
        key_usages: Some(texts(certificate.key_uses())),
        extended_key_usages: Some(texts(purposes)),
        export_option: None,
        in_use: Some(in_use),
        exported: None,
        renewal_eligibility: Some("INELIGIBLE".to_owned()),
        not_before: Some(certificate.not_before()),
        not_after: Some(certificate.not_after()),
        created_at: Some(record.created),
        issued_at: None,
        imported_at: Some(record.latest),
        revoked_at: None,
        managed_by: None,
        certificate_key_pair_origin: Some("CUSTOMER_PROVIDED".to_owned()),
    }
}
