export type User = {
  id: number;
  is_bot: boolean;
  first_name: string;
  username?: string;
  language_code?: string;
};

export type Chat = { id: number; type: string; first_name?: string; username?: string; title?: string };

/** Offsets and lengths are UTF-16 units. */
export type Entity = {
  type: string;
  offset: number;
  length: number;
  url?: string;
  language?: string;
  user?: User;
  custom_emoji_id?: string;
  unix_time?: number;
  date_time_format?: string;
};

export type Button = { text: string; callback_data?: string; url?: string };
export type ReplyMarkup = { inline_keyboard?: Button[][] };

/** A text message; `date` and `edit_date` are Unix seconds. */
export type Message = {
  message_id: number;
  from?: User;
  chat: Chat;
  date: number;
  edit_date?: number;
  text?: string;
  entities?: Entity[];
  reply_markup?: ReplyMarkup;
  reply_to_message?: Message;
  link_preview_options?: unknown;
};
