import { LARGE_VENDOR_ROWS } from "./catalogue-rows-large-vendors.ts";
import { SMALL_VENDOR_ROWS } from "./catalogue-rows-small-vendors.ts";
import { CATALOGUE_VENDORS } from "./catalogue-vendors.ts";

/** A model as GET /models writes it. */
export type CatalogueModel = {
  id: string;
  canonical_slug: string;
  hugging_face_id: string | null;
  name: string;
  created: number;
  description: string;
  context_length: number;
  architecture: {
    modality: string;
    input_modalities: string[];
    output_modalities: string[];
    tokenizer: string;
    instruct_type: string | null;
  };
  /** US dollars per token, request or image, as plain decimals. */
  pricing: Record<"prompt" | "completion" | "request" | "image" | "web_search" | "internal_reasoning", string>;
  top_provider: { context_length: number; max_completion_tokens: number | null; is_moderated: boolean };
  per_request_limits: null;
  supported_parameters: string[];
  default_parameters: Record<string, never>;
};

export const CATALOGUE_SIZE = 350;
export const DEMO_MODEL = "procode/demo";

/** The same 350 models at every start, the demo model first. Invented after real ones; prices are plausible, not true. */
export function createCatalogue(): CatalogueModel[] {
  const base = parseRows(LARGE_VENDOR_ROWS + SMALL_VENDOR_ROWS);
  const dated = base.flatMap(datedVariants);
  const free = base.filter(({ open }) => open).map(freeVariant);
  const vendors = [...base, ...dated, ...free].slice(0, CATALOGUE_SIZE - 1);
  vendors.sort((left, right) => right.created - left.created || left.id.localeCompare(right.id));
  return [demoModel(), ...vendors.map(toModel)];
}

/** Who answers for a model, as `provider` in answers and `provider_name` in errors. */
export function providerOf({ id }: Pick<CatalogueModel, "id">): string {
  return id === DEMO_MODEL ? "Sandbox" : (CATALOGUE_VENDORS[vendorOf(id)]?.name ?? vendorOf(id));
}

type Row = {
  id: string;
  name: string;
  context: number;
  maxOutput: number | null;
  /** US dollars a token. */
  prompt: string;
  completion: string;
  inputs: string[];
  created: number;
  open: boolean;
  thinks: boolean;
  dates: string[];
  about: string;
};

function parseRows(text: string): Row[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map(parseRow);
}

function parseRow(line: string): Row {
  const [
    id = "",
    name = "",
    context = "",
    maxOutput = "",
    prompt = "",
    completion = "",
    letters = "",
    month = "",
    dates = "",
  ] = line.split("|").map((cell) => cell.trim());
  const vendor = CATALOGUE_VENDORS[vendorOf(id)]?.name ?? vendorOf(id);
  return {
    id,
    name: `${vendor}: ${name}`,
    context: thousands(context),
    maxOutput: maxOutput === "" ? null : thousands(maxOutput),
    prompt: perToken(prompt),
    completion: perToken(completion),
    inputs: Object.entries(MODALITIES).flatMap(([letter, modality]) => (letters.includes(letter) ? [modality] : [])),
    created: Date.parse(`${month}-15T00:00:00Z`) / 1_000,
    open: letters.includes("o"),
    thinks: letters.includes("r"),
    dates: dates === "" ? [] : dates.split(" "),
    about: letters.includes("r") ? "thinks before it answers" : "answers at once",
  };
}

function thousands(cell: string): number {
  return Math.round(Number(cell) * 1_000);
}

const MODALITIES = { t: "text", i: "image", f: "file", a: "audio", v: "video" } as const;

// Dollars a million tokens with up to three places, moved six places to the right of the point.
function perToken(dollarsPerMillion: string): string {
  const [whole = "0", fraction = ""] = dollarsPerMillion.split(".");
  const digits = `${whole.padStart(7, "0")}${fraction}`;
  const point = digits.length - fraction.length - 6;
  return `${digits.slice(0, point)}.${digits.slice(point)}`.replace(/^0+(?=\d)/, "").replace(/\.?0+$/, "");
}

function datedVariants(row: Row): Row[] {
  return row.dates.map((date) => ({
    ...row,
    id: `${row.id}-${date}`,
    name: `${row.name} (${date})`,
    created: Date.parse(`${date}T00:00:00Z`) / 1_000,
    open: false,
    dates: [],
  }));
}

function freeVariant(row: Row): Row {
  return { ...row, id: `${row.id}:free`, name: `${row.name} (free)`, prompt: "0", completion: "0" };
}

function toModel(row: Row): CatalogueModel {
  const vendor = vendorOf(row.id);
  return {
    id: row.id,
    canonical_slug: row.id.replace(":free", ""),
    hugging_face_id: row.open ? row.id.replace(":free", "") : null,
    name: row.name,
    created: row.created,
    description: `${row.name.replace(": ", "'s ")} reads ${row.inputs.join(", ")}, holds ${row.context.toLocaleString("en")} tokens and ${row.about}. This entry belongs to the sandbox and is made up after the real model.`,
    context_length: row.context,
    architecture: {
      modality: `${row.inputs.join("+")}->text`,
      input_modalities: row.inputs,
      output_modalities: ["text"],
      tokenizer: CATALOGUE_VENDORS[vendor]?.tokenizer ?? "Other",
      instruct_type: null,
    },
    pricing: {
      prompt: row.prompt,
      completion: row.completion,
      request: "0",
      image: "0",
      web_search: "0",
      internal_reasoning: "0",
    },
    top_provider: {
      context_length: row.context,
      max_completion_tokens: row.maxOutput,
      is_moderated: vendor === "openai" || vendor === "anthropic",
    },
    per_request_limits: null,
    supported_parameters: [...PARAMETERS, ...(row.thinks ? ["include_reasoning", "reasoning"] : [])],
    default_parameters: {},
  };
}

function demoModel(): CatalogueModel {
  const base = toModel({
    id: DEMO_MODEL,
    name: "Demo model",
    context: 128_000,
    maxOutput: 16_000,
    prompt: "0",
    completion: "0",
    inputs: ["text"],
    created: Date.parse("2026-11-01T00:00:00Z") / 1_000,
    open: false,
    thinks: false,
    dates: [],
    about: "",
  });
  return {
    ...base,
    description:
      "Answers without a key and without a network. It reads your context and the conversation and shows what it got, but it does not think. Set OPENROUTER_API_KEY to talk to real models.",
  };
}

const PARAMETERS = [
  "frequency_penalty",
  "max_tokens",
  "presence_penalty",
  "response_format",
  "seed",
  "stop",
  "temperature",
  "tool_choice",
  "tools",
  "top_p",
];

function vendorOf(id: string): string {
  return id.split("/")[0] ?? id;
}
