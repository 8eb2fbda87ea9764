import * as fc from "fast-check";
import type { Setting } from "../proactive/settings/setting.ts";

const days = ["1", "2", "3", "4", "5", "6", "7"] as const;
const day = fc.constantFrom("all" as const, ...days);
const to = fc.constantFrom("on" as const, "off" as const);
const channel = fc.constantFrom("telegram" as const, "web" as const, "email" as const);
const key = fc.stringMatching(/^[0-9a-f]{12}$/);
const at = fc
  .record({ hour: fc.nat(23), minute: fc.nat(59) })
  .map(({ hour, minute }) => [hour, minute].map((part) => String(part).padStart(2, "0")).join(""));
const of = <Name extends string>(name: Name) => fc.constant(name);

/** Whatever a button of the settings can carry. */
export const anySetting: fc.Arbitrary<Setting> = fc.oneof(
  fc.record({ of: of("topics"), page: fc.nat(9).map(String) }),
  fc.record({ of: of("topic"), key }),
  fc.record({ of: of("weigh"), key, weight: fc.constantFrom("often", "sometimes", "rarely", "never") }),
  fc.record({ of: of("hours"), day }),
  fc.record({ of: fc.constantFrom("from" as const, "until" as const), day, at }),
  fc.record({ of: of("quiet"), day, to }),
  fc.record({ of: fc.constantFrom("channels" as const, "schedules" as const) }),
  fc.record({ of: of("channel"), channel, to }),
  fc.record({ of: of("place"), channel, to: fc.constantFrom("0" as const, "1" as const) }),
  fc.record({ of: fc.constantFrom("schedule" as const, "remove" as const, "came" as const), id: fc.uuid() }),
  fc.record({ of: of("pause"), id: fc.uuid(), to }),
  fc.record({ of: of("add"), days: fc.subarray([...days], { minLength: 1 }).map((some) => some.join("")), at, key }),
  fc.record({ of: of("judge"), kind: fc.constantFrom("up", "down", "less"), id: fc.uuid() }),
  fc.record({ of: of("back"), from: fc.oneof(day, fc.constantFrom("topics" as const, "schedules" as const)) }),
);
