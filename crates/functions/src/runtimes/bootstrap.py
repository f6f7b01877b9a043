"""Runs a handler as AWS Lambda does: asks the Runtime API for invocations, and answers them."""

import json
import os
import socket
import sys
import time

TASK = os.environ["LAMBDA_TASK_ROOT"]
LAYERS = os.environ.pop("BARTIZAN_LAYERS")
PREFIX = "/2018-06-01/runtime/"
VERSION = f"python{sys.version_info.major}.{sys.version_info.minor}"


class Api:
    """The Runtime API over one connection that is kept."""

    def __init__(self):
        self.address = os.environ["AWS_LAMBDA_RUNTIME_API"]
        self.connect()

    def connect(self):
        host, _, port = self.address.rpartition(":")
        self.socket = socket.create_connection((host, int(port)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.read = self.socket.makefile("rb")

    def ask(self, method, path, body=b"", headers=""):
        head = f"{method} {PREFIX}{path} HTTP/1.1\r\nHost: {self.address}\r\n{headers}"
        if method == "POST":
            head += f"Content-Length: {len(body)}\r\n"
        head = (head + "\r\n").encode("latin-1")
        # One packet where there is little, and no copy where there is much.
        if len(body) < 65536:
            self.socket.sendall(head + body)
        else:
            self.socket.sendall(head)
            self.socket.sendall(body)
        status = self.read.readline()
        fields = {}
        while (line := self.read.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode("latin-1").partition(":")
            fields[name.lower()] = value.strip()
        if not status:
            raise ConnectionError("the Runtime API closed the connection")
        answer = self.read.read(int(fields.get("content-length", 0)))
        if fields.get("connection", "").lower() == "close":
            self.socket.close()
            self.connect()
        return int(status.split()[1]), fields, answer


class Described:
    """An object of what JSON says of a client or an identity."""

    def __init__(self, values, names):
        for name, key in names.items():
            setattr(self, name, values.get(key))

    def __repr__(self):
        return f"{type(self).__name__}({vars(self)!r})"


class CognitoIdentity(Described):
    """Who a mobile application's user is."""


class Client(Described):
    """A mobile application."""


class ClientContext(Described):
    """What a mobile application says of itself."""


class LambdaContext:
    """What a handler is told beside its event."""

    def __init__(self, fields):
        environment = os.environ
        self.aws_request_id = fields["lambda-runtime-aws-request-id"]
        self.invoked_function_arn = fields.get("lambda-runtime-invoked-function-arn")
        self.function_name = environment.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = environment.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = environment.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.log_group_name = environment.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = environment.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.identity = CognitoIdentity(
            {}, {"cognito_identity_id": "", "cognito_identity_pool_id": ""}
        )
        self.client_context = client_context(fields.get("lambda-runtime-client-context"))
        self._deadline = int(fields.get("lambda-runtime-deadline-ms", 0))

    def get_remaining_time_in_millis(self):
        return max(self._deadline - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))

    def __repr__(self):
        return f"LambdaContext({vars(self)!r})"


def client_context(text):
    if not text:
        return None
    values = json.loads(text)
    context = ClientContext(values, {"custom": "custom", "env": "env", "client": "client"})
    names = ["installation_id", "app_title", "app_version_name", "app_version_code"]
    names.append("app_package_name")
    if context.client is not None:
        context.client = Client(context.client, {name: name for name in names})
    return context


class Fault(Exception):
    """Something that is wrong before the handler is called."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


def find_handler(name):
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        raise Fault("Runtime.MalformedHandlerName", f"Bad handler '{name}': {error}") from error
    import importlib

    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        message = f"Unable to import module '{module_name}': {error}"
        raise Fault("Runtime.ImportModuleError", message) from error
    except SyntaxError as error:
        message = f"Syntax error in module '{module_name}': {error}"
        raise Fault("Runtime.UserCodeSyntaxError", message) from error
    try:
        return getattr(module, function_name)
    except AttributeError as error:
        message = f"Handler '{function_name}' missing on module '{module_name}'"
        raise Fault("Runtime.HandlerNotFound", message) from error


def told(error, request_id):
    """An error as Lambda's runtime for Python tells it."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    if isinstance(error, Fault):
        kind, frames = error.kind, []
    else:
        kind = type(error).__name__
    while frames and frames[0].filename == __file__:
        frames = frames[1:]
    stack = traceback.format_list(frames)
    lines = [f"[ERROR] {kind}: {error}"]
    if stack:
        lines.append("Traceback (most recent call last):")
        lines.extend(line.rstrip("\n") for line in stack)
    print("\n".join(lines), flush=True)
    return {
        "errorMessage": str(error),
        "errorType": kind,
        "requestId": request_id,
        "stackTrace": stack,
    }


def report(api, path, error, request_id=""):
    what = told(error, request_id)
    kind = what["errorType"].encode("ascii", "replace").decode()
    header = f"Lambda-Runtime-Function-Error-Type: {kind}\r\nContent-Type: application/json\r\n"
    api.ask("POST", path, json.dumps(what).encode(), header)


def set_up_logging(current):
    """`logging` as on Lambda; done when a handler imports it, as that takes time."""
    import logging

    class LambdaLoggerHandler(logging.Handler):
        def emit(self, record):
            sys.stdout.write(self.format(record))

    class LambdaFormatter(logging.Formatter):
        converter = time.gmtime

        def format(self, record):
            record.aws_request_id = current["id"]
            return super().format(record)

    handler = LambdaLoggerHandler()
    form = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"
    handler.setFormatter(LambdaFormatter(form, "%Y-%m-%dT%H:%M:%S"))
    logging.getLogger().addHandler(handler)


class LoggingFinder:
    """Sets logging up right after it is imported first."""

    def __init__(self, current):
        self.current = current

    def find_spec(self, name, path, target=None):
        if name != "logging":
            return None
        sys.meta_path.remove(self)
        import importlib.util

        spec = importlib.util.find_spec("logging")
        load = spec.loader.exec_module

        def exec_module(module):
            load(module)
            set_up_logging(self.current)

        spec.loader.exec_module = exec_module
        return spec


def answer(api, handler, fields, payload, current):
    request_id = fields["lambda-runtime-aws-request-id"]
    current["id"] = request_id
    trace = fields.get("lambda-runtime-trace-id")
    if trace:
        os.environ["_X_AMZN_TRACE_ID"] = trace
    else:
        os.environ.pop("_X_AMZN_TRACE_ID", None)
    path = f"invocation/{request_id}/"
    try:
        result = handler(json.loads(payload or b"null"), LambdaContext(fields))
        try:
            body = json.dumps(result, ensure_ascii=False).encode()
        except (TypeError, ValueError) as error:
            fault = Fault("Runtime.MarshalError", f"Unable to marshal response: {error}")
            raise fault from error
    except Exception as error:  # noqa: BLE001  # Whatever a function raises is told.
        report(api, path + "error", error, request_id)
        return
    sys.stdout.flush()
    sys.stderr.flush()
    api.ask("POST", path + "response", body, "Content-Type: application/json\r\n")


def main():
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, errors="backslashreplace")
    packages = f"{LAYERS}/python/lib/{VERSION}/site-packages"
    sys.path[0:1] = [TASK, f"{LAYERS}/python", packages]
    api = Api()
    current = {"id": ""}
    if "logging" not in sys.modules:
        sys.meta_path.insert(0, LoggingFinder(current))
    try:
        handler = find_handler(os.environ["_HANDLER"])
    except Exception as error:  # noqa: BLE001  # Whatever a function raises is told.
        report(api, "init/error", error)
        sys.exit(1)
    while True:
        status, fields, payload = api.ask("GET", "invocation/next")
        if status != 200:
            raise RuntimeError(f"the Runtime API answered {status}: {payload!r}")
        answer(api, handler, fields, payload, current)


if __name__ == "__main__":
    main()
