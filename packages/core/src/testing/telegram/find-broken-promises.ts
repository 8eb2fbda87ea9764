import type { FaultRun } from "./run-telegram-faults.ts";

/** A row of the queue, as it stands at the end. */
export type FaultSend = {
  id: number;
  chatId: number;
  dedupeKey: string;
  state: string;
  reason: string | null;
  body: unknown;
};
export type FaultDelivery = { messageId: string; state: string };

/** What the run broke of what is promised; [] when all of it held. The oracle is what Telegram took, never our own rows. */
export function findBrokenPromises(run: FaultRun, sends: FaultSend[], delivered: FaultDelivery[]): string[] {
  const broken: string[] = [];
  const taken = Map.groupBy(run.accepted, ({ text }) => text);
  const rows = new Map(sends.map((row) => [row.dedupeKey, row]));
  for (const [text, times] of taken) {
    if (times.length > 1) broken.push(`"${text}" was accepted ${times.length} times`);
    if (!rows.has(text)) broken.push(`"${text}" was accepted and has no row`);
  }
  for (const key of run.planned.keys()) if (!rows.has(key)) broken.push(`"${key}" was lost in silence`);
  for (const row of sends) {
    const times = taken.get(row.dedupeKey)?.length ?? 0;
    const name = `"${row.dedupeKey}" (${row.state})`;
    if (row.state === "queued" || row.state === "sending") broken.push(`${name} never came to an end`);
    if (row.state === "sent" && times === 0) broken.push(`${name} was never accepted`);
    if (row.state !== "sent" && !row.reason) broken.push(`${name} has no reason`);
    if ((row.state === "failed" || row.state === "cancelled") && times > 0) broken.push(`${name} was accepted`);
    if (row.body !== null) broken.push(`${name} kept its words`);
  }
  const uncertain = sends.filter(({ state }) => state === "uncertain").length;
  const most = run.kills + run.takeovers + run.cuts;
  if (uncertain > most) broken.push(`${uncertain} are uncertain, though only ${most} could be`);
  for (const [chatId, texts] of Map.groupBy(run.accepted, (message) => message.chatId)) {
    const ids = texts.flatMap(({ text }) => rows.get(text)?.id ?? []);
    if (ids.some((id, index) => id < (ids[index - 1] ?? 0)))
      broken.push(`chat ${chatId} got its messages out of order`);
  }
  // Each further request follows one whose answer was lost with its process.
  if (run.afterBlock.length > run.kills + run.takeovers) broken.push(`after a block: ${run.afterBlock.join("; ")}`);
  return [...broken, ...findWrongDeliveries(run, sends, delivered)];
}

function findWrongDeliveries(run: FaultRun, sends: FaultSend[], delivered: FaultDelivery[]): string[] {
  const answers = Map.groupBy(sends, (row) => run.planned.get(row.dedupeKey)?.messageId ?? null);
  answers.delete(null);
  return [...answers].flatMap(([messageId, parts]) => {
    const states = parts.map(({ state }) => state);
    const isFailed = states.includes("failed") || states.includes("cancelled");
    const expected = isFailed ? "failed" : states.includes("uncertain") ? "uncertain" : "sent";
    const told = delivered.filter((event) => event.messageId === messageId).map(({ state }) => state);
    return told.join() === expected ? [] : [`answer ${messageId} is ${expected}, and was told as "${told.join()}"`];
  });
}
