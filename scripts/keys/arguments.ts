import { parseArgs } from 'node:util';
import { Problem } from '../processes/problem.ts';
import { SERVICES, type ServiceName } from '../start/processes.ts';

/** Changes the keys of a file. */
export type KeysChange = Readonly<
  { do: 'retire' } | { do: 'rotate' | 'activate'; names: readonly ServiceName[] }
>;
export type KeysCommand = Readonly<{ file: string | undefined }> &
  (Readonly<{ do: 'list' } | { do: 'make'; name: ServiceName }> | KeysChange);

const OPTIONS = { all: { type: 'boolean', default: false }, file: { type: 'string' } } as const;

/** The command line of `npm run keys`. Throws a Problem that says what to give. */
export const readKeysCommand = (args: readonly string[]): KeysCommand => {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  const { file, all } = values;
  const [what = 'list', ...names] = positionals;
  if (what === 'list' || what === 'retire') {
    if (names.length > 0 || all) throw new Problem(`${what} takes no process: run npm run keys -- ${what}`);
    return { file, do: what };
  }
  if (what === 'make') return { file, do: what, name: one(names, all) };
  if (what === 'rotate' || what === 'activate')
    return { file, do: what, names: all && names.length === 0 ? SERVICES : [one(names, all)] };
  throw new Problem(
    `There is no command "${what}": it is list, rotate, activate, retire or make. See npm run keys -- --help`,
  );
};

const one = ([name, ...more]: readonly string[], all: boolean): ServiceName => {
  const found = SERVICES.find((service) => service === name);
  if (found && more.length === 0 && !all) return found;
  throw new Problem(`Name one process (${SERVICES.join(', ')}), as in: npm run keys -- rotate router`);
};
