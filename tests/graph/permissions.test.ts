import { readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiOf } from '../../scripts/compose/changes.ts';
import { schemaOf, subgraphs } from '../../scripts/subgraphs.ts';

import { anyCalls } from '../support/anyCall.ts';
import { ask, signedInAs } from '../support/client.ts';
import { openShop } from '../support/demo.ts';
import { type Graph, startGraph } from '../support/graph.ts';

const ROLES = ['nobody', 'customer', 'staff', 'admin'] as const;
type Role = (typeof ROLES)[number];
const ADMITTED: Readonly<Record<string, readonly Role[]>> = {
  PUBLIC: ROLES,
  CUSTOMER: ['customer', 'staff', 'admin'],
  STAFF: ['staff', 'admin'],
  ADMIN: ['admin'],
};

/** Who a root field is for, as the subgraphs' schemas say. */
const audiences = new Map(
  subgraphs().flatMap((subgraph) =>
    parse(schemaOf(subgraph)).definitions.flatMap((type) => {
      if (type.kind !== Kind.OBJECT_TYPE_DEFINITION || !['Query', 'Mutation'].includes(type.name.value))
        return [];
      return (type.fields ?? []).map((field): [string, string] => {
        const to = field.directives?.find(({ name }) => name.value === 'access')?.arguments?.[0]?.value;
        return [`${type.name.value}.${field.name.value}`, to?.kind === Kind.ENUM ? to.value : 'nobody said'];
      });
    }),
  ),
);

test('D05: who may call what is as it was agreed', async () => {
  const matrix = [...audiences].map(([field, to]) => `${to.padEnd(9)}${field}`).sort();
  await expect(`${matrix.join('\n')}\n`).toMatchFileSnapshot('permissions.txt');
});

describe('D05: every root field, called as every role, admits exactly its audience', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph();
    await openShop(graph);
  });
  afterAll(() => graph?.stop());

  const headersOf = async (role: Role) =>
    role === 'nobody' ? {} : signedInAs(graph.url, `${role}@example.com`);
  const refusals = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);
  const endsSessions = (name: string): boolean => /Mutation\.(signOut|account|password)/.test(name);
  const calls = anyCalls(apiOf(readFileSync('router/supergraph.graphql', 'utf8')));

  test.each(ROLES)('%s', async (role) => {
    let headers = await headersOf(role);
    const wrong: string[] = [];
    for (const { name, operation } of calls) {
      const { errors } = await ask(graph.url, operation, {}, headers);
      const isRefused = errors.some(
        (error) => error.path?.length === 1 && refusals.has(error.extensions.code),
      );
      const isAdmitted = ADMITTED[audiences.get(name) ?? '']?.includes(role) ?? false;
      if (isRefused === isAdmitted)
        wrong.push(`${name}: ${errors.map((error) => error.extensions.code).join() || 'admitted'}`);
      if (endsSessions(name)) headers = await headersOf(role);
    }
    expect(wrong).toEqual([]);
  });
});
