import type { Profile } from "./profile-product.ts";

const FUNCTIONS = 12;

/** One table for each subject: microseconds of CPU by area, both trees side by side, then the dearest functions. */
export function printProfiles(profiles: readonly Profile[]): void {
  for (const what of ["chat", "token"] as const) {
    const trees = profiles.filter((profile) => profile.what === what);
    const last = trees.at(-1);
    if (last === undefined) continue;
    const head = trees.map(({ tree, micros }) => `${trees.length > 1 ? `${tree} ` : ""}${micros.toFixed(0)} µs`);
    console.log(
      `\nCPU of the web process for one ${what}: ${head.join(", ")}; the bare route ${last.routeMicros.toFixed(0)} µs`,
    );
    const names = last.areas.map(({ name }) => name);
    for (const name of names)
      console.log(
        line(
          name,
          trees.map((profile) => microsOf(profile, name)),
        ),
      );
    console.log(`  the dearest functions of ${last.tree === "here" ? "this tree" : last.tree}:`);
    for (const { name, share } of last.functions.slice(0, FUNCTIONS)) console.log(line(name, [share * last.micros]));
  }
}

function microsOf({ areas, micros }: Profile, name: string): number {
  return (areas.find((area) => area.name === name)?.share ?? 0) * micros;
}

function line(name: string, micros: number[]): string {
  return `  ${micros.map((value) => value.toFixed(value < 100 ? 1 : 0).padStart(7)).join("")}  ${name}`;
}
