import { readFile } from "node:fs/promises";
import { UsageError } from "../usage-error.ts";

/** From the file that was named, else from PROCODE_API_KEY; never from an argument, which every process could read. */
export async function readApiKey(keyFile: string | undefined, env: NodeJS.ProcessEnv): Promise<string> {
  const key = keyFile === undefined ? env.PROCODE_API_KEY?.trim() : await readKeyFile(keyFile);
  if (key) return key;
  throw new UsageError(
    "chat",
    keyFile === undefined
      ? "An API key is missing. Make one with: npx procode keys create --email you@example.com --scopes chat,read\nand hand it over in PROCODE_API_KEY or with --key-file."
      : `The key file ${keyFile} is empty.`,
  );
}

async function readKeyFile(path: string): Promise<string> {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (error) {
    const why = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw new UsageError("chat", `The key file ${path} can not be read (${why}).`, { cause: error });
  }
}
