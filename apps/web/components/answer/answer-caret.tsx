/** The marker that stands where the answer is being written. */
export function AnswerCaret() {
  return (
    <span
      aria-hidden="true"
      data-caret=""
      className="ms-[3px] inline-block h-[1.06em] w-[9px] rounded-[2px] bg-accent align-[-0.17em] shadow-[0_0_0_1px_var(--accent-line)]"
    />
  );
}
