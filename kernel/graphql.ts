import { ApolloServer, type BaseContext } from '@apollo/server';
import { ApolloServerPluginCacheControl } from '@apollo/server/plugin/cacheControl';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { GraphQLError, type GraphQLFormattedError, parse } from 'graphql';
import { enforceAccess } from './access.ts';
import { CodedError, type ErrorCode, isErrorCode } from './errors.ts';
import type { Log } from './log.ts';
import { maskedErrors } from './metrics.ts';
import { isOutage } from './outage.ts';
import { currentRequest } from './request.ts';
import { scalars } from './scalars.ts';
import { mark } from './trace.ts';
import type { Viewer } from './viewer.ts';

/** What resolvers are given: who asks, and the request's own loaders. */
export type Context<Loaders> = Readonly<{ viewer: Viewer; loaders: Loaders }>;

const MAX_TOKENS = 15_000;

/** The executable schema of a subgraph: shared scalars added, access enforced. */
export const subgraphSchema = (typeDefs: string, resolvers: object) =>
  enforceAccess(
    buildSubgraphSchema({
      typeDefs: parse(typeDefs),
      resolvers: { ...scalars, ...resolvers } as GraphQLResolverMap<unknown>,
    }),
  );

/** The Apollo Server of a subgraph; it is only ever handed requests whose token was read. */
export const graphqlServer = <C extends BaseContext>(
  typeDefs: string,
  resolvers: object,
  log: Log,
  introspection: boolean,
) =>
  new ApolloServer<C>({
    schema: subgraphSchema(typeDefs, resolvers),
    introspection,
    persistedQueries: false,
    csrfPrevention: false,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: MAX_TOKENS },
    formatError: publicError(log),
    plugins: [
      ApolloServerPluginCacheControl({ calculateHttpHeaders: 'if-cacheable' }),
      ApolloServerPluginInlineTraceDisabled(),
    ],
  });

/** What a client sees of an error: coded ones as they are, outages as such, everything else masked and logged. */
export const publicError =
  (log: Log) =>
  (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const cause = thrown instanceof GraphQLError && thrown.originalError ? thrown.originalError : thrown;
    const code = formatted.extensions?.code;
    if (cause instanceof CodedError) return answer(formatted, cause.code, cause.message);
    if (isOutage(cause)) {
      mark({ 'error.type': 'SERVICE_UNAVAILABLE' });
      log.warn({ err: cause }, 'a store or a service does not answer');
      return answer(
        formatted,
        'SERVICE_UNAVAILABLE',
        'A part of the shop does not answer at the moment; try again.',
      );
    }
    if (isErrorCode(code) && code !== 'INTERNAL_SERVER_ERROR')
      return answer(formatted, code, formatted.message);
    maskedErrors.inc();
    mark({ 'error.type': 'INTERNAL_SERVER_ERROR' });
    log.error({ err: cause }, 'unexpected error');
    return answer(formatted, 'INTERNAL_SERVER_ERROR', 'Something went wrong on our side.');
  };

const answer = (
  { path, locations }: GraphQLFormattedError,
  code: ErrorCode,
  message: string,
): GraphQLFormattedError => ({
  message,
  ...(locations ? { locations } : {}),
  ...(path ? { path } : {}),
  extensions: { code, ...(code === 'INTERNAL_SERVER_ERROR' ? { requestId: currentRequest()?.id } : {}) },
});

/** Resolvers of which every root field has to be there. */
export type Complete<Resolvers extends { Query?: unknown; Mutation?: unknown }> = Resolvers &
  Required<Pick<Resolvers, 'Query' | 'Mutation'>>;
