import { ownerOf, type ServiceKey } from '../../kernel/serviceKeys.ts';
import { SERVICES } from '../start/processes.ts';
import type { RotatingKeys } from './serviceKeys.ts';

const DAY_MS = 86_400_000;

const ageOf = ({ createdAt }: ServiceKey, now: Date): string => {
  if (!createdAt) return 'age unknown';
  const days = Math.floor((now.getTime() - Date.parse(createdAt)) / DAY_MS);
  return days === 1 ? '1 day old' : `${days} days old`;
};

/** One line for each key: process, state, age and id. No part of a private key. */
export const keyTable = (keys: RotatingKeys, now: Date): string[] => {
  const line = (state: string) => (key: ServiceKey) =>
    `${ownerOf(key).padEnd(10)} ${state.padEnd(10)} ${ageOf(key, now).padEnd(14)} ${key.kid ?? ''}`;
  return [
    ...SERVICES.map((name) => keys.SERVICE_PRIVATE_KEYS[name]).map(line('signs')),
    ...(keys.SERVICE_KEYS_ANNOUNCED ?? []).map(line('announced')),
    ...(keys.SERVICE_KEYS_REPLACED ?? []).map(line('replaced')),
  ];
};
