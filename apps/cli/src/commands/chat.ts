import {
  createProcodeClient,
  isProcodeApiError,
  isProcodeConnectionError,
  type ProcodeApiError,
  type ProcodeClient,
  type ProcodeConnectionError,
} from "@procode/sdk";
import { askOnce, type Outcome, type Screen } from "../chat/ask-once.ts";
import { readApiKey } from "../chat/read-api-key.ts";
import { readChatArguments } from "../chat/read-chat-arguments.ts";
import { readPiped } from "../chat/read-piped.ts";
import { talk } from "../chat/talk.ts";
import { Refusal } from "../refusal.ts";
import { UsageError } from "../usage-error.ts";

/**
 * An answer in the terminal: to the text given, with what is piped in below it, or a conversation at the prompt. Only the
 * answer goes to stdout. Ends with 0, 1 when the answer is not complete, 2 on wrong usage, 130 after Ctrl-C.
 */
export async function chat(args: string[]): Promise<number> {
  const { text, url, keyFile, model, conversation, json } = readChatArguments(args, process.env);
  const apiKey = await readApiKey(keyFile, process.env);
  // Nobody looks at an empty terminal for long; an answer that has begun is waited for.
  const procode = createProcodeClient({ baseUrl: url, apiKey, retry: { forSeconds: 5 } });
  // A pipe that was closed is noticed by the answer that is being written; without a listener it would be a crash.
  process.stdout.on("error", () => undefined);
  const screen: Screen = {
    out: (more) => void process.stdout.write(more),
    note: (more) => void process.stderr.write(process.stderr.isTTY ? `\x1b[2m${more}\x1b[0m\n` : `${more}\n`),
    isTerminal: process.stdout.isTTY === true,
    json,
  };
  try {
    let conversationId = conversation === "last" ? await findLast(procode) : conversation;
    const answer = async (said: string): Promise<Outcome> => {
      const outcome = await askOnce(procode, { text: said, conversationId, model }, screen, onInterrupt);
      conversationId = outcome.conversationId || conversationId;
      return outcome;
    };
    // At the prompt a failure is told and the conversation goes on.
    const answerOrTell = (said: string) =>
      answer(said).catch((error: unknown) => {
        if (!isTold(error)) throw error;
        screen.note(inWords(error, url));
      });
    if (text === "" && process.stdin.isTTY) return await talk(answerOrTell);
    const message = [text, await readPiped(process.stdin)].filter(Boolean).join("\n\n");
    if (message === "") throw new UsageError("chat", "There is nothing to send: give a text, or pipe one in.");
    return (await answer(message)).code;
  } catch (error) {
    if (!isTold(error)) throw error;
    if (json) screen.out(`${JSON.stringify(asPart(error))}\n`);
    throw new Refusal(inWords(error, url), 1, { cause: error });
  }
}

async function findLast(procode: ProcodeClient): Promise<string> {
  const { conversations } = await procode.trpc.conversations.list.query({ limit: 100 });
  // Pinned ones come first, however old they are.
  const [newest] = conversations.toSorted((one, other) => (one.activeAt < other.activeAt ? 1 : -1));
  if (!newest) throw new Refusal("There is no conversation yet. Leave --conversation out to begin one.");
  return newest.id;
}

function onInterrupt(listener: () => void): Disposable {
  process.on("SIGINT", listener);
  // Who reads our answer has read enough, as `head` does: nobody pays for the rest.
  process.stdout.on("error", listener);
  return {
    [Symbol.dispose]() {
      process.off("SIGINT", listener);
      process.stdout.off("error", listener);
    },
  };
}

function isTold(error: unknown): error is ProcodeApiError | ProcodeConnectionError {
  return isProcodeApiError(error) || isProcodeConnectionError(error);
}

function asPart(error: Error) {
  const { code, reason, requestId, retryAfterSeconds } = isProcodeApiError(error)
    ? error
    : { code: "UNAVAILABLE", reason: "not-reached" };
  return { type: "error", message: error.message, code, reason, requestId, retryAfterSeconds };
}

function inWords(error: Error, url: string): string {
  if (!isProcodeApiError(error))
    return `PROCODE does not answer at ${url}. Start it with npm start, or name its address with --url.`;
  return error.requestId
    ? `${error.message}\n(${error.reason}, request ${error.requestId})`
    : `${error.message} (${error.reason})`;
}
