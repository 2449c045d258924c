"""Counts in a table whenever the stream of one calls it, up to a limit of its own."""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TABLE"])


def handler(event, context):
    for record in event["Records"]:
        change = record["dynamodb"]
        count = int(change["NewImage"]["n"]["N"])
        if count < int(os.environ["LIMIT"]):
            table.put_item(Item={"pk": change["Keys"]["pk"]["S"], "n": count + 1})
