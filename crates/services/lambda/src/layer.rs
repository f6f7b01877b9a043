//! Layers: folders that functions have beside their own code, in versions that do not change. (AWS Lambda Developer Guide,
//! "Managing Lambda dependencies with layers".)

use bartizan_service::paging::page;
use bartizan_service::store::{Key, Reader};
use bartizan_service::{Authorized, Call};
use bartizan_types::{Arn, Fault};

mod name;
pub(crate) mod permission;
pub(crate) mod rules;

use self::name::{arn_of, number_in, read_name, version_arn};
use crate::Lambda;
use crate::code::{self, Given};
use crate::error::LambdaError;
use crate::list::limit;
use crate::records::{Layer, LayerUse, LayerVersion};
use crate::settings::refuse;
use crate::shapes::{
    DeleteLayerVersionRequest, GetLayerVersionByArnRequest, GetLayerVersionRequest,
    GetLayerVersionResponse, LayerVersionContentOutput, LayerVersionsListItem, LayersListItem,
    ListLayerVersionsRequest, ListLayerVersionsResponse, ListLayersRequest, ListLayersResponse,
    PublishLayerVersionRequest, PublishLayerVersionResponse,
};

/// The most layers of a function. (AWS Lambda Developer Guide, "Lambda quotas".)
const LAYERS_MAX: usize = 5;
/// The most versions of layers that an account has in a region.
const VERSIONS_MAX: u64 = 10_000;

/// Publishes a version of a layer.
pub(crate) async fn publish(
    lambda: &Lambda,
    call: &Call,
    request: Authorized<PublishLayerVersionRequest>,
) -> Result<PublishLayerVersionResponse, LambdaError> {
    let request = request.into_inner();
    let layer = read_name(call, &request.layer_name)?;
    if layer.account_id() != Some(call.account()?) {
        return Err(LambdaError::InvalidParameter(
            "A layer is published in its own account.".to_owned(),
        ));
    }
    let mode = request.content.s3_object_storage_mode;
    refuse(&[("Content.S3ObjectStorageMode", mode.is_some_and(|mode| mode != "COPY"))])?;
    let given = Given {
        zip_file: request.content.zip_file,
        bucket: request.content.s3_bucket,
        key: request.content.s3_key,
        object_version: request.content.s3_object_version,
    };
    let bytes = given.bytes(call).await?;
    let code = code::store(&lambda.engine, call, &layer, bytes).await?;
    let version = LayerVersion {
        layer,
        number: 0,
        code,
        description: request.description.unwrap_or_default(),
        license: request.license_info,
        runtimes: request.compatible_runtimes.unwrap_or_default(),
        architectures: request.compatible_architectures.unwrap_or_default(),
        created: call.now,
        policy: None,
    };
    let done = call.commit(move |writer| {
        let key = layer_key(&version.layer)?;
        if writer.count::<LayerVersion>(&key.account, &key.region)? >= VERSIONS_MAX {
            let message = format!("An account has at most {VERSIONS_MAX} versions of layers.");
            return Err(LambdaError::CodeStorageExceeded(message));
        }
        let published = writer.get::<Layer>(&key)?.map_or(0, |layer| layer.published) + 1;
        let version = LayerVersion { number: published, ..version };
        writer.put(&key, &Layer { published })?;
        writer.put(&version_key(&version.layer, published)?, &version)?;
        Ok(told(version))
    });
    Ok(done.await?)
}

/// Tells a version.
pub(crate) async fn get(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<GetLayerVersionRequest>,
) -> Result<GetLayerVersionResponse, LambdaError> {
    let layer = read_name(call, &request.layer_name)?;
    shown(call, &layer, number(request.version_number)?)
}

/// The same, by its ARN.
pub(crate) async fn get_by_arn(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<GetLayerVersionByArnRequest>,
) -> Result<GetLayerVersionResponse, LambdaError> {
    let (layer, number) = arn_of(call, &request.arn)?;
    shown(call, &layer, number)
}

