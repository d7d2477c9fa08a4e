/** The name that metrics and spans give an operation. */
export type NameOf = (name: string | null) => string;

const MOST = 200;
const LONGEST = 64;

/** The names of the shop's own documents, where it lists them; else those that are seen first. All others are `other`, so that no client makes series without end. */
export const boundedNames = (listed: ReadonlySet<string> | null): NameOf => {
  const known = new Set(listed);
  return (name) => {
    if (name === null) return 'anonymous';
    if (known.has(name)) return name;
    if (listed || known.size >= MOST || name.length > LONGEST) return 'other';
    known.add(name);
    return name;
  };
};
