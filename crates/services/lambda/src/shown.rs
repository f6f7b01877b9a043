//! Functions as they are told.

use bartizan_service::Call;
use bartizan_types::Fault;

use crate::engine::log_group;
use crate::error::LambdaError;
use crate::names::{LATEST, name_of, qualified};
use crate::records::{Function, LayerUse, Version};
use crate::sealing;
use crate::settings::ARCHITECTURE;
use crate::shapes::{
    DeadLetterConfig, EnvironmentError, EnvironmentResponse, EphemeralStorage,
    FunctionConfiguration, Layer, LoggingConfig, SnapStartResponse, TracingConfigResponse,
};

/// By which ARN a version is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// The function's, where no version was named.
    Plain,
    /// The version's.
    Qualified,
}

/// A version with its variables, which are opened as the caller: where they cannot be, that is told in their place.
pub(crate) async fn configuration(
    call: &Call,
    function: &Function,
    version: &Version,
    by: Shown,
) -> FunctionConfiguration {
    let mut told = brief(function, version, by);
    let Some(sealed) = &version.variables else { return told };
    let opened = sealing::open(call, &function.arn, sealed).await;
    told.environment = Some(match opened {
        Ok(opened) => {
            let plain = opened.iter().map(|(name, value)| (name.clone(), value.to_string()));
            EnvironmentResponse { variables: Some(plain.collect()), error: None }
        }
        Err(error) => {
            let denied = matches!(error, LambdaError::Kms(_));
            let fault = Fault::from(error);
            let code = if denied { "AccessDeniedException" } else { &*fault.code };
            let error = EnvironmentError {
                error_code: Some(code.to_owned()),
                message: Some(fault.message),
            };
            EnvironmentResponse { variables: None, error: Some(error) }
        }
    });
    told
}

fn layers(version: &Version) -> Option<Vec<Layer>> {
    let told = |used: &LayerUse| Layer {
        arn: Some(format!("{}:{}", used.layer, used.number)),
        code_size: i64::try_from(used.code.size).ok(),
        signing_profile_version_arn: None,
        signing_job_arn: None,
    };
    (!version.layers.is_empty()).then(|| version.layers.iter().map(told).collect())
}

/// A version without its variables.
fn brief(function: &Function, version: &Version, by: Shown) -> FunctionConfiguration {
    let name = name_of(&function.arn);
    let is_latest = version.version == LATEST;
    let arn = match by {
        Shown::Plain => function.arn.clone(),
        Shown::Qualified => qualified(&function.arn, &version.version),
    };
    let size = |size: u32| i32::try_from(size).unwrap_or(i32::MAX);
    let dead_letters = version.dead_letters.as_ref();
    FunctionConfiguration {
        function_name: Some(name.to_owned()),
        function_arn: Some(arn.to_string()),
        runtime: Some(version.runtime.clone()),
        role: Some(version.role.to_string()),
        handler: version.handler.clone(),
        code_size: Some(i64::try_from(version.code.size).unwrap_or(i64::MAX)),
        description: Some(version.description.clone()),
        timeout: Some(size(version.timeout)),
        memory_size: Some(size(version.memory)),
        last_modified: Some(format!(
            "{}+0000",
            version.modified.iso8601_millis().trim_end_matches('Z')
        )),
        code_sha256: Some(version.code.sha256.clone()),
        version: Some(version.version.clone()),
        dead_letter_config: dead_letters
            .map(|target| DeadLetterConfig { target_arn: Some(target.to_string()) }),
        kms_key_arn: version.key.clone(),
        tracing_config: Some(TracingConfigResponse { mode: Some("PassThrough".to_owned()) }),
        layers: layers(version),
        revision_id: Some(version.revision.clone()),
        state: Some("Active".to_owned()),
        last_update_status: is_latest.then(|| "Successful".to_owned()),
        package_type: Some("Zip".to_owned()),
        architectures: Some(vec![ARCHITECTURE.to_owned()]),
        ephemeral_storage: Some(EphemeralStorage { size: size(version.storage) }),
        snap_start: Some(SnapStartResponse {
            apply_on: Some("None".to_owned()),
            optimization_status: Some("Off".to_owned()),
        }),
        logging_config: Some(LoggingConfig {
            log_format: Some("Text".to_owned()),
            application_log_level: None,
            system_log_level: None,
            log_group: Some(log_group(version, name)),
        }),
        ..FunctionConfiguration::default()
    }
}
