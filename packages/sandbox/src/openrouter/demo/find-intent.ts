const INTENTS = {
  about:
    /\b(what|which|tell me).{0,30}\b(know|remember|learned|been told)\b.{0,20}\b(about )?(me|my)\b|\bwho am i\b|co o mnie wiesz/i,
  recall:
    /\bwhat (did|have) (i|we) (just )?(say|said|ask|asked|talk|talked|discuss|discussed|write|written)\b|\b(my|the) (first|last|previous|earlier) (message|question)|o czym rozmawia/i,
  summary: /\b(summar(y|ise|ize)|recap|sum up|tl;?dr)\b|podsumuj|streść/i,
  code: /\b(code|function|script|typescript|javascript|python|sql|regex|bash|shell|snippet|program|algorithm|css|html|rust|golang)\b|\bkod\b/i,
  table: /\b(table|tabular|compare|comparison|versus|vs\.?|pros and cons|differences? between)\b|tabel|porównaj/i,
  plan: /\b(plan|schedule|roadmap|steps|itinerary|checklist|agenda|routine|prepare for|how (do|can|should) i|how to)\b|zaplanuj|jak (mam|zrobić)/i,
  draft:
    /\b(write|draft|compose|reply to|rephrase)\b.{0,40}\b(e-?mail|letter|message|note|post|text|poem|invitation|announcement)\b|napisz/i,
  greeting:
    /^\s*(hi|hello|hey|hallo|good (morning|afternoon|evening)|cześć|dzień dobry|hola|bonjour|test|ping)\b[\s!.,?\p{L}]{0,20}$/iu,
} as const;

export type Intent = keyof typeof INTENTS | "general";

/** What a question asks for, by its words alone; the first that fits. */
export function findIntent(question: string): Intent {
  for (const [intent, words] of Object.entries(INTENTS))
    if (words.test(question)) return isIntent(intent) ? intent : "general";
  return "general";
}

function isIntent(name: string): name is keyof typeof INTENTS {
  return name in INTENTS;
}
