const OPENING = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;
const CLOSING = /^ {0,3}(`{3,}|~{3,})[ \t]*$/;

/** Reads Markdown line by line; tells the line that opened the code block to which the line belongs, or null. */
export function createFenceReader(): (line: string) => string | null {
  let opening: string | null = null;
  let fence = "";
  let isClosed = false;
  return (line) => {
    if (isClosed) {
      opening = null;
      isClosed = false;
    }
    if (opening === null) {
      fence = OPENING.exec(line)?.[1] ?? "";
      if (fence !== "") opening = line;
    } else {
      isClosed = CLOSING.exec(line)?.[1]?.startsWith(fence) ?? false;
    }
    return opening;
  };
}
