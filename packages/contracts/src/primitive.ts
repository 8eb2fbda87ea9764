import { z } from "zod";

/** Ids are UUIDv7, so that they sort by the time they were made. */
export const Id = z.uuid();
export type Id = z.infer<typeof Id>;

/** Money in US dollars as a decimal string ("0.0112"), so that no sum is ever rounded by a float. */
export const Usd = z.string().regex(/^-?\d+(\.\d+)?$/);
export type Usd = z.infer<typeof Usd>;

// Control characters never carry meaning in a message and break terminals, logs and Telegram entities.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are exactly what is removed
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/g;

/** Text that a person wrote: without control characters, line ends as \n, well-formed Unicode. */
export function plainText(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(CONTROL, "").toWellFormed();
}

/** Text of at most `max` UTF-16 units after cleaning. */
export const text = (max: number) =>
  z
    .string()
    .transform(plainText)
    .pipe(z.string().max(max, `At most ${max.toLocaleString("en")} characters fit here.`));

export const Channel = z.enum(["web", "telegram", "api"]);
export type Channel = z.infer<typeof Channel>;

/** A page is asked for with the cursor that the page before returned. */
export const PageInput = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(100).default(50),
});
export type PageInput = z.infer<typeof PageInput>;
