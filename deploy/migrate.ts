import { migrate } from "@procode/db";
import { EnvError, readEnv } from "@procode/runtime";

/** Applies what is missing as the owner; `./deploy.sh` runs it in the image that it is about to start. */
try {
  const ownerUrl = readEnv(process.env).database?.ownerUrl;
  if (!ownerUrl) throw new EnvError({ DATABASE_OWNER_URL: "missing; the address with the role procode_owner" });
  const applied = await migrate(ownerUrl, { onProgress: (name) => console.log(`applying ${name}`) });
  console.log(applied.length === 0 ? "The schema is up to date." : `Applied ${applied.length}.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof EnvError ? error.exitCode : 1;
}
