"""Functions by boto3 and the AWS CLI: they are run, contained, and do what their roles may do."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from harness.aws import Cli, Credentials, error_of
from harness.functions import TRUST, Function, RunningFactory, allow, make_role, policy, zipped
from harness.issuer import Authority
from harness.server import Server

ECHO = """
def handler(event, context):
    return {"event": event, "arn": context.invoked_function_arn}
"""


def test_a_function_answers(function: Callable[..., Function]) -> None:
    echo = function(ECHO)
    answer = echo.invoke({"a": [1, "ü"]}, LogType="Tail")
    assert answer["StatusCode"] == 200
    assert answer["ExecutedVersion"] == "$LATEST"
    told = json.loads(answer["Payload"])
    assert told["event"] == {"a": [1, "ü"]}
    assert told["arn"].endswith(f":function:{echo.name}")
    assert echo.ask("x" * 3_000_000)["event"] == "x" * 3_000_000
    lines = base64.b64decode(answer["LogResult"]).decode().splitlines()
    assert lines[0].startswith("START RequestId: ")
    assert lines[-1].startswith("REPORT RequestId: ")


def told_by(cli: Cli, *words: str) -> Any:
    done = cli(*words)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_aws_cli_makes_invokes_and_deletes(
    functions: Server, role: Callable[..., str], unique: Callable[[str], str], tmp_path: Path
) -> None:
    cli = Cli(functions, tmp_path)
    (tmp_path / "code.zip").write_bytes(zipped(ECHO))
    name = unique("function")
    made = told_by(
        cli,
        "lambda",
        "create-function",
        *("--function-name", name, "--runtime", "python3.11", "--handler", "index.handler"),
        *("--role", role(), "--zip-file", f"fileb://{tmp_path / 'code.zip'}"),
        *("--environment", "Variables={STAGE=test}"),
    )
    assert made["State"] == "Active"
    assert made["Environment"] == {"Variables": {"STAGE": "test"}}
    out = tmp_path / "out.json"
    told = told_by(
        cli,
        "lambda",
        "invoke",
        *("--function-name", name, "--payload", '{"n": 1}', str(out)),
    )
    assert told["StatusCode"] == 200
    assert json.loads(out.read_text())["event"] == {"n": 1}
    listed = told_by(cli, "lambda", "list-functions")["Functions"]
    assert name in [function["FunctionName"] for function in listed]
    assert cli("lambda", "delete-function", "--function-name", name).returncode == 0


def test_errors_of_functions_are_told(function: Callable[..., Function]) -> None:
    broken = function(
        "import time\n"
        "def handler(event, context):\n"
        "    if event == 'sleep':\n"
        "        time.sleep(60)\n"
        "    raise ValueError('no good')\n",
        Timeout=2,
        MemorySize=128,
    )
    told = broken.fault()
    assert (told["errorType"], told["errorMessage"]) == ("ValueError", "no good")
    assert "Task timed out after 2.00 seconds" in broken.fault("sleep")["errorMessage"]
    assert broken.fault()["errorMessage"] == "no good", "it goes on after that"
    hungry = function("def handler(event, context):\n    return len(bytearray(900 << 20))\n")
    assert hungry.fault()["errorType"] in ("MemoryError", "Runtime.ExitError")


HOSTILE = """
import glob, os, pathlib, socket
def handler(event, context):
    told = {}
    def attempt(name, work):
        try:
            told[name] = work()
        except Exception as error:
            told[name] = type(error).__name__
    def fork():
        children = 0
        for _ in range(3000):
            pid = os.fork()
            if pid == 0:
                import time
                time.sleep(30)
                os._exit(0)
            children += 1
        return children
    def fill():
        written = 0
        with open('/tmp/full', 'wb') as file:
            while True:
                written += file.write(b'x' * (1 << 20))
                file.flush()
        return written
    def reach(port):
        socket.create_connection(('127.0.0.1', port), 2)
        return 'reached'
    attempt('data', lambda: os.listdir(event['data']))
    attempt('key', lambda: pathlib.Path(event['data'], 'seal.key').read_bytes().hex())
    attempt('server', lambda: reach(event['port']))
    attempt('outside', lambda: socket.create_connection(('192.0.2.1', 80), 2) and 'reached')
    attempt('processes', lambda: [path for path in glob.glob('/proc/[0-9]*/cmdline')
        if b'serve' in pathlib.Path(path).read_bytes()])
    attempt('fill', fill)
    attempt('fork', fork)
    return told
