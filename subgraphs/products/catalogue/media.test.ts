import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileStore } from '../../../kernel/fileStore.ts';
import { filesEnv } from '../../../kernel/files.ts';
import { pictureKey } from '../../../kernel/picture.ts';
import { PLACEHOLDER, shownMedia } from './media.ts';
import { keepPlaceholder } from './placeholder.sharp.ts';

test('a product without pictures is shown by the placeholder, any other by its own', () => {
  const own = { ...PLACEHOLDER, id: 'file_01m83mg7feenca93z4nejws8hk' as const };
  expect(shownMedia({ media: [] })).toEqual([PLACEHOLDER]);
  expect(shownMedia({ media: [own] })).toEqual([own]);
});

test('it is there in every size, however often a process starts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plexus-placeholder-'));
  const files = fileStore({ ...filesEnv.parse({}), DATA_DIR: folder }, 'products');
  await keepPlaceholder(files);
  await keepPlaceholder(files);
  for (const size of ['THUMBNAIL', 'SMALL', 'MEDIUM', 'LARGE', 'ORIGINAL'] as const) {
    const file = await files.get(pictureKey(PLACEHOLDER, size));
    expect(file).toMatchObject({ contentType: 'image/webp' });
    file?.body.destroy();
  }
  rmSync(folder, { recursive: true });
});
