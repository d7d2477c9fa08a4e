export type Variable = Readonly<{
  name: string;
  meaning: string;
  /** What holds where it is not set; undefined where nothing does. */
  otherwise?: string;
}>;
export type Section = Readonly<{ title: string; variables: readonly Variable[] }>;

const own = (name: string, meaning: string, otherwise?: string): Variable =>
  otherwise === undefined ? { name, meaning } : { name, meaning, otherwise };

/** Every variable that a person may set, in the order of .env.example. */
export const SECTIONS: readonly Section[] = [
  {
    title: 'Where it runs',
    variables: [
      own(
        'PORT',
        "the router's port; the subgraphs take the five after it, the Stripe sandbox the tenth, the metrics the seven after that",
        '4000',
      ),
      own('HOST', 'the address that the router listens on; 0.0.0.0 lets other machines in', '127.0.0.1'),
      own(
        'DATA_DIR',
        'the folder of all data: mail, files, logs, embedded datastores, the secrets of development',
        '.data',
      ),
      own('PUBLIC_URL', "the router's address as clients see it, without a path", 'http://127.0.0.1:4000'),
      own('SHOP_URL', "the frontend's address, for links in mails", 'PUBLIC_URL'),
      own(
        'NODE_ENV',
        'development, test or production; production makes nothing up and refuses the secrets of development',
        'development',
      ),
      own('LOG_LEVEL', 'trace, debug, info, warn, error, fatal or silent', 'info'),
    ],
  },
  {
    title: 'Datastores; each that is not set is found or started by npm start',
    variables: [
      own('USERS_DATABASE_URL', 'PostgreSQL of users: postgresql://user:password@host:5432/users'),
      own('ORDERS_DATABASE_URL', 'PostgreSQL of orders'),
      own('PAYMENTS_DATABASE_URL', 'PostgreSQL of payments'),
      own('MONGODB_URL', 'MongoDB of products: mongodb://host:27017/products'),
      own('CARTS_REDIS_URL', 'Redis of carts, with an append-only file: redis://:password@host:6379/0'),
      own(
        'CACHE_REDIS_URL',
        'Redis of caches and rate limits, which may be flushed: redis://:password@host:6379/1',
      ),
      own(
        'PYTHON',
        'the Python, 3.10 or newer, that the embedded MongoDB and Redis are installed with',
        'python3',
      ),
      own(
        'PLEXUS_VENV',
        'the folder they are installed in, to share it between several DATA_DIR',
        'DATA_DIR/venv',
      ),
    ],
  },
  {
    title: 'Payments; without a key the Stripe sandbox stands in, and no money moves',
    variables: [
      own('STRIPE_SECRET_KEY', 'the secret key of the account at Stripe'),
      own(
        'STRIPE_WEBHOOK_SECRET',
        'the signing secret of its endpoint PUBLIC_URL/webhooks/stripe; several, comma separated, while one is replaced',
      ),
      own('STRIPE_API_URL', "the address of Stripe's API", "Stripe's own"),
      own(
        'STRIPE_TIMEOUT_MS',
        'how long a request that asks a bank may take, in milliseconds; the others take at most 3500 of them',
        '60000',
      ),
      own(
        'STRIPE_REQUESTS_PER_SECOND',
        'the most requests that a process of payments sends to it in a second',
        '20',
      ),
      own(
        'PAYMENTS_EVENTS_KEPT_DAYS',
        'for how many days events that are done with are remembered, at least 7',
        '90',
      ),
      own('PAYMENTS_KEYS_KEPT_DAYS', 'the same for idempotency keys', '90'),
      own(
        'STRIPE_SANDBOX_PUBLIC_URL',
        "the sandbox's address for the buyer's browser",
        'http://127.0.0.1:4010',
      ),
      own('STRIPE_SANDBOX_WEBHOOK_URL', 'where the sandbox sends its webhooks; npm start sets it'),
    ],
  },
  {
    title: 'Secrets; npm start makes those of development in DATA_DIR/secrets.json',
    variables: [
      own('TOKEN_KEY_SECRET', 'users: at least 32 characters; encrypts the keys that sign access tokens'),
      own('LINK_SECRET', 'orders and users: at least 32 characters; signs links to files'),
      own(
        'SERVICE_PRIVATE_KEY',
        'one for each process: its Ed25519 private key as JWK; npm run keys -- make prints one',
      ),
      own(
        'SERVICE_PUBLIC_KEYS',
        'the same for all: the public keys of router, users, products, carts, orders and payments as JWKS',
      ),
    ],
  },
  {
    title: 'Addresses of the subgraphs; npm start sets them',
    variables: ['users', 'products', 'carts', 'orders', 'payments'].map((name, at) =>
      own(`${name.toUpperCase()}_URL`, `http://127.0.0.1:${4001 + at}/graphql`),
    ),
  },
  {
    title: 'Mail and files',
    variables: [
      own(
        'SMTP_URL',
        'the mail server: smtp://user:password@host:587; without it mail goes to DATA_DIR/mail',
      ),
      own('MAIL_FROM', 'the sender of all mail', 'Plexus <shop@example.com>'),
      own(
        'FILES_S3_URL',
        'a bucket of any S3-compatible store: https://host/bucket; without it files go to DATA_DIR/files',
      ),
      own('FILES_S3_REGION', 'its region', 'us-east-1'),
      own('FILES_S3_ACCESS_KEY_ID', 'its access key'),
      own('FILES_S3_SECRET_ACCESS_KEY', 'its secret key'),
    ],
  },
  {
    title: 'The shop and its graph',
    variables: [
      own('SHOP_CURRENCY', 'the currency of all prices', 'EUR'),
      own(
        'CORS_ORIGINS',
        "the frontends' origins, comma separated, that a browser may call the graph from; outside production any origin of this machine may, too",
      ),
      own('TRUSTED_PROXIES', 'how many proxies in front of the router add to X-Forwarded-For', '0'),
      own(
        'TRUSTED_DOCUMENTS',
        'a JSON file of operations by hash: the router answers those alone; without it any',
      ),
      own('INTROSPECTION', 'on or off', 'on outside production'),
      own('LANDING_PAGE', 'on or off: the pages to explore the graph with', 'on outside production'),
      own('SHOP_NAME', 'the seller, as invoices show it', 'Plexus'),
      own('SHOP_ADDRESS', "the seller's address on invoices, its lines parted by |"),
      own('SHOP_VAT_ID', "the seller's VAT number on invoices"),
      own('SHOP_TIME_ZONE', 'the days of reports and invoices are days there, as in Europe/Berlin', 'UTC'),
      own('CHECKOUT_HOLD_SECONDS', 'how long stock is held for an order that is not paid', '900'),
      own('LIMIT_SIGN_IN_PER_ACCOUNT', 'attempts to sign in to one account in 15 minutes', '10'),
      own(
        'LIMIT_SIGN_IN_PER_ADDRESS',
        'the same from one address',
        '30, a hundred times that outside production',
      ),
      own(
        'LIMIT_SIGN_IN_PER_NETWORK',
        'the same from one network',
        '300, a hundred times that outside production',
      ),
      own(
        'LIMIT_SIGN_UP_PER_ADDRESS',
        'new accounts from one address in an hour',
        '20, a hundred times that outside production',
      ),
      own(
        'LIMIT_MAIL_PER_ADDRESS',
        'mails asked for from one address in an hour',
        '20, a hundred times that outside production',
      ),
      own(
        'LIMIT_EXPORT_PER_ACCOUNT',
        'exports of one account in a day',
        '10, a hundred times that outside production',
      ),
      own(
        'RATE_LIMIT_POINTS',
        'points that one caller of the graph may spend in ten seconds',
        '1000, outside production a million',
      ),
      own(
        'SUPERGRAPH',
        'the file of the composed graph; a new one is taken over without a restart',
        'router/supergraph.graphql',
      ),
    ],
  },
  {
    title: "Traces by OpenTelemetry; the standard's other variables hold too",
    variables: [
      own('OTEL_EXPORTER_OTLP_ENDPOINT', 'the collector: http://host:4318; without it nothing is traced'),
      own(
        'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
        'the whole address for traces alone: http://host:4318/v1/traces',
      ),
      own(
        'OTEL_EXPORTER_OTLP_PROTOCOL',
        'traces leave as JSON over HTTP, which takers of http/protobuf read too',
        'http/json',
      ),
      own('OTEL_EXPORTER_OTLP_HEADERS', 'headers for the collector: name=value, comma separated'),
      own('OTEL_TRACES_EXPORTER', 'otlp or none', 'otlp'),
      own(
        'OTEL_TRACES_SAMPLER',
        'which traces are kept, as in parentbased_traceidratio',
        'parentbased_always_on',
      ),
      own('OTEL_TRACES_SAMPLER_ARG', 'their share, as in 0.05'),
      own('OTEL_RESOURCE_ATTRIBUTES', 'what is said of each process: name=value, comma separated'),
      own('OTEL_SDK_DISABLED', 'true switches traces off'),
    ],
  },
  {
    title: 'For operators and tests',
    variables: [
      own(
        'SANDBOX_REPLICAS',
        'docker compose alone: 0 leaves the Stripe sandbox out, where there is an account',
        '1',
      ),
      own(
        'STOP_NOTICE_MS',
        'how many milliseconds a process that is told to stop still takes requests, until a load balancer has seen its /readyz; above 1000 behind one',
        '300, 5000 in production',
      ),
      own(
        'METRICS_HOST',
        'the address that the metrics are served on; 0.0.0.0 where Prometheus is on another machine',
        '127.0.0.1',
      ),
      own(
        'METRICS_PORT',
        "the port of a process's metrics; npm start gives each process one",
        'a free port, which the log names',
      ),
      own(
        'BODY_TIMEOUT_MS',
        'how many milliseconds the body of a request without files may take; then it is answered with 408',
        '15000',
      ),
      own(
        'JOBS_RESCUE_MS',
        'how many milliseconds after its death the jobs of a process are free for others, at the least',
        '5000',
      ),
      own(
        'FAILPOINT',
        'ends or stalls a process at a named step, as in orders.checkout.reserve.after:kill; never in production',
      ),
      own('FAILPOINT_FILE', 'a file that plans the same, once: whoever reaches the step takes the file away'),
    ],
  },
];
