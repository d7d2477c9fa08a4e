import { forbidden, unauthenticated } from './errors.ts';
import type { UserId } from './ids.ts';

export type Role = 'CUSTOMER' | 'STAFF' | 'ADMIN';

/** Where a request came from, as the router saw it: for limits and the list of sessions, never for a decision on rights. */
export type Origin = Readonly<{ ip: string | null; userAgent: string | null }>;

/** Who asks. A service may ask on a person's behalf, so that the called service checks the owner itself. */
export type Guest = Readonly<{ kind: 'guest'; origin: Origin }>;
export type Person = Readonly<{
  kind: 'person';
  userId: UserId;
  role: Role;
  sessionId: string;
  origin: Origin;
}>;
export type Service = Readonly<{ kind: 'service'; name: string; onBehalfOf: UserId | null }>;
export type Viewer = Guest | Person | Service;

const RANK: Readonly<Record<Role, number>> = { CUSTOMER: 0, STAFF: 1, ADMIN: 2 };

/** The customer whose things the viewer may see as the owner; null for guests and for services that act for themselves. */
export const ownerOf = (viewer: Viewer): UserId | null =>
  viewer.kind === 'person' ? viewer.userId : viewer.kind === 'service' ? viewer.onBehalfOf : null;

export const hasRole = (viewer: Viewer, role: Role): boolean =>
  viewer.kind === 'person' && RANK[viewer.role] >= RANK[role];
export const isStaff = (viewer: Viewer): boolean => hasRole(viewer, 'STAFF');

/** The signed-in person, or `UNAUTHENTICATED`. */
export const signedIn = (viewer: Viewer): Person => {
  if (viewer.kind === 'person') return viewer;
  throw unauthenticated();
};

/** Who may call a root field: written as `@access(to: …)` in the schema. Staff may do what customers may, admins what staff may. */
export type Audience = 'PUBLIC' | Role | 'SERVICE';

/** Throws `UNAUTHENTICATED` or `FORBIDDEN` unless the viewer belongs to the audience. */
export const admit = (viewer: Viewer, to: Audience): void => {
  if (to === 'PUBLIC') return;
  if (to === 'SERVICE') {
    if (viewer.kind !== 'service') throw forbidden();
    return;
  }
  if (viewer.kind === 'guest') throw unauthenticated();
  if (!hasRole(viewer, to)) throw forbidden();
};

/** Throws `FORBIDDEN` unless the one service asks that has any business with it. */
export const admitService = (viewer: Viewer, name: string): void => {
  if (viewer.kind !== 'service' || viewer.name !== name) throw forbidden();
};
