//! `ImportKeyMaterial`.

use bartizan_keys::{KeyMaterial, KeySpec};
use bartizan_service::directory::kms::KmsKey;
use bartizan_service::store::Writer;
use bartizan_service::{Authorized, Call, Vault};
use bartizan_types::Timestamp;

use super::{check_origin, forget_pending, note_lacking, token};
use crate::KeyManagement;
use crate::error::KmsError;
use crate::key::{DOES_NOT_EXPIRE, EXPIRES};
use crate::naming::{self, OWN};
use crate::records::{self, KeyRecord, MaterialRecord, Rotated, days};
use crate::shapes::{ImportKeyMaterialRequest, ImportKeyMaterialResponse};
use crate::states::{self, IMPORT};

/// How far away the end of imported material may be. (AWS KMS API Reference, `ImportKeyMaterial`,
/// `ValidTo`.)
const VALID_DAYS_MAX: i32 = 365;
/// (There, `ImportType`.)
const NEW: &str = "NEW_KEY_MATERIAL";

/// Takes over key material that was wrapped for a key.
pub(crate) async fn import(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<ImportKeyMaterialRequest>,
) -> Result<ImportKeyMaterialResponse, KmsError> {
    let request = request.into_inner();
    let (key, now) = (naming::key(call, &request.key_id, OWN)?, call.now);
    check_origin(&key)?;
    states::check(&key.arn, key.state(now), IMPORT)?;
    let valid_to = valid_to(&request, now)?;
    check_members(&request, &key)?;
    let token = token(call, &key, &request.import_token)?;
    let bytes =
        token.unwrap(&request.encrypted_key_material).map_err(|_| KmsError::InvalidCiphertext())?;
    let material = KeyMaterial::import(key.spec, &bytes).map_err(|_| {
        incorrect(format!("The key material is not valid for key spec {}.", key.spec))
    })?;
    let id = material.material_id(key.account, &key.id);
    if request.key_material_id.as_ref().is_some_and(|told| *told != id) {
        return Err(incorrect("The key material is not the one that KeyMaterialId names.".into()));
    }
    let import = Import {
        material,
        id: id.clone(),
        valid_to,
        description: request.key_material_description,
        is_new: request.import_type.map(|kind| kind == NEW),
    };
    let vault = call.platform.vault.clone();
    let arn = key.arn.clone();
    let done = call.commit(move |writer| {
        let record = KeyRecord::find(writer, &arn)?;
        states::check(&arn, record.state(writer, now)?, IMPORT)?;
        import.put(writer, record, &vault, now)
    });
    done.await?;
    let is_symmetric = key.spec == KeySpec::SymmetricDefault;
    Ok(ImportKeyMaterialResponse {
        key_id: Some(key.arn.to_string()),
        key_material_id: is_symmetric.then_some(id),
    })
}

/// Material that came in.
struct Import {
    material: KeyMaterial,
    id: String,
    valid_to: Option<Timestamp>,
    description: Option<String>,
    is_new: Option<bool>,
}

impl Import {
    fn put(
        self,
        writer: &mut Writer<'_>,
        mut key: KeyRecord,
        vault: &Vault,
        now: Timestamp,
    ) -> Result<(), KmsError> {
        let prefix = MaterialRecord::prefix(&key.id);
        let known = records::all::<MaterialRecord>(writer, key.account, &key.region, &prefix)?;
        let (known, over): (Vec<_>, Vec<_>) =
            known.into_iter().partition(|one| !one.pending || one.is_valid(now));
        for one in over {
            forget_pending(writer, &key, &one.id)?;
        }
        let same = known.iter().find(|one| one.id == self.id);
        let is_first = known.is_empty();
        let primary =
            if key.is_replica() { Some(self.of_primary(writer, &key, now)?) } else { None };
        let is_new = primary.is_none() && self.check(&known, is_first, key.spec)?;
        let mut sealed = MaterialRecord::seal(&key, &self.material, vault, now)?;
        if let Some(same) = same {
            sealed.created = same.created;
            sealed.rotated = same.rotated;
            sealed.description.clone_from(&same.description);
        }
        sealed.valid_to = self.valid_to;
        sealed.description = self.description.or(sealed.description);
        sealed.pending = same.map_or(is_new && !is_first, |same| same.pending);
        let mut is_current = !sealed.pending && key.current_material.is_none();
        if let Some(primary) = primary {
            sealed.pending = primary.pending;
            sealed.rotated = primary.rotated;
            is_current = primary.is_current;
        }
        writer.put(&sealed.key(), &sealed)?;
        if is_current {
            key.current_material = Some(sealed.id);
        }
        key.enabled = true;
        key.note_material_ends(writer)?;
        key.save(writer)
    }

