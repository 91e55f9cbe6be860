import { expect, test } from 'vitest';
import { describeUse } from '../../src/start/describe-use.ts';

test.each([
  [['vite', 'react'], "<div dangerouslySetInnerHTML={{ __html: picture(visual('welcome')) }} />"],
  [['vite', 'preact'], "<div dangerouslySetInnerHTML={{ __html: picture(visual('welcome')) }} />"],
  [['vite', 'vue'], `<div v-html="picture(visual('welcome'))"></div>`],
  [['vite', 'svelte'], "{@html picture(visual('welcome'))}"],
  [['vite'], "document.body.insertAdjacentHTML('afterbegin', picture(visual('welcome')));"],
])('a site with %j shows a picture in its own words', (packages, line) => expect(describeUse('vite')?.show('welcome', packages).at(-1)).toBe(line));
