import type { JSX } from 'preact';
import { keyBindings } from './keys.ts';
import type { KeyBinding } from './keys.ts';
import { ReadingDialog } from './reading-dialog.tsx';

const places: readonly { readonly where: KeyBinding['where']; readonly title: string }[] = [
  { where: 'everywhere', title: 'Everywhere' },
  { where: 'gallery', title: 'All pictures' },
  { where: 'picture', title: 'One picture' },
];

/** Every key of the page. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  return (
    <ReadingDialog title="Keys" onClose={onClose}>
      <div class="key-lists">
        {places.map(({ where, title }) => (
          <section key={where}>
            <h3>{title}</h3>
            <dl class="keys">
              {keyBindings
                .filter((each) => each.where === where)
                .map(({ shown, label }) => (
                  <div key={shown}>
                    <dt>
                      {shown.split(' ').map((part) => (
                        <kbd key={part}>{part}</kbd>
                      ))}
                    </dt>
                    <dd>{label}</dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </ReadingDialog>
  );
}
