//! `UploadPart` and `UploadPartCopy`.

use bartizan_sealed_stream::StreamKey;
use bartizan_service::{Authorized, Body, Call};
use bartizan_types::Fault;
use bartizan_wire::IntoValue;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{PARTS_MAX, find, part_record};
use crate::S3;
use crate::bucket::{self, Named};
use crate::checksum::{Algorithm, Declared, sent_checksum, show_checksum};
use crate::condition::Conditions;
use crate::copy_source::CopySource;
use crate::encryption::{
    self, CustomerKey, Place, customer_key, etag, show_customer, show_sealing, source_key,
};
use crate::error::S3Error;
use crate::object::payload::{self, PAYLOAD_BYTES_MAX, Payload};
use crate::object::{Found, quoted, shown_version};
use crate::range::{self, Range};
use crate::records::{Bucket, Part, Upload};
use crate::shapes::{
    CopyPartResult, UploadPartCopyOutput, UploadPartCopyRequest, UploadPartOutput,
    UploadPartRequest,
};

/// Which part of which upload.
struct Slot {
    named: Named,
    key: String,
    upload: String,
    number: u32,
}

/// `UploadPart`.
pub(crate) async fn upload(
    s3: &S3,
    call: &Call,
    request: Authorized<UploadPartRequest>,
) -> Result<UploadPartOutput, Fault> {
    let request = request.into_inner();
    let declared = Declared::read(
        request.content_md5.as_deref(),
        request.checksum_algorithm.as_deref(),
        sent_checksum!(request)?,
    )?;
    let slot = Slot {
        named: Named::new(call, &request.bucket, request.expected_bucket_owner.as_deref()),
        key: request.key.clone(),
        upload: request.upload_id.clone(),
        number: number(request.part_number)?,
    };
    let customer = customer_key!(call, request)?;
    let (bucket, upload) = slot.upload(call)?;
    check_algorithm(&upload, &declared)?;
    let key = slot.key(s3, call, (&bucket, &upload), customer.as_ref()).await?;
    let payload = receive(s3, call.take_body(), declared, &upload, key.as_ref()).await?;
    let (chosen, algorithm) = (payload.is_chosen, payload.algorithm);
    let sum = payload.digested.sum(algorithm).map(|sum| STANDARD.encode(sum));
    let sealing = upload.sealing.clone();
    slot.store(s3, call, &upload, payload, move |part| {
        let mut output =
            UploadPartOutput { e_tag: Some(quoted(&part.etag)), ..UploadPartOutput::default() };
        if let Some(sum) = sum.filter(|_| chosen) {
            show_checksum!(output, algorithm, sum);
        }
        show_sealing!(output, &sealing);
        show_customer!(output, customer.map(|customer| customer.md5));
        output
    })
    .await
}

/// `UploadPartCopy`.
pub(crate) async fn copy(
    s3: &S3,
    call: &Call,
    request: Authorized<UploadPartCopyRequest>,
) -> Result<UploadPartCopyOutput, Fault> {
    let request = request.into_inner();
    let slot = Slot {
        named: Named::new(call, &request.bucket, request.expected_bucket_owner.as_deref()),
        key: request.key.clone(),
        upload: request.upload_id.clone(),
        number: number(request.part_number)?,
    };
    let customer = customer_key!(call, request)?;
    let source_key = source_key!(call, request)?;
    let (bucket, upload) = slot.upload(call)?;
    let ticket = s3.files.ticket();
    let source = CopySource::parse(&request.copy_source)?;
    let expected = request.expected_source_bucket_owner.as_deref();
    let source_bucket = bucket::read_source(call, &source.bucket, expected)?;
    let found = Found::read(call, &source_bucket, &source.key, source.version_id.as_deref())?;
    let conditions = Conditions {
        if_match: request.copy_source_if_match.as_deref(),
        if_none_match: request.copy_source_if_none_match.as_deref(),
        if_modified_since: request.copy_source_if_modified_since,
        if_unmodified_since: request.copy_source_if_unmodified_since,
    };
    conditions.check_copy(&found.content.etag, found.version.modified)?;
    let (first, length) = copied(request.copy_source_range.as_deref(), found.content.size)?;
    let own = found.key(s3, call, &source_bucket, source_key.as_ref()).await?;
    let key = slot.key(s3, call, (&bucket, &upload), customer.as_ref()).await?;
    let bytes = s3.files.stream(found.slices(first, length), own, ticket).await?;
    let payload = receive(s3, bytes, Declared::default(), &upload, key.as_ref()).await?;
    let sealing = upload.sealing.clone();
    let (chosen, algorithm) = (upload.algorithm_chosen, upload.algorithm);
    let version = shown_version(&source_bucket, &found.version);
    slot.store(s3, call, &upload, payload, move |part| {
        let mut result = CopyPartResult {
            e_tag: Some(quoted(&part.etag)),
            last_modified: Some(part.modified),
            ..CopyPartResult::default()
        };
        if chosen {
            show_checksum!(result, algorithm, part.checksum.clone());
        }
        let mut output = UploadPartCopyOutput {
            copy_source_version_id: version,
            copy_part_result: Some(result),
            ..UploadPartCopyOutput::default()
        };
        show_sealing!(output, &sealing);
        show_customer!(output, customer.map(|customer| customer.md5));
        output
    })
    .await
}

