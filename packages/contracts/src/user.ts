import { z } from "zod";
import { Id, text } from "./primitive.ts";

/** Compared in lower case; kept as the person wrote it is not needed. */
export const Email = z
  .string({ error: "Write an e-mail address." })
  .trim()
  .toLowerCase()
  .max(254, "An e-mail address has at most 254 characters.")
  .pipe(z.email("That is not a whole e-mail address, such as name@example.com."));
export type Email = z.infer<typeof Email>;

export const Password = z
  .string({ error: "Write a password." })
  .min(10, "Take at least 10 characters. Three or four words are easy to keep in mind.")
  .max(200, "A password has at most 200 characters.");

export const RegisterInput = z.object({
  email: Email,
  password: Password,
  name: text(80).optional(),
  timeZone: z.string().max(64).optional(),
});
export type RegisterInput = z.infer<typeof RegisterInput>;

export const LogInInput = z.object({
  email: Email,
  password: z.string().min(1, "Write your password.").max(200),
});
export type LogInInput = z.infer<typeof LogInInput>;

export const Role = z.enum(["user", "admin"]);
export type Role = z.infer<typeof Role>;

/** Whether `zone` is a time zone that this machine's tables know, such as "Europe/Warsaw". */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** What a person tells the assistant about themselves; encrypted at rest, in every prompt. */
export const Profile = z.object({
  name: text(80).default(""),
  language: text(40).default(""),
  timeZone: z
    .string()
    .max(64)
    .refine((zone) => zone === "" || isTimeZone(zone), "That time zone is not known.")
    .default(""),
  occupation: text(200).default(""),
  goals: text(2_000).default(""),
  interests: text(1_000).default(""),
  style: text(1_000).default(""),
  instructions: text(4_000).default(""),
});
export type Profile = z.infer<typeof Profile>;
export const PROFILE_FIELDS = Object.keys(Profile.shape) as (keyof Profile)[];
/** What a model reads in front of each field; the context page shows the same words. */
export const PROFILE_FACTS: Record<keyof Profile, string> = {
  name: "Name",
  language: "Language to answer in",
  timeZone: "Time zone",
  occupation: "Occupation",
  goals: "Goals",
  interests: "Interests",
  style: "How to answer",
  instructions: "Instructions",
};

export const UserContext = z.object({
  profile: Profile,
  /** Grows by one at every change; a cached copy with another version is never used. */
  version: z.number().int().nonnegative(),
  updatedAt: z.date().nullable(),
});
export type UserContext = z.infer<typeof UserContext>;

/** Only the fields that are named change. */
export const UpdateContextInput = z
  .object({
    name: text(80),
    language: text(40),
    timeZone: Profile.shape.timeZone.unwrap(),
    occupation: text(200),
    goals: text(2_000),
    interests: text(1_000),
    style: text(1_000),
    instructions: text(4_000),
  })
  .partial();
export type UpdateContextInput = z.infer<typeof UpdateContextInput>;

export const Theme = z.enum(["system", "light", "dark"]);
export type Theme = z.infer<typeof Theme>;
export const Density = z.enum(["comfortable", "compact"]);
export type Density = z.infer<typeof Density>;

export const UserSettings = z.object({
  theme: Theme,
  density: Density,
  /** The OpenRouter id of the model that new conversations take; null leaves the choice to PROCODE. */
  preferredModel: z.string().max(200).nullable(),
});
export type UserSettings = z.infer<typeof UserSettings>;

export const UpdateSettingsInput = UserSettings.omit({ preferredModel: true }).partial();
export type UpdateSettingsInput = z.infer<typeof UpdateSettingsInput>;

export const Account = z.object({
  id: Id,
  email: z.string(),
  name: z.string(),
  role: Role,
  createdAt: z.date(),
  /** When whoever reads its mail said that the address is theirs; null until then. */
  emailConfirmedAt: z.date().nullable(),
  settings: UserSettings,
});
export type Account = z.infer<typeof Account>;

export const UpdateAccountInput = z.object({ name: text(80) });
export type UpdateAccountInput = z.infer<typeof UpdateAccountInput>;

/** `confirmed`: it was before, and no letter was sent. */
export const SentEmailConfirmation = z.object({ state: z.enum(["sent", "confirmed"]) });
export type SentEmailConfirmation = z.infer<typeof SentEmailConfirmation>;

export const Session = z.object({
  id: Id,
  userAgent: z.string(),
  createdAt: z.date(),
  lastSeenAt: z.date(),
  current: z.boolean(),
});
export type Session = z.infer<typeof Session>;
