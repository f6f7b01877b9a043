//! Names of namespaces and algorithms.

/// SAML assertions. (SAML 2.0 Core, 1.2.)
pub(crate) const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
/// The SAML protocol. (SAML 2.0 Core, 1.2.)
pub(crate) const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
/// SAML metadata. (SAML 2.0 Metadata, 1.1.)
pub(crate) const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
/// XML Signature. (XML Signature 1.1, 1.3.)
pub(crate) const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";
/// Exclusive canonicalisation: the algorithm, and the namespace of its parameter.
pub(crate) const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
/// Exclusive canonicalisation that keeps comments.
pub(crate) const EXCLUSIVE_WITH_COMMENTS: &str =
    "http://www.w3.org/2001/10/xml-exc-c14n#WithComments";
/// The transform that takes the signature out of what it signs.
pub(crate) const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
/// The prefix `xml`. (Namespaces in XML 1.0, 3.)
pub(crate) const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// The prefix `xmlns`. (Namespaces in XML 1.0, 3.)
pub(crate) const XMLNS: &str = "http://www.w3.org/2000/xmlns/";
/// The status of a response that holds an assertion. (SAML 2.0 Core, 3.2.2.2.)
pub(crate) const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";
/// Whoever bears the assertion is its subject. (SAML 2.0 Profiles, 3.3.)
pub(crate) const BEARER: &str = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
/// XML Encryption. (XML Encryption 1.1, 1.3.)
pub(crate) const ENCRYPTION: &str = "http://www.w3.org/2001/04/xmlenc#";
/// What version 1.1 added to it.
pub(crate) const ENCRYPTION_11: &str = "http://www.w3.org/2009/xmlenc11#";
/// What is encrypted is an element. (XML Encryption 1.1, 3.1.)
pub(crate) const ENCRYPTED_ELEMENT: &str = "http://www.w3.org/2001/04/xmlenc#Element";
/// The digest SHA-1, which OAEP takes unless told otherwise. (XML Encryption 1.1, 5.5.2.)
pub(crate) const SHA1: &str = "http://www.w3.org/2000/09/xmldsig#sha1";
