export * from "./analytics.ts";
export * from "./conversation.ts";
export * from "./error.ts";
export * from "./event.ts";
export * from "./integration.ts";
export * from "./primitive.ts";
export * from "./user.ts";
