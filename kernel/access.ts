import { defaultFieldResolver, type GraphQLField, type GraphQLSchema, getDirectiveValues } from 'graphql';
import { type Audience, admit, type Viewer } from './viewer.ts';

/** Fields that federation adds to every subgraph; only the router can reach them, since it alone holds a token. */
const OF_FEDERATION = new Set(['_entities', '_service']);

const rootFields = (schema: GraphQLSchema): GraphQLField<unknown, { viewer: Viewer }>[] =>
  [schema.getQueryType(), schema.getMutationType()]
    .flatMap((type) => Object.values(type?.getFields() ?? {}))
    .filter((field) => !OF_FEDERATION.has(field.name));

/** Who a root field is for, by its `@access`; a field without one is a fault of the schema and stops the process. */
export const audienceOf = (
  schema: GraphQLSchema,
  field: GraphQLField<unknown, { viewer: Viewer }>,
): Audience => {
  const directive = schema.getDirective('access');
  const values = directive && field.astNode && getDirectiveValues(directive, field.astNode);
  if (!values) throw new Error(`${field.name} has no @access: say who may call it.`);
  return values.to as Audience;
};

/** Makes every root field of the schema ask first whether the viewer belongs to its audience. */
export const enforceAccess = (schema: GraphQLSchema): GraphQLSchema => {
  for (const field of rootFields(schema)) {
    const audience = audienceOf(schema, field);
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = (source, args, context, info) => {
      admit(context.viewer, audience);
      return resolve(source, args, context, info);
    };
  }
  return schema;
};
