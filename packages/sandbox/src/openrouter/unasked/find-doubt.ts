import { shareOf, wordsOf } from "./words-of.ts";
import type { Offer } from "./read-unasked-prompt.ts";

/** Why a reader would not write about something: `sureness` 0 is a plain no. */
export type Doubt = { sureness: number; why: string };

const OVER =
  /\b(done|did|paid|sent|called|rang|phoned|finished|booked|bought|ordered|posted|submitted|printed|collected|took|watered|wrote|returned|renewed|handed in|already|sorted|handled|cancel|cancell?ed|called off|never mind|forget (it|about|that)|no longer|don'?t (have to|need|bother)|changed my mind|withdrew|moved (it|to)|postponed|instead|skip|pause|^no)\b/i;
const NOT_YET = /\b(not|haven'?t|didn'?t|still|never) (\w+ )?(yet|done|called|paid|sent|have|need|must)\b|\byet\b/i;
const BARE =
  /^(sorry,? )?(all )?(done|sorted|finished|never mind|cancel that|forget (it|that))( already)?(,? thanks)?([.!,]|$)/i;
const OTHERS =
  /["“”]|\b(he|she|they|who|boss|son|daughter|neighbours?|friend) (\w+ )?(said|says|told|asked|wrote|will|must|has|have)\b/i;
const HEDGED = /\b(maybe|perhaps|might|probably|unless|who knows|would|if i|i wish|i bet)\b|^if\b/i;
const JOKING = /\b(lol|haha|joking|kidding|to the moon|damned)\b/i;
const DECLINED = /\b(won'?t|will not|not going to|never|don'?t remind|don'?t have to)\b/i;
const WANTS_NEWS = /\b(check (in )?on me|check in|ask me|hold me|follow up)\b/i;
const GOODBYE = /\b(bye|won'?t need|without (a|my) phone|holiday|off to)\b/i;

/** Reads the talk for a reason not to write about an offer; null when there is none. */
export function findDoubt(offer: Offer, said: readonly string[], written: readonly string[]): Doubt | null {
  const words = wordsOf(offer.words);
  if (offer.rule === "silence") return doubtSilence(said);
  // What stands in a profile or a schedule was not said in the talk.
  const isTalk = offer.rule === "reminder" || offer.rule === "promise";
  const began = !isTalk ? -1 : said.findIndex((sentence) => shareOf(words, wordsOf(sentence)) >= 0.6);
  const origin = said[began] ?? "";
  const after = said.slice(began + 1);
  if (after.some((sentence, place) => isOver(sentence, words, place === 0)))
    return { sureness: 0, why: "They said that it is over." };
  if (offer.rule !== "schedule" && written.some((text) => shareOf(words, wordsOf(text)) >= 0.8))
    return offer.rule === "reminder" ? null : { sureness: 0, why: "It was written a short while ago." };
  if (DECLINED.test(origin)) return { sureness: 0, why: "They said that they will not." };
  if (OTHERS.test(origin) && !/\bi(?:'|’)?(ll| have| must| need)\b[^"“”]*$/i.test(origin))
    return { sureness: 0.2, why: "It is somebody else's word." };
  if (JOKING.test(origin)) return { sureness: 0.1, why: "It was a joke." };
  if (HEDGED.test(origin)) return { sureness: 0.4, why: "They were not sure themselves." };
  return null;
}

/** Whether a sentence on its own says what somebody means of themselves. */
export const isMeant = (sentence: string): boolean =>
  ![OVER, OTHERS, HEDGED, JOKING, DECLINED].some((doubt) => doubt.test(sentence));

function isOver(sentence: string, words: ReadonlySet<string>, isNext: boolean): boolean {
  if (isNext && BARE.test(sentence)) return true;
  return OVER.test(sentence) && !NOT_YET.test(sentence) && shareOf(wordsOf(sentence), words) > 0;
}

function doubtSilence(said: readonly string[]): Doubt | null {
  if (GOODBYE.test(said.at(-1) ?? "")) return { sureness: 0, why: "They said goodbye." };
  return said.some((sentence) => WANTS_NEWS.test(sentence))
    ? null
    : { sureness: 0, why: "Nothing is open that one could ask about." };
}
