"use client";

import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import type { RefObject } from "react";
import { cx } from "./cx.ts";
import type { MenuItem } from "./dropdown-menu.tsx";
import { Kbd } from "./kbd.tsx";

type DropdownMenuContentProps = {
  items: MenuItem[];
  align: "start" | "end";
  side: "top" | "bottom";
  labelledBy: string;
  button: RefObject<HTMLButtonElement | null>;
  onClose: () => void;
};

/** Hangs on an unseen anchor behind the button, because the button stood there before this was loaded. */
export default function DropdownMenuContent({
  items,
  align,
  side,
  labelledBy,
  button,
  onClose,
}: DropdownMenuContentProps) {
  const inButton = (target: EventTarget | null) => target instanceof Node && button.current?.contains(target);
  return (
    <Radix.Root open modal={false} onOpenChange={(open) => open || onClose()}>
      <Radix.Trigger asChild>
        <span aria-hidden="true" tabIndex={-1} className="pointer-events-none absolute inset-0" />
      </Radix.Trigger>
      {/* Inside the landmark it belongs to; beside an open modal dialog it would even be inert. */}
      <Radix.Portal container={button.current?.closest<HTMLElement>("dialog, aside, main") ?? null}>
        <Radix.Content
          aria-labelledby={labelledBy}
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // What was chosen may have opened a field, which has the focus by now.
            if (document.activeElement === document.body) button.current?.focus();
          }}
          // The button closes by its own click; closing here too would open it again.
          onPointerDownOutside={(event) => inButton(event.target) && event.preventDefault()}
          onFocusOutside={(event) => inButton(event.target) && event.preventDefault()}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-[188px] overflow-y-auto rounded-md border border-border bg-raised p-1 text-text shadow-md"
        >
          {items.map((item) => (
            <div key={item.label} className="contents">
              {item.apart && <Radix.Separator className="mx-1 my-1 h-px bg-border" />}
              <Radix.Item
                disabled={item.disabledReason !== undefined}
                title={item.disabledReason}
                onSelect={item.onSelect}
                className={cx(
                  "flex min-h-8 cursor-pointer items-center gap-2.5 rounded-sm px-2.5 text-sm select-none data-disabled:cursor-not-allowed data-disabled:opacity-55 data-highlighted:bg-active data-highlighted:shadow-none max-md:min-h-11 pointer-coarse:min-h-11",
                  item.danger ? "text-danger" : "text-text",
                )}
              >
                {item.icon && (
                  <item.icon
                    aria-hidden="true"
                    strokeWidth={1.75}
                    className={cx("size-4", !item.danger && "text-muted")}
                  />
                )}
                <span className="grow">{item.label}</span>
                {item.checked && <Check aria-hidden="true" className="size-4" strokeWidth={1.75} />}
                {item.keys && <Kbd>{item.keys}</Kbd>}
              </Radix.Item>
            </div>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
