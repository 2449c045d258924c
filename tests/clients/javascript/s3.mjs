// The AWS SDK for JavaScript, version 3, with S3: objects, listings, uploads in parts, and a function whose code lies there. Usage: node s3.mjs ENDPOINT PREFIX FUNCTIONS_FOLDER
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Agent } from "node:http";
import {
  CompleteMultipartUploadCommand, CopyObjectCommand, CreateBucketCommand, CreateMultipartUploadCommand, DeleteBucketCommand, DeleteObjectCommand, DeleteObjectsCommand, GetBucketLocationCommand, GetObjectCommand,
  HeadBucketCommand, HeadObjectCommand, ListBucketsCommand, NoSuchKey, NotFound, PutObjectCommand, S3Client, UploadPartCommand, paginateListObjectsV2, waitUntilBucketExists, waitUntilObjectExists,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { CreateFunctionCommand, DeleteFunctionCommand, InvokeCommand, LambdaClient, waitUntilFunctionActiveV2 } from "@aws-sdk/client-lambda";
import { run } from "./checks.mjs";
import { zip } from "./zip.mjs";

const [endpoint, prefix, folder] = process.argv.slice(2);
const config = { endpoint, region: "us-east-1", credentials: { accessKeyId: "AKIDCLIENTS", secretAccessKey: "secret" }, maxAttempts: 1 };
const client = new S3Client({ ...config, forcePathStyle: true });
// The bucket becomes a part of the host's name; names below localhost are not known to every system.
const lookup = (host, options, done) => options.all ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4);
const byHost = new S3Client({ ...config, endpoint: endpoint.replace("127.0.0.1", "localhost"), requestHandler: { httpAgent: new Agent({ lookup }) } });
const Bucket = `${prefix}-bucket`.toLowerCase();
const text = async answer => await answer.Body.transformToString();

