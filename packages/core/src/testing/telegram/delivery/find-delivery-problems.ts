import { findProactiveProblems } from "../../proactive/find-proactive-problems.ts";
import type { DeliveryAsked, DeliveryCall, DeliveryRow, DeliveryRun } from "./delivery-run.ts";

/** A hold is counted from when it is stored, which is after the answer that asked for it. */
const CLOCK_MS = 10;
/** After so long without a message a chat's bucket is full. */
const QUIET_MS = 5_000;
const MOST_SERVER_ERRORS = 8;

/** What a run broke of what is promised, one sentence each; none when all of it held. The oracle is what Telegram saw. */
export function findDeliveryProblems(run: DeliveryRun): string[] {
  const calls = run.events.filter((event): event is DeliveryCall => event.kind !== "unblocked");
  const messages = Map.groupBy(
    calls.filter(({ kind }) => kind === "message"),
    ({ words }) => words,
  );
  const rows = Map.groupBy(run.rows, ({ words }) => words);
  const problems = run.asked.flatMap((asked) =>
    findMessageProblems(run, asked, messages.get(asked.words) ?? [], rows.get(asked.words) ?? []),
  );
  const most = run.outages.reduce((sum, { cut }) => sum + cut, 0);
  const broken = run.rows.filter((row) => isUncertain(row) && !isExplained(run, messages.get(row.words ?? "") ?? []));
  if (broken.length > most)
    problems.push(`${broken.length} are uncertain without a lost answer, though only ${most} connections were cut`);
  return [
    ...problems,
    ...findRowProblems(run),
    ...findOrderProblems(run, calls),
    ...findCallsAfterBlock(run),
    ...findCallsInHolds(run, calls),
    ...findLedgerProblems(run, calls, most),
  ];
}

const isTaken = ({ end }: DeliveryCall) => end === "taken" || end === "lost";
const isUncertain = ({ state }: DeliveryRow) => state === "uncertain";

/** Whether its last call, by what Telegram did with it, may have been taken without a word to PROCODE. */
function isExplained({ asked }: DeliveryRun, calls: readonly DeliveryCall[]): boolean {
  const last = calls.at(-1);
  const isProactive = asked.some(({ words, isProactive: is }) => is && words === last?.words);
  return last?.end === "lost" || (isProactive && last?.end === "server-error");
}

function findMessageProblems(run: DeliveryRun, asked: DeliveryAsked, calls: DeliveryCall[], rows: DeliveryRow[]) {
  const { words, isProactive, isLast, chatId } = asked;
  const problems: string[] = [];
  const say = (what: string) => void problems.push(`"${words}" ${what}`);
  const taken = calls.filter(isTaken).length;
  if (taken > 1) say(`was taken ${taken} times`);
  const first = calls.findIndex((call, place) => isTaken(call) || isExplained(run, calls.slice(0, place + 1)));
  if (first >= 0 && first < calls.length - 1) say("was sent again after it may have been taken");
  if (calls.some((call) => call.chatId !== chatId)) say("went to a chat that is not its own");

  const [row, second] = rows;
  if (second) say("stands in the queue twice");
  if (!row) {
    const isKnown = isProactive
      ? run.messages.some(({ text }) => text === words)
      : run.ignored.some((one) => one.words === words && one.reason);
    if (!isKnown) say("was lost in silence");
    if (calls.length > 0) say("was sent and stands in no row");
  }
  if (isLast && row?.state !== "sent") say(`is ${row?.state ?? "not there"}, though all was over`);
  if (row) problems.push(...findEndProblems(run, row, calls));
  problems.push(...findFallbackProblems(words, row, calls));
  return problems;
}

/** What a row says has to be what Telegram did. */
function findEndProblems(run: DeliveryRun, row: DeliveryRow, calls: readonly DeliveryCall[]): string[] {
  const problems: string[] = [];
  const say = (what: string) => void problems.push(`"${row.words}" is ${row.state} and ${what}`);
  const last = calls.at(-1);
  if (calls.length > row.attempts) say(`was called ${calls.length} times and begun ${row.attempts} times`);
  if (row.state === "sent" && last?.end !== "taken") say("was never taken");
  if ((row.state === "failed" || row.state === "cancelled") && calls.some(isTaken)) say("was taken");
  if (isExplained(run, calls) && !isUncertain(row)) say("nobody knows whether it was taken");
  const errors = calls.filter(({ end }) => end === "server-error").length;
  const isRefused = ["bad-entities", "blocked", "refused"].some((end) => end === last?.end);
  if (row.state === "failed" && !isRefused && errors < MOST_SERVER_ERRORS) say("was never refused");
  const wasBlocked = run.events.some(({ chatId, kind }) => chatId === row.chatId && kind === "unblocked");
  if (row.state === "cancelled" && !wasBlocked) say("nobody blocked the bot");
  return problems;
}

