"use client";

import { Search, SearchX } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { DemoBadge } from "@/components/ui/badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Page, PageTitle } from "@/components/ui/page.tsx";
import { Select } from "@/components/ui/select.tsx";
import { Time } from "@/components/ui/time.tsx";
import { findModels, type ModelFilter, type ModelSort, passes } from "./find-models.ts";
import type { ModelRow } from "./model-row.ts";
import { ModelTable } from "./model-table.tsx";
import { usePreferredModel } from "./use-preferred-model.ts";

type ModelsPageProps = { rows: ModelRow[]; preferred: string | null; fetchedAt: string; stale: boolean };

const PAGE = 50;
const FILTERS: { value: ModelFilter; label: string }[] = [
  { value: "all", label: "All" },
  { value: "free", label: "Free" },
  { value: "image", label: "Sees images" },
  { value: "audio", label: "Hears audio" },
  { value: "file", label: "Reads files" },
];
const SORTS: { value: ModelSort; label: string }[] = [
  { value: "popular", label: "Popular first" },
  { value: "price", label: "Cheapest first" },
  { value: "context", label: "Longest context first" },
  { value: "newest", label: "Newest first" },
  { value: "name", label: "By name" },
];

/** The whole catalogue, to read, to compare, and to choose what new conversations start with. */
export function ModelsPage({ rows, preferred: preferredAtFirst, fetchedAt, stale }: ModelsPageProps) {
  const [words, setWords] = useState("");
  const [filter, setFilter] = useState<ModelFilter>("all");
  const [sort, setSort] = useState<ModelSort>("popular");
  const [most, setMost] = useState(PAGE);
  const { preferred, choose } = usePreferredModel(preferredAtFirst, rows);
  const found = findModels(rows, { words: useDeferredValue(words), filter, sort });
  const demo = rows.some((row) => row.demo);
  const preferredName = rows.find(({ id }) => id === preferred)?.name ?? preferred;

  return (
    <Page>
      <PageTitle title="Models">
        {preferred ? (
          <>
            New conversations start with <b className="font-medium text-text">{preferredName}</b>.
          </>
        ) : (
          "PROCODE chooses for new conversations. Star a model to start with that one."
        )}{" "}
        Prices are dollars per million tokens, in and out.
        {demo && " Until there is an OpenRouter key the demo answers for all of them."}
      </PageTitle>
      <div className="mb-3.5 flex flex-wrap items-center gap-2">
        <label className="field flex min-h-(--control-h) min-w-0 grow basis-64 items-center gap-2 rounded-sm px-2.5 text-ui">
          <Search aria-hidden="true" className="size-3.5 flex-none text-muted" strokeWidth={1.75} />
          <span className="sr-only">Search models</span>
          <input
            type="search"
            value={words}
            onChange={(event) => setWords(event.target.value)}
            placeholder={`Search ${rows.length} models`}
            className="min-w-0 grow bg-transparent outline-none focus-visible:shadow-none pointer-coarse:text-[16px]"
          />
        </label>
        <Select
          aria-label="Order"
          value={sort}
          onChange={(event) => setSort(SORTS.find(({ value }) => value === event.target.value)?.value ?? "popular")}
        >
          {SORTS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
        <fieldset className="flex basis-full flex-wrap gap-2 md:basis-auto">
          <legend className="sr-only">Show</legend>
          {FILTERS.map(({ value, label }) => (
            <FilterPill
              key={value}
              label={label}
              count={rows.filter((row) => passes(row, value)).length}
              on={filter === value}
              onPress={() => setFilter(value)}
            />
          ))}
        </fieldset>
      </div>
      <p role="status" className="sr-only">
        {found.length} models
      </p>
      <div className="overflow-hidden rounded-md border border-border bg-surface">
        {found.length === 0 ? (
          <EmptyState icon={SearchX} title="No model is called that">
            Take away a word, or look among all of them.
          </EmptyState>
        ) : (
          <ModelTable
            rows={found.slice(0, most)}
            preferred={preferred}
            markDemo={rows.some((row) => !row.demo)}
            onChoose={choose}
          />
        )}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-border bg-bg px-4 py-2.5 text-xs text-muted">
          {found.length > most && (
            <Button onClick={() => setMost(most + PAGE)}>Show {Math.min(PAGE, found.length - most)} more</Button>
          )}
          <span className="num">
            {Math.min(most, found.length)} of {found.length}
          </span>
          <span className="ms-auto flex flex-wrap items-center gap-1.5">
            {demo && <DemoBadge />}
            <span>
              {demo ? "Prices from the demo catalogue" : "Prices from OpenRouter"}, <Time at={fetchedAt} />
              {stale && ". OpenRouter cannot be reached since."}
            </span>
          </span>
        </div>
      </div>
    </Page>
  );
}

function FilterPill({ label, count, on, onPress }: { label: string; count: number; on: boolean; onPress: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={on}
      onClick={onPress}
      className="relative inline-flex min-h-[26px] items-center gap-1.5 rounded-full border border-border bg-surface px-2.5 text-xs whitespace-nowrap text-text-2 after:absolute after:-inset-y-[5px] after:inset-x-0 hover:border-border-strong aria-pressed:border-ink aria-pressed:bg-ink aria-pressed:text-on-ink max-md:min-h-9 max-md:px-[13px]"
    >
      {label} <span className="num">{count}</span>
    </button>
  );
}
