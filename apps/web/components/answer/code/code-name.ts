const FILE = /^[\w@./-]{1,80}\.[a-z0-9]{1,8}$/i;
const TITLE = /^(?:title|file(?:name)?)=["']?([^"']{1,80})["']?$/i;

/** What stands over a block of code: its file's name when the fence gives one ("ts retry.ts"), else its language. */
export function codeName(info: string): { language: string; name: string } {
  const [first = "", ...rest] = info.trim().split(/\s+/);
  const [language = "", path] = first.split(":");
  const titled = rest.map((word) => TITLE.exec(word)?.[1] ?? word);
  const file = [path ?? "", ...titled].find((word) => FILE.test(word));
  return {
    language: language.toLowerCase().slice(0, 30),
    name: file ?? (language === "" ? "text" : language.slice(0, 30)),
  };
}