"""


def test_a_hostile_function_is_contained(
    functions: Server, function: Callable[..., Function]
) -> None:
    hostile = function(HOSTILE, MemorySize=256, EphemeralStorage={"Size": 512})
    asked = {"data": str(functions.data), "port": functions.port}
    answer = hostile.invoke(asked)
    told = json.loads(answer["Payload"])
    if "FunctionError" not in answer:
        assert told["data"] == told["key"] == "FileNotFoundError"
        assert told["server"] == "ConnectionRefusedError"
        assert told["outside"] == "OSError"
        assert told["processes"] == []
        assert told["fill"] == "OSError"
        assert told["fork"] == "BlockingIOError"
    assert function(ECHO).ask(1)["event"] == 1, "others are not hurt"
    assert functions.alive()


def test_a_role_decides_what_a_function_does(function: Callable[..., Function]) -> None:
    text = """
import boto3
def handler(event, context):
    try:
        if event == 'groups':
            ec2 = boto3.client('ec2')
            group = ec2.create_security_group(GroupName=context.function_name, Description='d')
            ec2.authorize_security_group_ingress(GroupId=group['GroupId'], IpPermissions=[
                {'IpProtocol': 'tcp', 'FromPort': 443, 'ToPort': 443,
                 'IpRanges': [{'CidrIp': '192.0.2.0/24'}]}])
            return group['GroupId']
        return boto3.client('sts').get_caller_identity()['Arn'] if event == 'who' else \\
            boto3.client('iam').list_users()
    except Exception as error:
        return str(error)
