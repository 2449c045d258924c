"""Runs a Python function: asks on descriptor 3 which one it is to be, loads it, and speaks the Runtime API there. One invocation at a time."""
import decimal
import importlib
import json
import logging
import os
import socket
import sys
import time
import traceback

RUNTIME = "/2018-06-01/runtime/"
BREAK = "\x1e"  # a line break inside one log event


class Channel:
    """HTTP/1.1 on descriptor 3."""

    def __init__(self):
        self.socket = socket.socket(fileno=3)
        self.received = b""

    def send(self, method, path, body=b"", fields=""):
        head = "%s %s HTTP/1.1\r\nHost: r\r\n%sContent-Length: %d\r\n\r\n" % (method, path, fields, len(body))
        return head.encode("utf-8") + body

    def write(self, data):
        self.socket.sendall(data)

    def read(self):
        while True:
            end = self.received.find(b"\r\n\r\n")
            if end >= 0:
                break
            self.fill()
        headers = {}
        for line in self.received[:end].decode("utf-8").split("\r\n")[1:]:
            name, _, value = line.partition(": ")
            headers[name.lower()] = value
        length = int(headers.get("content-length", "0"))
        total = end + 4 + length
        if len(self.received) < total:
            parts = [self.received]
            have = len(self.received)
            while have < total:
                part = self.socket.recv(min(1 << 20, total - have))
                if not part:
                    os._exit(1)
                parts.append(part)
                have += len(part)
            self.received = b"".join(parts)
        body = self.received[end + 4:total]
        self.received = self.received[total:]
        return headers, body

    def fill(self):
        part = self.socket.recv(65536)
        if not part:
            os._exit(1)
        self.received += part


class CognitoIdentity(object):
    __slots__ = ["cognito_identity_id", "cognito_identity_pool_id"]


class Client(object):
    __slots__ = ["installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"]


class ClientContext(object):
    __slots__ = ["custom", "env", "client"]


def fill(kind, names, values):
    result = kind()
    for name in names:
        setattr(result, name, (values or {}).get(name))
    return result


class LambdaContext(object):
    """The second argument of a handler."""

    def __init__(self, headers):
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self._epoch_deadline_time_in_ms = int(headers["lambda-runtime-deadline-ms"])
        self.client_context = None
        if headers.get("lambda-runtime-client-context"):
            given = json.loads(headers["lambda-runtime-client-context"])
            self.client_context = ClientContext()
            self.client_context.custom = given.get("custom")
            self.client_context.env = given.get("env")
            self.client_context.client = fill(Client, Client.__slots__, given["client"]) if given.get("client") else None
        identity = json.loads(headers["lambda-runtime-cognito-identity"]) if headers.get("lambda-runtime-cognito-identity") else {}
        self.identity = CognitoIdentity()
        self.identity.cognito_identity_id = identity.get("cognitoIdentityId")
        self.identity.cognito_identity_pool_id = identity.get("cognitoIdentityPoolId")

    def get_remaining_time_in_millis(self):
        return max(self._epoch_deadline_time_in_ms - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))

    def __repr__(self):
        names = ["aws_request_id", "log_group_name", "log_stream_name", "function_name", "memory_limit_in_mb", "function_version", "invoked_function_arn", "client_context", "identity", "tenant_id"]
        return "LambdaContext([%s])" % ",".join("%s=%s" % (name, getattr(self, name)) for name in names)


class Failure(Exception):
    """An error of the runtime's own, with the type that AWS gives it."""

    def __init__(self, kind, message, trace=()):
        Exception.__init__(self, message)
        self.kind = kind
        self.trace = list(trace)


class LogHandler(logging.Handler):
    def emit(self, record):
        write_event(self.format(record).rstrip("\n"))


class RequestIdFilter(logging.Filter):
    request_id = None

    def filter(self, record):
        record.aws_request_id = self.request_id
        return True


REQUEST_ID = RequestIdFilter()


