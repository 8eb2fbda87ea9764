import type { TopicWeight } from "@procode/contracts";
import { markIf } from "../../command/conversations.ts";
import { type Reply, say } from "../../reply/reply.ts";
import type { Linked } from "../../update/turn.ts";
import type { Words } from "../../words/words.ts";
import { keyOf } from "./key-of.ts";
import { settingButton as button } from "./setting-button.ts";

const A_PAGE = 8;
const WEIGHTS: readonly TopicWeight[] = ["never", "rarely", "sometimes", "often"];
/** What there is always something to tell of, whether or not anybody said how often. */
const STANDING = ["Reminders", "Promises", "Goals", "Checking in"];

type Topic = { name: string; weight: TopicWeight };

/** How often each topic may come. A reply to it with a name adds one. */
export async function showTopics(linked: Linked, words: Words, page = 0): Promise<Reply> {
  const topics = await readTopics(linked);
  const last = Math.ceil(topics.length / A_PAGE) - 1;
  // A page that is not there any more is the last one.
  const shown = Math.min(page, last);
  const rows = topics
    .slice(shown * A_PAGE, (shown + 1) * A_PAGE)
    .map((topic) => [button(lineOf(topic, words), { of: "topic", key: keyOf(topic.name) })]);
  const turn = [
    ...(shown > 0 ? [button("‹", { of: "topics", page: String(shown - 1) })] : []),
    ...(shown < last ? [button("›", { of: "topics", page: String(shown + 1) })] : []),
  ];
  const { settings, back } = words.proactive;
  return say(settings.topicsAre, [
    ...rows,
    ...(turn.length > 0 ? [turn] : []),
    [button(back, { of: "back", from: "topics" })],
  ]);
}

/** One topic, and how often it may come; of one that is not there any more all of them. */
export async function showTopic(linked: Linked, words: Words, key: string): Promise<Reply> {
  const topic = (await readTopics(linked)).find(({ name }) => keyOf(name) === key);
  if (!topic) return showTopics(linked, words);
  const { settings, weights, back } = words.proactive;
  const choices = WEIGHTS.map((weight) =>
    button(markIf(weight === topic.weight, settings.weightNames[weight]), { of: "weigh", key, weight }),
  );
  return say(`${nameOf(topic.name, words)}: ${weights[topic.weight]}.`, [
    choices,
    [button(back, { of: "topics", page: "0" })],
  ]);
}

export async function weighTopic(linked: Linked, words: Words, key: string, weight: TopicWeight): Promise<Reply> {
  const topic = (await readTopics(linked)).find(({ name }) => keyOf(name) === key);
  if (topic && topic.weight !== weight) await setWeight(linked, topic.name, weight);
  return showTopic(linked, words, key);
}

/** A topic by its name, also one that nobody named before. */
export async function addTopic(
  linked: Linked,
  words: Words,
  { name, weight }: { name: string; weight: TopicWeight | null },
): Promise<Reply> {
  const known = (await readTopics(linked)).find((topic) => keyOf(topic.name) === keyOf(name));
  await setWeight(linked, known?.name ?? name, weight ?? known?.weight ?? "sometimes");
  return showTopic(linked, words, keyOf(name));
}

async function setWeight({ caller }: Linked, name: string, weight: TopicWeight): Promise<void> {
  const { topics } = (await caller.proactive.settings()).settings;
  await caller.proactive.update({ topics: { ...topics, [name]: weight } });
}

/** Those that there always are, those that were named, then those that messages had or will have; each once whatever its capitals. */
async function readTopics({ caller }: Linked): Promise<Topic[]> {
  const [{ settings }, { messages }, { items }] = await Promise.all([
    caller.proactive.settings(),
    caller.proactive.list(),
    caller.proactive.preview(),
  ]);
  const named = new Map(Object.entries(settings.topics).map(([name, weight]) => [keyOf(name), { name, weight }]));
  const seen = [...STANDING, ...Object.keys(settings.topics), ...[...messages, ...items].map(({ topic }) => topic)];
  const all = new Map<string, Topic>();
  for (const name of seen) {
    const key = keyOf(name);
    if (!all.has(key)) all.set(key, named.get(key) ?? { name, weight: "sometimes" });
  }
  return [...all.values()];
}

const nameOf = (topic: string, { proactive }: Words): string => proactive.settings.topicNames[topic] ?? topic;

const lineOf = ({ name, weight }: Topic, words: Words): string =>
  `${nameOf(name, words)} · ${words.proactive.settings.weightNames[weight]}`;