impl Slot {
    fn upload(&self, call: &Call) -> Result<(Bucket, Upload), Fault> {
        call.read(|reader| {
            let bucket = self.named.load(reader)?;
            let upload = find(reader, &bucket, &self.key, &self.upload)?;
            Ok::<_, S3Error>((bucket, upload))
        })
    }

    /// The key of the upload's bytes. A bucket that blocks keys of customers takes no more parts with
    /// them. (Amazon S3 API Reference, `UploadPart`.)
    async fn key(
        &self,
        s3: &S3,
        call: &Call,
        (bucket, upload): (&Bucket, &Upload),
        customer: Option<&CustomerKey>,
    ) -> Result<Option<StreamKey>, Fault> {
        if customer.is_some() {
            encryption::admit_customer_keys(call, bucket, &self.key)?;
        }
        let place = Place { bucket, key: &self.key, data: &upload.id };
        encryption::open_upload(s3, call, place, upload.sealing.as_ref(), customer).await
    }

    /// Stores the part, in place of one with its number.
    async fn store<T: IntoValue + Clone + Send + 'static>(
        self,
        s3: &S3,
        call: &Call,
        upload: &Upload,
        payload: Payload,
        output: impl FnOnce(&Part) -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let sum = payload.digested.sum(upload.algorithm).unwrap_or_default();
        let part = Part {
            number: self.number,
            size: payload.digested.length,
            etag: etag(call, upload.sealing.as_ref(), &payload.digested),
            checksum: STANDARD.encode(sum),
            file: payload.file.id(),
            modified: call.now,
        };
        s3.commit(call, move |writer, doomed| {
            let bucket = self.named.load(writer)?;
            // It may have been completed or aborted while the part came in.
            find(writer, &bucket, &self.key, &self.upload)?;
            let record = part_record(&bucket, &self.upload, part.number);
            let replaced = writer.get::<Part>(&record)?;
            writer.put(&record, &part)?;
            payload.file.keep();
            doomed.extend(replaced.map(|part| part.file));
            Ok(output(&part))
        })
        .await
    }
}

async fn receive(
    s3: &S3,
    body: Body,
    declared: Declared,
    upload: &Upload,
    key: Option<&StreamKey>,
) -> Result<Payload, S3Error> {
    payload::receive(&s3.files, body, declared, Some(upload.algorithm), key).await
}

fn number(sent: i32) -> Result<u32, S3Error> {
    u32::try_from(sent).ok().filter(|number| (1..=PARTS_MAX).contains(number)).ok_or_else(|| {
        let reason = "Part number must be an integer between 1 and 10000, inclusive";
        S3Error::argument("partNumber", sent.to_string(), reason)
    })
}

/// A part has the checksum that its upload was created with.
fn check_algorithm(upload: &Upload, declared: &Declared) -> Result<(), S3Error> {
    let sent = declared.algorithm();
    if !upload.algorithm_chosen || !declared.names_algorithm() || sent == upload.algorithm {
        return Ok(());
    }
    let name = |algorithm: Algorithm| algorithm.name().to_ascii_lowercase();
    Err(S3Error::request(format!(
        "Checksum Type mismatch occurred, expected checksum Type: {}, actual checksum Type: {}",
        name(upload.algorithm),
        name(sent)
    )))
}

/// The first byte that is copied, and how many.
fn copied(header: Option<&str>, size: u64) -> Result<(u64, u64), S3Error> {
    let (first, length) = match header {
        None => (0, size),
        Some(header) => {
            let range: Range = range::of_copy(header, size)?;
            (range.first, range.length())
        }
    };
    if length > PAYLOAD_BYTES_MAX {
        return Err(S3Error::request(format!(
            "The specified copy source is larger than the maximum allowable size for a copy \
             source: {PAYLOAD_BYTES_MAX}"
        )));
    }
    Ok((first, length))
}
