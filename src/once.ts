/** Caches the results of a function of one object. A result is kept as long as the object. */
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

/** Caches the results of a function of two objects. A result is kept as long as both. */
export function onceForBoth<One extends object, Other extends object, Answer>(
  answer: (one: One, other: Other) => Answer,
): (one: One, other: Other) => Answer {
  const of = once((one: One) => once((other: Other) => answer(one, other)));
  return (one, other) => of(one)(other);
}
