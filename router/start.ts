import type { Route } from '../kernel/http.ts';
import { type Health, listen, type Running } from '../kernel/lifecycle.ts';
import type { Log } from '../kernel/log.ts';
import { startMetrics } from '../kernel/metrics.ts';
import { dispatch, operational } from '../kernel/server.ts';
import { checkOwnKey } from '../kernel/serviceKeys.ts';
import { tokenSigner } from '../kernel/tokens.ts';
import { accessTokens } from './auth.ts';
import { crossOrigin, secure } from './browser.ts';
import { cacheRedis } from './cache/redis.ts';
import { responseCache } from './cache/responses.ts';
import { type Shelf, shelf } from './cache/shelf.redis.ts';
import { addressOf, type RouterEnv } from './env.ts';
import { fileRoutes } from './files.ts';
import { loadGateway } from './gateway.ts';
import { graphqlRoutes } from './graphql.ts';
import { entityCache } from './hops/entities.ts';
import { type Hop, hopTo } from './hops/hop.http.ts';
import { type Hops, hops } from './hops/hops.ts';
import { remoteKeys } from './jwks.http.ts';
import { rateLimit } from './limits/rate.ts';
import { boundedNames } from './names.ts';
import { noteTo } from './note.ts';
import { operations } from './operation.ts';
import { originOf } from './origin.ts';
import { pageRoutes } from './pages.ts';
import { type Graph, type Respond, responder } from './respond.ts';
import { revokedSessions } from './sessions.redis.ts';
import { type Supergraph, supergraphFile } from './supergraph.file.ts';
import { trustedDocuments } from './trusted.file.ts';
import { webhookRoutes } from './webhooks.ts';

/** Puts the router together and listens. */
export const start = async (env: RouterEnv, log: Log): Promise<Running> => {
  checkOwnKey('router', env);
  const tokens = tokenSigner(env.SERVICE_PRIVATE_KEY);
  const subgraphs = hops((name, address) => hopTo(name, address, tokens, log));
  const cache = await cacheRedis(env.CACHE_REDIS_URL, log);
  const answers = await shelf(cache.redis, log);
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
      respond: responding(env, supergraph, cache.redis, answers, log),
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
  (env: RouterEnv, subgraphs: Hops, answers: Shelf) =>
  async (sdl: string): Promise<Graph> => {
    const findHop = (name: string, address: string): Hop =>
      subgraphs.find(name, addressOf(env, name, address));
    const gateway = await loadGateway(sdl, findHop, entityCache(answers));
    const options = { introspection: env.INTROSPECTION, suggests: env.NODE_ENV === 'development' };
    return { ...gateway, operations: operations(gateway, options) };
  };

type Redis = Awaited<ReturnType<typeof cacheRedis>>['redis'];

const responding = (
  env: RouterEnv,
  { current }: Supergraph<Graph>,
  redis: Redis,
  answers: Shelf,
  log: Log,
): Respond =>
  responder({
    graph: current,
    spend: rateLimit(redis, env.RATE_LIMIT_POINTS, log),
    isRevoked: revokedSessions(redis, log),
    cache: responseCache(answers),
    log,
  });
