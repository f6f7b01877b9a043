//! Requests to verify, for several tests.

use bartizan_sigv4::{
    BodyDigest, Credentials, PayloadHash, Presented, Secret, Signed, SignedRequest, SigningError,
    SigningParams, Verified, Verifier, parse, presign, sign,
};
use bartizan_types::Timestamp;
use http::{HeaderMap, HeaderName, HeaderValue};

pub(crate) const NOW: Timestamp = Timestamp::from_seconds(1_795_510_800);
pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
pub(crate) const ACCESS_KEY: &str = "AKIDEXAMPLE";

#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn new(method: &str, path: &str, query: &str, body: &[u8]) -> Self {
        let request = Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: HeaderMap::new(),
            body: body.to_vec(),
        };
        request.with("host", "example.amazonaws.com")
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        self.headers.insert(name, HeaderValue::from_str(value).unwrap());
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    pub(crate) fn borrowed(&self) -> SignedRequest<'_> {
        let Self { method, path, query, headers, .. } = self;
        SignedRequest { method, path, query, headers }
    }

    pub(crate) fn hash(&self) -> [u8; 32] {
        let mut digest = BodyDigest::new();
        digest.update(&self.body);
        digest.finish()
    }

    /// Signs in the header, for this service.
    pub(crate) fn signed(self, service: &str, payload: PayloadHash) -> (Self, Signed) {
        let secret = Secret::new(SECRET);
        let signed = sign(&self.borrowed(), &params(&secret, service, payload)).unwrap();
        let mut request = self;
        for (name, value) in &signed.headers {
            request.headers.insert(name, value.clone());
        }
        (request, signed)
    }

    /// Signs in the header, with the hash of the body.
    pub(crate) fn signed_with_body(self, service: &str) -> Self {
        let payload = PayloadHash::Sha256(self.hash());
        self.signed(service, payload).0
    }

    /// Signs in the query.
    pub(crate) fn presigned(mut self, service: &str, payload: PayloadHash, seconds: u32) -> Self {
        let secret = Secret::new(SECRET);
        let params = params(&secret, service, payload);
        self.query = presign(&self.borrowed(), &params, seconds).unwrap();
        self
    }

    pub(crate) fn parse(&self) -> Result<Option<Presented>, SigningError> {
        parse(&self.borrowed())
    }

    pub(crate) fn verify_at(&self, now: Timestamp) -> Result<Verified, SigningError> {
        let presented = self.parse()?.ok_or(SigningError::MissingAuthenticationToken)?;
        if presented.access_key_id.as_str() != ACCESS_KEY {
            let id = presented.access_key_id.as_str().to_owned();
            return Err(SigningError::UnknownAccessKey(id));
        }
        let hash = self.hash();
        let secret = Secret::new(SECRET);
        let request = self.borrowed();
        let verified = Verifier::new(1).verify(&presented, &request, Some(&hash), &secret, now)?;
        if let PayloadHash::Sha256(_) = verified.payload() {
            let mut digest = BodyDigest::new();
            digest.update(&self.body);
            digest.check(verified.payload())?;
        }
        Ok(verified)
    }

    pub(crate) fn verify(&self) -> Result<Verified, SigningError> {
        self.verify_at(NOW)
    }
}

fn params<'a>(secret: &'a Secret, service: &'a str, payload: PayloadHash) -> SigningParams<'a> {
    let credentials = Credentials { access_key_id: ACCESS_KEY, secret, security_token: None };
    SigningParams::new(credentials, "us-east-1", service, NOW, payload)
}
