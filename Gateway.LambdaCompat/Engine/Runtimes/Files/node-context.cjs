'use strict';
// The second argument of a handler.
function makeContext(headers, settings, callback) {
    const deadline = Number(headers['lambda-runtime-deadline-ms']);
    const parse = (text) => (text ? JSON.parse(text) : undefined);
    const context = {
        get callbackWaitsForEmptyEventLoop() {
            return settings.waitsForEmptyLoop;
        },
        set callbackWaitsForEmptyEventLoop(value) {
            settings.waitsForEmptyLoop = value;
        },
        succeed: (result) => {
            settings.waitsForEmptyLoop = false;
            callback(null, result);
        },
        fail: (error) => {
            settings.waitsForEmptyLoop = false;
            callback(error === undefined || error === null ? 'handled' : error);
        },
        done: (error, result) => {
            settings.waitsForEmptyLoop = false;
            callback(error, result);
        },
        functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
        functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
        memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
        logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
        logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
        clientContext: parse(headers['lambda-runtime-client-context']),
        identity: parse(headers['lambda-runtime-cognito-identity']),
        invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
        awsRequestId: headers['lambda-runtime-aws-request-id'],
        getRemainingTimeInMillis: () => deadline - Date.now(),
    };
    if (headers['lambda-runtime-aws-tenant-id']) context.tenantId = headers['lambda-runtime-aws-tenant-id'];
    return context;
}

module.exports = { makeContext };
