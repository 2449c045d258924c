// As written for AWS years ago: SDK version 2, no endpoint, no region.
const AWS = require('aws-sdk');

const documents = new AWS.DynamoDB.DocumentClient();

exports.handler = async event => {
  const TableName = process.env.TABLE;
  await documents.put({ TableName, Item: { pk: event.key, n: 1, tags: documents.createSet(['a', 'b']) } }).promise();
  await documents.update({ TableName, Key: { pk: event.key }, UpdateExpression: 'ADD n :by', ExpressionAttributeValues: { ':by': event.by } }).promise();
  const { Item } = await documents.get({ TableName, Key: { pk: event.key } }).promise();
  const { Count } = await documents.query({ TableName, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': event.key } }).promise();
  return { n: Item.n, tags: Item.tags.values, count: Count };
};
