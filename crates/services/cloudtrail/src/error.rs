//! CloudTrail's errors. (CloudTrail API Reference, each operation's own.)

use bartizan_service::store::StoreError;
use bartizan_types::Fault;

/// Declares the errors: AWS's code without its `Exception`, what the message tells, the message.
macro_rules! errors {
    ($($code:ident($($told:ty),*) $message:literal;)*) => {
        /// An error of CloudTrail.
        #[derive(Debug, thiserror::Error)]
        pub(crate) enum CloudTrailError {
            $(#[error($message)] $code($($told),*),)*
            /// Refused elsewhere.
            #[error("{0}")]
            Platform(Fault),
        }

        impl From<CloudTrailError> for Fault {
            fn from(error: CloudTrailError) -> Self {
                let code = match &error {
                    CloudTrailError::Platform(fault) => return fault.clone(),
                    $(CloudTrailError::$code(..) => concat!(stringify!($code), "Exception"),)*
                };
                Self::new(code, error.to_string(), 400)
            }
        }
    };
}

errors! {
    CloudTrailARNInvalid(String) "{0} is not a valid ARN of a trail.";
    InsightNotEnabled(String) "Insights are not enabled on trail {0}: PutInsightSelectors turns them on.";
    EventDataStoreARNInvalid(String) "{0} is not a valid ARN or id of an event data store.";
    EventDataStoreAlreadyExists(String) "Event data store {0} already exists.";
    EventDataStoreMaxLimitExceeded(usize) "Your account has {0} event data stores in this Region, which is the maximum.";
    EventDataStoreNotFound(String) "Event data store {0} is not found.";
    EventDataStoreTerminationProtected() "The event data store cannot be deleted because termination protection is enabled for it.";
    InactiveEventDataStore(String) "Event data store {0} is inactive: it is to be deleted.";
    InactiveQuery(&'static str) "The query cannot be cancelled: its status is {0}.";
    InsufficientEncryptionPolicy(String, String) "Insufficient permissions to access S3 bucket {0} or KMS key {1}.";
    InsufficientS3BucketPolicy(String) "Incorrect S3 bucket policy is detected for bucket: {0}";
    InvalidDateRange() "The start time must be before the end time.";
    InvalidEventCategory(String) "{0} is not a valid event category: leave it out, or ask for `insight`.";
    InvalidEventDataStoreStatus(String, &'static str) "Event data store {0} is in status {1}, which does not allow this.";
    InvalidEventSelectors(String) "{0}";
    InvalidHomeRegion(String, String) "Trail {0} can only be changed from its home region, {1}.";
    InvalidInsightSelectors(String) "{0}";
    InvalidLookupAttributes(String) "{0}";
    InvalidMaxResults(usize) "The value of MaxResults must be between 1 and {0}.";
    InvalidNextToken() "The token that was specified is not valid: start again without one.";
    InvalidParameter(String) "{0}";
    InvalidParameterCombination(&'static str) "{0}";
    InvalidQueryStatement(String) "{0}";
    InvalidQueryStatus(String) "{0} is not a status of queries.";
    InvalidS3BucketName(String) "Bucket name {0} is not valid.";
    InvalidS3Prefix(String) "S3 prefix {0} is not valid.";
    InvalidTagParameter(String) "{0}";
    InvalidTimeRange() "The start time must be before the end time.";
    InvalidToken() "The token is reserved for future use: leave it out.";
    InvalidTrailName(String) "{0}";
    Kms(String) "{0}";
    KmsKeyNotFound(String) "{0}";
    MaxConcurrentQueries(usize) "You are already running {0} queries, which is the maximum: wait for some to finish.";
    MaximumNumberOfTrailsExceeded(String, usize, String) "User: {0} already has {1} trails in {2}.";
    OrganizationsNotInUse() "Your account is not a member of an organization.";
    QueryIdNotFound(String) "Query {0} is not found.";
    ResourceARNNotValid(String) "{0} is not a valid ARN of a resource.";
    ResourceNotFound(String) "Resource {0} is not found.";
    ResourcePolicyNotFound(String) "Resource {0} has no policy.";
    ResourcePolicyNotValid(String) "The resource policy is not valid: {0}";
    ResourceTypeNotSupported(String) "Resource {0} is of a type that has no policies.";
    S3BucketDoesNotExist(String) "S3 bucket {0} does not exist!";
    TagsLimitExceeded(usize) "The number of tags exceeds the limit of {0}.";
    TrailAlreadyExists(String, String) "Trail {0} already exists for customer: {1}";
    TrailNotFound(String, String) "Unknown trail: {0} for the user: {1}";
    UnsupportedOperation(String) "{0}";
}

impl CloudTrailError {
    /// What AWS has and Bartizan does not: clearer than to leave it out.
    pub(crate) fn not_implemented(what: &str) -> Self {
        let message =
            format!("{what} is not implemented by Bartizan; docs/coverage.md lists what is");
        Self::Platform(Fault::new("NotImplemented", message, 501))
    }
}

impl From<Fault> for CloudTrailError {
    fn from(fault: Fault) -> Self {
        Self::Platform(fault)
    }
}

impl From<StoreError> for CloudTrailError {
    fn from(error: StoreError) -> Self {
        Self::Platform(error.into())
    }
}
