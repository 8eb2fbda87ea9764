export type ServerEvent = { event: string; data: string };

/** The whole server-sent events of a part of a stream; a cut one waits for its rest. */
export function createEventReader(): (part: string) => ServerEvent[] {
  let rest = "";
  return (part) => {
    const blocks = (rest + part).split("\n\n");
    rest = blocks.pop() ?? "";
    return blocks.flatMap(readBlock);
  };
}

function readBlock(block: string): ServerEvent[] {
  let event = "message";
  let data: string | null = null;
  for (const line of block.split("\n")) {
    if (line.startsWith("data: ")) data = line.slice(6);
    else if (line.startsWith("event: ")) event = line.slice(7);
  }
  return data === null ? [] : [{ event, data }];
}
