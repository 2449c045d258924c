'use strict';
// Finds and loads a handler, and points SDKs at the endpoint that do not read AWS_ENDPOINT_URL by themselves.
const fs = require('fs');
const path = require('path');
const Module = require('module');
const { pathToFileURL } = require('url');
const errors = require('./node-errors.cjs');

const hooked = new WeakSet();

function hook(endpoint) {
    if (!endpoint) return;
    const load = Module._load;
    Module._load = function (request, ...rest) {
        const loaded = load.call(this, request, ...rest);
        if (typeof request === 'string') {
            if (/(^|[\\/])aws-sdk([\\/]|$)/.test(request)) pointAtEndpoint(loaded, endpoint);
            else if (/(^|[\\/])@(aws-sdk|smithy)[\\/]smithy-client$/.test(request)) pointClientsAtEndpoint(loaded, endpoint);
        }
        return loaded;
    };
}

// aws-sdk v2, its parts (aws-sdk/global, aws-sdk/clients/dynamodb), and what is built on it, as dynamodb-doc.
function pointAtEndpoint(sdk, endpoint) {
    if (!sdk || (typeof sdk !== 'object' && typeof sdk !== 'function') || hooked.has(sdk)) return;
    hooked.add(sdk);
    const config = sdk.config && typeof sdk.config.update === 'function' ? sdk.config : globalConfigOf(sdk);
    if (!config || config.endpoint) return;
    try {
        config.update({ endpoint, s3ForcePathStyle: true });
    } catch {
        config.endpoint = endpoint;
    }
}

// The clients of v3 before autumn 2023; later ones read the variable, and know a function of that name.
function pointClientsAtEndpoint(loaded, endpoint) {
    const send = loaded && loaded.Client && loaded.Client.prototype && loaded.Client.prototype.send;
    if (!send || hooked.has(loaded.Client)) return;
    hooked.add(loaded.Client);
    const { protocol, hostname, port } = new URL(endpoint);
    loaded.Client.prototype.send = function (...parts) {
        const config = this.config;
        if (config && !config.isCustomEndpoint && typeof config.serviceConfiguredEndpoint !== 'function') {
            config.isCustomEndpoint = true;
            config.endpoint = async () => ({ protocol, hostname, port: port === '' ? undefined : Number(port), path: '/' });
            if ('forcePathStyle' in config) config.forcePathStyle = true;
        }
        return send.apply(this, parts);
    };
}

// A client class of v2 knows the global configuration through its prototype's constructor chain only; the core module holds it.
function globalConfigOf(client) {
    if (!client.serviceIdentifier && !client.services) return null;
    for (const file of Object.keys(require.cache)) {
        if (!/[\\/]aws-sdk[\\/]lib[\\/]core\.js$/.test(file)) continue;
        const core = require.cache[file].exports;
        if (core && core.config && !hooked.has(core)) {
            hooked.add(core);
            if (!core.config.endpoint) return core.config;
        }
    }
    return null;
}

function isModulePackage(file) {
    for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
        try {
            return JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')).type === 'module';
        } catch (error) {
            if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') return false;
        }
        if (path.basename(folder) === 'node_modules' || folder === path.dirname(folder)) return false;
    }
}

async function loadModule(root, name) {
    const base = path.resolve(root, name);
    const candidates = [['', false], ['.js', isModulePackage(base + '.js')], ['.mjs', true], ['.cjs', false]];
    for (const [extension, isModule] of candidates) {
        const file = base + extension;
        if (!fs.existsSync(file) || !fs.statSync(file).isFile()) continue;
        return isModule ? import(pathToFileURL(file).href) : require(file);
    }
    if (fs.existsSync(base)) return require(base); // a folder
    return require(require.resolve(name, { paths: [root, path.dirname(base)] })); // what it says when there is none is what callers read
}

function wrap(error, root, name) {
    if (error instanceof SyntaxError) return errors.named('Runtime.UserCodeSyntaxError', `SyntaxError: ${error.message}`, error);
    if (error && (error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_MODULE_NOT_FOUND')) return errors.named('Runtime.ImportModuleError', `Error: ${error.message}`, error);
    return error;
}

async function load(root, handler) {
    const base = path.basename(handler);
    const parts = /^([^.]*)\.(.*)$/.exec(base);
    if (!parts || handler.includes('..')) throw errors.named('Runtime.MalformedHandlerName', handler.includes('..') ? `'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.` : 'Bad handler');
    const name = path.join(path.dirname(handler), parts[1]);
    let loaded;
    try {
        loaded = await loadModule(root, name);
    } catch (error) {
        throw wrap(error, root, name);
    }
    const find = (from) => parts[2].split('.').reduce((value, key) => (value === undefined || value === null ? undefined : value[key]), from);
    const found = find(loaded) || (loaded && loaded.default ? find(loaded.default) : undefined);
    if (!found) throw errors.named('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
    if (typeof found !== 'function') throw errors.named('Runtime.HandlerNotFound', `${handler} is not a function`);
    return found;
}

module.exports = { load, hook };
