import { Eta } from 'eta';
import type { Mail } from './mailer.ts';

/** What a mail of the shop says. `code` is shown large; `action` is a button in HTML and a line with the address in text. */
export type Letter = Readonly<{
  key: string;
  to: string;
  subject: string;
  paragraphs: readonly string[];
  code?: string;
  action?: Readonly<{ label: string; url: string }>;
  rows?: readonly Readonly<{ label: string; value: string; strong?: boolean }>[];
  closing?: readonly string[];
}>;

/** A letter as a mail: plain text and HTML of the same words, escaped. */
export const mailTemplate = (letter: Letter): Mail => ({
  key: letter.key,
  to: letter.to,
  subject: letter.subject,
  text: text.renderString(TEXT, letter),
  html: html.renderString(HTML, letter),
});

const text = new Eta({ autoEscape: false, autoTrim: false, useWith: false, varName: 'it' });
const html = new Eta({ autoEscape: true, autoTrim: false, useWith: false, varName: 'it' });

const TEXT = `<% for (const paragraph of it.paragraphs) { %><%= paragraph %>

<% } if (it.code) { %>    <%= it.code %>

<% } for (const row of it.rows ?? []) { %><%= row.label %>: <%= row.value %>
<% } if (it.rows) { %>
<% } if (it.action) { %><%= it.action.label %>:
<%= it.action.url %>

<% } for (const paragraph of it.closing ?? []) { %><%= paragraph %>

<% } %>-- 
Plexus
`;

/** Tables and inline styles alone, since mail programs know little else; colours are words, so that a code stays the first number. */
const HTML = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title><%= it.subject %></title></head>
<body style="margin:0;background:whitesmoke;font-family:system-ui,-apple-system,'Segoe UI',sans-serif;color:black">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:520px;background:white;border-radius:12px">
<tr><td style="padding:28px 32px 0;font-size:15px;font-weight:600;letter-spacing:.04em;color:teal">Plexus</td></tr>
<tr><td style="padding:8px 32px 0"><h1 style="margin:0;font-size:22px;line-height:1.3"><%= it.subject %></h1></td></tr>
<tr><td style="padding:12px 32px 28px;font-size:16px;line-height:1.55">
<% for (const paragraph of it.paragraphs) { %><p style="margin:12px 0"><%= paragraph %></p>
<% } if (it.code) { %><p style="margin:20px 0;padding:14px;background:whitesmoke;border-radius:8px;text-align:center;font-size:30px;font-weight:700;letter-spacing:.3em"><%= it.code %></p>
<% } if (it.rows) { %><table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:16px 0;font-size:15px">
<% for (const row of it.rows) { %><tr style="font-weight:<%= row.strong ? 700 : 400 %>"><td style="padding:6px 0;border-top:1px solid gainsboro"><%= row.label %></td><td align="right" style="padding:6px 0;border-top:1px solid gainsboro;white-space:nowrap"><%= row.value %></td></tr>
<% } %></table>
<% } if (it.action) { %><p style="margin:24px 0"><a href="<%= it.action.url %>" style="display:inline-block;padding:12px 22px;background:teal;color:white;border-radius:8px;text-decoration:none;font-weight:600"><%= it.action.label %></a></p>
<% } for (const paragraph of it.closing ?? []) { %><p style="margin:12px 0;font-size:14px;color:dimgray"><%= paragraph %></p>
<% } %></td></tr></table></td></tr></table></body></html>
`;
