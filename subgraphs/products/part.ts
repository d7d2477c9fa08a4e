import type { Resolvers } from '../../generated/products/types.ts';

/** The resolvers of one folder; together, in start.ts, they have to be complete. */
export type Part = { [Type in keyof Resolvers]?: Partial<NonNullable<Resolvers[Type]>> };
