import { existsSync, readFileSync } from 'node:fs';
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';

export const DECLARED = 'router/declared-changes.yaml';

/** A breaking change that is meant: its text as the check prints it, and why clients can do without. */
export type DeclaredChange = Readonly<{ change: string; reason: string }>;

const FORMAT = `${DECLARED} is a list of changes, each with the text that the check prints and a reason:
- change: "FIELD_REMOVED: Product.weight was removed."
  reason: replaced by Product.shippingWeight in June 2027`;

const text = z.string('must be a text').trim().min(1, 'must not be empty');
const list = z.array(
  z.strictObject({ change: text, reason: text }, 'must be an object with change and reason'),
  'must be a list',
);

/** The declared changes of a file's text, or a message that says what is wrong in it and what the format is. An empty file declares nothing. */
export const readDeclared = (source: string): readonly DeclaredChange[] | string => {
  try {
    const read = list.safeParse(parse(source) ?? []);
    return read.success
      ? read.data
      : wrong(read.error.issues.map(({ path, message }) => `${placeOf(path)}: ${message}`));
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    return wrong([error.message.split('\n')[0] ?? '']);
  }
};

const placeOf = ([at, field]: readonly PropertyKey[]): string => {
  if (typeof at !== 'number') return 'the file';
  return field === undefined ? `change ${at + 1}` : `change ${at + 1}, ${String(field)}`;
};

const wrong = (faults: readonly string[]): string =>
  `${DECLARED} cannot be read.\n${faults.join('\n')}\n${FORMAT}`;

/** The declared changes of the project, or what is wrong with their file. No file declares nothing. */
export const declaredChanges = (): readonly DeclaredChange[] | string =>
  existsSync(DECLARED) ? readDeclared(readFileSync(DECLARED, 'utf8')) : [];
