import type { TelegramBot } from "@procode/core";
import type { UserFromGetMe } from "grammy/types";

/** The bot as grammY knows it, so that it asks Telegram nothing by itself. */
export function userOfBot({ botId, username, name }: TelegramBot): UserFromGetMe {
  return {
    id: botId,
    is_bot: true,
    first_name: name,
    username,
    can_join_groups: false,
    can_read_all_group_messages: false,
    supports_inline_queries: false,
    can_connect_to_business: false,
    has_main_web_app: false,
    has_topics_enabled: false,
    allows_users_to_create_topics: false,
    can_manage_bots: false,
    supports_join_request_queries: false,
  };
}
