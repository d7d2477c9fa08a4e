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

const supergraph = (): string => {
  const names = Object.keys(PORTS) as SubgraphName[];
  const result = composeServices(
    names.map((name) => ({ name, url: `http://127.0.0.1:${PORTS[name]}/graphql`, typeDefs: parse(typeDefs[name]) })),
  );
  return result.supergraphSdl ?? '';
};

const contenders: Readonly<Record<string, (port: number) => Promise<unknown>>> = {
  /** The router as it is shipped, with all its limits, in production mode. */
  plexus: async (port) => {
    const path = join(tmpdir(), `plexus-bench-${process.pid}.graphql`);
    await writeFile(path, supergraph());
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
  },
  /** @apollo/server with @apollo/gateway as their documentation sets them up. */
  stock: async (port) => {
    const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl: supergraph() }) });
    return startStandaloneServer(server, { listen: { port, host: '127.0.0.1' } });
  },
  /** What Node itself can do: reads the body, answers a fixed text. */
  bare: async (port) => {
    const text = JSON.stringify({ data: { __typename: 'Query' } });
    const server = createServer((request, response) => {
      request
        .resume()
        .on('end', () => response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length }).end(text));
    });
    return server.listen(port, '127.0.0.1');
  },
};

const [, , name = '', port = ''] = process.argv;
await contenders[name]?.(Number(port));
process.on('message', () => process.send?.(process.cpuUsage()));
process.send?.('ready');
