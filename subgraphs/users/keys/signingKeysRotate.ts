import type { Ports } from '../ports.ts';
import { isRetired, isRotationDue, makeKey, mayRotate } from './signingKey.ts';

/** Makes a key where none is, where the newest is old, or when told to; and removes those that sign and verify nothing any more. */
export const signingKeysRotate =
  ({ signingKeys, vault, now }: Pick<Ports, 'signingKeys' | 'vault' | 'now'>) =>
  async (evenIfYoung = false): Promise<void> => {
    const keys = await signingKeys.list();
    const at = now();
    const wanted = evenIfYoung || isRotationDue(keys, at);
    if (wanted && mayRotate(keys, at))
      await signingKeys.addAfter(keys[0] ?? null, await makeKey(vault, keys, at));
    const retired = keys.filter((key) => isRetired(keys, key, at)).map((key) => key.id);
    if (retired.length > 0) await signingKeys.remove(retired);
  };
