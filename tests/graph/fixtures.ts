import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import {
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { serviceEnv } from '../../kernel/env.ts';
import { sendJson } from '../../kernel/http.ts';
import { newId } from '../../kernel/ids.ts';
import type { Running } from '../../kernel/lifecycle.ts';
import { createLog } from '../../kernel/log.ts';
import { startServer } from '../../kernel/server.ts';
import { routerEnv } from '../../router/env.ts';
import { start } from '../../router/start.ts';
import { resolvers } from './fixtures.resolvers.ts';
import { SUBGRAPHS, type SubgraphName, typeDefs } from './fixtures.schema.ts';

export const PUBLIC_URL = 'http://shop.test';
const silent = createLog('tests', 'silent');

const keyPair = async (kid: string) => {
  const pair = await generateKeyPair('EdDSA', { extractable: true });
  return {
    private: { ...(await exportJWK(pair.privateKey)), kid } as JWK,
    public: { ...(await exportJWK(pair.publicKey)), kid, alg: 'EdDSA', use: 'sig' } as JWK,
  };
};
const NAMES = ['router', ...SUBGRAPHS] as const;
const services = Object.fromEntries(
  await Promise.all(NAMES.map(async (name) => [name, await keyPair(name)] as const)),
);
export const servicePublicKeys = { keys: Object.values(services).map((pair) => pair.public) };
/** The key that signs access tokens in these tests. */
export const accessKey = await keyPair('access-1');

/** The environment of a process of the fixture, as it would be given. */
export const environment = (name: string, more: Record<string, string> = {}): Record<string, string> => ({
  NODE_ENV: 'test',
  PORT: '0',
  LOG_LEVEL: 'silent',
  PUBLIC_URL,
  SERVICE_PRIVATE_KEY: JSON.stringify(services[name]?.private),
  SERVICE_PUBLIC_KEYS: JSON.stringify(servicePublicKeys),
  ...more,
});

export type Claims = Partial<JWTPayload & { role: string; sid: string }>;

/** An access token as the users service issues them; what is wrong with it is said by the arguments. */
export const accessToken = (
  claims: Claims = {},
  header: Partial<JWTHeaderParameters> = {},
  key: JWK = accessKey.private,
): Promise<string> => {
  const at = Math.floor(Date.now() / 1000);
  const payload = {
    iss: PUBLIC_URL,
    aud: 'plexus',
    sub: newId('user'),
    sid: newId('sess'),
    role: 'CUSTOMER',
    iat: at,
    exp: at + 300,
    jti: randomUUID(),
  };
  return new SignJWT({ ...payload, ...claims })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'access-1', ...header })
    .sign(key);
};

export const composed = (urls: Partial<Record<SubgraphName, string>> = {}): string => {
  const result = composeServices(
    SUBGRAPHS.map((name) => ({
      name,
      url: urls[name] ?? `http://${name}.internal:9/graphql`,
      typeDefs: parse(typeDefs[name]),
    })),
  );
  if (!result.supergraphSdl) throw new Error(String(result.errors));
  return result.supergraphSdl;
};

/** A plain server of a test's own, for subgraphs that misbehave. */
export const plainServer = async (handler: RequestListener): Promise<Running> => {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
};

/** How often each subgraph was asked. */
export type Calls = Record<SubgraphName, number>;

export const startSubgraph = async (
  name: SubgraphName,
  calls: Calls,
  publicKeys: () => readonly JWK[] = () => [accessKey.public],
): Promise<Running> =>
  startServer(
    {
      name,
      env: serviceEnv.parse(environment(name)),
      typeDefs: typeDefs[name],
      resolvers: resolvers[name],
      loaders: () => {
        calls[name] += 1;
        return {};
      },
      resources: [],
      routes: [
        {
          method: 'GET',
          path: /^\/\.well-known\/jwks\.json$/,
          handle: async (_, response) => sendJson(response, 200, { keys: publicKeys() }),
        },
        {
          method: 'GET',
          path: /^\/files\/(.+)$/,
          handle: async (request, response, [key]) => {
            response.writeHead(200, {
              'content-type': 'image/webp',
              'cache-control': 'public, max-age=31536000, immutable',
              'x-internal': 'secret',
            });
            response.end(`${key} ${request.headers.authorization ?? 'nobody'}`);
          },
        },
      ],
    },
    silent,
  );

export type World = Readonly<{
  url: string;
  calls: Calls;
  supergraphPath: string;
  subgraphUrls: Record<SubgraphName, string>;
  stop(): Promise<void>;
}>;

/** Four subgraphs and a router over them; `more` is environment of the router. */
export const startWorld = async (more: Record<string, string> = {}): Promise<World> => {
  const calls: Calls = { users: 0, products: 0, carts: 0, orders: 0 };
  const running = await Promise.all(
    SUBGRAPHS.map(async (name) => [name, await startSubgraph(name, calls)] as const),
  );
  const subgraphUrls = Object.fromEntries(
    running.map(([name, { url }]) => [name, `${url}/graphql`]),
  ) as Record<SubgraphName, string>;
  const supergraphPath = join(await mkdtemp(join(tmpdir(), 'plexus-router-')), 'supergraph.graphql');
  await writeFile(supergraphPath, composed());
  const addresses = Object.fromEntries(
    SUBGRAPHS.map((name) => [`${name.toUpperCase()}_URL`, subgraphUrls[name]]),
  );
  const env = routerEnv.parse(environment('router', { ...addresses, SUPERGRAPH: supergraphPath, ...more }));
  const router = await start(env, silent);
  const stop = async () => {
    await Promise.all([router, ...running.map(([, server]) => server)].map((server) => server.stop()));
  };
  return { url: router.url, calls, supergraphPath, subgraphUrls, stop };
};

export type Reply = Readonly<{
  status: number;
  headers: Headers;
  text: string;
  data?: Record<string, unknown> | null;
  errors?: readonly {
    message: string;
    path?: (string | number)[];
    extensions: { code: string; requestId?: string };
  }[];
}>;

/** Sends an operation to the graph and reads what comes. */
export const ask = async (
  url: string,
  query: string,
  options: { variables?: object; token?: string; headers?: Record<string, string> } = {},
): Promise<Reply> => {
  const { variables, token, headers = {} } = options;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  });
  return read(response);
};

export const read = async (response: Response): Promise<Reply> => {
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    ...(JSON.parse(text) as Pick<Reply, 'data' | 'errors'>),
  };
};

export const code = ({ errors }: Reply): string | undefined => errors?.[0]?.extensions.code;
