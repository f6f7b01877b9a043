"""A SAML identity provider, independent of the product: lxml writes, signxml signs."""

from __future__ import annotations

import base64
import copy
import os
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml import SignatureConstructionMethod, XMLSigner

ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion"
PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"
DSIG = "http://www.w3.org/2000/09/xmldsig#"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
XENC = "http://www.w3.org/2001/04/xmlenc#"
XENC11 = "http://www.w3.org/2009/xmlenc11#"
SIGN_IN = "https://signin.aws.amazon.com/saml"
ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/"


class Signer(XMLSigner):
    """Signs as asked, also in ways which nobody should take."""

    def check_deprecated_methods(self) -> None:
        """Takes SHA-1 as well."""

    def _build_transforms_for_reference(self, *, transforms_node: Any, **how: Any) -> None:
        """Writes the prefixes that are kept, which signxml leaves out of enveloped signatures."""
        super()._build_transforms_for_reference(transforms_node=transforms_node, **how)
        if how["reference"].inclusive_ns_prefixes:
            kept = " ".join(how["reference"].inclusive_ns_prefixes)
            name = f"{{{EXCLUSIVE}}}InclusiveNamespaces"
            etree.SubElement(transforms_node[-1], name, PrefixList=kept)


def find(tree: Any, path: str) -> Any:
    """The first element at a path with the prefixes `s`, `p` and `d`."""
    prefixes = {"s": ASSERTION, "p": PROTOCOL, "d": DSIG}
    found = tree.find(path, prefixes)
    assert found is not None, path
    return found


def instant(moment: datetime) -> str:
    """A time as SAML writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def encoded(response: Any) -> str:
    """A response, a tree or bytes, as the `SAMLAssertion` parameter takes it."""
    data = response if isinstance(response, bytes) else etree.tostring(response)
    return base64.b64encode(data).decode()


def pem(key: Any, form: str = "PKCS8", passphrase: bytes | None = None) -> str:
    """A private key as it is uploaded."""
    how = serialization.BestAvailableEncryption(passphrase) if passphrase else None
    return key.private_bytes(
        serialization.Encoding.PEM,
        getattr(serialization.PrivateFormat, form),
        how or serialization.NoEncryption(),
    ).decode()


def der(key: Any) -> bytes:
    """A private key in PKCS #8."""
    form, none = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.DER, form, none)


def new_key(bits: int = 2048) -> Any:
    """A private key to whose public key a provider encrypts."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def encrypt(response: Any, public: Any, cipher: str = "aes256-gcm", digest: str = "sha1") -> Any:
    """The response with its assertion encrypted, as XML Encryption 1.1 says."""
    tree = copy.deepcopy(response)
    assertion = find(tree, "s:Assertion")
    secret, plain = os.urandom(int(cipher[3:6]) // 8), etree.tostring(assertion, with_tail=False)
    if cipher.endswith("gcm"):
        vector = os.urandom(12)
        content = vector + AESGCM(secret).encrypt(vector, plain, None)
    else:
        vector, count = os.urandom(16), 16 - len(plain) % 16
        encryptor = Cipher(algorithms.AES(secret), modes.CBC(vector)).encryptor()
        padded = plain + os.urandom(count - 1) + bytes([count])
        content = vector + encryptor.update(padded) + encryptor.finalize()
    algorithm = {"sha1": hashes.SHA1(), "sha256": hashes.SHA256(), "sha512": hashes.SHA512()}[
        digest
    ]
    wrapped = public.encrypt(secret, padding.OAEP(padding.MGF1(algorithm), algorithm, None))
    transport = f'<x:EncryptionMethod Algorithm="{XENC}rsa-oaep-mgf1p"/>'
    if digest != "sha1":
        transport = f"""<x:EncryptionMethod Algorithm="{XENC11}rsa-oaep">
  <d:DigestMethod Algorithm="{XENC}{digest}"/>
  <m:MGF xmlns:m="{XENC11}" Algorithm="{XENC11}mgf1{digest}"/></x:EncryptionMethod>"""

    def value(data: bytes) -> str:
        text = base64.encodebytes(data).decode()
        return f"<x:CipherData><x:CipherValue>{text}</x:CipherValue></x:CipherData>"

    namespace = XENC11 if cipher.endswith("gcm") else XENC
    holder = etree.fromstring(f"""<s:EncryptedAssertion xmlns:s="{ASSERTION}">
<x:EncryptedData xmlns:x="{XENC}" Type="{XENC}Element">
  <x:EncryptionMethod Algorithm="{namespace}{cipher}"/>
  <d:KeyInfo xmlns:d="{DSIG}">
    <x:EncryptedKey>{transport}{value(wrapped)}</x:EncryptedKey>
  </d:KeyInfo>
  {value(content)}
