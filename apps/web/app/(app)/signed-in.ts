import { redirect } from "next/navigation";
import { getCaller, getViewer } from "@/server/page-context.ts";

/** The person and their procedures. Each page asks by itself, because Next renders it beside its layout. */
export async function signedIn() {
  const viewer = await getViewer();
  if (!viewer) redirect("/login");
  return { viewer, caller: await getCaller() };
}
