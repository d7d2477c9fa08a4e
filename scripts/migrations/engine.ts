import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { Problem } from '../processes/problem.ts';
import type { Schema } from './folder.ts';

export type Engine = bindings.SchemaEngine;

/** What is used of WebAssembly, which the types of Node leave to those of browsers. */
type Exports = Readonly<Record<string, unknown>>;
type WebAssemblyApi = Readonly<{
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: Readonly<Record<string, object>>) => { exports: Exports };
}>;

/** The generated bindings want their instance through this function, which their types do not name. */
type Bound = typeof bindings & { __wbg_set_wasm(exports: Exports): void };

/** Node 20 imports no WebAssembly by itself, so the module is compiled here. */
const load = (): void => {
  const { Module, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;
  const path = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    .replace(/\.js$/, '.wasm');
  const { exports } = new Instance(new Module(readFileSync(path)), { './schema_engine_bg.js': bindings });
  (bindings as Bound).__wbg_set_wasm(exports);
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: panic } });
  (exports as { __wbindgen_start?: () => void }).__wbindgen_start?.();
};

/** Where the engine gives up it asks for a registry of this name; what it says there is all there is to know. */
const panic = (message: string): never => {
  throw new Problem(`Prisma's migration engine gave up: ${message.replaceAll('\n', ' ')}.`);
};

let isLoaded = false;

/** Prisma's own migration engine over a driver adapter: it needs no binary and writes the official history. */
export const openEngine = (
  schema: Schema,
  adapter: SqlMigrationAwareDriverAdapterFactory,
): Promise<Engine> => {
  if (!isLoaded) load();
  isLoaded = true;
  const datamodels: [string, string][] = [[schema.path, schema.content]];
  return bindings.SchemaEngine.new(
    { datamodels },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
};
