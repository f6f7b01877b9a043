//! The configuration of functions as requests say it: checked, and refused where it would not be honoured. (AWS Lambda
//! API Reference, `CreateFunction`; AWS Lambda Developer Guide, "Lambda quotas".)

use bartizan_service::Call;
use bartizan_types::Arn;

use crate::error::LambdaError;
use crate::layer;
use crate::records::{Opened, Version};
use crate::sealing;
use crate::shapes::{
    CreateFunctionRequest, DeadLetterConfig, Environment, EphemeralStorage, LoggingConfig,
    SnapStart, TracingConfig, UpdateFunctionConfigurationRequest, VpcConfig,
};
use crate::variables::read as variables;

const TIMEOUT_MAX: i32 = 900;
const MEMORY: std::ops::RangeInclusive<i32> = 128..=10_240;
const STORAGE: std::ops::RangeInclusive<i32> = 512..=10_240;
/// The architecture of what is run here, by AWS's name.
pub(crate) const ARCHITECTURE: &str =
    if cfg!(target_arch = "aarch64") { "arm64" } else { "x86_64" };

/// What of a configuration a request sets.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    role: Option<Arn>,
    runtime: Option<String>,
    handler: Option<String>,
    description: Option<String>,
    timeout: Option<u32>,
    memory: Option<u32>,
    storage: Option<u32>,
    layers: Option<Vec<String>>,
    variables: Given<Opened>,
    key: Given<String>,
    dead_letters: Given<Arn>,
    log_group: Given<String>,
}

/// What may also be taken away.
#[derive(Debug, Default)]
enum Given<T> {
    /// It stays as it is.
    #[default]
    Nothing,
    /// It is this from now on.
    To(Option<T>),
}

impl<T> Given<T> {
    fn of<F>(
        given: Option<F>,
        read: impl FnOnce(F) -> Result<Option<T>, LambdaError>,
    ) -> Result<Self, LambdaError> {
        given.map_or(Ok(Self::Nothing), |given| read(given).map(Self::To))
    }

    fn over(self, held: Option<T>) -> Option<T> {
        match self {
            Self::Nothing => held,
            Self::To(given) => given,
        }
    }

    const fn is_set(&self) -> bool {
        matches!(self, Self::To(_))
    }
}

