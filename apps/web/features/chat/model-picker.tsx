"use client";

import { useQuery } from "@tanstack/react-query";
import { Check, Search } from "lucide-react";
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from "react";
import { shortModelName } from "@/components/conversation/model-name.ts";
import type { ChatModel } from "@/components/conversation/wire-types.ts";
import { Badge, DemoBadge } from "@/components/ui/badge.tsx";
import { cx } from "@/components/ui/cx.ts";
import { Dialog } from "@/components/ui/dialog.tsx";
import { ErrorState } from "@/components/ui/error-state.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";
import { Skeleton } from "@/components/ui/skeleton.tsx";
import { formatCompact, formatNumber } from "@/format/format-count.ts";
import { formatPrice } from "@/format/format-price.ts";
import { useTRPC } from "@/trpc/client.tsx";
import { pickModels, vendorOf } from "./pick-models.ts";

type PickerProps = {
  title: string;
  chosenId: string | null;
  /** Tokens of this conversation; models that read fewer say so. */
  tokens: number;
  onPick: (model: ChatModel) => void;
  onClose: () => void;
};

const FILTERS = [
  { id: "all", label: "All" },
  { id: "free", label: "Free" },
  { id: "image", label: "Sees images" },
  { id: "fits", label: "Fits this chat" },
] as const;
type Filter = (typeof FILTERS)[number]["id"];

/** Every model with its price and size, found by typing. A bottom sheet on phones. */
export default function ModelPicker({ title, chosenId, tokens, onPick, onClose }: PickerProps) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery({ ...trpc.models.list.queryOptions({}), staleTime: 600_000 });
  const [query, setQuery] = useState("");
  const [filter, setFilter] = useState<Filter>("all");
  const [active, setActive] = useState(0);
  const words = useDeferredValue(query);
  const found = useMemo(
    () => pickModels(data?.models ?? [], { query: words, filter, tokens, chosenId }),
    [data, words, filter, tokens, chosenId],
  );
  const allDemo = data?.models.every((model) => model.demo) ?? false;
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const at = Math.min(active, found.length - 1);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  });

  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) setActive(Math.min(Math.max(at + step, 0), found.length - 1));
    else if (event.key === "Enter" && found[at]) onPick(found[at]);
    else return;
    event.preventDefault();
  };
  const narrow = (next: Filter) => {
    setFilter(next);
    setActive(0);
  };

  return (
    <Dialog open onClose={onClose} title={title} bare className="md:max-w-[720px]">
      <div className="sticky top-0 z-1 border-b border-border bg-raised">
        <div className="flex h-[54px] items-center gap-[11px] px-4 text-[16px]">
          <Search aria-hidden="true" className="size-4 flex-none" strokeWidth={1.75} />
          <input
            autoFocus
            role="combobox"
            aria-expanded="true"
            aria-controls={listId}
            aria-activedescendant={found[at] ? `${listId}-${at}` : undefined}
            aria-label={title}
            placeholder={data ? `Search ${formatNumber(data.total)} models` : "Search models"}
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
              setActive(0);
            }}
            onKeyDown={onKey}
            className="h-full min-w-0 grow bg-transparent outline-none focus-visible:!shadow-none"
          />
          {allDemo && <DemoBadge />}
          <Kbd className="max-md:hidden">esc</Kbd>
        </div>
        {allDemo && (
          <p className="-mt-1 px-4 pb-2.5 text-xs text-muted">
            All of them answer from this machine until an OpenRouter key is set.
          </p>
        )}
        <fieldset aria-label="Show" className="flex gap-1.5 overflow-x-auto px-3.5 pb-2.5">
          {FILTERS.map(({ id, label }) => (
            <button
              key={id}
              type="button"
              aria-pressed={filter === id}
              onClick={() => narrow(id)}
              className="inline-flex min-h-[26px] flex-none items-center rounded-full border border-border bg-surface px-2.5 text-xs text-text-2 aria-pressed:border-ink aria-pressed:bg-ink aria-pressed:text-on-ink max-md:min-h-9 max-md:px-3.5 pointer-coarse:min-h-11"
            >
              {label}
            </button>
          ))}
        </fieldset>
        <div
          aria-hidden="true"
          className="grid grid-cols-[18px_minmax(0,1fr)_126px_58px] gap-2.5 px-4 pb-1.5 text-2xs text-muted max-md:hidden"
        >
          <span />
          <span>Model</span>
          <span className="text-end">$ per M in / out</span>
          <span className="text-end">Context</span>
        </div>
      </div>
      {error ? (
        <div className="p-4">
          <ErrorState
            title="The list of models could not be loaded."
            action={
              <button type="button" className="marker-link text-sm" onClick={() => void refetch()}>
                Try again
              </button>
            }
          >
            {error.message}
          </ErrorState>
        </div>
      ) : (
        <div
          ref={list}
          id={listId}
          role="listbox"
          aria-label="Models"
          className="min-h-[40dvh] pb-1.5 md:min-h-[420px]"
        >
          {!data && <LoadingRows />}
          {data && found.length === 0 && (
            <p className="px-4 py-10 text-center text-sm text-muted">
              No model is called “{query}”. Try a vendor, such as “google”.
            </p>
          )}
          {found.map((model, index) => (
            <ModelRow
              key={model.id}
              id={`${listId}-${index}`}
              model={model}
              chosen={model.id === chosenId}
              active={index === at}
              demo={model.demo && !allDemo}
              tokens={tokens}
              onPick={() => onPick(model)}
              onPoint={() => setActive(index)}
            />
          ))}
        </div>
      )}
    </Dialog>
  );
}

