// The AWS SDK for JavaScript, version 3, with Lambda and CloudWatch Logs: waiters, paginators, streamed answers. Usage: node lambda.mjs ENDPOINT PREFIX FUNCTIONS_FOLDER
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import {
  AddPermissionCommand, CreateAliasCommand, CreateFunctionCommand, CreateFunctionUrlConfigCommand, DeleteFunctionCommand, GetFunctionCommand, GetFunctionUrlConfigCommand, GetPolicyCommand,
  InvokeCommand, InvokeWithResponseStreamCommand, LambdaClient, ListTagsCommand, PublishLayerVersionCommand, PublishVersionCommand, PutFunctionConcurrencyCommand, ResourceConflictException,
  ResourceNotFoundException, TagResourceCommand, TooManyRequestsException, DeleteFunctionConcurrencyCommand, UpdateFunctionCodeCommand, UpdateFunctionConfigurationCommand, paginateListAliases, paginateListFunctions,
  paginateListVersionsByFunction, waitUntilFunctionActiveV2, waitUntilFunctionUpdatedV2, waitUntilPublishedVersionActive,
} from "@aws-sdk/client-lambda";
import { CloudWatchLogsClient, DescribeLogGroupsCommand, GetLogEventsCommand, PutRetentionPolicyCommand, paginateDescribeLogStreams, paginateFilterLogEvents } from "@aws-sdk/client-cloudwatch-logs";
import { run } from "./checks.mjs";
import { zip } from "./zip.mjs";

const [endpoint, prefix, folder] = process.argv.slice(2);
const config = { endpoint, region: "us-east-1", credentials: { accessKeyId: "AKIDCLIENTS", secretAccessKey: "secret" }, maxAttempts: 1 };
const client = new LambdaClient(config);
const logs = new CloudWatchLogsClient(config);
const Role = "arn:aws:iam::000000000000:role/clients";
const name = `${prefix}-js-esm`, streaming = `${prefix}-js-stream`, layered = `${prefix}-js-layered`;
const source = part => zip({ "index.mjs": readFileSync(`${folder}/${part}/index.mjs`) });
const wait = { client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };
const pages = async pagination => { const all = []; for await (const page of pagination) all.push(page); return all; };
const json = answer => JSON.parse(Buffer.from(answer.Payload).toString() || "null");
let description;

async function until(check) {
  for (const end = Date.now() + 20_000; ; await new Promise(done => setTimeout(done, 200))) {
    const answer = await check();
    if (answer || Date.now() > end) return answer;
  }
}

