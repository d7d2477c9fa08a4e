/**
 * `npx tsx bench/answers.ts [samples]`: how long a running shop (PORT) takes to answer about an address with an account and one
 * without, in alternating requests, as a ratio of medians. Known against known shows what the ratio is worth on this machine.
 */
const SAMPLES = Number(process.argv[2] ?? 120);
const url = `http://127.0.0.1:${process.env.PORT ?? 4000}/graphql`;
const PER_ACCOUNT = 8;

const OPERATIONS: Readonly<Record<string, (email: string) => [query: string, variables: object]>> = {
  signIn: (email) => [
    'mutation ($input: SignInInput!) { signIn(input: $input) { userErrors { code } } }',
    { input: { email, password: 'wrong-password-here' } },
  ],
  signUp: (email) => [
    'mutation ($input: SignUpInput!) { signUp(input: $input) { accepted userErrors { code } } }',
    { input: { email, password: 'quite-another-secret' } },
  ],
  passwordResetRequest: (email) => [
    'mutation ($email: String!) { passwordResetRequest(email: $email) { accepted userErrors { code } } }',
    { email },
  ],
  emailVerificationResend: (email) => [
    'mutation ($email: String!) { emailVerificationResend(email: $email) { accepted userErrors { code } } }',
    { email },
  ],
};

const send = async (query: string, variables: object): Promise<string> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const text = await response.text();
  if (text.includes('"errors"')) throw new Error(text);
  return text;
};
const timed = async ([query, variables]: [string, object]): Promise<{ ms: number; text: string }> => {
  const started = performance.now();
  const text = await send(query, variables);
  return { ms: performance.now() - started, text };
};
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const someone = (): string => `${crypto.randomUUID()}@example.com`;

/** Each account is tried less often than wrong passwords are counted. */
const accounts = Array.from(
  { length: Math.ceil((2 * SAMPLES * Object.keys(OPERATIONS).length) / PER_ACCOUNT) },
  someone,
);
for (const email of accounts) await send(...(OPERATIONS.signUp?.(email) ?? ['', {}]));
let next = 0;
const known = (): string => accounts[next++ % accounts.length] ?? '';

console.log(`${accounts.length} accounts, ${SAMPLES} samples each`);
for (const [name, operation] of Object.entries(OPERATIONS)) {
  const times: Record<'known' | 'unknown' | 'again', number[]> = { known: [], unknown: [], again: [] };
  const texts = new Set<string>();
  for (let i = 0; i < SAMPLES; i++)
    for (const [kind, email] of [
      ['known', known()],
      ['unknown', someone()],
      ['again', known()],
    ] as const) {
      const { ms, text } = await timed(operation(email));
      times[kind].push(ms);
      texts.add(text);
    }
  const [one, other, again] = [median(times.known), median(times.unknown), median(times.again)];
  console.log(
    `${name.padEnd(24)} known ${one.toFixed(1)} ms, unknown ${other.toFixed(1)} ms: ratio ${(one / other).toFixed(3)}; known to known ${(one / again).toFixed(3)}; ${texts.size} different answer${texts.size === 1 ? '' : 's'}`,
  );
}
