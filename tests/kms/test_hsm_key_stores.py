"""AWS CloudHSM key stores, on a token of SoftHSM2."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from harness.aws import error_of
from harness.issuer import Authority
from harness.server import Server
from harness.token import Token

CLUSTER = "cluster-bankofgreece"


@pytest.fixture(scope="module")
def anchor(tmp_path_factory) -> Path:
    return Authority(tmp_path_factory.mktemp("anchor")).file


@pytest.fixture(scope="module")
def token(tmp_path_factory) -> Token:
    return Token(tmp_path_factory.mktemp("token"), "bank")


@pytest.fixture(scope="module")
def server(server_factory, tmp_path_factory, token: Token, anchor: Path) -> Server:
    file = tmp_path_factory.mktemp("clusters") / "clusters.toml"
    file.write_text(
        f"""
        [clusters.{CLUSTER}]
        library = "{token.library}"
        token = "bank"
        trust-anchor = "{anchor}"

        [clusters.cluster-absentabsent]
        library = "{token.library}"
        token = "nowhere"
        trust-anchor = "{anchor}"

        [clusters.cluster-strangerstra]
        library = "{token.library}"
        token = "somewhere"
        trust-anchor = "{anchor}"
        account = "123456789012"
        """
    )
    return server_factory(
        extra=("--cloudhsm", str(file)), environment={"SOFTHSM2_CONF": token.configuration}
    )


@pytest.fixture
def kms(server: Server):
    return server.client("kms")


def configuration(token: Token, anchor: Path, **other: str) -> dict[str, str]:
    return {
        "CloudHsmClusterId": CLUSTER,
        "KeyStorePassword": token.pin,
        "TrustAnchorCertificate": anchor.read_text(),
    } | other


@pytest.fixture(scope="module")
def store(server: Server, token: Token, anchor: Path) -> str:
    """A connected key store, of the tests that leave keys."""
    kms = server.client("kms")
    made = kms.create_custom_key_store(CustomKeyStoreName="kept", **configuration(token, anchor))
    kms.connect_custom_key_store(CustomKeyStoreId=made["CustomKeyStoreId"])
    return made["CustomKeyStoreId"]


@pytest.fixture
def key(kms, store: str) -> str:
    made = kms.create_key(Origin="AWS_CLOUDHSM", CustomKeyStoreId=store)
    return made["KeyMetadata"]["KeyId"]


def state(kms, store: str) -> tuple[str, str | None]:
    [shown] = kms.describe_custom_key_stores(CustomKeyStoreId=store)["CustomKeyStores"]
    return shown["ConnectionState"], shown.get("ConnectionErrorCode")


def test_a_key_store_is_made_connected_and_deleted(kms, token: Token, anchor: Path) -> None:
    made = kms.create_custom_key_store(CustomKeyStoreName="bank", **configuration(token, anchor))
    store = made["CustomKeyStoreId"]
    [shown] = kms.describe_custom_key_stores(CustomKeyStoreId=store)["CustomKeyStores"]
    assert shown["CustomKeyStoreType"] == "AWS_CLOUDHSM"
    assert shown["CloudHsmClusterId"] == CLUSTER
    assert shown["ConnectionState"] == "DISCONNECTED"
    assert token.pin not in str(shown)
    code, _, _ = error_of(kms.create_key, Origin="AWS_CLOUDHSM", CustomKeyStoreId=store)
    assert code == "CustomKeyStoreInvalidStateException"

    # A wrong password is noticed when it is used, and is changed while disconnected.
    kms.update_custom_key_store(CustomKeyStoreId=store, KeyStorePassword="not-the-pin")
    kms.connect_custom_key_store(CustomKeyStoreId=store)
    assert state(kms, store) == ("FAILED", "INVALID_CREDENTIALS")
    code, _, _ = error_of(kms.connect_custom_key_store, CustomKeyStoreId=store)
    assert code == "CustomKeyStoreInvalidStateException"
    kms.disconnect_custom_key_store(CustomKeyStoreId=store)
    kms.update_custom_key_store(CustomKeyStoreId=store, KeyStorePassword=token.pin)
    kms.connect_custom_key_store(CustomKeyStoreId=store)
    assert state(kms, store) == ("CONNECTED", None)
    random = kms.generate_random(CustomKeyStoreId=store, NumberOfBytes=32)["Plaintext"]
    assert len(set(random)) > 1
    kms.disconnect_custom_key_store(CustomKeyStoreId=store)
    kms.delete_custom_key_store(CustomKeyStoreId=store)
    code, _, _ = error_of(kms.describe_custom_key_stores, CustomKeyStoreId=store)
    assert code == "CustomKeyStoreNotFoundException"


def test_a_cluster_must_be_the_accounts_and_proved(kms, token, anchor, tmp_path) -> None:
    other = Authority(tmp_path).file.read_text()
    for wrong, expected in (
        ({"TrustAnchorCertificate": other}, "IncorrectTrustAnchorException"),
        ({"TrustAnchorCertificate": "no certificate"}, "IncorrectTrustAnchorException"),
        ({"CloudHsmClusterId": "cluster-unknownunkno"}, "CloudHsmClusterNotFoundException"),
        ({"CloudHsmClusterId": "cluster-strangerstra"}, "CloudHsmClusterNotFoundException"),
        ({"CloudHsmClusterId": "cluster-absentabsent"}, "CloudHsmClusterNotActiveException"),
    ):
        wanted = configuration(token, anchor, **wrong)
        code, _, _ = error_of(kms.create_custom_key_store, CustomKeyStoreName="wrong", **wanted)
        assert code == expected, wrong


def test_a_cluster_is_that_of_one_key_store(kms, store, token, anchor) -> None:
    wanted = configuration(token, anchor)
    code, _, _ = error_of(kms.create_custom_key_store, CustomKeyStoreName="second", **wanted)
    assert code == "CloudHsmClusterInUseException"


def test_the_token_has_the_key_and_encrypts(kms, key: str, token: Token, store: str) -> None:
    shown = kms.describe_key(KeyId=key)["KeyMetadata"]
    assert (shown["Origin"], shown["CloudHsmClusterId"]) == ("AWS_CLOUDHSM", CLUSTER)
    assert (shown["CustomKeyStoreId"], shown["KeyState"]) == (store, "Enabled")
    context = {"ledger": "march"}
    sealed = kms.encrypt(KeyId=key, Plaintext=b"x" * 4096, EncryptionContext=context)
    assert len(sealed["CiphertextBlob"]) <= 6144
    blob = {"CiphertextBlob": sealed["CiphertextBlob"]}
    assert kms.decrypt(**blob, EncryptionContext=context)["Plaintext"] == b"x" * 4096
    assert error_of(kms.decrypt, **blob)[0] == "InvalidCiphertextException"
    changed = bytearray(sealed["CiphertextBlob"])
    changed[-1] ^= 1
    code, _, _ = error_of(
        kms.decrypt, CiphertextBlob=bytes(changed), EncryptionContext=context, KeyId=key
    )
    assert code == "InvalidCiphertextException"


def test_data_keys_and_re_encryption_go_through_the_token(kms, key: str) -> None:
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
    assert kms.decrypt(CiphertextBlob=back["CiphertextBlob"])["Plaintext"] == made["Plaintext"]


def test_many_use_a_key_at_once(server: Server, key: str) -> None:
    def use(number: int) -> bool:
        kms, plain = server.client("kms"), str(number).encode()
        blob = kms.encrypt(KeyId=key, Plaintext=plain)["CiphertextBlob"]
        return kms.decrypt(CiphertextBlob=blob)["Plaintext"] == plain

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(use, range(64)))


def test_a_key_is_unavailable_while_its_store_is_disconnected(kms, store: str, key: str) -> None:
    blob = kms.encrypt(KeyId=key, Plaintext=b"a secret")["CiphertextBlob"]
    kms.disconnect_custom_key_store(CustomKeyStoreId=store)
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Unavailable"
    code, message, _ = error_of(kms.decrypt, CiphertextBlob=blob)
    assert (code, "is unavailable." in message) == ("KMSInvalidStateException", True)
    assert error_of(kms.delete_custom_key_store, CustomKeyStoreId=store)[0] == (
        "CustomKeyStoreHasCMKsException"
    )
    kms.connect_custom_key_store(CustomKeyStoreId=store)
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"a secret"


def test_a_start_logs_in_again_and_a_key_that_is_gone_is_told(
    server: Server, kms, key: str, store: str, token: Token
) -> None:
    blob = kms.encrypt(KeyId=key, Plaintext=b"a secret")["CiphertextBlob"]
    server.kill()
    server.start()
    kms = server.client("kms")
    assert state(kms, store) == ("CONNECTED", None)
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"a secret"
    server.stop()
    token.remove()
    server.start()
    kms = server.client("kms")
    code, message, _ = error_of(kms.decrypt, CiphertextBlob=blob)
    assert code == "KMSInvalidStateException"
    assert "no module of the cluster is there" in message
    kms.disconnect_custom_key_store(CustomKeyStoreId=store)
    kms.connect_custom_key_store(CustomKeyStoreId=store)
    assert state(kms, store) == ("FAILED", "INSUFFICIENT_CLOUDHSM_HSMS")
    assert token.pin not in server.output()


def test_a_file_that_is_wrong_is_told(binary: Path, tmp_path: Path, run: Callable) -> None:
    file = tmp_path / "clusters.toml"
    for text, told in (
        ("[clusters.bank]", "missing field `library`"),
        ('[clusters.bank]\nlibrary = "/a"\ntoken = "b"\ntrust-anchor = "/c"', "is no id"),
        (f'[clusters.{CLUSTER}]\nlibrary = "/a"\ntoken = "b"\ntrust-anchor = "/c"', "/c: "),
    ):
        file.write_text(text)
        ended = run("serve", "--cloudhsm", str(file), "--data", str(tmp_path / "data"))
        assert (ended.returncode, told in ended.stderr) == (2, True), ended.stderr


@pytest.fixture
def run(binary: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    return lambda *words: subprocess.run(
        [str(binary), *words], capture_output=True, text=True, timeout=60
    )
