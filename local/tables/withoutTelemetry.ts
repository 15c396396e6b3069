import Module from 'node:module';

/*
 * Puts nothing in the place of the library with which Azurite reports its use. We never report anything, and loading it
 * would take two thirds of Azurite's start. To be imported before Azurite.
 */
const azurite = require.resolve('azurite/dist/src/common/Telemetry');
const library = require.resolve('applicationinsights', { paths: [azurite] });
require.cache[library] = Object.assign(new Module(library), { loaded: true, exports: {} });
