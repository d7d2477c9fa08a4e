import { metricsPortOf, portOf, SUBGRAPHS } from './processes.ts';
import type { Settings } from './settings.ts';

const WIDTH = 22;

const line = (left: string, right: string): string => `  ${left.padEnd(WIDTH)} ${right}`;

const accounts = (): readonly string[] => [
  '',
  'Demo accounts, password plexus-demo-password',
  line('admin@example.com', 'everything'),
  line('staff@example.com', 'catalogue, orders, refunds'),
  line('customer@example.com', 'shopping'),
];

/** Where everything is, for the end of a start. */
export const table = ({ port, publicUrl, hasSandbox, isProduction, dataDir }: Settings): string =>
  [
    '',
    'Addresses',
    line('Graph', `${publicUrl}/graphql`),
    line('Explore it', publicUrl),
    ...SUBGRAPHS.map((name) => line(`Subgraph ${name}`, `http://127.0.0.1:${portOf(name, port)}/graphql`)),
    line(
      'Payments',
      hasSandbox ? `sandbox at http://127.0.0.1:${portOf('sandbox', port)}, no real money` : 'Stripe',
    ),
    line(
      'Metrics',
      `http://127.0.0.1:${metricsPortOf('router', port)}/metrics, other processes on the ports after it`,
    ),
    line('Mail, files, logs', dataDir),
    ...(isProduction ? [] : accounts()),
    '',
    'Plexus is ready',
    '',
  ].join('\n');