    /// Whether the material is new to the key, where it may be. Only symmetric keys take more than
    /// one, one after the other.
    fn check(
        &self,
        known: &[MaterialRecord],
        is_first: bool,
        spec: KeySpec,
    ) -> Result<bool, KmsError> {
        let is_known = known.iter().any(|one| one.id == self.id);
        let is_new = self.is_new.unwrap_or(is_first);
        let is_symmetric = spec == KeySpec::SymmetricDefault;
        match (is_new, is_known) {
            (true, true) => {
                Err(incorrect("The key material was imported into this key already.".into()))
            }
            (false, false) => Err(incorrect(
                "The key material is not the one that was imported into this key before.".into(),
            )),
            (true, false) if !is_first && !is_symmetric => Err(incorrect(
                "The key material of this key cannot be replaced by other key material.".into(),
            )),
            (true, false) if known.iter().any(|one| one.pending) => Err(KmsError::KMSInvalidState(
                "The key has key material already that is pending rotation.".to_owned(),
            )),
            (is_new, _) => Ok(is_new),
        }
    }

    /// A replica takes what its primary key has, as what the primary key has it, and nothing else.
    /// (AWS KMS API Reference, `ImportKeyMaterial`, `ImportType`.)
    fn of_primary(
        &self,
        writer: &mut Writer<'_>,
        key: &KeyRecord,
        now: Timestamp,
    ) -> Result<OfPrimary, KmsError> {
        if self.is_new == Some(true) {
            let message = "New key material is imported into the primary key first.";
            return Err(incorrect(message.to_owned()));
        }
        let family = key.family(writer)?;
        let lacks = || incorrect("The key material is not the one of the primary key.".to_owned());
        let primary = family.iter().find(|one| !one.is_replica()).ok_or_else(lacks)?;
        let row = MaterialRecord::key_of(primary, &self.id);
        let material = writer.get::<MaterialRecord>(&row)?.ok_or_else(lacks)?;
        if material.pending && !material.is_valid(now) {
            return Err(lacks());
        }
        note_lacking(writer, primary, key, now)?;
        Ok(OfPrimary {
            pending: material.pending,
            rotated: material.rotated,
            is_current: primary.current_material.as_ref() == Some(&self.id),
        })
    }
}

/// What material is to the primary key.
struct OfPrimary {
    pending: bool,
    rotated: Option<Rotated>,
    is_current: bool,
}

/// When the material ends.
fn valid_to(
    request: &ImportKeyMaterialRequest,
    now: Timestamp,
) -> Result<Option<Timestamp>, KmsError> {
    let refuse = |message: &str| Err(KmsError::Validation(message.to_owned()));
    let model = request.expiration_model.as_deref().unwrap_or(EXPIRES);
    match request.valid_to {
        None if model == EXPIRES => {
            refuse("A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES")
        }
        Some(_) if model == DOES_NOT_EXPIRE => refuse(
            "A validTo date must not be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE",
        ),
        Some(end) if end <= now => refuse("The validTo date must be in the future"),
        Some(end) if end > now.plus(days(VALID_DAYS_MAX)) => {
            refuse("The validTo date must be at most 365 days away")
        }
        end => Ok(end),
    }
}

/// Refuses what only symmetric keys have: more than one material.
fn check_members(request: &ImportKeyMaterialRequest, key: &KmsKey) -> Result<(), KmsError> {
    let refuse = |message: &str| Err(KmsError::Validation(message.to_owned()));
    if key.spec != KeySpec::SymmetricDefault {
        let set = [
            ("ImportType", request.import_type.is_some()),
            ("KeyMaterialDescription", request.key_material_description.is_some()),
            ("KeyMaterialId", request.key_material_id.is_some()),
        ];
        if let Some((member, _)) = set.iter().find(|(_, is_set)| *is_set) {
            let message = format!("{member} is valid only for symmetric encryption KMS keys.");
            return refuse(&message);
        }
    }
    if request.import_type.as_deref() == Some(NEW) && request.key_material_id.is_some() {
        return refuse("KeyMaterialId cannot be specified with ImportType NEW_KEY_MATERIAL.");
    }
    Ok(())
}

fn incorrect(message: String) -> KmsError {
    KmsError::IncorrectKeyMaterial(message)
}
