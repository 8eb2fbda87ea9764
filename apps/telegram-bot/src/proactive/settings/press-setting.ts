import type { Reply } from "../../reply/reply.ts";
import type { Linked } from "../../update/turn.ts";
import type { Words } from "../../words/words.ts";
import { showPanel } from "../panel.ts";
import { judgeOne, showOne } from "./came.ts";
import { changeChannels, showChannels } from "./channels.ts";
import { changeQuiet, showQuiet } from "./quiet.ts";
import { addSchedule, pauseSchedule, removeSchedule, showSchedule, showSchedules } from "./schedules.ts";
import type { Setting } from "./setting.ts";
import { showTopic, showTopics, weighTopic } from "./topics.ts";

/** Does what a button of the settings says, and shows what holds then. `text`: what stands in its message. */
export function pressSetting(linked: Linked, words: Words, setting: Setting, text: string): Promise<Reply> {
  switch (setting.of) {
    case "topics":
      return showTopics(linked, words, Number(setting.page));
    case "topic":
      return showTopic(linked, words, setting.key);
    case "weigh":
      return weighTopic(linked, words, setting.key, setting.weight);
    case "hours":
      return showQuiet(linked, words, setting.day);
    case "from":
    case "until":
    case "quiet":
      return changeQuiet(linked, words, setting);
    case "channels":
      return showChannels(linked, words);
    case "channel":
    case "place":
      return changeChannels(linked, words, setting);
    case "schedules":
      return showSchedules(linked, words);
    case "schedule":
      return showSchedule(linked, words, setting.id);
    case "remove":
      return removeSchedule(linked, words, setting.id);
    case "pause":
      return pauseSchedule(linked, words, setting.id, setting.to);
    case "add":
      return addSchedule(linked, words, setting, text);
    case "came":
      return showOne(linked, words, setting.id);
    case "judge":
      return judgeOne(linked, words, setting.kind, setting.id);
    case "back":
      return showPanel(linked, words);
  }
}