/** Entities that Telegram can not read: the same words once more without any, and not a third time. */
function findFallbackProblems(words: string, row: DeliveryRow | undefined, calls: readonly DeliveryCall[]): string[] {
  const refused = calls.findIndex(({ end }) => end === "bad-entities");
  if (refused < 0) return [];
  const before = calls[refused];
  const after = calls.slice(refused + 1);
  const problems: string[] = [];
  if (before && !before.isMarked && after.length > 0) problems.push(`"${words}" was sent again, though it was plain`);
  if (after.some(({ isMarked }) => isMarked)) problems.push(`"${words}" kept the entities that were refused`);
  if (after.some(({ text }) => text !== before?.text)) problems.push(`"${words}" was changed as it was made plain`);
  const again = after.findIndex(({ end }) => end === "bad-entities");
  if (again >= 0 && again < after.length - 1) problems.push(`"${words}" was made plain more than once`);
  if (before?.isMarked && after.length === 0 && row?.state === "failed")
    problems.push(`"${words}" was given up without its plain words`);
  return problems;
}

function findRowProblems({ rows, told }: DeliveryRun): string[] {
  return rows.flatMap(({ id, words, state, reason, body, messageId }) => {
    const name = `row ${id} (${words}, ${state})`;
    const expected = state === "sent" || state === "uncertain" ? state : "failed";
    const said = told.flatMap((one) => (one.messageId === messageId ? one.state : []));
    return [
      state === "queued" || state === "sending" ? [`${name} never came to an end`] : [],
      state !== "sent" && !reason ? [`${name} has no reason`] : [],
      body !== null ? [`${name} kept its words`] : [],
      messageId !== null && said.join() !== expected ? [`${name} was told as "${said.join()}"`] : [],
    ].flat();
  });
}

function findOrderProblems({ rows }: DeliveryRun, calls: readonly DeliveryCall[]): string[] {
  const ids = new Map(rows.map(({ words, id }) => [words, id]));
  return [...Map.groupBy(calls.filter(isTaken), ({ chatId }) => chatId)].flatMap(([chatId, taken]) => {
    const order = taken.flatMap(({ words }) => (words === null ? [] : (ids.get(words) ?? [])));
    const isOrdered = order.every((id, place) => id >= (order[place - 1] ?? 0));
    return isOrdered ? [] : [`chat ${chatId} got its messages out of order: ${order}`];
  });
}

/** A message that is refused since the person blocked the bot is the last call to that chat until they let it in again. */
function findCallsAfterBlock({ events }: DeliveryRun): string[] {
  const blocked = new Set<number>();
  return events.flatMap((event) => {
    const { chatId } = event;
    if (event.kind === "unblocked") blocked.delete(chatId);
    else if (blocked.has(chatId)) return [`chat ${chatId} was called after it blocked the bot: ${event.text}`];
    else if (event.kind === "message" && event.end === "blocked") blocked.add(chatId);
    return [];
  });
}

function findCallsInHolds(run: DeliveryRun, calls: readonly DeliveryCall[]): string[] {
  const floods = calls.filter(({ end }) => end === "flood");
  return floods.flatMap((flood) => {
    const untilMs = flood.atMs + flood.retryAfter * 1_000 - CLOCK_MS;
    const isOfBot = isBots(run, flood, calls);
    const early = calls.slice(calls.indexOf(flood) + 1).filter(({ chatId, atMs }) => {
      if (atMs >= untilMs) return false;
      return chatId === flood.chatId || (isOfBot && atMs > flood.atMs + run.onTheWayMs);
    });
    const whose = isOfBot ? "bot" : "chat";
    return early.map(
      ({ chatId, text, atMs }) =>
        `the ${whose} was put off for ${flood.retryAfter} s by chat ${flood.chatId}, and chat ${chatId} was called ${atMs - flood.atMs} ms later: ${text}`,
    );
  });
}

/** A chat that was quiet can not be the cause, and two chats are not put off at once by chance: then it is the whole bot's. */
function isBots(run: DeliveryRun, flood: DeliveryCall, calls: readonly DeliveryCall[]): boolean {
  const before = calls.slice(0, calls.indexOf(flood));
  const isOther = before.some(
    ({ end, chatId, atMs, retryAfter }) =>
      end === "flood" && chatId !== flood.chatId && atMs + retryAfter * 1_000 - run.onTheWayMs > flood.atMs,
  );
  const sinceMs = flood.atMs - QUIET_MS;
  const isProactive = run.asked.some(({ words, isProactive: is }) => is && words === flood.words);
  const wasQuiet = !before.some((call) => call.chatId === flood.chatId && call.atMs > sinceMs);
  // What could not connect was begun all the same.
  const wasAway = run.outages.some(({ fromMs, toMs }) => toMs > sinceMs && fromMs < flood.atMs);
  return isOther || (isProactive && wasQuiet && !wasAway);
}

function findLedgerProblems(run: DeliveryRun, calls: readonly DeliveryCall[], cut: number): string[] {
  const words = new Set(run.asked.flatMap(({ words: of, isProactive }) => (isProactive ? [of] : [])));
  const ours = calls.filter((call) => call.words !== null && words.has(call.words));
  const accepted = new Map(
    [...Map.groupBy(ours.filter(isTaken), (call) => call.words ?? "")].map(([text, taken]) => [text, taken.length]),
  );
  const cuts = cut + ours.filter(({ end }) => end === "lost" || end === "server-error").length;
  return findProactiveProblems({ accepted, kills: 0, late: 0, cuts }, run.messages);
}
