// The AWS SDK for JavaScript, version 2: client, DocumentClient, waiters, promises. Usage: node v2.mjs ENDPOINT PREFIX
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { run } from "./checks.mjs";

process.env.AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE = "1";
const AWS = createRequire(import.meta.url)("aws-sdk");
const [endpoint, prefix] = process.argv.slice(2);
const config = { endpoint, region: "us-east-1", accessKeyId: "AKIDCLIENTS", secretAccessKey: "secret", maxRetries: 0 };
const client = new AWS.DynamoDB(config);
const streams = new AWS.DynamoDBStreams(config);
const documents = new AWS.DynamoDB.DocumentClient({ service: client });
const table = `${prefix}-v2`;
let description;

const refused = (code, message) => error => error.code === code && (message === undefined || error.message === message);

await run({
  async "create a table with indexes and a stream, wait for it"() {
    await client.createTable({
      TableName: table,
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }, { AttributeName: "sk", AttributeType: "N" }, { AttributeName: "g", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }, { AttributeName: "sk", KeyType: "RANGE" }],
      GlobalSecondaryIndexes: [{ IndexName: "by-g", KeySchema: [{ AttributeName: "g", KeyType: "HASH" }], Projection: { ProjectionType: "ALL" }, ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } }],
      LocalSecondaryIndexes: [{ IndexName: "by-l", KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }, { AttributeName: "g", KeyType: "RANGE" }], Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["a"] } }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    }).promise();
    description = (await client.waitFor("tableExists", { TableName: table, $waiter: { delay: 1 } }).promise()).Table;
    assert.equal(description.ProvisionedThroughput.ReadCapacityUnits, 5);
  },

  async "put and get documents"() {
    const texts = documents.createSet(["a", "b"]), numbers = documents.createSet([1, 2]);
    await documents.put({ TableName: table, Item: { pk: "doc", sk: 1, text: "ä😀", yes: true, nothing: null, list: [1, "x"], map: { a: { b: 1 } }, bytes: Buffer.from([0, 255]), texts, numbers } }).promise();
    const { Item } = await documents.get({ TableName: table, Key: { pk: "doc", sk: 1 }, ConsistentRead: true }).promise();
    assert.deepEqual([...Item.texts.values].sort(), ["a", "b"]);
    assert.deepEqual([...Item.numbers.values].sort(), [1, 2]);
    assert.deepEqual([...Item.bytes], [0, 255]);
    assert.deepEqual([Item.text, Item.yes, Item.nothing, Item.list, Item.map], ["ä😀", true, null, [1, "x"], { a: { b: 1 } }]);
  },

  async "update, condition, delete"() {
    const { Attributes } = await documents.update({ TableName: table, Key: { pk: "upd", sk: 1 }, UpdateExpression: "ADD n :one", ExpressionAttributeValues: { ":one": 1 }, ReturnValues: "UPDATED_NEW" }).promise();
    assert.deepEqual(Attributes, { n: 1 });
    await assert.rejects(documents.delete({ TableName: table, Key: { pk: "upd", sk: 1 }, ConditionExpression: "n > :n", ExpressionAttributeValues: { ":n": 5 } }).promise(), refused("ConditionalCheckFailedException", "The conditional request failed"));
    const gone = await documents.delete({ TableName: table, Key: { pk: "upd", sk: 1 }, ReturnValues: "ALL_OLD" }).promise();
    assert.equal(gone.Attributes.n, 1);
  },

  async "errors have codes"() {
    await assert.rejects(client.describeTable({ TableName: `${table}-absent` }).promise(), refused("ResourceNotFoundException", `Requested resource not found: Table: ${table}-absent not found`));
    await assert.rejects(documents.query({ TableName: table, KeyConditionExpression: "sk = :s", ExpressionAttributeValues: { ":s": 1 } }).promise(), refused("ValidationException", "Query condition missed key schema element: pk"));
    await assert.rejects(documents.put({ TableName: table, Item: { pk: "a" } }).promise(), refused("ValidationException"));
  },

  async "batches, pages by hand and eachPage"() {
    await documents.batchWrite({ RequestItems: { [table]: Array.from({ length: 15 }, (_, sk) => ({ PutRequest: { Item: { pk: "many", sk, g: "x", a: sk } } })) } }).promise();
    const read = await documents.batchGet({ RequestItems: { [table]: { Keys: [{ pk: "many", sk: 3 }, { pk: "many", sk: 30 }] } } }).promise();
    assert.deepEqual(read.Responses[table].map(item => item.a), [3]);

    const found = [];
    let ExclusiveStartKey;
    do {
      const page = await documents.query({ TableName: table, KeyConditionExpression: "pk = :p AND sk BETWEEN :a AND :b", ExpressionAttributeValues: { ":p": "many", ":a": 2, ":b": 12 }, Limit: 4, ExclusiveStartKey }).promise();
      found.push(...page.Items.map(item => item.sk));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    assert.deepEqual(found, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);

    let scanned = 0, pages = 0;
    await new Promise((resolve, reject) => client.scan({ TableName: table, IndexName: "by-g", Limit: 4 }).eachPage((error, page) => {
      if (error) { reject(error); return false; }
      if (page === null) { resolve(); return false; }
      scanned += page.Items.length;
      pages++;
      return true;
    }));
    assert.deepEqual([scanned, pages], [15, 4]);
  },

  async "transactions"() {
    await documents.transactWrite({ TransactItems: [{ Put: { TableName: table, Item: { pk: "tx", sk: 1 } } }, { ConditionCheck: { TableName: table, Key: { pk: "many", sk: 1 }, ConditionExpression: "attribute_exists(pk)" } }] }).promise();
    const { Responses } = await documents.transactGet({ TransactItems: [{ Get: { TableName: table, Key: { pk: "tx", sk: 1 } } }] }).promise();
    assert.deepEqual(Responses[0].Item, { pk: "tx", sk: 1 });
    await assert.rejects(
      documents.transactWrite({ TransactItems: [{ Put: { TableName: table, Item: { pk: "tx", sk: 1 }, ConditionExpression: "attribute_not_exists(pk)" } }] }).promise(),
      refused("TransactionCanceledException", "Transaction cancelled, please refer cancellation reasons for specific reasons [ConditionalCheckFailed]"));
  },

  async "the older parameters"() {
    await client.updateItem({ TableName: table, Key: { pk: { S: "old" }, sk: { N: "1" } }, AttributeUpdates: { a: { Action: "PUT", Value: { S: "x" } } }, Expected: { a: { Exists: false } } }).promise();
    const { Items } = await client.query({ TableName: table, KeyConditions: { pk: { ComparisonOperator: "EQ", AttributeValueList: [{ S: "old" }] } }, AttributesToGet: ["a"] }).promise();
    assert.deepEqual(Items, [{ a: { S: "x" } }]);
  },

  async "streams"() {
    const { StreamDescription } = await streams.describeStream({ StreamArn: description.LatestStreamArn }).promise();
    const names = [];
    for (const { ShardId } of StreamDescription.Shards) {
      const { ShardIterator } = await streams.getShardIterator({ StreamArn: description.LatestStreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" }).promise();
      const { Records } = await streams.getRecords({ ShardIterator }).promise();
      names.push(...Records.filter(record => record.dynamodb.Keys.pk.S === "upd").map(record => record.eventName));
    }
    assert.deepEqual(names, ["INSERT", "REMOVE"]);
  },

  async "partiql, tags, time to live"() {
    const { Items } = await client.executeStatement({ Statement: `SELECT sk FROM "${table}" WHERE pk = 'many' AND sk < 2` }).promise();
    assert.deepEqual(Items, [{ sk: { N: "0" } }, { sk: { N: "1" } }]);
    await client.tagResource({ ResourceArn: description.TableArn, Tags: [{ Key: "k", Value: "v" }] }).promise();
    assert.deepEqual((await client.listTagsOfResource({ ResourceArn: description.TableArn }).promise()).Tags, [{ Key: "k", Value: "v" }]);
    assert.equal((await client.describeTimeToLive({ TableName: table }).promise()).TimeToLiveDescription.TimeToLiveStatus, "DISABLED");
  },

  async "list and delete tables, wait for the end"() {
    const { TableNames } = await client.listTables({ ExclusiveStartTableName: table.slice(0, -1), Limit: 100 }).promise();
    assert.ok(TableNames.includes(table));
    await client.deleteTable({ TableName: table }).promise();
    await client.waitFor("tableNotExists", { TableName: table, $waiter: { delay: 1 } }).promise();
  },
});
