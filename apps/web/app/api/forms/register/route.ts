import type { NextRequest } from "next/server";
import { processDoor } from "../../../../server/process-door.ts";

/** The sign-up form of a browser without JavaScript. Answers alike for new and known addresses. */
export async function POST(request: NextRequest): Promise<Response> {
  const door = processDoor();
  const form = Object.fromEntries(await request.formData());
  try {
    await door.register(await door.contextOf(request.headers), form);
    return seeOther("/login?registered=1");
  } catch (error) {
    const { reason, retryAfterSeconds } = door.reasonOf(error);
    return seeOther(`/register?error=${reason}${retryAfterSeconds === undefined ? "" : `.${retryAfterSeconds}`}`);
  }
}

function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location } });
}