type RowProps = {
  id: string;
  model: ChatModel;
  chosen: boolean;
  active: boolean;
  demo: boolean;
  tokens: number;
  onPick: () => void;
  onPoint: () => void;
};

function ModelRow({ id, model, chosen, active, demo, tokens, onPick, onPoint }: RowProps) {
  const tooSmall = model.contextTokens < tokens;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keyboard
    // biome-ignore lint/a11y/useFocusableInteractive: an option of a combobox is never focused itself
    <div
      id={id}
      role="option"
      aria-selected={active}
      onClick={onPick}
      onPointerMove={() => active || onPoint()}
      className={cx(
        "num grid min-h-[46px] cursor-pointer grid-cols-[18px_minmax(0,1fr)_auto] items-center gap-2.5 px-4 text-sm [contain-intrinsic-size:auto_46px] [content-visibility:auto] max-md:min-h-[62px] md:grid-cols-[18px_minmax(0,1fr)_126px_58px]",
        active && "bg-active",
      )}
    >
      {chosen ? <Check aria-label="Chosen" className="size-4 text-accent-text" strokeWidth={2} /> : <span />}
      <span className="min-w-0">
        <span className="flex items-center gap-[7px] font-medium">
          <span className="truncate">{shortModelName(model.name)}</span>
          {demo && <DemoBadge />}
          {tooSmall && <Badge tone="warn">too small for this chat</Badge>}
        </span>
        <span className="block truncate text-2xs leading-[14px] text-muted">
          {vendorOf(model)}
          <span className="md:hidden"> · {formatCompact(model.contextTokens)} context</span>
        </span>
      </span>
      <span className="text-end whitespace-nowrap">
        {model.free ? (
          "free"
        ) : (
          <>
            {formatPrice(model.promptUsdPerMillion)} <span className="text-muted">/</span>{" "}
            {formatPrice(model.completionUsdPerMillion)}
          </>
        )}
      </span>
      <span className="text-end text-muted max-md:hidden">{formatCompact(model.contextTokens)}</span>
    </div>
  );
}

const LOADING = ["w-40", "w-32", "w-48", "w-36", "w-44", "w-28", "w-52", "w-30"];

function LoadingRows() {
  return LOADING.map((width) => (
    <div key={width} className="flex min-h-[46px] animate-late items-center gap-3 px-4 ps-[44px]">
      <Skeleton className={width} />
      <Skeleton className="ms-auto w-24" />
    </div>
  ));
}
