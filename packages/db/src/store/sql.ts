/** One statement or a piece of one, made with `sql`. */
export class Sql {
  readonly shape: Shape;
  readonly values: readonly unknown[];

  constructor(shape: Shape, values: readonly unknown[]) {
    this.shape = shape;
    this.values = values;
  }

  /** With a number for each value. The very same string each time, so that whoever looks it up need not read it. */
  get text(): string {
    return (this.shape.text ??= this.shape.strings.reduce((text, piece, index) => `${text}$${index}${piece}`));
  }
}

/** What a statement says without its values: the words between them. */
type Shape = { strings: readonly string[]; text?: string };
/** What was said before: a place with what may come next, a value or a piece of a certain shape. */
type Place = { shape?: Shape; value?: Place; pieces?: Map<Shape, Place> };

const templates = new WeakMap<readonly string[], Place>();
const lists = new Map<string, Place>();

/** One statement; every `${value}` becomes a parameter, never text. Its text is put together once and then known. */
export function sql(strings: readonly string[], ...values: readonly unknown[]): Sql {
  let place = templates.get(strings);
  if (!place) templates.set(strings, (place = {}));
  return compose(place, values, (index) => strings[index] ?? "");
}

/** The pieces one after the other, with `separator` between them. At least one. */
export function join(pieces: readonly Sql[], separator = ","): Sql {
  if (pieces.length === 0) throw new Error("A statement was to list nothing.");
  let place = lists.get(separator);
  if (!place) lists.set(separator, (place = {}));
  return compose(place, pieces, (index) => (index === 0 || index === pieces.length ? "" : separator));
}

export const NOTHING = sql``;

function compose(root: Place, given: readonly unknown[], between: (index: number) => string): Sql {
  const values: unknown[] = [];
  let place = root;
  for (const one of given) {
    if (one instanceof Sql) {
      place = after(place, one.shape);
      for (const value of one.values) values.push(value);
    } else {
      place = place.value ??= {};
      values.push(one);
    }
  }
  return new Sql((place.shape ??= { strings: flatten(given, between) }), values);
}

function after(place: Place, shape: Shape): Place {
  const pieces = (place.pieces ??= new Map<Shape, Place>());
  let next = pieces.get(shape);
  if (!next) pieces.set(shape, (next = {}));
  return next;
}

function flatten(given: readonly unknown[], between: (index: number) => string): string[] {
  const strings = [between(0)];
  const append = (text: string) => strings.push(`${strings.pop() ?? ""}${text}`);
  given.forEach((one, index) => {
    const [first = "", ...others] = one instanceof Sql ? one.shape.strings : ["", ""];
    append(first);
    strings.push(...others);
    append(between(index + 1));
  });
  return strings;
}
