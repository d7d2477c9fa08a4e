import { Problem } from '../processes/problem.ts';
import type { Environment } from '../processes/program.ts';
import { mongoAnswers, postgresAnswers, redisAnswers } from './answers.ts';
import { STORES, type StoreName, type UrlName, type Urls } from './urls.ts';

const ANSWERS: Readonly<Record<StoreName, (url: string) => Promise<boolean>>> = {
  postgres: postgresAnswers,
  mongodb: mongoAnswers,
  redis: redisAnswers,
};

/** Where it leads, without the password that stands in it. */
const place = (url: string): string => /^[a-z+]+:\/\/(?:[^@/]*@)?([^/?]+)/i.exec(url)?.[1] ?? 'no host';

const reasonOf = (error: unknown): string => {
  const { code, message, errors } = error as NodeJS.ErrnoException & { errors?: readonly Error[] };
  return (message || errors?.[0]?.message || code || 'no answer').split('\n')[0] ?? '';
};

const check = async (store: StoreName, name: UrlName, url: string): Promise<void> => {
  try {
    await ANSWERS[store](url);
  } catch (error) {
    throw new Problem(
      `${name} leads to ${place(url)}, which does not answer (${reasonOf(error)}): start it, or correct ${name}.`,
    );
  }
};

/** The addresses of a store that the environment gives, each tried; those it does not give are left out. */
export const givenUrls = async (store: StoreName, env: Environment): Promise<Partial<Urls>> => {
  const given = STORES[store].flatMap((name) => (env[name] ? [[name, env[name]] as const] : []));
  await Promise.all(given.map(([name, url]) => check(store, name, url)));
  return Object.fromEntries(given);
};
