'use strict';

const config = require('./deployed.config');

/** `npm run test:azure`: the contract suite against the deployed gateway that the environment names. */
module.exports = { ...config, globals: { ...config.globals, contractTargets: ['azure'] } };
