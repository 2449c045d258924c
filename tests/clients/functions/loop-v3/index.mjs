// Counts in the very table whose stream calls it, up to a limit of its own.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, UpdateCommand } from "@aws-sdk/lib-dynamodb";

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));

export const handler = async event => {
  for (const { dynamodb } of event.Records) {
    if (Number(dynamodb.NewImage.n.N) < Number(process.env.LIMIT)) {
      await documents.send(new UpdateCommand({ TableName: process.env.TABLE, Key: { pk: dynamodb.Keys.pk.S }, UpdateExpression: "ADD n :one", ExpressionAttributeValues: { ":one": 1 } }));
    }
  }
};
