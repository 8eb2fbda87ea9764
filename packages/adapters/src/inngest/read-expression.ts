/** Where a value stands in an event's data; never empty. */
export type DataPath = readonly string[];
export type Condition = { path: DataPath; equals: unknown };

const PATH = /^event\.data((?:\.\w+)+)$/;
const CONDITION = /^event\.data((?:\.\w+)+) == (.+)$/;
const MATCH = /^event\.data((?:\.\w+)+) == async\.data((?:\.\w+)+)$/;

/** `event.data.a.b`; null for any other expression. */
export const readPath = (expression: string): DataPath | null => toPath(PATH.exec(expression)?.[1]);

/** `event.data.a == 'text'`, a number, true or false; null for any other expression. */
export function readCondition(expression: string): Condition | null {
  const [, path, literal = ""] = CONDITION.exec(expression) ?? [];
  const found = toPath(path);
  const quoted = /^'([^'\\]*)'$/.exec(literal)?.[1];
  if (!found) return null;
  if (quoted !== undefined) return { path: found, equals: quoted };
  return /^("[^"\\]*"|-?\d+(\.\d+)?|true|false)$/.test(literal)
    ? { path: found, equals: JSON.parse(literal) as unknown }
    : null;
}

/** `event.data.a == async.data.b`: the run's own event, and the one that it waits for. Null for any other expression. */
export function readMatch(expression: string): { own: DataPath; other: DataPath } | null {
  const [, own, other] = MATCH.exec(expression) ?? [];
  const [mine, theirs] = [toPath(own), toPath(other)];
  return mine && theirs ? { own: mine, other: theirs } : null;
}

/** What stands there; undefined where nothing does. */
export function valueAt(data: unknown, path: DataPath): unknown {
  let found = data;
  for (const part of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, part)) return undefined;
    found = (found as Record<string, unknown>)[part];
  }
  return found;
}

function toPath(dotted: string | undefined): DataPath | null {
  return dotted === undefined ? null : dotted.slice(1).split(".");
}
