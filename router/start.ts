import { type Health, listen, type Running } from '../kernel/lifecycle.ts';
import { createLog, type Log } from '../kernel/log.ts';
import { startMetrics } from '../kernel/metrics.ts';
import { dispatch, operational } from '../kernel/server.ts';
import { tokenSigner } from '../kernel/tokens.ts';
import { accessTokens } from './auth.ts';
import { crossOrigin, secure } from './browser.ts';
import { addressOf, type RouterEnv } from './env.ts';
import { fileRoutes } from './files.ts';
import { loadGateway } from './gateway.ts';
import { type Graph, graphqlRoutes } from './graphql.ts';
import { hopTo } from './hops/hop.undici.ts';
import { hops } from './hops/hops.ts';
import { remoteKeys } from './jwks.http.ts';
import { operations } from './operation.ts';
import { originOf } from './origin.ts';
import { pageRoutes } from './pages.ts';
import { supergraphFile } from './supergraph.file.ts';

/** Puts the router together and listens. */
export const start = async (env: RouterEnv, log: Log = createLog('router', env.LOG_LEVEL)): Promise<Running> => {
  const tokens = tokenSigner(env.SERVICE_PRIVATE_KEY);
  const subgraphs = hops((name, address) => hopTo(name, address, tokens, log));
  const build = async (sdl: string): Promise<Graph> => {
    const gateway = await loadGateway(sdl, (name, address) => subgraphs.find(name, addressOf(env, name, address)));
    return { ...gateway, prepare: operations(gateway.schema, env.INTROSPECTION) };
  };
  const supergraph = await supergraphFile(env.SUPERGRAPH, build, log);
  const keys = remoteKeys(new URL('/.well-known/jwks.json', env.USERS_URL).href, log);
  const health: Health = { draining: false };
  const resources = [supergraph, subgraphs];
  startMetrics('router');
  const routes = [
    ...graphqlRoutes({
      graph: supergraph.current,
      identify: accessTokens(keys, env.PUBLIC_URL),
      origin: originOf(env.TRUSTED_PROXIES),
      log,
    }),
    ...fileRoutes(subgraphs),
    ...operational(health, resources),
    ...(env.LANDING_PAGE ? pageRoutes(env.PUBLIC_URL) : []),
  ];
  const opened = crossOrigin(env.CORS_ORIGINS);
  return listen(
    env,
    log,
    health,
    (request, response) => {
      secure(response);
      if (!opened(request, response)) void dispatch(routes, request, response, log);
    },
    resources,
  );
};
