import { globSync, readFileSync } from "node:fs";

/** What the sources say of a procedure: the router's own words and the docstring of the verb, and the type that it returns. */
export function findVerb(path: string): { description: string; returns: string | null } {
  // A router inside a router has a file of its own, too.
  const [procedure = "", router = ""] = path.split(".").toReversed();
  const source = readFileSync(`packages/api/src/routers/${kebab(router)}.ts`, "utf8");
  const own = new RegExp(
    `(?:/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*)?^  ${procedure}: ([\\s\\S]*?)(?=^  (?:\\w+:|/\\*\\*)|^\\}\\))`,
    "m",
  ).exec(source);
  const verb = /\b(\w+)\(ctx\b/.exec(own?.[2] ?? "")?.[1];
  const found = verb ? readVerb(verb) : null;
  return {
    description: [plain(own?.[1]), plain(found?.docstring)].filter(Boolean).join("\n\n"),
    returns: found?.returns ?? null,
  };
}

function readVerb(name: string): { docstring: string | undefined; returns: string | null } | null {
  const [path] = globSync(`packages/core/src/**/${kebab(name)}.ts`);
  if (!path) return null;
  const source = readFileSync(path, "utf8");
  const declared = new RegExp(
    `(?:/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*)?export (?:async )?function\\*? ${name}\\(`,
  ).exec(source);
  const returns = /\): (?:Promise|AsyncGenerator)<([\s\S]+?)> \{/.exec(source.slice(declared?.index ?? 0));
  return { docstring: declared?.[1], returns: returns?.[1]?.replace(/\s+/g, " ") ?? null };
}

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function plain(comment: string | undefined): string {
  return (comment ?? "")
    .replace(/^\s*\* ?/gm, "")
    .replace(/\s+/g, " ")
    .trim();
}
