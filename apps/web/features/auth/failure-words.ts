const WORDS: Record<string, string> = {
  "wrong-login": "That address and that password do not belong together. Check both.",
  "bad-input": "Write the whole e-mail address and the password.",
  "database-away": "The database cannot be reached. Your account is safe; try again in a minute.",
  "not-signed-in": "You were signed out. Sign in again and go on where you were.",
};
const OTHERWISE = "That did not work, and the fault is on our side. Nothing was changed; try again.";

/** A reason as the doors put it into the address, such as "too-many-tries.30", in words for a person. */
export function failureWords(error: string | undefined): string | undefined {
  if (!error) return undefined;
  const [reason = "", seconds] = error.split(".");
  if (reason === "too-many-tries")
    return `Too many tries. ${seconds ? waitWords(Number(seconds)) : "Wait a minute"}, then try again.`;
  return WORDS[reason] ?? OTHERWISE;
}

function waitWords(seconds: number): string {
  if (!Number.isFinite(seconds)) return "Wait a minute";
  if (seconds < 90) return `Wait ${Math.max(1, Math.ceil(seconds))} s`;
  return `Wait ${Math.ceil(seconds / 60)} min`;
}
