//! What a detector reads and looks for. (Amazon GuardDuty User Guide, "GuardDuty feature activation".)

use std::collections::BTreeMap;

use bartizan_types::Timestamp;
use serde::{Deserialize, Serialize};

use crate::error::GuardDutyError;
use crate::shapes::{
    CloudTrailConfigurationResult, DNSLogsConfigurationResult, DataSourceConfigurations,
    DataSourceConfigurationsResult, DetectorAdditionalConfigurationResult,
    DetectorFeatureConfiguration, DetectorFeatureConfigurationResult, EbsVolumesResult,
    FlowLogsConfigurationResult, KubernetesAuditLogsConfigurationResult,
    KubernetesConfigurationResult, MalwareProtectionConfigurationResult, S3LogsConfigurationResult,
    ScanEc2InstanceWithFindingsResult,
};

/// What every detector reads.
const FOUNDATIONAL: [&str; 3] = ["CLOUD_TRAIL", "DNS_LOGS", "FLOW_LOGS"];
const S3: &str = "S3_DATA_EVENTS";
const EKS_AUDIT: &str = "EKS_AUDIT_LOGS";
const MALWARE: &str = "EBS_MALWARE_PROTECTION";
const EKS_RUNTIME: &str = "EKS_RUNTIME_MONITORING";
const RUNTIME: &str = "RUNTIME_MONITORING";
/// What may be turned on and off, and what else each may be told.
const OPTIONAL: [(&str, &[&str]); 9] = [
    (S3, &[]),
    (EKS_AUDIT, &[]),
    (MALWARE, &[]),
    ("RDS_LOGIN_EVENTS", &[]),
    (EKS_RUNTIME, &["EKS_ADDON_MANAGEMENT"]),
    ("LAMBDA_NETWORK_LOGS", &[]),
    (RUNTIME, &["EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"]),
    ("AI_PROTECTION", &[]),
    ("AI_ANALYST", &[]),
];

/// Which features are on, and since when each is as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Features(BTreeMap<String, (bool, Timestamp)>);

/// `ENABLED` or `DISABLED`.
pub(crate) fn word(is_enabled: bool) -> String {
    if is_enabled { "ENABLED" } else { "DISABLED" }.to_owned()
}

impl Features {
    /// Those of a new detector: what there is, is on, as at AWS.
    pub(crate) fn of_new(now: Timestamp) -> Self {
        Self(BTreeMap::from([(S3.to_owned(), (true, now))]))
    }

    /// Whether calls that read and write objects are looked at.
    pub(crate) fn has_data_events(&self) -> bool {
        self.is_on(S3)
    }

