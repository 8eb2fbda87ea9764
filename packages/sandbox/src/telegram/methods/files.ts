import { badRequest } from "../wire/telegram-error.ts";
import type { Method } from "./call.ts";

export const getFile: Method = ({ world }, { params }) => {
  const id = String(params.file_id);
  const file = world.files.get(id);
  if (!file) throw badRequest("invalid file_id");
  return { file_id: id, file_unique_id: `u${id}`, file_size: file.bytes.length, file_path: file.file_path };
};
