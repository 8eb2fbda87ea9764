import NextAuth from "next-auth";
import type { NextRequest } from "next/server";
import { authOptions } from "../../../../server/auth-options.ts";

type RouteContext = { params: Promise<{ nextauth: string[] }> };

const handler = (request: NextRequest, context: RouteContext) =>
  NextAuth(request as never, context as never, authOptions());

export { handler as GET, handler as POST };
