import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newId } from '../../../kernel/ids.ts';
import {
  counted,
  dueAt,
  type Event,
  next,
  opened,
  type Reservation,
  returnDone,
  type State,
  summed,
  tombstone,
  withReturn,
} from './reservation.ts';

const order = newId('ord');
const [a, b] = [newId('var'), newId('var')];
const soon = new Date(1_000);
const late = new Date(2_000);
const reservation = (state: State, over: Partial<Reservation> = {}): Reservation => ({
  ...opened(order, [{ variantId: a, quantity: 2 }], soon),
  state,
  ...over,
});
const STATES: readonly State[] = [
  'RESERVING',
  'RESERVED',
  'REFUSED',
  'COMMITTING',
  'COMMITTED',
  'RELEASED',
  'EXPIRED',
];
const EVENTS: Readonly<Record<string, Event>> = {
  HELD: { kind: 'HELD', round: 1 },
  SHORT: { kind: 'SHORT', round: 1, shortages: [] },
  EXPIRE: { kind: 'EXPIRE', now: late },
  RELEASE: { kind: 'RELEASE' },
  COMMIT: { kind: 'COMMIT' },
};
const ALLOWED: Readonly<Record<string, Partial<Record<State, State>>>> = {
  HELD: { RESERVING: 'RESERVED' },
  SHORT: { RESERVING: 'REFUSED' },
  EXPIRE: { RESERVING: 'EXPIRED', RESERVED: 'EXPIRED' },
  RELEASE: { RESERVING: 'RELEASED', RESERVED: 'RELEASED', EXPIRED: 'RELEASED', REFUSED: 'RELEASED' },
  COMMIT: { RESERVED: 'COMMITTING' },
};

describe('a reservation', () => {
  test('E08: counts lines of the same variant as one, in the order of the variants', () => {
    const lines = [b, a, b].map((variantId) => ({ variantId, quantity: 2 }));
    expect(summed(lines)).toEqual(
      [a, b].sort().map((variantId) => ({ variantId, quantity: variantId === b ? 4 : 2 })),
    );
  });

  for (const [name, event] of Object.entries(EVENTS))
    for (const state of STATES)
      test(`${state} at ${name} ${ALLOWED[name]?.[state] ? `is ${ALLOWED[name][state]}` : 'stays'}`, () => {
        expect(next(reservation(state), event)?.state).toBe(ALLOWED[name]?.[state]);
      });

  test('does not expire before its time', () => {
    expect(next(reservation('RESERVED'), { kind: 'EXPIRE', now: new Date(999) })).toBeNull();
  });

  test('is taken again as another round, once the first is given back', () => {
    const retake = { kind: 'RETAKE', expiresAt: late } as const;
    expect(next(reservation('EXPIRED'), retake)).toBeNull();
    expect(next(reservation('EXPIRED', { settled: true }), retake)).toMatchObject({
      state: 'RESERVING',
      round: 2,
      settled: false,
    });
    expect(next(reservation('RELEASED', { settled: true }), retake)).toBeNull();
  });

  test('of a later round that finds too little has expired, not been refused', () => {
    expect(
      next(reservation('RESERVING', { round: 2 }), { kind: 'SHORT', round: 2, shortages: [] })?.state,
    ).toBe('EXPIRED');
  });

  test('hears nothing of an earlier round', () => {
    expect(next(reservation('RESERVING', { round: 2 }), { kind: 'HELD', round: 1 })).toBeNull();
    expect(
      next(reservation('EXPIRED', { round: 2 }), { kind: 'SETTLED', round: 1, state: 'EXPIRED' }),
    ).toBeNull();
  });

  test('is settled when what follows from its state is done', () => {
    expect(next(reservation('COMMITTING'), { kind: 'SETTLED', round: 1, state: 'COMMITTING' })).toMatchObject(
      {
        state: 'COMMITTED',
        settled: true,
      },
    );
    expect(next(reservation('RELEASED'), { kind: 'SETTLED', round: 1, state: 'EXPIRED' })).toBeNull();
    expect(next(reservation('RESERVED'), { kind: 'SETTLED', round: 1, state: 'RESERVED' })).toBeNull();
  });

  test('never takes back more than it took', () => {
    const back = (key: string, quantity: number) => ({
      key,
      lines: [{ variantId: a, quantity, movementId: key }],
      done: false,
    });
    const once = withReturn(reservation('COMMITTED', { settled: true }), back('k1', 1));
    expect(once?.returns).toHaveLength(1);
    expect(once && withReturn(once, back('k2', 2))).toBeNull();
    expect(once && withReturn(once, back('k2', 1))?.returns).toHaveLength(2);
    expect(withReturn(reservation('RESERVED'), back('k', 1))).toBeNull();
    expect(
      withReturn(reservation('COMMITTED'), {
        key: 'k',
        lines: [{ variantId: b, quantity: 1, movementId: 'm' }],
        done: false,
      }),
    ).toBeNull();
  });

  test('is looked at by others as long as something is left to do', () => {
    expect(dueAt(reservation('RESERVED'), late)).toEqual(soon);
    expect(dueAt(reservation('RELEASED'), soon)?.getTime()).toBeGreaterThan(soon.getTime());
    expect(dueAt(tombstone(order, soon), soon)).toBeNull();
    const returning = counted(
      reservation('COMMITTED', { settled: true, returns: [{ key: 'k', lines: [], done: false }] }),
    );
    expect(dueAt(returning, soon)).not.toBeNull();
    expect(dueAt(returnDone(returning, 'k'), soon)).toBeNull();
    expect(dueAt(reservation('COMMITTED', { settled: true }), soon)).not.toBeNull();
  });

  test('once given back, taken or refused, never holds again but by a new round', () => {
    const events = fc.array(fc.constantFrom(...Object.values(EVENTS)));
    fc.assert(
      fc.property(fc.constantFrom<State>('COMMITTED', 'RELEASED'), events, (state, all) => {
        const end = all.reduce(
          (now, event) => next(now, event) ?? now,
          reservation(state, { settled: true }),
        );
        expect(end.state).toBe(state);
      }),
    );
  });
});
