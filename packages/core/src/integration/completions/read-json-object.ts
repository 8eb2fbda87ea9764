/** The one JSON object in what a model wrote, which likes to fence it; null when there is none. */
export function readJsonObject(text: string): unknown {
  const [begin, end] = [text.indexOf("{"), text.lastIndexOf("}")];
  if (begin < 0 || end < begin) return null;
  try {
    return JSON.parse(text.slice(begin, end + 1));
  } catch {
    return null;
  }
}
