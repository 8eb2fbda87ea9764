import { Kbd } from "@/components/ui/kbd.tsx";

/** The keys of the composer, for those who have keys. */
export function ComposerHint({ answering }: { answering: boolean }) {
  return (
    <div className="mx-auto flex max-w-[724px] items-center justify-between gap-3 px-1.5 pt-2 text-2xs text-muted max-md:hidden">
      <span className="flex items-center gap-[5px]">
        <Kbd>↵</Kbd> {answering ? "sends when this answer ends" : "sends"}
        <span className="w-1" />
        <Kbd>⇧ ↵</Kbd> new line
        <span className="w-1" />
        <Kbd>esc</Kbd> {answering ? "stops" : "leaves the box"}
      </span>
      <span>Answers can be wrong. Check what matters.</span>
    </div>
  );
}
