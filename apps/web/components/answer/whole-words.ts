/** A run without spaces that is longer than this is no word that is still being written. */
const LONGEST_WORD = 40;
const BOUNDARY = /\s/;
// Scripts that write without spaces; each character may stand at once.
const UNSPACED =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/;

/** The part of a streaming text that is safe to show: it ends after a whole word. */
export function wholeWords(text: string): string {
  const floor = Math.max(0, text.length - LONGEST_WORD);
  for (let end = text.length; end > floor; end -= 1) {
    const last = text.charAt(end - 1);
    if (BOUNDARY.test(last) || UNSPACED.test(last)) return text.slice(0, end);
  }
  return floor === 0 ? "" : text.slice(0, endOfCharacter(text));
}

/** Never between the halves of a surrogate pair. */
function endOfCharacter(text: string): number {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.length - 1 : text.length;
}
