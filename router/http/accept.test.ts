import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { acceptedType } from './parseRequest.ts';

const typeFor = (accept?: string) =>
  acceptedType({ headers: accept === undefined ? {} : { accept } } as IncomingMessage);
const [JSON_TYPE, GRAPHQL_TYPE] = ['application/json', 'application/graphql-response+json'];

test.each([
  [undefined, JSON_TYPE],
  ['', JSON_TYPE],
  ['*/*', JSON_TYPE],
  ['application/*', JSON_TYPE],
  ['application/json', JSON_TYPE],
  ['application/graphql-response+json', GRAPHQL_TYPE],
  ['APPLICATION/GraphQL-Response+JSON', GRAPHQL_TYPE],
  ['application/graphql-response+json; charset=utf-8', GRAPHQL_TYPE],
  ['application/graphql-response+json;charset="UTF-8";q=0.5, application/json;q=0.4', GRAPHQL_TYPE],
  ['application/json; charset=utf-8', JSON_TYPE],
  ['application/graphql-response+json, application/json', GRAPHQL_TYPE],
  ['application/json, application/graphql-response+json', JSON_TYPE],
  ['application/graphql-response+json;q=0.5, application/json', JSON_TYPE],
  ['application/json;q=0.1, application/graphql-response+json;q=0.2', GRAPHQL_TYPE],
  ['*/*;q=0.1, application/graphql-response+json', GRAPHQL_TYPE],
  ['application/json;q=0, */*', GRAPHQL_TYPE],
  ['text/html, application/xhtml+xml, */*;q=0.8', JSON_TYPE],
  [
    'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed',
    GRAPHQL_TYPE,
  ],
  ['application/graphql-response+json,application/json;q=0.9', GRAPHQL_TYPE],
  ['multipart/mixed;boundary="graphql";subscriptionSpec="1.0",application/json', JSON_TYPE],
])('R30: a client that accepts %s gets %s', (accept, type) => {
  expect(typeFor(accept)).toBe(type);
});

test.each([
  'text/html',
  'text/event-stream',
  'image/*',
  'application/json;q=0',
  'application/json;q=0, application/graphql-response+json;q=0',
  '*/*;q=0',
  'application/json; charset=utf-16',
  'nonsense',
])('R30: a client that accepts %s gets nothing', (accept) => {
  expect(typeFor(accept)).toBeNull();
});
