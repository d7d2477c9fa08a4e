import { createHash } from 'node:crypto';
import type { UploadInput } from '../../kernel/uploads.ts';
import type { Viewer } from '../../kernel/viewer.ts';
import type { SubgraphName } from './fixtures.schema.ts';

type Context = { viewer: Viewer };
type Ref = { id: string };
type Args = { id: string; first: number };

const product = (id: string) => ({ id, title: `Product ${id}` });
const products = (first: number) => {
  const nodes = Array.from({ length: Math.min(first, 5) }, (_, i) => product(`p${i}`));
  return { nodes, edges: nodes.map((node) => ({ cursor: node.id, node })), totalCount: 5 };
};
const user = (id: string) => ({ id, email: `${id}@example.com` });
const idOf = (viewer: Viewer) => (viewer.kind === 'person' ? viewer.userId : null);

const MAX_PICTURE = 1_000_000;
/** Counts a file's bytes, and leaves the rest where it is too large. */
const sizeOf = async (upload: UploadInput, maxBytes = MAX_PICTURE): Promise<number> => {
  let size = 0;
  for await (const chunk of (await upload).bytes) {
    size += chunk.byteLength;
    if (size > maxBytes) return -1;
  }
  return size;
};
/** Takes nearly all that the router passes on, and thinks about it while the rest arrives. */
const slowSizeOf = async (upload: UploadInput): Promise<number> => {
  let size = 0;
  for await (const chunk of (await upload).bytes) {
    size += chunk.byteLength;
    if (size > 11_900_000) break;
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  return -1;
};
/** How many bytes a file has, and what they are. */
const digestOf = async (upload: UploadInput): Promise<string> => {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of (await upload).bytes) {
    hash.update(chunk);
    size += chunk.byteLength;
  }
  return `${size} ${hash.digest('hex')}`;
};
const digestsOf = async (files: UploadInput[]): Promise<string[]> => {
  const digests: string[] = [];
  for (const file of files) digests.push(await digestOf(file));
  return digests;
};
const uploaded = (bytes: number[]) => ({
  bytes,
  product: product('p1'),
  userErrors: bytes.filter((size) => size < 0).map(() => ({ code: 'FILE_TOO_LARGE' })),
});
const inTurn = async (files: UploadInput[]) => {
  const sizes: number[] = [];
  for (const file of files) sizes.push(await sizeOf(file));
  return uploaded(sizes);
};

export const resolvers: Readonly<Record<SubgraphName, object>> = {
  users: {
    Query: {
      me: (_: unknown, __: unknown, { viewer }: Context) => {
        const id = idOf(viewer);
        return id && user(id);
      },
      user: (_: unknown, { id }: Args) => user(id),
      usersByIds: () => [],
    },
    Mutation: { signIn: () => ({ accepted: true }) },
    User: { __resolveReference: ({ id }: Ref) => user(id) },
  },
  products: {
    Query: {
      product: (_: unknown, { id, slug }: { id?: string; slug?: string }) => product(id ?? slug ?? 'p0'),
      products: (_: unknown, { first }: Args) => products(first),
      productsIfAny: (_: unknown, { first }: Args) => products(first),
      categories: () => [{ id: 'c1', children: [] }],
      breakDown: () => {
        throw new Error('password=hunter2 at postgres://admin:secret@10.0.0.7:5432/users');
      },
    },
    Mutation: {
      productTouch: (_: unknown, { id }: Args) => product(id),
      patientTouch: (_: unknown, { id }: Args) => product(id),
      scalarsTouch: () => product('p1'),
      pictureUpload: (_: unknown, { file }: { file: UploadInput }) => inTurn([file]),
      anyUpload: async (_: unknown, { file }: { file: UploadInput }) =>
        uploaded([await sizeOf(file, Number.POSITIVE_INFINITY)]),
      slowUpload: async (_: unknown, { file }: { file: UploadInput }) => uploaded([await slowSizeOf(file)]),
      picturesUpload: (_: unknown, { files }: { files: UploadInput[] }) => inTurn(files),
      digestUpload: (_: unknown, { files }: { files: UploadInput[] }) => digestsOf(files),
      staffUpload: (_: unknown, { file }: { file: UploadInput }) => inTurn([file]),
    },
    Product: {
      __resolveReference: ({ id }: Ref) => product(id),
      related: (_: Ref, { first }: Args) => products(first).nodes,
      category: () => ({ id: 'c1' }),
    },
    Category: { children: () => [], parent: () => ({ id: 'c0' }) },
  },
  carts: {
    Query: { cart: (_: unknown, { id }: Args) => ({ id, itemCount: 2 }) },
    Mutation: { cartTouch: (_: unknown, { id }: Args) => ({ id, itemCount: 3 }) },
    User: { cart: ({ id }: Ref) => ({ id: `cart-of-${id}`, itemCount: 1 }) },
    Product: { inCarts: ({ id }: Ref) => id.length },
  },
  orders: {
    Query: {
      order: (_: unknown, { id }: Args) => ({ id, number: '1001' }),
      orders: () => ({ nodes: [{ id: 'o1', number: '1001' }], totalCount: 1 }),
    },
    User: { orders: ({ id }: Ref) => ({ nodes: [{ id: `order-of-${id}`, number: '1' }], totalCount: 1 }) },
  },
};
