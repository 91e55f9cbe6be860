import { expect, test } from 'vitest';
import type { LiveEvent } from '../../src/model/live.ts';
import { applyEvent, emptyState } from '../../src/studio/client/data/apply-event.ts';
import { createLiveBoard } from '../../src/watch/live-board.ts';

test('whoever listened from the beginning has the same state, the project’s name among it', () => {
  const board = createLiveBoard('Ada Lovelace <ada@example.com>');
  const events: LiveEvent[] = [{ type: 'state', state: board.state() }];
  board.subscribe((event) => events.push(event));
  board.setPhase('building');
  board.setFacts({ project: 'campaign', locales: ['en', 'de'] });
  board.setFacts({ project: 'campaign', locales: ['en', 'de'] });
  board.setPurchases([], { month: 2 });
  board.setPhase('idle', 12);
  expect(events.reduce(applyEvent, emptyState)).toEqual(board.state());
  expect(board.state()).toMatchObject({ project: 'campaign', locales: ['en', 'de'], milliseconds: 12, version: 4 });
});
