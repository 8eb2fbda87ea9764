const SMALL_WORDS = new Set(
  "a an and are as at be can code could do describe does explain for from function give give go good has have help how i in into is it its just let make me my need of on one or our please program script show small snippet so some tell python typescript javascript sql bash table plan that the their them then there this to us want was we what when where which who why will with would write you your".split(
    " ",
  ),
);

/** The words a question is about, at most six of them: "Reverses a string in Python" gives "reverses string". */
export function topicOf(question: string): string {
  const words = question.replace(/[^\p{L}\p{N}\s-]/gu, " ").split(/\s+/);
  const telling = words.filter((word) => word !== "" && !SMALL_WORDS.has(word.toLowerCase()));
  return telling.slice(0, 6).join(" ") || "your question";
}