/// Everything in a request that has the same form in both operations.
struct Common {
    role: Option<String>,
    runtime: Option<String>,
    handler: Option<String>,
    description: Option<String>,
    timeout: Option<i32>,
    memory: Option<i32>,
    storage: Option<EphemeralStorage>,
    environment: Option<Environment>,
    key: Option<String>,
    dead_letters: Option<DeadLetterConfig>,
    logging: Option<LoggingConfig>,
    tracing: Option<TracingConfig>,
    snap_start: Option<SnapStart>,
    vpc: Option<VpcConfig>,
    layers: Option<Vec<String>>,
    /// Whether the request has what nothing here can honour.
    others: [(&'static str, bool); 6],
}

impl Wanted {
    /// What `CreateFunction` asks for.
    pub(crate) fn created(
        runtimes: &[String],
        request: &CreateFunctionRequest,
    ) -> Result<Self, LambdaError> {
        let request = request.clone();
        if request.package_type.as_deref().is_some_and(|kind| kind != "Zip") {
            return Err(LambdaError::unsupported("PackageType Image"));
        }
        refuse(&[
            ("CodeSigningConfigArn", request.code_signing_config_arn.is_some()),
            ("TenancyConfig", request.tenancy_config.is_some()),
            ("PublishTo", request.publish_to.is_some()),
        ])?;
        check_architectures(request.architectures.as_deref())?;
        if request.runtime.is_none() {
            return Err(LambdaError::InvalidParameter(
                "Runtime is mandatory for functions created with deployment packages.".to_owned(),
            ));
        }
        let wanted = Self::of(
            runtimes,
            Common {
                role: Some(request.role),
                runtime: request.runtime,
                handler: request.handler,
                description: request.description,
                timeout: request.timeout,
                memory: request.memory_size,
                storage: request.ephemeral_storage,
                environment: request.environment,
                key: request.kms_key_arn,
                dead_letters: request.dead_letter_config,
                logging: request.logging_config,
                tracing: request.tracing_config,
                snap_start: request.snap_start,
                vpc: request.vpc_config,
                layers: request.layers,
                others: [
                    (
                        "FileSystemConfigs",
                        request.file_system_configs.is_some_and(|all| !all.is_empty()),
                    ),
                    ("ImageConfig", request.image_config.is_some()),
                    ("CapacityProviderConfig", request.capacity_provider_config.is_some()),
                    ("DurableConfig", request.durable_config.is_some()),
                    ("RuntimeConfig", request.runtime_config.is_some()),
                    ("AcceleratorConfig", request.accelerator_config.is_some()),
                ],
            },
        )?;
        let needs_handler =
            wanted.runtime.as_deref().is_some_and(|name| !name.starts_with("provided"));
        if needs_handler && wanted.handler.is_none() {
            return Err(LambdaError::InvalidParameter(
                "Handler is mandatory for functions created with deployment packages.".to_owned(),
            ));
        }
        Ok(wanted)
    }

    /// What `UpdateFunctionConfiguration` asks for.
    pub(crate) fn updated(
        runtimes: &[String],
        request: UpdateFunctionConfigurationRequest,
    ) -> Result<Self, LambdaError> {
        Self::of(
            runtimes,
            Common {
                role: request.role,
                runtime: request.runtime,
                handler: request.handler,
                description: request.description,
                timeout: request.timeout,
                memory: request.memory_size,
                storage: request.ephemeral_storage,
                environment: request.environment,
                key: request.kms_key_arn,
                dead_letters: request.dead_letter_config,
                logging: request.logging_config,
                tracing: request.tracing_config,
                snap_start: request.snap_start,
                vpc: request.vpc_config,
                layers: request.layers,
                others: [
                    (
                        "FileSystemConfigs",
                        request.file_system_configs.is_some_and(|all| !all.is_empty()),
                    ),
                    ("ImageConfig", request.image_config.is_some()),
                    ("CapacityProviderConfig", request.capacity_provider_config.is_some()),
                    ("DurableConfig", request.durable_config.is_some()),
                    ("RuntimeConfig", request.runtime_config.is_some()),
                    ("AcceleratorConfig", request.accelerator_config.is_some()),
                ],
            },
        )
    }

    fn of(runtimes: &[String], request: Common) -> Result<Self, LambdaError> {
        refuse(&request.others)?;
        check_fixed(&request)?;
        if let Some(runtime) = &request.runtime {
            check_runtime(runtimes, runtime)?;
        }
        Ok(Self {
            role: request.role.map(|role| role_arn(&role)).transpose()?,
            timeout: within(request.timeout, "timeout", &(1..=TIMEOUT_MAX))?,
            memory: within(request.memory, "memorySize", &MEMORY)?,
            storage: within(
                request.storage.map(|storage| storage.size),
                "ephemeralStorage.size",
                &STORAGE,
            )?,
            variables: Given::of(request.environment, variables)?,
            key: Given::of(request.key, |key| Ok(Some(key).filter(|key| !key.is_empty())))?,
            dead_letters: Given::of(request.dead_letters, dead_letters)?,
            log_group: Given::of(request.logging, log_group)?,
            layers: request.layers,
            runtime: request.runtime,
            handler: request.handler,
            description: request.description,
        })
    }

    /// The role, where one is set.
    pub(crate) const fn role(&self) -> Option<&Arn> {
        self.role.as_ref()
    }

    /// Sets what is asked for. The variables are sealed anew where they or their key are set.
    pub(crate) async fn apply(
        self,
        call: &Call,
        function: &Arn,
        version: &mut Version,
    ) -> Result<(), LambdaError> {
        if self.variables.is_set() || self.key.is_set() {
            let held = version.variables.as_ref();
            let key = self.key.over(version.key.clone());
            let variables = match (self.variables, held) {
                (Given::To(given), _) => given,
                (Given::Nothing, Some(held)) => Some(sealing::open(call, function, held).await?),
                (Given::Nothing, None) => None,
            };
            version.variables = match variables {
                Some(variables) => {
                    Some(sealing::seal(call, function, key.as_deref(), &variables).await?)
                }
                None => None,
            };
            version.key = key;
        }
        if let Some(names) = &self.layers {
            version.layers = layer::uses(call, names)?;
        }
        let set = |held: &mut u32, given: Option<u32>| *held = given.unwrap_or(*held);
        set(&mut version.timeout, self.timeout);
        set(&mut version.memory, self.memory);
        set(&mut version.storage, self.storage);
        version.role = self.role.unwrap_or_else(|| version.role.clone());
        version.runtime = self.runtime.unwrap_or_else(|| version.runtime.clone());
        version.handler = self.handler.or_else(|| version.handler.clone());
        version.description = self.description.unwrap_or_else(|| version.description.clone());
        version.dead_letters = self.dead_letters.over(version.dead_letters.take());
        version.log_group = self.log_group.over(version.log_group.take());
        Ok(())
    }
}

/// Refuses parameters that are there and not honoured, by name.
pub(crate) fn refuse(parameters: &[(&str, bool)]) -> Result<(), LambdaError> {
    let found = parameters.iter().find(|(_, is_there)| *is_there);
    found.map_or(Ok(()), |(name, _)| Err(LambdaError::unsupported(name)))
}

/// What may be said as it is anyway, and not otherwise.
fn check_fixed(request: &Common) -> Result<(), LambdaError> {
    let mode = request.tracing.as_ref().and_then(|tracing| tracing.mode.as_deref());
    let snap = request.snap_start.as_ref().and_then(|snap| snap.apply_on.as_deref());
    let is_in_vpc = request.vpc.as_ref().is_some_and(|vpc| {
        let some = |list: &Option<Vec<String>>| list.as_ref().is_some_and(|list| !list.is_empty());
        some(&vpc.subnet_ids)
            || some(&vpc.security_group_ids)
            || vpc.ipv6_allowed_for_dual_stack == Some(true)
    });
    refuse(&[
        ("TracingConfig.Mode Active", mode.is_some_and(|mode| mode != "PassThrough")),
        ("SnapStart", snap.is_some_and(|snap| snap != "None")),
        ("VpcConfig", is_in_vpc),
    ])
}

/// That code is for the processor that is here.
pub(crate) fn check_architectures(given: Option<&[String]>) -> Result<(), LambdaError> {
    match given.and_then(<[String]>::first) {
        Some(given) if given != ARCHITECTURE => Err(LambdaError::InvalidParameter(format!(
            "The architecture {given} is not supported by this host, which is {ARCHITECTURE}."
        ))),
        _ => Ok(()),
    }
}

fn check_runtime(known: &[String], runtime: &str) -> Result<(), LambdaError> {
    if known.iter().any(|known| known == runtime) {
        return Ok(());
    }
    let must = format!("satisfy enum value set: [{}]", known.join(", "));
    Err(LambdaError::InvalidParameter(format!(
        "Value {runtime} at 'runtime' failed to satisfy constraint: Member must {must} or be a valid ARN"
    )))
}

fn role_arn(text: &str) -> Result<Arn, LambdaError> {
    let arn: Option<Arn> = text.parse().ok();
    arn.filter(|arn| arn.service() == "iam" && arn.resource().starts_with("role/")).ok_or_else(|| {
        let must = "satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+";
        LambdaError::constraint(text, "role", must)
    })
}

fn within(
    given: Option<i32>,
    member: &str,
    range: &std::ops::RangeInclusive<i32>,
) -> Result<Option<u32>, LambdaError> {
    let Some(given) = given else { return Ok(None) };
    if given > *range.end() {
        let must = format!("have value less than or equal to {}", range.end());
        return Err(LambdaError::constraint(given, member, &must));
    }
    let below = || {
        let must = format!("have value greater than or equal to {}", range.start());
        LambdaError::constraint(given, member, &must)
    };
    if given < *range.start() {
        return Err(below());
    }
    u32::try_from(given).map(Some).map_err(|_| below())
}

fn dead_letters(config: DeadLetterConfig) -> Result<Option<Arn>, LambdaError> {
    let Some(target) = config.target_arn.filter(|target| !target.is_empty()) else {
        return Ok(None);
    };
    let arn: Option<Arn> = target.parse().ok();
    let queue = arn.filter(|arn| arn.service() == "sqs" && arn.account_id().is_some());
    let Some(queue) = queue else {
        return Err(LambdaError::unsupported(
            "DeadLetterConfig with a target that is no SQS queue",
        ));
    };
    if is_fifo(&queue) {
        let message = "The dead letter queue of a function is a standard queue.";
        return Err(LambdaError::InvalidParameter(message.to_owned()));
    }
    Ok(Some(queue))
}

/// Whether a queue is a FIFO queue.
pub(crate) fn is_fifo(queue: &Arn) -> bool {
    queue.resource().strip_suffix(".fifo").is_some()
}

fn log_group(config: LoggingConfig) -> Result<Option<String>, LambdaError> {
    refuse(&[
        ("LoggingConfig.LogFormat JSON", config.log_format.is_some_and(|format| format != "Text")),
        ("LoggingConfig.ApplicationLogLevel", config.application_log_level.is_some()),
        ("LoggingConfig.SystemLogLevel", config.system_log_level.is_some()),
    ])?;
    Ok(config.log_group)
}
