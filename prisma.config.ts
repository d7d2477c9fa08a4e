import { defineConfig } from 'prisma/config';

/** Which database Prisma's own commands are about: PLEXUS_DATABASE=orders npx prisma migrate deploy. */
const name = process.env.PLEXUS_DATABASE ?? 'users';

export default defineConfig({
  schema: `prisma/${name}/schema.prisma`,
  migrations: { path: `prisma/${name}/migrations` },
  datasource: { url: process.env[`${name.toUpperCase()}_DATABASE_URL`] ?? '' },
});
