'use strict';
// awslambda.streamifyResponse and the stream that it gives to handlers: a chunked response with trailers for errors.
const { Writable } = require('stream');

const streamingMark = Symbol.for('aws.lambda.runtime.handler.streaming');
const highWaterMark = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');

class ResponseStream extends Writable {
    constructor(socket, path, onBegin) {
        super({ highWaterMark: 64 * 1024 });
        this.socket_ = socket;
        this.path_ = path;
        this.onBegin_ = onBegin;
        this.contentType_ = 'application/octet-stream';
        this.hasBegun = false;
        this.failed_ = null;
    }

    setContentType(contentType) {
        if (this.hasBegun) throw new Error('Cannot set content-type, too late.');
        this.contentType_ = contentType;
    }

    write(chunk, encoding, callback) {
        const plain = typeof chunk === 'string' || Buffer.isBuffer(chunk) || chunk instanceof Uint8Array;
        return super.write(plain || chunk === null || chunk === undefined ? chunk : JSON.stringify(chunk), encoding, callback);
    }

    begin_() {
        if (this.hasBegun) return '';
        this.hasBegun = true;
        this.onBegin_();
        const head = `POST ${this.path_} HTTP/1.1\r\nHost: r\r\nContent-Type: ${this.contentType_}\r\nLambda-Runtime-Function-Response-Mode: streaming\r\n` +
            'Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\nTransfer-Encoding: chunked\r\n\r\n';
        if (!this._onBeforeFirstWrite) return head;
        let prelude = Buffer.alloc(0);
        this._onBeforeFirstWrite((bytes) => {
            prelude = Buffer.concat([prelude, Buffer.from(bytes)]);
        });
        return Buffer.concat([Buffer.from(`${head}${prelude.length.toString(16)}\r\n`), prelude, Buffer.from('\r\n')]);
    }

    _write(chunk, encoding, callback) {
        const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk, encoding);
        if (this.failed_ || bytes.length === 0) {
            callback();
            return;
        }
        this.socket_.write(Buffer.concat([Buffer.from(this.begin_()), Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]), callback);
    }

    _final(callback) {
        if (this.failed_) callback();
        else this.socket_.write(Buffer.concat([Buffer.from(this.begin_()), Buffer.from('0\r\n\r\n')]), callback);
    }

    failWith(errorType, errorBody) {
        if (this.writableFinished || this.failed_) return;
        this.failed_ = true;
        const type = errorType.replace(/[^\x20-\x7e]/g, '?');
        this.socket_.write(`0\r\nLambda-Runtime-Function-Error-Type: ${type}\r\nLambda-Runtime-Function-Error-Body: ${Buffer.from(errorBody).toString('base64').slice(0, 32768)}\r\n\r\n`);
        this.destroy();
        this.emit('failed');
    }
}

const awslambda = {
    streamifyResponse(handler, options) {
        handler[streamingMark] = 'response';
        if (options && options.highWaterMark !== undefined) handler[highWaterMark] = parseInt(options.highWaterMark, 10);
        return handler;
    },
    HttpResponseStream: {
        from(underlying, prelude) {
            underlying.setContentType('application/vnd.awslambda.http-integration-response');
            const text = JSON.stringify(prelude);
            underlying._onBeforeFirstWrite = (write) => {
                write(text);
                write(new Uint8Array(8));
            };
            return underlying;
        },
    },
};

module.exports = { ResponseStream, streamingMark, awslambda };
