"use client";

import type { TopicWeight } from "@procode/contracts";
import { Plus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Section } from "@/components/ui/page.tsx";
import { Slider } from "@/components/ui/slider.tsx";
import { OWN_TOPICS, WEIGHT_WORDS, WEIGHTS, weightOfTopic, withWeight } from "./proactive-words.ts";

type Topics = Record<string, TopicWeight>;
type TopicsCardProps = {
  topics: Topics;
  /** Topics that messages had or will have, whether or not anybody said how often. */
  seen: readonly string[];
  onChange: (topics: Topics) => void;
};
const STEPS = WEIGHTS.map((weight) => WEIGHT_WORDS[weight]);
const LONGEST = 60;

/** How often each topic is welcome, from never to often. */
export function TopicsCard({ topics, seen, onChange }: TopicsCardProps) {
  const [adding, setAdding] = useState(false);
  const rows = rowsOf(topics, seen);
  const add = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const topic = String(new FormData(event.currentTarget).get("topic") ?? "").trim();
    if (topic !== "") onChange(withWeight(topics, topic, "sometimes"));
    setAdding(false);
  };
  return (
    <Section
      title="Topics"
      aside={
        <Button look="ghost" className="-my-1.5 -me-2" aria-expanded={adding} onClick={() => setAdding(!adding)}>
          <Plus aria-hidden="true" className="size-3.5" strokeWidth={1.75} />
          Add
        </Button>
      }
    >
      {adding && (
        <form onSubmit={add} className="mb-2 flex gap-2">
          <Input
            autoFocus
            name="topic"
            aria-label="Topic"
            placeholder="A topic, such as Invoices"
            maxLength={LONGEST}
          />
          <Button type="submit">Add</Button>
        </form>
      )}
      <ul className="-mb-2">
        {rows.map(({ topic, hint }) => {
          const weight = weightOfTopic(topics, topic);
          return (
            <li
              key={topic}
              className="grid min-h-[55px] grid-cols-[minmax(0,1fr)_96px_72px] items-center gap-4 border-b border-border py-1.5 text-sm last:border-0"
            >
              <span className="min-w-0">
                <span className="block truncate font-medium">{topic}</span>
                {hint && <span className="block text-xs text-muted">{hint}</span>}
              </span>
              <Slider
                label={topic}
                steps={STEPS}
                value={WEIGHTS.indexOf(weight)}
                onChange={(step) => onChange(withWeight(topics, topic, WEIGHTS[step] ?? "sometimes"))}
              />
              <span aria-hidden="true" className="text-end text-xs text-muted">
                {WEIGHT_WORDS[weight]}
              </span>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

/** Those that there always are, then the others, each once whatever its capitals. */
function rowsOf(topics: Topics, seen: readonly string[]): { topic: string; hint?: string }[] {
  const known = new Set(OWN_TOPICS.map(({ topic }) => topic.toLowerCase()));
  const others = [...Object.keys(topics), ...seen].filter((topic) => {
    const isNew = !known.has(topic.toLowerCase());
    known.add(topic.toLowerCase());
    return isNew;
  });
  return [...OWN_TOPICS, ...others.map((topic) => ({ topic }))];
}