fn shown(call: &Call, layer: &Arn, number: u64) -> Result<GetLayerVersionResponse, LambdaError> {
    let version = call.read(|reader| found(reader, layer, number))?;
    let told = told(version);
    Ok(GetLayerVersionResponse {
        content: told.content,
        layer_arn: told.layer_arn,
        layer_version_arn: told.layer_version_arn,
        description: told.description,
        created_date: told.created_date,
        version: told.version,
        compatible_architectures: told.compatible_architectures,
        compatible_runtimes: told.compatible_runtimes,
        license_info: told.license_info,
    })
}

/// Deletes a version: functions that have it keep it.
pub(crate) async fn delete(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<DeleteLayerVersionRequest>,
) -> Result<(), LambdaError> {
    let layer = read_name(call, &request.layer_name)?;
    let key = version_key(&layer, number(request.version_number)?)?;
    let done = call.commit(move |writer| {
        writer.delete::<LayerVersion>(&key)?;
        Ok::<_, LambdaError>(())
    });
    Ok(done.await?)
}

/// The versions of a layer, the newest first.
pub(crate) async fn list_versions(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<ListLayerVersionsRequest>,
) -> Result<ListLayerVersionsResponse, LambdaError> {
    let layer = read_name(call, &request.layer_name)?;
    if layer.account_id() != Some(call.account()?) {
        let message = "The versions of layers are listed in their own account.";
        return Err(Fault::new("AccessDeniedException", message, 403).into());
    }
    let limit = limit(request.max_items)?;
    let prefix = Key { id: format!("{}:", layer_key(&layer)?.id), ..layer_key(&layer)? };
    let all = call.read(|reader| {
        let (account, region) = (&prefix.account, &prefix.region);
        reader.scan::<LayerVersion>(account, region, &prefix.id, None, usize::MAX)
    })?;
    let is_meant =
        meant(request.compatible_runtime.as_deref(), request.compatible_architecture.as_deref());
    let all: Vec<LayerVersion> =
        all.into_iter().map(|(_, version)| version).filter(is_meant).collect();
    let newest_first = |version: &LayerVersion| format!("{:020}", u64::MAX - version.number);
    let page = page(all, request.marker.as_deref(), limit, newest_first)?;
    Ok(ListLayerVersionsResponse {
        next_marker: page.next,
        layer_versions: Some(page.items.into_iter().map(item).collect()),
    })
}

/// The layers of the caller's account, each with its newest version.
pub(crate) async fn list(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<ListLayersRequest>,
) -> Result<ListLayersResponse, LambdaError> {
    let limit = limit(request.max_items)?;
    let (account, region) = (call.account()?.to_string(), call.region.as_str());
    let all =
        call.read(|reader| reader.scan::<LayerVersion>(&account, region, "", None, usize::MAX))?;
    let is_meant =
        meant(request.compatible_runtime.as_deref(), request.compatible_architecture.as_deref());
    let mut newest: Vec<LayerVersion> = Vec::new();
    for version in all.into_iter().map(|(_, version)| version).filter(is_meant) {
        match newest.last_mut() {
            Some(last) if last.layer == version.layer => *last = version,
            _ => newest.push(version),
        }
    }
    let by_name = |version: &LayerVersion| version.layer.resource().to_owned();
    let page = page(newest, request.marker.as_deref(), limit, by_name)?;
    let layer = |version: LayerVersion| LayersListItem {
        layer_name: version.layer.resource().strip_prefix("layer:").map(str::to_owned),
        layer_arn: Some(version.layer.to_string()),
        latest_matching_version: Some(item(version)),
    };
    Ok(ListLayersResponse {
        next_marker: page.next,
        layers: Some(page.items.into_iter().map(layer).collect()),
    })
}

fn meant<'m>(
    runtime: Option<&'m str>,
    architecture: Option<&'m str>,
) -> impl Fn(&LayerVersion) -> bool + 'm {
    move |version| {
        let has = |all: &[String], wanted: Option<&str>| {
            wanted.is_none_or(|wanted| all.iter().any(|known| known == wanted))
        };
        has(&version.runtimes, runtime) && has(&version.architectures, architecture)
    }
}

