import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Viewer } from '../../kernel/viewer.ts';
import { until } from '../support/client.ts';
import { encode, sendByHttp } from '../support/multipart.ts';
import { aUsersService, type UsersService } from './users.world.ts';

let users: UsersService;
beforeAll(async () => {
  users = await aUsersService();
});
afterAll(() => users.stop());

type Answer = {
  data: {
    avatarUpload: {
      user: { avatar: { url: string; width: number; alt: string } } | null;
      userErrors: { code: string; field: string[] }[];
    };
  };
};
const UPLOAD =
  'mutation ($file: Upload!) { avatarUpload(file: $file) { user { avatar { url(size: THUMBNAIL) width alt } } userErrors { code field } } }';
const aPicture = (width: number) =>
  sharp({ create: { width, height: 200, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();

const upload = async (viewer: Viewer, bytes: Uint8Array): Promise<Answer['data']['avatarUpload']> => {
  const form = new FormData();
  form.append('operations', JSON.stringify({ query: UPLOAD, variables: { file: null } }));
  form.append('map', JSON.stringify({ 0: ['variables.file'] }));
  form.append('0', new Blob([Uint8Array.from(bytes)], { type: 'image/png' }), '../../etc/passwd');
  const response = await fetch(`${users.urls[0]}/graphql`, {
    method: 'POST',
    headers: await users.headersOf(viewer),
    body: form,
  });
  return ((await response.json()) as Answer).data.avatarUpload;
};
const kept = (): string[] =>
  readdirSync(join(users.dataDir, 'files', 'users')).filter((name) => name.includes('file_'));

test('an avatar is kept and served, and the one before it goes', async () => {
  const { viewer } = await users.aCustomer();
  const first = await upload(viewer, await aPicture(300));
  expect(first).toMatchObject({ user: { avatar: { width: 300 } }, userErrors: [] });
  const path = new URL(String(first.user?.avatar.url)).pathname.replace('/files/users/', '/files/');
  expect((await fetch(`${users.urls[0]}${path}`)).headers.get('content-type')).toBe('image/webp');
  const before = kept();
  await upload(viewer, await aPicture(400));
  await until('the old files to go', async () => before.every((name) => !kept().includes(name)));
  const { errors } = await users.send(
    'mutation { avatarDelete { user { avatar { id } } userErrors { code } } }',
    {},
    viewer,
  );
  expect(errors).toEqual([]);
  await until('all files to go', async () => kept().length === 0);
  expect((await users.send('{ me { avatar { id } } }', {}, viewer)).data).toEqual({ me: { avatar: null } });
});

test('H01, H05: what is no picture is refused, whatever it claims to be', async () => {
  const { viewer } = await users.aCustomer();
  const svg = await upload(
    viewer,
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  );
  expect(svg).toEqual({ user: null, userErrors: [{ code: 'FILE_TYPE_UNSUPPORTED', field: ['file'] }] });
  const half = await upload(viewer, (await aPicture(300)).subarray(0, 100));
  expect(half.userErrors.map(({ code }) => code)).toEqual(['IMAGE_INVALID']);
});

test('R01: a picture of any size in one piece is taken', async () => {
  const { viewer } = await users.aCustomer();
  const noise = (width: number) =>
    sharp({
      create: {
        width,
        height: width,
        channels: 3,
        background: 'teal',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    })
      .png()
      .toBuffer();
  for (const width of [50, 80, 110, 150, 190, 230, 280]) {
    const bytes = await noise(width);
    const body = encode({
      operations: { query: UPLOAD, variables: { file: null } },
      map: { 0: ['variables.file'] },
      parts: [{ name: '0', bytes }],
    });
    const { text } = await sendByHttp(users.urls[0] ?? '', body, { headers: await users.headersOf(viewer) });
    expect(JSON.parse(text).data.avatarUpload, `${bytes.length} bytes`).toMatchObject({
      user: { avatar: { width } },
      userErrors: [],
    });
  }
});
