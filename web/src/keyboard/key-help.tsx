import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/dialog.tsx';
import { useShortcuts } from './shortcuts.ts';
import css from './key-help.module.css';

const OPEN = 'touchstone:key-help';
export function openKeyHelp(): void {
  window.dispatchEvent(new Event(OPEN));
}

const GROUPS = {
  result: [['j', 'k'], ['Enter'], ['c'], ['d'], ['u'], ['1', '2', '3'], ['n'], ['Esc']],
  compare: [['m'], ['Space'], ['+', '−'], ['f'], ['z'], ['p']],
  search: [['j', 'k']],
  matches: [['j', 'k'], ['Space'], ['b'], ['l'], ['i'], ['n'], ['x'], ['u'], ['h']],
} as const;

/** The overlay behind `?`. */
export function KeyHelp() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  useShortcuts({ '?': () => setOpened(true) });
  useEffect(() => {
    const open = (): void => setOpened(true);
    window.addEventListener(OPEN, open);
    return () => window.removeEventListener(OPEN, open);
  }, []);

  return (
    <Dialog opened={opened} onClose={() => setOpened(false)} title={t('keys.title')} size="lg">
      <div className={css.groups}>
        {(['result', 'compare', 'matches', 'search'] as const).map((group) => (
          <section key={group}>
            <h3>{t(`keys.${group}.title`)}</h3>
            <dl className={css.list}>
              {GROUPS[group].map((keys) => (
                <div key={keys[0]} className={css.row}>
                  <dt>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</dt>
                  <dd>{t(textOf(group, keys[0]))}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

/** Key of the text that says what a shortcut does. */
function textOf(group: keyof typeof GROUPS, key: string): 'keys.search.j' | 'keys.result.j' | 'keys.compare.m' | 'keys.matches.j' {
  if (group === 'matches') return `keys.matches.${key}` as 'keys.matches.j';
  if (group === 'search') return 'keys.search.j';
  return group === 'result' ? (`keys.result.${key}` as 'keys.result.j') : (`keys.compare.${key}` as 'keys.compare.m');
}