/// What a function has of the versions that it names.
pub(crate) fn uses(call: &Call, names: &[String]) -> Result<Vec<LayerUse>, LambdaError> {
    if names.len() > LAYERS_MAX {
        return Err(LambdaError::InvalidParameter(format!(
            "Cannot reference more than {LAYERS_MAX} layers."
        )));
    }
    let mut uses: Vec<LayerUse> = Vec::new();
    for name in names {
        let (layer, number) = arn_of(call, name)?;
        if uses.iter().any(|held| held.layer == layer) {
            return Err(LambdaError::InvalidParameter(format!(
                "Two different versions of the same layer are not allowed to be referenced in the same function. {layer}"
            )));
        }
        let version = call.read(|reader| found(reader, &layer, number)).map_err(|_| {
            LambdaError::InvalidParameter(format!("Layer version {name} does not exist."))
        })?;
        uses.push(LayerUse { layer, number, code: version.code });
    }
    Ok(uses)
}

fn found(reader: &Reader<'_>, layer: &Arn, number: u64) -> Result<LayerVersion, LambdaError> {
    let held = reader.get::<LayerVersion>(&version_key(layer, number)?)?;
    held.ok_or_else(|| absent(layer, number))
}

fn absent(layer: &Arn, number: u64) -> LambdaError {
    let arn = version_arn(layer, number);
    LambdaError::NotFound(format!("Layer version {arn} does not exist."))
}

fn number(given: i64) -> Result<u64, LambdaError> {
    let number = u64::try_from(given).ok().filter(|number| *number > 0);
    number.ok_or_else(|| {
        LambdaError::InvalidParameter("Layer Version Cannot be less than 1.".to_owned())
    })
}

fn layer_key(layer: &Arn) -> Result<Key, LambdaError> {
    let account = layer.account_id().ok_or_else(|| absent(layer, 1))?;
    let name = layer.resource().strip_prefix("layer:").unwrap_or_default();
    Ok(Key::new(account, layer.region(), name))
}

fn version_key(layer: &Arn, number: u64) -> Result<Key, LambdaError> {
    let key = layer_key(layer)?;
    Ok(Key { id: format!("{}:{number:020}", key.id), ..key })
}

/// The ARN of the version of a key.
pub(crate) fn arn_of_key(key: &Key) -> Option<Arn> {
    let (name, number) = key.id.split_once(':')?;
    let account = key.account.parse().ok()?;
    let layer = Arn::new("lambda", &key.region, Some(account), &format!("layer:{name}"));
    Some(version_arn(&layer, number_in(number)?))
}

fn told(version: LayerVersion) -> PublishLayerVersionResponse {
    let content = LayerVersionContentOutput {
        code_sha256: Some(version.code.sha256.clone()),
        code_size: i64::try_from(version.code.size).ok(),
        ..LayerVersionContentOutput::default()
    };
    let layer_arn = version.layer.to_string();
    let item = item(version);
    PublishLayerVersionResponse {
        content: Some(content),
        layer_arn: Some(layer_arn),
        layer_version_arn: item.layer_version_arn,
        description: item.description,
        created_date: item.created_date,
        version: item.version,
        compatible_architectures: item.compatible_architectures,
        compatible_runtimes: item.compatible_runtimes,
        license_info: item.license_info,
    }
}

fn item(version: LayerVersion) -> LayerVersionsListItem {
    let some = |all: Vec<String>| Some(all).filter(|all| !all.is_empty());
    LayerVersionsListItem {
        layer_version_arn: Some(version_arn(&version.layer, version.number).to_string()),
        version: i64::try_from(version.number).ok(),
        description: Some(version.description),
        created_date: Some(format!(
            "{}+0000",
            version.created.iso8601_millis().trim_end_matches('Z')
        )),
        compatible_architectures: some(version.architectures),
        compatible_runtimes: some(version.runtimes),
        license_info: version.license,
    }
}
