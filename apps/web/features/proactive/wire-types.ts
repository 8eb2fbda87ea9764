import type {
  ExplainedProactive,
  ListedProactive,
  PreviewedProactive,
  ProactivePreview,
  StoredSchedule,
} from "@procode/core";
import type { ProactiveSettings } from "@procode/contracts";
import type { Wire } from "@/trpc/wire.ts";

export type Settings = Wire<ProactiveSettings>;
export type Standing = { settings: Settings; schedules: Wire<StoredSchedule>[] };
export type History = Wire<ListedProactive>;
export type Written = History["messages"][number];
export type Decided = History["decisions"][number];
export type Previewed = Wire<PreviewedProactive>;
export type Preview = Wire<ProactivePreview>;
export type Explained = Wire<ExplainedProactive>;