    fn is_on(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|(is_on, _)| *is_on)
    }

    /// Turns features on and off, by their names or by those of the older data sources.
    pub(crate) fn change(
        &mut self,
        sources: Option<DataSourceConfigurations>,
        features: Option<Vec<DetectorFeatureConfiguration>>,
        now: Timestamp,
    ) -> Result<(), GuardDutyError> {
        if sources.is_some() && features.is_some() {
            let why = "both dataSources and features are specified: use one of them.";
            return Err(GuardDutyError::invalid(why));
        }
        for (name, is_on) in sources.map(named).unwrap_or_default() {
            self.set(name, is_on, now)?;
        }
        let features = features.unwrap_or_default();
        let is_asked = |name: &str| {
            features.iter().any(|one| {
                one.name.as_deref() == Some(name) && one.status.as_deref() == Some("ENABLED")
            })
        };
        if is_asked(EKS_RUNTIME) && is_asked(RUNTIME) {
            let why = "EKS_RUNTIME_MONITORING and RUNTIME_MONITORING cannot both be enabled.";
            return Err(GuardDutyError::invalid(why));
        }
        for feature in features {
            let (Some(name), Some(status)) = (feature.name, feature.status) else {
                let why = "a feature has a name and a status.";
                return Err(GuardDutyError::invalid(why));
            };
            let known = OPTIONAL.iter().find(|(known, _)| *known == name);
            let (name, parts) = known.ok_or_else(|| {
                GuardDutyError::invalid(format!("{name} is no feature that can be configured."))
            })?;
            for part in feature.additional_configuration.unwrap_or_default() {
                let part_name = part.name.unwrap_or_default();
                if !parts.contains(&part_name.as_str()) {
                    let why = format!("{name} has no additional configuration {part_name}.");
                    return Err(GuardDutyError::invalid(why));
                }
                if part.status.as_deref() == Some("ENABLED") {
                    return Err(GuardDutyError::NotImplemented(format!("{name} {part_name}")));
                }
            }
            self.set(name, status == "ENABLED", now)?;
        }
        Ok(())
    }

    fn set(&mut self, name: &str, is_on: bool, now: Timestamp) -> Result<(), GuardDutyError> {
        if is_on && name != S3 {
            return Err(GuardDutyError::NotImplemented(format!("The feature {name}")));
        }
        if self.is_on(name) != is_on {
            self.0.insert(name.to_owned(), (is_on, now));
        }
        Ok(())
    }

    /// All features, as they are told.
    pub(crate) fn shown(&self, created: Timestamp) -> Vec<DetectorFeatureConfigurationResult> {
        let basic = FOUNDATIONAL.into_iter().map(|name| (name, true, created, &[] as &[&str]));
        let optional = OPTIONAL.into_iter().map(|(name, parts)| {
            let (is_on, since) = self.0.get(name).copied().unwrap_or((false, created));
            (name, is_on, since, parts)
        });
        let shown = |(name, is_on, since, parts): (&str, bool, Timestamp, &[&str])| {
            let parts = parts.iter().map(|part| DetectorAdditionalConfigurationResult {
                name: Some((*part).to_owned()),
                status: Some(word(false)),
                updated_at: Some(created),
                ..DetectorAdditionalConfigurationResult::default()
            });
            let parts: Vec<_> = parts.collect();
            DetectorFeatureConfigurationResult {
                name: Some(name.to_owned()),
                status: Some(word(is_on)),
                updated_at: Some(since),
                additional_configuration: (!parts.is_empty()).then_some(parts),
                ..DetectorFeatureConfigurationResult::default()
            }
        };
        basic.chain(optional).map(shown).collect()
    }

    /// The same by the older names.
    pub(crate) fn data_sources(&self) -> DataSourceConfigurationsResult {
        DataSourceConfigurationsResult {
            cloud_trail: CloudTrailConfigurationResult { status: word(true) },
            dns_logs: DNSLogsConfigurationResult { status: word(true) },
            flow_logs: FlowLogsConfigurationResult { status: word(true) },
            s3_logs: S3LogsConfigurationResult { status: word(self.is_on(S3)) },
            kubernetes: Some(KubernetesConfigurationResult {
                audit_logs: KubernetesAuditLogsConfigurationResult {
                    status: word(self.is_on(EKS_AUDIT)),
                },
            }),
            malware_protection: Some(MalwareProtectionConfigurationResult {
                scan_ec2_instance_with_findings: Some(ScanEc2InstanceWithFindingsResult {
                    ebs_volumes: Some(EbsVolumesResult {
                        status: Some(word(self.is_on(MALWARE))),
                        reason: None,
                    }),
                }),
                service_role: None,
            }),
        }
    }
}

/// Data sources by the names of features.
fn named(sources: DataSourceConfigurations) -> Vec<(&'static str, bool)> {
    let s3 = sources.s3_logs.map(|logs| (S3, logs.enable));
    let audit = sources.kubernetes.map(|logs| (EKS_AUDIT, logs.audit_logs.enable));
    let scans = sources.malware_protection.and_then(|one| one.scan_ec2_instance_with_findings);
    let scans = scans.and_then(|one| one.ebs_volumes).map(|is_on| (MALWARE, is_on));
    [s3, audit, scans].into_iter().flatten().collect()
}
