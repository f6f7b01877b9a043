//! The services that have service-linked roles, with the role's name and its policy. (Each
//! service's own guide, "Using service-linked roles".)

use crate::library;

/// A service with a service-linked role.
pub(super) struct LinkedService {
    service: &'static str,
    role: &'static str,
    policy: &'static str,
    pub(super) takes_suffix: bool,
}

const fn linked(service: &'static str, role: &'static str, policy: &'static str) -> LinkedService {
    LinkedService { service, role, policy, takes_suffix: false }
}

static SERVICES: [LinkedService; 28] = [
    linked("access-analyzer", "AccessAnalyzer", "AccessAnalyzerServiceRolePolicy"),
    linked(
        "agentless.inspector2",
        "AmazonInspector2Agentless",
        "AmazonInspector2AgentlessServiceRolePolicy",
    ),
    LinkedService {
        takes_suffix: true,
        ..linked("autoscaling", "AutoScaling", "AutoScalingServiceRolePolicy")
    },
    linked(
        "cks.kms",
        "KeyManagementServiceCustomKeyStores",
        "AWSKeyManagementServiceCustomKeyStoresServiceRolePolicy",
    ),
    linked("cloudtrail", "CloudTrail", "CloudTrailServiceRolePolicy"),
    linked("config", "Config", "AWSConfigServiceRolePolicy"),
    linked(
        "custom-resource.application-autoscaling",
        "ApplicationAutoScaling_CustomResource",
        "AWSApplicationAutoScalingCustomResourcePolicy",
    ),
    linked("ecs", "ECS", "AmazonECSServiceRolePolicy"),
    linked("eks", "AmazonEKS", "AmazonEKSServiceRolePolicy"),
    linked("elasticache", "ElastiCache", "ElastiCacheServiceRolePolicy"),
    linked("elasticbeanstalk", "ElasticBeanstalk", "AWSElasticBeanstalkServiceRolePolicy"),
    linked(
        "elasticloadbalancing",
        "ElasticLoadBalancing",
        "AWSElasticLoadBalancingServiceRolePolicy",
    ),
    linked(
        "apidestinations.events",
        "AmazonEventBridgeApiDestinations",
        "AmazonEventBridgeApiDestinationsServiceRolePolicy",
    ),
    linked("guardduty", "AmazonGuardDuty", "AmazonGuardDutyServiceRolePolicy"),
    linked("inspector2", "AmazonInspector2", "AmazonInspector2ServiceRolePolicy"),
    linked(
        "malware-protection.guardduty",
        "AmazonGuardDutyMalwareProtection",
        "AmazonGuardDutyMalwareProtectionServiceRolePolicy",
    ),
    linked(
        "mrk.kms",
        "KeyManagementServiceMultiRegionKeys",
        "AWSKeyManagementServiceMultiRegionKeysServiceRolePolicy",
    ),
    linked("organizations", "Organizations", "AWSOrganizationsServiceTrustPolicy"),
    linked("rds", "RDS", "AmazonRDSServiceRolePolicy"),
    linked("replicator.lambda", "LambdaReplicator", "AWSLambdaReplicator"),
    linked("route53resolver", "Route53Resolver", "Route53ResolverServiceRolePolicy"),
    linked("securityhub", "SecurityHub", "AWSSecurityHubServiceRolePolicy"),
    linked("shield", "AWSShield", "AWSShieldServiceRolePolicy"),
    linked("spot", "EC2Spot", "AWSEC2SpotServiceRolePolicy"),
    linked("ssm", "AmazonSSM", "AmazonSSMServiceRolePolicy"),
    linked("support", "Support", "AWSSupportServiceRolePolicy"),
    linked("trustedadvisor", "TrustedAdvisor", "AWSTrustedAdvisorServiceRolePolicy"),
    linked("wafv2", "WAFV2Logging", "WAFV2LoggingServiceRolePolicy"),
];

/// The service of this name, as `ecs.amazonaws.com`.
pub(super) fn find(name: &str) -> Option<&'static LinkedService> {
    let service = name.strip_suffix(".amazonaws.com")?;
    SERVICES.iter().find(|known| known.service == service)
}

impl LinkedService {
    /// The role's name, as `AWSServiceRoleForECS`.
    pub(super) fn role_name(&self, suffix: Option<&str>) -> String {
        let suffix = suffix.map(|text| format!("_{text}")).unwrap_or_default();
        format!("AWSServiceRoleFor{}{suffix}", self.role)
    }

    /// The ARN of the policy that the role has.
    pub(super) fn policy_arn(&self) -> String {
        format!("{}{}{}", library::ARN_PREFIX, super::LINKED_PATH, self.policy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_of_a_service_is_in_the_library() {
        for one in &SERVICES {
            assert!(library::policy(&one.policy_arn()).is_some(), "{}", one.policy_arn());
        }
    }

    #[test]
    fn roles_are_named_after_their_service() {
        let scaling = find("autoscaling.amazonaws.com").unwrap();
        assert_eq!(scaling.role_name(None), "AWSServiceRoleForAutoScaling");
        assert_eq!(scaling.role_name(Some("web")), "AWSServiceRoleForAutoScaling_web");
        assert!(find("autoscaling").is_none());
    }
}
