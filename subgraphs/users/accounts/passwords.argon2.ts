import { availableParallelism } from 'node:os';
import { argon2id, hash, needsRehash, verify } from 'argon2';
import { unavailable } from '../../../kernel/errors.ts';
import { type Lane, lane } from '../../../kernel/lane.ts';
import { currentRequest } from '../../../kernel/request.ts';
import type { Passwords } from './ports.ts';

/** Parameters recommended by OWASP. A hash with weaker ones is replaced at the next sign-in. */
const PARAMETERS = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** At most four at a time, and one core stays free for the rest of the process. */
const IN_FLIGHT = Math.max(1, Math.min(4, availableParallelism() - 1));
const WAITING = 64;
/** Short enough to respond to a flood of sign-ins before the router's circuit breaker opens. */
const PATIENCE_MS = 1_500;
/** Time reserved for the hashing itself. */
const WORK_MS = 2_000;
const FOR_JOBS_MS = 60_000;

/** Hashing with limited concurrency, so that a flood of sign-ins does not exhaust memory or starve other requests. */
export const argon2Passwords = async (): Promise<Passwords> => {
  const asking = whileWanted(lane(2 * IN_FLIGHT, WAITING, soon));
  const hashing = whileWanted(lane(IN_FLIGHT, WAITING, inTime));
  const nobodys = await hash('nobody has this password', PARAMETERS);
  return {
    withSlot: asking,
    hash: (password) => hashing(() => hash(password, PARAMETERS)),
    verify: (password, kept) =>
      hashing(async () => {
        const right = (await verify(kept ?? nobodys, password ?? '')) && kept !== null && password !== null;
        const stronger = right && needsRehash(kept, PARAMETERS) ? await hash(password, PARAMETERS) : null;
        return { right, stronger };
      }),
  };
};

const timeLeft = (): number => (currentRequest()?.deadline ?? Number.POSITIVE_INFINITY) - Date.now();
const inTime = (): number => Math.min(FOR_JOBS_MS, timeLeft() - WORK_MS);
const soon = (): number => Math.min(PATIENCE_MS, inTime());

/** Skips work whose request has reached its deadline while it waited. */
const whileWanted =
  (withSlot: Lane): Lane =>
  (work) =>
    withSlot(async () => {
      if (timeLeft() < 0) throw unavailable('users');
      return work();
    });
