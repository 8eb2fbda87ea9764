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
    this.shape.text ??= this.shape.strings.reduce((text, piece, index) => `${text}$${index}${piece}`);
    return this.shape.text;
  }
}

/** What a statement says without its values: the words between them. */
type Shape = { strings: readonly string[]; text?: string };
/** What was said before: a place with what may come next, a value or a piece of a certain shape. */
type Place = { shape?: Shape; value?: Place; pieces?: Map<Shape, Place> };

type Places<Key> = { get(key: Key): Place | undefined; set(key: Key, place: Place): unknown };

const templates = new WeakMap<readonly string[], Place>();
const lists = new Map<string, Place>();

/** One statement; every `${value}` becomes a parameter, never text. Its text is put together once and then known. */
export function sql(strings: readonly string[], ...values: readonly unknown[]): Sql {
  return compose(placeIn(templates, strings), values, (index) => strings[index] ?? "");
}

/** The pieces one after the other, with `separator` between them. At least one. */
export function join(pieces: readonly Sql[], separator = ","): Sql {
  if (pieces.length === 0) throw new Error("A statement was to list nothing.");
  return compose(placeIn(lists, separator), pieces, (index) =>
    index === 0 || index === pieces.length ? "" : separator,
  );
}

export const NOTHING = sql``;

const wholes = new Map<number, Sql>();

/** A whole number as text, for a LIMIT: behind a parameter PostgreSQL can not see how few rows it is and plans the statement anew each time. */
export function whole(number: number): Sql {
  if (!Number.isSafeInteger(number)) throw new RangeError(`${number} is not a whole number.`);
  const known = wholes.get(number);
  if (known) return known;
  const made = new Sql({ strings: [String(number)] }, []);
  wholes.set(number, made);
  return made;
}

function compose(root: Place, given: readonly unknown[], between: (index: number) => string): Sql {
  const values: unknown[] = [];
  let place = root;
  for (const one of given) {
    if (one instanceof Sql) {
      place.pieces ??= new Map();
      place = placeIn(place.pieces, one.shape);
      for (const value of one.values) values.push(value);
    } else {
      place.value ??= {};
      place = place.value;
      values.push(one);
    }
  }
  place.shape ??= { strings: flatten(given, between) };
  return new Sql(place.shape, values);
}

function placeIn<Key>(places: Places<Key>, key: Key): Place {
  const known = places.get(key);
  if (known) return known;
  const place: Place = {};
  places.set(key, place);
  return place;
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
