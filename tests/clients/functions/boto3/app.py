"""boto3, no endpoint, no region."""
import os

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def handler(event, context):
    table.put_item(Item={"pk": event["key"], "n": 1, "tags": {"a", "b"}})
    table.update_item(Key={"pk": event["key"]}, UpdateExpression="ADD n :by", ExpressionAttributeValues={":by": event["by"]})
    item = table.get_item(Key={"pk": event["key"]})["Item"]
    count = table.query(KeyConditionExpression=Key("pk").eq(event["key"]))["Count"]
    return {"n": int(item["n"]), "tags": sorted(item["tags"]), "count": count}
