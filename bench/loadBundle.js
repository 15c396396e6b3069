'use strict';

// Prints how many milliseconds this process takes to load the bundle named on its command line. Plain JavaScript, so
// that no transpiler stands in the way. The core module, which the Functions host provides, is an empty stand-in.
const Module = require('node:module');

const core = {
  version: '4.0.0',
  hostVersion: '4.0.0',
  Disposable: class {
    dispose() {}
  },
  registerFunction: () => new core.Disposable(),
  registerHook: () => new core.Disposable(),
  setProgrammingModel() {},
  getProgrammingModel: () => undefined,
  log() {},
};
const load = Module.prototype.require;
Module.prototype.require = function (id) {
  return id === '@azure/functions-core' ? core : load.call(this, id);
};

const storage =
  'DefaultEndpointsProtocol=http;AccountName=bench;AccountKey=YmVuY2g=;TableEndpoint=http://127.0.0.1:1/bench';
Object.assign(process.env, { ORDERS_TABLE: 'orders', ORDERS_STORAGE_CONNECTION_STRING: storage });

const started = performance.now();
require(process.argv[2]);
process.stdout.write(String(performance.now() - started));
