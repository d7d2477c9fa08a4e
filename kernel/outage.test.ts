import { expect, test } from 'vitest';
import { isOutage } from './outage.ts';

const coded = (code: unknown, message = 'x') => Object.assign(new Error(message), { code });
const named = (name: string) => Object.assign(new Error('x'), { name });

test.each([
  [
    'pg, a connection that failed',
    new Error('Client has encountered a connection error and is not queryable'),
  ],
  ['pg, a client that was closed', new Error('Client was closed and is not queryable')],
  [
    'PostgreSQL, its postmaster was killed',
    coded('57P01', 'terminating connection due to unexpected postmaster exit'),
  ],
  ['PostgreSQL, it starts', coded('57P03', 'the database system is starting up')],
  ['PostgreSQL, an idle connection', coded('57P05')],
  [
    'Prisma, its adapter',
    Object.assign(coded('P2010'), {
      meta: { driverAdapterError: { cause: { kind: 'DatabaseNotReachable' } } },
    }),
  ],
  [
    'Prisma, the code of the database',
    Object.assign(coded('P2010'), { meta: { driverAdapterError: { cause: { originalCode: '57P02' } } } }),
  ],
  ['an adapter error by itself', Object.assign(new Error('x'), { cause: { kind: 'ConnectionClosed' } })],
  ['ioredis, a closed connection', new Error('Connection is closed.')],
  ['Redis, it loads its data', new Error('LOADING Redis is loading the dataset in memory')],
  ['Redis, a replica', new Error("READONLY You can't write against a read only replica.")],
  [
    'Redis, its disk is full',
    new Error('MISCONF Redis is configured to save RDB snapshots, but it is unable to persist on disk'),
  ],
  ['MongoDB, the server shuts down', coded(91)],
  ['MongoDB, another primary', coded(10107)],
  ['MongoDB, the network', named('MongoNetworkError')],
  ['undici, a closed client', coded('UND_ERR_CLOSED')],
  ['a full disk', coded('ENOSPC')],
  ['no route', coded('EHOSTUNREACH')],
  ['a name of several addresses', new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')])],
  ['a cause', new Error('fetch failed', { cause: coded('ECONNRESET') })],
])('C08: an outage is known as one: %s', (_, error) => {
  expect(isOutage(error)).toBe(true);
});

test.each([
  ['a fault of the code', new TypeError("Cannot read properties of undefined (reading 'x')")],
  ['a statement with a fault', coded('42601', 'syntax error')],
  ['a unique index', coded('P2002')],
  ['a unique index of MongoDB', coded(11000)],
  ['a message that mentions loading', new Error('The page is LOADING now')],
  ['no error', 'ECONNREFUSED'],
  ['several errors of which one is none', new AggregateError([coded('ECONNREFUSED'), new TypeError('x')])],
])('C08: what is wrong with the code is not an outage: %s', (_, error) => {
  expect(isOutage(error)).toBe(false);
});
