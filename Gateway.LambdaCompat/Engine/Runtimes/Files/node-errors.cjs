'use strict';
// Errors as the Runtime API takes them: {errorType, errorMessage, trace}.
const util = require('util');

function isError(value) {
    return util.types.isNativeError(value) || (value !== null && typeof value === 'object' && typeof value.name === 'string' && typeof value.message === 'string' && typeof value.stack === 'string');
}

function typeOf(error) {
    return isError(error) ? String(error.name) : typeof error;
}

function toJson(error) {
    try {
        if (isError(error)) return JSON.stringify({ errorType: String(error.name), errorMessage: String(error.message), trace: String(error.stack).split('\n') });
        return JSON.stringify({ errorType: typeof error, errorMessage: String(error), trace: [] });
    } catch {
        return JSON.stringify({ errorType: 'handled', errorMessage: 'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack', trace: [] });
    }
}

function named(name, message, cause) {
    const error = new Error(message);
    error.name = name;
    error.stack = cause && cause.stack ? `${name}: ${message}\n${String(cause.stack).split('\n').slice(1).join('\n')}` : `${name}: ${message}`;
    if (!cause) Error.captureStackTrace(error, named);
    return error;
}

function unhandledRejection(reason) {
    const error = new Error(isError(reason) ? `${reason.name}: ${reason.message}` : String(reason));
    error.name = 'Runtime.UnhandledPromiseRejection';
    error.reason = isError(reason) ? { errorType: reason.name, errorMessage: reason.message, stack: String(reason.stack).split('\n') } : reason;
    error.promise = {};
    error.stack = `${error.name}: ${error.message}\n${String(error.stack).split('\n').slice(1).join('\n')}`;
    return error;
}

module.exports = { isError, typeOf, toJson, named, unhandledRejection };
