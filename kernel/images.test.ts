import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { fileStore } from './fileStore.ts';
import { keepPicture, type ReadPicture, readPicture, removePicture } from './images.ts';
import type { Outcome } from './outcome.ts';
import { EDGES, pictureKey, pictureUrl, renditionsOf } from './picture.ts';

const grey = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#888888' } });
const codeOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'OK' : outcome.refusals[0]?.code);
const taken = (outcome: Outcome<ReadPicture>): ReadPicture => {
  if (!outcome.ok) throw new Error(`refused: ${codeOf(outcome)}`);
  return outcome.value;
};
const read = (bytes: Uint8Array) => readPicture([bytes]);
const original = ({ files }: ReadPicture): Uint8Array => files[0]?.bytes ?? new Uint8Array();

test('a photo comes back in all sizes that are smaller than it', async () => {
  const { picture, files } = taken(await read(await grey(3000, 1500).jpeg().toBuffer()));
  expect(picture).toMatchObject({ width: 3000, height: 1500, format: 'jpg' });
  const sizes = await Promise.all(files.map(async ({ bytes }) => (await sharp(bytes).metadata()).width));
  expect(sizes).toEqual([3000, 160, 480, 1024, 2048]);
});

test('a small picture is never enlarged: its original stands in for the large sizes', async () => {
  const { picture, files } = taken(await read(await grey(600, 400).png().toBuffer()));
  expect(files).toHaveLength(3);
  expect(pictureKey(picture, 'LARGE')).toBe(pictureKey(picture, 'ORIGINAL'));
  expect(renditionsOf(picture)).toEqual(['THUMBNAIL', 'SMALL', 'ORIGINAL']);
});

test('no edge is longer than 4096 pixels', async () => {
  const { picture } = taken(await read(await grey(5000, 100).png().toBuffer()));
  expect(Math.max(picture.width, picture.height)).toBe(EDGES.ORIGINAL);
});

test.each(['jpeg', 'png', 'webp', 'avif', 'gif'] as const)('%s is taken', async (format) => {
  expect(codeOf(await read(await grey(40, 30).toFormat(format).toBuffer()))).toBe('OK');
});

test('H01: what is no picture by its content is refused, whatever it calls itself', async () => {
  const texts = [
    '<?php echo 1;',
    '<!doctype html><script>alert(1)</script>',
    '%PDF-1.7\n%%EOF',
    'PK\u0003\u0004',
    'plain',
    '',
  ];
  for (const text of texts) expect(codeOf(await read(Buffer.from(text))), text).toBe('FILE_TYPE_UNSUPPORTED');
});

test('H01: the head of a picture before a script is no picture', async () => {
  const png = await grey(40, 30).png().toBuffer();
  const faked = Buffer.concat([png.subarray(0, 16), Buffer.from('<?php system($_GET["c"]); ?>'.repeat(40))]);
  expect(codeOf(await read(faked))).toBe('IMAGE_INVALID');
});

test('H01: what hangs behind a good picture is not kept', async () => {
  const archive = Buffer.from('PK\u0003\u0004 the archive behind the picture');
  const kept = taken(await read(Buffer.concat([await grey(40, 30).gif().toBuffer(), archive])));
  for (const { bytes } of kept.files) expect(Buffer.from(bytes).includes(archive)).toBe(false);
});

test('H10: the test virus is no picture, and behind or inside one it is not kept', async () => {
  const virus = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';
  expect(codeOf(await read(Buffer.from(virus)))).toBe('FILE_TYPE_UNSUPPORTED');
  const commented = await grey(40, 30)
    .withExif({ IFD0: { ImageDescription: virus } })
    .jpeg()
    .toBuffer();
  const kept = taken(await read(Buffer.concat([commented, Buffer.from(virus)])));
  expect(commented.includes('EICAR')).toBe(true);
  for (const { bytes } of kept.files) expect(Buffer.from(bytes).includes('EICAR')).toBe(false);
});

test('half a picture is broken', async () => {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const full = sharp({ create: { width: 600, height: 400, channels: 3, background: '#888', noise } });
  for (const bytes of [await full.clone().png().toBuffer(), await full.clone().jpeg().toBuffer()])
    expect(codeOf(await read(bytes.subarray(0, bytes.length / 2)))).toBe('IMAGE_INVALID');
});

test('H02: one byte over the limit is too large, and the rest is not read', async () => {
  let asked = 0;
  const endless = (async function* () {
    for (;;) {
      asked++;
      yield Buffer.alloc(1_000_000);
    }
  })();
  expect(codeOf(await readPicture(endless))).toBe('FILE_TOO_LARGE');
  expect(asked).toBe(11);
  const png = await grey(10, 10).png().toBuffer();
  const exactly = (size: number) => read(Buffer.concat([png, Buffer.alloc(size - png.length)]));
  expect(codeOf(await exactly(10_000_000))).toBe('OK');
  expect(codeOf(await exactly(10_000_001))).toBe('FILE_TOO_LARGE');
});

test('H02: a small file that decodes to a very large picture is refused', async () => {
  const bomb = await grey(9_000, 9_000).png({ compressionLevel: 9 }).toBuffer();
  expect(bomb.length).toBeLessThan(10_000_000);
  expect(codeOf(await read(bomb))).toBe('IMAGE_INVALID');
});

test('H05: SVG is refused, plain, with a declaration, with scripts or foreign parts', async () => {
  const svgs = [
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><foreignObject/></svg>',
    '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
  ];
  for (const svg of svgs) expect(codeOf(await read(Buffer.from(svg)))).toBe('FILE_TYPE_UNSUPPORTED');
});

test('H09: where a photo was taken is not kept, and it stands upright', async () => {
  const photo = await grey(80, 40)
    .withExif({ IFD0: { Make: 'CanaryCam' }, IFD3: { GPSLatitude: '52/1 31/1 0/1', GPSLatitudeRef: 'N' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  expect((await sharp(photo).metadata()).exif).toBeDefined();
  const kept = taken(await read(photo));
  expect(kept.picture).toMatchObject({ width: 40, height: 80 });
  const { exif, xmp, iptc, orientation } = await sharp(original(kept)).metadata();
  expect([exif, xmp, iptc, orientation]).toEqual([undefined, undefined, undefined, undefined]);
  for (const { bytes } of kept.files) expect(Buffer.from(bytes).includes('CanaryCam')).toBe(false);
});

test('all files of a picture are kept, found at its addresses, and removed with it', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'plexus-images-'));
  const store = fileStore({ DATA_DIR: dir, FILES_S3_REGION: 'us-east-1' }, 'users');
  const picture = await keepPicture(store, taken(await read(await grey(600, 400).png().toBuffer())));
  const small = await store.get(pictureKey(picture, 'SMALL'));
  expect(small?.contentType).toBe('image/webp');
  small?.body.destroy();
  expect(pictureUrl('http://127.0.0.1:4000/', 'users', picture, 'SMALL')).toBe(
    `http://127.0.0.1:4000/files/users/${picture.id}-480.webp`,
  );
  await removePicture(store, picture);
  expect(
    (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()),
  ).toEqual([]);
  await rm(dir, { recursive: true });
});

test('fifty uploads at once are decoded two by two, and too many are told to come back', async () => {
  const bytes = await grey(400, 300).jpeg().toBuffer();
  const answers = await Promise.allSettled(Array.from({ length: 50 }, () => read(bytes)));
  const refused = answers.filter((answer) => answer.status === 'rejected');
  expect(refused.every(({ reason }) => reason.code === 'RATE_LIMITED')).toBe(true);
  expect(answers.length - refused.length).toBeGreaterThanOrEqual(36);
});