"""
    worker = function(text, may=("ec2:*",), MemorySize=512)
    who = worker.ask("who")
    assert ":assumed-role/worker-" in who
    assert who.endswith(f"/{worker.name}")
    assert worker.ask("groups").startswith("sg-")
    denied = worker.ask("users")
    assert "AccessDenied" in denied
    assert f"{who} is not authorized to perform: iam:ListUsers" in denied


def user(server: Server, name: str, document: str) -> Credentials:
    iam = server.client("iam")
    iam.create_user(UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=document)
    return Credentials.from_key(iam.create_access_key(UserName=name))


def test_a_role_is_passed_by_who_may(
    functions: Server, role: Callable[..., str], unique: Callable[[str], str]
) -> None:
    arn = role()
    settings: dict[str, Any] = {"Runtime": "python3.11", "Handler": "index.handler", "Role": arn}
    settings["Code"] = {"ZipFile": zipped(ECHO)}
    maker = user(functions, unique("maker"), allow("lambda:*"))
    code, message, _ = error_of(
        functions.client("lambda", maker).create_function, FunctionName=unique("f"), **settings
    )
    assert code == "AccessDeniedException"
    assert f"iam:PassRole on resource: {arn}" in message
    passing = {
        "Effect": "Allow",
        "Action": "iam:PassRole",
        "Resource": arn,
        "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}},
    }
    making = {"Effect": "Allow", "Action": "lambda:CreateFunction", "Resource": "*"}
    passer = user(functions, unique("passer"), policy(making, passing))
    functions.client("lambda", passer).create_function(FunctionName=unique("f"), **settings)


def test_who_may_not_invoke_is_denied(
    functions: Server, function: Callable[..., Function], unique: Callable[[str], str]
) -> None:
    echo = function(ECHO)
    name = unique("stranger")
    stranger = functions.client("lambda", user(functions, name, allow("s3:*")))
    code, message, _ = error_of(stranger.invoke, FunctionName=echo.name)
    assert code == "AccessDeniedException"
    assert "lambda:InvokeFunction" in message
    account = functions.client("sts").get_caller_identity()["Account"]
    echo.client.add_permission(
        FunctionName=echo.name,
        StatementId="s",
        Action="lambda:InvokeFunction",
        Principal=f"arn:aws:iam::{account}:user/{name}",
    )
    assert stranger.invoke(FunctionName=echo.name)["StatusCode"] == 200
    echo.client.remove_permission(FunctionName=echo.name, StatementId="s")
    assert error_of(stranger.invoke, FunctionName=echo.name)[0] == "AccessDeniedException"


def test_versions_and_aliases(function: Callable[..., Function]) -> None:
    answering = function("def handler(event, context):\n    return 1\n")
    client = answering.client
    assert client.publish_version(FunctionName=answering.name)["Version"] == "1"
    client.create_alias(FunctionName=answering.name, Name="live", FunctionVersion="1")
    assert answering.ask() == 1
    client.update_function_code(
        FunctionName=answering.name,
        ZipFile=zipped("def handler(event, context):\n    return 2\n"),
    )
    assert answering.ask() == 2
    live = answering.invoke(Qualifier="live")
    assert (live["Payload"], live["ExecutedVersion"]) == ("1", "1")
    arn = client.get_alias(FunctionName=answering.name, Name="live")["AliasArn"]
    assert client.invoke(FunctionName=arn)["ExecutedVersion"] == "1"


def test_a_function_finds_its_layers(function: Callable[..., Function]) -> None:
    user_of = function("import lib\ndef handler(event, context):\n    return lib.ANSWER\n")
    client = user_of.client
    assert "lib" in user_of.fault()["errorMessage"]
    code = zipped("ANSWER = 42\n", name="python/lib.py")
    layer = client.publish_layer_version(LayerName="lib", Content={"ZipFile": code})
    arn = layer["LayerVersionArn"]
    client.update_function_configuration(FunctionName=user_of.name, Layers=[arn])
    assert user_of.ask() == 42
    assert client.get_layer_version_by_arn(Arn=arn)["Version"] == layer["Version"]
    assert client.list_layers()["Layers"][0]["LayerName"] == "lib"


def test_code_comes_from_s3(
    functions: Server, function: Callable[..., Function], unique: Callable[[str], str]
) -> None:
    s3 = functions.client("s3")
    bucket = unique("code")
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="f.zip", Body=zipped(ECHO))
    echo = function(ECHO)
    echo.client.update_function_code(FunctionName=echo.name, S3Bucket=bucket, S3Key="f.zip")
    assert echo.ask(3)["event"] == 3
    code, message, _ = error_of(
        echo.client.update_function_code,
        FunctionName=echo.name,
        S3Bucket=bucket,
        S3Key="none.zip",
    )
    assert code == "InvalidParameterValueException"
    assert "NoSuchKey" in message


@pytest.mark.parametrize("store", ["sqlite", "postgres"], indirect=True)
def test_functions_are_there_after_a_restart(
    running: RunningFactory, store: str | None, unique: Callable[[str], str]
) -> None:
    server = running(store=store)
    name = unique("f")
    large = zipped(ECHO + "#" + "".join(f"{number:x}" for number in range(500_000)))
    server.client("lambda").create_function(
        FunctionName=name,
        Runtime="python3.11",
        Handler="index.handler",
        Role=make_role(server, "worker"),
        Code={"ZipFile": large},
        Environment={"Variables": {"STAGE": "test"}},
    )
    server.kill()
    server.start()
    echo = Function(server.client("lambda"), name)
    assert echo.ask({"a": 1})["event"] == {"a": 1}
    told = echo.client.get_function_configuration(FunctionName=name)
    assert told["CodeSize"] == len(large)
    assert told["Environment"] == {"Variables": {"STAGE": "test"}}


def test_variables_are_sealed_by_a_key_of_kms(
    functions: Server, function: Callable[..., Function], unique: Callable[[str], str]
) -> None:
    kms = functions.client("kms")
    key = kms.create_key()["KeyMetadata"]["Arn"]
    text = "import os\ndef handler(event, context):\n    return os.environ['SECRET']\n"
    options = {"KMSKeyArn": key, "Environment": {"Variables": {"SECRET": "open sesame"}}}
    sealed = function(text, may=("kms:Decrypt",), **options)
    assert sealed.ask() == "open sesame"
    told = sealed.client.get_function_configuration(FunctionName=sealed.name)
    assert told["KMSKeyArn"] == key
    assert told["Environment"]["Variables"] == {"SECRET": "open sesame"}
    reader = user(functions, unique("reader"), allow("lambda:*"))
    told = functions.client("lambda", reader).get_function_configuration(FunctionName=sealed.name)
    assert told["Environment"]["Error"]["ErrorCode"] == "AccessDeniedException"
    assert "Variables" not in told["Environment"]
    shut = function(text, **options)
    code, _, _ = error_of(shut.client.invoke, FunctionName=shut.name)
    assert code == "KMSAccessDeniedException", "its role may not use the key"


def test_functions_reach_a_server_of_tls(
    running: RunningFactory, tmp_path_factory: pytest.TempPathFactory
) -> None:
    authority = Authority(tmp_path_factory.mktemp("authority"))
    pem = str(authority.server("api"))
    server = running("--tls-cert", pem, "--tls-key", pem)
    iam = server.client("iam", authority=authority.file)
    made = iam.create_role(RoleName="worker", AssumeRolePolicyDocument=json.dumps(TRUST))
    client = server.client("lambda", authority=authority.file)
    text = """
import boto3
def handler(event, context):
    return boto3.client('sts').get_caller_identity()['Arn']
"""
    client.create_function(
        FunctionName="who",
        Runtime="python3.11",
        Handler="index.handler",
        Role=made["Role"]["Arn"],
        Code={"ZipFile": zipped(text)},
        MemorySize=512,
        Timeout=20,
    )
    answer = client.invoke(FunctionName="who")
    assert answer["Payload"].read().decode().endswith(':assumed-role/worker/who"')
