'use strict';
// Runs a Node function: asks on descriptor 3 which one it is to be, loads it, and speaks the Runtime API there. One invocation at a time.
const net = require('net');
const errors = require('./node-errors.cjs');
const output = require('./node-output.cjs');
const loader = require('./node-loader.cjs');
const { makeContext } = require('./node-context.cjs');
const { ResponseStream, streamingMark, awslambda } = require('./node-stream.cjs');

const runtime = '/2018-06-01/runtime/';
const nextRequest = `GET ${runtime}invocation/next HTTP/1.1\r\nHost: r\r\n\r\n`;
const socket = new net.Socket({ fd: 3, readable: true, writable: true });
const preload = process.env._EDGE_PRELOAD;
for (const name of Object.keys(process.env)) if (name.startsWith('_EDGE_')) delete process.env[name];

let received = Buffer.alloc(0);
let waiting = []; // what takes the answers, in the order of the requests
let handler;
let whenLoopIsEmpty = null;
let currentId; // of the invocation that runs

socket.on('error', () => process.exit(1));
socket.on('close', () => process.exit(1));
socket.on('data', (bytes) => {
    received = received.length === 0 ? bytes : Buffer.concat([received, bytes]);
    for (;;) {
        const end = received.indexOf('\r\n\r\n');
        if (end < 0) return;
        const lines = received.toString('utf8', 0, end).split('\r\n');
        const headers = {};
        for (let i = 1; i < lines.length; i++) {
            const colon = lines[i].indexOf(':');
            headers[lines[i].slice(0, colon).toLowerCase()] = lines[i].slice(colon + 2);
        }
        const length = Number(headers['content-length'] || 0);
        if (received.length < end + 4 + length) return;
        const body = received.toString('utf8', end + 4, end + 4 + length);
        received = received.subarray(end + 4 + length);
        const take = waiting.shift();
        if (take) take(headers, body);
    }
});

function post(path, body, fields, alsoNext) {
    const head = `POST ${runtime}${path} HTTP/1.1\r\nHost: r\r\n${fields}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n`;
    waiting.push(null);
    if (alsoNext) waiting.push(invoke);
    socket.write(alsoNext ? head + body + nextRequest : head + body);
}

function askNext() {
    waiting.push(invoke);
    socket.write(nextRequest);
}

function beIdle() {
    whenLoopIsEmpty = null;
    currentId = undefined;
    socket.ref();
}

function respond(id, result) {
    if (id !== currentId) return;
    let body;
    try {
        body = JSON.stringify(result === undefined ? null : result);
        if (body === undefined) body = 'null';
    } catch (error) {
        fail(id, new Error(`Unable to stringify response body`));
        return;
    }
    beIdle();
    post(`invocation/${id}/response`, body, 'Content-Type: application/json\r\n', true);
}

function fail(id, error) {
    if (id !== currentId) return;
    output.logError('Invoke Error', error);
    beIdle();
    post(`invocation/${id}/error`, errors.toJson(error), errorFields(error), true);
}

function errorFields(error) {
    const type = errors.typeOf(error);
    return `Content-Type: application/json\r\nLambda-Runtime-Function-Error-Type: ${type.replace(/[^\x20-\x7e]/g, '?')}\r\n`;
}

function invoke(headers, body) {
    const id = headers['lambda-runtime-aws-request-id'];
    currentId = id;
    output.setRequestId(id);
    const trace = headers['lambda-runtime-trace-id'];
    if (trace) process.env._X_AMZN_TRACE_ID = trace;
    else delete process.env._X_AMZN_TRACE_ID;
    socket.unref();
    let event;
    let context;
    const settings = { waitsForEmptyLoop: true };
    const callback = (error, result) => {
        if (id !== currentId) return;
        const finish = () => (error !== undefined && error !== null ? fail(id, error) : respond(id, result));
        if (settings.waitsForEmptyLoop) whenLoopIsEmpty = finish;
        else setImmediate(finish);
    };
    try {
        event = JSON.parse(body);
        context = makeContext(headers, settings, callback);
    } catch (error) {
        fail(id, error);
        return;
    }
    if (handler[streamingMark] !== undefined) {
        stream(id, event, context);
        return;
    }
    whenLoopIsEmpty = () => respond(id, null);
    try {
        const result = handler(event, context, callback);
        if (result && typeof result.then === 'function') result.then((value) => respond(id, value), (error) => fail(id, error));
    } catch (error) {
        fail(id, error);
    }
}

async function stream(id, event, context) {
    const response = new ResponseStream(socket, `${runtime}invocation/${id}/response`, () => waiting.push(null));
    response.on('error', () => {});
    whenLoopIsEmpty = () => response.end();
    const done = new Promise((resolve) => response.once('finish', resolve).once('failed', resolve));
    try {
        await handler(event, response, context);
        await done;
    } catch (error) {
        if (id !== currentId) return;
        if (!response.hasBegun) {
            fail(id, error);
            return;
        }
        output.logError('Invoke Error', error);
        response.failWith(errors.typeOf(error), errors.toJson(error));
    }
    if (id !== currentId) return;
    beIdle();
    askNext();
}

process.on('beforeExit', () => {
    const act = whenLoopIsEmpty;
    whenLoopIsEmpty = null;
    if (act) act();
});

function giveUp(title, error, status) {
    output.logError(title, error);
    const id = currentId;
    if (id === undefined) process.exit(status);
    currentId = undefined;
    whenLoopIsEmpty = null;
    waiting.push(() => process.exit(status));
    socket.ref();
    const body = errors.toJson(error);
    socket.write(`POST ${runtime}invocation/${id}/error HTTP/1.1\r\nHost: r\r\n${errorFields(error)}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

async function start(headers, body) {
    const environment = JSON.parse(body);
    for (const [name, value] of Object.entries(environment.variables)) process.env[name] = value;
    try {
        process.chdir(environment.folder);
        output.begin();
        if (/(^|\s)--enable-source-maps(\s|$)/.test(process.env.NODE_OPTIONS || '') && process.setSourceMapsEnabled) process.setSourceMapsEnabled(true);
        require('module')._initPaths();
        globalThis.awslambda = awslambda;
        loader.hook(process.env.AWS_ENDPOINT_URL);
        handler = await loader.load(environment.folder, environment.handler);
    } catch (error) {
        output.logError('Uncaught Exception', error);
        waiting.push(() => process.exit(1));
        const text = errors.toJson(error);
        socket.write(`POST ${runtime}init/error HTTP/1.1\r\nHost: r\r\n${errorFields(error)}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
        return;
    }
    process.on('uncaughtException', (error) => giveUp('Uncaught Exception', error, 129));
    process.on('unhandledRejection', (reason) => giveUp('Unhandled Promise Rejection', errors.unhandledRejection(reason), 128));
    askNext();
}

if (preload) {
    try {
        require(preload);
    } catch {
        // The function will say so if it misses it.
    }
}
waiting.push(start);
socket.write('GET /edge/environment HTTP/1.1\r\nHost: r\r\n\r\n');
