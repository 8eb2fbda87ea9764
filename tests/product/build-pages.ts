import { buildWeb } from "../../apps/cli/src/up/build-web.ts";

/** For vitest's `globalSetup`: files that run at once find the pages built, and do not build them at once. */
export default async function buildPages(): Promise<void> {
  await buildWeb({ say: console.log });
}