</x:EncryptedData></s:EncryptedAssertion>""")
    tree.replace(assertion, holder)
    return etree.fromstring(etree.tostring(tree))


class Idp:
    """An identity provider with a key of its own."""

    def __init__(self, kind: str = "rsa", entity: str = "https://idp.example/saml") -> None:
        self.entity = entity
        self.now: Callable[[], datetime] = lambda: datetime.now(UTC)
        if kind == "rsa":
            self.key: Any = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        else:
            self.key = ec.generate_private_key({"p256": ec.SECP256R1, "p384": ec.SECP384R1}[kind]())
        self.method = {"rsa": "rsa-sha256", "p256": "ecdsa-sha256", "p384": "ecdsa-sha384"}[kind]
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.example")])
        builder = x509.CertificateBuilder(name, name, self.key.public_key(), 1)
        start = datetime(2020, 1, 1, tzinfo=UTC)
        builder = builder.not_valid_before(start).not_valid_after(start + timedelta(days=1))
        self.certificate = builder.sign(self.key, hashes.SHA256())

    def certificate_text(self) -> str:
        """The certificate in base64."""
        der = self.certificate.public_bytes(serialization.Encoding.DER)
        return base64.encodebytes(der).decode()

    def metadata(self, more: str = "") -> str:
        """What the provider publishes of itself."""
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- {"what is published of this provider " * 10} -->
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{self.entity}"{more}>
  <md:IDPSSODescriptor protocolSupportEnumeration="{PROTOCOL}">
    <md:KeyDescriptor use="signing">
      <ds:KeyInfo xmlns:ds="{DSIG}"><ds:X509Data>
        <ds:X509Certificate>{self.certificate_text()}</ds:X509Certificate>
      </ds:X509Data></ds:KeyInfo>
    </md:KeyDescriptor>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
      Location="{self.entity}/sso"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>"""

    def response(
        self,
        attributes: dict[str, list[str]],
        *,
        name: str = "ada@example.com",
        audience: str = SIGN_IN,
        recipient: str = SIGN_IN,
        issued: timedelta = timedelta(0),
    ) -> Any:
        """An unsigned response; attributes without a scheme are AWS's."""
        moment = self.now() + issued
        now, end = instant(moment), instant(moment + timedelta(minutes=5))
        session_end = instant(moment + timedelta(minutes=40))
        values = ""
        for key, texts in attributes.items():
            full = key if ":" in key.split("Tag:")[0] else ATTRIBUTES + key
            items = "".join(f"<s:AttributeValue>{text}</s:AttributeValue>" for text in texts)
            values += f'<s:Attribute Name="{full}">{items}</s:Attribute>\n'
        text = f"""<p:Response xmlns:p="{PROTOCOL}" xmlns:xs="http://www.w3.org/2001/XMLSchema"
  ID="_r{uuid.uuid4().hex}" Version="2.0" IssueInstant="{now}" Destination="{recipient}">
<s:Issuer xmlns:s="{ASSERTION}">{self.entity}</s:Issuer>
<p:Status><p:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></p:Status>
<s:Assertion xmlns:s="{ASSERTION}" ID="_a{uuid.uuid4().hex}" Version="2.0" IssueInstant="{now}">
<s:Issuer>{self.entity}</s:Issuer>
<s:Subject>
  <s:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{name}</s:NameID>
  <s:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
    <s:SubjectConfirmationData NotOnOrAfter="{end}" Recipient="{recipient}" InResponseTo="_q"/>
  </s:SubjectConfirmation>
</s:Subject>
<s:Conditions NotBefore="{now}" NotOnOrAfter="{end}">
  <s:AudienceRestriction><s:Audience>{audience}</s:Audience></s:AudienceRestriction>
</s:Conditions>
<s:AuthnStatement AuthnInstant="{now}" SessionNotOnOrAfter="{session_end}">
  <s:AuthnContext><s:AuthnContextClassRef>x</s:AuthnContextClassRef></s:AuthnContext>
</s:AuthnStatement>
<s:AttributeStatement>{values}</s:AttributeStatement>
</s:Assertion>
</p:Response>"""
        return etree.fromstring(text)

    def sign(self, response: Any, what: str = "assertion", **how: Any) -> Any:
        """The response with a signature of the assertion, of the response, or of both."""
        tree = copy.deepcopy(response)
        if what in ("assertion", "both"):
            assertion = find(tree, "s:Assertion")
            signed = self._signed(assertion, **how)
            tree.replace(assertion, signed)
        if what in ("response", "both"):
            tree = self._signed(tree, **how)
        return etree.fromstring(etree.tostring(tree))

    def _signed(self, element: Any, **how: Any) -> Any:
        """The element with an enveloped signature behind its issuer."""
        key = how.get("key", self.key)
        signer = Signer(
            method=SignatureConstructionMethod.enveloped,
            signature_algorithm=how.get("method", self.method),
            digest_algorithm=how.get("digest", "sha256"),
            c14n_algorithm=how.get("c14n", EXCLUSIVE),
        )
        inner = etree.fromstring(etree.tostring(element))
        place = etree.Element(f"{{{DSIG}}}Signature", nsmap={"ds": DSIG})
        place.set("Id", "placeholder")
        find(inner, "s:Issuer").addnext(place)
        certificate = how.get("certificate", self.certificate)
        hashed = how.get("method", "").startswith("hmac")
        signed = signer.sign(
            inner,
            key=key,
            cert=None if hashed else [certificate],
            reference_uri=f"#{element.get('ID')}",
            id_attribute="ID",
            inclusive_ns_prefixes=how.get("inclusive"),
        )
        return signed
