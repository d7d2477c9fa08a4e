import type { Route } from '../kernel/http.ts';
import { type Health, listen, type Running } from '../kernel/lifecycle.ts';
import type { Log } from '../kernel/log.ts';
import { startMetrics } from '../kernel/metrics.ts';
import { dispatch, operational } from '../kernel/server.ts';
import { checkOwnKey } from '../kernel/serviceKeys.ts';
import { tokenSigner } from '../kernel/tokens.ts';
import { cacheRedis, type RedisCache, redisCache } from './cache/redisCache.redis.ts';
import { responseCache } from './cache/responseCache.ts';
import { addressOf, type RouterEnv } from './env.ts';
import { loadGateway } from './execution/gateway.ts';
import { type Supergraph, supergraphFile } from './execution/supergraph.file.ts';
import { boundedNames, noteTo } from './http/accessLog.ts';
import { accessTokens } from './http/auth.ts';
import { crossOrigin, originOf, secure } from './http/crossOrigin.ts';
import { fileRoutes } from './http/files.ts';
import { remoteKeys } from './http/jwks.http.ts';
import { graphqlRoutes } from './http/server.ts';
import { revokedSessions } from './http/sessions.redis.ts';
import { webhookRoutes } from './http/webhooks.ts';
import { type ExecuteRequest, type Graph, requestExecutor } from './operations/executeRequest.ts';
import { operations } from './operations/operation.ts';
import { rateLimit } from './operations/rateLimit.ts';
import { trustedDocuments } from './operations/trustedDocuments.file.ts';
import { pageRoutes } from './pages/pages.ts';
import { type Subgraph, type SubgraphClients, subgraphAt, subgraphClients } from './subgraphs/client.http.ts';
import { entityCache } from './subgraphs/entities.ts';

/** Puts the router together and listens. */
export const start = async (env: RouterEnv, log: Log): Promise<Running> => {
  checkOwnKey('router', env);
  const tokens = tokenSigner(env.SERVICE_PRIVATE_KEY);
  const subgraphs = subgraphClients((name, address) => subgraphAt(name, address, tokens, log));
  const cache = await cacheRedis(env.CACHE_REDIS_URL, log);
  const answers = await redisCache(cache.redis, log);
  const supergraph = await supergraphFile(env.SUPERGRAPH, graphFrom(env, subgraphs, answers), log);
  const resources = [supergraph, subgraphs, answers, cache.resource];
  const health: Health = { draining: false };
  startMetrics('router');
  const { trust, names } = await trustedDocuments(env.TRUSTED_DOCUMENTS);
  const routes: Route[] = [
    ...graphqlRoutes({
      identify: accessTokens(
        remoteKeys(new URL('/.well-known/jwks.json', env.USERS_URL).href, log),
        env.PUBLIC_URL,
      ),
      origin: originOf(env.TRUSTED_PROXIES),
      trust,
      executeRequest: responding(env, supergraph, cache.redis, answers, log),
      note: noteTo(log, boundedNames(names)),
      log,
    }),
    ...fileRoutes(subgraphs),
    ...webhookRoutes(subgraphs),
    ...operational(health, resources),
    ...(env.LANDING_PAGE ? pageRoutes(env.PUBLIC_URL) : []),
  ];
  const answered = crossOrigin(env.CORS_ORIGINS, env.NODE_ENV !== 'production');
  const handler: Parameters<typeof listen>[3] = (request, response) => {
    secure(response);
    if (!answered(request, response)) void dispatch(routes, request, response, log);
  };
  return listen(env, log, health, handler, resources);
};

const graphFrom =
  (env: RouterEnv, subgraphs: SubgraphClients, answers: RedisCache) =>
  async (sdl: string): Promise<Graph> => {
    const findSubgraph = (name: string, address: string): Subgraph =>
      subgraphs.find(name, addressOf(env, name, address));
    const gateway = await loadGateway(sdl, findSubgraph, entityCache(answers));
    const options = { introspection: env.INTROSPECTION, suggests: env.NODE_ENV === 'development' };
    return { ...gateway, operations: operations(gateway, options) };
  };

type Redis = Awaited<ReturnType<typeof cacheRedis>>['redis'];

const responding = (
  env: RouterEnv,
  { current }: Supergraph<Graph>,
  redis: Redis,
  answers: RedisCache,
  log: Log,
): ExecuteRequest =>
  requestExecutor({
    graph: current,
    consume: rateLimit(redis, env.RATE_LIMIT_POINTS, log),
    isRevoked: revokedSessions(redis, log),
    cache: responseCache(answers),
    log,
  });
