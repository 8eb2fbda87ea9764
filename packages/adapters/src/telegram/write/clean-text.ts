const BREAKS = /\r\n?|[\u2028\u2029]/g;
const CONTROLS = /[\p{Cc}--\n]/gv;
// Telegram drops these by itself; they could only make a text read other than it is.
const TURNED = /[\u202a-\u202e]/g;

/** Text as Telegram keeps it: only `\n` breaks a line, a tab becomes `tab`, other control characters a space. */
export function cleanText(text: string, tab = " "): string {
  return text
    .toWellFormed()
    .replace(TURNED, "")
    .replace(BREAKS, "\n")
    .replace(CONTROLS, (control) => (control === "\t" ? tab : " "));
}
