import { Client } from 'pg';

/** A connection that adds jobs as a Prisma client does. */
export const sqlClient = async (connectionString: string) => {
  const client = new Client({ connectionString });
  await client.connect();
  return {
    $executeRaw: async (text: TemplateStringsArray, ...values: unknown[]): Promise<number> =>
      (
        await client.query(
          text.reduce((all, part, i) => `${all}$${i}${part}`),
          values,
        )
      ).rowCount ?? 0,
    end: () => client.end(),
  };
};
