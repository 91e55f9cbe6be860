import type { PlanInputs } from './plan-inputs.ts';

/** The same inputs; every copy key that is asked for through them is noted, whether there is such a message or not. */
export function noteCopyKeys(inputs: PlanInputs, noted: Set<string>): PlanInputs {
  const note = (key: string): PlanInputs => {
    noted.add(key);
    return inputs;
  };
  return {
    ...inputs,
    text: (request) => note(request.key).text(request),
    hasText: (locale, key) => note(key).hasText(locale, key),
    sourceOf: (locale, key) => note(key).sourceOf(locale, key),
  };
}
