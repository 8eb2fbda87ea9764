import type { StreamPart } from "@procode/sdk";

export interface AnswerPrinter {
  show(part: StreamPart): void;
  /** Ends the last line. */
  end(): void;
  /** What was printed is not how the answer goes: a pipe can not take it back. */
  isWrong(): boolean;
}

/** Writes an answer as it comes. A terminal gets no control characters; a pipe gets the exact text. */
export function createAnswerPrinter(
  write: (text: string) => void,
  { isTerminal }: { isTerminal: boolean },
): AnswerPrinter {
  let text = "";
  let printed = "";
  const put = (more: string) => {
    printed += more;
    write(isTerminal ? withoutControls(more) : more);
  };
  const catchUp = () => {
    if (text.startsWith(printed)) put(text.slice(printed.length));
    // After a crash the server may have kept less than stands here already; nothing to add until it is passed again.
    else if (!printed.startsWith(text) && isTerminal) {
      write("\n");
      printed = "";
      put(text);
    }
  };
  return {
    show(part) {
      if (part.type === "delta") text += part.text;
      else if (part.type === "reset") text = part.text;
      else return;
      catchUp();
    },
    end() {
      if (printed !== "" && !printed.endsWith("\n")) write("\n");
    },
    isWrong: () => printed !== text,
  };
}

/** What a model writes must not move the cursor, rename the window or fill the clipboard. */
function withoutControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are exactly what is removed
  return text.replace(/\r\n/g, "\n").replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");
}
