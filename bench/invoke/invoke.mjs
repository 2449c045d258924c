// Starts a PoP, invokes functions through its HTTP with wrk, and prints figures. Started by bench/invoke/run.
import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { zip } from "../../tests/clients/javascript/zip.mjs";

const [root, mode] = process.argv.slice(2);
const quick = mode === "quick", seconds = quick ? 5 : 15, colds = quick ? 10 : 40;
const run = promisify(execFile), pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));
const folder = mkdtempSync(join(tmpdir(), "bench-invoke-"));
const authorization = service => `AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=00`;
const empty = "exports.handler = async () => ({ ok: true });";
const tables = `
const { DynamoDBClient, GetItemCommand, UpdateItemCommand } = require('@aws-sdk/client-dynamodb');
const client = new DynamoDBClient({});
exports.handler = async event => {
  const Key = { pk: { S: event.key } };
  await client.send(new GetItemCommand({ TableName: 'bench', Key }));
  const { Attributes } = await client.send(new UpdateItemCommand({ TableName: 'bench', Key, UpdateExpression: 'ADD n :one', ExpressionAttributeValues: { ':one': { N: '1' } }, ReturnValues: 'UPDATED_NEW' }));
  return Attributes.n.N;
};`;

const freePort = () => new Promise(done => { const server = createServer().listen(0, "127.0.0.1", () => { const { port } = server.address(); server.close(() => done(port)); }); });
const port = await freePort();

