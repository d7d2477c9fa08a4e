import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { parse } from 'graphql';
import { exportJWK, generateKeyPair } from 'jose';
import { createLog } from '../../kernel/log.ts';
import { routerEnv } from '../../router/env.ts';
import { start } from '../../router/start.ts';
import { PORTS, type SubgraphName, typeDefs } from './schemas.ts';

const supergraph = (path: string): string => {
  const names = Object.keys(PORTS) as SubgraphName[];
  const result = composeServices(
    names.map((name) => ({
      name,
      url: `http://127.0.0.1:${PORTS[name]}/${path}`,
      typeDefs: parse(typeDefs[name]),
    })),
  );
  return result.supergraphSdl ?? '';
};

/** The router as it is shipped, with all its limits, in production mode, over subgraphs that call so much public. */
const router = (what: string) => async (port: number) => {
  const path = join(tmpdir(), `plexus-bench-${process.pid}.graphql`);
  await writeFile(path, supergraph(what));
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const jwk = async (key: Parameters<typeof exportJWK>[0]) => ({ ...(await exportJWK(key)), kid: 'router' });
  const env = routerEnv.parse({
    ...process.env,
    NODE_ENV: 'production',
    PORT: String(port),
    LOG_LEVEL: 'warn',
    RATE_LIMIT_POINTS: '1000000000',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    SUPERGRAPH: path,
    SERVICE_PRIVATE_KEY: JSON.stringify(await jwk(privateKey)),
    SERVICE_PUBLIC_KEYS: JSON.stringify({ keys: [await jwk(publicKey)] }),
  });
  return start(env, createLog('router', env.LOG_LEVEL));
};

const contenders: Readonly<Record<string, (port: number) => Promise<unknown>>> = {
  plexus: router('graphql'),
  entities: router('entities'),
  hit: router('public'),
  /** @apollo/server with @apollo/gateway as their documentation sets them up, but for reports to Apollo, whose exporter is not installed. */
  stock: async (port) => {
    process.env.APOLLO_TELEMETRY_DISABLED = 'true';
    const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl: supergraph('graphql') }) });
    return startStandaloneServer(server, { listen: { port, host: '127.0.0.1' } });
  },
  /** What Node itself can do: reads the body, answers the bytes that the router would. */
  bare: async (port) => {
    let text = '';
    process.on('message', (message: { text?: string }) => {
      text = message.text ?? text;
    });
    const server = createServer((request, response) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
      request.resume().on('end', () => response.writeHead(200, headers).end(text));
    });
    return server.listen(port, '127.0.0.1');
  },
};

const [, , name = '', port = ''] = process.argv;
await contenders[name]?.(Number(port));
process.on('SIGTERM', () => process.exit(0));
process.on('message', (message) => message === 'cpu' && process.send?.(process.cpuUsage()));
process.send?.('ready');
