"""boto3 with Lambda, CloudWatch Logs and event source mappings. Usage: python3 lambda_checks.py ENDPOINT PREFIX FUNCTIONS_FOLDER"""
import base64
import io
import json
import pathlib
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import zipfile

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from steps import run

endpoint, prefix, folder = sys.argv[1:]
settings = dict(endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="AKIDCLIENTS", aws_secret_access_key="secret", config=Config(retries={"max_attempts": 0}, read_timeout=60))
functions = boto3.client("lambda", **settings)
logs = boto3.client("logs", **settings)
dynamo = boto3.resource("dynamodb", **settings)
role = "arn:aws:iam::000000000000:role/clients"
main = prefix + "-b3-main"
source = prefix + "-b3-source"
target = prefix + "-b3-target"
SDKS = [("sdk-v2", "nodejs16.x", "index.handler"), ("sdk-v3", "nodejs20.x", "index.handler"), ("boto3", "python3.11", "app.handler")]


def packed(name, **more):
    """A function's folder as a zip; further files by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(pathlib.Path(folder, name).rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(pathlib.Path(folder, name)))
        for path, text in more.items():
            archive.writestr(path, text)
    return out.getvalue()


def create(name, part, runtime, handler, **more):
    functions.create_function(FunctionName=name, Runtime=runtime, Role=role, Handler=handler, Code={"ZipFile": packed(part)}, Timeout=20, MemorySize=256, **more)
    functions.get_waiter("function_active_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 30})
    return name


def call(name, event, **more):
    answer = functions.invoke(FunctionName=name, Payload=json.dumps(event), **more)
    return answer, json.loads(answer["Payload"].read() or "null")


def until(check, seconds=30):
    """Asks until the answer is true; the last answer."""
    end = time.monotonic() + seconds
    while True:
        answer = check()
        if answer or time.monotonic() > end:
            return answer
        time.sleep(0.2)


def table(name, **more):
    made = dynamo.create_table(TableName=name, BillingMode="PAY_PER_REQUEST", AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}], KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}], **more)
    made.meta.client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    made.reload()
    return made


def create_tables():
    for name in (main, target):
        table(name)
    table(source, StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})


def functions_that_know_no_endpoint_use_the_tables():
    for part, runtime, handler in SDKS:
        name = create(f"{prefix}-{part}", part, runtime, handler, Environment={"Variables": {"TABLE": main}})
        answer, result = call(name, {"key": part, "by": 41})
        assert "FunctionError" not in answer, (part, result)
        assert result == {"n": 42, "tags": ["a", "b"], "count": 1}, (part, result)
        assert dynamo.Table(main).get_item(Key={"pk": part})["Item"]["n"] == 42


def a_module_and_its_log():
    name = create(f"{prefix}-esm", "esm", "nodejs20.x", "index.handler", Environment={"Variables": {"GREETING": "hé"}}, Tags={"by": "boto3"})
    answer, result = call(name, {"text": "x"}, LogType="Tail")
    assert result["started"] == "top level await" and result["version"] == "$LATEST" and result["left"] and result["greeting"] == "hé", result
    assert result["arn"].endswith(f":function:{name}"), result
    tail = base64.b64decode(answer["LogResult"]).decode()
    assert "START RequestId: " + answer["ResponseMetadata"]["RequestId"] in tail and "\tINFO\tgot x\n" in tail and "\tMemory Size: 256 MB\t" in tail, tail


def an_error_is_an_answer():
    answer, result = call(f"{prefix}-esm", {"fail": "no luck"})
    assert answer["StatusCode"] == 200 and answer["FunctionError"] == "Unhandled", answer
    assert result["errorType"] == "TypeError" and result["errorMessage"] == "no luck" and isinstance(result["trace"], list), result


def logs_are_found():
    group = f"/aws/lambda/{prefix}-esm"
    found = until(lambda: logs.filter_log_events(logGroupName=group, filterPattern='"got x"')["events"])
    assert len(found) == 1 and found[0]["message"].endswith("INFO\tgot x\n"), found
    stream = logs.describe_log_streams(logGroupName=group)["logStreams"][0]["logStreamName"]
    assert "[$LATEST]" in stream, stream
    lines = [event["message"] for event in logs.get_log_events(logGroupName=group, logStreamName=stream, startFromHead=True)["events"]]
    assert any(line.startswith("REPORT RequestId: ") for line in lines), lines


def versions_aliases_and_permissions():
    name = f"{prefix}-esm"
    one = functions.publish_version(FunctionName=name)["Version"]
    functions.update_function_configuration(FunctionName=name, Environment={"Variables": {"GREETING": "two"}})
    functions.get_waiter("function_updated_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 30})
    two = functions.publish_version(FunctionName=name)["Version"]
    functions.create_alias(FunctionName=name, Name="live", FunctionVersion=one)
    assert (one, two) == ("1", "2"), (one, two)
    answer, result = call(name + ":live", {})
    assert answer["ExecutedVersion"] == "1" and result["greeting"] == "hé" and result["arn"].endswith(":live"), (answer, result)
    functions.update_alias(FunctionName=name, Name="live", FunctionVersion=two)
    assert call(name, {}, Qualifier="live")[1]["greeting"] == "two"
    assert [page["Version"] for page in functions.get_paginator("list_versions_by_function").paginate(FunctionName=name).search("Versions[]")] == ["$LATEST", "1", "2"]


def a_callback_handler():
    name = create(f"{prefix}-callback", "callback", "nodejs18.x", "index.handler")
    assert call(name, {"a": 1})[1] == {"called": "back", "event": {"a": 1}}
    answer, result = call(name, {"fail": "called"})
    assert (answer["FunctionError"], result["errorType"], result["errorMessage"]) == ("Unhandled", "Error", "called"), result


def a_bootstrap_of_ones_own():
    name = create(f"{prefix}-shell", "shell", "provided.al2023", "any.thing")
    answer, result = call(name, {"key": "value"}, LogType="Tail")
    assert result == {"KEY": "VALUE"}, result
    assert "handler any.thing" in base64.b64decode(answer["LogResult"]).decode()


def a_function_url():
    name = f"{prefix}-esm"
    url = functions.create_function_url_config(FunctionName=name, AuthType="NONE", Cors={"AllowOrigins": ["https://app.example"]})["FunctionUrl"]
    host = urllib.parse.urlsplit(url).netloc  # names below localhost are not known to every system
    try:
        urllib.request.urlopen(urllib.request.Request(endpoint, headers={"Host": host}), timeout=20)
        raise AssertionError("nobody has allowed it")
    except urllib.error.HTTPError as error:
        assert error.code == 403, error.code
    functions.add_permission(FunctionName=name, StatementId="public", Principal="*", Action="lambda:InvokeFunctionUrl", FunctionUrlAuthType="NONE")
    request = urllib.request.Request(endpoint + "/some/path?a=1", headers={"Host": host, "Origin": "https://app.example"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.headers["content-type"] == "application/json" and answer.headers["access-control-allow-origin"] == "https://app.example", answer.headers
        assert json.load(answer)["version"] == "$LATEST"


def an_event_is_run_later():
    answer = functions.invoke(FunctionName=f"{prefix}-sdk-v3", InvocationType="Event", Payload=json.dumps({"key": "later", "by": 1}))
    assert answer["StatusCode"] == 202 and answer["Payload"].read() == b"" and "ExecutedVersion" not in answer, answer
    assert until(lambda: dynamo.Table(main).get_item(Key={"pk": "later"}).get("Item", {}).get("n") == 2)
    assert functions.invoke(FunctionName=f"{prefix}-sdk-v3", InvocationType="DryRun")["StatusCode"] == 204


def copied(key):
    return dynamo.Table(target).get_item(Key={"pk": key}, ConsistentRead=True).get("Item")


def a_stream_feeds_a_function():
    name = create(f"{prefix}-copy", "copy", "python3.11", "app.handler", Environment={"Variables": {"TARGET": target}})
    stream = dynamo.Table(source).latest_stream_arn
    made = functions.create_event_source_mapping(
        FunctionName=name, EventSourceArn=stream, StartingPosition="TRIM_HORIZON", BatchSize=10, MaximumRetryAttempts=2, FunctionResponseTypes=["ReportBatchItemFailures"],
        FilterCriteria={"Filters": [{"Pattern": json.dumps({"dynamodb": {"NewImage": {"kind": {"S": ["wanted"]}}}})}]})
    run_of.uuid = made["UUID"]
    assert until(lambda: functions.get_event_source_mapping(UUID=run_of.uuid)["State"] == "Enabled")
    rows = dynamo.Table(source)
    rows.put_item(Item={"pk": "one", "kind": "wanted", "text": "first"})
    rows.put_item(Item={"pk": "two", "kind": "other", "text": "not copied"})
    rows.put_item(Item={"pk": "three", "kind": "wanted", "text": "third"})
    assert until(lambda: copied("three")), functions.get_event_source_mapping(UUID=run_of.uuid)
    assert copied("one") == {"pk": "one", "how": "INSERT", "source": "aws:dynamodb", "new": "first"}, copied("one")
    assert copied("two") is None and copied("tries-two") is None
    rows.put_item(Item={"pk": "one", "kind": "wanted", "text": "changed"})
    assert until(lambda: copied("one")["how"] == "MODIFY") and copied("one")["new"] == "changed"


def one_bad_record_does_not_stop_the_others():
    rows = dynamo.Table(source)
    rows.put_item(Item={"pk": "before", "kind": "wanted", "text": "before"})
    rows.put_item(Item={"pk": "bad", "kind": "wanted", "text": "bad"})
    assert until(lambda: (copied("tries-bad") or {"n": 0})["n"] == 3, seconds=60), (copied("tries-bad"), functions.get_event_source_mapping(UUID=run_of.uuid))
    rows.put_item(Item={"pk": "after", "kind": "wanted", "text": "after"})
    assert until(lambda: copied("after")), functions.get_event_source_mapping(UUID=run_of.uuid)
    assert copied("before") and copied("bad") is None and copied("tries-bad")["n"] == 3, copied("tries-bad")


def a_mapping_is_stopped_and_deleted():
    functions.update_event_source_mapping(UUID=run_of.uuid, Enabled=False)
    assert until(lambda: functions.get_event_source_mapping(UUID=run_of.uuid)["State"] == "Disabled")
    dynamo.Table(source).put_item(Item={"pk": "late", "kind": "wanted", "text": "late"})
    functions.update_event_source_mapping(UUID=run_of.uuid, Enabled=True)
    assert until(lambda: copied("late")), "what came while it was disabled is not lost"
    assert functions.delete_event_source_mapping(UUID=run_of.uuid)["State"] == "Deleting"
    assert until(lambda: not list(functions.get_paginator("list_event_source_mappings").paginate(FunctionName=f"{prefix}-copy").search("EventSourceMappings[]")))


def delete_all():
    names = [page["FunctionName"] for page in functions.get_paginator("list_functions").paginate(PaginationConfig={"PageSize": 2}).search("Functions[]")]
    mine = [name for name in names if name.startswith(prefix)]
    assert len(mine) >= 6, names
    for name in mine:
        functions.delete_function(FunctionName=name)
    try:
        functions.get_function(FunctionName=mine[0])
        raise AssertionError("it is still there")
    except ClientError as error:
        assert error.response["Error"]["Code"] == "ResourceNotFoundException", error.response
    for name in (main, source, target):
        dynamo.Table(name).delete()


class run_of:
    """What one check leaves for the next."""

    uuid = ""


run(create_tables, functions_that_know_no_endpoint_use_the_tables, a_module_and_its_log, an_error_is_an_answer, logs_are_found, versions_aliases_and_permissions, a_callback_handler,
    a_bootstrap_of_ones_own, a_function_url, an_event_is_run_later, a_stream_feeds_a_function, one_bad_record_does_not_stop_the_others, a_mapping_is_stopped_and_deleted, delete_all)
