import type { JSONWebKeySet, JWK } from 'jose';

/** An Ed25519 key of one process, private or public. `createdAt` is an ISO 8601 time. */
export type ServiceKey = JWK & Readonly<{ service?: string; createdAt?: string }>;

/**
 * The process that a key belongs to, from the member `service` of its JWK. `kid` names the key itself, so that a process may have
 * several while one replaces another. In a key without `service`, `kid` is the name of the process.
 */
export const ownerOf = ({ service, kid }: ServiceKey): string => service ?? kid ?? '';

type KeyEnv = Readonly<{ SERVICE_PRIVATE_KEY: ServiceKey; SERVICE_PUBLIC_KEYS: JSONWebKeySet }>;

/**
 * Checks the keys that a process was given before it serves.
 * Throws if its private key belongs to another process, or if the public keys do not hold its public half: every call that it
 * makes would be refused.
 */
export const checkOwnKey = (
  process: string,
  { SERVICE_PRIVATE_KEY: own, SERVICE_PUBLIC_KEYS: { keys } }: KeyEnv,
): void => {
  if (ownerOf(own) !== process)
    throw new Error(
      `SERVICE_PRIVATE_KEY is the key of ${ownerOf(own)}: give ${process} the private key that was made for it.`,
    );
  if (!keys.some((key) => key.kid === own.kid && key.x === own.x))
    throw new Error(
      `SERVICE_PUBLIC_KEYS does not have the public half of SERVICE_PRIVATE_KEY (${own.kid}): add it in every process first.`,
    );
};
