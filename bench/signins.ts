import { resolve } from 'node:path';
import { measure, memoryOf } from '../scripts/footprint/memory.ts';
import { readRun } from '../scripts/processes/run-file.ts';

/**
 * `npx tsx bench/signins.ts [rounds]`: three hundred sign-ins at once at a running shop (PORT, DATA_DIR), as a ratio of what a
 * product query takes beside them and by itself; what became of them; and what users holds in memory before and after.
 */
const ROUNDS = Number(process.argv[2] ?? 3);
const AT_ONCE = 300;
const USUAL = 60;
const SETTLED_MS = 3_000;
const url = `http://127.0.0.1:${process.env.PORT ?? 4000}/graphql`;

const SIGN_IN =
  'mutation ($input: SignInInput!) { signIn(input: $input) { tokens { accessToken } userErrors { code } } }';
const PRODUCTS =
  'query ($query: String) { products(query: $query, first: 5) { totalCount nodes { title } } }';
const input = { email: 'customer@example.com', password: 'plexus-demo-password' };

type Answer = {
  data?: { signIn?: { tokens: object | null; userErrors: { code: string }[] } } | null;
  errors?: { extensions: { code: string } }[];
};
const send = async (query: string, variables: object): Promise<Answer> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
let asked = 0;
/** A query that no cache has an answer to. */
const timed = async (): Promise<number> => {
  const started = performance.now();
  const { errors } = await send(PRODUCTS, { query: `mug ${++asked}-${Date.now()}` });
  if (errors) throw new Error(`a product query was refused: ${errors[0]?.extensions.code}`);
  return performance.now() - started;
};
const signIn = async (): Promise<string> => {
  const { data, errors } = await send(SIGN_IN, { input });
  return (
    errors?.[0]?.extensions.code ??
    data?.signIn?.userErrors[0]?.code ??
    (data?.signIn?.tokens ? 'signed in' : 'nothing')
  );
};

const users = readRun(resolve(process.env.DATA_DIR ?? '.data'))?.entries.find(({ name }) => name === 'users');
const held = (): string =>
  users ? `${Math.round((memoryOf([users.pid])[0] ?? 0) / 1_000_000)} MB` : 'unknown';

const round = async (): Promise<void> => {
  const usual: number[] = [];
  for (let i = 0; i < USUAL; i++) usual.push(await timed());
  const before = held();
  const beside: number[] = [];
  let left = AT_ONCE;
  const started = performance.now();
  const signIns = Promise.all(Array.from({ length: AT_ONCE }, () => signIn().finally(() => left--)));
  while (left > 0) beside.push(await timed());
  const seconds = (performance.now() - started) / 1000;
  const outcomes: Record<string, number> = {};
  for (const outcome of await signIns) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const most = held();
  await new Promise((settled) => setTimeout(settled, SETTLED_MS));
  const [one, other] = [median(usual), median(beside)];
  console.log(
    `product query ${one.toFixed(1)} ms, beside the sign-ins ${other.toFixed(1)} ms (${beside.length}): ratio ${(other / one).toFixed(2)}`,
  );
  console.log(
    `  ${JSON.stringify(outcomes)} in ${seconds.toFixed(1)} s; users holds ${before} before, ${most} at the end, ${held()} later (${measure()})`,
  );
};

await signIn();
for (let i = 0; i < ROUNDS; i++) await round();
