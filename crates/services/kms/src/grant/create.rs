//! `CreateGrant`.

use bartizan_keys::{KeySpec, KeyUsage};
use bartizan_service::directory::kms::{GrantConstraints, KmsKey};
use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};

use super::{principal, token};
use crate::KeyManagement;
use crate::error::KmsError;
use crate::naming::{self, ANY_ACCOUNT};
use crate::records::{BY_KEY, BY_NAME, GrantRecord, KeyRecord};
use crate::shapes::{self, CreateGrantRequest, CreateGrantResponse};
use crate::states::{self, GRANT};

/// The most grants of a key. (AWS KMS Developer Guide, "Resource quotas".)
const GRANTS_MAX: u64 = 50_000;
/// The most pairs of an encryption context in a constraint, and the most characters of them. (AWS KMS
/// API Reference, `CreateGrant`, `Constraints`.)
const CONTEXT_PAIRS_MAX: usize = 8;
const CONTEXT_CHARACTERS_MAX: usize = 384;

/// Grants operations on a key, from now on. A request that is repeated under its name answers the
/// grant that is there.
pub(crate) async fn create(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<CreateGrantRequest>,
) -> Result<CreateGrantResponse, KmsError> {
    let key = naming::key(call, &request.key_id, ANY_ACCOUNT)?;
    let dry_run = request.dry_run.unwrap_or(false);
    let grant = new(call, &key, request.into_inner())?;
    states::check(&key.arn, call.directory.kms().state(&key, call.now), GRANT)?;
    if dry_run {
        return Err(KmsError::DryRunOperation());
    }
    let token = token::new(&key.arn, &grant.id, &*call.platform.random);
    let (arn, now, parent) = (key.arn.clone(), call.now, call.rests_on());
    let random = std::sync::Arc::clone(&call.platform.random);
    let made = call.commit(move |writer| {
        let record = KeyRecord::find(writer, &arn)?;
        states::check(&arn, record.state(writer, now)?, GRANT)?;
        if let Some(parent) = parent {
            let row = GrantRecord::key_of(grant.account, &grant.region, &grant.key, &parent);
            writer.get::<GrantRecord>(&row)?.ok_or_else(KmsError::meanwhile)?;
        }
        if let Some(known) = same(writer, &grant)? {
            let token = token::new(&arn, &known.id, &*random);
            return Ok(CreateGrantResponse { grant_token: Some(token), grant_id: Some(known.id) });
        }
        if writer.count_found::<GrantRecord>(BY_KEY, &record.reference())? >= GRANTS_MAX {
            let message = format!("A KMS key has at most {GRANTS_MAX} grants: {arn}");
            return Err(KmsError::LimitExceeded(message));
        }
        writer.insert(&grant.key(), &grant)?;
        Ok(CreateGrantResponse { grant_token: Some(token), grant_id: Some(grant.id) })
    });
    Ok(made.await?)
}

/// The grant of the same name that grants the same.
fn same(reader: &Reader<'_>, grant: &GrantRecord) -> Result<Option<GrantRecord>, KmsError> {
    let Some(value) = grant.name_value() else { return Ok(None) };
    let known = reader.find::<GrantRecord>(BY_NAME, &value)?;
    Ok(known.into_iter().map(|(_, known)| known).find(|known| known.is_same(grant)))
}

fn new(call: &Call, key: &KmsKey, request: CreateGrantRequest) -> Result<GrantRecord, KmsError> {
    let constraints = constraints(request.constraints, key)?;
    let principals = Principals {
        grantee: request.grantee_principal,
        grantee_service: request.grantee_service_principal,
        retiring: request.retiring_principal,
        retiring_service: request.retiring_service_principal,
    };
    let (grantee, retiring) = principals.read(call, &constraints)?;
    let mut operations = request.operations;
    operations.sort_unstable();
    operations.dedup();
    if let Some(other) = operations.iter().find(|one| !is_supported(one, key.spec, key.usage)) {
        let message = format!("Operation {other} is not supported on key {}.", key.arn);
        return Err(KmsError::Validation(message));
    }
    Ok(GrantRecord {
        account: key.account,
        region: key.region.clone(),
        key: key.id.to_string(),
        id: id(call),
        name: request.name,
        created: call.now,
        grantee,
        retiring,
        issuer: call.account()?,
        operations,
        constraints,
    })
}

