import { accountRouter } from "./routers/account.ts";
import { analyticsRouter } from "./routers/analytics.ts";
import { chatRouter } from "./routers/chat.ts";
import { contextRouter } from "./routers/context.ts";
import { conversationsRouter } from "./routers/conversations.ts";
import { feedRouter } from "./routers/feed.ts";
import { modelsRouter } from "./routers/models.ts";
import { proactiveRouter } from "./routers/proactive.ts";
import { telegramRouter } from "./routers/telegram.ts";
import { requirePolicies } from "./enforce-policy.ts";
import { createCallerFactory, createRouter } from "./trpc.ts";

/** Every procedure of PROCODE. Each validates, calls one verb and returns. */
export const appRouter = createRouter({
  account: accountRouter,
  analytics: analyticsRouter,
  chat: chatRouter,
  context: contextRouter,
  conversations: conversationsRouter,
  feed: feedRouter,
  models: modelsRouter,
  proactive: proactiveRouter,
  telegram: telegramRouter,
});
requirePolicies(appRouter);
export type AppRouter = typeof appRouter;

/** The same procedures in process, for pages and bots. */
export const createCaller = createCallerFactory(appRouter);
export type Caller = ReturnType<typeof createCaller>;
