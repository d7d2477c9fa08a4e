import { SECTIONS, type Variable } from './variables.ts';

const NAME_WIDTH = 27;
const WIDTH = 110;

/** Words in lines of a width, each but the first behind an indentation. */
const wrap = (text: string, indent: number): string =>
  (text.match(new RegExp(`.{1,${WIDTH - indent}}(?:\\s|$)`, 'g')) ?? [])
    .map((line) => line.trimEnd())
    .join(`\n${' '.repeat(indent)}`);

const sentence = ({ meaning, otherwise }: Variable): string =>
  `${meaning}${otherwise ? ` (${otherwise})` : ''}`;

const helpLine = (variable: Variable): string =>
  `  ${variable.name.padEnd(NAME_WIDTH)} ${wrap(sentence(variable), NAME_WIDTH + 3)}`;

/** What `npm start -- --help` says. */
export const helpText = (): string =>
  `npm start
Runs the whole shop: datastores, migrations, five subgraphs, the router and, without an account at Stripe, its sandbox; outside
production it fills empty stores with a demo shop. Ctrl-C stops all of it. A second start finds the data of the first.
npm run dev does the same and restarts a process when its source files change.

It reads these variables, from the environment or from a file .env; in brackets, what holds where one is not set.

${SECTIONS.map(({ title, variables }) => [title, ...variables.map(helpLine)].join('\n')).join('\n\n')}
`;

const exampleLines = (variable: Variable): string => `# ${sentence(variable)}\n#${variable.name}=`;

/** The text of .env.example: every variable explained, none set. */
export const envExample = (): string =>
  `# Copy this file to .env, take the # off what you want to set, and fill it in. npm start and docker compose read it.
# Nothing has to be set to try Plexus; in brackets, what holds where a variable is not set.

${SECTIONS.map(({ title, variables }) => [`### ${title}`, '', ...variables.map(exampleLines)].join('\n')).join('\n\n')}
`;
