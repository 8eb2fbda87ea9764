import { z } from "zod";

/** Ids of somebody else's things, by the name under which a procedure takes them. */
export type ForeignIds = {
  conversationId: string;
  messageId: string;
  parentId: string;
  generationId: string;
  keyId: string;
  linkId: string;
  /** Of a proactive message and of a schedule. */
  id: string;
};

export type Sample = { value: unknown; foreign: string[] };

/**
 * The smallest valid input of a schema, in which every id names somebody else's thing. Throws for an id under a name
 * that it does not know: a new kind of id must be taught here before its procedure can pass the sweep.
 */
export function sampleInput(schema: z.core.$ZodType, ids: ForeignIds): Sample {
  const foreign: string[] = [];
  return { value: sample(schema, "", ids, foreign), foreign };
}

function sample(schema: z.core.$ZodType, name: string, ids: ForeignIds, foreign: string[]): unknown {
  const def = (schema as z.core.$ZodTypes)._zod.def;
  switch (def.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(def.shape).flatMap(([key, field]) => {
          const value = sample(field, key, ids, foreign);
          return value === undefined ? [] : [[key, value]];
        }),
      );
    case "optional":
      // What is left out reveals nothing: only optional ids are filled.
      return name in ids ? sample(def.innerType, name, ids, foreign) : undefined;
    case "default":
    case "nullable":
      return sample(def.innerType, name, ids, foreign);
    case "pipe":
      return sample(def.in, name, ids, foreign);
    case "array":
      return [sample(def.element, name, ids, foreign)];
    case "string":
      return text(schema, name, ids, foreign);
    case "number":
      return 5;
    case "boolean":
      return true;
    case "enum":
      return Object.values(def.entries)[0];
    case "void":
      return undefined;
    default:
      throw new Error(`The sweep can not make a sample of "${def.type}" for ${name}; teach it.`);
  }
}

const OWN_IDS = new Set(["clientId"]);
const TEXTS: Record<string, string> = {
  email: "sweep@example.com",
  password: "a long password",
  modelId: "vendor/small",
  timeZone: "Europe/Warsaw",
  lastEventId: "0",
  at: "08:00",
};

function text(schema: z.core.$ZodType, name: string, ids: ForeignIds, foreign: string[]): string {
  const isUuid = rejects(schema, "plain words") && accepts(schema, crypto.randomUUID());
  if (!isUuid) return TEXTS[name] ?? "words";
  if (OWN_IDS.has(name)) return crypto.randomUUID();
  const id = ids[name as keyof ForeignIds];
  if (!id) throw new Error(`The sweep does not know whose thing "${name}" names; teach it.`);
  foreign.push(name);
  return id;
}

const accepts = (schema: z.core.$ZodType, value: unknown) => z.core.safeParse(schema, value).success;
const rejects = (schema: z.core.$ZodType, value: unknown) => !accepts(schema, value);
