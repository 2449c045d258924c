"""Writes what a table's stream says into another table; a record named `bad` cannot be copied, and only that one is tried again."""
import os

import boto3

target = boto3.resource("dynamodb").Table(os.environ["TARGET"])


def handler(event, context):
    failures = []
    for record in event["Records"]:
        change = record["dynamodb"]
        key = change["Keys"]["pk"]["S"]
        target.update_item(Key={"pk": "tries-" + key}, UpdateExpression="ADD n :one", ExpressionAttributeValues={":one": 1})
        if key == "bad":
            failures.append({"itemIdentifier": change["SequenceNumber"]})
            break
        target.put_item(Item={"pk": key, "how": record["eventName"], "source": record["eventSource"], "new": change["NewImage"]["text"]["S"] if "NewImage" in change else "none"})
    return {"batchItemFailures": failures}
