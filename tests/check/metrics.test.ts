import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { registry, startMetrics } from '../../kernel/metrics.ts';

const dashboard = z.object({
  panels: z.array(
    z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).default([]) }),
  ),
});
const PANELS = dashboard.parse(JSON.parse(readFileSync('docs/grafana/plexus.json', 'utf8'))).panels;
const DOCS = readFileSync('docs/operations.md', 'utf8');
/** `| `name` | labels | what it tells |` */
const LISTED = new Map(
  [...DOCS.matchAll(/^\| `((?:plexus|nodejs|process)_\w+)` \| (.*?) \|/gm)].map(
    ([, name = '', labels = '']) => [
      name,
      [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label).sort(),
    ],
  ),
);

/** Modules that register metrics; to import one is to register them. */
const modules = ['kernel', 'router', 'subgraphs'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter(
      (path) =>
        path.endsWith('.ts') &&
        !path.endsWith('.test.ts') &&
        readFileSync(path, 'utf8').includes("from 'prom-client'"),
    ),
);
type Registered = Readonly<{ labels: readonly string[]; isHistogram: boolean }>;
const metric = z.object({
  name: z.string(),
  labelNames: z.array(z.string()),
  upperBounds: z.array(z.number()).optional(),
});
const registered = new Map<string, Registered>();
beforeAll(async () => {
  for (const path of modules) await import(resolve(path));
  startMetrics('test');
  for (const { name, labelNames, upperBounds } of registry
    .getMetricsAsArray()
    .map((one) => metric.parse(one)))
    registered.set(name, { labels: labelNames.sort(), isHistogram: upperBounds !== undefined });
});

/** The metrics that a text in PromQL asks for, by the names that they were registered under. */
const asked = (text: string): string[] =>
  [...text.matchAll(/\b(?:plexus|nodejs|process)_\w+/g)].map(([name]) => {
    const whole = name.replace(/_(?:bucket|count|sum)$/, '');
    return registered.get(whole)?.isHistogram ? whole : name;
  });
const ownNames = () => [...registered.keys()].filter((name) => name.startsWith('plexus_'));
/** Whatever Prometheus and the process add by themselves. */
const COMMON = ['le', 'process'];

test('each Plexus metric is documented with its labels, and each documented metric exists', () => {
  expect(ownNames().length).toBeGreaterThan(10);
  expect([...LISTED.keys()].filter((name) => name.startsWith('plexus_')).sort()).toEqual(ownNames().sort());
  for (const [name, labels] of LISTED) expect([name, labels]).toEqual([name, registered.get(name)?.labels]);
});

test('the dashboard queries only registered and documented metrics, and shows each Plexus metric', () => {
  const all = PANELS.flatMap(({ targets }) => targets.flatMap(({ expr }) => asked(expr)));
  expect(all.filter((name) => !registered.has(name) || !LISTED.has(name))).toEqual([]);
  expect(ownNames().filter((name) => !all.includes(name))).toEqual([]);
});

test('the dashboard groups and filters by labels that its metrics have', () => {
  for (const { title, targets } of PANELS)
    for (const { expr } of targets) {
      const labels = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) =>
        list.split(',').map((label) => label.trim()),
      );
      const filters = [...expr.matchAll(/(\w+)(?:=~|!=|!~|=)"/g)].map(([, label = '']) => label);
      const own = asked(expr).flatMap((name) => registered.get(name)?.labels ?? []);
      expect([
        title,
        [...labels, ...filters].filter((label) => ![...own, ...COMMON].includes(label)),
      ]).toEqual([title, []]);
    }
});

test('alerts query only documented metrics', () => {
  const alerts = DOCS.slice(DOCS.indexOf('### Alerts'), DOCS.indexOf('\n## ', DOCS.indexOf('### Alerts')));
  expect(asked(alerts).length).toBeGreaterThan(8);
  expect(asked(alerts).filter((name) => !LISTED.has(name))).toEqual([]);
});
