/**
 * Loaded into a command with `--import`: each card that is painted adds a line to the file `drawn` in the working directory, and then keeps its thread for VISUALS_TEST_SLOW milliseconds,
 * doing nothing else, as a card with a very long text would.
 */
import { appendFileSync } from 'node:fs';
import { Renderer } from '@takumi-rs/core';

const milliseconds = Number(process.env.VISUALS_TEST_SLOW ?? 0);
const { value: render } = Object.getOwnPropertyDescriptor(Renderer.prototype, 'render');

Renderer.prototype.render = function (...words) {
  appendFileSync('drawn', '.\n');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  return render.apply(this, words);
};
