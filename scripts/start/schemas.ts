import { extname } from 'node:path';
import type { z } from 'zod';
import { folderOf, type ProcessName } from './processes.ts';

type Piped = Readonly<{ in: z.ZodType }>;
type Shaped = Readonly<{ shape: Readonly<Record<string, z.ZodType>> }>;

/** The object below a schema's transformations. */
const shapeOf = (schema: z.ZodType | Piped | Shaped): Shaped['shape'] => {
  if ('shape' in schema) return schema.shape;
  if ('in' in schema) return shapeOf(schema.in as z.ZodType);
  return {};
};

/** What a process reads of its environment, as its own env.ts declares it under `<name>Env`. */
export const schemaOf = async (name: ProcessName): Promise<z.ZodType> => {
  const file = new URL(`../../${folderOf(name)}/env${extname(import.meta.url)}`, import.meta.url);
  const module = (await import(file.href)) as Readonly<Record<string, z.ZodType>>;
  const schema = module[`${name}Env`];
  if (!schema) throw new Error(`${file.pathname} exports no ${name}Env`);
  return schema;
};

export const variablesOf = async (name: ProcessName): Promise<readonly string[]> =>
  Object.keys(shapeOf(await schemaOf(name)));
