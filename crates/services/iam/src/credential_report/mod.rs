//! Credential reports: every user with the state of its credentials. (IAM User Guide, "Generate
//! credential reports for your AWS account".)

mod content;

use std::time::Duration;

use bartizan_service::{Authorized, Call};
use bartizan_wire::Bytes;

use crate::Iam;
use crate::error::IamError;
use crate::records::CredentialReport;
use crate::shapes::{GenerateCredentialReportResponse, GetCredentialReportResponse};

/// How long a report is told again instead of a new one.
const LIFETIME: Duration = Duration::from_hours(4);

/// Makes a report, unless there is one that is young enough.
pub(crate) async fn generate(
    _iam: &Iam,
    call: &Call,
    _request: Authorized<()>,
) -> Result<GenerateCredentialReportResponse, IamError> {
    let (account, now) = (call.account()?, call.now);
    let key = CredentialReport::key(account);
    let present = call.read(|reader| reader.get::<CredentialReport>(&key))?;
    let answer = |state: &str, description: Option<&str>| GenerateCredentialReportResponse {
        state: Some(state.to_owned()),
        description: description.map(str::to_owned),
    };
    if present.is_some_and(|report| now.since(report.generated) < LIFETIME) {
        return Ok(answer("COMPLETE", None));
    }
    let content = call.read(|reader| content::of(reader, call, account))?;
    let answer = answer("STARTED", Some("No report exists. Starting a new report generation task"));
    let done = call.commit(move |tx| {
        tx.put(&key, &CredentialReport { generated: now, content })?;
        Ok::<_, IamError>(answer)
    });
    Ok(done.await?)
}

/// The latest report.
pub(crate) async fn get(
    _iam: &Iam,
    call: &Call,
    _request: Authorized<()>,
) -> Result<GetCredentialReportResponse, IamError> {
    let key = CredentialReport::key(call.account()?);
    let report = call.read(|reader| reader.get::<CredentialReport>(&key))?;
    let report = report.ok_or(IamError::ReportNotPresent)?;
    if call.now.since(report.generated) >= LIFETIME {
        return Err(IamError::ReportExpired);
    }
    Ok(GetCredentialReportResponse {
        content: Some(Bytes::from(report.content.into_bytes())),
        report_format: Some("text/csv".to_owned()),
        generated_time: Some(report.generated),
    })
}
