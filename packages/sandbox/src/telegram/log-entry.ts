import type { Fault } from "./faults/fault.ts";
import type { Person } from "./state/world.ts";
import type { Message } from "./wire/message.ts";
import type { Params } from "./wire/read-params.ts";
import type { Update } from "./wire/update.ts";

type Called = { method: string; chat_id: number | null; text: string | null; params: Params; fault?: Fault };

/** A call that took effect, whether or not its caller learnt of it. `text` is as it stands in the chat. */
export type Accepted = Called & { type: "accepted"; message_id: number | null; message?: Message };

/** A call that changed nothing. */
export type Refused = Called & { type: "refused"; message_id: number | null; error_code: number; description: string };

/** An update that came into being; it waits for the bot when the bot wants its kind. */
export type Arrived = { type: "update"; update: Update; is_queued: boolean };

/** Updates that were written to a poller or taken by a webhook's request. */
export type Delivered = { type: "delivered"; method: "getUpdates" | "webhook"; update_ids: number[] };

/** Updates that will not come again, since an offset, a webhook's 2xx or `drop_pending_updates` said so. */
export type Confirmed = { type: "confirmed"; method: string; update_ids: number[] };

export type PersonCame = { type: "person"; person: Person };
export type ChatChanged = { type: "chat"; chat_id: number; change: "blocked" | "unblocked" };
export type FileAdded = { type: "file"; file_id: string; file_path: string; base64: string };

export type TelegramEntry = Accepted | Refused | Arrived | Delivered | Confirmed | PersonCame | ChatChanged | FileAdded;
