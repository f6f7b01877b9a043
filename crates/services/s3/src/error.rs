//! S3's errors. (Amazon S3 API Reference, "Error responses", "List of error codes".)

use bartizan_store::StoreError;
use bartizan_types::Fault;

/// Declares the errors: variant (AWS's code), members of the error's XML with their names there,
/// texts for the message alone, status and message.
macro_rules! errors {
    ($($code:ident { $($field:ident = $wire:literal),* } [$($text:ident),*] $status:literal $message:literal;)*) => {
        /// What S3 answers instead of an output.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        pub(crate) enum S3Error {
            $(#[error($message)] $code { $($field: String,)* $($text: String,)* },)*
            /// A version that Object Lock keeps.
            #[error("Access Denied because object protected by object lock.")]
            ObjectLocked {},
            /// Another key than the one the object was stored with.
            #[error("Requests specifying Server Side Encryption with Customer provided keys must provide the correct secret key.")]
            WrongCustomerKey {},
            /// The store failed.
            #[error(transparent)]
            Store(#[from] StoreError),
            /// Refused elsewhere on the road.
            #[error("{0}")]
            Refused(Fault),
        }

        impl From<S3Error> for Fault {
            fn from(error: S3Error) -> Self {
                let message = error.to_string();
                match error {
                    $(S3Error::$code { $($field,)* $($text: _,)* } => {
                        let fault = Fault::new(stringify!($code), message, $status);
                        $(let fault = fault.with($wire, $field);)*
                        fault
                    })*
                    S3Error::ObjectLocked {} | S3Error::WrongCustomerKey {} => {
                        Fault::new("AccessDenied", message, 403)
                    }
                    S3Error::Store(error) => Self::from(error),
                    S3Error::Refused(fault) => fault,
                }
            }
        }
    };
}

errors! {
    AccessControlListNotSupported { bucket = "BucketName" } [] 400 "The bucket does not allow ACLs";
    AccessDenied {} [] 403 "Access Denied";
    AuthorizationHeaderMalformed { region = "Region" } [signed_for] 400 "The authorization header is malformed; the region '{signed_for}' is wrong; expecting '{region}'";
    BadRequest {} [reason] 400 "{reason}";
    BadDigest {} [algorithm] 400 "The {algorithm} you specified did not match the calculated checksum.";
    BucketAlreadyExists { bucket = "BucketName" } [] 409 "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.";
    BucketAlreadyOwnedByYou { bucket = "BucketName" } [] 409 "Your previous request to create the named bucket succeeded and you already own it.";
    BucketNotEmpty { bucket = "BucketName" } [] 409 "The bucket you tried to delete is not empty";
    EntityTooLarge { proposed = "ProposedSize", maximum = "MaxSizeAllowed" } [] 400 "Your proposed upload exceeds the maximum allowed size";
    EntityTooSmall { proposed = "ProposedSize", minimum = "MinSizeAllowed", part = "PartNumber", etag = "ETag" } [] 400 "Your proposed upload is smaller than the minimum allowed size";
    IllegalLocationConstraintException {} [constraint] 400 "The {constraint} location constraint is incompatible for the region specific endpoint this request was sent to.";
    IncompleteBody {} [] 400 "You did not provide the number of bytes specified by the Content-Length HTTP header.";
    InternalError {} [reason] 500 "We encountered an internal error. Please try again: {reason}";
    InvalidArgument { name = "ArgumentName", value = "ArgumentValue" } [reason] 400 "{reason}";
    InvalidBucketName { bucket = "BucketName" } [] 400 "The specified bucket is not valid.";
    InvalidBucketState {} [reason] 409 "{reason}";
    InvalidDigest { digest = "Content-MD5" } [] 400 "The Content-MD5 you specified was invalid.";
    InvalidEncryptionAlgorithmError { name = "ArgumentName", value = "ArgumentValue" } [] 400 "The Encryption request you specified is not valid. Supported value: AES256.";
    InvalidLocationConstraint { constraint = "LocationConstraint" } [] 400 "The specified location-constraint is not valid";
    InvalidPart { upload = "UploadId", part = "PartNumber", etag = "ETag" } [] 400 "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
    InvalidPartNumber { requested = "PartNumberRequested", actual = "ActualPartCount" } [] 416 "The requested partnumber is not satisfiable";
    InvalidPartOrder { upload = "UploadId" } [] 400 "The list of parts was not in ascending order. Parts must be ordered by part number.";
    InvalidRange { requested = "RangeRequested", actual = "ActualObjectSize" } [] 416 "The requested range is not satisfiable";
    InvalidRequest {} [reason] 400 "{reason}";
    InvalidStorageClass { class = "StorageClassRequested" } [] 400 "The storage class you specified is not valid";
    InvalidTag { key = "TagKey" } [reason] 400 "{reason}";
    KeyTooLongError { size = "Size", maximum = "MaxSizeAllowed" } [] 400 "Your key is too long";
    MalformedPolicy {} [reason] 400 "{reason}";
    MalformedXML {} [] 400 "The XML you provided was not well-formed or did not validate against our published schema";
    MissingRequestBodyError {} [] 400 "Request Body is empty";
    MetadataTooLarge { size = "Size", maximum = "MaxSizeAllowed" } [] 400 "Your metadata headers exceed the maximum allowed metadata size";
    MethodNotAllowed { method = "Method", resource = "ResourceType" } [] 405 "The specified method is not allowed against this resource.";
    NoSuchBucket { bucket = "BucketName" } [] 404 "The specified bucket does not exist";
    NoSuchBucketPolicy { bucket = "BucketName" } [] 404 "The bucket policy does not exist";
    NoSuchCORSConfiguration { bucket = "BucketName" } [] 404 "The CORS configuration does not exist";
    NoSuchKey { key = "Key" } [] 404 "The specified key does not exist.";
    NoSuchLifecycleConfiguration { bucket = "BucketName" } [] 404 "The lifecycle configuration does not exist";
    NoSuchObjectLockConfiguration { key = "Key" } [] 404 "The specified object does not have a ObjectLock configuration";
    NoSuchPublicAccessBlockConfiguration { bucket = "BucketName" } [] 404 "The public access block configuration was not found";
    NoSuchTagSet { bucket = "BucketName" } [] 404 "The TagSet does not exist";
    NoSuchUpload { upload = "UploadId" } [] 404 "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.";
    NoSuchWebsiteConfiguration { bucket = "BucketName" } [] 404 "The specified bucket does not have a website configuration";
    NoSuchVersion { key = "Key", version = "VersionId" } [] 404 "The specified version does not exist.";
    NotImplemented {} [what] 501 "{what} is not implemented by Bartizan; docs/coverage.md lists what is";
    NotModified {} [] 304 "Not Modified";
    ObjectLockConfigurationNotFoundError { bucket = "BucketName" } [] 404 "Object Lock configuration does not exist for this bucket";
    OperationAborted {} [] 409 "A conflicting conditional operation is currently in progress against this resource. Please try again.";
    OwnershipControlsNotFoundError { bucket = "BucketName" } [] 404 "The bucket ownership controls were not found";
    PreconditionFailed { condition = "Condition" } [] 412 "At least one of the pre-conditions you specified did not hold";
    ReplicationConfigurationNotFoundError { bucket = "BucketName" } [] 404 "The replication configuration was not found";
    TagPolicyException {} [message] 400 "{message}";
    TooManyBuckets {} [] 400 "You have attempted to create more buckets than allowed";
}

impl From<Fault> for S3Error {
    fn from(fault: Fault) -> Self {
        Self::Refused(fault)
    }
}

impl S3Error {
    /// An argument that is wrong, with its name and value.
    pub(crate) fn argument(
        name: impl Into<String>,
        value: impl Into<String>,
        reason: impl Into<String>,
    ) -> Self {
        Self::InvalidArgument { name: name.into(), value: value.into(), reason: reason.into() }
    }

    /// A request that makes no sense.
    pub(crate) fn request(reason: impl Into<String>) -> Self {
        Self::InvalidRequest { reason: reason.into() }
    }

    /// Something that AWS does and Bartizan does not.
    pub(crate) fn not_implemented(what: impl Into<String>) -> Self {
        Self::NotImplemented { what: what.into() }
    }

    /// The disk failed.
    pub(crate) fn disk(error: &std::io::Error) -> Self {
        Self::InternalError { reason: format!("the disk failed: {error}") }
    }
}
