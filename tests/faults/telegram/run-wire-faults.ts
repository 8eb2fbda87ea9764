import { setTimeout as sleep } from "node:timers/promises";
import { claimProactive, DEFAULT_PROACTIVE_SETTINGS, sendProactiveTo, settleProactive } from "@procode/core";
import {
  askedIn,
  type DeliveryAct,
  type DeliveryPlan,
  type DeliveryRun,
  lastWordsOf,
  planDeliveryFaults,
  scheduleReminder,
} from "@procode/core/testing";
import { createFaultProxy, type Fault } from "@procode/sandbox";
import { untilIdle } from "../../chaos/judge-updates.ts";
import { openTelegramWorld, type Persona, type TelegramWorld } from "../../product/open-telegram-world.ts";
import { readWireRun } from "./read-wire-run.ts";

const LATER_SECONDS = 3_600;
const NEVER_QUIET: typeof DEFAULT_PROACTIVE_SETTINGS.quietHours = [null, null, null, null, null, null, null];

/** The plan of that seed with the bot's own process, PostgreSQL, a proxy that closes, and Telegram's wire; for `findDeliveryProblems` to judge. */
export async function runWireFaults(seed: number): Promise<DeliveryRun> {
  const plan = planDeliveryFaults(seed);
  const world = await openTelegramWorld({ seed });
  const target = { port: world.telegram.port };
  let proxy = await createFaultProxy({ target, seed });
  const { port, origin } = proxy;
  const outages: DeliveryRun["outages"] = [];

  async function goAway(forMs: number): Promise<void> {
    const outage = { fromMs: Date.now(), toMs: Number.POSITIVE_INFINITY, cut: proxy.openConnections() };
    outages.push(outage);
    await proxy.close();
    await sleep(forMs);
    proxy = await createFaultProxy({ target, seed, port });
    outage.toMs = Date.now();
  }

  try {
    const people: Persona[] = [];
    for (let chat = 0; chat < plan.chats; chat++) people.push(await openPersona(world, plan.withWeb[chat] ?? false));
    const bot = await world.startBot({ TELEGRAM_API_ROOT: origin });
    await untilIdle(world);
    const telling = tellUnasked(world, people);
    const aways = await act(world, { plan, people, goAway });
    await Promise.all(aways);
    await untilIdle(world);
    // What nobody knows of must not come back, and what waited for its chat comes, however late it is.
    await world.database.shiftLeaseTime(LATER_SECONDS);
    for (const [chat, person] of people.entries()) {
      if (plan.acts.some((one) => one.kind === "block" && one.chat === chat)) person.start();
      person.say(questionOf(lastWordsOf(chat)));
    }
    await untilIdle(world);
    await telling.stop();
    await untilIdle(world);
    await settleProactive(world.job);
    await bot.stop();
    const asked = askedIn(
      plan,
      people.map(({ chatId }) => chatId),
    );
    return { asked, outages, ...(await readWireRun(world, people)) };
  } finally {
    await proxy.close();
    await world.close();
  }
}

async function openPersona(world: TelegramWorld, isWithWeb: boolean): Promise<Persona> {
  const person = await world.newPersona();
  const { store, clock } = world.runtime.services;
  const channels = isWithWeb ? (["telegram", "web"] as const) : (["telegram"] as const);
  const wishes = { optedInAt: clock.now(), channels: [...channels], quietHours: NEVER_QUIET };
  await store.asUser(person.userId, (tx) => tx.proactive.saveSettings({ ...DEFAULT_PROACTIVE_SETTINGS, ...wishes }));
  return person;
}

/** As the minute of the web does, again and again until it is stopped; what is due then is handed over before that. */
function tellUnasked({ job }: TelegramWorld, people: readonly Persona[]): { stop(): Promise<void> } {
  let isStopped = false;
  async function tell() {
    await settleProactive(job);
    for (const { userId } of people)
      await sendProactiveTo(job, { userId, owners: await claimProactive(job, { limit: 10, userId }) });
  }
  const running = (async () => {
    while (!isStopped) {
      await tell();
      await sleep(150);
    }
    await tell();
  })();
  return {
    async stop() {
      isStopped = true;
      await running;
    },
  };
}

type Parts = { plan: DeliveryPlan; people: readonly Persona[]; goAway(forMs: number): Promise<void> };

/** Does all of the plan at its moments; returns what is still under way. */
async function act(world: TelegramWorld, { plan, people, goAway }: Parts): Promise<Promise<void>[]> {
  const { control } = world.telegram;
  const startedMs = performance.now();
  const underWay: Promise<void>[] = [];
  const faultOf = (name: string): Fault =>
    name === "cut" || name === "bad-gateway"
      ? { lose: name }
      : { refuse: name as NonNullable<Fault["refuse"]>, ...(name === "flood" && { retryAfter: plan.retryAfter }) };
  const script = ({ words, faults }: Extract<DeliveryAct, { kind: "ask" | "tell" }>) => {
    for (const fault of faults)
      control.addRule({ method: "sendMessage", contains: words, times: 1, fault: faultOf(fault) });
  };
  for (const one of plan.acts) {
    await sleep(Math.max(0, startedMs + one.atMs - performance.now()));
    if (one.kind === "away") underWay.push(goAway(one.forMs));
    else if (one.kind === "flood") control.addRule({ method: "sendMessage", times: 2, fault: faultOf("flood") });
    else {
      const person = people[one.chat];
      if (!person) throw new Error(`The plan has no chat ${one.chat}.`);
      if (one.kind === "ask" || one.kind === "tell") script(one);
      if (one.kind === "block") person.block();
      if (one.kind === "start") person.start();
      if (one.kind === "ask") person.say(questionOf(one.words));
      if (one.kind === "tell")
        await scheduleReminder(world.job, {
          ...{ userId: person.userId, text: one.words, forHours: 5 },
          atMs: world.runtime.services.clock.now().getTime(),
        });
    }
  }
  return underWay;
}

const questionOf = (words: string) => `**${words}** [[sandbox echo first=20 interval=2]]`;
