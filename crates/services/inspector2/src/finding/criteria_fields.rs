//! The fields that findings are filtered by, and where a finding has them. (Amazon Inspector API
//! Reference, `FilterCriteria`.)

/// A field.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// The members of a finding that lead to it. Of kinds of resources that are not scanned, no finding
    /// has any.
    pub(super) path: &'static [&'static str],
}

/// What a field is, or which one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Date,
    Map,
    Package,
    Ports,
    Arn,
    Status,
    First,
    Last,
    Updated,
}

const fn field(name: &'static str, kind: Kind, path: &'static [&'static str]) -> Field {
    Field { name, kind, path }
}

/// All of them.
pub(super) const FIELDS: [Field; 69] = [
    field("findingArn", Kind::Arn, &[]),
    field("awsAccountId", Kind::Text, &["awsAccountId"]),
    field("findingType", Kind::Text, &["type"]),
    field("severity", Kind::Text, &["severity"]),
    field("firstObservedAt", Kind::First, &[]),
    field("lastObservedAt", Kind::Last, &[]),
    field("updatedAt", Kind::Updated, &[]),
    field("findingStatus", Kind::Status, &[]),
    field("title", Kind::Text, &["title"]),
    field("inspectorScore", Kind::Number, &["inspectorScore"]),
    field("resourceType", Kind::Text, &["resources", "type"]),
    field("resourceId", Kind::Text, &["resources", "id"]),
    field("resourceTags", Kind::Map, &["resources", "tags"]),
    field("ec2InstanceImageId", Kind::Text, &["resources", "details", "awsEc2Instance", "imageId"]),
    field("ec2InstanceVpcId", Kind::Text, &["resources", "details", "awsEc2Instance", "vpcId"]),
    field(
        "ec2InstanceSubnetId",
        Kind::Text,
        &["resources", "details", "awsEc2Instance", "subnetId"],
    ),
    field(
        "ecrImagePushedAt",
        Kind::Date,
        &["resources", "details", "awsEcrContainerImage", "pushedAt"],
    ),
    field(
        "ecrImageArchitecture",
        Kind::Text,
        &["resources", "details", "awsEcrContainerImage", "architecture"],
    ),
    field(
        "ecrImageRegistry",
        Kind::Text,
        &["resources", "details", "awsEcrContainerImage", "registry"],
    ),
    field(
        "ecrImageRepositoryName",
        Kind::Text,
        &["resources", "details", "awsEcrContainerImage", "repositoryName"],
    ),
    field("ecrImageTags", Kind::Text, &["resources", "details", "awsEcrContainerImage", "tags"]),
    field("ecrImageHash", Kind::Text, &["resources", "details", "awsEcrContainerImage", "hash"]),
    field(
        "ecrImageLastInUseAt",
        Kind::Date,
        &["resources", "details", "awsEcrContainerImage", "lastInUseAt"],
    ),
    field(
        "ecrImageInUseCount",
        Kind::Number,
        &["resources", "details", "awsEcrContainerImage", "inUseCount"],
    ),
    field("portRange", Kind::Ports, &[]),
    field("networkProtocol", Kind::Text, &["networkReachabilityDetails", "protocol"]),
    field(
        "componentId",
        Kind::Text,
        &["networkReachabilityDetails", "networkPath", "steps", "componentId"],
    ),
    field(
        "componentType",
        Kind::Text,
        &["networkReachabilityDetails", "networkPath", "steps", "componentType"],
    ),
    field("vulnerabilityId", Kind::Text, &["packageVulnerabilityDetails", "vulnerabilityId"]),
    field("vulnerabilitySource", Kind::Text, &["packageVulnerabilityDetails", "source"]),
    field("vendorSeverity", Kind::Text, &["packageVulnerabilityDetails", "vendorSeverity"]),
    field("vulnerablePackages", Kind::Package, &[]),
    field(
        "relatedVulnerabilities",
        Kind::Text,
        &["packageVulnerabilityDetails", "relatedVulnerabilities"],
    ),
    field("fixAvailable", Kind::Text, &["fixAvailable"]),
    field("lambdaFunctionName", Kind::Text, &["resources", "details", "awsLambdaFunction", "name"]),
    field(
        "lambdaFunctionLayers",
        Kind::Text,
        &["resources", "details", "awsLambdaFunction", "layers"],
    ),
    field(
        "lambdaFunctionRuntime",
        Kind::Text,
        &["resources", "details", "awsLambdaFunction", "runtime"],
    ),
    field(
        "lambdaFunctionLastModifiedAt",
        Kind::Date,
        &["resources", "details", "awsLambdaFunction", "lastModifiedAt"],
    ),
    field(
        "lambdaFunctionExecutionRoleArn",
        Kind::Text,
        &["resources", "details", "awsLambdaFunction", "executionRoleArn"],
    ),
    field("exploitAvailable", Kind::Text, &["exploitAvailable"]),
    field(
        "codeVulnerabilityDetectorName",
        Kind::Text,
        &["codeVulnerabilityDetails", "detectorName"],
    ),
    field(
        "codeVulnerabilityDetectorTags",
        Kind::Text,
        &["codeVulnerabilityDetails", "detectorTags"],
    ),
    field("codeVulnerabilityFilePath", Kind::Text, &["codeVulnerabilityDetails", "filePath"]),
    field("epssScore", Kind::Number, &["epss", "score"]),
    field(
        "codeRepositoryProjectName",
        Kind::Text,
        &["resources", "details", "codeRepository", "projectName"],
    ),
    field(
        "codeRepositoryProviderType",
        Kind::Text,
        &["resources", "details", "codeRepository", "providerType"],
    ),
    field("machineImageId", Kind::Text, &["resources", "details", "machineImage", "id"]),
    field("machineImageName", Kind::Text, &["resources", "details", "machineImage", "name"]),
    field(
        "machineImageOwnerAccountId",
        Kind::Text,
        &["resources", "details", "machineImage", "ownerAccountId"],
    ),
    field(
        "machineImagePlatform",
        Kind::Text,
        &["resources", "details", "machineImage", "platform"],
    ),
    field("cloudProvider", Kind::Text, &["resources", "provider"]),
    field("cloudProviderRegion", Kind::Text, &["resources", "providerRegion"]),
    field("cloudProviderAccountId", Kind::Text, &["resources", "providerAccountId"]),
    field("cloudProviderOrgId", Kind::Text, &["resources", "providerOrgId"]),
    field("cloudVmImageReference", Kind::Text, &["resources", "details", "vm", "imageReference"]),
    field("cloudVmNetworkId", Kind::Text, &["resources", "details", "vm", "networkId"]),
    field("cloudVmSubnetIds", Kind::Text, &["resources", "details", "vm", "subnetIds"]),
    field(
        "cloudImageRepositoryName",
        Kind::Text,
        &["resources", "details", "image", "repositoryName"],
    ),
    field("cloudImageRegistry", Kind::Text, &["resources", "details", "image", "registry"]),
    field("cloudImageDigest", Kind::Text, &["resources", "details", "image", "digest"]),
    field("cloudImageTags", Kind::Text, &["resources", "details", "image", "tags"]),
    field("cloudImagePushedAt", Kind::Date, &["resources", "details", "image", "pushedAt"]),
    field("cloudImageArchitecture", Kind::Text, &["resources", "details", "image", "architecture"]),
    field("cloudImageLastInUseAt", Kind::Date, &["resources", "details", "image", "lastInUseAt"]),
    field("cloudImageInUseCount", Kind::Number, &["resources", "details", "image", "inUseCount"]),
    field(
        "cloudServerlessFunctionName",
        Kind::Text,
        &["resources", "details", "serverlessFunction", "name"],
    ),
    field(
        "cloudServerlessFunctionRuntime",
        Kind::Text,
        &["resources", "details", "serverlessFunction", "runtime"],
    ),
    field(
        "cloudServerlessFunctionLastModifiedAt",
        Kind::Date,
        &["resources", "details", "serverlessFunction", "lastModifiedAt"],
    ),
    field(
        "cloudServerlessFunctionExecutionRole",
        Kind::Text,
        &["resources", "details", "serverlessFunction", "executionRole"],
    ),
];
