// The AWS SDK for JavaScript, version 3: clients, document client, paginators, waiters. Usage: node v3.mjs ENDPOINT PREFIX
import assert from "node:assert/strict";
import {
  ConditionalCheckFailedException, CreateTableCommand, DeleteTableCommand, DescribeTimeToLiveCommand, DynamoDBClient, ExecuteStatementCommand,
  ListTagsOfResourceCommand, PutItemCommand, ResourceNotFoundException, TagResourceCommand, TransactionCanceledException, UpdateTimeToLiveCommand,
  paginateListTables, paginateScan as paginateRawScan, waitUntilTableExists, waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import { DescribeStreamCommand, DynamoDBStreamsClient, GetRecordsCommand, GetShardIteratorCommand } from "@aws-sdk/client-dynamodb-streams";
import {
  BatchGetCommand, BatchWriteCommand, DeleteCommand, DynamoDBDocumentClient, GetCommand, NumberValue, PutCommand, QueryCommand, TransactGetCommand, TransactWriteCommand,
  UpdateCommand, paginateQuery, paginateScan,
} from "@aws-sdk/lib-dynamodb";
import { run } from "./checks.mjs";

const [endpoint, prefix] = process.argv.slice(2);
const config = { endpoint, region: "us-east-1", credentials: { accessKeyId: "AKIDCLIENTS", secretAccessKey: "secret" }, maxAttempts: 1 };
const client = new DynamoDBClient(config);
const streams = new DynamoDBStreamsClient(config);
const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
const table = `${prefix}-v3`;
let description;

await run({
  async "create a table with indexes and a stream, wait for it"() {
    await client.send(new CreateTableCommand({
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["pk", "sk", "g", "l"].map(AttributeName => ({ AttributeName, AttributeType: AttributeName === "l" ? "N" : "S" })),
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }, { AttributeName: "sk", KeyType: "RANGE" }],
      GlobalSecondaryIndexes: [{ IndexName: "by-g", KeySchema: [{ AttributeName: "g", KeyType: "HASH" }], Projection: { ProjectionType: "ALL" } }],
      LocalSecondaryIndexes: [{ IndexName: "by-l", KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }, { AttributeName: "l", KeyType: "RANGE" }], Projection: { ProjectionType: "KEYS_ONLY" } }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    }));
    const waited = await waitUntilTableExists({ client, maxWaitTime: 120, minDelay: 1 }, { TableName: table });
    assert.equal(waited.state, "SUCCESS");
    description = waited.reason.Table;
    assert.ok(description.CreationDateTime instanceof Date);
    assert.equal(description.GlobalSecondaryIndexes[0].IndexStatus, "ACTIVE");
  },

  async "put and get documents"() {
    const item = { pk: "doc", sk: "1", text: "ä😀", number: 1.5, yes: true, nothing: null, list: [1, "x", [true]], map: { a: { b: 1 } }, bytes: new Uint8Array([0, 1, 255]), texts: new Set(["a", "b"]), numbers: new Set([1, 2]), skipped: undefined };
    await documents.send(new PutCommand({ TableName: table, Item: item }));
    const { Item } = await documents.send(new GetCommand({ TableName: table, Key: { pk: "doc", sk: "1" }, ConsistentRead: true }));
    const { skipped, ...kept } = item;
    assert.deepEqual({ ...Item, bytes: new Uint8Array(Item.bytes) }, kept);
  },

  async "numbers of 38 digits"() {
    const large = NumberValue.from("12345678901234567890123456789012345678");
    await documents.send(new PutCommand({ TableName: table, Item: { pk: "num", sk: "1", large } }));
    const exact = DynamoDBDocumentClient.from(new DynamoDBClient(config), { unmarshallOptions: { wrapNumbers: true } });
    const { Item } = await exact.send(new GetCommand({ TableName: table, Key: { pk: "num", sk: "1" } }));
    assert.equal(Item.large.value, "12345678901234567890123456789012345678");
  },

  async "update and what it returns"() {
    await documents.send(new PutCommand({ TableName: table, Item: { pk: "upd", sk: "1", n: 1, l: 5 } }));
    const { Attributes } = await documents.send(new UpdateCommand({
      TableName: table, Key: { pk: "upd", sk: "1" }, UpdateExpression: "SET #n = #n + :one, tags = :tags", ExpressionAttributeNames: { "#n": "n" },
      ExpressionAttributeValues: { ":one": 1, ":tags": new Set(["x"]) }, ReturnValues: "ALL_NEW",
    }));
    assert.deepEqual(Attributes, { pk: "upd", sk: "1", n: 2, l: 5, tags: new Set(["x"]) });
  },

  async "a failed condition is its own class and shows the item"() {
    await assert.rejects(
      client.send(new PutItemCommand({ TableName: table, Item: { pk: { S: "upd" }, sk: { S: "1" } }, ConditionExpression: "attribute_not_exists(pk)", ReturnValuesOnConditionCheckFailure: "ALL_OLD" })),
      error => error instanceof ConditionalCheckFailedException && error.message === "The conditional request failed" && error.Item.n.N === "2" && error.$metadata.httpStatusCode === 400 && error.$metadata.requestId.length === 52);
  },

  async "a missing table is its own class"() {
    await assert.rejects(documents.send(new GetCommand({ TableName: `${table}-absent`, Key: { pk: "a" } })), error => error instanceof ResourceNotFoundException && error.message === "Requested resource not found");
  },

  async "a validation error has its name"() {
    await assert.rejects(documents.send(new QueryCommand({ TableName: table })), error => error.name === "ValidationException" && error.message === "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.");
  },

  async "batches"() {
    const puts = Array.from({ length: 20 }, (_, number) => ({ PutRequest: { Item: { pk: "many", sk: String(number).padStart(2, "0"), g: `g${number % 2}`, l: 20 - number } } }));
    const written = await documents.send(new BatchWriteCommand({ RequestItems: { [table]: puts } }));
    assert.deepEqual(written.UnprocessedItems, {});
    const read = await documents.send(new BatchGetCommand({ RequestItems: { [table]: { Keys: [{ pk: "many", sk: "00" }, { pk: "many", sk: "19" }, { pk: "many", sk: "99" }] } } }));
    assert.equal(read.Responses[table].length, 2);
  },

  async "paginateQuery"() {
    const pages = [];
    for await (const page of paginateQuery({ client: documents, pageSize: 7 }, { TableName: table, KeyConditionExpression: "pk = :p", ExpressionAttributeValues: { ":p": "many" } })) pages.push(page.Items.map(item => item.sk));
    assert.deepEqual(pages.map(page => page.length), [7, 7, 6]);
    assert.deepEqual(pages.flat(), Array.from({ length: 20 }, (_, number) => String(number).padStart(2, "0")));
  },

  async "paginateQuery over indexes, both ways"() {
    const sorts = async input => { const found = []; for await (const page of paginateQuery({ client: documents, pageSize: 3 }, { TableName: table, ...input })) found.push(...page.Items.map(item => item.sk)); return found; };
    assert.equal((await sorts({ IndexName: "by-g", KeyConditionExpression: "g = :g", ExpressionAttributeValues: { ":g": "g1" } })).length, 10);
    const byL = await sorts({ IndexName: "by-l", KeyConditionExpression: "pk = :p AND l <= :l", ExpressionAttributeValues: { ":p": "many", ":l": 3 }, ScanIndexForward: false });
    assert.deepEqual(byL, ["17", "18", "19"]);
  },

  async "paginateScan, of documents and of raw items"() {
    let documentsFound = 0, rawFound = 0;
    for await (const page of paginateScan({ client: documents, pageSize: 5 }, { TableName: table, FilterExpression: "pk = :p", ExpressionAttributeValues: { ":p": "many" } })) documentsFound += page.Count;
    for await (const page of paginateRawScan({ client, pageSize: 5 }, { TableName: table })) rawFound += page.Count;
    assert.deepEqual([documentsFound, rawFound], [20, 23]);
  },

  async "transactions and the reasons of a cancelled one"() {
    await documents.send(new TransactWriteCommand({ TransactItems: [
      { Put: { TableName: table, Item: { pk: "tx", sk: "1", n: 1 } } },
      { Update: { TableName: table, Key: { pk: "tx", sk: "2" }, UpdateExpression: "SET n = :n", ExpressionAttributeValues: { ":n": 2 } } },
    ] }));
    const { Responses } = await documents.send(new TransactGetCommand({ TransactItems: [{ Get: { TableName: table, Key: { pk: "tx", sk: "2" } } }, { Get: { TableName: table, Key: { pk: "tx", sk: "9" } } }] }));
    assert.deepEqual(Responses.map(response => response.Item?.n), [2, undefined]);
    await assert.rejects(
      documents.send(new TransactWriteCommand({ TransactItems: [
        { Delete: { TableName: table, Key: { pk: "tx", sk: "2" } } },
        { ConditionCheck: { TableName: table, Key: { pk: "tx", sk: "1" }, ConditionExpression: "n = :n", ExpressionAttributeValues: { ":n": 9 }, ReturnValuesOnConditionCheckFailure: "ALL_OLD" } },
      ] })),
      error => error instanceof TransactionCanceledException
        && error.message === "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]"
        && error.CancellationReasons.map(reason => reason.Code).join() === "None,ConditionalCheckFailed");
  },

  async "partiql"() {
    await client.send(new ExecuteStatementCommand({ Statement: `INSERT INTO "${table}" VALUE {'pk': ?, 'sk': '1', 'a': 1}`, Parameters: [{ S: "ql" }] }));
    const { Items } = await client.send(new ExecuteStatementCommand({ Statement: `SELECT a FROM "${table}" WHERE pk = 'ql'` }));
    assert.deepEqual(Items, [{ a: { N: "1" } }]);
  },

  async "streams"() {
    await documents.send(new DeleteCommand({ TableName: table, Key: { pk: "ql", sk: "1" } }));
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: description.LatestStreamArn }));
    const records = [];
    for (const shard of StreamDescription.Shards) {
      let { ShardIterator } = await streams.send(new GetShardIteratorCommand({ StreamArn: description.LatestStreamArn, ShardId: shard.ShardId, ShardIteratorType: "TRIM_HORIZON" }));
      for (let page = 0; ShardIterator && page < 20; page++) {
        const read = await streams.send(new GetRecordsCommand({ ShardIterator, Limit: 100 }));
        records.push(...read.Records);
        ShardIterator = read.NextShardIterator;
        if (read.Records.length === 0) break;
      }
    }
    const mine = records.filter(record => record.dynamodb.Keys.pk.S === "ql");
    assert.deepEqual(mine.map(record => record.eventName), ["INSERT", "REMOVE"]);
    assert.ok(mine[0].dynamodb.ApproximateCreationDateTime instanceof Date);
    assert.equal(mine[1].dynamodb.OldImage.a.N, "1");
  },

  async "time to live and tags"() {
    await client.send(new UpdateTimeToLiveCommand({ TableName: table, TimeToLiveSpecification: { AttributeName: "ends", Enabled: true } }));
    const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: table }));
    assert.equal(TimeToLiveDescription.AttributeName, "ends");
    await client.send(new TagResourceCommand({ ResourceArn: description.TableArn, Tags: [{ Key: "a", Value: "b" }] }));
    const { Tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn: description.TableArn }));
    assert.deepEqual(Tags, [{ Key: "a", Value: "b" }]);
  },

  async "pages of table names"() {
    const names = [];
    for await (const page of paginateListTables({ client, pageSize: 1 }, { ExclusiveStartTableName: table.slice(0, -1) })) {
      names.push(...page.TableNames);
      if (names.includes(table)) break;
    }
    assert.ok(names.includes(table));
  },

  async "delete the table, wait for its end"() {
    await client.send(new DeleteTableCommand({ TableName: table }));
    assert.equal((await waitUntilTableNotExists({ client, maxWaitTime: 120, minDelay: 1 }, { TableName: table })).state, "SUCCESS");
  },
});