def begin_logging():
    formatter = logging.Formatter("[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler = LogHandler()
    handler.setFormatter(formatter)
    handler.addFilter(REQUEST_ID)
    logging.getLogger().addHandler(handler)


def write_event(text):
    sys.stdout.write(text.replace("\n", BREAK) + "\n")
    sys.stdout.flush()


def describe(error, kind, trace, request_id):
    return {"errorMessage": str(error), "errorType": kind, "requestId": request_id, "stackTrace": trace}


def log_error(fault):
    lines = ["[ERROR] %s: %s" % (fault["errorType"], fault["errorMessage"]) if fault["errorMessage"] else "[ERROR] %s" % fault["errorType"]]
    if fault["stackTrace"]:
        lines.append("Traceback (most recent call last):")
        for element in fault["stackTrace"]:
            for line in element.splitlines():
                bare = line.lstrip(" ")
                lines.append(u"\u00a0" * (len(line) - len(bare)) + bare)
    write_event("\n".join(lines))


def encode(value):
    def other(item):
        if isinstance(item, decimal.Decimal):
            return float(item)
        raise TypeError("Object of type %s is not JSON serializable" % type(item).__name__)

    return json.dumps(value, default=other).encode("utf-8")


def load(name):
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        raise Failure("Runtime.MalformedHandlerName", "Bad handler '%s': %s" % (name, error))
    try:
        if module_name.split(".")[0] in sys.builtin_module_names:
            raise Failure("Runtime.BuiltInModuleConflict", "Cannot use built-in module %s as a handler module" % module_name)
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Failure("Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module_name, error))
    except SyntaxError as error:
        trace = ['  File "%s" Line %s\n    %s\n' % (error.filename, error.lineno, (error.text or "").strip())]
        raise Failure("Runtime.UserCodeSyntaxError", "Syntax error in module '%s': %s" % (module_name, error), trace)
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise Failure("Runtime.HandlerNotFound", "Handler '%s' missing on module '%s'" % (function_name, module_name))


def fault_of(error, request_id):
    if isinstance(error, Failure):
        return describe(error, error.kind, error.trace, request_id)
    frames = traceback.extract_tb(error.__traceback__)
    frames = [frame for frame in frames if frame[0] != __file__ and not frame[0].startswith("<frozen importlib")]
    return describe(error, type(error).__name__, traceback.format_list(frames), request_id)


def fields_of(fault):
    kind = "".join(letter if " " <= letter <= "~" else "?" for letter in fault["errorType"])
    return "Content-Type: application/json\r\nLambda-Runtime-Function-Error-Type: %s\r\n" % kind


def set_endpoint(endpoint):
    """Old botocore does not read AWS_ENDPOINT_URL: its clients get it as their default."""
    class Finder(object):
        busy = False

        def find_spec(self, name, path=None, target=None):
            if name != "botocore.session" or self.busy:
                return None
            self.busy = True
            try:
                spec = importlib.util.find_spec(name)
            finally:
                self.busy = False
            if spec is None or spec.loader is None:
                return None
            load_module = spec.loader.exec_module

            def exec_module(module):
                load_module(module)
                patch_session(module, endpoint)

            spec.loader.exec_module = exec_module
            return spec

    import importlib.util
    if "botocore.session" in sys.modules:
        patch_session(sys.modules["botocore.session"], endpoint)
    else:
        sys.meta_path.insert(0, Finder())


def patch_session(module, endpoint):
    import botocore
    version = tuple(int(part) for part in botocore.__version__.split(".")[:2])
    if version >= (1, 31):
        return
    create = module.Session.create_client

    def create_client(self, service_name, region_name=None, api_version=None, use_ssl=True, verify=None, endpoint_url=None, *rest, **named):
        return create(self, service_name, region_name, api_version, use_ssl, verify, endpoint_url or endpoint, *rest, **named)

    module.Session.create_client = create_client


def main():
    channel = Channel()
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(line_buffering=True)  # what was printed before a timeout is in the log
    preload = os.environ.get("_EDGE_PRELOAD")
    for name in [name for name in os.environ if name.startswith("_EDGE_")]:
        del os.environ[name]
    if preload:
        try:
            importlib.import_module(preload)
        except Exception:
            pass  # the function will say so if it misses it
    channel.write(channel.send("GET", "/edge/environment"))
    _, body = channel.read()
    environment = json.loads(body.decode("utf-8"))
    os.environ.update(environment["variables"])
    if hasattr(time, "tzset"):
        time.tzset()
    os.chdir(environment["folder"])
    sys.path[0:1] = [environment["folder"]] + environment["path"]
    if os.environ.get("AWS_ENDPOINT_URL"):
        set_endpoint(os.environ["AWS_ENDPOINT_URL"])
    begin_logging()
    try:
        handler = load(environment["handler"])
    except BaseException as error:
        if isinstance(error, SystemExit):
            raise
        fault = fault_of(error, "")
        log_error(fault)
        channel.write(channel.send("POST", RUNTIME + "init/error", encode(fault), fields_of(fault)))
        channel.read()
        sys.exit(1)

    channel.write(channel.send("GET", RUNTIME + "invocation/next"))
    while True:
        headers, body = channel.read()
        if "lambda-runtime-aws-request-id" not in headers:
            continue  # what an answer was answered with
        request_id = headers["lambda-runtime-aws-request-id"]
        REQUEST_ID.request_id = request_id
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("lambda-runtime-trace-id", "")
        try:
            result = handler(json.loads(body.decode("utf-8")), LambdaContext(headers))
            try:
                answer = channel.send("POST", RUNTIME + "invocation/" + request_id + "/response", encode(result), "Content-Type: application/json\r\n")
            except (TypeError, ValueError) as error:
                raise Failure("Runtime.MarshalError", "Unable to marshal response: %s" % error)
        except Exception as error:
            fault = fault_of(error, request_id)
            log_error(fault)
            answer = channel.send("POST", RUNTIME + "invocation/" + request_id + "/error", encode(fault), fields_of(fault))
        sys.stdout.flush()
        sys.stderr.flush()
        channel.write(answer + channel.send("GET", RUNTIME + "invocation/next"))


if __name__ == "__main__":
    main()
