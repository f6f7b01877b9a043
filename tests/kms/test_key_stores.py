"""External key stores, behind a proxy that is not Bartizan's."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.aws import error_of
from harness.issuer import Authority
from harness.server import Server
from harness.xks_proxy import XksProxy


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def server(server_factory, authority) -> Server:
    # Loopback is reached under --dev alone.
    return server_factory(dev=True, extra=("--egress-ca", str(authority.file)))


@pytest.fixture
def proxy(authority: Authority) -> Iterator[XksProxy]:
    proxy = XksProxy(authority)
    yield proxy
    proxy.close()


@pytest.fixture
def kms(server: Server):
    return server.client("kms")


@pytest.fixture
def store(kms, proxy: XksProxy) -> str:
    """A connected key store."""
    made = kms.create_custom_key_store(CustomKeyStoreName=proxy.address, **proxy.configuration())
    kms.connect_custom_key_store(CustomKeyStoreId=made["CustomKeyStoreId"])
    return made["CustomKeyStoreId"]


@pytest.fixture
def key(kms, store: str) -> str:
    made = kms.create_key(Origin="EXTERNAL_KEY_STORE", CustomKeyStoreId=store, XksKeyId="bank-1")
    return made["KeyMetadata"]["KeyId"]


def test_a_key_store_is_made_changed_connected_and_deleted(kms, proxy: XksProxy) -> None:
    made = kms.create_custom_key_store(CustomKeyStoreName="bank", **proxy.configuration())
    named = {"CustomKeyStoreId": made["CustomKeyStoreId"]}
    [shown] = kms.describe_custom_key_stores(**named)["CustomKeyStores"]
    assert shown["ConnectionState"] == "DISCONNECTED"
    assert shown["XksProxyConfiguration"]["AccessKeyId"] == proxy.access_key
    assert proxy.secret_key not in str(shown)
    wrong = dict(AccessKeyId=proxy.access_key, RawSecretAccessKey="A" * 44)
    code, message, _ = error_of(
        kms.update_custom_key_store, **named, XksProxyAuthenticationCredential=wrong
    )
    assert code == "XksProxyIncorrectAuthenticationCredentialException"
    assert "could not authenticate AWS KMS" in message
    kms.update_custom_key_store(**named, NewCustomKeyStoreName="vault")
    kms.connect_custom_key_store(**named)
    [shown] = kms.describe_custom_key_stores(CustomKeyStoreName="vault")["CustomKeyStores"]
    assert shown["ConnectionState"] == "CONNECTED"
    kms.disconnect_custom_key_store(**named)
    kms.delete_custom_key_store(**named)
    code, _, _ = error_of(kms.describe_custom_key_stores, **named)
    assert code == "CustomKeyStoreNotFoundException"


def test_a_proxy_that_nobody_vouches_for_is_not_spoken_to(kms, tmp_path: Path) -> None:
    proxy = XksProxy(Authority(tmp_path / "nobody"))
    configuration = proxy.configuration()
    code, message, _ = error_of(
        kms.create_custom_key_store, CustomKeyStoreName="nobody", **configuration
    )
    proxy.close()
    assert code == "XksProxyUriUnreachableException"
    assert "TLS connection" in message
    assert proxy.asked == []


def test_both_keys_encrypt(kms, proxy: XksProxy, key: str) -> None:
    context = {"ledger": "march"}
    sealed = kms.encrypt(KeyId=key, Plaintext=b"a secret", EncryptionContext=context)
    operation, request = proxy.asked[-1]
    assert operation == "encrypt"
    assert request["requestMetadata"]["kmsOperation"] == "Encrypt"
    assert request["requestMetadata"]["kmsKeyArn"] == sealed["KeyId"]
    # What the proxy is given was encrypted by KMS.
    assert b"a secret" not in base64.b64decode(request["plaintext"])
    blob = sealed["CiphertextBlob"]
    assert len(blob) <= 6144
    opened = kms.decrypt(CiphertextBlob=blob, EncryptionContext=context)
    assert opened["Plaintext"] == b"a secret"
    assert proxy.asked[-1][0] == "decrypt"
    largest = kms.encrypt(KeyId=key, Plaintext=b"x" * 4096)["CiphertextBlob"]
    assert len(largest) <= 6144
    assert kms.decrypt(CiphertextBlob=largest)["Plaintext"] == b"x" * 4096


def test_data_keys_and_re_encryption_go_through_the_proxy(kms, proxy: XksProxy, key: str) -> None:
    made = kms.generate_data_key(KeyId=key, KeySpec="AES_256")
    assert kms.decrypt(CiphertextBlob=made["CiphertextBlob"])["Plaintext"] == made["Plaintext"]
    hidden = kms.generate_data_key_without_plaintext(KeyId=key, NumberOfBytes=24)
    assert len(kms.decrypt(CiphertextBlob=hidden["CiphertextBlob"])["Plaintext"]) == 24
    pair = kms.generate_data_key_pair(KeyId=key, KeyPairSpec="ECC_NIST_P256")
    opened = kms.decrypt(CiphertextBlob=pair["PrivateKeyCiphertextBlob"])
    assert opened["Plaintext"] == pair["PrivateKeyPlaintext"]
    other = kms.create_key()["KeyMetadata"]["KeyId"]
    moved = kms.re_encrypt(CiphertextBlob=made["CiphertextBlob"], DestinationKeyId=other)
    back = kms.re_encrypt(CiphertextBlob=moved["CiphertextBlob"], DestinationKeyId=key)
    asked = len(proxy.asked)
    assert kms.decrypt(CiphertextBlob=moved["CiphertextBlob"])["Plaintext"] == made["Plaintext"]
    assert len(proxy.asked) == asked
    assert kms.decrypt(CiphertextBlob=back["CiphertextBlob"])["Plaintext"] == made["Plaintext"]


def test_what_was_changed_is_refused(kms, key: str) -> None:
    blob = kms.encrypt(KeyId=key, Plaintext=b"a secret")["CiphertextBlob"]
    for place in (0, 40, 80, 100, 130, len(blob) - 1):
        changed = bytearray(blob)
        changed[place] ^= 1
        code, _, _ = error_of(kms.decrypt, CiphertextBlob=bytes(changed), KeyId=key)
        assert code in (
            "InvalidCiphertextException",
            "IncorrectKeyException",
            "KMSInvalidStateException",
        ), place
    code, message, _ = error_of(
        kms.decrypt, CiphertextBlob=blob, EncryptionContext={"another": "one"}
    )
    assert (code, "rejected the request" in message) == ("KMSInvalidStateException", True)


def test_a_key_is_used_only_while_its_store_is_connected(kms, proxy, store, key) -> None:
    blob = kms.encrypt(KeyId=key, Plaintext=b"a secret")["CiphertextBlob"]
    proxy.refusals["decrypt"] = "AccessDeniedException"
    code, message, _ = error_of(kms.decrypt, CiphertextBlob=blob)
    assert (code, "denied access" in message) == ("KMSInvalidStateException", True)
    proxy.refusals.clear()
    kms.disconnect_custom_key_store(CustomKeyStoreId=store)
    code, message, _ = error_of(kms.encrypt, KeyId=key, Plaintext=b"a secret")
    assert (code, "is unavailable." in message) == ("KMSInvalidStateException", True)
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Unavailable"
    code, _, _ = error_of(kms.delete_custom_key_store, CustomKeyStoreId=store)
    assert code == "CustomKeyStoreHasCMKsException"
    kms.connect_custom_key_store(CustomKeyStoreId=store)
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"a secret"
    code, _, _ = error_of(
        kms.create_key, Origin="EXTERNAL_KEY_STORE", CustomKeyStoreId=store, XksKeyId="none"
    )
    assert code == "XksKeyNotFoundException"


def test_a_bucket_key_is_used_only_while_the_store_is_connected(
    server, kms, store: str, key: str
) -> None:
    s3 = server.client("s3")
    here = {"Bucket": "of-the-bank", "Key": "ledger"}
    s3.create_bucket(Bucket=here["Bucket"])
    encryption = {
        "ServerSideEncryption": "aws:kms",
        "SSEKMSKeyId": kms.describe_key(KeyId=key)["KeyMetadata"]["Arn"],
        "BucketKeyEnabled": True,
    }
    s3.put_object(**here, **encryption, Body=b"a secret")
    assert s3.get_object(**here)["Body"].read() == b"a secret"
    kms.disconnect_custom_key_store(CustomKeyStoreId=store)
    assert error_of(s3.get_object, **here)[0] == "KMS.KMSInvalidStateException"
    refused = error_of(s3.put_object, **here, **encryption, Body=b"another")
    assert refused[0] == "KMS.KMSInvalidStateException"
    kms.connect_custom_key_store(CustomKeyStoreId=store)
    assert s3.get_object(**here)["Body"].read() == b"a secret"
