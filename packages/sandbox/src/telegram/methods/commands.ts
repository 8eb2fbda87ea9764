import { commandsKey } from "../state/apply-call.ts";
import { badRequest } from "../wire/telegram-error.ts";
import { accept, type Method } from "./call.ts";

const MOST_COMMANDS = 100;

export const setMyCommands: Method = (desk, call) => {
  const { commands } = call.params;
  if (!Array.isArray(commands)) throw badRequest("can't parse commands: expected an Array of BotCommand");
  if (commands.length > MOST_COMMANDS) throw badRequest("BOT_COMMANDS_TOO_MUCH");
  for (const command of commands) checkCommand(Object(command));
  accept(desk, call);
  return true;
};

export const getMyCommands: Method = ({ world }, { params }) => world.commands.get(commandsKey(params)) ?? [];

export const deleteMyCommands: Method = (desk, call) => {
  accept(desk, { ...call, params: { ...call.params, commands: [] } });
  return true;
};

function checkCommand({ command, description }: Record<string, unknown>): void {
  if (!/^\/?[a-z0-9_]{1,32}$/.test(String(command))) throw badRequest("BOT_COMMAND_INVALID");
  const { length } = typeof description === "string" ? description : "";
  if (length < 1 || length > 256) throw badRequest("BOT_COMMAND_DESCRIPTION_INVALID");
}