await run({
  async "create a function and wait for it"() {
    const ZipFile = source("esm");
    const made = await client.send(new CreateFunctionCommand({ FunctionName: name, Runtime: "nodejs22.x", Role, Handler: "index.handler", Code: { ZipFile }, Environment: { Variables: { GREETING: "hi" } }, Tags: { a: "b" }, Timeout: 10 }));
    assert.equal(made.State, "Pending");
    assert.equal(made.CodeSha256, createHash("sha256").update(ZipFile).digest("base64"));
    const waited = await waitUntilFunctionActiveV2(wait, { FunctionName: name });
    assert.equal(waited.state, "SUCCESS");
    description = waited.reason.Configuration;
    assert.equal(description.LoggingConfig.LogGroup, `/aws/lambda/${name}`);
  },

  async "errors are classes"() {
    await assert.rejects(client.send(new GetFunctionCommand({ FunctionName: `${name}-absent` })), error => error instanceof ResourceNotFoundException && error.message.startsWith("Function not found: arn:aws:lambda:us-east-1:") && error.$metadata.httpStatusCode === 404);
    await assert.rejects(client.send(new CreateFunctionCommand({ FunctionName: name, Runtime: "nodejs22.x", Role, Handler: "index.handler", Code: { ZipFile: source("esm") } })), error => error instanceof ResourceConflictException);
  },

  async "its code can be downloaded"() {
    const { Code, Tags } = await client.send(new GetFunctionCommand({ FunctionName: name }));
    assert.deepEqual(Buffer.from(await (await fetch(Code.Location)).arrayBuffer()), source("esm"));
    assert.deepEqual(Tags, { a: "b" });
  },

  async "invoke it, with the tail of its log"() {
    const answer = await client.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify({ text: "x" }), LogType: "Tail", ClientContext: Buffer.from(JSON.stringify({ custom: { a: 1 } })).toString("base64") }));
    assert.deepEqual([answer.StatusCode, answer.FunctionError, answer.ExecutedVersion], [200, undefined, "$LATEST"]);
    assert.equal(json(answer).greeting, "hi");
    assert.match(Buffer.from(answer.LogResult, "base64").toString(), /INFO\tgot x\n/);
  },

  async "an error of its own"() {
    const answer = await client.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify({ fail: "no" }) }));
    assert.deepEqual([answer.StatusCode, answer.FunctionError, json(answer).errorType, json(answer).errorMessage], [200, "Unhandled", "TypeError", "no"]);
  },

  async "update, publish, alias"() {
    assert.equal((await client.send(new PublishVersionCommand({ FunctionName: name }))).Version, "1");
    await waitUntilPublishedVersionActive(wait, { FunctionName: name, Qualifier: "1" });
    await client.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Environment: { Variables: { GREETING: "two" } } }));
    await waitUntilFunctionUpdatedV2(wait, { FunctionName: name });
    await client.send(new UpdateFunctionCodeCommand({ FunctionName: name, ZipFile: zip({ "index.mjs": "export const handler = async () => process.env.GREETING + '!';" }) }));
    await waitUntilFunctionUpdatedV2(wait, { FunctionName: name });
    await client.send(new PublishVersionCommand({ FunctionName: name }));
    await client.send(new CreateAliasCommand({ FunctionName: name, Name: "half", FunctionVersion: "1", RoutingConfig: { AdditionalVersionWeights: { 2: 0.5 } } }));
    const seen = new Set();
    for (let i = 0; i < 60 && seen.size < 2; i++) seen.add((await client.send(new InvokeCommand({ FunctionName: name, Qualifier: "half" }))).ExecutedVersion);
    assert.deepEqual([...seen].sort(), ["1", "2"]);
    assert.equal(json(await client.send(new InvokeCommand({ FunctionName: name }))), "two!");
    assert.equal(json(await client.send(new InvokeCommand({ FunctionName: `${name}:1`, Payload: "{}" }))).greeting, "hi");
  },

  async "pages"() {
    assert.deepEqual((await pages(paginateListVersionsByFunction({ client, pageSize: 1 }, { FunctionName: name }))).flatMap(page => page.Versions.map(version => version.Version)), ["$LATEST", "1", "2"]);
    assert.deepEqual((await pages(paginateListAliases({ client }, { FunctionName: name }))).flatMap(page => page.Aliases.map(alias => alias.Name)), ["half"]);
    assert.ok((await pages(paginateListFunctions({ client, pageSize: 1 }, {}))).flatMap(page => page.Functions).some(found => found.FunctionName === name));
  },

  async "tags and concurrency"() {
    await client.send(new TagResourceCommand({ Resource: description.FunctionArn, Tags: { c: "d" } }));
    assert.deepEqual((await client.send(new ListTagsCommand({ Resource: description.FunctionArn }))).Tags, { a: "b", c: "d" });
    await client.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 0 }));
    await assert.rejects(client.send(new InvokeCommand({ FunctionName: name })), error => error instanceof TooManyRequestsException && error.Reason === "ReservedFunctionConcurrentInvocationLimitExceeded" && error.$metadata.httpStatusCode === 429);
    await client.send(new DeleteFunctionConcurrencyCommand({ FunctionName: name }));
    assert.equal((await client.send(new InvokeCommand({ FunctionName: name }))).StatusCode, 200);
  },

  async "a layer"() {
    const { LayerVersionArn } = await client.send(new PublishLayerVersionCommand({ LayerName: `${prefix}-layer`, Content: { ZipFile: zip({ "nodejs/node_modules/shared/index.js": "exports.text = 'from the layer';" }) }, CompatibleRuntimes: ["nodejs20.x"] }));
    await client.send(new CreateFunctionCommand({ FunctionName: layered, Runtime: "nodejs20.x", Role, Handler: "app.run", Layers: [LayerVersionArn], Code: { ZipFile: zip({ "app.js": "exports.run = async () => require('shared').text;" }) } }));
    await waitUntilFunctionActiveV2(wait, { FunctionName: layered });
    assert.equal(json(await client.send(new InvokeCommand({ FunctionName: layered }))), "from the layer");
  },

  async "a streamed answer"() {
    await client.send(new CreateFunctionCommand({ FunctionName: streaming, Runtime: "nodejs20.x", Role, Handler: "index.handler", Code: { ZipFile: source("stream") } }));
    await waitUntilFunctionActiveV2(wait, { FunctionName: streaming });
    const { EventStream } = await client.send(new InvokeWithResponseStreamCommand({ FunctionName: streaming, LogType: "Tail" }));
    const times = [], chunks = [];
    let complete;
    for await (const event of EventStream) {
      if (event.PayloadChunk) { chunks.push(Buffer.from(event.PayloadChunk.Payload)); times.push(Date.now()); }
      if (event.InvokeComplete) complete = event.InvokeComplete;
    }
    const [prelude, body] = Buffer.concat(chunks).toString().split("\0".repeat(8));
    assert.equal(JSON.parse(prelude).statusCode, 201);
    assert.equal(body, "part 0\npart 1\npart 2\n");
    assert.ok(times.at(-1) - times[0] > 150, "the parts come one after the other");
    assert.match(Buffer.from(complete.LogResult, "base64").toString(), /REPORT RequestId/);
    assert.equal(complete.ErrorCode, undefined);
  },

  async "a URL that streams"() {
    await client.send(new CreateFunctionUrlConfigCommand({ FunctionName: streaming, AuthType: "NONE", InvokeMode: "RESPONSE_STREAM" }));
    await client.send(new AddPermissionCommand({ FunctionName: streaming, StatementId: "public", Principal: "*", Action: "lambda:InvokeFunctionUrl", FunctionUrlAuthType: "NONE" }));
    assert.equal(JSON.parse((await client.send(new GetPolicyCommand({ FunctionName: streaming }))).Policy).Statement[0].Sid, "public");
    const { FunctionUrl, InvokeMode } = await client.send(new GetFunctionUrlConfigCommand({ FunctionName: streaming }));
    assert.equal(InvokeMode, "RESPONSE_STREAM");
    const id = new URL(FunctionUrl).hostname.split(".")[0]; // names below localhost are not known to every system
    const answer = await fetch(`${endpoint}/_aws/lambda-url/${id}/some/path`);
    assert.deepEqual([answer.status, answer.headers.get("content-type"), answer.headers.get("x-own"), answer.headers.getSetCookie()], [201, "text/plain", "yes", ["a=b"]]);
    const times = [];
    let body = "";
    for await (const chunk of answer.body) { times.push(Date.now()); body += Buffer.from(chunk); }
    assert.equal(body, "part 0\npart 1\npart 2\n");
    assert.ok(times.at(-1) - times[0] > 150, "the parts come one after the other");
  },

  async "its log, read with paginators"() {
    const logGroupName = `/aws/lambda/${name}`;
    const find = async () => (await pages(paginateFilterLogEvents({ client: logs, pageSize: 2 }, { logGroupName, filterPattern: "got -undefined" }))).flatMap(page => page.events ?? []);
    assert.ok(await until(async () => (await find()).length > 0));
    assert.match((await find())[0].message, /\tINFO\tgot x\n$/);
    const streams = (await pages(paginateDescribeLogStreams({ client: logs }, { logGroupName }))).flatMap(page => page.logStreams);
    const { events } = await logs.send(new GetLogEventsCommand({ logGroupName, logStreamName: streams[0].logStreamName, startFromHead: true }));
    assert.match(events[0].message, /^INIT_START Runtime Version: /);
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 7 }));
    assert.equal((await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName }))).logGroups[0].retentionInDays, 7);
  },

  async "delete them"() {
    for (const FunctionName of [name, streaming, layered]) await client.send(new DeleteFunctionCommand({ FunctionName }));
    await assert.rejects(client.send(new InvokeCommand({ FunctionName: name })), ResourceNotFoundException);
  },
});
