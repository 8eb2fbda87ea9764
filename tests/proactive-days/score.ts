import type { Told } from "./live-day.ts";
import type { Day, Welcome } from "./read-days.ts";
import { wallOf } from "./wall.ts";

/** What came on the day, held against what was welcome. */
export type Score = { day: Day; right: Told[]; wrong: Told[]; missed: Welcome[] };
export type Figures = {
  days: number;
  flawless: number;
  sent: number;
  right: number;
  welcome: number;
  precision: number;
  recall: number;
};

/** Each message answers one wish at most, so that the second about the same is wrong. */
export function scoreDay(day: Day, all: readonly Told[]): Score {
  const [right, wrong]: [Told[], Told[]] = [[], []];
  let missed = day.welcome;
  for (const told of all.filter((one) => !one.isGiven && wallOf(day.zone, one.atMs).date === day.date)) {
    const { time } = wallOf(day.zone, told.atMs);
    const found = missed.find(
      ({ from, to, about }) => time >= from && time <= to && told.text.toLowerCase().includes(about.toLowerCase()),
    );
    (found ? right : wrong).push(told);
    missed = missed.filter((one) => one !== found);
  }
  return { day, right, wrong, missed };
}

export function figuresOf(scores: readonly Score[]): Figures {
  const sum = (count: (score: Score) => number) => scores.reduce((total, score) => total + count(score), 0);
  const right = sum((score) => score.right.length);
  const sent = right + sum((score) => score.wrong.length);
  const welcome = sum(({ day }) => day.welcome.length);
  return {
    ...{ days: scores.length, sent, right, welcome },
    flawless: scores.filter(({ wrong, missed }) => wrong.length === 0 && missed.length === 0).length,
    precision: sent === 0 ? 1 : right / sent,
    recall: welcome === 0 ? 1 : right / welcome,
  };
}