await run({
  async "create a bucket and wait for it"() {
    await client.send(new CreateBucketCommand({ Bucket }));
    assert.equal((await waitUntilBucketExists({ client, maxWaitTime: 20 }, { Bucket })).state, "SUCCESS");
    assert.ok((await client.send(new ListBucketsCommand({}))).Buckets.some(bucket => bucket.Name === Bucket && bucket.CreationDate instanceof Date));
    assert.equal((await client.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint, undefined);
  },

  async "put, head and get"() {
    const put = await client.send(new PutObjectCommand({ Bucket, Key: "a folder/ä+b.txt", Body: "hello", ContentType: "text/plain", CacheControl: "max-age=5", Metadata: { own: "value" } }));
    assert.equal(put.ETag, '"5d41402abc4b2a76b9719d911017c592"');
    await waitUntilObjectExists({ client, maxWaitTime: 20 }, { Bucket, Key: "a folder/ä+b.txt" });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: "a folder/ä+b.txt" }));
    assert.deepEqual([head.ContentLength, head.ContentType, head.CacheControl, head.Metadata], [5, "text/plain", "max-age=5", { own: "value" }]);
    const got = await client.send(new GetObjectCommand({ Bucket, Key: "a folder/ä+b.txt" }));
    assert.equal(await text(got), "hello");
    assert.equal(await text(await client.send(new GetObjectCommand({ Bucket, Key: "a folder/ä+b.txt", Range: "bytes=1-2" }))), "el");
  },

  async "what is missing has its own class"() {
    await assert.rejects(client.send(new GetObjectCommand({ Bucket, Key: "absent" })), error => error instanceof NoSuchKey && error.$metadata.httpStatusCode === 404);
    await assert.rejects(client.send(new HeadObjectCommand({ Bucket, Key: "absent" })), error => error instanceof NotFound);
    await assert.rejects(client.send(new HeadBucketCommand({ Bucket: `${Bucket}-absent` })), error => error instanceof NotFound);
  },

  async "the bucket as a host name"() {
    await byHost.send(new PutObjectCommand({ Bucket, Key: "host", Body: "by host" }));
    assert.equal(await text(await client.send(new GetObjectCommand({ Bucket, Key: "host" }))), "by host");
  },

  async "copies and conditions"() {
    await client.send(new CopyObjectCommand({ Bucket, Key: "copy", CopySource: `${Bucket}/${encodeURIComponent("a folder/ä+b.txt")}` }));
    assert.deepEqual((await client.send(new HeadObjectCommand({ Bucket, Key: "copy" }))).Metadata, { own: "value" });
    await assert.rejects(client.send(new PutObjectCommand({ Bucket, Key: "copy", Body: "other", IfNoneMatch: "*" })), error => error.name === "PreconditionFailed");
    await assert.rejects(client.send(new GetObjectCommand({ Bucket, Key: "copy", IfNoneMatch: '"5d41402abc4b2a76b9719d911017c592"' })), error => error.$metadata.httpStatusCode === 304);
  },

  async "pages of a listing"() {
    for (let i = 0; i < 7; i++) await client.send(new PutObjectCommand({ Bucket, Key: `list/${i}/x`, Body: String(i) }));
    const keys = [], prefixes = [];
    for await (const page of paginateListObjectsV2({ client, pageSize: 3 }, { Bucket, Prefix: "list/" })) keys.push((page.Contents ?? []).map(object => object.Key));
    for await (const page of paginateListObjectsV2({ client, pageSize: 3 }, { Bucket, Prefix: "list/", Delimiter: "/" })) prefixes.push(...(page.CommonPrefixes ?? []).map(found => found.Prefix));
    assert.deepEqual(keys.map(page => page.length), [3, 3, 1]);
    assert.deepEqual(prefixes, Array.from({ length: 7 }, (_, i) => `list/${i}/`));
  },

  async "an upload in parts"() {
    const parts = [Buffer.alloc(5 * 1024 * 1024, "a"), Buffer.alloc(1024, "b")];
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: "parts" }));
    const Parts = [];
    for (const [index, Body] of parts.entries()) Parts.push({ PartNumber: index + 1, ETag: (await client.send(new UploadPartCommand({ Bucket, Key: "parts", UploadId, PartNumber: index + 1, Body }))).ETag });
    const done = await client.send(new CompleteMultipartUploadCommand({ Bucket, Key: "parts", UploadId, MultipartUpload: { Parts } }));
    assert.match(done.ETag, /^"[0-9a-f]{32}-2"$/);
    const whole = Buffer.from(await (await client.send(new GetObjectCommand({ Bucket, Key: "parts" }))).Body.transformToByteArray());
    assert.ok(whole.equals(Buffer.concat(parts)));
  },

  async "lib-storage chooses the parts itself"() {
    const Body = Buffer.alloc(11 * 1024 * 1024, "lib-storage ");
    await new Upload({ client, params: { Bucket, Key: "upload", Body }, partSize: 5 * 1024 * 1024, queueSize: 2 }).done();
    assert.equal((await client.send(new HeadObjectCommand({ Bucket, Key: "upload" }))).ContentLength, Body.length);
  },

  async "a function whose code lies in the bucket"() {
    const lambda = new LambdaClient(config), FunctionName = `${prefix}-from-s3`;
    await client.send(new PutObjectCommand({ Bucket, Key: "code.zip", Body: zip({ "index.mjs": readFileSync(`${folder}/esm/index.mjs`) }) }));
    await lambda.send(new CreateFunctionCommand({ FunctionName, Runtime: "nodejs20.x", Role: "arn:aws:iam::000000000000:role/clients", Handler: "index.handler", Code: { S3Bucket: Bucket, S3Key: "code.zip" } }));
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 30, minDelay: 1, maxDelay: 1 }, { FunctionName });
    assert.equal(JSON.parse(Buffer.from((await lambda.send(new InvokeCommand({ FunctionName }))).Payload).toString()).started, "top level await");
    await lambda.send(new DeleteFunctionCommand({ FunctionName }));
  },

  async "delete all"() {
    const Objects = [];
    for await (const page of paginateListObjectsV2({ client }, { Bucket })) Objects.push(...page.Contents.map(({ Key }) => ({ Key })));
    await assert.rejects(client.send(new DeleteBucketCommand({ Bucket })), error => error.name === "BucketNotEmpty");
    await client.send(new DeleteObjectCommand({ Bucket, Key: Objects.pop().Key }));
    assert.equal((await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }))).Deleted.length, Objects.length);
    await client.send(new DeleteBucketCommand({ Bucket }));
  },
});
