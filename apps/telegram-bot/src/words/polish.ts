import { polishProactive } from "./polish-proactive.ts";
import type { Words } from "./words.ts";

const kinds = new Intl.PluralRules("pl");

/** Polish counts in three ways: 1 odpowiedź, 2 odpowiedzi, 5 odpowiedzi; 1 minutę, 2 minuty, 5 minut. */
function plural(count: number, one: string, few: string, many: string): string {
  const kind = kinds.select(count);
  return `${count.toLocaleString("pl")} ${kind === "one" ? one : kind === "few" ? few : many}`;
}

export const polish: Words = {
  menu: {
    start: "Połącz ten czat",
    new: "Zacznij nową rozmowę",
    conversations: "Wróć do innej rozmowy",
    model: "Wybierz model",
    usage: "Ile kosztowały odpowiedzi dziś i w tym miesiącu",
    retry: "Napisz ostatnią odpowiedź od nowa",
    stop: "Zatrzymaj odpowiedź, która się pisze",
    proactive: "Co PROCODE może napisać bez pytania",
    snooze: "Nic bez pytania przez jakiś czas",
    why: "Skąd się wzięła ostatnia wiadomość bez pytania",
    remind: "Zamów coś o własnych porach",
    quiet: "Kiedy nic nie ma przychodzić bez pytania",
    topic: "Jak często może przychodzić temat",
    unlink: "Odłącz ten czat",
    help: "Co można tu zrobić",
  },
  help: [
    "Napisz cokolwiek: odpowiedź przyjdzie tutaj i zostanie też w przeglądarce.",
    "",
    "/new zaczyna nową rozmowę",
    "/conversations wraca do innej rozmowy",
    "/model wybiera model",
    "/usage pokazuje, ile kosztowały odpowiedzi",
    "/retry pisze ostatnią odpowiedź od nowa",
    "/stop zatrzymuje odpowiedź, która się pisze",
    "/proactive pokazuje, co może przyjść bez pytania i co będzie następne",
    "/snooze wycisza to na jakiś czas",
    "/why mówi, skąd się wzięła ostatnia wiadomość bez pytania",
    "/remind w dni robocze o 8 mój plan dnia: zamawia to",
    "/quiet 22:00–07:00: wtedy nic nie przychodzi bez pytania",
    "/topic Faktury mniej: mówi, jak często ma przychodzić temat",
    "/unlink odłącza ten czat",
  ].join("\n"),
  unknownCommand: "Nie ma tu takiego polecenia. Te działają:",

  notConnected: (page) =>
    `Ten czat nie jest jeszcze połączony z kontem. Otwórz ${page}, zrób tam link i jeszcze raz naciśnij tu Start.`,
  openPage: "Otwórz PROCODE",
  linkOpened: (account, page) =>
    `Ten link należy do konta ${account}. Potwierdź go na stronie ${page}, a czat będzie połączony. Jeśli to nie Ty, nie rób nic.`,
  linkOver: (page) => `Ten link był już użyty albo ma więcej niż dziesięć minut. Zrób nowy na stronie ${page}.`,
  chatTaken: "Ten czat jest już połączony z kontem. Wyślij najpierw /unlink, żeby połączyć go z innym.",
  tooManyTries: (minutes) =>
    `W tym czacie próbowano już zbyt wielu linków. Nic się nie zmieniło; spróbuj za ${plural(minutes, "minutę", "minuty", "minut")}.`,
  connected: (account) =>
    `Połączono z kontem ${account}. Napisz cokolwiek: odpowiedź przyjdzie tutaj i zostanie też w przeglądarce. /help pokazuje resztę.`,

  newConversation: "Następna wiadomość zacznie nową rozmowę. Poprzednia zostaje.",
  conversations: "Do której rozmowy wracamy?",
  noConversations: "Nie ma jeszcze żadnej rozmowy. Napisz coś, a zacznie się pierwsza.",
  goesOnWith: (title) => `Następna wiadomość trafi do rozmowy „${title}”.`,
  conversationGone: "Poprzednia rozmowa jest w koszu, więc zaczyna się nowa.",
  conversationNotThere: "Tej rozmowy już nie ma.",

  answersWith: (model) => `Odpowiada ${model}. Wybierz inny dla tego czatu i dla nowych rozmów:`,
  modelNotThere: "Tego modelu już nie ma w ofercie. Nic się nie zmieniło.",
  free: "za darmo",
  priceUnknown: "cena nieznana",

  proactive: polishProactive,

  usage: ({ today, month, answers, unknown }) =>
    [
      `Dziś: ${today}`,
      `W tym miesiącu: ${month}`,
      `Ostatnie 30 dni: ${plural(answers, "odpowiedź", "odpowiedzi", "odpowiedzi")}`,
      ...(unknown > 0 ? [`Cena nieznana: ${plural(unknown, "odpowiedź", "odpowiedzi", "odpowiedzi")}`] : []),
    ].join("\n"),

  nothingToRetry: "Nie ma jeszcze odpowiedzi, którą można napisać od nowa.",
  stopped: "Zatrzymano. Dotychczasowy tekst zostaje.",
  nothingToStop: "Nic się teraz nie pisze.",

  unlinkAsk: "Odłączyć ten czat? Rozmowy zostaną w przeglądarce.",
  unlinkYes: "Odłącz",
  unlinkNo: "Zostaw",
  unlinked: "Odłączono. Rozmowy zostają w przeglądarce; nowy link połączy ten czat znowu.",
  stillLinked: "Ten czat zostaje połączony.",

  notRead: "Na razie czytany jest tu tylko tekst. Nic innego z tej wiadomości nie zostało zapisane; napisz to słowami.",
  editNotTaken:
    "Ta wiadomość nie została przyjęta, gdy ją wysłano, więc jej nowe słowa nie są czytane. Wyślij je jako wiadomość.",
  failedForGood:
    "Na tę wiadomość nie udało się odpowiedzieć mimo kilku prób. To, co było wcześniej, zostaje; wyślij ją jeszcze raz.",

  stoppedHere: "Tu zatrzymano. Tekst powyżej zostaje; /retry pisze odpowiedź od nowa.",
  brokeOff: (reason) => `Odpowiedź urwała się w połowie. ${reason} Tekst powyżej zostaje; /retry pisze ją od nowa.`,
  noAnswer: (reason) => `Nie ma odpowiedzi. ${reason} Twoja wiadomość zostaje; /retry pyta jeszcze raz.`,
  emptyAnswer: "Model nic nie odpowiedział. Twoja wiadomość zostaje; /retry pyta jeszcze raz.",
  reasons: {
    "provider-key": "Klucz do modeli nie jest przyjmowany.",
    "provider-credit": "Środki na modele się skończyły.",
    "provider-busy": "Model jest teraz zajęty.",
    "provider-down": "Model teraz nie odpowiada.",
    "provider-refused": "Model odrzucił zapytanie.",
    "provider-broke-off": "Model przerwał.",
    "provider-stalled": "Model zamilkł.",
    "owner-died": "PROCODE w tym czasie uruchomiono na nowo.",
    "does-not-fit": "Ta rozmowa jest dłuższa, niż model potrafi przeczytać. /model wybiera inny, /new zaczyna od nowa.",
    "unknown-model": "Wybranego modelu już nie ma w ofercie. /model wybiera inny.",
    "too-many-answers": "Zbyt wiele odpowiedzi pisze się dla Ciebie naraz.",
  },
  anyReason: "Coś zepsuło się po naszej stronie.",
  tryIn: (seconds) =>
    `Spróbuj za ${seconds < 90 ? plural(seconds, "sekundę", "sekundy", "sekund") : plural(Math.ceil(seconds / 60), "minutę", "minuty", "minut")}.`,
};
