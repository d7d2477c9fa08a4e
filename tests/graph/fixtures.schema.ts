/** The subgraphs of the fixture. */
export const SUBGRAPHS = ['users', 'products', 'carts', 'orders'] as const;
export type SubgraphName = (typeof SUBGRAPHS)[number];

const header = `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@inaccessible", "@external", "@provides", "@tag", "@composeDirective"])
  @link(url: "https://plexus.example/timeout/v1.0", import: ["@timeout"])
  @composeDirective(name: "@timeout")
directive @timeout(seconds: Int!) on FIELD_DEFINITION
directive @access(to: Audience!) on FIELD_DEFINITION
enum Audience @inaccessible { PUBLIC CUSTOMER STAFF ADMIN SERVICE }
directive @cacheControl(maxAge: Int, scope: CacheControlScope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
enum CacheControlScope @inaccessible { PUBLIC PRIVATE }
`;

/** A shop in small: what the router does to it, it does to the real one. */
export const typeDefs: Readonly<Record<SubgraphName, string>> = {
  users: `${header}
    type User @key(fields: "id") { id: ID! email: String! secretNote: String @inaccessible }
    type Query {
      me: User @access(to: PUBLIC)
      user(id: ID!): User @access(to: STAFF)
      usersByIds(ids: [ID!]!): [User]! @inaccessible @access(to: SERVICE)
    }
    type SignInPayload { accepted: Boolean! }
    type Mutation { signIn(email: String!): SignInPayload! @access(to: PUBLIC) }
  `,
  products: `${header}
    scalar Upload
    scalar SafeInt
    scalar DateTime
    scalar URL
    scalar CurrencyCode
    input ScalarsInput { count: SafeInt at: DateTime url: URL currency: CurrencyCode sort: ProductSort name: String! secret: String tags: [String!] inner: ScalarsInput }
    type Category { id: ID! parent: Category children: [Category!]! }
    type Product @key(fields: "id") @cacheControl(maxAge: 60) {
      id: ID!
      title: String!
      related(first: Int = 8): [Product!]!
      category: Category
    }
    type ProductConnection @cacheControl(maxAge: 60) { nodes: [Product!]! edges: [ProductEdge!]! totalCount: Int! }
    type ProductEdge { cursor: String! node: Product! }
    enum ProductSort { NEWEST TITLE }
    type Query {
      product(id: ID, slug: String): Product @access(to: PUBLIC) @cacheControl(maxAge: 60)
      products(first: Int = 20, sort: ProductSort = NEWEST): ProductConnection! @access(to: PUBLIC) @cacheControl(maxAge: 60)
      productsIfAny(first: Int = 20): ProductConnection @access(to: PUBLIC) @cacheControl(maxAge: 60)
      categories: [Category!]! @access(to: PUBLIC)
      breakDown: String @access(to: PUBLIC)
    }
    type UserError @shareable { code: String! }
    type UploadPayload { bytes: [Int!]! product: Product userErrors: [UserError!]! }
    type Mutation {
      productTouch(id: ID!): Product @access(to: PUBLIC)
      patientTouch(id: ID!): Product @access(to: PUBLIC) @timeout(seconds: 10)
      scalarsTouch(input: ScalarsInput, count: SafeInt, at: DateTime): Product @access(to: PUBLIC)
      pictureUpload(file: Upload!): UploadPayload! @access(to: PUBLIC)
      anyUpload(file: Upload!): UploadPayload! @access(to: PUBLIC)
      slowUpload(file: Upload!): UploadPayload! @access(to: PUBLIC)
      picturesUpload(files: [Upload!]!): UploadPayload! @access(to: PUBLIC)
      staffUpload(file: Upload!): UploadPayload @access(to: STAFF)
      digestUpload(files: [Upload!]!): [String!]! @access(to: PUBLIC)
    }
  `,
  carts: `${header}
    type Cart @key(fields: "id") { id: ID! itemCount: Int! }
    type User @key(fields: "id") { id: ID! cart: Cart }
    type Product @key(fields: "id") @cacheControl(maxAge: 30) { id: ID! inCarts: Int @cacheControl(maxAge: 30) }
    type Query { cart(id: ID!): Cart @access(to: PUBLIC) }
    type Mutation { cartTouch(id: ID!): Cart @access(to: CUSTOMER) }
  `,
  orders: `${header}
    type Order @key(fields: "id") { id: ID! number: String! }
    type OrderConnection { nodes: [Order!]! totalCount: Int! }
    type User @key(fields: "id") { id: ID! orders(first: Int = 20): OrderConnection! }
    type Query { order(id: ID!): Order @access(to: PUBLIC) orders(first: Int = 20): OrderConnection! @access(to: STAFF) }
  `,
};
