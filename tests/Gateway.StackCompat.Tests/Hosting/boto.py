"""Asks the faces through boto3; fails at the first answer that is not as expected. Argument: the endpoint."""
import io
import sys
import time

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

endpoint = sys.argv[1]


def client(service):
    return boto3.client(service, endpoint_url=endpoint, config=Config(retries={"max_attempts": 1}))


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error.response
        return error.response
    raise AssertionError(f"{code} was expected")


def objects():
    s3 = client("s3")
    s3.create_bucket(Bucket="bucket")
    assert [one["Name"] for one in s3.list_buckets()["Buckets"]] == ["bucket"]
    s3.get_waiter("bucket_exists").wait(Bucket="bucket")
    s3.put_object(Bucket="bucket", Key="a/b c.txt", Body=b"hello", Metadata={"FileSha256": "x"}, ContentType="text/plain")
    got = s3.get_object(Bucket="bucket", Key="a/b c.txt")
    assert got["Body"].read() == b"hello" and got["Metadata"] == {"filesha256": "x"} and got["ContentType"] == "text/plain", got
    assert s3.get_object(Bucket="bucket", Key="a/b c.txt", Range="bytes=1-2")["Body"].read() == b"el"
    assert s3.head_object(Bucket="bucket", Key="a/b c.txt")["ContentLength"] == 5
    refused("NoSuchKey", s3.get_object, Bucket="bucket", Key="none")
    refused("404", s3.head_object, Bucket="bucket", Key="none")
    refused("NoSuchBucket", s3.list_objects_v2, Bucket="none")
    refused("NoSuchBucketPolicy", s3.get_bucket_policy, Bucket="bucket")
    large = bytes(range(256)) * 50_000
    s3.upload_fileobj(io.BytesIO(large), "bucket", "large", ExtraArgs={"Metadata": {"k": "v"}})
    read = io.BytesIO()
    s3.download_fileobj("bucket", "large", read)
    assert read.getvalue() == large
    assert s3.head_object(Bucket="bucket", Key="large")["Metadata"] == {"k": "v"}
    for number in range(25):
        s3.put_object(Bucket="bucket", Key=f"many/{number:02}", Body=b"")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket="bucket", Prefix="many/", PaginationConfig={"PageSize": 10})
    assert [one["Key"] for page in pages for one in page["Contents"]] == [f"many/{number:02}" for number in range(25)]
    assert [one["Prefix"] for one in s3.list_objects_v2(Bucket="bucket", Delimiter="/")["CommonPrefixes"]] == ["a/", "many/"]
    s3.copy_object(Bucket="bucket", Key="copy", CopySource={"Bucket": "bucket", "Key": "a/b c.txt"})
    assert s3.get_object(Bucket="bucket", Key="copy")["Body"].read() == b"hello"
    s3.put_bucket_versioning(Bucket="bucket", VersioningConfiguration={"Status": "Enabled"})
    version = s3.put_object(Bucket="bucket", Key="copy", Body=b"two")["VersionId"]
    s3.delete_object(Bucket="bucket", Key="copy")
    assert s3.get_object(Bucket="bucket", Key="copy", VersionId=version)["Body"].read() == b"two"
    s3.put_bucket_tagging(Bucket="bucket", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    assert s3.get_bucket_tagging(Bucket="bucket")["TagSet"] == [{"Key": "a", "Value": "b"}]
    refused("BucketNotEmpty", s3.delete_bucket, Bucket="bucket")
    for page in s3.get_paginator("list_object_versions").paginate(Bucket="bucket"):
        found = page.get("Versions", []) + page.get("DeleteMarkers", [])
        answer = s3.delete_objects(Bucket="bucket", Delete={"Objects": [{"Key": one["Key"], "VersionId": one["VersionId"]} for one in found]})
        assert "Errors" not in answer, answer
    s3.delete_bucket(Bucket="bucket")


def logs():
    client_of_logs = client("logs")
    client_of_logs.create_log_group(logGroupName="/aws/lambda/f")
    client_of_logs.create_log_stream(logGroupName="/aws/lambda/f", logStreamName="s")
    now = 1767225600000
    client_of_logs.put_log_events(logGroupName="/aws/lambda/f", logStreamName="s", logEvents=[{"timestamp": now, "message": f"line {number}"} for number in range(5)])
    found = client_of_logs.get_log_events(logGroupName="/aws/lambda/f", logStreamName="s", startFromHead=True)["events"]
    assert [one["message"] for one in found] == [f"line {number}" for number in range(5)], found
    pages = client_of_logs.get_paginator("filter_log_events").paginate(logGroupName="/aws/lambda/f", filterPattern="line", PaginationConfig={"PageSize": 2})
    assert sum(len(page["events"]) for page in pages) == 5
    assert client_of_logs.describe_log_groups()["logGroups"][0]["storedBytes"] > 0
    refused("ResourceNotFoundException", client_of_logs.describe_log_streams, logGroupName="none")
    refused("ResourceAlreadyExistsException", client_of_logs.create_log_group, logGroupName="/aws/lambda/f")
    client_of_logs.delete_log_group(logGroupName="/aws/lambda/f")


def apis():
    function = "arn:aws:lambda:us-east-1:000000000000:function:f"
    http = client("apigatewayv2")
    api = http.create_api(Name="a", ProtocolType="HTTP", CorsConfiguration={"AllowOrigins": ["*"]})["ApiId"]
    integration = http.create_integration(ApiId=api, IntegrationType="AWS_PROXY", IntegrationUri=function, PayloadFormatVersion="2.0")["IntegrationId"]
    http.create_route(ApiId=api, RouteKey="GET /x", Target=f"integrations/{integration}")
    http.create_stage(ApiId=api, StageName="$default", AutoDeploy=True)
    assert http.get_stage(ApiId=api, StageName="$default")["AutoDeploy"]
    assert http.get_api(ApiId=api)["CreatedDate"].year == 2026
    assert [one["RouteKey"] for one in http.get_routes(ApiId=api)["Items"]] == ["GET /x"]
    refused("NotFoundException", http.get_api, ApiId="none")
    refused("ConflictException", http.create_route, ApiId=api, RouteKey="GET /x")
    http.delete_api(ApiId=api)

    rest = client("apigateway")
    made = rest.create_rest_api(name="r")
    api = made["id"]
    root = [one["id"] for one in rest.get_resources(restApiId=api)["items"] if one["path"] == "/"][0]  # older clients do not know rootResourceId
    assert made["createdDate"].year == 2026
    resource = rest.create_resource(restApiId=api, parentId=root, pathPart="{proxy+}")["id"]
    rest.put_method(restApiId=api, resourceId=resource, httpMethod="ANY", authorizationType="NONE")
    uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function}/invocations"
    rest.put_integration(restApiId=api, resourceId=resource, httpMethod="ANY", type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
    rest.create_deployment(restApiId=api, stageName="dev")
    assert rest.get_integration(restApiId=api, resourceId=resource, httpMethod="ANY")["uri"] == uri
    assert [one["stageName"] for one in rest.get_stages(restApiId=api)["item"]] == ["dev"]
    rest.update_stage(restApiId=api, stageName="dev", patchOperations=[{"op": "replace", "path": "/variables/a", "value": "1"}])
    assert rest.get_stage(restApiId=api, stageName="dev")["variables"] == {"a": "1"}
    rest.tag_resource(resourceArn=f"arn:aws:apigateway:us-east-1::/restapis/{api}", tags={"k": "v"})
    assert rest.get_tags(resourceArn=f"arn:aws:apigateway:us-east-1::/restapis/{api}")["tags"] == {"k": "v"}
    refused("NotFoundException", rest.get_stage, restApiId=api, stageName="none")
    rest.delete_rest_api(restApiId=api)


began = time.monotonic()
objects()
logs()
apis()
print(f"done in {time.monotonic() - began:.1f} s")
