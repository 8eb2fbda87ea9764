import type { User } from "../wire/message.ts";
import { accept, type Method } from "./call.ts";

/** Every good token belongs to this bot. */
export const BOT: User & { username: string } = {
  id: 7_301_000_001,
  is_bot: true,
  first_name: "PROCODE",
  username: "procode_demo_bot",
};

export const getMe: Method = () => ({
  ...BOT,
  can_join_groups: false,
  can_read_all_group_messages: false,
  supports_guest_queries: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  can_manage_bots: false,
  supports_join_request_queries: false,
});

/** logOut and close: taken, without a further effect. */
export const leave: Method = (desk, call) => {
  accept(desk, call);
  return true;
};
