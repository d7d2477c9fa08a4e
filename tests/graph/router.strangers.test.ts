import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { buildASTSchema, parse } from 'graphql';
import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { createLog } from '../../kernel/log.ts';
import { routerEnv } from '../../router/env.ts';
import { start } from '../../router/start.ts';
import { apiOf } from '../../scripts/compose/changes.ts';
import { anyCalls } from '../support/anyCall.ts';
import { randomAnswer } from '../support/randomAnswer.ts';
import { cacheAt } from '../support/stores.ts';
import { accessKey, accessToken, ask, environment, plainServer } from './fixtures.ts';

const SUPERGRAPH = 'router/supergraph.graphql';
const sdl = readFileSync(SUPERGRAPH, 'utf8');
const QUERIES = anyCalls(apiOf(sdl)).filter(({ name }) => name.startsWith('Query.'));

const bodyOf = async (
  request: IncomingMessage,
): Promise<{ query: string; variables: Record<string, unknown> }> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString());
};
const whoAsks = ({ headers }: IncomingMessage): string => {
  const { viewer } = decodeJwt(String(headers.authorization).slice('Bearer '.length)) as {
    viewer: { kind: string; userId?: string };
  };
  return viewer.userId ?? viewer.kind;
};

/** The shop's graph over subgraphs that write into every word who asked, and say of all of it what is given. */
const shopThatSays = async (cacheControl: string | null) => {
  const answer = randomAnswer(buildASTSchema(parse(sdl), { assumeValidSDL: true }), 7, {
    nulls: 0,
    errors: 0,
    violations: 0,
  });
  const subgraphs = await plainServer(async (request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.method === 'GET') return void response.end(JSON.stringify({ keys: [accessKey.public] }));
    const { query, variables } = await bodyOf(request);
    const text = JSON.stringify(answer(query, variables)).replaceAll(
      /"(ID|String|URL)-/g,
      `"${whoAsks(request)}-`,
    );
    if (cacheControl) response.setHeader('cache-control', cacheControl);
    response.end(text);
  });
  const addresses = ['USERS', 'PRODUCTS', 'CARTS', 'ORDERS', 'PAYMENTS'].map((name) => [
    `${name}_URL`,
    `${subgraphs.url}/graphql`,
  ]);
  const env = environment('router', {
    SUPERGRAPH,
    CACHE_REDIS_URL: cacheAt(cacheControl ? 14 : 15),
    ...Object.fromEntries(addresses),
  });
  const router = await start(routerEnv.parse(env), createLog('router', 'silent'));
  return { url: router.url, stop: () => Promise.all([router.stop(), subgraphs.stop()]) };
};

test.each([
  ['every hint is forgotten', null],
  ['everything is called public', 'max-age=300, public'],
])(
  'G07: Alice, then Bob, then nobody, on every query: where %s, nobody gets another’s answer',
  async (_, hint) => {
    const { url, stop } = await shopThatSays(hint);
    const people = { alice: newId('user'), bob: newId('user') };
    const [alice, bob] = await Promise.all([
      accessToken({ sub: people.alice }),
      accessToken({ sub: people.bob }),
    ]);
    expect(QUERIES.length).toBeGreaterThan(20);
    const check = async ({ name, operation }: (typeof QUERIES)[number]): Promise<void> => {
      const [asAlice, asBob] = [
        await ask(url, operation, { token: alice }),
        await ask(url, operation, { token: bob }),
      ];
      const [asNobody, again] = [await ask(url, operation), await ask(url, operation)];
      const last = await ask(url, operation, { token: alice });
      expect(asAlice.status, `${name} ${asAlice.text}`).toBe(200);
      expect(asAlice.text + last.text, name).not.toContain(people.bob);
      expect(asBob.text, name).not.toContain(people.alice);
      for (const { text } of [asNobody, again])
        expect(text.includes(people.alice) || text.includes(people.bob), name).toBe(false);
      for (const { headers } of [asAlice, asBob, last])
        expect([headers.get('cache-control'), headers.get('x-cache')]).toEqual(['no-store', null]);
      if (hint === null) expect(again.headers.get('x-cache'), name).not.toBe('HIT');
      else expect(again.headers.get('x-cache'), name).toBe('HIT');
    };
    await Promise.all(QUERIES.map(check));
    await stop();
  },
  120_000,
);
