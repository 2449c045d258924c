"""boto3 against an endpoint: client, resource, paginators, waiters. Usage: python3 checks.py ENDPOINT PREFIX"""
import sys
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr, Key
from boto3.dynamodb.types import Binary
from botocore.config import Config
from botocore.exceptions import ClientError

from steps import run

endpoint, prefix = sys.argv[1:]
settings = dict(endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="AKIDCLIENTS", aws_secret_access_key="secret", config=Config(retries={"max_attempts": 0}))
client = boto3.client("dynamodb", **settings)
streams = boto3.client("dynamodbstreams", **settings)
resource = boto3.resource("dynamodb", **settings)
name = prefix + "-boto3"
table = resource.Table(name)


def refused(error, code, message=None):
    """True if an exception is of that class, by which programs tell errors apart."""
    response = error.response["Error"]
    assert response["Code"] == code, response
    assert message is None or response["Message"] == message, response
    return True


def create_a_table_and_wait():
    made = resource.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": kind} for key, kind in (("pk", "S"), ("sk", "N"), ("g", "S"), ("l", "B"))],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        GlobalSecondaryIndexes=[{"IndexName": "by-g", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}], "Projection": {"ProjectionType": "ALL"}}],
        LocalSecondaryIndexes=[{"IndexName": "by-l", "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "l", "KeyType": "RANGE"}], "Projection": {"ProjectionType": "KEYS_ONLY"}}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "OLD_IMAGE"},
        Tags=[{"Key": "by", "Value": "boto3"}],
    )
    made.meta.client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 120})
    table.reload()
    assert table.table_status == "ACTIVE", table.table_status
    assert table.creation_date_time.year >= 2024
    assert [index["IndexName"] for index in table.global_secondary_indexes] == ["by-g"]


def put_and_get_items():
    item = {
        "pk": "doc", "sk": Decimal("1"), "text": "ä😀", "number": Decimal("1.5"), "large": Decimal("12345678901234567890123456789012345678"), "small": Decimal("1E-130"),
        "yes": True, "nothing": None, "list": [Decimal(1), "x", [True]], "map": {"a": {"b": Decimal(1)}}, "bytes": Binary(b"\x00\x01\xff"),
        "texts": {"a", "b"}, "numbers": {Decimal(1), Decimal("2.5")}, "binaries": {Binary(b"\x00"), Binary(b"\x01")}, "empty": "", "empties": [{}, []],
    }
    table.put_item(Item=item)
    assert table.get_item(Key={"pk": "doc", "sk": 1}, ConsistentRead=True)["Item"] == item
    assert "Item" not in table.get_item(Key={"pk": "doc", "sk": 2})


def update_with_conditions():
    answer = table.update_item(Key={"pk": "upd", "sk": 1}, UpdateExpression="SET #n = if_not_exists(#n, :zero) + :one", ExpressionAttributeNames={"#n": "n"}, ExpressionAttributeValues={":zero": 0, ":one": 1}, ReturnValues="ALL_NEW")
    assert answer["Attributes"] == {"pk": "upd", "sk": Decimal(1), "n": Decimal(1)}
    answer = table.update_item(Key={"pk": "upd", "sk": 1}, UpdateExpression="SET a = :a", ExpressionAttributeValues={":a": "x"}, ConditionExpression=Attr("n").eq(1) & Attr("a").not_exists(), ReturnValues="UPDATED_NEW")
    assert answer["Attributes"] == {"a": "x"}
    try:
        table.put_item(Item={"pk": "upd", "sk": 1}, ConditionExpression=Attr("pk").not_exists())
        raise AssertionError("the condition was not looked at")
    except client.exceptions.ConditionalCheckFailedException as error:
        assert refused(error, "ConditionalCheckFailedException", "The conditional request failed")
        assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400
        assert len(error.response["ResponseMetadata"]["RequestId"]) == 52


def errors_have_classes():
    for call, code in (
        (lambda: client.describe_table(TableName=name + "-absent"), "ResourceNotFoundException"),
        (lambda: client.create_table(TableName=name, BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "a", "KeyType": "HASH"}], AttributeDefinitions=[{"AttributeName": "a", "AttributeType": "S"}]), "ResourceInUseException"),
        (lambda: table.query(KeyConditionExpression=Key("sk").eq(1)), "ValidationException"),
    ):
        try:
            call()
            raise AssertionError(code)
        except ClientError as error:
            assert refused(error, code)
            assert code == "ValidationException" or isinstance(error, getattr(client.exceptions, code))


def batches():
    with table.batch_writer(overwrite_by_pkeys=["pk", "sk"]) as batch:
        for number in range(60):
            batch.put_item(Item={"pk": "many", "sk": number, "g": "even" if number % 2 == 0 else "odd", "l": Binary(bytes([255 - number]))})
        batch.delete_item(Key={"pk": "many", "sk": 59})
    answer = resource.batch_get_item(RequestItems={name: {"Keys": [{"pk": "many", "sk": 3}, {"pk": "many", "sk": 59}], "ProjectionExpression": "sk"}})
    assert answer["Responses"][name] == [{"sk": Decimal(3)}], answer
    assert answer["UnprocessedKeys"] == {}


