//! What requests say of mappings.

use crate::error::LambdaError;
use crate::records::Mapping;
use crate::settings::{is_fifo, refuse};
use crate::shapes::{
    CreateEventSourceMappingRequest, ScalingConfig, UpdateEventSourceMappingRequest,
};

/// How many messages a function is given at once where nothing is said, and at most: more only with a window.
pub(super) const BATCH: u32 = 10;
const BATCH_MAX: i32 = 10_000;
const WINDOW_MAX: i32 = 300;
/// How many batches of a queue are handled at once at least and at most, where that is said.
const CONCURRENCY: std::ops::RangeInclusive<i32> = 2..=1000;
/// The word by which a function tells which messages it could not handle.
pub(super) const REPORTS: &str = "ReportBatchItemFailures";

/// What requests may say of a mapping at any time.
pub(super) struct Asked {
    pub(super) is_enabled: Option<bool>,
    pub(super) batch: Option<i32>,
    pub(super) window: Option<i32>,
    pub(super) scaling: Option<ScalingConfig>,
    pub(super) reports: Option<Vec<String>>,
}

impl Asked {
    /// Sets what is asked for.
    pub(super) fn apply(self, mapping: &mut Mapping) -> Result<(), LambdaError> {
        let invalid = |message: &str| Err(LambdaError::InvalidParameter(message.to_owned()));
        let within = |given: i32, least: i32, most: i32, member: &str| {
            let must = format!("have value between {least} and {most}");
            let number = u32::try_from(given).ok().filter(|_| (least..=most).contains(&given));
            number.ok_or_else(|| LambdaError::constraint(given, member, &must))
        };
        if let Some(batch) = self.batch {
            mapping.batch = within(batch, 1, BATCH_MAX, "batchSize")?;
        }
        if let Some(window) = self.window {
            mapping.window = within(window, 0, WINDOW_MAX, "maximumBatchingWindowInSeconds")?;
        }
        if let Some(scaling) = self.scaling {
            let (least, most) = (*CONCURRENCY.start(), *CONCURRENCY.end());
            let given = scaling.maximum_concurrency;
            let read = |given| within(given, least, most, "scalingConfig.maximumConcurrency");
            mapping.concurrency = given.map(read).transpose()?;
        }
        if let Some(reports) = self.reports {
            if reports.iter().any(|word| word != REPORTS) {
                return invalid("FunctionResponseTypes knows ReportBatchItemFailures alone.");
            }
            mapping.reports = !reports.is_empty();
        }
        mapping.is_enabled = self.is_enabled.unwrap_or(mapping.is_enabled);
        if is_fifo(&mapping.queue) && (mapping.window > 0 || mapping.batch > BATCH) {
            return invalid(
                "Batching window is not supported for FIFO queues, whose batches have at most 10 messages.",
            );
        }
        if mapping.batch > BATCH && mapping.window == 0 {
            return invalid(
                "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
            );
        }
        Ok(())
    }
}

/// Refuses what would not be honoured.
pub(super) fn refuse_created(request: &CreateEventSourceMappingRequest) -> Result<(), LambdaError> {
    refuse(&[
        ("FilterCriteria", request.filter_criteria.is_some()),
        ("KMSKeyArn", request.kms_key_arn.is_some()),
        ("MetricsConfig", request.metrics_config.is_some()),
        ("LoggingConfig", request.logging_config.is_some()),
        ("ParallelizationFactor", request.parallelization_factor.is_some()),
        ("StartingPosition", request.starting_position.is_some()),
        ("StartingPositionTimestamp", request.starting_position_timestamp.is_some()),
        ("DestinationConfig", request.destination_config.is_some()),
        ("MaximumRecordAgeInSeconds", request.maximum_record_age_in_seconds.is_some()),
        ("BisectBatchOnFunctionError", request.bisect_batch_on_function_error.is_some()),
        ("MaximumRetryAttempts", request.maximum_retry_attempts.is_some()),
        ("TumblingWindowInSeconds", request.tumbling_window_in_seconds.is_some()),
        ("Topics", request.topics.is_some()),
        ("Queues", request.queues.is_some()),
        ("SourceAccessConfigurations", request.source_access_configurations.is_some()),
        ("SelfManagedEventSource", request.self_managed_event_source.is_some()),
        (
            "AmazonManagedKafkaEventSourceConfig",
            request.amazon_managed_kafka_event_source_config.is_some(),
        ),
        (
            "SelfManagedKafkaEventSourceConfig",
            request.self_managed_kafka_event_source_config.is_some(),
        ),
        ("DocumentDBEventSourceConfig", request.document_db_event_source_config.is_some()),
        ("ProvisionedPollerConfig", request.provisioned_poller_config.is_some()),
    ])
}

/// The same, of a change.
pub(super) fn refuse_updated(request: &UpdateEventSourceMappingRequest) -> Result<(), LambdaError> {
    refuse(&[
        ("FilterCriteria", request.filter_criteria.is_some()),
        ("KMSKeyArn", request.kms_key_arn.is_some()),
        ("MetricsConfig", request.metrics_config.is_some()),
        ("LoggingConfig", request.logging_config.is_some()),
        ("ParallelizationFactor", request.parallelization_factor.is_some()),
        ("DestinationConfig", request.destination_config.is_some()),
        ("MaximumRecordAgeInSeconds", request.maximum_record_age_in_seconds.is_some()),
        ("BisectBatchOnFunctionError", request.bisect_batch_on_function_error.is_some()),
        ("MaximumRetryAttempts", request.maximum_retry_attempts.is_some()),
        ("TumblingWindowInSeconds", request.tumbling_window_in_seconds.is_some()),
        ("SourceAccessConfigurations", request.source_access_configurations.is_some()),
        (
            "AmazonManagedKafkaEventSourceConfig",
            request.amazon_managed_kafka_event_source_config.is_some(),
        ),
        (
            "SelfManagedKafkaEventSourceConfig",
            request.self_managed_kafka_event_source_config.is_some(),
        ),
        ("DocumentDBEventSourceConfig", request.document_db_event_source_config.is_some()),
        ("ProvisionedPollerConfig", request.provisioned_poller_config.is_some()),
    ])
}
