import { parseArgs } from "node:util";
import { UsageError } from "../usage-error.ts";

export type ChatArguments = {
  /** Empty: ask at the terminal, or take what is piped in. */
  text: string;
  url: string;
  keyFile: string | undefined;
  model: string | undefined;
  /** An id, or "last" for the one of the newest message. */
  conversation: string | undefined;
  json: boolean;
};

/** Throws UsageError on what `procode chat` does not know. */
export function readChatArguments(args: string[], env: NodeJS.ProcessEnv): ChatArguments {
  const { values, positionals } = UsageError.orElse("chat", () =>
    parseArgs({
      args,
      allowPositionals: true,
      options: {
        url: { type: "string" },
        "key-file": { type: "string" },
        model: { type: "string", short: "m" },
        conversation: { type: "string", short: "c" },
        json: { type: "boolean", default: false },
      },
    }),
  );
  const url = values.url ?? env.PROCODE_URL ?? `http://localhost:${env.PORT || 3000}`;
  if (!/^https?:\/\//.test(url))
    throw new UsageError("chat", `--url is an address, as http://localhost:3000; it is "${url}".`);
  return {
    text: positionals.join(" "),
    url,
    keyFile: values["key-file"],
    model: values.model,
    conversation: values.conversation,
    json: values.json,
  };
}
