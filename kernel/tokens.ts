import {
  decodeProtectedHeader,
  importJWK,
  type JSONWebKeySet,
  type JWK,
  type JWTPayload,
  jwtVerify,
  SignJWT,
} from 'jose';
import { unauthenticated } from './errors.ts';
import { isId, type UserId } from './ids.ts';
import { ownerOf } from './serviceKeys.ts';
import { shortLived } from './shortLived.ts';
import type { Role, Viewer } from './viewer.ts';

const LIFETIME_S = 30;
const REUSED_FOR_MS = 15_000;
const VIEWER_TYPE = 'viewer+jwt';
const SERVICE_TYPE = 'service+jwt';
const ROLES: readonly unknown[] = ['CUSTOMER', 'STAFF', 'ADMIN'] satisfies Role[];

/** Signs short-lived tokens for calls between processes; one token serves equal calls for half its life. */
export const tokenSigner = (privateKey: JWK, now: () => number = Date.now) => {
  const issuer = ownerOf(privateKey);
  const key = importJWK(privateKey, 'EdDSA');
  const recent = shortLived<string, Promise<string>>({ max: 10_000, ttl: REUSED_FOR_MS });

  const sign = async (type: string, audience: string, claims: JWTPayload): Promise<string> => {
    const at = Math.floor(now() / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', typ: type, kid: privateKey.kid ?? '' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(at)
      .setExpirationTime(at + LIFETIME_S)
      .sign(await key);
  };
  const reuse = (type: string, audience: string, claims: JWTPayload): Promise<string> => {
    const name = JSON.stringify([type, audience, claims]);
    const known = recent.get(name);
    if (known) return known;
    const signed = sign(type, audience, claims);
    recent.set(name, signed);
    return signed;
  };
  return {
    /** The router says who asks. */
    viewer: (viewer: Exclude<Viewer, { kind: 'service' }>, audience: string) =>
      reuse(VIEWER_TYPE, audience, { viewer }),
    /** A service asks for itself, or on a customer's behalf. */
    service: (audience: string, onBehalfOf: UserId | null) => reuse(SERVICE_TYPE, audience, { onBehalfOf }),
  };
};
export type TokenSigner = ReturnType<typeof tokenSigner>;

/** Reads the token of a call to the process named `audience`; `UNAUTHENTICATED` if anything is wrong with it. */
export const tokenReader = (publicKeys: JSONWebKeySet, audience: string) => {
  const keys = publicKeys.keys.map((key) => ({
    id: key.kid,
    owner: ownerOf(key),
    key: importJWK(key, 'EdDSA'),
  }));
  const verified = shortLived<string, Viewer>({ max: 10_000, ttl: LIFETIME_S * 1000 });

  const verifyWith = async (token: string, { key, owner }: (typeof keys)[number]): Promise<Viewer> => {
    const { payload, protectedHeader } = await jwtVerify(token, await key, {
      audience,
      issuer: owner,
      algorithms: ['EdDSA'],
      requiredClaims: ['iss', 'aud', 'iat', 'exp'],
      maxTokenAge: LIFETIME_S,
      clockTolerance: 2,
    });
    const viewer = readClaims(protectedHeader.typ, payload);
    verified.set(token, viewer, Math.max(1, Number(payload.exp) * 1000 - Date.now()));
    return viewer;
  };
  /** Keys of which several bear one id, as the process's name in old key sets, are tried one after the other. */
  const verify = async (token: string): Promise<Viewer> => {
    const { kid } = decodeProtectedHeader(token);
    return Promise.any(keys.filter(({ id }) => id === kid).map((key) => verifyWith(token, key)));
  };
  return async (authorization: string | undefined): Promise<Viewer> => {
    const token = /^Bearer ([\w.-]+)$/.exec(authorization ?? '')?.[1];
    if (!token)
      throw unauthenticated('This service answers calls with a token of the router or of a service alone.');
    const known = verified.get(token);
    if (known) return known;
    return verify(token).catch(() => {
      throw unauthenticated('The token of this call is not valid.');
    });
  };
};

/** Only the router speaks for people; a service speaks for itself. */
const readClaims = (type: string | undefined, payload: JWTPayload): Viewer => {
  if (type === VIEWER_TYPE && payload.iss === 'router') return readViewer(payload.viewer);
  if (type === SERVICE_TYPE && payload.iss !== 'router') {
    const { onBehalfOf } = payload;
    return {
      kind: 'service',
      name: String(payload.iss),
      onBehalfOf: isId('user', onBehalfOf) ? onBehalfOf : null,
    };
  }
  throw unauthenticated();
};

const readViewer = (claim: unknown): Viewer => {
  const viewer = claim as Viewer;
  if (viewer?.kind === 'guest') return viewer;
  if (viewer?.kind === 'person' && isId('user', viewer.userId) && ROLES.includes(viewer.role)) return viewer;
  throw unauthenticated();
};
