import type { SettingsWords } from "./settings-words.ts";

export const polishSettings: SettingsWords = {
  topics: "Tematy",
  schedules: "Własne pory",
  quiet: "Godziny ciszy",
  channels: "Kanały",

  topicsAre:
    "Jak często może przychodzić każdy temat. Naciśnij, aby zmienić; odpowiedź na tę wiadomość z nazwą dodaje temat. Przypomnienia i własne pory przychodzą tak, jak je zamawiasz, chyba że ich temat jest wyłączony.",
  topicNames: { Reminders: "Przypomnienia", Promises: "Obietnice", Goals: "Cele", "Checking in": "Co słychać" },
  weightNames: { never: "Wcale", rarely: "Mniej", sometimes: "Zwykle", often: "Więcej" },
  tooManyTopics: "Jest już pięćdziesiąt tematów, więc tego nie dodano. Znane tematy można zmieniać.",
  topicTooLong: "Temat ma najwyżej 60 znaków. Nic się nie zmieniło; napisz krótszą nazwę.",

  allDays: "Wszystkie",
  from: (at) => `od ${at}`,
  until: (at) => `do ${at}`,
  quietOff: "Bez godzin ciszy",
  quietOn: (range) => `Cisza ${range}`,
  quietIs: (quiet, zone) =>
    [
      `Godziny ciszy: ${quiet} (${zone})`,
      "",
      "Wybierz wszystkie wieczory albo jeden, potem godziny. Odpowiedź na tę wiadomość ustawia dowolne inne: 22:00–07:00, pn 23:00–08:00, brak albo strefa czasowa, na przykład Europe/Warsaw.",
    ].join("\n"),
  quietHow:
    "Nie udało się tego zrozumieć i nic się nie zmieniło. Napisz 22:00–07:00, pn-pt 23:00–08:00, brak albo strefę czasową, na przykład Europe/Warsaw.",
  zoneNotKnown: "Tej strefy czasowej nie ma i nic się nie zmieniło. Napisz na przykład Europe/Warsaw.",

  channelsAre:
    "Każda wiadomość idzie pierwszym z tych kanałów, który działa, i żadnym innym. Naciśnij, aby włączyć albo wyłączyć.",
  noChannel: "Nie wybrano żadnego kanału, więc nic nie może przyjść. Naciśnij, aby wybrać.",
  confirmEmail:
    "Listy wysyłamy tylko na potwierdzony adres. W przeglądarce otwórz Writes first, poproś o link i naciśnij go; potem wybierz e-mail. Nic się nie zmieniło.",
  channelNames: { telegram: "Ten czat w Telegramie", web: "Skrzynka w przeglądarce", email: "Jeden list dziennie" },
  earlier: "Wyżej",

  schedulesAre:
    "To przychodzi o Twoich własnych porach. Naciśnij, aby obejrzeć; odpowiedź na tę wiadomość zamawia kolejne, na przykład „w dni robocze o 8 mój plan dnia”. Tak samo /remind.",
  noSchedules:
    "O własnych porach nic jeszcze nie przychodzi. Odpowiedz na tę wiadomość, na przykład „w dni robocze o 8 mój plan dnia”, albo napisz to po /remind.",
  pause: "Wstrzymaj",
  goOn: "Wznów",
  isPaused: "Wstrzymane: nic z tego nie przychodzi, dopóki tego nie wznowisz.",
  remove: "Usuń",
  understood: (times) => `${times} dostajesz wiadomość na temat:`,
  order: "Zamów",
  orderNot: "Nie zamawiaj",
  ordered: "Zamówione.",
  stillOff: "PROCODE nie pisze jeszcze do Ciebie bez pytania; włącza to /proactive.",
  tooMany: "Jest ich już dwadzieścia. Usuń jedno i wtedy zamów to.",
  wordsGone: "Tych słów już tu nie ma, więc nic nie zamówiono. Napisz je jeszcze raz.",
  daySets: { "1234567": "codziennie", "12345": "w dni robocze", "67": "w weekendy" },
  everyOf: (names) => `co ${names.join(", ")}`,
  atTime: (at) => `o ${at}`,

  noTime: "O której? Napisz całość, na przykład /remind w dni robocze o 8 mój plan dnia.",
  noWords: "Na jaki temat? Napisz całość, na przykład /remind w dni robocze o 8 mój plan dnia.",
  remindMe: (wish) => `Przypomnij mi ${wish}`,
  remindHow:
    "Nie ma w tym pory, więc nic nie zapisano. Napisz /remind w dni robocze o 8 mój plan dnia albo, jednorazowo, /remind za 20 minut zadzwonić do mamy.",
  noted: (when, words) => `Zapisano na ${when}: ${words}`,
};