/// A new grant's id: 64 hexadecimal digits.
fn id(call: &Call) -> String {
    let mut bytes = [0_u8; 32];
    call.platform.random.fill(&mut bytes);
    hex::encode(bytes)
}

/// Whom a request names.
struct Principals {
    grantee: Option<String>,
    grantee_service: Option<String>,
    retiring: Option<String>,
    retiring_service: Option<String>,
}

impl Principals {
    /// The grantee, and who may retire the grant, as they are stored.
    fn read(
        self,
        call: &Call,
        constraints: &GrantConstraints,
    ) -> Result<(String, Option<String>), KmsError> {
        let invalid = |message: &str| Err(KmsError::Validation(message.to_owned()));
        let retiring = match (self.retiring, self.retiring_service) {
            (Some(_), Some(_)) => {
                return invalid(
                    "Specify either RetiringPrincipal or RetiringServicePrincipal, not both.",
                );
            }
            (Some(text), None) => Some(principal::stored(&text, &call.directory)?),
            (None, service) => service.map(service_principal).transpose()?,
        };
        let grantee = match (self.grantee, self.grantee_service) {
            (Some(text), None) => principal::stored(&text, &call.directory)?,
            (None, Some(service)) => {
                if constraints.source_arn.is_none() || retiring.is_none() {
                    return invalid(
                        "A GranteeServicePrincipal needs a SourceArn constraint, and a \
                         RetiringPrincipal or RetiringServicePrincipal.",
                    );
                }
                service_principal(service)?
            }
            (Some(_), Some(_)) | (None, None) => {
                return invalid(
                    "Specify either GranteePrincipal or GranteeServicePrincipal, but not both.",
                );
            }
        };
        Ok((grantee, retiring))
    }
}

fn service_principal(name: String) -> Result<String, KmsError> {
    if principal::is_service(&name) {
        return Ok(name);
    }
    Err(KmsError::Validation(format!("{name} is not a service principal.")))
}

fn constraints(
    asked: Option<shapes::GrantConstraints>,
    key: &KmsKey,
) -> Result<GrantConstraints, KmsError> {
    let Some(asked) = asked else { return Ok(GrantConstraints::default()) };
    let invalid = |message: String| Err(KmsError::Validation(message));
    let contexts = [&asked.encryption_context_equals, &asked.encryption_context_subset];
    for context in contexts.into_iter().flatten() {
        let characters: usize =
            context.iter().map(|(key, value)| key.chars().count() + value.chars().count()).sum();
        if context.len() > CONTEXT_PAIRS_MAX || characters > CONTEXT_CHARACTERS_MAX {
            return invalid(format!(
                "An encryption context in a grant constraint has at most {CONTEXT_PAIRS_MAX} pairs \
                 and {CONTEXT_CHARACTERS_MAX} characters."
            ));
        }
        if key.spec != KeySpec::SymmetricDefault {
            return invalid(format!(
                "Encryption context grant constraints are for symmetric encryption keys alone: \
                 {} has spec {}.",
                key.arn,
                key.spec.name()
            ));
        }
    }
    Ok(GrantConstraints {
        context_equals: asked.encryption_context_equals,
        context_subset: asked.encryption_context_subset,
        source_arn: asked.source_arn,
    })
}

/// Whether a key of this kind has an operation. (AWS KMS Developer Guide, "Grant operations".)
fn is_supported(operation: &str, spec: KeySpec, usage: KeyUsage) -> bool {
    let is_symmetric = spec == KeySpec::SymmetricDefault;
    match operation {
        "CreateGrant" | "RetireGrant" | "DescribeKey" => true,
        "GetPublicKey" => spec.is_asymmetric(),
        "Encrypt" | "Decrypt" | "ReEncryptFrom" | "ReEncryptTo" => {
            usage == KeyUsage::EncryptDecrypt
        }
        "Sign" | "Verify" => usage == KeyUsage::SignVerify,
        "GenerateMac" | "VerifyMac" => usage == KeyUsage::GenerateVerifyMac,
        "DeriveSharedSecret" => usage == KeyUsage::KeyAgreement,
        "Encapsulate" | "Decapsulate" => usage == KeyUsage::EncapsulateDecapsulate,
        _ => is_symmetric,
    }
}
