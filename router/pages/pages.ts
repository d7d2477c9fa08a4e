import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Route } from '../../kernel/http.ts';
import { graphiqlPage } from './graphiql.ts';
import { landingPage } from './landing.ts';

const SANDBOX =
  'https://embeddable-sandbox.cdn.apollographql.com https://sandbox.embed.apollographql.com https://apollo-server-landing-page.cdn.apollographql.com';
const OPEN_FRAME = 'https://sandbox.embed.apollographql.com https://studio.apollographql.com';

/** GraphiQL's own files, as their packages ship them. */
const ASSETS: Readonly<Record<string, readonly [file: string, type: string]>> = {
  'react.js': ['react/umd/react.production.min.js', 'text/javascript'],
  'react-dom.js': ['react-dom/umd/react-dom.production.min.js', 'text/javascript'],
  'graphiql.js': ['graphiql/graphiql.min.js', 'text/javascript'],
  'graphiql.css': ['graphiql/graphiql.min.css', 'text/css'],
};
const { resolve } = createRequire(import.meta.url);
/** Packages say in `exports` what may be imported; these files are only read. */
const fileOf = (path: string): string => {
  const [name = '', ...rest] = path.split('/');
  return join(dirname(resolve(`${name}/package.json`)), ...rest);
};

/** Pages for people who explore the graph: Apollo Sandbox from its CDN, GraphiQL from here. */
export const pageRoutes = (publicUrl: string): Route[] => [
  {
    method: 'GET',
    path: /^\/$/,
    handle: async (_, response) => sendPage(response, landingPage(publicUrl), `${SANDBOX}`, OPEN_FRAME),
  },
  {
    method: 'GET',
    path: /^\/graphiql$/,
    handle: async (_, response) => sendPage(response, graphiqlPage(), "'self'", "'none'"),
  },
  {
    method: 'GET',
    path: /^\/graphiql\/([a-z.-]+)$/,
    handle: async (_, response, [name = '']) => {
      const [file, type] = (Object.hasOwn(ASSETS, name) && ASSETS[name]) || [];
      if (!file || !type) {
        response.writeHead(404).end();
        return;
      }
      const content = await readFile(fileOf(file));
      response.writeHead(200, {
        'content-type': `${type}; charset=utf-8`,
        'cache-control': 'public, max-age=86400',
      });
      response.end(content);
    },
  },
];

type Page = Readonly<{ html: string; scripts: readonly string[] }>;

/** Inline scripts are allowed by their hash alone. */
const sendPage = (
  response: ServerResponse,
  { html, scripts }: Page,
  sources: string,
  frames: string,
): void => {
  const hashes = scripts
    .map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`)
    .join(' ');
  const policy = [
    "default-src 'none'",
    `script-src ${hashes} ${sources}`,
    `style-src 'self' 'unsafe-inline' ${sources}`,
    `img-src 'self' data: ${sources}`,
    `font-src 'self' data: ${sources}`,
    `connect-src 'self' ${sources}`,
    `manifest-src ${sources}`,
    `frame-src ${frames}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-cache',
  });
  response.end(html);
};
