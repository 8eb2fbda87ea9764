import { Api } from "grammy";
import { createTelegramSandbox, type TelegramSandboxOptions } from "../create-telegram-sandbox.ts";

/** A sandbox, a grammY client for it, and a person who pressed Start and whose update is confirmed. */
export async function openSandbox(options: TelegramSandboxOptions = {}) {
  const sandbox = await createTelegramSandbox(options);
  const api = new Api("mock_token", { apiRoot: sandbox.url });
  const person = sandbox.person({ id: 1001, firstName: "Demo user", username: "demo_user" });
  person.start();
  const [started] = await api.getUpdates();
  const first = (started?.update_id ?? 0) + 1;
  await api.getUpdates({ offset: first });
  return { sandbox, api, person, first, [Symbol.asyncDispose]: () => sandbox.close() };
}

export function textsOf(updates: readonly { message?: { text?: string } }[]): (string | undefined)[] {
  return updates.map(({ message }) => message?.text);
}