function ask(method, path, body, service = "lambda", more = {}) {
  return new Promise((done, fail) => {
    const start = process.hrtime.bigint();
    const asked = request({ host: "127.0.0.1", port, method, path, headers: { authorization: authorization(service), "content-type": "application/json", ...more } }, answer => {
      const parts = [];
      answer.on("data", part => parts.push(part)).on("end", () => {
        const text = Buffer.concat(parts).toString();
        if (answer.statusCode >= 300 || answer.headers["x-amz-function-error"]) fail(new Error(`${method} ${path}: ${answer.statusCode} ${text}`));
        else done({ milliseconds: Number(process.hrtime.bigint() - start) / 1e6, json: text ? JSON.parse(text) : null, headers: answer.headers });
      });
    }).on("error", fail);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function create(FunctionName, code, MemorySize = 128) {
  await ask("POST", "/2015-03-31/functions", { FunctionName, Runtime: "nodejs20.x", Role: "arn:aws:iam::000000000000:role/bench", Handler: "index.handler", MemorySize, Timeout: 30, Code: { ZipFile: zip({ "index.js": code }).toString("base64") } });
  while ((await ask("GET", `/2015-03-31/functions/${FunctionName}/configuration`)).json.State !== "Active") await pause(20);
}

async function wrk(script, connections, url, warmUp = 3) {
  const once = async time => (await run("wrk", ["-t", "1", "-c", String(connections), "-d", `${time}s`, "--timeout", "20s", "-s", join(root, "bench/invoke", script), url])).stdout;
  await once(warmUp); // 32 environments that load an SDK take their time
  const [, p50, p99, rate, wrong] = /figures (\S+) (\S+) (\S+) (\S+)/.exec(await once(seconds));
  return `${p50} ms | ${p99} ms | ${rate}${wrong === "0" ? "" : ` (${wrong} WRONG)`}`;
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1);

// Proportional memory of each process below one, in MB, by its id.
function below(id, found = new Map()) {
  const children = readdirSync(`/proc/${id}/task`).flatMap(task => readFileSync(`/proc/${id}/task/${task}/children`, "utf8").split(" ").filter(Boolean));
  for (const child of children) {
    try {
      found.set(child, Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${child}/smaps_rollup`, "utf8"))[1]) / 1024);
      below(child, found);
    } catch { /* it has ended */ }
  }
  return found;
}

const pop = spawn("dotnet", [join(root, "Gateway.Api/bin/Release/net10.0/Gateway.Api.dll"), "up", "--port", String(port), "--data", join(folder, "data")], { stdio: "ignore" });
let offline;
try {
  for (let i = 0; ; i++) { try { await ask("GET", "/healthz").catch(error => { if (error.code) throw error; }); break; } catch (error) { if (i > 200) throw error; await pause(50); } }
  console.log(`load before: ${loadavg()[0].toFixed(1)}\n\n| through the PoP's HTTP | in flight | p50 | p99 | per second |\n| --- | --- | --- | --- | --- |`);
  await create("empty", empty);
  const count = 8;
  await ask("POST", "/2015-03-31/functions/empty/versions", {});
  await ask("POST", "/2015-03-31/functions/empty/invocations", {});
  await pause(2000);
  const before = below(pop.pid);
  await ask("PUT", "/2019-09-30/functions/empty/provisioned-concurrency?Qualifier=1", { ProvisionedConcurrentExecutions: count });
  while ((await ask("GET", "/2019-09-30/functions/empty/provisioned-concurrency?Qualifier=1")).json.Status === "IN_PROGRESS") await pause(100);
  await pause(2000);
  const each = [...below(pop.pid)].reduce((sum, [id, size]) => before.has(id) ? sum : sum + size, 0) / count; // those taken out of reserve have been replaced there
  await ask("DELETE", "/2019-09-30/functions/empty/provisioned-concurrency?Qualifier=1");
  await create("tables", tables, 256);
  await ask("POST", "/", { TableName: "bench", BillingMode: "PAY_PER_REQUEST", AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }], KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }] }, "dynamodb", { "x-amz-target": "DynamoDB_20120810.CreateTable", "content-type": "application/x-amz-json-1.0" });
  await pause(1500);
  for (const [name, title] of [["empty", "Invoke, Node, empty handler"], ["tables", "Invoke, Node, SDK v3: GetItem, then UpdateItem of one item"]]) {
    for (const inFlight of [1, 32]) console.log(`| ${title} | ${inFlight} | ${await wrk("replay.lua", inFlight, `http://127.0.0.1:${port}/2015-03-31/functions/${name}/invocations`, name === "tables" && inFlight > 1 ? 30 : 3)} |`);
  }

  await ask("DELETE", "/2015-03-31/functions/tables");
  await pause(1000);
  const { json: { FunctionUrl } } = await ask("POST", "/2021-10-31/functions/empty/url", { AuthType: "NONE" });
  await ask("POST", "/2015-03-31/functions/empty/policy", { StatementId: "all", Principal: "*", Action: "lambda:InvokeFunctionUrl", FunctionUrlAuthType: "NONE" });
  const route = `http://127.0.0.1:${port}/_aws/lambda-url/${new URL(FunctionUrl).hostname.split(".")[0]}/hello`;
  for (const inFlight of [1, 32]) console.log(`| HTTP route: function URL by path | ${inFlight} | ${await wrk("get.lua", inFlight, route)} |`);

  const cold = [];
  for (let i = 0; i <= colds; i++) {
    await create(`cold${i}`, empty);
    await pause(700); // the pool fills up again
    const { milliseconds } = await ask("POST", `/2015-03-31/functions/cold${i}/invocations`, {});
    if (i > 0) cold.push(milliseconds);
    await ask("DELETE", `/2015-03-31/functions/cold${i}`);
  }
  cold.sort((a, b) => a - b);

  const peer = join(root, ".build/serverless");
  if (existsSync(join(peer, "node_modules/serverless-offline"))) {
    const project = join(folder, "offline"), httpPort = await freePort(), lambdaPort = await freePort();
    mkdirSync(project);
    writeFileSync(join(project, "index.js"), empty);
    writeFileSync(join(project, "serverless.yml"), "service: bench\nframeworkVersion: '3'\nprovider: { name: aws, runtime: nodejs20.x }\nplugins: [serverless-offline]\nfunctions:\n  hello:\n    handler: index.handler\n    events: [{ httpApi: 'GET /hello' }]\n");
    symlinkSync(join(peer, "node_modules"), join(project, "node_modules"));
    offline = spawn(process.execPath, [join(peer, "node_modules/serverless/bin/serverless.js"), "offline", "--httpPort", String(httpPort), "--lambdaPort", String(lambdaPort), "--noPrependStageInUrl"], { cwd: project, stdio: "ignore", env: { ...process.env, SLS_TRACKING_DISABLED: "1", SLS_NOTIFICATIONS_MODE: "off", CI: "true" } });
    let up = false;
    for (let i = 0; i < 300 && !up; i++) { up = await fetch(`http://127.0.0.1:${httpPort}/hello`).then(answer => answer.ok, () => false); if (!up) await pause(100); }
    for (const inFlight of [1, 32]) console.log(`| HTTP route: serverless-offline | ${inFlight} | ${up ? await wrk("get.lua", inFlight, `http://127.0.0.1:${httpPort}/hello`) : "it did not start | | "} |`);
  }

  console.log(`\ncold start, Node, empty handler, ${colds} new functions: p50 ${at(cold, 0.5)} ms, p99 ${at(cold, 0.99)} ms (whole request, at the client)`);
  console.log(`memory of an idle environment (proportional, walls included): ${each.toFixed(1)} MB`);
  console.log(`load after: ${loadavg()[0].toFixed(1)}`);
} finally {
  offline?.kill();
  pop.kill("SIGTERM");
  await new Promise(done => pop.exitCode !== null ? done() : pop.on("exit", done));
  rmSync(folder, { recursive: true, force: true });
}
