/**
 * Functions made of + − × ÷ and square roots alone. These are exact in IEEE 754, so that a picture is the same on every machine; `Math.sin`, `Math.pow` and
 * their like may differ between engines and processors.
 */

/** Sine of an angle in turns, by its Taylor series on a quarter turn to either side. Error below 1e-7. */
export function sineOfTurn(turns: number): number {
  const whole = turns - Math.floor(turns + 0.5);
  const folded = whole > 0.25 ? 0.5 - whole : whole < -0.25 ? -0.5 - whole : whole;
  const angle = folded * 6.283185307179586;
  const square = angle * angle;
  return angle * (1 - (square / 6) * (1 - (square / 20) * (1 - (square / 42) * (1 - (square / 72) * (1 - square / 110)))));
}

/** Cosine of an angle in turns. */
export function cosineOfTurn(turns: number): number {
  return sineOfTurn(turns + 0.25);
}

/** Cube root by Newton's iteration, for any sign. */
export function cubeRoot(value: number): number {
  return value < 0 ? -findRoot(-value, 3) : findRoot(value, 3);
}

/** The positive root of a whole degree, by Newton's iteration from above. */
export function findRoot(value: number, degree: number): number {
  if (value <= 0) return 0;
  let guess = value < 1 ? 1 : value;
  for (let step = 0; step < 200; step += 1) {
    let power = 1;
    for (let factor = 1; factor < degree; factor += 1) power *= guess;
    const next = ((degree - 1) * guess + value / power) / degree;
    if (next >= guess) break;
    guess = next;
  }
  return guess;
}

/** The nearest number that is neither below `least` nor above `most`. */
export function clamp(value: number, least: number, most: number): number {
  return value < least ? least : value > most ? most : value;
}

/** A number between two; `share` 0 is the first, 1 the other. */
export function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

/** 0 below `from`, 1 above `to`, and between them an S without corners (Perlin's quintic). */
export function easeBetween(from: number, to: number, value: number): number {
  const share = clamp((value - from) / (to - from), 0, 1);
  return share * share * share * (share * (share * 6 - 15) + 10);
}
