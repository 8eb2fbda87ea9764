"use client";

import { useModelName } from "@/components/conversation/use-model-name.ts";
import type { ChatMessage } from "@/components/conversation/wire-types.ts";
import { formatCount, formatNumber } from "@/format/format-count.ts";
import { formatDuration } from "@/format/format-duration.ts";
import { formatCost } from "@/format/format-money.ts";
import { estimateTokens } from "./estimate-cost.ts";

type Receipt = NonNullable<ChatMessage["receipt"]>;

/** Model, first word, tokens, cost: one grey line under an answer that never moves. */
export function ReceiptLine({ receipt }: { receipt: Receipt }) {
  const name = useModelName(receipt.model);
  const { promptTokens, completionTokens, firstTokenMs } = receipt;
  const tokens =
    promptTokens === null && completionTokens === null ? null : (promptTokens ?? 0) + (completionTokens ?? 0);
  const parts = [
    firstTokenMs !== null && `${formatDuration(firstTokenMs)} to first word`,
    tokens !== null && formatCount(tokens, "token"),
    costWords(receipt),
  ];
  return (
    <p
      className="num text-xs text-muted"
      title={
        tokens === null
          ? undefined
          : `${formatNumber(promptTokens ?? 0)} in, ${formatNumber(completionTokens ?? 0)} out`
      }
    >
      <span className="font-medium text-text-2">{name}</span>
      {parts.filter(Boolean).map((part) => ` · ${part}`)}
    </p>
  );
}

/** While the answer is being written. The tokens are counted from its length, and say so. */
export function LiveReceipt({
  model,
  text,
  firstWordMs,
  reconnecting,
}: {
  model: string | null;
  text: string;
  firstWordMs: number | null;
  reconnecting: boolean;
}) {
  const parts = [
    model,
    text === "" ? "waiting for the first word" : firstWordMs !== null && `${formatDuration(firstWordMs)} to first word`,
    text !== "" && `about ${formatCount(estimateTokens(text), "token")} so far`,
    reconnecting && "connecting again",
  ];
  return <p className="num text-xs text-muted">{parts.filter(Boolean).join(" · ")}</p>;
}

function costWords({ costState, costUsd }: Receipt): string {
  if (costUsd !== null) return formatCost(costUsd);
  return costState === "pending" ? "price follows" : "price unknown";
}
