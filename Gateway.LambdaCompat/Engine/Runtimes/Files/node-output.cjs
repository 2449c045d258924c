'use strict';
// The console as Lambda prints it: time, request id, level and text, with tabs between; one event for one call.
const fs = require('fs');
const util = require('util');
const errors = require('./node-errors.cjs');

let requestId; // undefined while the function loads, and printed so

function setRequestId(id) {
    requestId = id;
}

function write(text) {
    const bytes = Buffer.from(text.replace(/\n/g, '\x1e') + '\n');
    for (let at = 0; at < bytes.length; ) {
        try {
            at += fs.writeSync(1, bytes, at);
        } catch (error) {
            if (error.code !== 'EAGAIN') return;
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1); // the pipe is full, and a reader is there
        }
    }
}

function line(level, text) {
    write(`${new Date().toISOString()}\t${requestId}\t${level}\t${text}`);
}

function begin() {
    const levels = { log: 'INFO', info: 'INFO', debug: 'DEBUG', warn: 'WARN', error: 'ERROR', trace: 'TRACE', fatal: 'FATAL' };
    for (const [name, level] of Object.entries(levels)) {
        console[name] = level === 'TRACE'
            ? (...parts) => {
                const holder = { name: 'Trace', message: util.format(...parts) };
                Error.captureStackTrace(holder, console.trace);
                line(level, holder.stack);
            }
            : (...parts) => line(level, util.format(...parts));
    }
}

function logError(title, error) {
    let text;
    try {
        text = errors.isError(error)
            ? JSON.stringify({ errorType: String(error.name), errorMessage: String(error.message), ...error, stack: String(error.stack).split('\n') })
            : JSON.stringify({ errorType: typeof error, errorMessage: String(error), stack: [] });
    } catch {
        text = errors.toJson(error);
    }
    line('ERROR', `${title} \t${text}`);
}

module.exports = { begin, logError, setRequestId };
