import { type Directive, findDirective, readScript, type Script } from "./script.ts";

export type Rule = {
  /** Only calls of this model. */
  model?: string;
  /** Only calls whose last user message has these words. */
  contains?: string;
  /** Only the first so many calls that match; all of them when left out. */
  times?: number;
  script: Script;
};

export type ControlState = { defaults: Script; rules: Rule[]; generationDelayMs: number };

export type Control = {
  /** The behaviour of calls that nothing else describes. */
  setDefaults(script: Script): void;
  addRule(rule: Rule): void;
  /** The next `times` calls behave like this. */
  next(script: Script, times?: number): void;
  /** How late GET /generation knows a call that ended. */
  setGenerationDelay(milliseconds: number): void;
  reset(): void;
  state(): ControlState;
  /** Takes what POST /control got. Throws a sentence. */
  apply(change: unknown): void;
  /** How this call behaves; uses up `times`. Throws a sentence on a directive that nobody knows. */
  scriptFor(call: { model: string; lastUserText: string }): Required<Pick<Script, "firstMs" | "intervalMs">> & Script;
};

export const HUMAN_PACE = { firstMs: 250, intervalMs: 15 } as const;
const GENERATION_DELAY_MS = 500;

export function createControl(initial: { defaults?: Script; generationDelayMs?: number } = {}): Control {
  let defaults: Script = {};
  let rules: Rule[] = [];
  let generationDelayMs = 0;
  const directiveUses = new Map<string, number>();

  const control: Control = {
    setDefaults(script) {
      defaults = { ...defaults, ...script };
    },
    addRule(rule) {
      rules.push({ ...rule });
    },
    next(script, times = 1) {
      control.addRule({ script, times });
    },
    setGenerationDelay(milliseconds) {
      generationDelayMs = milliseconds;
    },
    reset() {
      defaults = { ...initial.defaults };
      rules = [];
      generationDelayMs = initial.generationDelayMs ?? GENERATION_DELAY_MS;
      directiveUses.clear();
    },
    state: () => structuredClone({ defaults, rules, generationDelayMs }),
    apply(change) {
      const { reset, defaults: script, rules: added, next, generationDelayMs: delay } = readChange(change);
      if (reset) control.reset();
      if (script) control.setDefaults(script);
      for (const rule of added) control.addRule(rule);
      if (next) control.next(next.script, next.times);
      if (delay !== undefined) control.setGenerationDelay(delay);
    },
    scriptFor(call) {
      const directive = findDirective(call.lastUserText);
      const rule = rules.find((candidate) => matches(candidate, call));
      if (rule?.times !== undefined) {
        rule.times -= 1;
        rules = rules.filter((candidate) => candidate.times !== 0);
      }
      return {
        ...HUMAN_PACE,
        ...defaults,
        ...rule?.script,
        ...(directive && isFresh(directive) ? directive.script : {}),
      };
    },
  };

  function isFresh({ script, paragraph }: Directive): boolean {
    if (script.times === undefined) return true;
    const uses = directiveUses.get(paragraph) ?? 0;
    directiveUses.set(paragraph, uses + 1);
    return uses < script.times;
  }

  control.reset();
  return control;
}

function matches(rule: Rule, call: { model: string; lastUserText: string }): boolean {
  if (rule.times === 0) return false;
  if (rule.model !== undefined && rule.model !== call.model) return false;
  return rule.contains === undefined || call.lastUserText.includes(rule.contains);
}

type Change = {
  reset: boolean;
  defaults?: Script;
  rules: Rule[];
  next?: { script: Script; times?: number };
  generationDelayMs?: number;
};

function readChange(value: unknown): Change {
  const given = record(value, "The change");
  const known = ["reset", "defaults", "rules", "next", "generationDelayMs"];
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new Error(`The control has no "${unknown}"; it knows ${known.join(", ")}.`);
  const change: Change = { reset: given.reset === true, rules: [] };
  if (given.defaults !== undefined) change.defaults = readScript(given.defaults);
  if (given.rules !== undefined) {
    if (!Array.isArray(given.rules)) throw new Error(`"rules" is a list.`);
    change.rules = given.rules.map(readRule);
  }
  if (given.next !== undefined) {
    const { script, times } = readRule(given.next);
    change.next = times === undefined ? { script } : { script, times };
  }
  if (given.generationDelayMs !== undefined)
    change.generationDelayMs = count(given.generationDelayMs, "generationDelayMs");
  return change;
}

function readRule(value: unknown): Rule {
  const given = record(value, "A rule");
  const rule: Rule = { script: readScript(given.script) };
  if (typeof given.model === "string") rule.model = given.model;
  if (typeof given.contains === "string") rule.contains = given.contains;
  if (given.times !== undefined) rule.times = count(given.times, "times");
  return rule;
}

function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error(`${what} is a JSON object.`);
  return { ...value };
}

function count(value: unknown, name: string): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  throw new Error(`"${name}" is a whole number from 0 on.`);
}
