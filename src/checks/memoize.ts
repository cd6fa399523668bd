/** A function of one object that is asked for the same object again and again: its answer is kept as long as the object is. */
export function once<Key extends object, Answer>(answer: (key: Key) => Answer): (key: Key) => Answer {
  const answers = new WeakMap<Key, { readonly answer: Answer }>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined) return known.answer;
    const found = { answer: answer(key) };
    answers.set(key, found);
    return found.answer;
  };
}
