import { glob, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UserError } from '../../../terminal/userError';
import type { App } from './core';
import { runHooks } from './invoke';

/** What the worker tells a programming model that it can do. */
const workerCapabilities = {
  RawHttpBodyBytes: 'true',
  RpcHttpTriggerMetadataRemoved: 'true',
  RpcHttpBodyOnly: 'true',
  IgnoreEmptyValuedRpcHttpHeaders: 'true',
  UseNullableValueDictionaryForHttp: 'true',
  WorkerStatus: 'true',
  TypedDataCollection: 'true',
  HandlesWorkerTerminateMessage: 'true',
};

/**
 * Loads an app into this process: the entry points that its `package.json` names, then the start hooks, then what the
 * programming model asks for. Throws {@link UserError} with the reason. Order and rules:
 * Azure/azure-functions-nodejs-worker, `src/startApp.ts` and `src/loadScriptFile.ts`.
 */
export async function loadApp(app: App, folder: string): Promise<void> {
  const { main, type } = await readPackage(folder);
  try {
    const files: string[] = [];
    for await (const file of glob(main, { cwd: folder })) files.push(file);
    if (files.length === 0) throw new Error('Found zero files matching the supplied pattern');
    for (const file of files.sort()) await loadScript(join(folder, file), type === 'module');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`Worker was unable to load entry point "${main}": ${reason}`, { cause });
  }
  await start(app, folder);
}

async function start(app: App, folder: string): Promise<void> {
  const { app: appHookData, startAndEnd: hookData } = app.hookData;
  await runHooks(app, 'appStart', { hookData, appHookData, functionAppDirectory: folder });
  const capabilities = await app.model?.getCapabilities?.({ ...workerCapabilities });
  app.started = true;
  if (app.functions.size === 0) throw new UserError('The app registers no function.');
  if (capabilities && 'HttpUri' in capabilities) {
    throw new UserError('The local host does not emulate enableHttpStream, which the app sets up.');
  }
}

interface Package {
  main: string;
  type: unknown;
}

async function readPackage(folder: string): Promise<Package> {
  const file: unknown = JSON.parse(await readAppFile(folder, 'package.json'));
  if (typeof file !== 'object' || file === null || !('main' in file) || typeof file.main !== 'string') {
    throw new UserError(`${join(folder, 'package.json')} names no entry point in "main".`);
  }
  return { main: file.main, type: 'type' in file ? file.type : undefined };
}

/** Reads a file that every app has. Throws {@link UserError} when it is not there. */
export async function readAppFile(folder: string, name: string): Promise<string> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (cause) {
    throw new UserError(`There is no app in ${folder}: ${name} is missing. Run npm run build.`, { cause });
  }
}

async function loadScript(path: string, isModulePackage: boolean): Promise<void> {
  const isModule = path.endsWith('.mjs') || (!path.endsWith('.cjs') && isModulePackage);
  if (isModule) await import(pathToFileURL(path).href);
  else createRequire(path)(path);
}
