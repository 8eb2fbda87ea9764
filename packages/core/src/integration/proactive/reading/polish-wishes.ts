import type { Wishes } from "./find-wish.ts";

const [BEGIN, END] = [String.raw`(?<![\p{L}\p{N}])`, String.raw`(?![\p{L}\p{N}])`];
const words = (...any: string[]) => new RegExp(`${BEGIN}(?:${any.join("|")})${END}`, "iu");
/** What one will do, said by the verb itself, which stays among the words. */
const DONE =
  "zrobię|wyślę|zadzwonię|oddzwonię|kupię|oddam|napiszę|odpiszę|odpowiem|zapłacę|opłacę|odbiorę|wezmę|przyniosę|zaniosę|zawiozę|załatwię|umówię|zarezerwuję|przygotuję|skończę|posprzątam|sprawdzę|podleję|wydrukuję|podpiszę|złożę|zamówię";

export const POLISH: Wishes = {
  ask: new RegExp(
    `${BEGIN}(?:${[
      "(?:proszę,? )?przypomn(?:ij|isz|ijcie)(?: (?:mi|proszę)){0,2}",
      "przypominaj(?: mi)?",
      "(?:możesz|mogłabyś|mógłbyś|zechcesz)(?: mi)? przypomnieć(?: mi)?",
      "nie (?:daj|pozwól) mi (?:o tym )?zapomnieć",
      "(?:ustaw|dodaj|zrób)(?: mi)? przypomnienie",
      "(?:chcę|potrzebuję|poproszę) (?:o )?przypomnieni[ea]",
    ].join("|")})${END}`,
    "iu",
  ),
  promise: new RegExp(
    `${BEGIN}(?:${["muszę", "powinn?(?:am|ien(?:em)?)", "obiecał[ae]m(?!,? że)", "obiecał[ae]m,? że(?= (?:\\p{L}+ )?\\p{L}+[ęm](?!\\p{L}))", "zamierzam", "trzeba mi", `(?=(?:${DONE})${END})`].join("|")})`,
    "iu",
  ),
  empty: /^[ ,]*(?:nie\b|(?:tylko |tu )?(?:przyznać|powiedzieć|stwierdzić|zgodzić|dodać|lecieć|iść spać))/iu,
  denied: /(?<!\p{L})(?:nie|nigdy)(?: (?:mi|już|musisz|trzeba))* *$/iu,
  reported:
    /:\s|(?<!\p{L})(?:powiedział|powiedziała|mówi|mówił|mówiła|pisze|napisał|napisała|prosi|prosił|prosiła|obiecał|obiecała)(?:,? że)?,? *$/iu,
  condition: /^\W*(?:jeśli|jeżeli|gdyby|gdybym|o ile|chyba że|w razie)(?!\p{L})/iu,
  deadline: /(?<!\p{L})(?:do|przed|najpóźniej)(?!\p{L})[^\p{L}]*(?:(?:godz\p{L}*\.?)\s*)?[\d:.]*\s*$/iu,
  elsewhere: words(
    "być",
    "zdążyć",
    "spotkanie",
    "wizyt[aęy]",
    "egzamin",
    "rozmow[aęy]",
    "lekcj[aęi]",
    "wyjść",
    "jechać",
    "pojechać",
    "pójść",
    "odebrać",
    "pociąg",
    "autobus",
    "lotnisk[ou]",
  ),
};
