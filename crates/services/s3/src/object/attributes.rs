//! `GetObjectAttributes`.

use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;

use super::{Found, shown_version};
use crate::checksum::{Coverage, show_checksum};
use crate::encryption::{self, Sealing, customer_key};
use crate::error::S3Error;
use crate::shapes::{
    Checksum, GetObjectAttributesOutput, GetObjectAttributesParts, GetObjectAttributesRequest,
    ObjectPart,
};
use crate::{S3, bucket};

const KNOWN: &[&str] = &["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"];
/// The most parts of one page.
const PARTS_MAX: i32 = 1000;

/// `GetObjectAttributes`.
pub(crate) async fn show(
    s3: &S3,
    call: &Call,
    request: Authorized<GetObjectAttributesRequest>,
) -> Result<GetObjectAttributesOutput, Fault> {
    let asked = &request.object_attributes;
    if asked.is_empty() || asked.iter().any(|name| !KNOWN.contains(&name.as_str())) {
        let value = asked.join(",");
        let reason = "Invalid attribute name specified";
        return Err(S3Error::argument("x-amz-object-attributes", value, reason).into());
    }
    let bucket = bucket::read(call, &request.bucket, request.expected_bucket_owner.as_deref())?;
    let found = Found::read(call, &bucket, &request.key, request.version_id.as_deref())?;
    let content = &found.content;
    let customer = customer_key!(call, request)?;
    encryption::check_customer(content.sealing.as_ref(), customer.as_ref())?;
    let shows_checksum = asked.iter().any(|name| name == "Checksum" || name == "ObjectParts");
    if shows_checksum && content.sealing.as_ref().is_some_and(Sealing::is_of_kms) {
        found.key(s3, call, &bucket, None).await?;
    }
    let asks = |name: &str| asked.iter().any(|known| known == name);
    Ok(GetObjectAttributesOutput {
        last_modified: Some(found.version.modified),
        version_id: shown_version(&bucket, &found.version),
        e_tag: asks("ETag").then(|| content.etag.clone()),
        checksum: content.checksum.as_ref().filter(|_| asks("Checksum")).map(|sum| {
            let mut shown = Checksum {
                checksum_type: Some(sum.coverage.name().to_owned()),
                ..Checksum::default()
            };
            // Without the number of parts, which `ObjectParts` tells.
            let value = sum.value.split('-').next().unwrap_or_default();
            show_checksum!(shown, sum.algorithm, value.to_owned());
            shown
        }),
        object_parts: if asks("ObjectParts") { parts(&request, &found)? } else { None },
        storage_class: asks("StorageClass").then(|| content.storage_class.clone()),
        object_size: if asks("ObjectSize") { i64::try_from(content.size).ok() } else { None },
        ..GetObjectAttributesOutput::default()
    })
}

/// The parts of an object that was uploaded in parts: how many, and each where it has a checksum
/// of its own.
fn parts(
    request: &GetObjectAttributesRequest,
    found: &Found,
) -> Result<Option<GetObjectAttributesParts>, S3Error> {
    if found.parts.is_empty() {
        return Ok(None);
    }
    let negative = |name: &str, value: i32| {
        S3Error::argument(
            name,
            value.to_string(),
            format!("Argument {name} must be an integer between 0 and 2147483647"),
        )
    };
    let most = request.max_parts.unwrap_or(PARTS_MAX).min(PARTS_MAX);
    let limit = usize::try_from(most).map_err(|_| negative("max-parts", most))?;
    let marker = request.part_number_marker.unwrap_or(0);
    let after = u32::try_from(marker).map_err(|_| negative("part-number-marker", marker))?;
    let mut shown = GetObjectAttributesParts {
        total_parts_count: i32::try_from(found.parts.len()).ok(),
        ..GetObjectAttributesParts::default()
    };
    let checksum = found.content.checksum.as_ref();
    let Some(checksum) = checksum.filter(|sum| sum.coverage == Coverage::Composite) else {
        return Ok(Some(shown));
    };
    let rest: Vec<_> = found.parts.iter().filter(|part| part.number > after).collect();
    let page = rest.iter().take(limit);
    let last = page.clone().next_back().map_or(after, |part| part.number);
    shown.parts = Some(
        page.map(|part| {
            let mut one = ObjectPart {
                part_number: i32::try_from(part.number).ok(),
                size: i64::try_from(part.size).ok(),
                ..ObjectPart::default()
            };
            if let Some(value) = &part.checksum {
                show_checksum!(one, checksum.algorithm, value.clone());
            }
            one
        })
        .collect(),
    );
    shown.is_truncated = Some(rest.len() > limit);
    shown.max_parts = Some(most);
    shown.part_number_marker = Some(marker);
    shown.next_part_number_marker = i32::try_from(last).ok();
    Ok(Some(shown))
}