def queries_and_paginators():
    pages = list(client.get_paginator("query").paginate(TableName=name, KeyConditionExpression="pk = :p", ExpressionAttributeValues={":p": {"S": "many"}}, PaginationConfig={"PageSize": 25}))
    assert [page["Count"] for page in pages] == [25, 25, 9], [page["Count"] for page in pages]
    assert [int(item["sk"]["N"]) for page in pages for item in page["Items"]] == list(range(59))
    answer = table.query(IndexName="by-g", KeyConditionExpression=Key("g").eq("odd") & Key("sk").between(10, 20), FilterExpression=Attr("l").ne(Binary(bytes([255 - 13]))), ScanIndexForward=False)
    assert [int(item["sk"]) for item in answer["Items"]] == [19, 17, 15, 11], answer["Items"]
    answer = table.query(IndexName="by-l", KeyConditionExpression=Key("pk").eq("many") & Key("l").lt(Binary(bytes([200]))))
    assert [int(item["sk"]) for item in answer["Items"]] == [58, 57, 56], answer["Items"]
    found = client.get_paginator("scan").paginate(TableName=name, FilterExpression="attribute_exists(g)", PaginationConfig={"PageSize": 10}).build_full_result()
    assert len(found["Items"]) == 59
    found = list(client.get_paginator("scan").paginate(TableName=name, PaginationConfig={"MaxItems": 7, "PageSize": 3}))
    assert sum(len(page["Items"]) for page in found) == 7


def transactions():
    client.transact_write_items(TransactItems=[
        {"Put": {"TableName": name, "Item": {"pk": {"S": "tx"}, "sk": {"N": "1"}}}},
        {"Update": {"TableName": name, "Key": {"pk": {"S": "tx"}, "sk": {"N": "2"}}, "UpdateExpression": "SET a = :a", "ExpressionAttributeValues": {":a": {"S": "x"}}}},
    ], ClientRequestToken=prefix[-30:])
    answer = client.transact_get_items(TransactItems=[{"Get": {"TableName": name, "Key": {"pk": {"S": "tx"}, "sk": {"N": "2"}}}}])
    assert answer["Responses"][0]["Item"]["a"] == {"S": "x"}
    try:
        client.transact_write_items(TransactItems=[
            {"Delete": {"TableName": name, "Key": {"pk": {"S": "tx"}, "sk": {"N": "1"}}}},
            {"Put": {"TableName": name, "Item": {"pk": {"S": "tx"}, "sk": {"N": "2"}}, "ConditionExpression": "attribute_not_exists(pk)"}},
        ])
        raise AssertionError("the transaction was not cancelled")
    except client.exceptions.TransactionCanceledException as error:
        assert refused(error, "TransactionCanceledException", "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]")
        assert [reason["Code"] for reason in error.response["CancellationReasons"]] == ["None", "ConditionalCheckFailed"]


def partiql():
    client.execute_statement(Statement=f"UPDATE \"{name}\" SET a = ? WHERE pk = 'tx' AND sk = 2", Parameters=[{"S": "y"}])
    answer = client.execute_statement(Statement=f"SELECT a FROM \"{name}\" WHERE pk = 'tx' AND sk = 2")
    assert answer["Items"] == [{"a": {"S": "y"}}], answer
    answer = client.batch_execute_statement(Statements=[{"Statement": f"SELECT * FROM \"{name}\" WHERE pk = 'tx' AND sk = 1"}])
    assert answer["Responses"][0]["Item"]["sk"] == {"N": "1"}, answer
    answer = client.batch_execute_statement(Statements=[{"Statement": f"INSERT INTO \"{name}\" VALUE {{'pk': 'tx', 'sk': 1}}"}])
    assert answer["Responses"][0]["Error"]["Code"] == "DuplicateItem", answer


def read_the_stream():
    table.delete_item(Key={"pk": "tx", "sk": 2})
    arn = client.describe_table(TableName=name)["Table"]["LatestStreamArn"]
    assert [stream["StreamArn"] for stream in streams.list_streams(TableName=name)["Streams"]] == [arn]
    records = []
    for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
        iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        while iterator:
            page = streams.get_records(ShardIterator=iterator)
            records += page["Records"]
            iterator = page.get("NextShardIterator") if page["Records"] else None
    mine = [(record["eventName"], record["dynamodb"].get("OldImage", {}).get("a")) for record in records if record["dynamodb"]["Keys"] == {"pk": {"S": "tx"}, "sk": {"N": "2"}}]
    assert mine == [("INSERT", None), ("MODIFY", {"S": "x"}), ("REMOVE", {"S": "y"})], mine
    assert records[0]["dynamodb"]["ApproximateCreationDateTime"].year >= 2024


def settings_of_the_table():
    client.update_time_to_live(TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "ends"})
    assert client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]["AttributeName"] == "ends"
    tags = client.get_paginator("list_tags_of_resource").paginate(ResourceArn=table.table_arn).build_full_result()["Tags"]
    assert tags == [{"Key": "by", "Value": "boto3"}], tags
    assert client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]["ContinuousBackupsStatus"] == "ENABLED"
    answer = client.put_item(TableName=name, Item={"pk": {"S": "cost"}, "sk": {"N": "1"}}, ReturnConsumedCapacity="TOTAL")
    assert answer["ConsumedCapacity"] == {"TableName": name, "CapacityUnits": 1.0}, answer["ConsumedCapacity"]


def list_and_delete_tables():
    pages = client.get_paginator("list_tables").paginate(PaginationConfig={"PageSize": 1})
    assert any(name in page["TableNames"] for page in pages)
    table.delete()
    client.get_waiter("table_not_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 120})


run(create_a_table_and_wait, put_and_get_items, update_with_conditions, errors_have_classes, batches, queries_and_paginators, transactions, partiql, read_the_stream, settings_of_the_table, list_and_delete_tables)
