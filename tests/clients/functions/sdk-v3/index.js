// SDK version 3, no endpoint, no region.
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, UpdateCommand } = require('@aws-sdk/lib-dynamodb');

const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));

exports.handler = async event => {
  const TableName = process.env.TABLE;
  await documents.send(new PutCommand({ TableName, Item: { pk: event.key, n: 1, tags: new Set(['a', 'b']) } }));
  await documents.send(new UpdateCommand({ TableName, Key: { pk: event.key }, UpdateExpression: 'ADD n :by', ExpressionAttributeValues: { ':by': event.by } }));
  const { Item } = await documents.send(new GetCommand({ TableName, Key: { pk: event.key } }));
  const { Count } = await documents.send(new QueryCommand({ TableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': event.key } }));
  return { n: Item.n, tags: [...Item.tags], count: Count };
};
