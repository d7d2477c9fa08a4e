import { setImmediate } from 'node:timers';
import { setTimeout as wait } from 'node:timers/promises';
import { serviceEnv } from '../../kernel/env.ts';
import { runProcess } from '../../kernel/process.ts';
import { startServer } from '../../kernel/server.ts';

const typeDefs = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  directive @access(to: Audience!) on FIELD_DEFINITION
  enum Audience { PUBLIC CUSTOMER STAFF ADMIN SERVICE }
  type Query {
    hello: String @access(to: PUBLIC)
    broken: String @access(to: PUBLIC)
    forgotten: String @access(to: PUBLIC)
    uncaught: String @access(to: PUBLIC)
    slow: String @access(to: PUBLIC)
  }`;

const fail = (): never => {
  throw new Error('a fault of the code');
};
let fall = (): void => undefined;
const fallen = new Promise<void>((resolve) => {
  fall = resolve;
});
const resolvers = {
  Query: {
    hello: () => 'hello',
    broken: fail,
    forgotten: () => {
      void Promise.resolve().then(fail);
      return 'answered';
    },
    uncaught: () => {
      setImmediate(fail);
      fall();
      return 'answered';
    },
    /** Under way while the process falls, and a little after. */
    slow: () => fallen.then(() => wait(100, 'finished')),
  },
};

/** A subgraph whose resolvers go wrong in each way there is. */
await runProcess('carts', serviceEnv, (env, log) =>
  startServer({ name: 'carts', env, typeDefs, resolvers, loaders: () => ({}), resources: [] }, log),
);
